"""Billing on a patient's profile, through the gate: the worked example of the rules by the desk's own buttons."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from myaccount.clock import now
from myaccount.domain.appointments import AppointmentState
from myaccount.domain.billing import PART
from myaccount.models import Appointment, Invoice, LedgerAct, Payment, Person, Receipt
from myaccount.models.change import Change
from myaccount.services.desk import visits as arrivals
from myaccount.services.ledger import prepayments
from myaccount.state.account.balance import BalanceState
from myaccount.state.account.receipts import ReceiptsState
from myaccount.state.live import LiveState
from myaccount.state.notice import NoticeState
from myaccount.state.profile.billing import ProfileBillingState as Billing
from myaccount.state.profile.packages import ProfilePackagesState
from myaccount.state.profile.profile import ProfileState
from myaccount.state.profile.receipts import PatientReceiptsState
from myaccount.store.bus import Notice
from myaccount.store.presence import presence
from tests.services.ledger.purse import PAID_AT, Purse, check, worked_example
from tests.services.ledger.test_worked_example import TABLE
from tests.services.paying.conftest import with_card
from tests.services.paying.truth import Truth
from tests.state.conftest import Visitors
from tests.state.tab import Tab
from tests.state.test_gate import _fives
from tests.stripe_cards import set_up

PATH = "/clinic/patients/[person_id]"
Step = Callable[["Desk"], Awaitable[None]]


class Desk:
    """Billing of one patient's profile, as somebody has it open."""

    def __init__(self, tab: Tab, purse: Purse) -> None:
        self.tab = tab
        self.purse = purse

    async def do(self, act: str, subject: str = "", **typed: str) -> None:
        """Open the form of an act, fill in boxes, and send it, with all that stands in it."""
        await self.tab.call(Billing.ask, act=act, subject_id=subject)
        await self.send(**typed)

    async def send(self, **typed: str) -> None:
        """Send the form as a browser does: beside each box what it said at first."""
        typed = {re.sub("^(what|price|tax)__", r"\1.", key): text for key, text in typed.items()}
        boxes = {**self.var("fields"), **typed}
        first = {f"{name}_was": self.var("fields").get(name, "") for name in boxes}
        await self.tab.call(Billing.save, form={**boxes, **first, "once": self.var("once")})

    async def parts(self, act: str, **cents: int) -> None:
        """Fill in parts by the names of their invoices, and leave the others blank."""
        await self.tab.call(Billing.ask, act=act, subject_id=self.purse.payments["pay"])
        boxes = {one.box: "" for one in self.var("panel").parts}
        for name, part in cents.items():
            [box] = [box for box in boxes if box.endswith(self.purse.invoices[name.strip("i")])]
            boxes[box] = f"{part / 100:.2f}"
        await self.send(**boxes)

    def var(self, name: str) -> Any:
        return self.tab.var(Billing, name)

    @property
    def notice(self) -> str:
        return str(self.tab.var(NoticeState, "notice"))


async def desk_of(visitors: Visitors, purse: Purse, who: str = "dana", whose: str = "") -> Desk:
    tab = await visitors.tab(who, path=PATH)
    tab.query = {"person_id": whose or purse.person_id}
    await tab.call(ProfileState.load)
    await tab.call(ProfileState.turn, part="billing")
    return Desk(tab, purse)


@pytest.fixture
async def desk(visitors: Visitors) -> Desk:
    """Dana, with the three invoices and the payment of $150.00 of the worked example before her."""
    return await desk_of(visitors, worked_example(visitors.scene))


async def one(desk: Desk) -> None:
    await desk.parts("apply", i101=12000, i102=3000)


async def two(desk: Desk) -> None:
    await desk.parts("unapply", i102=3000)


async def three(desk: Desk) -> None:
    await desk.parts("unapply", i101=12000)


async def four(desk: Desk) -> None:
    await desk.parts("apply", i103=10000)


async def five(desk: Desk) -> None:
    await desk.parts("apply", i101=2000)


async def six(desk: Desk) -> None:
    await desk.do("refund", desk.purse.payments["pay"])


