"""Upcoming Appointments and Appointment History with a thousand and with a million visits in the database."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text
from sqlmodel import Session

from myaccount.models import Appointment
from myaccount.models.columns import new_id
from myaccount.services.context import PatientContext
from myaccount.services.visits import appointments
from myaccount.store import migrate
from myaccount.store.engine import Database
from tests.bench.ratio import Ratio, compare
from tests.scenes import NOW, Scene, book

FEW, MANY = 1_000, 1_000_000
ALICES = 60
AT_MOST = 1.3
AT_ONCE = 20_000
UseCase = Callable[..., Any]


def run() -> list[Ratio]:
    """Compare the large database with the small one, page by page."""
    with ExitStack() as stack:
        small, large = (stack.enter_context(a_clinic_with(visits)) for visits in (FEW, MANY))
        return [
            compare(f"{name}, {MANY:,} visits against {FEW:,}", page(large), page(small), AT_MOST)
            for name, page in PAGES.items()
        ]


@contextmanager
def a_clinic_with(visits: int) -> Iterator[Scene]:
    """Make a database with so many visits, sixty of them Alice's."""
    with tempfile.TemporaryDirectory(prefix="myaccount-bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        migrate.upgrade(url)
        database = Database(url)
        scene = database.write(Scene.build, database)
        database.write(_fill, scene, visits)
        yield scene
        database.close()


def _fill(tx: Session, scene: Scene, visits: int) -> None:
    kind = book(tx, scene, "alice", NOW + timedelta(days=2))
    template = tx.get_one(Appointment, kind).model_dump(exclude={"id"})
    tx.execute(insert(Appointment), [_visit(template, scene.alice, number) for number in range(ALICES)])
    others = (_visit(template, scene.people["bob"], number % 3000) for number in range(visits - ALICES))
    while some := list(islice(others, AT_ONCE)):
        tx.execute(insert(Appointment), some)
    tx.execute(text("ANALYZE"))


def _visit(template: dict[str, Any], person_id: str, number: int) -> dict[str, Any]:
    start = NOW - timedelta(days=number - 5)
    end = start + timedelta(hours=1)
    return template | {"id": new_id(), "person_id": person_id, "starts_at": start, "ends_at": end, "imported": {}}


def _page(use_case: UseCase, *facts: object) -> Callable[[Scene], Callable[[], object]]:
    def of(scene: Scene) -> Callable[[], object]:
        ctx: PatientContext = scene.alice_ctx()
        return lambda: scene.database.read(use_case, ctx, *facts)

    return of


PAGES = {
    "Upcoming Appointments": _page(appointments.upcoming),
    "Appointment History": _page(appointments.history, None, None, False, ""),
}
