"""Papers that are ordered: printed once for each state, kept, written down, and nobody else's."""

import asyncio
import hashlib
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from myaccount.domain.receipts import Paper
from myaccount.domain.refusals import NotFound
from myaccount.domain.superbills import SuperbillIncomplete
from myaccount.models import Clinic, KeptPaper, Person, Staff, Treatment, VisitCodes
from myaccount.press import printing
from myaccount.services.receipts import orders, receipts
from tests.press.reading import tags, text
from tests.scenes import NOW, Scene
from tests.services.receipts.books import PAID, Books, give_codes, to_the_states


@pytest.fixture
def books(scene: Scene) -> Books:
    return Books(scene)


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the press has printed; it prints at once, and not much."""
    seen: list[str] = []

    async def pdf(papers, title=""):
        seen.append(title)
        return b"%PDF " + title.encode()

    monkeypatch.setattr(printing, "pdf", pdf)
    return seen


def deliver(scene: Scene, order, ctx=None) -> bytes:
    return asyncio.run(orders.delivered(ctx or scene.alice_ctx(), order))


def order(scene: Scene, receipt: str, ctx=None, kind: Paper = Paper.RECEIPT, person_id: str = ""):
    return scene.database.write(orders.one, ctx or scene.alice_ctx(), person_id, receipt, kind)


def american(scene: Scene, books: Books) -> str:
    """Make the clinic one of the United States, and give Alice a receipt for a visit; give back its id."""
    visit = scene.book("alice", PAID)
    to_the_states(scene)
    give_codes(scene, visit)
    [line] = books.invoice("alice", ("Physiotherapy", 12000), visit=visit)
    return books.apply(books.pay("alice", 12000), (line, 10000))


def test_a_state_is_printed_once_and_stays_the_same_file(scene: Scene, books: Books, printed: list[str]):
    receipt = books.receipt()
    first = deliver(scene, order(scene, receipt))
    assert deliver(scene, order(scene, receipt)) == first
    assert len(printed) == 1
    [kept] = scene.rows(KeptPaper)
    assert kept.sha256 == hashlib.sha256(first).hexdigest()
    assert first not in kept.sealed


def test_another_state_is_another_file_and_the_first_one_stays(scene: Scene, books: Books, printed: list[str]):
    [line] = books.invoice("alice", ("Physio", 12000))
    receipt = books.apply(books.pay("alice", 12000), (line, 12000))
    deliver(scene, order(scene, receipt))
    books.unapply(receipt, line, 4000)
    after = order(scene, receipt)
    deliver(scene, after)
    assert (len(printed), len(scene.rows(KeptPaper))) == (2, 2)
    assert (after.papers[0].amount, after.papers[0].original) == ("$80.00", "$120.00")


def test_two_who_order_at_once_are_given_one_file(scene: Scene, books: Books, printed: list[str]):
    receipt = books.receipt()
    one, other = order(scene, receipt), order(scene, receipt)
    deliver(scene, one)
    assert deliver(scene, other) == deliver(scene, order(scene, receipt))
    assert len(scene.rows(KeptPaper)) == 1


def test_the_database_lets_nobody_change_what_was_handed_out(scene: Scene, books: Books, printed: list[str]):
    deliver(scene, order(scene, books.receipt()))
    with pytest.raises(IntegrityError), scene.database.writing() as tx:
        tx.get_one(KeptPaper, scene.rows(KeptPaper)[0].id).sha256 = "another"


def test_it_is_written_down_who_opened_which(scene: Scene, books: Books):
    receipt = books.receipt()
    order(scene, receipt)
    order(scene, receipt, scene.dana_ctx(), person_id=scene.alice)
    own, desk = scene.audit("receipt.opened")
    assert (own.actor_id, own.person_id, own.subject_id) == (scene.alice, scene.alice, receipt)
    assert (desk.actor_id, desk.person_id) == (scene.people["dana"], scene.alice)


def test_nobody_elses_and_no_hidden_one_is_found(scene: Scene, books: Books):
    [line] = books.invoice("alice", ("Physio", 12000))
    receipt = books.apply(books.pay("alice", 12000), (line, 12000))
    for ctx in (scene.bob_ctx(), scene.charlie_ctx()):
        with pytest.raises(NotFound):
            order(scene, receipt, ctx)
    with pytest.raises(NotFound):
        order(scene, receipt, scene.dana_ctx(), person_id=scene.people["bob"])
    books.unapply(receipt, line, 12000)
    with pytest.raises(NotFound):
        order(scene, receipt)


def test_a_receipt_says_what_a_claim_needs(scene: Scene, books: Books):
    with scene.database.writing() as tx:
        tx.get_one(Clinic, scene.cedar.clinic_id).tax_number = "123456789 RT0001"
        tx.get_one(Clinic, scene.cedar.clinic_id).settings_version += 1
        staff = tx.get_one(Staff, scene.cedar.staff_id)
        staff.registration_number, staff.signature = "PT 12345", "Sam Field, PT"
    [line] = books.invoice("alice", ("Physiotherapy", 11300), tax=1300)
    [paper] = order(scene, books.apply(books.pay("alice", 11300), (line, 5650))).papers
    assert paper.issuer.legal_name == "Cedar Physio Inc."
    assert (paper.issuer.address, paper.issuer.tax_number) == ("1 Main St, Toronto ON", "123456789 RT0001")
    assert (paper.patient, paper.paid_on, paper.method) == ("Alice Moreau", "10 March 2026", "Card")
    assert (paper.amount, paper.tax, paper.original) == ("$56.50", "$6.50", "")
    assert (paper.lines[0].minutes, paper.lines[0].visited_on) == ("60 minutes", "10 March 2026")
    assert (paper.signatories[0].number, paper.signatories[0].signature) == ("PT 12345", "Sam Field, PT")


def test_minutes_are_said_beside_a_treatment_whose_name_has_their_digits_in_another_number(scene: Scene, books: Books):
    lines = books.invoice("alice", ("Kinesis 360", 6000), ("Physiotherapy, 60 minutes", 6000))
    receipt = books.apply(books.pay("alice", 12000), *((line, 6000) for line in lines))
    [paper] = order(scene, receipt).papers
    assert [line.minutes for line in paper.lines] == ["60 minutes", ""]


def test_a_receipt_tells_neither_the_invoices_total_nor_what_an_insurer_paid(scene: Scene, books: Books):
    [line] = books.invoice("alice", ("Physiotherapy", 99999))
    order_ = order(scene, books.apply(books.pay("alice", 5000), (line, 5000)))
    assert "999" not in repr(order_.papers)


def test_a_page_is_one_file_of_what_it_lists(scene: Scene, books: Books, printed: list[str]):
    for _ in range(12):
        books.receipt()
    first = scene.database.write(orders.page, scene.alice_ctx(), "", None, None, "")
    assert len(first.papers) == 10
    assert deliver(scene, first) == deliver(
        scene, scene.database.write(orders.page, scene.alice_ctx(), "", None, None, "")
    )
    assert printed == ["Receipts of Alice Moreau"]


def test_an_empty_page_is_no_file(scene: Scene):
    with pytest.raises(NotFound):
        scene.database.write(orders.page, scene.alice_ctx(), "", None, None, "")


def test_a_superbill_says_what_an_insurer_needs(scene: Scene, books: Books):
    [paper] = order(scene, american(scene, books), kind=Paper.SUPERBILL).papers
    assert (paper.issuer.tax_label, paper.issuer.tax_number) == ("Tax ID", "12-3456789")
    assert paper.providers[0].npi == "1234567893"
    assert [(one.letter, one.code) for one in paper.diagnoses] == [("A", "M54.50"), ("B", "M25.561")]
    [line] = paper.lines
    assert (line.cpt, line.modifiers, line.pointers, line.units, line.place) == ("97110", "GP 59", "A, B", "4", "11")
    assert (line.fee, line.paid) == ("$120.00", "$100.00")


def test_of_two_who_treated_a_superbill_says_at_each_line_who_did(scene: Scene, books: Books):
    to_the_states(scene)
    [other] = scene.rows(Staff, person_id=scene.people["dana"])
    with scene.database.writing() as tx:
        tx.get_one(Staff, other.id).npi = "1245319599"
    lines = []
    for days, by in ((0, ""), (7, other.id)):
        visit = scene.book("alice", PAID + timedelta(days=days))
        give_codes(scene, visit)
        lines += books.invoice("alice", ("Physiotherapy", 12000), visit=visit, by=by)
    receipt = books.apply(books.pay("alice", 24000), *((line, 12000) for line in lines))
    [paper] = order(scene, receipt, kind=Paper.SUPERBILL).papers
    assert len(paper.providers) == 2
    assert [line.what for line in paper.lines] == [
        "Physiotherapy, by Sam Field (NPI 1234567893)", "Physiotherapy, by Dana Oduya (NPI 1245319599)",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lacks", "words"),
    [
        ("npi", "the provider’s NPI"),
        ("tax", "its tax ID"),
        ("cpt", "the CPT code"),
        ("cpt that is none", "the CPT code"),
        ("icd10", "the diagnosis code"),
        ("born", "the date of birth"),
    ],
)
def test_a_superbill_that_lacks_something_is_refused_in_words(scene: Scene, books: Books, lacks: str, words: str):
    receipt = american(scene, books)
    with scene.database.writing() as tx:
        if lacks == "npi":
            tx.get_one(Staff, scene.cedar.staff_id).npi = "1234567890"  # whose check digit is wrong
        elif lacks == "tax":
            tx.get_one(Clinic, scene.cedar.clinic_id).tax_number = None
            tx.get_one(Clinic, scene.cedar.clinic_id).settings_version += 1
        elif lacks == "cpt":
            tx.get_one(Treatment, scene.cedar.treatments["physio-60"]).cpt = None
        elif lacks == "cpt that is none":
            tx.get_one(Treatment, scene.cedar.treatments["physio-60"]).cpt = "physio 60"  # from before it was checked
        elif lacks == "born":
            tx.get_one(Person, scene.alice).date_of_birth = None
        else:
            tx.get_one(VisitCodes, scene.rows(VisitCodes)[0].appointment_id).diagnoses = ""
    with pytest.raises(SuperbillIncomplete) as refused:
        order(scene, receipt, kind=Paper.SUPERBILL)
    assert words in str(refused.value.facts["reason"])
    assert len(scene.database.write(orders.page, scene.alice_ctx(), "", None, None, "").papers) == 1


def test_who_looks_and_the_desk_read_what_it_lacks_in_their_own_language(scene: Scene, books: Books):
    american(scene, books)
    with scene.database.writing() as tx:
        tx.get_one(Person, scene.alice).date_of_birth = None

    def row(ctx, person_id=""):
        shown = scene.database.read(receipts.page, ctx, person_id, None, None, "").rows
        return next((one.missing, one.view_url) for one in shown if one.is_superbill)

    english = "Not ready yet. The clinic has yet to add: the date of birth."
    assert row(scene.alice_ctx()) == row(scene.dana_ctx(), scene.alice) == (english, "")
    assert row(scene.alice_ctx(lang="fr"))[0] == "Pas encore prêt. La clinique doit ajouter : la date de naissance."


def test_more_diagnoses_than_a_claim_takes_are_spread_over_sheets(scene: Scene, books: Books):
    to_the_states(scene)
    lines = []
    for number, codes in enumerate((range(7), range(5, 12), range(12, 15))):
        visit = scene.book("alice", PAID + timedelta(days=number))
        give_codes(scene, visit, " ".join(f"M{10 + code}.1" for code in codes))
        lines += books.invoice("alice", (f"Visit {number}", 12000), visit=visit)
    receipt = books.apply(books.pay("alice", 36000), *[(line, 10000) for line in lines])
    one, other = order(scene, receipt, kind=Paper.SUPERBILL).papers
    assert [(paper.title, paper.sheet, len(paper.diagnoses), paper.paid, paper.fees) for paper in (one, other)] == [
        (one.title, "Sheet 1 of 2", 12, "$200.00", "$240.00"),
        (one.title, "Sheet 2 of 2", 3, "$100.00", "$120.00"),
    ]
    assert [line.pointers for line in (*one.lines, *other.lines)] == ["A, B, C, D", "F, G, H, I", "A, B, C"]


def test_a_canadian_clinic_has_no_superbills(scene: Scene, books: Books):
    visit = scene.book("alice", PAID)
    [line] = books.invoice("alice", ("Physiotherapy", 12000), visit=visit)
    receipt = books.apply(books.pay("alice", 12000), (line, 12000))
    with pytest.raises(NotFound):
        order(scene, receipt, kind=Paper.SUPERBILL)


def test_a_statement_is_what_was_paid_in_the_year(scene: Scene, books: Books, printed: list[str]):
    for cents in (12000, 3000):
        books.receipt(cents=cents)
    books.receipt(at=PAID.replace(year=2025))
    found = scene.database.write(orders.statement, scene.alice_ctx(), "", 2026)
    [table] = found.papers[0].tables
    assert (table.title, table.total, len(table.lines)) == ("", "$150.00", 2)
    first = deliver(scene, found)
    later = scene.database.write(orders.statement, scene.alice_ctx(now=NOW.replace(day=27)), "", 2026)
    assert deliver(scene, later) == first
    with pytest.raises(NotFound):
        scene.database.write(orders.statement, scene.alice_ctx(), "", 2024)


async def test_a_year_with_two_currencies_has_a_table_and_a_total_for_each(scene: Scene, books: Books):
    american_books = Books(scene, books.numbers, "USD")
    books.receipt(cents=12000)
    american_books.receipt(cents=3000)
    books.receipt(cents=500)
    found = scene.database.write(orders.statement, scene.alice_ctx(), "", 2026)
    tables = [(one.title, one.total, len(one.lines)) for one in found.papers[0].tables]
    assert tables == [("Paid in CAD", "$125.00", 2), ("Paid in USD", "$30.00", 1)]
    said = text(await orders.delivered(scene.alice_ctx(), found))
    assert [word in said for word in ("Paid in CAD", "Paid in USD", "$155.00")] == [True, True, False]
    rows = scene.database.write(orders.table, scene.alice_ctx(), "", 2026).splitlines()
    assert sorted(row.rpartition(",")[2] for row in rows if row.startswith("2026")) == ["CAD", "CAD", "USD"]


def test_the_table_of_a_year_holds_no_formula(scene: Scene, books: Books):
    books.receipt(what="=cmd|' /C calc'!A0")
    table = scene.database.write(orders.table, scene.alice_ctx(), "", 2026)
    assert table.startswith("\ufeffPayment date,Receipt,For,")
    assert "2026-03-10,2,'=cmd|' /C calc'!A0,Sam Field,Card,120.00,0.00,CAD" in table


async def test_what_is_printed_is_what_was_ordered(scene: Scene, books: Books):
    receipt = books.receipt(what='<img src="file:///etc/passwd">')
    pdf = await orders.delivered(scene.alice_ctx(), order(scene, receipt))
    assert tags(pdf)["/H1"] == 1
    assert '<img src="file:///etc/passwd">' in " ".join(text(pdf).split())
