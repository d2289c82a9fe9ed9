"""What there is to do at the desk: what it may be, how it is worded, and how much a patient may ask at once."""

from datetime import date, timedelta
from enum import StrEnum

from myaccount.domain import contact
from myaccount.domain.refusals import Refused

NOTE_AT_MOST = 1000
OPEN_AT_MOST = 5
"""How many open requests one patient may have. Whoever has more to say had better call."""
DONE_SHOWN = timedelta(days=90)


class TaskKind(StrEnum):
    """What a task is about. Each is worded as `task.kind.<kind>` in the messages."""

    CORRECTION = "correction"
    DELETION = "deletion"
    DETAILED_RECEIPT = "detailed_receipt"
    CARD_REMOVAL = "card_removal"
    DISPUTE = "dispute"
    INQUIRY = "inquiry"
    REFUND_FAILED = "refund_failed"
    REFUND_UNMATCHED = "refund_unmatched"
    FLAGGED_FORM = "flagged_form"
    DOCUMENT_SENT = "document_sent"
    WAITING = "waiting"
    CLOCKS_CHANGED = "clocks_changed"


NOT_ASKED = frozenset(
    {
        TaskKind.DISPUTE,
        TaskKind.INQUIRY,
        TaskKind.REFUND_FAILED,
        TaskKind.REFUND_UNMATCHED,
        TaskKind.FLAGGED_FORM,
        TaskKind.DOCUMENT_SENT,
        TaskKind.CLOCKS_CHANGED,
    }
)
"""What no patient has asked for: the desk alone sees it, and nobody takes it back."""


ANSWERED = frozenset({TaskKind.CORRECTION, TaskKind.DELETION})
"""What a person has a right to have answered: the desk does it in words, by a day."""

DUE_AFTER = timedelta(days=30)
"""Source: PIPEDA, principle 9; PHIPA, section 54; HIPAA, 45 CFR 164.524 gives as long."""


class AnswerMissing(Refused):
    """A request that is to be answered is not done without words."""

    code = "answer_missing"


def due_on(kind: TaskKind, asked_on: date) -> date | None:
    """Tell by which day a request is to be answered. Times: the clinic's days. Edges: on that day it is in time."""
    return asked_on + DUE_AFTER if kind in ANSWERED else None


def note_problem(note: str) -> str | None:
    """Tell what is wrong with a tidied note, as the key of a sentence; None when it is good.

    Edges: 1,000 characters are allowed, none are not.
    """
    if not note:
        return "task.blank"
    if len(note) > NOTE_AT_MOST:
        return "task.too_long"
    return None if contact.can_be_kept(note.replace("\n", "")) else "contact.letters"


def may_ask(open_requests: int) -> bool:
    """Tell whether a patient with so many open requests may send another. Edges: the fifth may be sent."""
    return open_requests < OPEN_AT_MOST
