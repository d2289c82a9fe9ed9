"""Documents on a patient's profile: the list, and one of them at its side."""

import reflex as rx

from myaccount.components.account.document_cards import document_drawing
from myaccount.components.kit.button import button
from myaccount.components.kit.empty_state import empty_state
from myaccount.components.kit.fields import pair
from myaccount.components.kit.file_box import file_box
from myaccount.components.kit.icons import icon
from myaccount.components.kit.link import outside_link
from myaccount.components.kit.pager import pager
from myaccount.components.kit.row_button import row_button
from myaccount.components.kit.side_panel import Boxes, panel_form, side_panel
from myaccount.components.kit.text import t
from myaccount.domain.documents import TEXT_AT_MOST
from myaccount.state.profile.documents import ProfileDocumentsState as State
from myaccount.views.documents import DeskDocument, SharedVersion
from myaccount.views.practice import Option

HELP = "upload-help"


def document_rows() -> rx.Component:
    """Show a patient's documents, and let whoever sees the patient add, change, share and withdraw them."""
    return rx.el.div(
        _add(),
        rx.cond(
            State.rows,
            rx.el.ul(
                rx.foreach(State.rows, lambda one: rx.el.li(_row(one), key=one.id)),
                aria_label=t("nav.documents"),
                class_name="documents-list",
            ),
            empty_state("page", t("chart.none")),
        ),
        pager(
            t("documents.pages"),
            (t("documents.newer"), State.has_newer, State.newer),
            (t("documents.older"), State.has_older, State.older),
        ),
        class_name="documents",
    )


def document_panel() -> rx.Component:
    """Hold the form of a document, at the side of the page."""
    title = rx.cond(State.of, State.title, t("chart.new"))
    return side_panel(
        title,
        rx.cond(State.of, rx.fragment(), _templates()),
        panel_form(State, title, *_boxes(), on_close=State.close, on_submit=State.save),
        rx.cond(State.of, _foot()),
        name="document",
        open_when=State.is_open,
        on_close=State.close,
    )


def _add() -> rx.Component:
    write = button(icon("plus"), t("chart.write"), on_click=State.edit(""))
    return rx.el.div(
        rx.el.div(
            write,
            file_box(t("upload.choose"), State.send_url, State.edit, described_by=HELP),
            class_name="document-add",
        ),
        rx.el.p(t("upload.help"), id=HELP, class_name="field-help"),
    )


def _row(one: DeskDocument) -> rx.Component:
    title_id = rx.Var.create(f"document-{one.id}")
    return rx.el.article(
        document_drawing(one.drawing),
        rx.el.div(
            rx.el.div(
                rx.el.h2(one.title, id=title_id, dir="auto"),
                rx.cond(one.is_new, rx.el.span(t("chart.new_from_patient"), class_name="document-new")),
                class_name="document-head",
            ),
            rx.el.p(one.folder, " · ", one.dated, " · ", one.about, class_name="small"),
            rx.el.p(
                rx.cond(one.is_shared, icon("check"), icon("minus")),
                rx.el.span(
                    one.state, rx.cond(one.sent, f" · {one.sent}", ""), rx.cond(one.opened, f" · {one.opened}", "")
                ),
                class_name=rx.cond(one.is_shared, "document-state document-visible", "document-state"),
            ),
            rx.cond(one.changed, rx.el.p(icon("alert"), rx.el.span(one.changed), class_name="document-changed")),
            class_name="document-facts",
        ),
        rx.el.div(
            row_button(t("chart.edit"), title_id, State.edit(one.id)),
            rx.cond(
                one.is_shared,
                rx.fragment(
                    rx.cond(one.changed, row_button(t("chart.share_again"), title_id, State.share(one.id))),
                    row_button(t("chart.withdraw"), title_id, State.withdraw(one.id)),
                ),
                row_button(t("chart.share"), title_id, State.share(one.id)),
            ),
            class_name="document-acts",
        ),
        aria_labelledby=title_id,
        class_name="document",
    )


def _templates() -> rx.Component:
    return rx.el.div(
        rx.el.p(t("chart.templates"), id="templates", class_name="field-label"),
        rx.el.div(
            rx.foreach(State.templates, _template), role="group", aria_labelledby="templates", class_name="folders"
        ),
        class_name="field",
    )


def _template(one: Option) -> rx.Component:
    return rx.el.button(one.name, type="button", on_click=State.begin_with(one.box), class_name="folder")


def _boxes() -> list[rx.Component]:
    box = Boxes(State, "chart")
    day = pair(box.choose("folder", State.folders), box.line("dated", type="date"))
    text = box.line("text", helped=True, kind="textarea", rows=14, max_length=TEXT_AT_MOST, dir="auto")
    return [box.line("title"), day, rx.cond(State.is_text, text)]


def _foot() -> rx.Component:
    view = outside_link(t("chart.view_now"), href=State.view_url, class_name="button button-quiet")
    remove = button(t("chart.remove"), on_click=State.remove(State.of), aria_describedby="remove-help", look="plain")
    help_line = rx.el.p(t("chart.remove.help"), id="remove-help", class_name="field-help")
    return rx.el.div(
        rx.el.div(view, class_name="document-acts"),
        rx.cond(State.versions, _versions()),
        rx.cond(State.is_shared, rx.fragment(), rx.el.div(help_line, remove)),
        class_name="panel-foot",
    )


def _versions() -> rx.Component:
    return rx.el.section(
        rx.el.h3(t("chart.versions"), id="versions"),
        rx.el.ul(rx.foreach(State.versions, _version), class_name="document-versions"),
        aria_labelledby="versions",
    )


def _version(one: SharedVersion) -> rx.Component:
    return rx.el.li(
        outside_link(one.name, href=one.url),
        rx.el.p(one.shared, class_name="small"),
        rx.cond(one.opened, rx.el.p(one.opened, class_name="small")),
        key=one.id,
    )
