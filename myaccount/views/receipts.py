"""What a page shows of receipts, and what is ordered from the press."""

from dataclasses import dataclass

from myaccount.views.papers import Paper


@dataclass(frozen=True)
class ReceiptRow:
    """One paper of a receipt in the list, in words. A blank is nothing to show.

    `missing` says why a superbill cannot be issued yet; it has no addresses then. `is_asked` when a detailed receipt
    has been asked for and the desk has yet to send it.
    """

    key: str = ""
    id: str = ""
    title: str = ""
    is_superbill: bool = False
    paid_on: str = ""
    what: str = ""
    detail: str = ""
    amount: str = ""
    reduced: str = ""
    missing: str = ""
    view_url: str = ""
    download_url: str = ""
    is_asked: bool = False


@dataclass(frozen=True)
class StatementYear:
    """A year of which there is a statement."""

    year: str = ""
    pdf_url: str = ""
    csv_url: str = ""


@dataclass(frozen=True)
class ReceiptPage:
    """A page of receipts. `cursor` says where the next one starts; blank on the last."""

    rows: tuple[ReceiptRow, ...] = ()
    cursor: str = ""
    page_url: str = ""
    years: tuple[StatementYear, ...] = ()


@dataclass(frozen=True)
class Order:
    """Papers to be handed out as one PDF. `kept` is the PDF as it was printed before, None when it never was."""

    person_id: str
    papers: tuple[Paper, ...]
    title: str
    file_name: str
    state_hash: str
    kept: bytes | None


@dataclass(frozen=True)
class Verdict:
    """What somebody learns who checks a receipt: how it stands, and for how much."""

    status: str
    amount: str = ""
