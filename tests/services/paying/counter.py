"""Somebody who has chosen a time and is to pay for it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from myaccount.models import Appointment, Payment, Refund
from myaccount.services.billing import balance
from myaccount.services.context import ClinicContext
from myaccount.services.paying import at_booking, processor_events, reconciling
from myaccount.services.paying.at_booking import Prepaid
from myaccount.services.paying.processor import answered
from tests.scenes import NOW, Scene
from tests.services.booking.clinic_week import DAY, MONDAY, hold, open_all_week
from tests.services.ledger.purse import check
from tests.services.paying.truth import Truth
from tests.stripe_cards import set_up

DEPOSIT = 5000


@dataclass
class Counter:
    """Somebody who has chosen a time and is to pay for it."""

    scene: Scene
    truth: Truth
    card_id: str
    hold_id: str = ""
    who: str = "alice"

    def ctx(self, *, after: timedelta = timedelta()) -> ClinicContext:
        return self.scene.ctx(self.who, now=NOW + after)

    def choose(self, at: datetime = MONDAY, *, after: timedelta = timedelta()) -> str:
        self.hold_id = hold(self.scene, at, self.who, NOW + after).id
        return self.hold_id

    def pay(self, cents: int = DEPOSIT, *, after: timedelta = timedelta(), **other: str) -> Prepaid:
        asked = {"hold_id": self.hold_id, "card_id": self.card_id} | other
        return answered(at_booking.pay, self.ctx(after=after), **asked, shown_cents=cents)

    def look(self, *, after: timedelta = timedelta()) -> Prepaid:
        return answered(at_booking.look_up, self.ctx(after=after), self.hold_id)

    def sweep(self, *, after: timedelta) -> None:
        processor_events.settle_open(self.scene.database, NOW + after)

    @property
    def visits(self) -> list[tuple[str, str]]:
        return [(one.id, one.state) for one in self.scene.rows(Appointment, person_id=self.scene.people[self.who])]

    @property
    def credit(self) -> int:
        return self.scene.database.read(
            balance.of_person, self.scene.dana_ctx(), self.scene.people[self.who]
        ).credit_cents

    def is_square(self) -> bool:
        """Whether the ledger is equal to what really happened."""
        check(self.scene)
        taken = sum(one.amount_cents for one in self.scene.rows(Payment))
        back = sum(one.amount_cents for one in self.scene.rows(Refund))
        real = (self.truth.charged_cents, sum(one.cents for one in self.truth.given_back))
        differences = list(reconciling.differences(self.scene.database, NOW - DAY, NOW + DAY))
        return (taken, back) == real and differences == []


def at_the_counter(scene: Scene, truth: Truth, card_id: str, policy: str = "deposit") -> Counter:
    set_up(scene)
    open_all_week(scene)
    for key in ("payment_policy", "first_visit_payment_policy"):
        scene.set(key, policy)
    found = Counter(scene, truth, card_id)
    found.choose()
    return found
