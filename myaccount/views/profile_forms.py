"""A patient's forms as the clinic sees them: the list, and one that was submitted."""

from dataclasses import dataclass

from myaccount.views.practice import Option


@dataclass(frozen=True)
class PatientForm:
    """One form of a patient's in the list. `flagged` says in words that an answer wants to be seen."""

    id: str = ""
    name: str = ""
    state: str = ""
    about: str = ""
    flagged: str = ""
    drawing: str = ""
    can_read: bool = False
    can_withdraw: bool = False
    can_remind: bool = False


@dataclass(frozen=True)
class PatientForms:
    """The forms of a patient, and those that can be sent to them."""

    rows: tuple[PatientForm, ...] = ()
    templates: tuple[Option, ...] = ()
    has_more: bool = False


@dataclass(frozen=True)
class AnswerLine:
    """A question and its answer in words, or the heading of a section.

    `change` says how it differs from the last time, `revised` from when it was sent back; `strokes` are the lines of a
    drawn signature.
    """

    id: str = ""
    label: str = ""
    answer: str = ""
    signed: str = ""
    change: str = ""
    revised: str = ""
    text: str = ""
    strokes: tuple[str, ...] = ()
    is_heading: bool = False
    is_flagged: bool = False
    is_blank: bool = False


@dataclass(frozen=True)
class FormReading:
    """A submitted form. `flagged` are the answers that the clinic wanted to see first.

    `compared` says with which earlier form it is compared, and how much is different; blank where there is none.
    `revised` says so of what it was itself when it was sent back.
    """

    id: str = ""
    name: str = ""
    submitted: str = ""
    compared: str = ""
    revised: str = ""
    flagged: tuple[AnswerLine, ...] = ()
    lines: tuple[AnswerLine, ...] = ()
    copy_url: str = ""
    can_return: bool = False
