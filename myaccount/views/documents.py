"""What a browser may know of documents: those a patient sees, by folders, and those of a patient at the desk."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from myaccount.domain.chart_text import Block
from myaccount.views.papers import ChartPaper
from myaccount.views.practice import Option


@dataclass(frozen=True)
class FolderTab:
    """A folder that holds something: its name, what is in it, and how much of that is new."""

    id: str = ""
    name: str = ""
    new: str = ""


@dataclass(frozen=True)
class DocumentCard:
    """A document in a patient's list. `about` says what it is and how large, `new` why it is marked."""

    id: str = ""
    title: str = ""
    folder: str = ""
    dated: str = ""
    about: str = ""
    drawing: str = ""
    new: str = ""
    url: str = ""
    download_url: str = ""


@dataclass(frozen=True)
class DocumentsPage:
    """What Documents shows: one page of one folder, or of all. A blank `cursor` is the last page."""

    folders: tuple[FolderTab, ...] = ()
    folder: str = ""
    cards: tuple[DocumentCard, ...] = ()
    cursor: str = ""
    may_send: bool = False


@dataclass(frozen=True)
class DocumentView:
    """A document that is looked at. `shown` is "text", "pdf", "image", or blank for what is only downloaded.

    `frame_url` is how a frame of the page shows a PDF. An empty `id` stands for one that is not there.
    """

    id: str = ""
    title: str = ""
    folder: str = ""
    dated: str = ""
    about: str = ""
    shown: str = ""
    blocks: list[Block] = field(default_factory=list)
    file_url: str = ""
    frame_url: str = ""
    download_url: str = ""


@dataclass(frozen=True)
class DeskDocument:
    """A document in the list at the desk.

    `state` says whether the patient sees it, `opened` when they first did, `changed` that what they see is older.
    """

    id: str = ""
    title: str = ""
    folder: str = ""
    dated: str = ""
    about: str = ""
    drawing: str = ""
    state: str = ""
    is_shared: bool = False
    opened: str = ""
    changed: str = ""
    sent: str = ""
    is_new: bool = False
    view_url: str = ""


@dataclass(frozen=True)
class SharedVersion:
    """What was shared of a document once: who did when, and when the patient first opened it."""

    id: str = ""
    name: str = ""
    shared: str = ""
    opened: str = ""
    url: str = ""


@dataclass(frozen=True)
class DocumentForm:
    """A document to change at the desk; a new chart entry has no id. `fields` holds every box by its name."""

    id: str = ""
    title: str = ""
    is_text: bool = True
    is_shared: bool = False
    is_changed: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)
    folders: tuple[Option, ...] = ()
    templates: tuple[Option, ...] = ()
    versions: tuple[SharedVersion, ...] = ()
    view_url: str = ""


@dataclass(frozen=True)
class DeskDocuments:
    """A page of a patient's documents at the desk. A blank `cursor` is the last page."""

    rows: tuple[DeskDocument, ...] = ()
    cursor: str = ""
    send_url: str = ""


@dataclass(frozen=True)
class Handout:
    """What may be handed out: a file that lies somewhere, or a `paper` that is to be printed; and how it is named."""

    file_id: str = ""
    size: int = 0
    media: str = ""
    name: str = ""
    is_shown: bool = False
    paper: ChartPaper | None = None
