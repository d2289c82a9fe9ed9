"""Documents as a patient finds them: a list of cards, and one of them that is looked at."""

from typing import Any

import reflex as rx

from myaccount.components.account.chart_text import chart_text
from myaccount.components.kit.icons import icon
from myaccount.components.kit.link import file_link, link, outside_link
from myaccount.components.kit.text import Text, t
from myaccount.views.documents import DocumentCard


def document_cards(cards: Any) -> rx.Component:
    """List documents, those that are new marked."""
    return rx.el.ul(
        rx.foreach(cards, lambda one: rx.el.li(_card(one), key=one.id)),
        aria_label=t("nav.documents"),
        class_name="documents-list",
    )


def document_drawing(name: Text) -> rx.Component:
    """Draw what kind of thing a document is."""
    drawn = rx.match(name, *[(one, icon(one)) for one in ("image", "file")], icon("page"))
    return rx.el.span(drawn, class_name="document-drawing")


def document_view(view: Any) -> rx.Component:
    """Show a document within the page, as far as a page can; it can be downloaded in any case."""
    return rx.el.article(
        rx.match(
            view.shown,
            ("text", chart_text(view.blocks)),
            ("image", rx.el.img(src=view.file_url, alt=view.title, class_name="document-image")),
            ("pdf", rx.el.iframe(src=view.frame_url, title=view.title, class_name="document-frame")),
            rx.el.p(t("document.only_download"), class_name="lead"),
        ),
        aria_label=view.title,
        class_name="document-body",
    )


def document_acts(view: Any) -> rx.Component:
    """Offer the document as a file, and where the screen is narrow a PDF by itself: the page shows none there."""
    alone = outside_link(
        icon("file"), t("document.open_pdf"), href=view.file_url, class_name="button button-main document-open"
    )
    download = file_link(
        icon("download"),
        t("documents.download"),
        href=view.download_url,
        download=True,
        class_name="button button-quiet",
    )
    return rx.el.div(rx.cond(view.frame_url, alone), download, class_name="document-acts")


def _card(one: DocumentCard) -> rx.Component:
    title_id = rx.Var.create(f"document-{one.id}")
    return rx.el.article(
        document_drawing(one.drawing),
        rx.el.div(
            rx.el.div(
                rx.el.h2(link(one.title, to=one.url), id=title_id, dir="auto"),
                rx.cond(one.new, rx.el.span(one.new, class_name="document-new")),
                class_name="document-head",
            ),
            rx.el.p(one.folder, class_name="small"),
            rx.el.p(one.dated, " · ", one.about, class_name="small"),
            class_name="document-facts",
        ),
        rx.el.div(
            link(t("documents.view"), to=one.url, aria_describedby=title_id, class_name="button button-quiet"),
            file_link(
                t("documents.download"),
                href=one.download_url,
                download=True,
                aria_describedby=title_id,
                class_name="button button-quiet",
            ),
            class_name="document-acts",
        ),
        aria_labelledby=title_id,
        class_name="document",
    )
