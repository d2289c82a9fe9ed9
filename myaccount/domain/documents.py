"""Documents of a patient: what they may be, in which folders they lie, which files are taken, and under which names."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from myaccount.domain.contact import TURNS
from myaccount.domain.parsing import FieldError, Parser, choice, day, line, parse_all
from myaccount.domain.refusals import Refused

FILE_AT_MOST = 50 * 1024 * 1024
"""How many bytes a file may have."""

TEXT_AT_MOST = 10_000
"""How many characters a chart entry may have: the form that brings it, with what stood there before, fits a frame."""

SHOWN_AT_MOST = 20_000
"""How many bytes of a text file are shown within the page."""

NAME_AT_MOST = 120
YEARS = range(1900, 2200)


class DocumentKind(StrEnum):
    """What a document is. A form becomes one when it is submitted."""

    CHART_ENTRY = "chart_entry"
    FILE = "file"
    FORM = "form"


class Source(StrEnum):
    """Whom a document comes from."""

    CLINIC = "clinic"
    PATIENT = "patient"


class Folder(StrEnum):
    """Where a document lies, in the order of the page. Each is named as `folder.<folder>` in the messages."""

    EXERCISES = "exercise_program"
    REPORTS = "progress_report"
    PLANS = "treatment_plan"
    CHART = "chart_entry"
    FORMS = "form"
    FILES = "file"
    SENT = "sent"


CHOSEN = (Folder.EXERCISES, Folder.REPORTS, Folder.PLANS, Folder.CHART, Folder.FILES)
"""The folders that staff put a document into. What patients sent, and forms, stay in theirs."""

USUAL: Mapping[DocumentKind, Folder] = {
    DocumentKind.CHART_ENTRY: Folder.CHART,
    DocumentKind.FILE: Folder.FILES,
    DocumentKind.FORM: Folder.FORMS,
}
"""Where a document lies unless somebody says otherwise."""


@dataclass(frozen=True)
class FileType:
    """A type of file that is taken: the endings it goes by, the first of which it is kept under.

    `shown` says how a page shows it: "pdf", "image", "text", or blank for what is only downloaded.
    """

    media: str
    endings: tuple[str, ...]
    shown: str = ""

    @property
    def ending(self) -> str:
        """The ending under which a file of this type is handed out."""
        return self.endings[0]


PDF = FileType("application/pdf", ("pdf",), "pdf")
JPEG = FileType("image/jpeg", ("jpg", "jpeg"), "image")
PNG = FileType("image/png", ("png",), "image")
WEBP = FileType("image/webp", ("webp",), "image")
TEXT = FileType("text/plain", ("txt",), "text")
WORD = FileType("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ("docx",))
TYPES = (PDF, JPEG, PNG, WEBP, TEXT, WORD)
"""What is kept. Nothing that a browser would run is among them: no HTML, no SVG, no script."""

HEIC = FileType("image/heic", ("heic", "heif"))
"""A photo as telephones keep it, which is kept as a JPEG."""

BY_ENDING: Mapping[str, FileType] = {ending: kind for kind in (*TYPES, HEIC) for ending in kind.endings}
BY_MEDIA: Mapping[str, FileType] = {kind.media: kind for kind in TYPES}
ACCEPTED = ",".join(f".{ending}" for ending in BY_ENDING)
"""What a browser's file dialog offers. HEIC is not named: a telephone then sends a photo as a JPEG by itself."""


class FileTooLarge(Refused):
    """A file of more than 50 MB."""

    code = "file_too_large"


class FileEmpty(Refused):
    """A file without content."""

    code = "file_empty"


class FileKindRefused(Refused):
    """A type of file that is not taken."""

    code = "file_kind"


class HeicRefused(Refused):
    """A photo in the format of telephones, where nothing is installed that reads it."""

    code = "file_heic"


class FileInfected(Refused):
    """A file in which the virus scanner has found something."""

    code = "file_infected"


class FileUnchecked(Refused):
    """A file about which the virus scanner could not be asked."""

    code = "file_unchecked"


class FileMismatch(Refused):
    """A file that is not what its name says, or is damaged."""

    code = "file_mismatch"


class FileCutOff(Refused):
    """A file of which not everything arrived."""

    code = "file_cut_off"


class NoRoom(Refused):
    """There is no room left where files are kept."""

    code = "no_room"


class UploadsOff(Refused):
    """The clinic takes no files from patients (any more)."""

    code = "uploads_off"


class StillShared(Refused):
    """What a patient can see is not removed before it is withdrawn."""

    code = "still_shared"


class NothingToShare(Refused):
    """A chart entry without a word in it."""

    code = "nothing_to_share"


def named_type(file_name: str) -> FileType:
    """Tell by its name which type a file says it is of. Raises: FileKindRefused.

    Edges: only the last ending counts, since it is the one that computers go by.
    """
    ending = file_name.rpartition(".")[2].strip().lower() if "." in file_name else ""
    found = BY_ENDING.get(ending)
    if found is None:
        raise FileKindRefused()
    return found


def stem(file_name: str, otherwise: str) -> str:
    r"""Make a title of a file's name: without folders, ending, control characters and letters that turn a line.

    Edges: a dot that could begin another ending becomes a blank, so that "a.html.pdf" is "a html"; one between digits
    stays. A name with nothing left in it is `otherwise`.
    """
    last = re.split(r"[/\\]", file_name)[-1]
    plain = "".join(one for one in last.rpartition(".")[0 if "." in last else 2] if one not in TURNS and _is_seen(one))
    dotless = re.sub(r"(?<!\d)\.|\.(?!\d)", " ", plain.replace("_", " "))
    return " ".join(dotless.split())[:NAME_AT_MOST].strip() or otherwise


def file_name(title: str, kind: FileType) -> str:
    """Name a file for whoever saves it. Edges: characters that a file system forbids become a hyphen."""
    plain = re.sub(r'[<>:"/\\|?*\x00-\x1f\x7f]', "-", title).strip(" .")[:NAME_AT_MOST]
    return f"{plain or 'document'}.{kind.ending}"


def read(typed: Mapping[str, str], kind: DocumentKind) -> tuple[dict[str, Any], dict[str, FieldError]]:
    """Read what staff typed about a document into its columns; what cannot be taken is named by its box.

    Edges: only a chart entry has a text, and it must not be blank.
    """
    readers = (
        PARSERS if kind is DocumentKind.CHART_ENTRY else {name: PARSERS[name] for name in ("title", "folder", "dated")}
    )
    return parse_all(typed, readers)


def _is_seen(letter: str) -> bool:
    return unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn")


PARSERS: Mapping[str, Parser] = {
    "title": line(needed=True),
    "folder": choice(Folder),
    "dated": day("document.day_wrong", YEARS),
    "text": line(longest=TEXT_AT_MOST, needed=True, lines=True),
}