async def two_b(desk: Desk) -> None:
    await desk.parts("apply", i102=3000)


async def two_c(desk: Desk) -> None:
    await desk.parts("unapply", i101=4500)


STEPS: dict[str, Step] = {step.__name__: step for step in (one, two, three, four, five, six, two_b, two_c)}
ROWS = [([STEPS[step.__name__] for step in row[0]], *row[1:]) for row in TABLE]


@pytest.mark.parametrize(
    ("steps", "shown", "credit", "due"), ROWS, ids=[" ".join(step.__name__ for step in row[0]) for row in ROWS]
)
async def test_each_step_of_the_table_by_the_desks_buttons(
    desk: Desk, visitors: Visitors, steps: list[Step], shown: dict[int, tuple[int, int]], credit: int, due: Any
):
    for step in steps:
        await step(desk)
        assert (desk.var("summary"), desk.tab.var(NoticeState, "problem")) == ("", "")
        check(visitors.scene)
    assert desk.purse.shown() == shown
    assert desk.purse.credit() == credit
    assert tuple(desk.purse.due().values()) == due
    await desk.tab.call(Billing.turn, view="receipts")
    seen = [row.amount for row in desk.tab.var(PatientReceiptsState, "rows")]
    assert seen == [f"${worth / 100:.2f}" for _, (worth, _) in sorted(shown.items(), reverse=True)]


async def test_the_desk_and_the_patient_see_one_list_of_receipts_reduced_and_hidden(desk: Desk, visitors: Visitors):
    for step in (one, two):
        await step(desk)
    await desk.tab.call(Billing.turn, view="receipts")
    alice = await visitors.tab("alice", path="/account/receipts")
    await alice.call(ReceiptsState.load)
    assert said(desk.tab, PatientReceiptsState) == said(alice, ReceiptsState)
    [row] = alice.var(ReceiptsState, "rows")
    assert row.reduced == "$120.00 still applied, originally $150.00"
    await three(desk)
    await alice.call(LiveState.refresh)
    assert desk.tab.var(PatientReceiptsState, "rows") == alice.var(ReceiptsState, "rows") == []


def said(tab: Tab, state: type) -> list[Any]:
    """What a list says, without the addresses of its files."""
    return [replace(row, view_url="", download_url="") for row in tab.var(state, "rows")]


async def test_the_tables_say_what_is_owed_paid_and_applied(desk: Desk):
    await one(desk)
    rows = {row.title: (row.state, row.paid, row.owing) for row in desk.var("invoices")}
    assert rows == {
        "Invoice 1": ("paid", "$120.00", ""),
        "Invoice 2": ("paid", "$30.00", ""),
        "Invoice 3": ("due", "", "$100.00"),
    }
    [payment] = desk.var("payments")
    assert (payment.title, payment.amount, payment.credit) == ("Card", "$150.00", "")
    assert [(part.line, part.amount) for part in payment.applied] == [
        ("Invoice 1 · Receipt 1", "$120.00"),
        ("Invoice 2 · Receipt 1", "$30.00"),
    ]
    assert (payment.can_apply, payment.can_unapply, payment.can_refund) == (False, True, True)
    assert (desk.var("due"), desk.var("has_credit")) == ("$100.00", False)
    await two(desk)
    [payment] = desk.var("payments")
    assert (payment.credit, payment.can_apply, desk.var("credit")) == ("$30.00", True, "$30.00")


async def test_each_act_is_in_the_history_with_what_counters_it(desk: Desk):
    for step in (one, two):
        await step(desk)
    await desk.tab.call(Billing.turn, view="history")
    acts = [(row.what, row.amount, row.counter) for row in desk.var("acts")]
    card = "Card, $150.00, 10 March 2026"
    assert set(acts) == {
        (f"Unapplied: {card}", "$30.00", "apply"),
        (f"Applied: {card}", "$150.00", "unapply"),
        (f"Payment received: {card}", "$150.00", "refund"),
        ("Invoice 1 issued", "$120.00", ""),
        ("Invoice 2 issued", "$30.00", "void"),
        ("Invoice 3 issued", "$100.00", "void"),
    }
    by_what = {row.what: row for row in desk.var("acts")}
    assert by_what[f"Applied: {card}"].detail == "Invoice 1: $120.00, Receipt 1 · Invoice 2: $30.00, Receipt 1"
    assert by_what[f"Unapplied: {card}"].who == "Dana Oduya"


