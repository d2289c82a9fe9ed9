"""Who of the clinic may go on."""

from myaccount.domain.people import Role
from myaccount.domain.refusals import NotAllowed
from myaccount.services.context import StaffContext


def only(ctx: StaffContext, *roles: Role) -> None:
    """Let only these roles go on. Raises: NotAllowed."""
    if ctx.role not in roles:
        raise NotAllowed()
