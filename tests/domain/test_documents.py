"""Which files are taken, and what they are called."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myaccount.domain.documents import (
    NAME_AT_MOST,
    PDF,
    TEXT_AT_MOST,
    TYPES,
    DocumentKind,
    FileKindRefused,
    file_name,
    named_type,
    read,
    stem,
)

REFUSED = [
    "page.html", "page.htm", "picture.svg", "page.xhtml", "run.exe", "run.js", "a.pdf.exe", "a.pdf.html", "archive.zip",
    "macro.docm", "old.doc", "noending", "", ".", "pdf", "a.pdf\x00.html", "a.pdf ", "a.", "a.pdf/", "a.pdf;b",
    "a.PDF.SVG",
]  # fmt: skip


@pytest.mark.parametrize("name", ["a.pdf", "A.PDF", "a.jpeg", "a.jpg", "x.y.png", "a.webp", "a.txt", "a.docx", ".pdf"])
def test_a_type_that_is_taken_is_known_by_the_last_ending(name: str):
    assert named_type(name).ending in ("pdf", "jpg", "png", "webp", "txt", "docx")


@pytest.mark.parametrize("name", [one for one in REFUSED if one != "a.pdf "])
def test_whatever_a_browser_would_run_and_all_else_is_refused(name: str):
    with pytest.raises(FileKindRefused):
        named_type(name)


def test_nothing_that_runs_is_shown_in_a_page():
    assert {kind.media for kind in TYPES if kind.shown} == {
        "application/pdf", "image/jpeg", "image/png", "image/webp", "text/plain",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Knee exercises.pdf", "Knee exercises"),
        ("knee_exercises.pdf", "knee exercises"),
        ("../../etc/passwd.pdf", "passwd"),
        ("..\\..\\windows\\system.ini.pdf", "system ini"),
        ("page.html.pdf", "page html"),
        ("Report 2026.11.02.pdf", "Report 2026.11.02"),
        ("re\r\nSet-Cookie: a=b.pdf", "reSet-Cookie: a=b"),
        ("\u202efdp.exe.pdf", "fdp exe"),
        ("a\x00b.pdf", "ab"),
        (".pdf", "Document"),
        ("   .pdf", "Document"),
        ("/", "Document"),
        ("Ärztlicher Bericht für Zoë.pdf", "Ärztlicher Bericht für Zoë"),
    ],
)
def test_a_files_name_becomes_a_harmless_title(name: str, title: str):
    assert stem(name, "Document") == title


@settings(max_examples=60)
@given(st.text(max_size=400))
def test_any_name_becomes_a_title_that_can_be_kept_and_a_name_that_a_disk_takes(name: str):
    title = stem(name, "Document")
    assert 0 < len(title) <= NAME_AT_MOST
    assert title.isprintable()
    named = file_name(title, PDF)
    assert named.endswith(".pdf") and not set(named) & set('<>:"/\\|?*\x00\r\n')
    assert ".." not in named


def form(**changes: str) -> dict[str, str]:
    return {"title": "Plan", "folder": "treatment_plan", "dated": "2026-11-24", "text": "Walk", **changes}


def test_a_text_as_long_as_allowed_is_taken_and_a_letter_more_is_not():
    assert read(form(text="x" * TEXT_AT_MOST), DocumentKind.CHART_ENTRY)[1] == {}
    assert set(read(form(text="x" * (TEXT_AT_MOST + 1)), DocumentKind.CHART_ENTRY)[1]) == {"text"}


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"title": ""}, "title"), ({"title": "x" * 201}, "title"), ({"title": "a\x00"}, "title"),
        ({"folder": "x"}, "folder"), ({"dated": "24/11/2026"}, "dated"), ({"dated": "1700-01-01"}, "dated"),
        ({"dated": ""}, "dated"), ({"text": ""}, "text"), ({"text": "\ud800"}, "text"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_named_by_its_box(changes: dict[str, str], wrong: str):
    assert set(read(form(**changes), DocumentKind.CHART_ENTRY)[1]) == {wrong}


def test_a_file_has_no_text():
    values, problems = read(form(text="something"), DocumentKind.FILE)
    assert (set(values), problems) == ({"title", "folder", "dated"}, {})
