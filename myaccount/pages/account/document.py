"""One document."""

import reflex as rx

from myaccount.components.account.document_cards import document_acts, document_view
from myaccount.components.kit.contact import contact_links
from myaccount.components.kit.empty_state import empty_state
from myaccount.components.kit.icons import icon
from myaccount.components.kit.link import link
from myaccount.components.kit.skeleton import rows_skeleton
from myaccount.components.kit.text import t
from myaccount.pages.account.documents import ROUTE as LIST
from myaccount.pages.frame import contact, framed
from myaccount.state.account.documents import DocumentState

ROUTE = "/account/documents/[document_id]"
TITLE = "document.title"
LOAD = DocumentState.load
view = DocumentState.view


def page() -> rx.Component:
    """Show a document within the page, with the way to download it."""
    return framed(
        rx.cond(view.id, view.title, t(TITLE)),
        LIST,
        rx.el.div(
            link(icon("arrow-left"), t("document.back"), to=LIST, class_name="way-back"),
            rx.cond(DocumentState.loaded, rx.cond(view.id, _document(), _gone()), rows_skeleton(2)),
            class_name="document-page",
        ),
    )


def _document() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.p(view.folder, " · ", view.dated, " · ", view.about, class_name="small"),
            document_acts(view),
            class_name="document-bar",
        ),
        document_view(view),
        class_name="document-shown",
    )


def _gone() -> rx.Component:
    return empty_state("page", t("document.gone"), contact_links(contact()))
