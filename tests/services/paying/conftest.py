"""Alice owes 150 dollars and has a card; the processor is one in memory that can die, be silent, and say no."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest

from myaccount.models import Card, ProcessorCustomer
from myaccount.services.context import PatientContext
from myaccount.services.paying import attempts
from myaccount.services.paying.processor import answered
from myaccount.views.paying import Paying
from tests.scenes import NOW, Scene
from tests.services.ledger.purse import Purse
from tests.services.paying.counter import Counter, at_the_counter
from tests.services.paying.truth import Truth
from tests.stripe_cards import set_up


@dataclass
class Till:
    """Alice at the page that pays."""

    scene: Scene
    truth: Truth
    purse: Purse
    card_id: str

    def ctx(self, who: str = "alice", *, now: datetime = NOW) -> PatientContext:
        return self.scene.ctx(who, now=now)

    def pay(self, cents: int = 15000, *, now: datetime = NOW, card_id: str = "") -> Paying:
        return answered(attempts.pay, self.ctx(now=now), card_id or self.card_id, cents)

    def look(self, *, after: timedelta = timedelta()) -> Paying:
        return answered(attempts.look_up, self.ctx(now=NOW + after))

    @property
    def due(self) -> int:
        return sum(self.purse.due().values())


def with_card(scene: Scene, who: str = "alice") -> str:
    person_id, clinic_id = scene.people[who], scene.place_of(who).clinic_id
    card = Card(
        clinic_id=clinic_id, person_id=person_id, method_id=f"pm_{who}", brand="visa", last4="4242", exp_month=12,
        exp_year=2031, is_default=True, added_at=NOW,
    )  # fmt: skip
    known = ProcessorCustomer(clinic_id=clinic_id, person_id=person_id, customer_id=f"cus_{who}", created_at=NOW)
    with scene.database.writing() as tx:
        tx.add_all([card, known])
    return card.id


@pytest.fixture
def truth(monkeypatch: pytest.MonkeyPatch) -> Truth:
    found = Truth()
    monkeypatch.setattr("myaccount.services.paying.processor.open_gateway", lambda _keys: found)
    return found


def _till(scene: Scene, truth: Truth) -> Till:
    set_up(scene)
    purse = Purse(scene)
    purse.invoice("1", 12000)
    purse.invoice("2", 3000)
    return Till(scene, truth, replace(purse), with_card(scene))


@pytest.fixture
def till(scene: Scene, truth: Truth) -> Till:
    return _till(scene, truth)


@pytest.fixture
def sqlite_till(sqlite_scene: Scene, truth: Truth) -> Till:
    return _till(sqlite_scene, truth)


@pytest.fixture
def counter(scene: Scene, truth: Truth) -> Counter:
    return at_the_counter(scene, truth, with_card(scene))


@pytest.fixture
def sqlite_counter(sqlite_scene: Scene, truth: Truth) -> Counter:
    return at_the_counter(sqlite_scene, truth, with_card(sqlite_scene))
