"""Word documents: which folder, what kind of thing and how large, from which day."""

from datetime import date

from myaccount.domain import chart_text
from myaccount.domain.chart_text import Block
from myaccount.domain.documents import BY_MEDIA, DocumentKind, FileType, Folder
from myaccount.messages import Language, amounts, dates, say
from myaccount.models import StoredFile
from myaccount.services.context import PatientContext, StaffContext

KILO = 1000


def folder(name: str, ctx: PatientContext) -> str:
    """Name a folder, to the clinic or to the patient."""
    is_own = name == Folder.SENT and not isinstance(ctx, StaffContext)
    return say("folder.sent.own" if is_own else f"folder.{name}", ctx.lang)


def day(of: date, lang: Language) -> str:
    """Name the day of a document."""
    return dates.plain_day(of, lang)


def about(kind: str, file: StoredFile | None, lang: Language) -> str:
    """Say what a document is: "Chart entry", or the type of its file and how large it is."""
    if file is None:
        return say(f"document.is.{kind}", lang)
    return f"{say(f'document.type.{_type(file).ending}', lang)} · {_size(file.size, lang)}"


def shown(file: StoredFile | None) -> str:
    """Tell how a page shows a document: "text", "pdf", "image", or blank for what is only downloaded."""
    return "text" if file is None else _type(file).shown


def blocks(kind: str, text: str) -> list[Block]:
    """Read the text of a document: of a form as it was written down, of a chart entry by the signs in it."""
    return chart_text.read_kept(text) if kind == DocumentKind.FORM else chart_text.blocks(text)


def drawing(kind: str, file: StoredFile | None) -> str:
    """Choose the drawing beside a document."""
    if file is not None and shown(file) == "image":
        return "image"
    return "page" if file is None or kind != DocumentKind.FILE else "file"


def _type(file: StoredFile) -> FileType:
    return BY_MEDIA[file.media]


def _size(size: int, lang: Language) -> str:
    """Say how large a file is, in the units that people know. Edges: never none."""
    if size < KILO * KILO:
        return say("document.kilobytes", lang, count=max(1, round(size / KILO)))
    count = f"{size / KILO / KILO:.1f}".removesuffix(".0")
    return say("document.megabytes", lang, count=amounts.number(count, lang))