async def test_when_two_receipts_hold_an_invoice_the_desk_says_which_shrinks(desk: Desk):
    await desk.parts("apply", i101=10000)
    await desk.parts("apply", i101=2000)
    await desk.tab.call(Billing.ask, act="unapply", subject_id=desk.purse.payments["pay"])
    boxes = [(box.title, box.help) for box in desk.var("panel").parts]
    assert boxes == [("Invoice 1 · Receipt 1", "$100.00 applied"), ("Invoice 1 · Receipt 2", "$20.00 applied")]
    await desk.send(**{desk.var("panel").parts[0].box: "40"})
    assert desk.purse.shown() == {1: (6000, 10000), 2: (2000, 2000)}
    await desk.tab.call(Billing.ask, act="refund", subject_id=desk.purse.payments["pay"])
    [newest, first, _] = desk.var("panel").others
    assert newest.name == "The newest first"
    await desk.send(amount="80", receipt=first.box)  # 70 of it is credit
    assert desk.purse.shown() == {1: (5000, 10000), 2: (2000, 2000)}


@pytest.mark.parametrize(
    ("typed", "credit", "due", "said"),
    [
        ({"amount": "50", "towards": "all"}, 0, "$70.00", "$50.00 taken."),
        ({"amount": "$1,200.00", "towards": "all"}, 108000, "$0.00", "$1,200.00 taken."),
        ({"amount": "120.00", "towards": "credit"}, 12000, "$120.00", "$120.00 taken."),
        ({"amount": "130", "method": "insurer"}, 1000, "$0.00", "$130.00 taken."),
        ({"amount": "0.01", "received_on": "2026-01-31"}, 0, "$119.99", "$0.01 taken."),
    ],
)
async def test_a_payment_goes_where_it_is_meant_to_and_what_is_over_is_credit(
    visitors: Visitors, typed: dict[str, str], credit: int, due: str, said: str
):
    purse = Purse(visitors.scene)
    purse.invoice("1", 12000)
    desk = await desk_of(visitors, purse)
    await desk.do("pay", **typed)
    assert (desk.notice, desk.var("is_open"), purse.credit(), desk.var("due")) == (said, False, credit, due)
    check(visitors.scene)


async def test_a_payment_can_be_for_one_invoice(visitors: Visitors):
    purse = Purse(visitors.scene)
    purse.invoice("1", 12000)
    purse.invoice("2", 3000)
    desk = await desk_of(visitors, purse)
    await desk.do("pay", amount="50", towards=purse.invoices["2"])
    assert (purse.due(), purse.credit()) == ({"1": 12000, "2": 0}, 2000)


@pytest.mark.parametrize(
    ("amount", "problem"),
    [
        ("", "Fill this in."),
        ("0", "Type an amount above zero."),
        ("0.00", "Type an amount above zero."),
        ("-5", "Type an amount, such as 120 or 120.00."),
        ("1.005", "Type an amount, such as 120 or 120.00."),
        ("1e9", "Type an amount, such as 120 or 120.00."),
        ("99999999999999999999", "Type an amount, such as 120 or 120.00."),
        ("٣", "Type an amount, such as 120 or 120.00."),
    ],
)
async def test_an_amount_that_is_none_is_told_at_its_box_and_what_was_typed_stays(
    visitors: Visitors, amount: str, problem: str
):
    purse = Purse(visitors.scene)
    purse.invoice("1", 12000)
    desk = await desk_of(visitors, purse)
    await desk.do("pay", amount=amount)
    assert (desk.var("problems"), desk.var("is_open")) == ({"amount": problem}, True)
    assert visitors.scene.rows(Payment) == []
    await desk.send(amount="120")
    assert (desk.var("is_open"), purse.due()) == (False, {"1": 0})


