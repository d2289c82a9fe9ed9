"""Looking for a patient among a thousand and among a hundred thousand."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text
from sqlmodel import Session

from myaccount.models import Person
from myaccount.models.columns import new_id
from myaccount.services.profiles import patients
from myaccount.store import migrate, patient_words
from myaccount.store.engine import Database
from tests.bench.ratio import Ratio, compare
from tests.scenes import NOW, Scene

FEW, MANY = 1_000, 100_000
AT_MOST = 1.3
AT_ONCE = 5_000
FIRST = ("Ada", "Ben", "Chloé", "Dev", "Emma", "Farid", "Grace", "Hugo", "Ines", "Jonas", "Kira", "Liam", "Mia", "Noah")
SYLLABLES = ("mar", "tin", "son", "ber", "gar", "cia", "lee", "ngu", "yen", "roy", "pel", "tier", "wal", "ker", "mor")

QUESTIONS = {
    "a name and a first name": "ciapelber ada",
    "a name alone": "ciapelber",
    "two beginnings": "mo ad",
    "an e-mail address": "p77@mail.test",
    "a phone number": "416-200-0077",
    "its last four digits, and a name": "0077 ben",
    "a date of birth": "1969-03-27",
    "one letter": "m",
}


def run() -> list[Ratio]:
    """Compare the large clinic with the small one, question by question."""
    with ExitStack() as stack:
        small, large = (stack.enter_context(_a_clinic_with(count)) for count in (FEW, MANY))
        return [
            compare(f"{name}, {MANY:,} patients against {FEW:,}", _asking(large, words), _asking(small, words), AT_MOST)
            for name, words in QUESTIONS.items()
        ]


@contextmanager
def _a_clinic_with(count: int) -> Iterator[Scene]:
    with tempfile.TemporaryDirectory(prefix="myaccount-bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        migrate.upgrade(url)
        database = Database(url)
        scene = database.write(Scene.build, database)
        database.write(_fill, scene, count)
        yield scene
        database.close()


def _fill(tx: Session, scene: Scene, count: int) -> None:
    rows = (_patient(scene, number) for number in range(count))
    while some := list(islice(rows, AT_ONCE)):
        tx.execute(insert(Person), some)
        patient_words.write(tx, some, are_new=True)
    tx.execute(text("ANALYZE"))


def _patient(scene: Scene, number: int) -> dict[str, Any]:
    mixed = number * 7919  # neighbours are not alike
    last = "".join(SYLLABLES[mixed // place % len(SYLLABLES)] for place in (1, 15, 225))
    return {
        "id": new_id(), "clinic_id": scene.cedar.clinic_id, "first_name": FIRST[number % len(FIRST)],
        "last_name": last.title(), "preferred_name": None, "email": f"p{number}@mail.test",
        "email_key": f"p{number}@mail.test", "mobile": f"+1416{2000000 + number}", "other_phone": None,
        "date_of_birth": date(1930, 1, 1) + timedelta(days=mixed % 30000), "marketing_opt_in": False,
        "imported": {}, "created_at": NOW,
    }  # fmt: skip


def _asking(scene: Scene, words: str) -> Callable[[], object]:
    ctx = scene.dana_ctx()
    return lambda: scene.database.read(patients.search, ctx, words)
