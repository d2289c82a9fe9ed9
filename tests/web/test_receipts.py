"""Receipts as files over HTTP: whose they are, how they come, and the same answer for all that is not there."""

import pytest

from myaccount import clock
from myaccount.models import Clinic, Invoice
from myaccount.press import printing
from myaccount.web import rate_limits
from tests.scenes import Scene
from tests.services.receipts.books import Books
from tests.services.receipts.test_orders import american
from tests.state.conftest import Visitors
from tests.web.portal import portal

PDF = b"%PDF-1.7 of a test"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    async def pdf(papers, title=""):
        return PDF

    monkeypatch.setattr(printing, "pdf", pdf)
    rate_limits._own.cache_clear()


def signed_in(scene: Scene, who: str, slug: str = "cedar"):
    session = Visitors(scene, None).sign_in(who)  # type: ignore[arg-type]
    return portal(scene, slug, session_id=session)


@pytest.fixture
def receipt(sqlite_scene: Scene) -> str:
    return Books(sqlite_scene).receipt(at=clock.now())


def files(receipt: str, base: str = "/account/receipts") -> list[str]:
    year = clock.now().year
    return [
        f"{base}/{receipt}.pdf",
        f"{base}/{receipt}.pdf?download",
        f"{base}/page.pdf",
        f"{base}/{year}/statement.pdf",
        f"{base}/{year}/statement.csv",
    ]


def test_a_receipt_is_looked_at_or_downloaded(sqlite_scene: Scene, receipt: str):
    alice = signed_in(sqlite_scene, "alice")
    view = alice.get(f"/account/receipts/{receipt}.pdf")
    assert (view.status_code, view.content, view.headers["content-type"]) == (200, PDF, "application/pdf")
    assert view.headers["content-disposition"].startswith('inline; filename="Receipt ')
    assert view.headers["content-security-policy"].startswith("default-src 'none'")
    down = alice.get(f"/account/receipts/{receipt}.pdf?download")
    assert down.headers["content-disposition"].startswith("attachment; ")


def test_every_file_is_there_for_its_owner_and_for_the_desk(sqlite_scene: Scene, receipt: str):
    alice, dana = signed_in(sqlite_scene, "alice"), signed_in(sqlite_scene, "dana")
    assert {alice.get(one).status_code for one in files(receipt)} == {200}
    base = f"/clinic/patients/{sqlite_scene.alice}/receipts"
    assert {dana.get(one).status_code for one in files(receipt, base)} == {200}


def test_the_desk_opens_the_detailed_receipt_of_an_invoice_and_nobody_else_does(sqlite_scene: Scene, receipt: str):
    [invoice] = sqlite_scene.rows(Invoice)
    path = f"/clinic/patients/{sqlite_scene.alice}/invoices/{invoice.id}.pdf"
    answer = signed_in(sqlite_scene, "dana").get(path)
    assert (answer.status_code, answer.content, answer.headers["content-type"]) == (200, PDF, "application/pdf")
    assert answer.headers["content-disposition"].startswith('inline; filename="Detailed receipt of invoice')
    for who in ("alice", "bob", "sam"):
        assert signed_in(sqlite_scene, who).get(path).status_code == 404
    assert signed_in(sqlite_scene, "charlie", "birch").get(path).status_code == 404
    assert signed_in(sqlite_scene, "kim", "birch").get(path).status_code == 404
    others = path.replace(sqlite_scene.alice, sqlite_scene.people["bob"])
    assert signed_in(sqlite_scene, "dana").get(others).status_code == 404


def test_what_is_somebody_elses_is_answered_like_what_is_not_there(sqlite_scene: Scene, receipt: str):
    base = f"/clinic/patients/{sqlite_scene.alice}/receipts"
    unknown = signed_in(sqlite_scene, "alice").get(f"/account/receipts/{'x' * 22}.pdf")
    assert unknown.status_code == 404
    asked = [
        *((who, "cedar", path) for who in ("bob", "dana", "sam", "robin") for path in files(receipt)),
        *(("charlie", "birch", path) for path in [*files(receipt), *files(receipt, base)]),
        *((who, "cedar", path) for who in ("alice", "bob", "sam") for path in files(receipt, base)),
    ]
    answers = {
        (answer.status_code, answer.text)
        for who, slug, path in asked
        for answer in [signed_in(sqlite_scene, who, slug).get(path)]
    }
    assert answers == {(404, unknown.text)}


def test_nobody_signed_out_is_given_one(sqlite_scene: Scene, receipt: str):
    assert {portal(sqlite_scene).get(one).status_code for one in files(receipt)} == {404}


@pytest.mark.parametrize("query", ["from=x", "to=2026-13-01", "after=x", "after=2026-03-10~1~0~1"])
def test_a_page_that_there_is_not_is_not_found(sqlite_scene: Scene, receipt: str, query: str):
    assert signed_in(sqlite_scene, "alice").get(f"/account/receipts/page.pdf?{query}").status_code == 404


def test_a_page_is_of_the_days_that_are_asked_for(sqlite_scene: Scene, receipt: str):
    alice = signed_in(sqlite_scene, "alice")
    assert alice.get("/account/receipts/page.pdf?from=&to=&after=").status_code == 200
    assert alice.get("/account/receipts/page.pdf?to=2020-01-01").status_code == 404


def test_a_superbill_that_is_not_ready_says_why(sqlite_scene: Scene):
    receipt = american(sqlite_scene, Books(sqlite_scene))
    alice = signed_in(sqlite_scene, "alice")
    assert alice.get(f"/account/receipts/{receipt}/superbill.pdf").status_code == 200
    with sqlite_scene.database.writing() as tx:
        clinic = tx.get_one(Clinic, sqlite_scene.cedar.clinic_id)
        clinic.tax_number, clinic.settings_version = None, clinic.settings_version + 1
    answer = alice.get(f"/account/receipts/{receipt}/superbill.pdf")
    assert (answer.status_code, "its tax ID" in answer.text) == (409, True)


def test_who_prints_without_end_is_told_to_wait(sqlite_scene: Scene, receipt: str):
    alice = signed_in(sqlite_scene, "alice")
    codes = [alice.get(f"/account/receipts/{receipt}.pdf").status_code for _ in range(rate_limits.PRINTS.amount + 1)]
    assert (set(codes[:-1]), codes[-1]) == ({200}, 429)