async def test_french_amounts_are_read_as_they_are_written(visitors: Visitors):
    purse = Purse(visitors.scene)
    purse.invoice("1", 120000)
    with visitors.scene.database.writing() as tx:
        tx.get_one(Person, visitors.scene.people["dana"]).language = "fr"
    desk = await desk_of(visitors, purse)
    await desk.tab.call(Billing.ask, act="pay", subject_id="")
    assert desk.var("fields")["amount"] == "1 200,00 $"
    await desk.send()
    assert purse.due() == {"1": 0}


async def test_a_double_click_writes_once_and_an_old_form_nothing(visitors: Visitors):
    purse = worked_example(visitors.scene)
    desk = await desk_of(visitors, purse)
    await desk.tab.call(Billing.ask, act="apply", subject_id=purse.payments["pay"])
    form = {"once": desk.var("once"), PART + purse.invoices["103"]: "20"}
    for _ in range(2):
        await desk.tab.call(Billing.save, form=form)
    assert purse.due()["103"] == 8000
    await desk.tab.call(Billing.ask, act="apply", subject_id=purse.payments["pay"])
    await desk.tab.call(Billing.save, form=form)
    assert purse.due()["103"] == 8000
    assert len(visitors.scene.rows(LedgerAct, kind="applied")) == 1


async def test_what_does_not_fit_is_refused_in_the_form_and_nothing_is_written(desk: Desk, visitors: Visitors):
    await desk.parts("apply", i103=10001)
    assert desk.var("summary") == "Only $100.00 is left to pay on this invoice. Type that much or less."
    assert (desk.var("is_open"), visitors.scene.rows(Receipt)) == (True, [])
    await desk.parts("apply")
    assert desk.var("summary") == "Type an amount above zero."
    await desk.parts("apply", i101=12000, i103=10000)
    assert desk.var("summary").startswith("Only $150.00 of this payment is not applied yet.")
    await desk.do("refund", desk.purse.payments["pay"], amount="150.01")
    assert desk.var("summary").startswith("Only $150.00 of this payment has not been refunded.")
    check(visitors.scene)


async def test_a_sale_has_lines_with_tax_and_is_void_while_nothing_is_paid(visitors: Visitors):
    purse = Purse(visitors.scene)
    desk = await desk_of(visitors, purse)
    await desk.do(
        "sell", what__1="Foam roller", price__1="40.00", tax__1="13", what__3="Tape", price__3="0.50", tax__3="5"
    )
    [row] = desk.var("invoices")
    assert [(line.what, line.amount, line.tax) for line in row.lines] == [
        ("Foam roller", "$40.00", "+ $5.20 tax"),
        ("Tape", "$0.50", "+ $0.03 tax"),
    ]
    assert (row.total, row.can_void, desk.notice) == ("$45.73", True, "Invoice issued for $45.73.")
    assert row.detail_url == f"/clinic/patients/{visitors.scene.alice}/invoices/{row.id}.pdf"
    await desk.do("void", row.id)
    assert [(one.state, one.owing, one.detail_url) for one in desk.var("invoices")] == [("void", "", "")]
    await desk.do("sell", price__1="x", tax__1="101", what__2="Only named")
    assert set(desk.var("problems")) == {"what.1", "price.1", "tax.1", "price.2"}


async def test_a_visits_invoice_goes_with_its_arrival_and_is_not_void_otherwise(visitors: Visitors):
    scene = visitors.scene
    scene.database.write(arrivals.arrive, scene.dana_ctx(now=now()), scene.book("alice", _fives(0)))
    desk = await desk_of(visitors, Purse(scene))
    [row] = desk.var("invoices")
    assert not row.can_void
    await desk.do("void", row.id)
    assert desk.var("summary").startswith("This invoice belongs to a visit.")
    assert [one.voided_at for one in scene.rows(Invoice)] == [None]


