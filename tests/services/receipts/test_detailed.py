"""The detailed receipt of an invoice, in both databases: what stands on it, and who gets it."""

import asyncio

import pytest

from myaccount.domain.ledger import Method
from myaccount.domain.refusals import NotAllowed, NotFound
from myaccount.models import Invoice, InvoiceLine
from myaccount.press import printing
from myaccount.services.desk import money as desk_money
from myaccount.services.desk import visits as desk_visits
from myaccount.services.ledger import prepayments
from myaccount.services.receipts import detailed, orders
from myaccount.views.papers import DetailedPaper
from tests.scenes import NOW, Scene
from tests.services.ledger.purse import Purse


@pytest.fixture
def purse(scene: Scene) -> Purse:
    """Alice's: an invoice of two lines, paid in part by card and by an insurer, some of it refunded."""
    purse = Purse(scene)
    purse.invoice("101", 12000, 3000, tax=650)
    purse.pay("card", 10000)
    purse.apply("card", i101=10000)
    purse.pay("plan", 4000, Method.INSURER)
    purse.apply("plan", i101=4000)
    purse.refund(2500, "card")
    return purse


def ordered(scene: Scene, invoice_id: str, who: str = "dana", whose: str = "alice"):
    return scene.database.write(detailed.order, scene.staff_ctx(who), scene.people[whose], invoice_id)


def paper(scene: Scene, invoice_id: str) -> DetailedPaper:
    [found] = ordered(scene, invoice_id).papers
    assert isinstance(found, DetailedPaper)
    return found


def test_it_tells_every_line_with_its_tax_what_was_paid_when_and_how_what_was_refunded_and_what_is_owing(
    scene: Scene, purse: Purse
):
    shown = paper(scene, purse.invoices["101"])
    assert shown.title == "Detailed receipt of invoice 1"
    assert [(line.what, line.price, line.tax, line.total) for line in shown.lines] == [
        ("Line 1 of 101", "$120.00", "$6.50", "$126.50"),
        ("Line 2 of 101", "$30.00", "$6.50", "$36.50"),
    ]
    assert (shown.price, shown.tax, shown.total) == ("$150.00", "$13.00", "$163.00")
    assert [(one.day, one.what, one.method, one.receipt, one.amount) for one in shown.moves] == [
        ("10 March 2026", "Paid", "Card", "1", "$100.00"),
        ("10 March 2026", "Paid", "Insurer", "", "$40.00"),
        ("20 November 2026", "Refunded", "Card", "1", "-$25.00"),
    ]
    assert (shown.paid, shown.credited, shown.owing) == ("$115.00", "", "$48.00")


def test_what_was_paid_ahead_is_told_and_owed_no_more(scene: Scene):
    purse, visit = Purse(scene), scene.book("alice", NOW)
    paid = purse.pay("card", 5000)
    row = scene.appointment(visit)
    scene.database.write(prepayments.prepay, scene.dana_ctx(), row, paid, 5000, "Deposit")
    scene.database.write(desk_visits.arrive, scene.dana_ctx(), visit)
    [invoice] = scene.rows(Invoice, kind="visit")
    shown = paper(scene, invoice.id)
    assert (shown.total, shown.credited, shown.paid, shown.owing) == ("$120.00", "$50.00", "$0.00", "$70.00")
    assert (shown.lines[0].visited_on, shown.lines[0].practitioner) == ("20 November 2026", "Sam Field")
    assert [one.name for one in shown.signatories] == ["Sam Field"]
    deposit = paper(scene, scene.rows(Invoice, kind="prepayment")[0].id)
    assert (deposit.owing, deposit.signatories) == ("$0.00", ())


def test_the_desk_and_the_owner_have_it_and_nobody_else_has(scene: Scene, purse: Purse):
    invoice = purse.invoices["101"]
    for who in ("dana", "robin"):
        assert ordered(scene, invoice, who).title
    with pytest.raises(NotAllowed):
        ordered(scene, invoice, "sam")
    for who, whose in (("dana", "bob"), ("kim", "alice")):
        with pytest.raises((NotFound, NotAllowed)):
            ordered(scene, invoice, who, whose)
    with pytest.raises(NotFound):
        ordered(scene, "x" * 22)


def test_a_void_one_has_none(scene: Scene):
    purse = Purse(scene)
    invoice = purse.invoice("101", 12000)
    scene.database.write(desk_money.void_invoice, scene.dana_ctx(), scene.alice, invoice)
    with pytest.raises(NotFound):
        ordered(scene, invoice)


def test_it_is_written_down_who_opened_it(scene: Scene, purse: Purse):
    ordered(scene, purse.invoices["101"])
    [entry] = scene.audit("receipt.opened")
    assert (entry.actor_id, entry.person_id) == (scene.people["dana"], scene.alice)
    assert entry.facts == {"paper": "detailed", "invoice": 1}


def test_a_state_is_printed_once_and_another_anew(scene: Scene, purse: Purse, monkeypatch: pytest.MonkeyPatch):
    printed: list[str] = []

    async def pdf(papers, title=""):
        printed.append(title)
        return b"%PDF " + str(len(printed)).encode()

    monkeypatch.setattr(printing, "pdf", pdf)
    for times in (1, 1):
        order = ordered(scene, purse.invoices["101"])
        assert asyncio.run(orders.delivered(scene.dana_ctx(), order)) == b"%PDF " + str(times).encode()
    purse.pay("cash", 4800, Method.CASH)
    purse.apply("cash", i101=4800)
    order = ordered(scene, purse.invoices["101"])
    assert asyncio.run(orders.delivered(scene.dana_ctx(), order)) == b"%PDF 2"
    assert sum(line.paid_cents for line in scene.rows(InvoiceLine)) == 16300
