"""Who attacks whom: Alice, a patient · Bob, of her family · Dana, front desk · Charlie, of another clinic."""

import http.client
import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from reflex_base.registry import RegistrationContext
from sqlmodel import text

import myaccount.myaccount  # noqa: F401  # the app: its pages and States
from myaccount.state.appointments import AppointmentsState
from tests.attack.socket import Tab
from tests.portal import PASSWORD, Clinic, Portal, patient, treatment

SECRET = "Quiet treatment"
CALL = "https://video.test/room-of-alice"
LOAD = f"{AppointmentsState.get_full_name()}.load"
CANCEL = f"{AppointmentsState.get_full_name()}.cancel"
FORM = "application/x-www-form-urlencoded"


@dataclass
class Answer:
    """An answer over HTTP."""

    status: int
    headers: dict[str, str]
    body: str
    cookies: list[str] = field(default_factory=list)


@dataclass
class Person:
    """Somebody at a clinic's address; `cookie` is blank for who has not signed in."""

    clinic: Clinic
    cookie: str = ""

    @property
    def host(self) -> str:
        """The Host that a browser sends."""
        return self.clinic.url.removeprefix("http://")

    @property
    def port(self) -> int:
        """Where the server listens."""
        return self.clinic.portal.port

    def tab(self, **more: Any) -> Tab:
        """Open a tab; anything may be forged."""
        return Tab(self.port, more.pop("host", self.host), **{"cookie": self.cookie, **more})

    def get(self, path: str, method: str = "GET", host: str | None = None, **headers: str) -> Answer:
        """Ask for a path as it is written here."""
        return self._ask(method, path, b"", {"Host": self.host if host is None else host, **headers})

    def post(self, path: str, fields: dict[str, str] | None = None, **headers: str) -> Answer:
        """Send a form, as a page of the portal would unless other headers are given."""
        body = urlencode(fields or {}).encode()
        own = {"Host": self.host, "Origin": f"http://{self.host}", "Content-Type": FORM}
        kept = {name: value for name, value in {**own, **headers}.items() if value != "-"}
        return self._ask("POST", path, body, kept)

    def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection._validate_path = lambda _path: None  # type: ignore[attr-defined]
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        if self.cookie:
            headers = {"Cookie": self.cookie, **headers}
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        if method == "POST":
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body or None)
        with connection.getresponse() as answer:
            content = answer.read().decode("utf-8", "replace")
            sent = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, sent, content, answer.headers.get_all("set-cookie") or [])


def sign_in(clinic: Clinic, username: str, password: str = PASSWORD) -> Person:
    """Sign somebody in."""
    answer = Person(clinic).post("/sign-in", {"username": username, "password": password})
    cookie = next(c for c in answer.cookies if c.startswith("myaccount="))
    return Person(clinic, cookie.partition(";")[0])


@dataclass
class World:
    """Two clinics, their people, and what Alice has."""

    portal: Portal
    cedar: Clinic
    birch: Clinic

    @classmethod
    def build(cls, portal: Portal) -> "World":
        """Open both clinics. Alice has a visit far off, one inside the period, and one online that begins soon."""
        portal.clinic()
        file = portal.clinic().file
        quiet = [*file["treatments"], treatment("quiet", SECRET, 60)]
        more = [patient(f"alice{n}", "Alice", "Moreau", f"alice{n}@mail.test") for n in range(3)]
        cedar = portal.clinic(treatments=quiet, patients=[*file["patients"], *more])
        cedar.book("far", "today+5d 14:00", treatment="quiet")
        cedar.book("further", "today+6d 14:00", treatment="quiet")
        cedar.book("soon", "now+20h", treatment="quiet")
        cedar.book("online", "now+40m", treatment="video", call_url=CALL)
        return cls(portal, cedar, portal.clinic())

    @cached_property
    def alice(self) -> Person:
        """The victim."""
        return sign_in(self.cedar, "alice")

    @cached_property
    def bob(self) -> Person:
        """A patient of the same clinic."""
        return sign_in(self.cedar, "bob", "another river stone")

    @cached_property
    def dana(self) -> Person:
        """The front desk, in the patients' portal."""
        return sign_in(self.cedar, "dana")

    @cached_property
    def charlie(self) -> Person:
        """A patient of another clinic."""
        return sign_in(self.birch, "charlie")

    @property
    def nobody(self) -> Person:
        """Somebody who has not signed in."""
        return Person(self.cedar)

    def by_name(self, name: str) -> Person:
        """Find one of them."""
        found: Person = getattr(self, name)
        return found

    @cached_property
    def visits(self) -> dict[str, str]:
        """The ids of Alice's visits, by their names in the file."""
        query = text("SELECT external_id, id FROM appointment WHERE clinic_id = :clinic")
        with self.portal.database.reading() as tx:
            return {row.external_id: row.id for row in tx.execute(query, {"clinic": self.clinic_id})}

    @property
    def clinic_id(self) -> str:
        """The id of the clinic where Alice is."""
        return self._one("SELECT id FROM clinic WHERE slug = :name", self.cedar.slug)

    def session_of(self, username: str) -> str:
        """The id of somebody's latest session: no secret, and no key to anything either."""
        return self._one(
            "SELECT s.id FROM login_session s JOIN account a ON a.id = s.account_id JOIN clinic c ON c.id = a.clinic_id"
            f" WHERE a.username = :name AND c.slug = '{self.cedar.slug}' ORDER BY s.created_at DESC LIMIT 1",
            username,
        )

    def _one(self, query: str, name: str) -> str:
        with self.portal.database.reading() as tx:
            found: str = tx.execute(text(query), {"name": name}).scalar_one()
            return found

    @contextmanager
    def unchanged(self) -> Iterator[None]:
        """Fail when anything of a visit or an account is another afterwards."""
        before = self.records()
        yield
        assert self.records() == before

    def records(self) -> list[Any]:
        """Everything that is kept of visits and accounts."""
        with self.portal.database.reading() as tx:
            tables = ("SELECT * FROM appointment ORDER BY id", "SELECT * FROM account ORDER BY id")
            return [tuple(row) for table in tables for row in tx.execute(text(table))]

    def handlers(self, visit: str = "far") -> dict[str, dict[str, Any]]:
        """Every handler there is, by its full name, with arguments that a page would send about a visit of Alice's."""
        registered = RegistrationContext.get().event_handlers
        return {name: self._arguments(found.handler.fn, visit) for name, found in registered.items()}

    def _arguments(self, fn: Any, visit: str) -> dict[str, Any]:
        known = {"appointment_id": self.visits[visit], "reason": "", "lang": "en", "form": {}, "value": True}
        return {name: known.get(name) for name in list(inspect.signature(fn).parameters)[1:] if name in known}


def handler_of(name: str) -> Any:
    """Find the function behind a handler's full name."""
    return RegistrationContext.get().event_handlers[name].handler.fn