async def test_a_deposit_that_counts_towards_a_visit_is_not_void_before_the_visits_invoice(visitors: Visitors):
    scene, purse = visitors.scene, Purse(visitors.scene)
    visit, paid = scene.book("alice", _fives(0)), purse.pay("deposit", 5000)
    with scene.database.writing() as tx:
        prepayments.prepay(tx, scene.dana_ctx(), scene.appointment(visit), paid, 5000, "Deposit")
    [deposit] = scene.rows(Invoice)
    scene.database.write(arrivals.arrive, scene.dana_ctx(now=now()), visit)
    purse.invoices["deposit"] = deposit.id
    purse.unapply("deposit", deposit=5000)
    desk = await desk_of(visitors, purse)
    assert [one.can_void for one in desk.var("invoices")] == [False, False]
    await desk.do("void", deposit.id)
    assert desk.var("summary").startswith("This deposit counts towards invoice 2. Take that one back first")
    await desk.tab.call(Billing.turn, view="history")
    assert "void" not in {one.counter for one in desk.var("acts")}
    assert [one.voided_at for one in scene.rows(Invoice)] == [None, None]


async def test_a_fee_is_for_a_visit_that_was_missed(visitors: Visitors):
    scene = visitors.scene
    visit = scene.book("alice", _fives(-2 * 24 * 60))
    with scene.database.writing() as tx:
        tx.get_one(Appointment, visit).state = AppointmentState.NO_SHOW.value
    desk = await desk_of(visitors, Purse(scene))
    assert desk.var("can_charge_fee")
    await desk.do("fee", amount="60")
    [row] = desk.var("invoices")
    assert row.lines[0].what.startswith("Missed appointment fee: Physiotherapy")
    assert (row.owing, [entry.action for entry in scene.audit("fee.charged")]) == ("$60.00", ["fee.charged"])


async def test_cash_at_the_desk_shows_on_the_patients_open_page_and_on_a_colleagues(visitors: Visitors):
    set_up(visitors.scene)
    purse = Purse(visitors.scene)
    purse.invoice("1", 12000)
    desk, other = await desk_of(visitors, purse), await desk_of(visitors, purse, "robin")
    alice = await visitors.tab("alice", path="/account/balance")
    await alice.call(BalanceState.load)
    assert alice.var(BalanceState, "due") == "$120.00"
    await other.tab.call(Billing.ask, act="pay", subject_id="")
    before = len(visitors.scene.rows(Change))
    await desk.do("pay")
    told = [Notice(row.clinic_id, row.topic, row.person_id) for row in visitors.scene.rows(Change)[before:]]
    assert {alice.token, other.tab.token} <= {tab.token for tab in presence.concerned(told)}
    for tab in (alice, other.tab):
        await tab.call(LiveState.refresh)
    assert (alice.var(BalanceState, "due"), alice.var(BalanceState, "invoices")) == ("$0.00", [])
    assert (other.var("due"), other.var("is_open"), other.var("fields")["amount"]) == ("$0.00", True, "")


ASKS = [
    ("pay", ""),
    ("sell", ""),
    ("fee", ""),
    ("void", "101"),
    ("apply", "pay"),
    ("unapply", "pay"),
    ("refund", "pay"),
]


@pytest.mark.parametrize(("act", "subject"), ASKS)
@pytest.mark.parametrize("who", ["sam", "alice", "charlie", "kim"])
async def test_nobody_but_the_desk_of_this_clinic_sees_or_does_any_of_it(
    visitors: Visitors, who: str, act: str, subject: str
):
    purse = worked_example(visitors.scene)
    purse.apply(i101=3000)
    before = len(visitors.scene.rows(LedgerAct))
    desk = await desk_of(visitors, purse, who)
    desk.tab.sent.clear()
    about = {**purse.invoices, **purse.payments}.get(subject, "")
    for view in ("accounts", "history", "receipts"):
        await desk.tab.call(Billing.turn, view=view)
    await desk.tab.call(Billing.ask, act=act, subject_id=about)
    typed = {"amount": "1", "method": "cash", "sold": "product", "what.1": "x", "price.1": "1", "why": "refund"}
    await desk.tab.call(Billing.save, form={**typed, "once": "", PART + purse.invoices["101"]: "1"})
    assert "$" not in str(desk.tab.sent)
    assert len(visitors.scene.rows(LedgerAct)) == before


