"""Who a request comes from, as the guard found out."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.types import Scope

from myaccount.clock import now
from myaccount.domain.people import Role
from myaccount.messages import Language
from myaccount.services.context import ClinicContext, ClinicFacts

KEY = "myaccount.visitor"


@dataclass(frozen=True)
class Visitor:
    """The clinic that is asked, and the sign-in and address that ask. `session_id` is None when signed out.

    `role` is None for whoever does not work at the clinic, and as long as `needs_two_step`: then somebody who does
    has yet to prove their second step. `pending_id` is a sign-in that opens nothing until its second step is proven.
    """

    clinic: ClinicFacts
    session_id: str | None
    address: str
    lang: Language
    role: Role | None = None
    needs_two_step: bool = False
    guest_id: str = ""
    pending_id: str | None = None

    @property
    def cookie_session_id(self) -> str | None:
        """The sign-in of the browser's cookie, whatever it opens."""
        return self.session_id or self.pending_id

    def context(self) -> ClinicContext:
        """Make the context of a request by somebody who need not be signed in."""
        return ClinicContext(self.clinic, now(), self.lang, self.address, self.guest_id)


def visitor(request: Request) -> Visitor:
    """Tell who a request comes from."""
    found: Visitor = request.scope[KEY]
    return found


def attach(scope: Scope, found: Visitor) -> None:
    """Note on a request who it comes from."""
    scope[KEY] = found
