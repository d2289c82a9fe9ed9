"""What a person sees of their family: who may act for them, for whom they may act, and for whom a tab does."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from myaccount.views.practice import Option


@dataclass(frozen=True)
class FamilyChoice:
    """Somebody whom one may act for; `name` says who they are to one, too."""

    id: str = ""
    name: str = ""


@dataclass(frozen=True)
class ActingBar:
    """For whom a tab acts, in words, and for whom it might; both blank where there is nobody."""

    line: str = ""
    is_acting: bool = False
    choices: list[FamilyChoice] = field(default_factory=list)


@dataclass(frozen=True)
class Allowed:
    """A permission in words, and whether it is granted."""

    key: str = ""
    name: str = ""
    is_granted: bool = False


@dataclass(frozen=True)
class Granted:
    """What stands between one and somebody else. `until_day` is its last day as a date box takes it."""

    id: str = ""
    name: str = ""
    about: str = ""
    may: list[Allowed] = field(default_factory=list)
    until: str = ""
    until_day: str = ""
    can_act: bool = False


@dataclass(frozen=True)
class Invited:
    """An invitation that nobody has answered yet: where it went as it was typed, what it offers, until when."""

    id: str = ""
    sent_to: str = ""
    may: str = ""
    until: str = ""


@dataclass(frozen=True)
class FamilyPage:
    """The whole section."""

    granted: list[Granted] = field(default_factory=list)
    invited: list[Invited] = field(default_factory=list)
    received: list[Granted] = field(default_factory=list)


@dataclass(frozen=True)
class DeskFamily:
    """Family as a patient's profile shows it. `decides` when the desk does so for a patient who has no account."""

    decides: bool = False
    granted: list[Granted] = field(default_factory=list)
    received: list[Granted] = field(default_factory=list)


@dataclass(frozen=True)
class GrantForm:
    """What somebody may do for a patient, as the desk changes it. `name` is who may, blank for a new one.

    `labels` are who the patient can be to them.
    """

    id: str = ""
    name: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    labels: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Offer:
    """What an invitation offers to whoever has opened its link: who they are signed in as, and what they would get."""

    who: str
    whose: str
    about: str
    may: tuple[str, ...]
    until: str
