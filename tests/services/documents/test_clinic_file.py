"""Documents come in with the clinic file, and their files from beside it."""

import json
from pathlib import Path
from typing import Any

import pytest

from myaccount.config import config
from myaccount.models import Document, DocumentVersion, StoredFile
from myaccount.services import clinic_file
from myaccount.services.clinic_file import BadClinicFile
from myaccount.store import documents as store
from myaccount.store import files
from myaccount.store.engine import Database
from myaccount.views.clinic_file import ImportReport
from tests.services.clinic_file.files import NOW, one, rows, small_file
from tests.services.documents.cabinet import PDF, picture

KNEE: dict[str, Any] = {
    "id": "d1", "patient": "alice", "kind": "file", "title": "Knee exercises", "file": "knee.pdf", "shared": True,
    "dated": "2026-11-01",
}  # fmt: skip
REPORT: dict[str, Any] = {
    "id": "d2", "patient": "alice", "kind": "chart_entry", "title": "Progress report", "text": "# Better",
    "shared": True, "dated": "today-2d",
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the clinic file lies, with the files that it names."""
    place = tmp_path / "clinic"
    (place / "below").mkdir(parents=True)
    (place / "knee.pdf").write_bytes(PDF)
    (place / "below" / "scan.png").write_bytes(picture())
    (tmp_path / "outside.pdf").write_bytes(PDF)
    (place / "link.pdf").symlink_to(tmp_path / "outside.pdf")
    (place / "page.pdf").write_text("<html>")
    (place / "page.html").write_text("<html>")
    (place / "empty.pdf").touch()
    return place


def load(database: Database, folder: Path | None, *documents: dict[str, Any]) -> ImportReport:
    text = json.dumps(small_file() | {"documents": list(documents)})
    return database.write(clinic_file.load, text, NOW, folder=folder)


def counted(report: ImportReport) -> tuple[int, int, int]:
    [count] = [one for one in report.counts if one.kind == "documents"]
    return count.added, count.updated, count.unchanged


def test_it_brings_files_and_chart_entries(database: Database, folder: Path) -> None:
    load(database, folder, KNEE, REPORT, KNEE | {"id": "d3", "file": "below/scan.png", "shared": False})
    found = {row.external_id: row for row in rows(database, Document)}
    assert [(found[name].folder, found[name].shared_version) for name in ("d1", "d2", "d3")] == [
        ("file", 1), ("chart_entry", 1), ("file", None),
    ]  # fmt: skip
    assert store.text_of(found["d2"]) == "# Better"
    assert found["d2"].dated.isoformat() == "2026-11-18"
    [pdf] = [row for row in rows(database, StoredFile) if row.media == "application/pdf"]
    assert b"".join(files.pieces(pdf.id, pdf.size, 0, pdf.size - 1)) == PDF


def test_again_it_changes_nothing_and_a_change_is_the_next_version(database: Database, folder: Path) -> None:
    load(database, folder, KNEE, REPORT)
    assert counted(load(database, folder, KNEE, REPORT)) == (0, 0, 2)
    (folder / "knee.pdf").write_bytes(PDF + b"\n")
    assert counted(load(database, folder, KNEE, REPORT | {"text": "Worse"})) == (0, 2, 0)
    assert sorted((row.number, row.title) for row in rows(database, DocumentVersion)) == [
        (1, "Knee exercises"), (1, "Progress report"), (2, "Knee exercises"), (2, "Progress report"),
    ]  # fmt: skip
    load(database, folder, KNEE | {"shared": False}, REPORT | {"text": "Worse"})
    assert one(database, Document, external_id="d1").shared_version is None


def test_what_the_desk_changed_since_is_kept_and_reported(sqlite_database: Database, folder: Path) -> None:
    load(sqlite_database, folder, KNEE, REPORT)
    with sqlite_database.writing() as tx:
        knee = tx.get_one(Document, one(sqlite_database, Document, external_id="d1").id)
        knee.shared_version = None
        report = tx.get_one(Document, one(sqlite_database, Document, external_id="d2").id)
        store.set_text(report, "Of the desk")
    told = load(sqlite_database, folder, KNEE, REPORT | {"text": "Of the file", "title": "New"})
    assert told.kept == ("$.documents[0].shared", "$.documents[1].text")
    assert one(sqlite_database, Document, external_id="d1").shared_version is None
    row = one(sqlite_database, Document, external_id="d2")
    assert (row.title, store.text_of(row)) == ("New", "Of the desk")


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"file": "missing.pdf"}, "file"), ({"file": "../outside.pdf"}, "file"), ({"file": "link.pdf"}, "file"),
        ({"file": "/etc/passwd"}, "file"), ({"file": "below"}, "file"), ({"file": "page.pdf"}, "file"),
        ({"file": "page.html"}, "file"), ({"file": "empty.pdf"}, "file"), ({"patient": "nobody"}, "patient"),
        ({"file": None}, ""), ({"text": "x"}, ""), ({"kind": "chart_entry"}, ""), ({"dated": "soon"}, "dated"),
        ({"folder": "sent"}, "folder"), ({"kind": "form"}, "kind"), ({"more": 1}, "more"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_and_nothing_is_taken(
    sqlite_database: Database, folder: Path, change: dict[str, Any], path: str
) -> None:
    with pytest.raises(BadClinicFile) as refused:
        load(sqlite_database, folder, REPORT, KNEE | change)
    assert [one.path for one in refused.value.problems] == [".".join(filter(None, ("$.documents[1]", path)))]
    assert rows(sqlite_database, Document) == []
    assert not [one for one in (config().data / "files").rglob("*") if one.is_file()]


def test_a_file_from_nowhere_brings_no_files(sqlite_database: Database) -> None:
    with pytest.raises(BadClinicFile):
        load(sqlite_database, None, KNEE)
    load(sqlite_database, None, REPORT)


def test_an_id_stays_its_patients_and_what_it_is(sqlite_database: Database, folder: Path) -> None:
    load(sqlite_database, folder, KNEE)
    for change in ({"patient": "bob"}, {"kind": "chart_entry", "text": "x", "file": None}):
        with pytest.raises(BadClinicFile):
            load(sqlite_database, folder, KNEE | change)


def test_a_rehearsal_writes_no_file(sqlite_database: Database, folder: Path) -> None:
    text = json.dumps(small_file() | {"documents": [KNEE, REPORT]})
    report = sqlite_database.write(clinic_file.rehearse, text, NOW, folder)
    assert counted(report) == (2, 0, 0)
    assert rows(sqlite_database, Document) == []
    assert not [one for one in (config().data / "files").rglob("*") if one.is_file()]
