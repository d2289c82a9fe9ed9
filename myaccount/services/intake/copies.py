"""The copy of a form that its patient keeps among their documents, as it was submitted."""

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session, col, select

from myaccount.domain.chart_text import Block, BlockKind, Line, Span, kept
from myaccount.domain.documents import DocumentKind, Folder, Source, stem
from myaccount.domain.forms.answers import DRAWN, Value, path_of
from myaccount.domain.forms.definition import Definition, Question, QuestionType
from myaccount.domain.forms.filling import Answers, shown
from myaccount.messages import language
from myaccount.models import Document, Form
from myaccount.services.context import ClinicContext
from myaccount.services.documents.desk import add_version
from myaccount.services.intake import words
from myaccount.store import documents, people
from myaccount.store import forms as store


def make(tx: Session, ctx: ClinicContext, row: Form, asked: Definition, answers: Answers, at: datetime) -> None:
    """Put a copy of what is submitted among its patient's documents, and beside it the files that came with it.

    Times: `at` is when it is submitted, aware UTC. Edges: what came back and is submitted again makes another copy.
    """
    person = people.own(tx, ctx.clinic.id, row.person_id)
    lang = language(person.language, ctx.clinic.language)
    spoken = ClinicContext(ctx.clinic, ctx.now, lang)
    copy = _document(ctx, row, store.name_of(tx, row), DocumentKind.FORM, Folder.FORMS, at)
    documents.set_text(copy, kept(list(_blocks(spoken, asked, answers))))
    _share(tx, ctx, copy, row.person_id)
    row.document_id = copy.id
    for one in shown(asked, answers):
        value = answers.get(one.id)
        if one.type is QuestionType.FILE and isinstance(value, dict):
            _file(tx, ctx, row, value, at)


def _file(tx: Session, ctx: ClinicContext, row: Form, value: dict[str, str], at: datetime) -> None:
    """Put a file of an answer among the documents, once."""
    there = select(Document.id).where(col(Document.file_id) == value["file"])
    if tx.exec(there).first() is None:
        title = stem(value["name"], value["name"])
        document = _document(ctx, row, title, DocumentKind.FILE, Folder.SENT, at)
        document.file_id = value["file"]
        _share(tx, ctx, document, row.person_id)


def _document(ctx: ClinicContext, row: Form, title: str, kind: DocumentKind, folder: Folder, at: datetime) -> Document:
    return Document(
        clinic_id=ctx.clinic.id,
        person_id=row.person_id,
        kind=kind.value,
        source=Source.PATIENT.value,
        folder=folder.value,
        title=title,
        dated=ctx.clinic.day_of(at),
        created_at=ctx.now,
        created_by=row.person_id,
    )


def _share(tx: Session, ctx: ClinicContext, document: Document, person_id: str) -> None:
    tx.add(document)
    tx.flush()
    version = add_version(tx, ctx, document, person_id)
    version.opened_at, document.shared_version = ctx.now, version.number
    tx.add_all([version, document])
    tx.flush()


def _blocks(ctx: ClinicContext, asked: Definition, answers: Answers) -> Iterator[Block]:
    for one in shown(asked, answers):
        if not one.asks:
            yield _block(BlockKind.HEADING, one.label)
            continue
        value = answers.get(one.id)
        drawn = isinstance(value, dict) and value.get("how") == DRAWN
        yield Block(
            BlockKind.PARAGRAPH.value,
            [Line([Span(one.label, strong=True)]), *map(_line, _texts(one)), *map(_line, _said(one, value, ctx))],
        )
        if isinstance(value, dict) and drawn:
            yield _block(BlockKind.DRAWING, path_of(value["text"]))


def _block(kind: BlockKind, text: str) -> Block:
    return Block(kind.value, [_line(text)])


def _line(text: str) -> Line:
    return Line([Span(text)])


def _texts(one: Question) -> list[str]:
    return one.text.splitlines()


def _said(one: Question, value: Value | None, ctx: ClinicContext) -> list[str]:
    if isinstance(value, dict) and one.type is QuestionType.SIGNATURE:
        return _signature(one, value, ctx)
    return words.answered(one, value, ctx).splitlines()


def _signature(one: Question, value: dict[str, str], ctx: ClinicContext) -> list[str]:
    signed = words.told(one, value, ctx).signed
    return [signed] if value["how"] == DRAWN else [value["text"], signed]
