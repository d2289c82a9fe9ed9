"""People who book one time after another, whatever happens to the servers, and note what they were promised."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from sqlmodel import select

from myaccount.models import Appointment, AuditEntry, BookingHold, Claim, OutboxMessage
from myaccount.state.booking.choosing import BookingState
from myaccount.state.booking.held import HeldState
from myaccount.store.engine import Database
from tests.attack.socket import Refused, Said, Tab
from tests.attack.test_rush import act, chosen, open_every_day
from tests.attack.world import Person, sign_in
from tests.portal import Clinic, Portal, patient

CELLS = 12
"""How many claims an hour takes."""

TRIES_EVERY = 0.2


class Booker(Thread):
    """Somebody who books hours of their own days on one tab, and opens another only when the server hangs up.

    `promised` are the bookings that the page has thanked for; `answered_at` is when it last did.
    """

    def __init__(self, person: Person, day: int, stop: Event) -> None:
        super().__init__(daemon=True)
        self.person, self.day, self.stopped = person, day, stop
        self.promised: list[str] = []
        self.problems: Counter[str] = Counter()
        self.answered_at = time.monotonic()
        self.error: BaseException | None = None
        self._tab: Tab | None = None

    def run(self) -> None:
        """Book until told to stop."""
        try:
            while not self.stopped.is_set():
                self._book()
        except BaseException as error:  # told by whoever waits for this thread
            self.error = error
            raise

    def _book(self) -> None:
        tab = self._opened()
        if tab is None:
            return
        said = act(tab, BookingState.load)
        held = _id(said, "review") or self._choose(tab, said)
        if held and (booked := _id(act(tab, HeldState.confirm, hold_id=held), "booked")):
            self.promised.append(booked)
            self.answered_at = time.monotonic()
            act(tab, BookingState.load)
        else:
            time.sleep(TRIES_EVERY)

    def _choose(self, tab: Tab, said: Said) -> str:
        """Choose the first time of one's own day; give back the id of what is held."""
        wanted = [one for one in said.var("treatments") or [] if one["name"] == "Physiotherapy"]
        if not wanted:
            return self._failed(said)
        said = act(tab, BookingState.choose_treatment, treatment_id=wanted[0]["id"])
        days = [one["day"] for one in said.var("days") or []]
        if len(days) <= self.day:
            return self._failed(said)
        said = act(tab, BookingState.choose_day, day=days[self.day])
        if not (times := said.var("times")):
            return self._failed(said)
        said = act(tab, BookingState.choose_time, **chosen(times[0]))
        return _id(said, "review") or self._failed(said)

    def _failed(self, said: Said) -> str:
        self.problems[said.var("problem") or ("hung up" if said.hung_up else "nothing")] += 1
        return ""

    def _opened(self) -> Tab | None:
        if self._tab is None or self._tab.hung_up:
            self._tab = None
            try:
                self._tab = self.person.tab(path="/book")
            except (Refused, OSError):
                time.sleep(TRIES_EVERY)
        return self._tab


def _id(said: Said, name: str) -> str:
    """The id of what a page shows under a name; blank when it shows none."""
    return str((said.var(name) or {}).get("id", ""))


@contextmanager
def at_work(clinic: Clinic, many: int) -> Iterator[list[Booker]]:
    """Let people book side by side until the end of the block."""
    stop = Event()
    bookers = [Booker(sign_in(clinic, f"patient{number}"), number + 1, stop) for number in range(many)]
    for booker in bookers:
        booker.start()
    try:
        yield bookers
    finally:
        stop.set()
        for booker in bookers:
            booker.join(60)
    assert [booker.error for booker in bookers if booker.error] == []
    assert not any(booker.is_alive() for booker in bookers)


def crowded(portal: Portal, many: int) -> Clinic:
    """Open a clinic every day of the week, with patients who will book."""
    clinic = open_every_day(portal)
    portal.clinic()  # so that each is found by its host
    people = [patient(f"patient{n}", f"Patient{n}", "Reed", f"patient{n}@mail.test") for n in range(many)]
    clinic.update(patients=[*clinic.file["patients"], *people])
    return clinic


def until(bookers: list[Booker], promised: int, timeout: float = 120) -> None:
    """Wait until that many bookings more have been promised."""
    wanted, end = promised + sum(len(one.promised) for one in bookers), time.monotonic() + timeout
    while sum(len(one.promised) for one in bookers) < wanted:
        if time.monotonic() > end:
            raise AssertionError(f"nobody gets on: {[dict(one.problems) for one in bookers]}")
        time.sleep(0.02)


def all_answered_within(bookers: list[Booker], seconds: float) -> None:
    """Wait until each of them has been served again."""
    since = time.monotonic()
    while waiting := [one for one in bookers if one.answered_at < since]:
        if time.monotonic() > since + seconds:
            raise AssertionError(f"not served within {seconds} s: {[dict(one.problems) for one in waiting]}")
        time.sleep(0.02)


def nothing_lost_doubled_or_half_done(database: Database, bookers: list[Booker]) -> None:
    """Hold the database against what was promised, and against itself."""
    with database.reading() as tx:
        booked = {row.id for row in tx.exec(select(Appointment)).all() if row.state == "booked"}
        claims = Counter(tx.exec(select(Claim.holder_id)).all())
        held = set(tx.exec(select(BookingHold.id)).all())
        told = Counter(tx.exec(select(AuditEntry.subject_id).where(AuditEntry.action == "appointment.booked")).all())
        mails = Counter(tx.exec(select(OutboxMessage.visit_id).where(OutboxMessage.kind == "visit_booked")).all())
    promised = Counter(visit for one in bookers for visit in one.promised)
    assert set(promised) <= booked, "a booking that was promised is not there"
    assert set(promised.values()) <= {1}, "one booking was promised twice"
    assert len(booked - set(promised)) <= len(bookers) * 60, "there are more bookings than tries"
    assert all(claims[visit] == CELLS for visit in booked), "a booking holds not all of its time"
    assert set(claims) <= booked | held, "time is held for nothing"
    assert told == dict.fromkeys(booked, 1), "the trail tells of other bookings"
    assert mails == dict.fromkeys(booked, 1), "the outbox tells of other bookings"
