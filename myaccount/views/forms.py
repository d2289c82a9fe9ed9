"""What a browser may know of intake forms: what waits, what a form asks, and what was answered."""

from dataclasses import dataclass, field

from myaccount.views.cards import CardRow

CARD = "card.page"
"""What the page for a card goes by among the questions. No question has a dot in its id."""


@dataclass(frozen=True)
class FormsBanner:
    """What runs across every page while a form waits: how many, the soonest due day, and where it leads."""

    line: str = ""
    due: str = ""
    url: str = ""
    label: str = ""


@dataclass(frozen=True)
class FormCard:
    """A form in its patient's list. `about` says how far it has got, `act` what its link is called."""

    id: str = ""
    name: str = ""
    about: str = ""
    due: str = ""
    mark: str = ""
    url: str = ""
    act: str = ""
    waits: bool = False


@dataclass(frozen=True)
class QuestionView:
    """A question as a page shows it. `kind` is how it is answered; `offered` what it can be answered with."""

    id: str
    kind: str
    label: str
    help: str = ""
    text: str = ""
    required: bool = False
    offered: list[str] = field(default_factory=list)
    low: str = ""
    high: str = ""
    file_url: str = ""


@dataclass(frozen=True)
class SectionView:
    """A section of a form: its heading, blank where the form begins without one, and its questions."""

    id: str
    heading: str
    help: str
    questions: list[QuestionView]


@dataclass(frozen=True)
class Told:
    """What became of an answer, or what another device answered.

    `turn` is the number that the box gave it, 0 for one that comes from elsewhere, and -1 for a file that arrived from
    here. `said` is what its box is to say. `wrong` says why it was not taken, `signed` when it was signed.
    """

    question: str
    turn: int = 0
    revision: int = 0
    said: str = ""
    wrong: str = ""
    signed: str = ""
    carried: bool = False


@dataclass(frozen=True)
class Missing:
    """A question that has to be answered still."""

    id: str
    label: str


@dataclass(frozen=True)
class FormView:
    """A form that is open: what it asks, and what has been answered. An empty `id` stands for one that is not there.

    `stands` is where it stands: "open", "submitted", "withdrawn" or "expired". `note` is why it was sent back,
    and `is_returned` says that nothing was answered since. `card` says whether it ends with a page for the card on
    file: "optional", "required" or blank; `cards` are on file already, and `has_card` says that one is good still.
    """

    id: str = ""
    name: str = ""
    stands: str = ""
    due: str = ""
    note: str = ""
    is_returned: bool = False
    done: str = ""
    copy_url: str = ""
    is_carried: bool = False
    card: str = ""
    cards: list[CardRow] = field(default_factory=list)
    has_card: bool = False
    sections: list[SectionView] = field(default_factory=list)
    answers: list[Told] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    progress: str = ""
    percent: int = 0
    revision: int = 0


@dataclass(frozen=True)
class FormFingerprint:
    """By what a page knows whether it still shows a form as it is: its last answer, and all else in one word."""

    revision: int = 0
    but_answers: str = ""


@dataclass(frozen=True)
class Kept:
    """What came of one answer, and what the form shows now."""

    told: Told
    hidden: list[str] = field(default_factory=list)
    progress: str = ""
    percent: int = 0
