"""What the clinic's page of forms shows: the forms there are, and one of them as it is built."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from myaccount.views.practice import Option


@dataclass(frozen=True)
class TemplateRow:
    """One form in the list. `draft` says that it is not what patients are asked yet."""

    id: str = ""
    name: str = ""
    url: str = ""
    asks: str = ""
    trigger: str = ""
    waiting: str = ""
    version: str = ""
    draft: str = ""
    archived: bool = False


@dataclass(frozen=True)
class LibraryRow:
    """A form of the starter library. `key` names it together with its language."""

    key: str = ""
    name: str = ""
    about: str = ""
    asks: str = ""
    licence: str = ""


@dataclass(frozen=True)
class TemplatesPage:
    """The list of forms, and what the library offers."""

    rows: tuple[TemplateRow, ...] = ()
    library: tuple[LibraryRow, ...] = ()
    may_edit: bool = False


@dataclass(frozen=True)
class QuestionCard:
    """A question as its builder sees it. `facts` says in a few words what else is decided of it."""

    id: str = ""
    kind: str = ""
    is_heading: bool = False
    label: str = ""
    help: str = ""
    choices: str = ""
    facts: tuple[str, ...] = ()
    condition: str = ""
    flags: str = ""
    problem: str = ""
    is_first: bool = False
    is_last: bool = False


@dataclass(frozen=True)
class BuilderPage:
    """A form that is built. `status` says what of it patients are asked, `open_line` how many keep what they opened.

    `revision` is that of the draft, blank where there is none; `undo` is the question that can be put back.
    `card` is whether it ends with a page for the card on file, `card_line` that in words while patients are asked.
    """

    id: str = ""
    name: str = ""
    trigger: str = ""
    status: str = ""
    open_line: str = ""
    changed: str = ""
    revision: str = ""
    undo: str = ""
    problem: str = ""
    cards: tuple[QuestionCard, ...] = ()
    card: str = "none"
    card_line: str = ""
    may_ask_card: bool = False
    may_edit: bool = False
    may_publish: bool = False
    may_discard: bool = False
    may_archive: bool = False
    archived: bool = False
    export_url: str = ""


@dataclass(frozen=True)
class QuestionForm:
    """A question to change; a new one has no id. `fields` holds every box by its name.

    `asked` are the questions that its condition may ask after, `answers` those of the one that is chosen, and `flags`
    the answers of its own, each with the name of its box.
    """

    id: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    kind: str = ""
    asks_after: str = ""
    asked: tuple[Option, ...] = ()
    answers: tuple[Option, ...] = ()
    flags: tuple[Option, ...] = ()


@dataclass(frozen=True)
class TemplateForm:
    """How a form is called and when it is asked for, to change; a new one has no id."""

    id: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    trigger: str = ""
    treatments: tuple[Option, ...] = ()