@pytest.mark.parametrize(("act", "subject"), ASKS[3:])
async def test_what_is_somebody_elses_is_not_found(visitors: Visitors, act: str, subject: str):
    purse = worked_example(visitors.scene)
    purse.apply(i101=3000)
    about = {**purse.invoices, **purse.payments}[subject]
    desk = await desk_of(visitors, purse, whose=visitors.scene.people["bob"])
    before = len(visitors.scene.rows(LedgerAct))
    await desk.do(act, about, amount="1", why="refund", **{PART + purse.invoices["101"]: "1"})
    assert (desk.var("is_open"), len(visitors.scene.rows(LedgerAct))) == (False, before)


async def test_a_forged_box_names_nobody_elses_invoice_receipt_or_visit(visitors: Visitors):
    purse, bobs = worked_example(visitors.scene), Purse(visitors.scene, "bob")
    receipt = purse.apply(i101=3000)
    bobs.invoice("1", 100)
    bobs.pay("pay", 100)
    desk = await desk_of(visitors, bobs)
    before = len(visitors.scene.rows(LedgerAct))
    await desk.do("apply", bobs.payments["pay"], **{PART + purse.invoices["101"]: "1", PART + bobs.invoices["1"]: ""})
    assert desk.var("summary") != ""
    await desk.do("refund", bobs.payments["pay"], receipt=str(receipt))
    await desk.do("pay", amount="1", towards=purse.invoices["101"])
    assert desk.var("problems") == {"towards": "Choose one from the list."}
    assert len([act for act in visitors.scene.rows(LedgerAct) if act.kind != "refunded"]) == before
    check(visitors.scene)


@pytest.fixture
def truth(monkeypatch: pytest.MonkeyPatch) -> Truth:
    found = Truth()
    monkeypatch.setattr("myaccount.services.paying.processor.open_gateway", lambda _keys: found)
    return found


async def carded(visitors: Visitors) -> tuple[Desk, str]:
    """Alice owes 120 dollars, has a card on file, and the desk has her profile open; gives the card's way to pay."""
    set_up(visitors.scene)
    purse = Purse(visitors.scene)
    purse.invoice("1", 12000)
    card = with_card(visitors.scene)
    desk = await desk_of(visitors, purse)
    await desk.tab.call(Billing.ask, act="pay", subject_id="")
    assert [one.name for one in desk.var("panel").choices][-1] == "Visa ending in 4242"
    return desk, f"card.{card}"


async def test_a_card_on_file_is_charged_once_and_what_is_over_is_credit(visitors: Visitors, truth: Truth):
    desk, card = await carded(visitors)
    form = {"once": desk.var("once"), "amount": "130", "method": card, "towards": "all"}
    for _ in range(2):
        await desk.tab.call(Billing.save, form=form)
    assert (desk.notice, desk.purse.due(), desk.purse.credit()) == ("", {"1": 0}, 1000)
    assert truth.charged_cents == 13000
    [taken] = visitors.scene.rows(LedgerAct, kind="received")
    assert taken.by_id == visitors.scene.people["dana"]


async def test_a_card_that_is_declined_or_asks_its_bank_takes_nothing(visitors: Visitors, truth: Truth):
    desk, card = await carded(visitors)
    truth.declines = True
    await desk.send(method=card)
    assert desk.var("summary").startswith("The card was not charged.")
    truth.declines, truth.asks_bank = False, True
    await desk.send(method=card)
    assert desk.var("summary").startswith("The bank wants the card’s holder to confirm")
    assert (truth.charged, desk.purse.due(), visitors.scene.rows(Payment)) == ([], {"1": 12000}, [])
    truth.asks_bank = False
    await desk.send(method=card)
    assert (truth.charged_cents, desk.purse.due()) == (12000, {"1": 0})


