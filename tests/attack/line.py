"""The line of a call without a browser, as an attacker would write it: any ticket, any header, any frame."""

import json
import time
import uuid
from typing import Any

from myaccount.state.account.visit import VisitState
from tests.attack.socket import TIMEOUT, Wire
from tests.attack.world import Person

ROUTE = "/visit/[appointment_id]"
LOAD = f"{VisitState.get_full_name()}.load"


class Line(Wire):
    """A page of a call. `tab` is the name it gives itself."""

    def __init__(self, person: Person, visit_id: str, origin: str | None = "", host: str = "") -> None:
        host = host or person.host
        headers = {} if origin is None else {"Origin": origin or f"http://{host}"}
        if person.cookie:
            headers["Cookie"] = person.cookie
        self.tab = uuid.uuid4().hex
        super().__init__(person.port, host, f"/call/{visit_id}", headers)

    def join(self, ticket: str) -> "Line":
        """Show a ticket."""
        return self.tell(join={"ticket": ticket, "tab": self.tab})

    def tell(self, **said: Any) -> "Line":
        """Say something."""
        self.say(json.dumps(said))
        return self

    def hear(self, wanted: str, seconds: float = TIMEOUT) -> Any:
        """Wait for something that is said; None when it does not come, or the line is hung up first."""
        end = time.monotonic() + seconds
        while (frame := self._next(end - time.monotonic())) is not None:
            if wanted in (said := json.loads(frame)):
                return said[wanted]
        return None


def ticket_of(person: Person, visit_id: str) -> str:
    """Open the page of a visit, and take the ticket to its call; blank when it gives none."""
    place = {"pathname": ROUTE, "asPath": f"/visit/{visit_id}", "query": {"appointment_id": visit_id}}
    with person.tab(path=ROUTE) as tab:
        tab.say("42/_event," + json.dumps(["event", {"name": LOAD, "payload": {}, "router_data": place}]))
        return tab.hear().var("ticket") or ""
