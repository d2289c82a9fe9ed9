"""Files that are sent: only what is what it says it is gets in, and nothing else of it."""

import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from myaccount.config import config
from myaccount.domain.documents import (
    FileEmpty,
    FileKindRefused,
    FileMismatch,
    FileTooLarge,
    UploadsOff,
)
from myaccount.domain.refusals import NotFound, Refused
from myaccount.models import Document, StoredFile
from myaccount.services.documents import content, desk_words, downloads, uploads
from myaccount.store import files
from tests.scenes import Scene
from tests.services.documents import cabinet
from tests.services.documents.cabinet import PDF, picture, word

HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
GIF = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00!\xf9\x04\x01\x00\x00\x00\x00,\x00"
PHOTO = (Path(__file__).parent / "photo.heic").read_bytes()
"""A photo of two colours, 64 by 48, of whose camera and of whose standing there is something written beside it."""

ATTACKS = {
    "html renamed to pdf": ("a.pdf", HTML),
    "svg renamed to pdf": ("a.pdf", SVG),
    "svg renamed to png": ("a.png", SVG),
    "html renamed to jpg": ("a.jpg", HTML),
    "gif renamed to png": ("a.png", GIF),
    "png renamed to jpg": ("a.jpg", picture("PNG")),
    "jpg renamed to pdf": ("a.pdf", picture("JPEG")),
    "pdf renamed to docx": ("a.docx", PDF),
    "zip renamed to pdf": ("a.pdf", word()),
    "zip that is no document": ("a.docx", word()[:40]),
    "program renamed to pdf": ("a.pdf", b"MZ\x90\x00" + PDF),
    "script in front of a pdf": ("a.pdf", HTML + PDF),
    "gif and pdf in one": ("a.pdf", GIF + PDF),
    "pdf and zip in one": ("a.pdf", PDF + word(**{"word/media.bin": bytes(9000)}) + bytes(4000)),
    "pdf without an end": ("a.pdf", b"%PDF-1.7\n" + b"x" * 5000),
    "binary renamed to txt": ("a.txt", b"a\x00b"),
    "text that is no utf-8": ("a.txt", b"\xff\xfe\xff"),
    "text cut in a letter": ("a.txt", "é".encode()[:1]),
    "picture cut off": ("a.png", picture(size=(300, 300))[:200]),
    "picture of nothing": ("a.webp", b"RIFF\x00\x00\x00\x00WEBP"),
    "macros": ("a.docx", word(**{"word/vbaProject.bin": b"x"})),
    "active controls": ("a.docx", word(**{"word/activeX/activeX1.bin": b"x"})),
    "a program inside": ("a.docx", word(**{"word/run.exe": b"x"})),
    "html renamed to heic": ("a.heic", HTML),
    "svg renamed to heic": ("a.heic", SVG),
    "jpg renamed to heic": ("a.heic", picture("JPEG")),
    "heic renamed to jpg": ("a.jpg", PHOTO),
    "heic renamed to pdf": ("a.pdf", PHOTO),
    "heic without a size": ("a.heic", PHOTO.replace(b"ispe", b"free")),
    "heic cut off": ("a.heic", PHOTO[:-200]),
    "heic of nothing": ("a.heic", PHOTO[:28]),
    "script in front of a heic": ("a.heic", HTML + PHOTO),
    "a film": ("a.heic", PHOTO.replace(b"ftypheic", b"ftypisom")),
    "a way out of the folder": ("a.docx", word(**{"../../etc/passwd": b"x"})),
}


def judged(body: bytes, name: str) -> uploads.Upload:
    file, sha256 = uploads.stored(body)
    return uploads.judged(file, sha256, name, "Document")


def nothing_is_left() -> bool:
    return not [one for one in (config().data / "files").rglob("*") if one.is_file()]


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_is_not_what_it_says_does_not_get_in(sqlite_scene: Scene, attack: str):
    name, body = ATTACKS[attack]
    with pytest.raises(FileMismatch):
        judged(body, name)
    assert nothing_is_left()


@pytest.mark.parametrize("name", ["a.html", "a.svg", "a.pdf.html", "a.exe", "a", "a.zip", "a.xml", "a.js", "a.swf"])
def test_what_a_browser_would_run_is_refused_by_its_name_already(sqlite_scene: Scene, name: str):
    with pytest.raises(FileKindRefused):
        sqlite_scene.database.read(uploads.check, sqlite_scene.dana_ctx(), sqlite_scene.alice, name)
    with pytest.raises(FileKindRefused):
        judged(PDF, name)
    assert nothing_is_left()


@pytest.mark.parametrize(
    ("name", "body", "title"),
    [
        ("Knee.pdf", PDF, "Knee"), ("scan.JPG", picture("JPEG"), "scan"), ("scan.png", picture(), "scan"),
        ("scan.webp", picture("WEBP"), "scan"), ("note.txt", "Ça va\n".encode(), "note"),
        ("letter.docx", word(), "letter"), ("../../a.html.pdf", PDF, "a html"),
        ("grey.png", picture(mode="L"), "grey"), ("clear.png", picture(mode="RGBA"), "clear"),
        ("print.jpg", picture("JPEG", mode="CMYK"), "print"), ("plan.pdf", PDF + b"\n" * 500, "plan"),
    ],
)  # fmt: skip
def test_what_is_what_it_says_gets_in_under_a_harmless_name(sqlite_scene: Scene, name: str, body: bytes, title: str):
    assert judged(body, name).title == title


