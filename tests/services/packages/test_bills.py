"""What packages and memberships cost: an invoice at the sale, and one for each cycle; and no more than that."""

from datetime import UTC, date, datetime, timedelta

from myaccount.domain.ledger import InvoiceKind
from myaccount.models import Invoice, InvoiceLine, Package
from myaccount.services.billing import balance
from myaccount.services.packages import bills as package_bills
from myaccount.services.packages import desk as desk_packages
from tests.scenes import NOW, Scene
from tests.services.ledger.purse import check
from tests.services.packages.shelf import turn_on
from tests.services.test_query_plans import plan, statements_of

DAY = timedelta(days=1)


def sell(scene: Scene, **more: str) -> str:
    turn_on(scene)
    box = f"treatment.{scene.cedar.treatments['physio-60']}"
    typed = {"name": "10 × physio", "quantity": "10", "purchased_on": "2026-11-20", "price_cents": "900", box: "yes"}
    saved = scene.database.write(desk_packages.save, scene.dana_ctx(), scene.alice, "", typed | more)
    assert not saved.problems
    return saved.id


def monthly(scene: Scene, **more: str) -> str:
    return sell(scene, kind="membership", cycle="month", name="Yoga", price_cents="80.00", tax_ppm="5", **more)


def billed(scene: Scene) -> list[tuple[str, str, date]]:
    rows = sorted(scene.rows(Invoice), key=lambda row: row.number)
    what = {line.invoice_id: line.description for line in scene.rows(InvoiceLine)}
    return [(row.kind, what[row.id], row.issued_on) for row in rows]


def sweep(scene: Scene, now: datetime) -> int:
    is_due = scene.database.read(package_bills.is_any_due, now)
    return scene.database.write(package_bills.issue_due, now) if is_due else 0


def test_a_package_that_is_sold_is_an_invoice_at_once_and_only_once(scene: Scene):
    package = sell(scene, tax_ppm="13")
    assert billed(scene) == [(InvoiceKind.PACKAGE, "10 × physio", date(2026, 11, 20))]
    assert scene.database.read(balance.of, scene.alice_ctx()).due == "$1,017.00"
    scene.database.write(
        desk_packages.save, scene.dana_ctx(), scene.alice, package, {"name": "Ten", "price_cents": "1"}
    )
    assert (len(billed(scene)), sweep(scene, NOW + 400 * DAY)) == (1, 0)
    check(scene)


def test_without_a_price_there_is_no_invoice(scene: Scene):
    for price in ("", "0", "0.00"):
        sell(scene, price_cents=price)
    assert (billed(scene), sweep(scene, NOW + 400 * DAY)) == ([], 0)


def test_each_cycle_of_a_membership_is_an_invoice_as_its_day_begins_at_the_clinic(scene: Scene):
    monthly(scene)
    assert billed(scene) == [(InvoiceKind.MEMBERSHIP, "Yoga, until 19 December 2026", date(2026, 11, 20))]
    assert sweep(scene, datetime(2026, 12, 20, 4, 59, 59, tzinfo=UTC)) == 0
    midnight = datetime(2026, 12, 20, 5, tzinfo=UTC)
    assert (sweep(scene, midnight), sweep(scene, midnight)) == (1, 0)
    assert billed(scene)[1:] == [(InvoiceKind.MEMBERSHIP, "Yoga, until 19 January 2027", date(2026, 12, 20))]
    assert scene.database.read(balance.of, scene.alice_ctx()).due == "$168.00"
    check(scene)


def test_cycles_that_began_while_nothing_ran_are_made_up_for_one_by_one(scene: Scene):
    monthly(scene, expires_on="2027-01-31")
    while sweep(scene, NOW + 100 * DAY):
        pass
    assert [row[2] for row in billed(scene)] == [date(2026, 11, 20), date(2026, 12, 20), date(2027, 1, 20)]


def test_one_that_has_ended_costs_nothing_more_and_one_resumed_goes_on_from_then(scene: Scene):
    package = monthly(scene)
    act = (scene.alice, package)
    scene.database.write(desk_packages.end, scene.dana_ctx(), *act)
    assert sweep(scene, NOW + 40 * DAY) == 0
    scene.database.write(desk_packages.resume, scene.dana_ctx(now=NOW + 40 * DAY), *act)
    assert scene.rows(Package)[0].bill_on == date(2027, 1, 20)
    assert sweep(scene, NOW + 40 * DAY) == 0


def test_a_new_price_counts_from_the_next_cycle_on(scene: Scene):
    package = monthly(scene)
    scene.database.write(desk_packages.save, scene.dana_ctx(), scene.alice, package, {"price_cents": "90,00"})
    assert len(billed(scene)) == 1
    assert sweep(scene, NOW + 31 * DAY) == 1
    assert sorted(line.amount_cents for line in scene.rows(InvoiceLine)) == [8000, 9000]


def test_what_is_due_is_found_by_an_index(scene: Scene):
    for _ in range(3):
        monthly(scene)
    with statements_of(scene) as seen:
        scene.database.read(package_bills.is_any_due, NOW)
    [asked] = [one for one in seen if "FROM package" in one[0]]
    if scene.database.is_sqlite:
        assert "ix_package_bill" in plan(scene, asked)
