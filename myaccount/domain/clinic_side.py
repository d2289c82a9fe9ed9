"""The pages of the clinic's side, and who of the clinic may open which."""

from dataclasses import dataclass

from myaccount.domain.people import Role

EVERYBODY = frozenset(Role)
OWNERS = frozenset({Role.OWNER})
DESK = frozenset({Role.OWNER, Role.FRONT_DESK})
"""Who keeps the patients' profiles. Practitioners read those of their own patients."""

SIDE = "/clinic"
"""Where the clinic's side begins, and the address of its first page."""


@dataclass(frozen=True)
class ClinicPage:
    """A page of the clinic's side: its address, the drawing beside its name (`clinic.<name>`), and who may open it."""

    name: str
    href: str
    drawing: str
    roles: frozenset[Role]


CLINIC_PAGES = (
    ClinicPage("today", SIDE, "today", EVERYBODY),
    ClinicPage("schedule", "/clinic/schedule", "calendar", EVERYBODY),
    ClinicPage("patients", "/clinic/patients", "people", EVERYBODY),
    ClinicPage("tasks", "/clinic/tasks", "tasks", DESK),
    ClinicPage("forms", "/clinic/forms", "page", EVERYBODY),
    ClinicPage("staff", "/clinic/staff", "person", EVERYBODY),
    ClinicPage("treatments", "/clinic/treatments", "list", EVERYBODY),
    ClinicPage("embed", "/clinic/embed", "website", DESK),
    ClinicPage("settings", "/clinic/settings", "settings", OWNERS),
)
"""Every page there is, in the order of the menu. The first that a role may open is where it lands."""


def home_of(role: Role | None) -> str:
    """Find the page of the clinic's side where a role lands; blank for a role that has none there."""
    return next((page.href for page in CLINIC_PAGES if role in page.roles), "")


def may_open(role: Role | None, path: str) -> bool:
    """Tell whether a role may open an address of the clinic's side.

    Edges: what lies below a page is its page's, but nothing else lies below the clinic's side itself. An address
    without a page is nobody's.
    """
    return any(role in page.roles for page in CLINIC_PAGES if _is_of(page, path))


def _is_of(page: ClinicPage, path: str) -> bool:
    below = page.href != SIDE and path.startswith(f"{page.href}/")
    return path == page.href or below
