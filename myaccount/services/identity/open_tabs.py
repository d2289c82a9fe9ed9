"""Open pages: how many each sign-in has, for its owner to see under Manage Sessions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from myaccount.domain.topics import Topic
from myaccount.models import OpenTabs
from myaccount.store import bus
from myaccount.store import open_tabs as store

SEEN_FOR = timedelta(minutes=1)
"""For how long what a process said counts. It says so again three times in this while."""


@dataclass(frozen=True)
class Opened:
    """How many pages a sign-in has open in this process."""

    session_id: str
    person_id: str
    clinic_id: str
    tabs: int


def note(tx: Session, process_id: str, changed: Sequence[Opened], now: datetime) -> None:
    """Write down what has changed; whoever looks at their own sign-ins sees it at once. Times: aware UTC."""
    for one in changed:
        row = OpenTabs(
            process_id=process_id, session_id=one.session_id, clinic_id=one.clinic_id, tabs=one.tabs, seen_at=now
        )
        store.put(tx, row)
    for clinic_id, person_id in {(one.clinic_id, one.person_id) for one in changed}:
        bus.announce(tx, clinic_id, Topic.TABS, now, person_id)


def seen(tx: Session, process_id: str, now: datetime) -> None:
    """Note that a process still serves what it said. Times: aware UTC."""
    store.seen(tx, process_id, now)


def leave(tx: Session, process_id: str) -> None:
    """Note that a process stops: its pages are open no more."""
    store.forget(tx, process_id)


def count(tx: Session, clinic_id: str, session_ids: Iterable[str], now: datetime) -> dict[str, int]:
    """Count the open pages of sign-ins; one that is missing has none.

    Times: aware UTC. Edges: what a process said exactly a minute ago counts no more.
    """
    return store.count(tx, clinic_id, session_ids, now - SEEN_FOR)
