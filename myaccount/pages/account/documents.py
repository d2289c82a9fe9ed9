"""Documents."""

import reflex as rx

from myaccount.components.account.document_cards import document_cards
from myaccount.components.kit.contact import contact_links
from myaccount.components.kit.empty_state import empty_state
from myaccount.components.kit.file_box import file_box
from myaccount.components.kit.pager import pager
from myaccount.components.kit.skeleton import rows_skeleton
from myaccount.components.kit.text import t
from myaccount.pages.frame import contact, framed
from myaccount.state.account.documents import DocumentsState
from myaccount.views.documents import FolderTab

ROUTE = "/account/documents"
TITLE = "nav.documents"
LOAD = DocumentsState.load
HELP = "send-help"


def page() -> rx.Component:
    """List what the clinic shares, by folders, and let a patient send files where the clinic takes them."""
    return framed(
        t(TITLE),
        ROUTE,
        rx.el.p(t("documents.lead"), class_name="lead documents-lead"),
        rx.cond(DocumentsState.loaded, _all(), rows_skeleton(4)),
    )


def _all() -> rx.Component:
    return rx.el.div(
        rx.cond(
            DocumentsState.cards,
            rx.fragment(
                rx.cond(DocumentsState.has_several, _folders()),
                document_cards(DocumentsState.cards),
                pager(
                    t("documents.pages"),
                    (t("documents.newer"), DocumentsState.has_newer, DocumentsState.newer),
                    (t("documents.older"), DocumentsState.has_older, DocumentsState.older),
                ),
            ),
            empty_state("page", t("documents.none"), contact_links(contact())),
        ),
        rx.cond(DocumentsState.may_send, _send()),
        class_name="documents",
    )


def _folders() -> rx.Component:
    return rx.el.div(
        rx.el.p(t("documents.folders"), id="folders", class_name="unseen"),
        rx.el.div(
            _choice(FolderTab(name=t("documents.all"))),  # type: ignore[arg-type]
            rx.foreach(DocumentsState.folders, _choice),
            role="group",
            aria_labelledby="folders",
            class_name="folders",
        ),
    )


def _choice(one: FolderTab) -> rx.Component:
    return rx.el.button(
        one.name,
        rx.cond(one.new, rx.el.span(one.new, class_name="folder-new")),
        type="button",
        aria_pressed=rx.cond(DocumentsState.folder == one.id, "true", "false"),
        on_click=DocumentsState.choose(one.id),
        class_name="folder",
    )


def _send() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("documents.send"), id="send"),
        rx.el.p(t("documents.send.help"), id=HELP),
        file_box(t("upload.choose"), "/account/documents/upload", lambda _id: DocumentsState.sent(), described_by=HELP),
        aria_labelledby="send",
        class_name="form-card",
    )
