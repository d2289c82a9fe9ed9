"""Documents for the people of the scene, files of every kind that is taken, and shorthand for what is seen of them."""

import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import Any

from PIL import Image

from myaccount.models import Document, DocumentVersion
from myaccount.services.context import PatientContext
from myaccount.services.documents import desk, own, uploads
from tests.scenes import NOW, Scene

FIELDS = {"title": "Progress report", "folder": "progress_report", "dated": "2026-11-20", "text": "# Better\n\n- Knee"}
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), mode: str = "RGB", **more: Any) -> bytes:
    """Draw a picture."""
    drawn = io.BytesIO()
    Image.new(mode, size, 90).save(drawn, kind, **more)
    return drawn.getvalue()


def word(**parts: bytes) -> bytes:
    """Pack a Word document, with more parts in it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>", **parts}.items():
            package.writestr(name, content)
    return packed.getvalue()


def write(scene: Scene, who: str = "alice", by: str = "dana", **changes: str) -> str:
    """Write a chart entry; give back its id."""
    place, ctx = scene.people[who], scene.staff_ctx(by)
    outcome = scene.database.write(desk.save, ctx, place, "", {**FIELDS, **changes})
    assert outcome.problems == {}
    return outcome.id


def change(scene: Scene, document_id: str, who: str = "alice", by: str = "dana", **changes: str) -> None:
    """Change a document, as its form would."""
    outcome = scene.database.write(desk.save, scene.staff_ctx(by), scene.people[who], document_id, changes)
    assert (outcome.problems, outcome.clashed) == ({}, False)


def share(scene: Scene, document_id: str, who: str = "alice", by: str = "dana", now: datetime = NOW) -> None:
    """Let the patient see a document."""
    scene.database.write(desk.share, scene.staff_ctx(by, now=now), scene.people[who], document_id)


def withdraw(scene: Scene, document_id: str, who: str = "alice", by: str = "dana") -> None:
    """Let the patient see a document no longer."""
    scene.database.write(desk.withdraw, scene.staff_ctx(by), scene.people[who], document_id)


def shared(scene: Scene, who: str = "alice", **changes: str) -> str:
    """Write a chart entry and share it; give back its id."""
    document_id = write(scene, who, **changes)
    share(scene, document_id, who)
    return document_id


def take_in(
    scene: Scene, content: bytes = PDF, name: str = "Knee exercises.pdf", who: str = "alice", ctx: Any = None
) -> str:
    """Take a file in for a patient; give back the id of its document."""
    ctx = ctx or scene.dana_ctx()
    file, sha256 = uploads.stored(content)
    arrived = uploads.judged(file, sha256, name, "Document")
    return scene.database.write(uploads.keep, ctx, scene.people[who], arrived)


def titles(scene: Scene, ctx: PatientContext | None = None, folder: str = "", cursor: str = "") -> list[str]:
    """List what a patient sees, by title."""
    return [one.title for one in scene.database.read(own.page, ctx or scene.alice_ctx(), folder, cursor).cards]


def row(scene: Scene, document_id: str) -> Document:
    """Read a document as the database has it."""
    [found] = scene.rows(Document, id=document_id)
    return found


def versions(scene: Scene, document_id: str) -> list[DocumentVersion]:
    """Read what was shared of a document."""
    return sorted(scene.rows(DocumentVersion, document_id=document_id), key=lambda one: one.number)


Attempt = Callable[[], object]
