"""The list of receipts: what shows, what shrank, what is hidden, the filter, the pages."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from myaccount.domain.refusals import NotAllowed, NotFound
from myaccount.services.desk import tasks
from myaccount.services.receipts import receipts
from tests.scenes import NOW, Scene
from tests.services.receipts.books import PAID, Books


@pytest.fixture
def books(scene: Scene) -> Books:
    return Books(scene)


def listed(scene: Scene, ctx=None, first=None, last=None, cursor="", person_id=""):
    return scene.database.read(receipts.page, ctx or scene.alice_ctx(), person_id, first, last, cursor)


def amounts(scene: Scene) -> list[tuple[str, str]]:
    return [(row.amount, row.reduced) for row in listed(scene).rows]


def test_the_worked_table_shows_what_the_rules_say(scene: Scene, books: Books):
    (first,), (second,), (third,) = (books.invoice("alice", (name, cents)) for name, cents in
                                     (("Physio", 12000), ("Band", 3000), ("Massage", 10000)))  # fmt: skip
    payment = books.pay("alice", 15000)
    r1 = books.apply(payment, (first, 12000), (second, 3000))
    assert amounts(scene) == [("$150.00", "")]
    books.unapply(r1, second, 3000)
    assert amounts(scene) == [("$120.00", "$120.00 still applied, originally $150.00")]
    books.unapply(r1, first, 12000)
    assert amounts(scene) == []
    books.apply(payment, (third, 10000))
    assert amounts(scene) == [("$100.00", "")]
    books.apply(payment, (first, 2000))
    assert amounts(scene) == [("$20.00", ""), ("$100.00", "")]
    assert {row.paid_on for row in listed(scene).rows} == {"10 March 2026"}


def test_what_is_applied_again_is_a_new_receipt_beside_the_one_that_shrank(scene: Scene, books: Books):
    (first,), (second,) = (books.invoice("alice", (name, cents)) for name, cents in (("Physio", 12000), ("Band", 3000)))
    payment = books.pay("alice", 15000)
    r1 = books.apply(payment, (first, 12000), (second, 3000))
    books.unapply(r1, second, 3000)
    books.apply(payment, (second, 3000))
    books.unapply(r1, first, 4500)
    assert amounts(scene) == [("$30.00", ""), ("$75.00", "$75.00 still applied, originally $150.00")]


def test_a_row_says_when_what_by_whom_and_how(scene: Scene, books: Books):
    line = books.invoice("alice", ("Physiotherapy", 12000), ("Band", 3000))
    receipt = books.apply(books.pay("alice", 15000), (line[0], 12000), (line[1], 3000))
    [row] = listed(scene).rows
    assert (row.paid_on, row.what, row.detail) == ("10 March 2026", "Physiotherapy, Band", "Sam Field · Card")
    assert row.view_url == f"/account/receipts/{receipt}.pdf"
    assert row.download_url == f"/account/receipts/{receipt}.pdf?download"


def test_it_speaks_french(scene: Scene, books: Books):
    books.receipt()
    [row] = listed(scene, scene.alice_ctx(lang="fr")).rows
    assert (row.title[:4], row.paid_on, row.amount) == ("Reçu", "10 mars 2026", "120,00 $")


def test_the_latest_payment_comes_first_and_of_a_day_the_highest_number(scene: Scene, books: Books):
    ids = [books.receipt(at=PAID + timedelta(days=days)) for days in (0, 2, 2, 1)]
    assert [row.id for row in listed(scene).rows] == [ids[2], ids[1], ids[3], ids[0]]


def test_ten_show_on_a_page_and_the_pages_meet(scene: Scene, books: Books):
    ids = [books.receipt(at=PAID + timedelta(days=number // 3)) for number in range(21)]
    pages, cursor = [], ""
    for _ in range(3):
        page = listed(scene, cursor=cursor)
        pages.append([row.id for row in page.rows])
        cursor = page.cursor
    assert [len(page) for page in pages] == [10, 10, 1]
    assert [one for page in pages for one in page] == ids[::-1]
    assert cursor == ""


def test_ten_are_one_page_and_eleven_are_two(scene: Scene, books: Books):
    for _ in range(10):
        books.receipt()
    assert listed(scene).cursor == ""
    books.receipt()
    assert listed(scene).cursor != ""


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        (None, None, 3),
        (date(2026, 3, 10), date(2026, 3, 10), 1),
        (date(2026, 3, 9), date(2026, 3, 10), 2),
        (date(2026, 3, 11), None, 1),
        (None, date(2026, 3, 9), 1),
        (date(2026, 3, 12), None, 0),
    ],
)
def test_both_days_of_the_filter_are_included_and_each_may_be_blank(scene: Scene, books: Books, first, last, shown):
    for day in (9, 10, 11):
        books.receipt(at=datetime(2026, 3, day, 17, tzinfo=UTC))
    assert len(listed(scene, first=first, last=last).rows) == shown


def test_the_day_is_the_one_at_the_clinic(scene: Scene, books: Books):
    books.receipt(at=datetime(2027, 1, 1, 4, 59, 59, tzinfo=UTC))  # 11:59:59 p.m. in Toronto, the year before
    books.receipt(at=datetime(2027, 1, 1, 5, tzinfo=UTC))
    assert [row.paid_on for row in listed(scene).rows] == ["1 January 2027", "31 December 2026"]
    assert len(listed(scene, last=date(2026, 12, 31)).rows) == 1
    assert [one.year for one in listed(scene).years] == ["2027", "2026"]


def test_only_ones_own_show(scene: Scene, books: Books):
    books.receipt("alice")
    assert listed(scene, scene.bob_ctx()).rows == ()
    assert listed(scene, scene.charlie_ctx()).rows == ()
    assert listed(scene, scene.bob_ctx(), person_id=scene.alice).rows == ()  # a patient names nobody
    with pytest.raises(NotFound):
        listed(scene, scene.charlie_at_cedar_ctx())


def test_the_desk_sees_exactly_what_the_patient_sees(scene: Scene, books: Books):
    line = books.invoice("alice", ("Physio", 12000))[0]
    books.unapply(books.apply(books.pay("alice", 12000), (line, 12000)), line, 4000)
    own, desk = listed(scene), listed(scene, scene.dana_ctx(), person_id=scene.alice)
    as_own = [
        replace(
            row,
            view_url=row.view_url.replace(f"/clinic/patients/{scene.alice}", "/account"),
            download_url=row.download_url.replace(f"/clinic/patients/{scene.alice}", "/account"),
        )
        for row in desk.rows
    ]
    assert as_own == list(own.rows)


def test_the_desk_of_another_clinic_and_a_practitioner_see_nothing(scene: Scene, books: Books):
    books.receipt()
    with pytest.raises(NotAllowed):
        listed(scene, scene.staff_ctx("sam"), person_id=scene.alice)
    with pytest.raises(NotFound):
        listed(scene, scene.dana_ctx(), person_id=scene.people["charlie"])


@pytest.mark.parametrize("cursor", ["x", "2026-03-10~1", "2026-13-10~1~0", "2026-03-10~1~2", "２026-03-10~1~0"])
def test_a_cursor_that_no_page_gave_out_leads_nowhere(scene: Scene, books: Books, cursor: str):
    with pytest.raises(NotFound):
        listed(scene, cursor=cursor)


def test_a_detailed_receipt_is_asked_for_once(scene: Scene, books: Books):
    receipt = books.receipt()
    for _ in range(2):
        scene.database.write(receipts.ask_for_details, scene.alice_ctx(), receipt)
    [row] = listed(scene).rows
    assert row.is_asked
    [task] = scene.database.read(tasks.open_page, scene.dana_ctx(), "", ()).rows
    assert (task.kind, task.patient, task.note) == (
        "Detailed receipt",
        "Alice Moreau",
        f"A detailed receipt for: {row.title}",
    )
    assert task.patient_url == f"/clinic/patients/{scene.alice}?part=billing"


def test_nobody_asks_for_somebody_elses(scene: Scene, books: Books):
    receipt = books.receipt()
    for ctx in (scene.bob_ctx(), scene.charlie_ctx()):
        with pytest.raises(NotFound):
            scene.database.write(receipts.ask_for_details, ctx, receipt)


def test_a_detailed_receipt_of_a_hidden_one_is_not_to_be_had(scene: Scene, books: Books):
    line = books.invoice("alice", ("Physio", 12000))[0]
    receipt = books.apply(books.pay("alice", 12000), (line, 12000))
    books.unapply(receipt, line, 12000)
    with pytest.raises(NotFound):
        scene.database.write(receipts.ask_for_details, scene.alice_ctx(now=NOW), receipt)
