"""Who attacks whom: Alice, a patient · Bob, of her family · Dana, front desk · Charlie, of another clinic."""

import http.client
import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, get_args, get_origin
from urllib.parse import urlencode

from reflex_base.registry import RegistrationContext
from sqlmodel import text

import myaccount.myaccount  # noqa: F401  # the app: its pages and States
from myaccount.state.account.appointments import AppointmentsState
from myaccount.state.account.sessions import SessionsState
from tests.attack.socket import Tab
from tests.portal import PASSWORD, Clinic, Portal, patient, treatment

SECRET = "Quiet treatment"
CALL = "https://video.test/room-of-alice"
LOAD = f"{AppointmentsState.get_full_name()}.load"
LEAVE = f"{SessionsState.get_full_name()}.end_all"
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

    @cached_property
    def practice(self) -> dict[str, str]:
        """The ids of what the clinic offers, where and by whom, by the names that handlers give them."""
        tables = {"treatment_id": "treatment", "location_id": "location", "staff_id": "staff"}
        query = "SELECT id FROM {} WHERE clinic_id = :name ORDER BY id LIMIT 1"
        found = {name: self._one(query.format(table), self.clinic_id) for name, table in tables.items()}
        return found | {"shift_id": "A" * 22, "off_id": "A" * 22, "colour": "#123456"}

    @cached_property
    def alices_id(self) -> str:
        """The id of Alice herself."""
        return self._one(f"SELECT id FROM person WHERE external_id = :name AND clinic_id = '{self.clinic_id}'", "alice")

    @cached_property
    def alices_session(self) -> str:
        """The id of a sign-in of Alice's."""
        return self.session_of("alice") if self.alice.cookie else ""

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
        """Every handler there is, by its full name, with arguments that a page would send about a visit of Alice's.

        But the one that signs its caller out: an attacker would be nobody after it.
        """
        registered = RegistrationContext.get().event_handlers.items()
        return {name: self._arguments(found.handler.fn, visit) for name, found in registered if name != LEAVE}

    def _arguments(self, fn: Any, visit: str) -> dict[str, Any]:
        known: dict[str, Any] = {"appointment_id": self.visits[visit], "reason": "", "lang": "en", "form": {}}
        known |= {"value": True, "task_id": "nothing", "shown": "open", "who": "everybody"}
        known |= {"key": "email_reminder_hours", "wanted": False}
        known |= {"words": "mor ali", "part": "messages", "booking": "off"}
        known |= {
            "message_id": self.visits[visit],
            "class_id": "x" * 22,
            "session_id": self.alices_session,
            "package_id": "x" * 22,
            "day": "2026-11-24",
            "minute": 600,
        }
        known |= {"view": "day", "field": "day"} | self.practice
        known |= {"template_id": "x" * 22, "question_id": "why", "form_id": "x" * 22, "after": ""}
        known |= {"document_id": "x" * 22, "passkey_id": "x" * 22, "folder": "", "template": "soap"}
        known |= {"answer": "x", "turn": 1, "zone": "Asia/Tokyo", "digest": "x"}
        known |= dict.fromkeys(
            (
                "entry_id",
                "offer_id",
                "hold_id",
                "card_id",
                "receipt_id",
                "subject_id",
                "invoice_id",
                "relationship_id",
                "invitation_id",
            ),
            self.visits[visit],
        )
        known |= {
            "person_id": self.alices_id,
            "said": {},
            "at": 1,
            "origin": "https://evil.test",
            "provider": "google",
            "is_chosen": True,
        }
        if getattr(fn, "__annotations__", {}).get("value") is str:
            known |= {"value": "2026-11-24"}
        own = list(inspect.signature(fn).parameters)[1:]
        found = {name: known.get(name) for name in own if name in known}
        return found | {
            name: one for name, one in _first_choices(fn).items() if found.get(name) not in _choices(fn, name)
        }


def _choices(fn: Any, name: str) -> tuple[Any, ...]:
    """What there is to choose from for an argument that is one of a few."""
    kind = getattr(fn, "__annotations__", {}).get(name)
    return get_args(kind) if get_origin(kind) is Literal else ()


def _first_choices(fn: Any) -> dict[str, Any]:
    found = {name: _choices(fn, name) for name in getattr(fn, "__annotations__", {})}
    return {name: choices[0] for name, choices in found.items() if choices}


def handler_of(name: str) -> Any:
    """Find the function behind a handler's full name."""
    return RegistrationContext.get().event_handlers[name].handler.fn
