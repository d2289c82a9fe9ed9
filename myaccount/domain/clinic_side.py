"""The pages of the clinic's side, and who of the clinic may open which."""

from dataclasses import dataclass

from myaccount.domain.people import Role

EVERYBODY = frozenset(Role)
OWNERS = frozenset({Role.OWNER})


@dataclass(frozen=True)
class ClinicPage:
    """A page of the clinic's side: its address, the drawing beside its name (`clinic.<name>`), and who may open it."""

    name: str
    href: str
    drawing: str
    roles: frozenset[Role]


CLINIC_PAGES = (ClinicPage("settings", "/clinic/settings", "settings", OWNERS),)
"""Every page there is, in the order of the menu. The first that a role may open is where it lands."""


def home_of(role: Role | None) -> str:
    """Find the page of the clinic's side where a role lands; blank for a role that has none there."""
    return next((page.href for page in CLINIC_PAGES if role in page.roles), "")


def may_open(role: Role | None, path: str) -> bool:
    """Tell whether a role may open an address of the clinic's side. Edges: an address without a page is nobody's."""
    pages = [page for page in CLINIC_PAGES if f"{path}/".startswith(f"{page.href}/")]
    return any(role in page.roles for page in pages)
