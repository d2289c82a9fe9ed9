"""What is shown of packages and memberships, to their patient and at the desk. Blank is what there is not."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from myaccount.views.practice import Option


@dataclass(frozen=True)
class PackageUse:
    """One use, and the visit that redeemed it."""

    id: str
    visit: str
    when: str
    state: str
    state_word: str


@dataclass(frozen=True)
class PackageCard:
    """A package or a membership. `left` says how many uses are left, `of` of how many, `renews` when they begin anew.

    `state_line` says why it covers nothing more; it `is_over` then. `before_line` counts uses without a visit here, and
    `latest_line` says that not all visits are listed.
    """

    id: str
    name: str
    kind: str
    left: str
    of: str
    renews: str
    purchased: str
    expires: str
    covers: str
    state_line: str = ""
    is_over: bool = False
    before_line: str = ""
    latest_line: str = ""
    is_unused: bool = False
    uses: list[PackageUse] = field(default_factory=list)


@dataclass(frozen=True)
class PackagesPage:
    """What a person has bought ahead: what covers visits, and what is over. `how_line` says how uses are redeemed."""

    is_open: bool = False
    current: tuple[PackageCard, ...] = ()
    past: tuple[PackageCard, ...] = ()
    has_more: bool = False
    how_line: str = ""


@dataclass(frozen=True)
class PackageForm:
    """A package or a membership to give, or one to change, which has an id. `fields` holds every box by its name."""

    id: str = ""
    name: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    treatments: tuple[Option, ...] = ()
    ended: bool = False


@dataclass(frozen=True)
class CoverChoice:
    """A package that could cover a visit. `id` is the package's."""

    id: str
    line: str


@dataclass(frozen=True)
class VisitCover:
    """What covers a visit at the desk: `line` says what does, and `choices` list what could instead of nothing."""

    line: str = ""
    can_release: bool = False
    choices: list[CoverChoice] = field(default_factory=list)
