"""Documents over HTTP: whose they are, in part or whole, what their headers forbid, and what must not get in."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from myaccount.config import config
from myaccount.models import Document, LoginSession, StoredFile
from myaccount.press import printing
from myaccount.store import files
from myaccount.store.files import PIECE
from myaccount.web import documents, rate_limits
from tests.scenes import Scene
from tests.services.documents import cabinet
from tests.services.documents.cabinet import PDF, picture
from tests.services.documents.test_uploads import ATTACKS, HTML
from tests.web.portal import portal
from tests.web.test_receipts import signed_in

BIG = b"%PDF-1.7\n" + bytes(range(256)) * 1000 + b"\n%%EOF\n"
OWN = "/account/documents"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    async def pdf(papers: Any, title: str = "") -> bytes:
        return PDF

    monkeypatch.setattr(printing, "pdf", pdf)
    rate_limits._own.cache_clear()


@pytest.fixture
def document(sqlite_scene: Scene) -> str:
    """A PDF that Alice can see."""
    document_id = cabinet.take_in(sqlite_scene, BIG, "Knee exercises.pdf")
    cabinet.share(sqlite_scene, document_id)
    return document_id


def staff_base(scene: Scene, who: str = "alice") -> str:
    return f"/clinic/patients/{scene.people[who]}/documents"


def send(client, base: str, body: Any = PDF, name: str = "a.pdf", **headers: str):
    return client.post(f"{base}/upload", content=body, headers={"x-file-name": quote(name), **headers})


def lying() -> list[str]:
    return [one.name for one in (config().data / "files").rglob("*") if one.is_file()]


def test_a_pdf_is_looked_at_in_the_page_and_may_do_nothing(sqlite_scene: Scene, document: str):
    answer = signed_in(sqlite_scene, "alice").get(f"{OWN}/{document}/file")
    assert (answer.status_code, answer.content, answer.headers["content-type"]) == (200, BIG, "application/pdf")
    assert answer.headers["content-disposition"].startswith('inline; filename="Knee exercises.pdf"')
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'") and "frame-ancestors 'self'" in policy
    assert answer.headers["content-length"] == str(len(BIG))


def test_downloaded_it_is_an_attachment_in_a_sandbox(sqlite_scene: Scene, document: str):
    answer = signed_in(sqlite_scene, "alice").get(f"{OWN}/{document}/file?download")
    assert answer.headers["content-disposition"].startswith('attachment; filename="Knee exercises.pdf"')
    assert "sandbox" in answer.headers["content-security-policy"]


def test_a_name_with_anything_in_it_is_written_so_that_it_stays_a_name(sqlite_scene: Scene):
    document_id = cabinet.take_in(sqlite_scene, PDF, 'Genou "gauche"; été €.pdf')
    cabinet.share(sqlite_scene, document_id)
    named = signed_in(sqlite_scene, "alice").get(f"{OWN}/{document_id}/file").headers["content-disposition"]
    assert named == (
        'inline; filename="Genou -gauche-_ _t_ _.pdf"; '
        "filename*=UTF-8''Genou%20-gauche-%3B%20%C3%A9t%C3%A9%20%E2%82%AC.pdf"
    )


def test_what_a_page_does_not_show_is_an_attachment_however_it_is_asked_for(sqlite_scene: Scene):
    document_id = cabinet.take_in(sqlite_scene, cabinet.word(), "letter.docx")
    cabinet.share(sqlite_scene, document_id)
    answer = signed_in(sqlite_scene, "alice").get(f"{OWN}/{document_id}/file")
    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert "sandbox" in answer.headers["content-security-policy"]


def test_html_in_a_text_file_stays_text(sqlite_scene: Scene):
    document_id = cabinet.take_in(sqlite_scene, HTML, "page.html.txt")
    cabinet.share(sqlite_scene, document_id)
    answer = signed_in(sqlite_scene, "alice").get(f"{OWN}/{document_id}/file")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["content-disposition"].startswith('inline; filename="page html.txt"')


@pytest.mark.parametrize(
    ("asked", "status", "first", "last"),
    [
        ("bytes=0-99", 206, 0, 99), ("bytes=65530-65545", 206, 65530, 65545), ("bytes=256000-", 206, 256000, None),
        ("bytes=-16", 206, len(BIG) - 16, None), ("bytes=0-99999999", 206, 0, None), ("bytes=0-0", 206, 0, 0),
        ("bytes=-99999999", 206, 0, None),
        ("bytes=0-1,5-9", 200, 0, None), ("bytes=-", 200, 0, None), ("lines=1-2", 200, 0, None), ("x", 200, 0, None),
    ],
)  # fmt: skip
def test_a_part_is_served_as_it_is_asked_for(
    sqlite_scene: Scene, document: str, asked: str, status: int, first: int, last: int | None
):
    answer = signed_in(sqlite_scene, "alice").get(f"{OWN}/{document}/file", headers={"range": asked})
    end = len(BIG) - 1 if last is None else last
    assert (answer.status_code, answer.content) == (status, BIG[first : end + 1])
    if status == 206:
        assert answer.headers["content-range"] == f"bytes {first}-{end}/{len(BIG)}"


@pytest.mark.parametrize("asked", [f"bytes={len(BIG)}-", "bytes=9-3", "bytes=-0", "bytes=99999999-"])
def test_a_part_that_there_is_not_is_refused(sqlite_scene: Scene, document: str, asked: str):
    answer = signed_in(sqlite_scene, "alice").get(f"{OWN}/{document}/file", headers={"range": asked})
    assert (answer.status_code, answer.headers["content-range"]) == (416, f"bytes */{len(BIG)}")


def test_a_file_is_never_in_memory_as_a_whole(sqlite_scene: Scene, document: str, monkeypatch: pytest.MonkeyPatch):
    seen: list[int] = []
    read = files.pieces

    def noted(*asked: Any) -> Iterator[bytes]:
        for piece in read(*asked):
            seen.append(len(piece))
            yield piece

    monkeypatch.setattr(files, "pieces", noted)
    signed_in(sqlite_scene, "alice").get(f"{OWN}/{document}/file")
    assert (sum(seen), max(seen)) == (len(BIG), PIECE)


def test_a_chart_entry_is_handed_out_as_a_pdf(sqlite_scene: Scene):
    document_id = cabinet.shared(sqlite_scene)
    answer = signed_in(sqlite_scene, "alice").get(f"{OWN}/{document_id}/file?download")
    assert answer.headers["content-disposition"].startswith('attachment; filename="Progress report.pdf"')
    assert answer.content == PDF


def test_withdrawn_its_address_answers_nothing_from_the_next_request_on(sqlite_scene: Scene, document: str):
    alice = signed_in(sqlite_scene, "alice")
    assert alice.get(f"{OWN}/{document}/file").status_code == 200
    cabinet.withdraw(sqlite_scene, document)
    for path in (f"{OWN}/{document}/file", f"{OWN}/{document}/file?download", f"{OWN}/{document}/file?v=1"):
        assert alice.get(path).status_code == 404


def test_what_is_somebody_elses_or_not_shared_is_answered_like_what_is_not_there(sqlite_scene: Scene, document: str):
    draft = cabinet.take_in(sqlite_scene)
    base = staff_base(sqlite_scene)
    unknown = signed_in(sqlite_scene, "alice").get(f"{OWN}/{'x' * 22}/file")
    asked = [
        *((who, "cedar", f"{OWN}/{document}/file") for who in ("bob", "dana", "sam", "robin")),
        *((who, "cedar", f"{base}/{document}/file") for who in ("alice", "bob", "sam")),
        ("alice", "cedar", f"{OWN}/{draft}/file"), ("alice", "cedar", f"{OWN}/{document}/file/"),
        ("charlie", "birch", f"{OWN}/{document}/file"), ("kim", "birch", f"{base}/{document}/file"),
        ("charlie", "birch", f"{base}/{document}/file"),
        ("dana", "cedar", f"{staff_base(sqlite_scene, 'bob')}/{document}/file"),
        ("dana", "cedar", f"{base}/{document}/file?version=2"), ("dana", "cedar", f"{base}/{document}/file?version=x"),
        ("alice", "cedar", f"{OWN}/%00/file"), ("alice", "cedar", f"{OWN}/..%2f..%2fsecret.key/file"),
    ]  # fmt: skip
    for who, slug, path in asked:
        answer = signed_in(sqlite_scene, who, slug).get(path)
        assert answer.status_code in (404, 307), path
        assert answer.status_code == 307 or answer.text in (unknown.text, "Not Found"), path
    assert portal(sqlite_scene).get(f"{OWN}/{document}/file").status_code == 404


def test_the_desk_sees_what_there_is_and_what_was_shared(sqlite_scene: Scene, document: str):
    dana, base = signed_in(sqlite_scene, "dana"), staff_base(sqlite_scene)
    for path in (f"{base}/{document}/file", f"{base}/{document}/file?version=1"):
        assert dana.get(path).content == BIG


def test_the_desk_takes_a_file_in(sqlite_scene: Scene):
    answer = send(signed_in(sqlite_scene, "dana"), staff_base(sqlite_scene), BIG, "Bericht für Zoë.pdf")
    row = cabinet.row(sqlite_scene, answer.json()["id"])
    assert (answer.status_code, row.title, row.shared_version) == (200, "Bericht für Zoë", None)
    assert lying() == [row.file_id]


def test_a_patient_sends_a_picture(sqlite_scene: Scene):
    sqlite_scene.set("patient_uploads", True)
    alice = signed_in(sqlite_scene, "alice")
    answer = send(alice, OWN, picture(), "photo.png")
    assert alice.get(f"{OWN}/{answer.json()['id']}/file").headers["content-type"] == "image/png"


def test_a_patient_sends_nothing_where_the_clinic_takes_nothing(sqlite_scene: Scene):
    answer = send(signed_in(sqlite_scene, "alice"), OWN)
    assert (answer.status_code, "takes no files" in answer.json()["problem"]) == (404, True)
    assert lying() == []


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_does_not_get_in_by_either_way(sqlite_scene: Scene, attack: str):
    sqlite_scene.set("patient_uploads", True)
    name, body = ATTACKS[attack]
    for who, base in (("alice", OWN), ("dana", staff_base(sqlite_scene))):
        answer = send(signed_in(sqlite_scene, who), base, body, name, **{"content-type": "application/pdf"})
        assert (answer.status_code, set(answer.json())) == (415, {"problem"})
    assert (lying(), sqlite_scene.rows(Document), sqlite_scene.rows(StoredFile)) == ([], [], [])


@pytest.mark.parametrize("name", ["a.html", "a.svg", "a.pdf.html", "a.exe", "", "a", "..", "../a.php", "a.pdf%00.html"])
def test_a_name_of_a_file_that_would_run_does_not_get_in(sqlite_scene: Scene, name: str):
    answer = send(signed_in(sqlite_scene, "dana"), staff_base(sqlite_scene), PDF, name)
    assert answer.status_code == 415
    assert lying() == []


@pytest.mark.parametrize(
    "name", ["../../../etc/cron.d/a.pdf", "..\\..\\a.pdf", "/etc/passwd.pdf", "a\r\nX-Evil: 1.pdf", "%2e%2e/a.pdf",
             "x" * 3000 + ".pdf", "\u202efdp.pdf", "a\x00.pdf",
             "<script>alert(1)</script>.pdf", "=cmd|'/c calc'!A0.pdf"],
)  # fmt: skip
def test_a_strange_name_makes_a_document_and_nothing_else(sqlite_scene: Scene, name: str):
    answer = send(signed_in(sqlite_scene, "dana"), staff_base(sqlite_scene), PDF, name)
    if answer.status_code == 415:  # so long that its ending was cut off
        assert len(name) > documents.NAME_AT_MOST and lying() == []
        return
    row = cabinet.row(sqlite_scene, answer.json()["id"])
    assert row.title.isprintable() and "/" not in row.title and "\\" not in row.title and ".." not in row.title
    assert lying() == [row.file_id]
    served = signed_in(sqlite_scene, "dana").get(f"{staff_base(sqlite_scene)}/{row.id}/file")
    assert "evil" not in {key.lower() for key in served.headers} and "x-evil" not in served.headers


def test_what_says_that_it_is_too_large_is_refused_unread(sqlite_scene: Scene):
    def never() -> Iterator[bytes]:
        raise AssertionError("it was read")
        yield b""

    answer = send(
        signed_in(sqlite_scene, "dana"), staff_base(sqlite_scene), never(), "a.pdf", **{"content-length": "52428801"}
    )
    assert answer.status_code == 413


def test_what_is_too_large_without_saying_so_is_cut_off(sqlite_scene: Scene, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(files, "FILE_AT_MOST", 2 * PIECE)
    answer = send(signed_in(sqlite_scene, "dana"), staff_base(sqlite_scene), iter([PDF, *[bytes(PIECE)] * 9]))
    assert (answer.status_code, lying(), sqlite_scene.rows(Document)) == (413, [], [])


@pytest.mark.parametrize("said", ["1", "999", str(len(PDF) + 1)])
def test_a_length_that_is_not_what_arrives_is_refused(sqlite_scene: Scene, said: str):
    answer = send(signed_in(sqlite_scene, "dana"), staff_base(sqlite_scene), PDF, "a.pdf", **{"content-length": said})
    assert (answer.status_code, lying(), sqlite_scene.rows(Document)) == (400, [], [])


def test_nothing_at_all_is_no_file(sqlite_scene: Scene):
    answer = send(signed_in(sqlite_scene, "dana"), staff_base(sqlite_scene), b"")
    assert (answer.status_code, lying()) == (400, [])


def test_nobody_sends_to_where_they_do_not_belong(sqlite_scene: Scene):
    sqlite_scene.set("patient_uploads", True)
    base = staff_base(sqlite_scene)
    for who, slug, where in (
        ("alice", "cedar", base), ("bob", "cedar", base), ("sam", "cedar", base), ("kim", "birch", base),
        ("charlie", "birch", OWN), ("charlie", "birch", base),
    ):  # fmt: skip
        assert send(signed_in(sqlite_scene, who, slug), where).status_code == 404
    assert send(portal(sqlite_scene), OWN).status_code == 404
    assert (lying(), sqlite_scene.rows(Document)) == ([], [])


def test_whoever_was_signed_out_while_it_arrived_has_sent_nothing(sqlite_scene: Scene):
    dana = signed_in(sqlite_scene, "dana")

    def slowly() -> Iterator[bytes]:
        yield PDF[:20]
        with sqlite_scene.database.writing() as tx:
            for row in sqlite_scene.rows(LoginSession):
                tx.get_one(LoginSession, row.id).ended_at = row.created_at
        yield PDF[20:]

    assert send(dana, staff_base(sqlite_scene), slowly()).status_code == 404
    assert (lying(), sqlite_scene.rows(Document)) == ([], [])


def test_who_sends_without_end_is_told_to_wait(sqlite_scene: Scene):
    sqlite_scene.set("patient_uploads", True)
    alice = signed_in(sqlite_scene, "alice")
    codes = [send(alice, OWN).status_code for _ in range(rate_limits.UPLOADS_OF_PATIENT.amount + 1)]
    assert (set(codes[:-1]), codes[-1]) == ({200}, 429)


def test_a_disk_that_is_full_is_said_and_nothing_is_half_there(sqlite_scene: Scene, monkeypatch: pytest.MonkeyPatch):
    import errno
    import os

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    answer = send(signed_in(sqlite_scene, "dana"), staff_base(sqlite_scene))
    assert (answer.status_code, lying(), sqlite_scene.rows(Document)) == (507, [], [])
