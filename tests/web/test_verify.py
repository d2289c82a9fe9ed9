"""The page behind the code on a receipt: it tells valid, reduced and superseded apart, and nothing else."""

import pytest

from myaccount.domain.receipts import Paper, spaced
from myaccount.models import ReceiptCode
from myaccount.services.receipts import orders
from myaccount.web import rate_limits
from tests.scenes import Scene
from tests.services.receipts.books import Books
from tests.web.portal import portal


@pytest.fixture
def books(sqlite_scene: Scene) -> Books:
    rate_limits._own.cache_clear()
    return Books(sqlite_scene)


def code_of(scene: Scene, receipt: str) -> str:
    scene.database.write(orders.one, scene.alice_ctx(), "", receipt, Paper.RECEIPT)
    [row] = scene.rows(ReceiptCode, receipt_id=receipt)
    return row.code


def heading(answer) -> str:
    return answer.text.partition("<h1>")[2].partition("</h1>")[0]


def test_it_tells_valid_reduced_and_superseded_apart(sqlite_scene: Scene, books: Books):
    [line] = books.invoice("alice", ("Physio", 12000))
    receipt = books.apply(books.pay("alice", 12000), (line, 12000))
    path = f"/verify/{code_of(sqlite_scene, receipt)}"
    found = [portal(sqlite_scene).get(path)]
    books.unapply(receipt, line, 4500)
    found.append(portal(sqlite_scene).get(path))
    books.unapply(receipt, line, 7500)
    found.append(portal(sqlite_scene).get(path))
    assert [heading(one) for one in found] == ["Valid", "Reduced to $75.00", "Superseded"]
    assert {one.status_code for one in found} == {200}
    for one in found:
        assert one.headers["cache-control"] == "no-store"
        assert [word for word in ("Alice", "Moreau", "Sam", "10 March") if word in one.text] == []


def test_it_is_typed_as_people_type(sqlite_scene: Scene, books: Books):
    code = code_of(sqlite_scene, books.receipt())
    typed = spaced(code).lower().replace("0", "o").replace("1", "l")
    assert heading(portal(sqlite_scene).get(f"/verify/{typed}")) == "Valid"
    answer = portal(sqlite_scene).get("/verify", params={"code": f" {typed} "})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/verify/{code}")


def test_an_unknown_code_and_one_of_another_clinic_are_one_answer(sqlite_scene: Scene, books: Books):
    code = code_of(sqlite_scene, books.receipt())
    asked = [("cedar", "2" * 12), ("birch", code), ("cedar", "x"), ("cedar", "<script>"), ("cedar", code[:-1])]
    answers = [portal(sqlite_scene, slug).get(f"/verify/{one}") for slug, one in asked]
    assert {one.status_code for one in answers} == {404}
    assert {heading(one) for one in answers} == {"Not a receipt of this clinic"}
    assert "<script>" not in answers[3].text.partition("<main>")[2]


def test_who_tries_codes_is_turned_away(sqlite_scene: Scene, books: Books):
    code = code_of(sqlite_scene, books.receipt())
    guesser = portal(sqlite_scene, address="198.51.100.9")
    assert {guesser.get("/verify/222222222222").status_code for _ in range(rate_limits.CHECKS.amount)} == {404}
    assert guesser.get(f"/verify/{code}").status_code == 429
    assert portal(sqlite_scene, address="198.51.100.10").get(f"/verify/{code}").status_code == 200


def test_it_speaks_french(sqlite_scene: Scene, books: Books):
    code = code_of(sqlite_scene, books.receipt())
    answer = portal(sqlite_scene, lang="fr").get(f"/verify/{code}")
    assert heading(answer) == "Valide"
    assert "120,00 $" in answer.text
