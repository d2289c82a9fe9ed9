"""A server that is killed between the charge and the answer: charged once, paid once, booked once, nothing lost."""

import http.client
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlsplit

import pytest
from sqlmodel import select

from demo.stripe_stand_in import PUBLISHABLE_KEY, SECRET_KEY, WEBHOOK_SECRET
from myaccount.integrations.stripe.client import StripeGateway
from myaccount.integrations.stripe.gateway import Intent, Status
from myaccount.models import Appointment, Card, Payment, PaymentAttempt, Person, ProcessorCustomer, Receipt
from myaccount.state.account.balance import BalanceState
from myaccount.state.booking.choosing import BookingState
from myaccount.state.booking.held import HeldState
from myaccount.state.booking.prepaying import PrepayState
from tests.attack.test_rush import act, again, at_the_times, chosen, name_of, open_every_day
from tests.attack.world import sign_in
from tests.portal import Portal, served
from tests.services.paying.truth import message
from tests.services.receipts.books import books_of
from tests.stripe_cards import type_card

TIMEOUT = 20
DEPOSIT, OWED = 5000, 12000
BEGAN = datetime.now(UTC) - timedelta(minutes=1)


class Wire:
    """The line to the processor. Once it is `armed`, the next charge is made, and its answer never heard."""

    def __init__(self, base: str) -> None:
        self.armed: Callable[[], None] | None = None
        self.is_cut = Event()
        wire = self

        class Carry(BaseHTTPRequestHandler):
            """Carries a request to the processor, and its answer back."""

            def carry(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                there = http.client.HTTPConnection(urlsplit(base).netloc, timeout=TIMEOUT)
                there.request(self.command, self.path, body, {**self.headers, "Host": urlsplit(base).netloc})
                answer = there.getresponse()
                said = answer.read()
                if self.path.endswith("/confirm") and wire.armed:
                    cut, wire.armed = wire.armed, None
                    cut()
                    wire.is_cut.set()
                    return
                self.send_response(answer.status)
                self.send_header("Content-Type", answer.headers["Content-Type"])
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

            do_GET = do_POST = do_DELETE = carry  # noqa: N815  (the names that the server calls)

            def log_message(self, *_said: object) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Carry)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        Thread(target=self._server.serve_forever, daemon=True).start()

    def arm(self, cut: Callable[[], None]) -> None:
        self.is_cut.clear()
        self.armed = cut

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def wire(stripe_base: str) -> Iterator[Wire]:
    found = Wire(stripe_base)
    yield found
    found.close()


def put_on_file(portal: Portal, base: str) -> str:
    """Give Alice a card; tell her customer's name at the processor."""
    gateway = StripeGateway(SECRET_KEY, "", base)
    customer = gateway.create_customer("alice")
    setup = gateway.begin_setup(customer, "one card")
    type_card(base, setup.client_secret)
    method = gateway.setup(setup.id).method_id
    gateway.attach(method, customer)
    with portal.database.writing() as tx:
        alice = tx.exec(select(Person).where(Person.external_id == "alice")).one()
        own = {"clinic_id": alice.clinic_id, "person_id": alice.id}
        tx.add(ProcessorCustomer(**own, customer_id=customer, created_at=BEGAN))
        tx.add(
            Card(
                **own, method_id=method, brand="visa", last4="4242", exp_month=12, exp_year=2031, is_default=True,
                added_at=BEGAN,
            )
        )  # fmt: skip
    return customer


def charged(base: str, customer: str) -> list[Intent]:
    every = StripeGateway(SECRET_KEY, "", base).payments_since(BEGAN)
    return [one for one in every if one.customer_id == customer and one.status is Status.SUCCEEDED]


def rows(portal: Portal, table: type) -> list:
    with portal.database.reading() as tx:
        found = list(tx.exec(select(table)).all())
        tx.expunge_all()
        return found


def test_a_charge_whose_server_is_killed_counts_once(tmp_path: Path, wire: Wire, stripe_base: str) -> None:
    keys = {
        "stripe_secret_key": SECRET_KEY, "stripe_publishable_key": PUBLISHABLE_KEY,
        "stripe_webhook_secret": WEBHOOK_SECRET, "stripe_api_base": wire.address,
    }  # fmt: skip
    with served(tmp_path, **keys) as portal:
        clinic = open_every_day(portal)
        clinic.update(settings={"payments": True, "first_visit_payment_policy": "deposit"})
        books_of(clinic).invoice("alice", ("Physiotherapy", OWED))
        customer, alice = put_on_file(portal, stripe_base), sign_in(clinic, "alice")
        tab = alice.tab(path="/account/balance")
        assert act(tab, BalanceState.load).var("due_cents") == OWED
        wire.arm(portal.kill)
        tab.send(name_of(BalanceState.pay))
        assert wire.is_cut.wait(TIMEOUT)
    assert [one.cents for one in charged(stripe_base, customer)] == [OWED]

    with served(tmp_path, **keys) as portal:
        assert (rows(portal, Payment), len(rows(portal, PaymentAttempt))) == ([], 1)
        alice = again(alice, portal)
        said = act(alice.tab(path="/account/balance"), BalanceState.load)
        assert (said.var("stage"), said.var("due_cents")) == ("paid", 0)
        act(alice.tab(path="/account/balance"), BalanceState.pay)

        tab, first = at_the_times(alice)
        held = act(tab, BookingState.choose_time, **chosen(first)).var("review")
        assert held["asks_cents"] == DEPOSIT
        wire.arm(portal.kill)
        tab.send(name_of(PrepayState.pay))
        assert wire.is_cut.wait(TIMEOUT)
    assert sorted(one.cents for one in charged(stripe_base, customer)) == [DEPOSIT, OWED]

    with served(tmp_path, **keys) as portal:
        assert rows(portal, Appointment) == []
        alice = again(alice, portal)
        [intent] = [one.id for one in charged(stripe_base, customer) if one.cents == DEPOSIT]
        for _ in range(2):
            assert hears(portal, alice.host, intent) == 200
        tab = alice.tab(path="/book")
        act(tab, BookingState.load)
        act(tab, HeldState.confirm, hold_id=held["id"])
        assert [one.id for one in rows(portal, Appointment)] == [held["id"]]
        assert sorted(one.amount_cents for one in rows(portal, Payment)) == [DEPOSIT, OWED]
        assert sorted(one.applied_cents for one in rows(portal, Receipt)) == [DEPOSIT, OWED]
        missing = portal.command("reconcile").stderr  # the processor is shared with other tests
        every = charged(stripe_base, customer)
        assert [one.id for one in every if one.id in missing] == []
    assert len(every) == 2


def hears(portal: Portal, host: str, intent: str) -> int:
    """Send what the processor sends; tell what is answered."""
    body, signature = message("evt_late", "payment_intent.succeeded", intent)
    there = http.client.HTTPConnection("127.0.0.1", portal.port, timeout=TIMEOUT)
    there.request("POST", "/hooks/stripe", body, {"Host": host, "stripe-signature": signature})
    return there.getresponse().status
