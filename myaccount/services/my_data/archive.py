"""Make the copy of somebody's data: one archive of the JSON, their receipts, and what the clinic shares with them.

It is written as it is made, a paper at a time: neither a long life nor large files take memory.
"""

import asyncio
import re
import zipfile
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import Row
from sqlmodel import Session

from myaccount.domain.my_data import AGAIN_FOR, READY_FOR
from myaccount.domain.topics import Topic
from myaccount.models import StoredFile
from myaccount.press import printing
from myaccount.services.clinic import clinics
from myaccount.services.context import ClinicContext, PatientContext, without_session
from myaccount.services.documents import downloads
from myaccount.services.my_data import gathering
from myaccount.services.receipts import orders
from myaccount.store import bus, files, people
from myaccount.store import documents as document_store
from myaccount.store import my_data as store
from myaccount.store import receipts as receipt_store
from myaccount.store.engine import in_read, in_tx
from myaccount.store.files import Incoming

ZIP = "application/zip"
LARGEST = 4 * 1024**3
LEASE = timedelta(minutes=5)
"""For how long a copy is left to who makes it, who holds it again and again; after that another begins it anew."""
ON_ITS_WAY = AGAIN_FOR + timedelta(hours=1)
"""How long after it was first taken the file of a copy is kept: the last start may be on its way for an hour."""


class Sink(Protocol):
    """Where an archive is written to, from its beginning to its end."""

    def write(self, content: bytes, /) -> object:
        """Take the next bytes."""


class _Onward:
    """A file that can only be written on."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink

    def write(self, content: bytes, /) -> int:
        """Pass the bytes on."""
        self._sink.write(bytes(content))
        return len(content)

    def flush(self) -> None:
        """Do nothing: what was written is on its way."""


async def forget_over(moment: datetime) -> None:
    """Delete the files of copies that have run out, or were taken a while ago. Times: aware UTC."""
    if await in_read(store.is_any_over, moment, moment - ON_ITS_WAY):
        for file_id in await in_tx(store.over, moment, moment - ON_ITS_WAY):
            await asyncio.to_thread(files.delete, file_id)


async def claim(moment: datetime) -> Row[Any] | None:
    """Take the copy that waits longest to be made; None when there is none. Times: aware UTC."""
    if not await in_read(store.is_any_waiting, moment):
        return None
    return await in_tx(store.claim, moment, moment + LEASE)


async def renew_lease(asked: Row[Any], moment: datetime) -> None:
    """Hold a copy that is still being made. Times: aware UTC."""
    await in_tx(store.hold, asked.id, asked.attempts, moment + LEASE)


async def make(asked: Row[Any], moment: datetime) -> None:
    """Make a copy that was claimed. Times: aware UTC."""
    ctx = await in_read(context, asked.clinic_id, asked.person_id, moment)
    with Incoming(limit=LARGEST) as incoming:
        await write(ctx, incoming)
        sha256 = await asyncio.to_thread(incoming.finish)
    file = StoredFile(
        id=incoming.id, clinic_id=ctx.clinic.id, media=ZIP, size=incoming.size, sha256=sha256, stored_at=ctx.now
    )
    if await in_tx(_keep, ctx, asked.id, file):
        await asyncio.to_thread(files.settle, incoming.id)
    else:
        await asyncio.to_thread(files.drop, incoming.id)


async def give_up(asked: Row[Any], moment: datetime) -> None:
    """Let nobody wait any more for a copy that could not be made: the page says so. Times: aware UTC."""
    await in_tx(_give_up, asked, moment)


async def write(ctx: PatientContext, sink: Sink) -> None:
    """Write the whole archive."""
    with zipfile.ZipFile(_Onward(sink), "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        await in_read(_write_json, ctx, archive)
        for receipt_id in await in_read(_receipts, ctx):
            order = await in_read(orders.unnoted, ctx, receipt_id)
            pdf = await orders.delivered(ctx, order)
            await asyncio.to_thread(archive.writestr, f"receipts/{_name(order.file_name)}", pdf)
        for document_id in await in_read(_documents, ctx):
            await _add_document(ctx, archive, document_id)


def context(tx: Session, clinic_id: str, person_id: str, moment: datetime) -> PatientContext:
    """Act as the person whose copy it is. Raises: NotFound."""
    facts, person = clinics.facts(tx, clinic_id), people.own(tx, clinic_id, person_id)
    return without_session(ClinicContext(facts, moment, facts.language), person)


def _keep(tx: Session, ctx: PatientContext, export_id: str, file: StoredFile) -> bool:
    with tx.begin_nested() as step:
        tx.add(file)
        tx.flush()
        if not store.ready(tx, export_id, file.id, ctx.now, ctx.now + READY_FOR):
            step.rollback()
            return False
    bus.announce(tx, ctx.clinic.id, Topic.MY_DATA, ctx.now, ctx.person_id)
    return True


def _give_up(tx: Session, asked: Row[Any], moment: datetime) -> None:
    if store.failed(tx, asked.id, asked.attempts, moment):
        bus.announce(tx, asked.clinic_id, Topic.MY_DATA, moment, asked.person_id)


def _write_json(tx: Session, ctx: PatientContext, archive: zipfile.ZipFile) -> None:
    with archive.open("data.json", "w", force_zip64=True) as file:
        for piece in gathering.written(tx, ctx):
            file.write(piece.encode())


def _receipts(tx: Session, ctx: PatientContext) -> list[str]:
    found = receipt_store.listed(
        tx, ctx.clinic.id, ctx.person_id, since=None, until=None, up_to=None, limit=gathering.MOST
    )
    return [row.Receipt.id for row in found]


def _documents(tx: Session, ctx: PatientContext) -> list[str]:
    found = document_store.shared_page(tx, ctx.clinic.id, ctx.person_id, "", None, gathering.MOST)
    return [row.Document.id for row in found]


async def _add_document(ctx: PatientContext, archive: zipfile.ZipFile, document_id: str) -> None:
    handout = await in_read(downloads.unnoted, ctx, document_id)
    name = f"documents/{document_id[:6]}-{_name(handout.name)}"
    if handout.paper is not None:
        pdf = await printing.pdf([handout.paper], handout.paper.title)
        await asyncio.to_thread(archive.writestr, name, pdf)
        return
    await asyncio.to_thread(_copy, archive, name, handout.file_id, handout.size)


def _copy(archive: zipfile.ZipFile, name: str, file_id: str, size: int) -> None:
    with archive.open(name, "w", force_zip64=True) as file:
        for piece in files.pieces(file_id, size, 0, size - 1):
            file.write(piece)


def _name(title: str) -> str:
    """Make a name for an entry that leads nowhere else, on whatever computer it is opened."""
    return re.sub(r"[^\w .,()-]", "_", title).strip(". ")[:120] or "file"