def test_an_empty_file_is_refused(sqlite_scene: Scene):
    with pytest.raises(FileEmpty):
        judged(b"", "a.pdf")
    assert nothing_is_left()


def read(arrived: uploads.Upload) -> bytes:
    return b"".join(files.pieces(arrived.file_id, arrived.size, 0, arrived.size - 1))


@pytest.mark.parametrize(("kind", "ending"), [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp")])
def test_a_picture_is_drawn_anew_without_what_else_it_carried(sqlite_scene: Scene, kind: str, ending: str):
    exif = Image.Exif()
    exif[0x010E] = "taken at 118 Heron Walk"
    body = picture(kind, exif=exif) + HTML
    kept = read(judged(body, f"a.{ending}"))
    assert b"Heron" in body
    assert b"Heron" not in kept and b"script" not in kept
    with Image.open(io.BytesIO(kept)) as image:
        assert (image.size, dict(image.getexif())) == ((40, 30), {})


def test_a_picture_that_was_taken_sideways_stands_upright(sqlite_scene: Scene):
    exif = Image.Exif()
    exif[0x0112] = 6
    kept = read(judged(picture("JPEG", exif=exif), "a.jpg"))
    with Image.open(io.BytesIO(kept)) as image:
        assert image.size == (30, 40)


def test_a_picture_that_would_fill_the_memory_is_not_drawn(sqlite_scene: Scene):
    body = picture(size=(10_001, 5_000), mode="L")
    assert len(body) < 200_000
    with pytest.raises(FileTooLarge):
        judged(body, "bomb.png")
    assert nothing_is_left()


def test_a_package_that_would_unpack_to_more_than_a_disk_holds_is_not_taken(sqlite_scene: Scene):
    body = word(**{f"word/media/{number}.bin": bytes(60_000_000) for number in range(9)})
    assert len(body) < 1_000_000
    with pytest.raises(FileMismatch):
        judged(body, "bomb.docx")


def test_a_package_of_too_many_parts_is_not_taken(sqlite_scene: Scene, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(content, "MOST_PARTS", 3)
    with pytest.raises(FileMismatch):
        judged(word(one=b"", two=b""), "a.docx")
    assert zipfile.ZipFile(io.BytesIO(word())).testzip() is None


def test_what_the_clinic_takes_in_is_not_visible_until_it_is_shared(scene: Scene):
    document_id = cabinet.take_in(scene)
    assert cabinet.titles(scene) == []
    cabinet.share(scene, document_id)
    assert cabinet.titles(scene) == ["Knee exercises"]
    [file] = scene.rows(StoredFile)
    assert (file.media, file.size) == ("application/pdf", len(PDF))


def test_a_patient_sends_a_file_where_the_clinic_takes_them(scene: Scene):
    with pytest.raises(UploadsOff):
        cabinet.take_in(scene, ctx=scene.alice_ctx())
    scene.set("patient_uploads", True)
    document_id = cabinet.take_in(scene, ctx=scene.alice_ctx())
    assert cabinet.titles(scene) == ["Knee exercises"]
    row = cabinet.row(scene, document_id)
    assert (row.person_id, row.source, row.folder) == (scene.alice, "patient", "sent")
    [line] = scene.database.read(desk_words.of_patient, scene.dana_ctx(), scene.alice, "").rows
    assert (line.sent, line.is_new) == ("Sent by the patient", True)
    scene.database.write(downloads.to_clinic, scene.dana_ctx(), scene.alice, document_id, 0, "view")
    [line] = scene.database.read(desk_words.of_patient, scene.dana_ctx(), scene.alice, "").rows
    assert line.is_new is False
    assert [one.action for one in scene.audit("document.sent")] == ["document.sent"]


def test_a_patient_sends_for_nobody_else_whatever_id_comes_with_it(scene: Scene):
    scene.set("patient_uploads", True)
    file, sha256 = uploads.stored(PDF)
    arrived = uploads.judged(file, sha256, "a.pdf", "Document")
    scene.database.write(uploads.keep, scene.alice_ctx(), scene.people["bob"], arrived)
    [row] = scene.rows(Document)
    assert row.person_id == scene.alice


@pytest.mark.parametrize(("who", "whose"), [("kim", "alice"), ("sam", "alice"), ("dana", "charlie")])
def test_nobody_takes_a_file_in_for_a_patient_whom_they_do_not_see(scene: Scene, who: str, whose: str):
    ctx = scene.staff_ctx(who)
    with pytest.raises(NotFound):
        scene.database.read(uploads.check, ctx, scene.people[whose], "a.pdf")
    with pytest.raises(Refused):
        cabinet.take_in(scene, who=whose, ctx=ctx)
    assert scene.rows(Document) == []