async def test_a_card_pays_the_invoice_that_the_desk_chooses_and_no_other_persons(visitors: Visitors, truth: Truth):
    desk, card = await carded(visitors)
    desk.purse.invoice("2", 3000)
    bobs = Purse(visitors.scene, "bob").invoice("1", 3000)
    for wrong, box in ((bobs, "summary"), ("", "problems")):
        await desk.send(method=card, amount="30", towards=wrong)
        assert desk.var(box)
    assert truth.charged == []
    await desk.send(method=card, amount="30", towards=desk.purse.invoices["2"])
    assert (desk.purse.due(), truth.charged_cents) == ({"1": 12000, "2": 0}, 3000)


async def test_somebody_elses_card_is_not_charged(visitors: Visitors, truth: Truth):
    desk, _ = await carded(visitors)
    await desk.send(method=f"card.{with_card(visitors.scene, 'bob')}")
    assert desk.var("summary").startswith("This card cannot be charged.")
    assert truth.charged == []


async def test_a_card_payment_is_refunded_at_the_processor_and_then_in_the_books(visitors: Visitors, truth: Truth):
    desk, card = await carded(visitors)
    await desk.send(method=card)
    [payment] = desk.var("payments")
    await desk.tab.call(Billing.ask, act="refund", subject_id=payment.id)
    assert [one.box for one in desk.var("panel").choices] == ["refund", "chargeback"]
    await desk.send(why="mistake", amount="20")
    assert desk.var("summary") != ""
    await desk.send(why="refund", amount="20")
    assert (desk.notice, [one.cents for one in truth.given_back]) == ("$20.00 is on its way back to the card.", [2000])
    assert (desk.purse.due(), desk.purse.shown()) == ({"1": 2000}, {1: (10000, 12000)})
    await desk.do("refund", payment.id, why="chargeback", amount="100")
    assert (len(truth.given_back), desk.purse.due()) == (1, {"1": 12000})
    check(visitors.scene)


async def test_a_package_is_sold_once_however_often_it_is_pressed(visitors: Visitors):
    visitors.scene.set("packages", True)
    desk = await desk_of(visitors, Purse(visitors.scene))
    await desk.tab.call(ProfilePackagesState.edit, package_id="")
    box = f"treatment.{visitors.scene.cedar.treatments['physio-60']}"
    form = {
        "name": "Ten",
        "quantity": "10",
        "purchased_on": "2026-11-20",
        "price_cents": "900",
        "tax_ppm": "5",
        box: "yes",
    }
    for _ in range(2):
        await desk.tab.call(ProfilePackagesState.save, form=form)
    assert [(row.total, row.lines[0].what) for row in desk.var("invoices")] == []
    await desk.tab.call(LiveState.refresh)
    assert [(row.total, row.lines[0].what) for row in desk.var("invoices")] == [("$945.00", "Ten")]


@pytest.mark.parametrize(("listed", "view"), [("invoices", "accounts"), ("payments", "accounts"), ("acts", "history")])
async def test_each_list_is_turned_by_itself_and_what_comes_meanwhile_moves_nothing(
    visitors: Visitors, listed: str, view: str
):
    purse = Purse(visitors.scene)
    for number in range(12):
        purse.invoice(str(number), 100 + number)
        purse.pay(f"pay {number}", 100 + number)
    desk = await desk_of(visitors, purse)
    await desk.tab.call(Billing.turn, view=view)
    seen, others = [row.id for row in desk.var(listed)], {name: desk.var(name) for name in ("invoices", "payments")}
    await desk.tab.call(Billing.older, listed=listed)
    older = [row.id for row in desk.var(listed)]
    assert (len(seen), len(older), len({*seen, *older})) == (10, min(len(older), 10), 10 + len(older))
    assert desk.var("has_newer") == [listed]
    assert all(desk.var(name) == rows for name, rows in others.items() if name != listed)
    if listed == "payments":
        purse.pay("meanwhile", 100, at=PAID_AT + timedelta(minutes=1))
        await desk.tab.call(LiveState.refresh)
    else:
        await desk.do("sell", what__1="Tape", price__1="1.00")
    assert [row.id for row in desk.var(listed)] == older
    await desk.tab.call(Billing.newer, listed=listed)
    assert desk.var("has_newer") == []
    assert len({*seen} & {row.id for row in desk.var(listed)}) == 9
