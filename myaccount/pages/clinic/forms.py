"""The forms of the clinic: the list, and what a new one can begin with at its side."""

import reflex as rx

from myaccount.components.kit.button import button
from myaccount.components.kit.empty_state import empty_state
from myaccount.components.kit.file_box import file_box
from myaccount.components.kit.icons import icon
from myaccount.components.kit.link import link
from myaccount.components.kit.row_button import row_button
from myaccount.components.kit.side_panel import side_panel
from myaccount.components.kit.skeleton import rows_skeleton
from myaccount.components.kit.text import t
from myaccount.pages.clinic.form_occasion import occasion_panel
from myaccount.pages.frame import clinic_framed
from myaccount.state.clinic.form_occasion import OccasionState
from myaccount.state.clinic.form_templates import FormTemplatesState as State
from myaccount.views.form_templates import LibraryRow, TemplateRow

ROUTE = "/clinic/forms"
TITLE = "clinic.forms"
LOAD = State.load
COLUMNS = ("name", "trigger", "asks", "waiting", "version")
HELP = "form-import-help"
FILE_AT_MOST = 1_000_000


def page() -> rx.Component:
    """List the forms; the desk begins new ones."""
    return clinic_framed(
        t(TITLE),
        ROUTE,
        rx.el.p(t("template.lead"), class_name="lead"),
        rx.cond(
            State.loaded,
            rx.fragment(
                rx.cond(State.rows, rx.fragment(_tools(), _table()), _none()),
            ),
            rows_skeleton(4),
        ),
        _begin(),
        occasion_panel(),
    )


def _none() -> rx.Component:
    return rx.cond(
        State.may_edit,
        empty_state("page", t("template.none"), _new()),
        empty_state("page", t("template.none.read")),
    )


def _tools() -> rx.Component:
    return rx.cond(State.may_edit, rx.el.div(_new(), class_name="desk-tools"))


def _new() -> rx.Component:
    return button(icon("plus"), t("template.new"), on_click=State.choose, look="main")


def _table() -> rx.Component:
    heads = [rx.el.th(t(f"template.column.{name}"), scope="col", class_name=f"column-{name}") for name in COLUMNS]
    return rx.el.table(
        rx.el.thead(rx.el.tr(*heads)),
        rx.el.tbody(rx.foreach(State.rows, _row)),
        aria_label=t(TITLE),
        class_name="desk-table form-templates",
    )


def _row(row: TemplateRow) -> rx.Component:
    archived = rx.el.span(t("template.archived"), class_name="row-more")
    return rx.el.tr(
        rx.el.th(link(row.name, to=row.url, class_name="row-name", dir="auto"), scope="row"),
        rx.el.td(row.trigger, class_name="column-trigger"),
        rx.el.td(row.asks, class_name="column-asks"),
        rx.el.td(row.waiting, class_name="column-waiting"),
        rx.el.td(
            rx.cond(row.version, rx.el.span(row.version)),
            rx.cond(row.archived, archived, rx.cond(row.draft, rx.el.span(row.draft, class_name="row-more"))),
            class_name="column-version",
        ),
        key=row.id,
        class_name=rx.cond(row.archived, "archived", ""),
    )


def _begin() -> rx.Component:
    return side_panel(
        t("template.begin"),
        rx.el.div(
            button(t("template.blank"), on_click=OccasionState.edit("")),
            rx.el.p(t("template.blank.help"), class_name="field-help"),
        ),
        rx.el.div(
            file_box(
                t("template.import"),
                "/clinic/forms/import",
                State.open_one,
                described_by=HELP,
                accept=".json,application/json",
                most=FILE_AT_MOST,
            ),
            rx.el.p(t("template.import.help"), id=HELP, class_name="field-help"),
            class_name="form-import",
        ),
        rx.el.section(
            rx.el.h3(t("template.library"), id="form-library"),
            rx.el.p(t("template.library.lead"), class_name="field-help"),
            rx.el.ul(
                rx.foreach(State.library, lambda one: rx.el.li(_book(one), key=one.key)),
                aria_labelledby="form-library",
                class_name="form-library",
            ),
            aria_labelledby="form-library",
        ),
        name="form-begin",
        open_when=State.is_choosing & ~OccasionState.is_open,
        on_close=State.close,
    )


def _book(one: LibraryRow) -> rx.Component:
    title_id = rx.Var.create(f"library-{one.key}")
    return rx.el.article(
        rx.el.h4(one.name, id=title_id),
        rx.el.p(one.about, class_name="small"),
        rx.el.p(one.asks, class_name="small form-library-facts"),
        rx.cond(one.licence, rx.el.p(one.licence, class_name="form-library-licence")),
        row_button(t("template.use"), title_id, State.take(one.key)),
        aria_labelledby=title_id,
        class_name="form-book",
    )
