"""What a person sees of the audit trail: who did what with their data, and when."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class AccessEntry:
    """One entry, in words: who, what, and at what time of its day."""

    who: str = ""
    what: str = ""
    at: str = ""


@dataclass(frozen=True)
class AccessDay:
    """What was done on one day of the clinic's calendar, latest first."""

    name: str = ""
    acts: list[AccessEntry] = field(default_factory=list)


@dataclass(frozen=True)
class AccessPage:
    """A page of the log. `cursor` says where the next one starts; blank on the last."""

    days: tuple[AccessDay, ...]
    cursor: str
