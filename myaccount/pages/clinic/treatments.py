"""What the clinic offers: the list, and a treatment at its side."""

import reflex as rx

from myaccount.components.kit.button import button
from myaccount.components.kit.empty_state import empty_state
from myaccount.components.kit.fields import pair
from myaccount.components.kit.icons import icon
from myaccount.components.kit.side_panel import Boxes, archive_button, panel_form, side_panel
from myaccount.components.kit.skeleton import rows_skeleton
from myaccount.components.kit.text import t
from myaccount.domain.treatments import KINDS, PLACES
from myaccount.pages.frame import clinic_framed
from myaccount.state.clinic.treatments import TreatmentsState
from myaccount.views.practice import TreatmentRow

ROUTE = "/clinic/treatments"
TITLE = "clinic.treatments"
LOAD = TreatmentsState.load
COLUMNS = ("name", "minutes", "price", "kind", "who", "booking")
NUMBER = {"input_mode": "numeric"}


def page() -> rx.Component:
    """List the treatments; the owner opens one to change it."""
    return clinic_framed(
        t(TITLE),
        ROUTE,
        rx.cond(TreatmentsState.may_edit, _add()),
        rx.cond(
            TreatmentsState.loaded,
            rx.cond(TreatmentsState.rows, _table(), empty_state("list", t("treatments.empty"))),
            rows_skeleton(6),
        ),
        _panel(),
    )


def _add() -> rx.Component:
    return rx.el.div(
        button(icon("plus"), t("treatments.add"), on_click=TreatmentsState.edit(""), look="main"),
        class_name="desk-tools",
    )


def _table() -> rx.Component:
    heads = [rx.el.th(t(f"treatments.column.{name}"), scope="col", class_name=f"column-{name}") for name in COLUMNS]
    return rx.el.table(
        rx.el.thead(rx.el.tr(*heads)),
        rx.el.tbody(rx.foreach(TreatmentsState.rows, _rows)),
        aria_label=t(TITLE),
        class_name="desk-table treatments",
    )


def _rows(row: TreatmentRow) -> rx.Component:
    head = rx.el.tr(rx.el.th(row.heads, col_span=len(COLUMNS), scope="rowgroup"), class_name="desk-group")
    return rx.fragment(rx.cond(row.heads, head), _row(row), key=row.id)


def _row(row: TreatmentRow) -> rx.Component:
    opens = rx.el.button(row.name, type="button", on_click=TreatmentsState.edit(row.id), class_name="row-name")
    return rx.el.tr(
        rx.el.th(rx.cond(TreatmentsState.may_edit, opens, rx.el.span(row.name)), scope="row"),
        rx.el.td(row.minutes, class_name="column-minutes"),
        rx.el.td(row.price, class_name="column-price"),
        rx.el.td(
            rx.el.span(row.kind),
            rx.cond(row.where, rx.el.span(row.where, class_name="row-more")),
            class_name="column-kind",
        ),
        rx.el.td(row.who, class_name="column-who"),
        rx.el.td(
            rx.cond(
                row.archived,
                t("treatments.not_offered"),
                rx.cond(row.book_online, t("treatments.bookable"), t("treatments.not_bookable")),
            ),
            class_name="column-booking",
        ),
        class_name=rx.cond(row.archived, "archived", ""),
    )


def _panel() -> rx.Component:
    title = rx.cond(TreatmentsState.of, TreatmentsState.title, t("treatments.new"))
    return side_panel(
        title,
        rx.cond(TreatmentsState.visits, rx.el.p(TreatmentsState.visits, class_name="panel-note")),
        panel_form(
            TreatmentsState,
            title,
            *_boxes(),
            on_close=TreatmentsState.close,
            on_submit=TreatmentsState.save,
        ),
        rx.cond(TreatmentsState.of, _archive()),
        name="treatment",
        open_when=TreatmentsState.is_open,
        on_close=TreatmentsState.close,
    )


def _boxes() -> list[rx.Component]:
    box = Boxes(TreatmentsState, "treatments")
    return [
        box.line("name"),
        box.line("discipline", helped=True, optional=True),
        pair(box.line("minutes", **NUMBER), box.line("buffer_minutes", **NUMBER)),
        pair(box.line("price_cents", input_mode="decimal"), box.line("tax_ppm", input_mode="decimal", optional=True)),
        pair(box.select("kind", *KINDS), box.line("capacity", helped=True, **NUMBER)),
        box.select("place", *PLACES),
        box.error("place"),
        box.tick("book_online"),
        box.ticks("staff", TreatmentsState.staff),
        rx.cond(
            TreatmentsState.places,
            box.ticks("places", TreatmentsState.places, help_line=t("treatments.places.help")),
        ),
        rx.cond(TreatmentsState.is_us, box.line("cpt", helped=True, optional=True)),
    ]


def _archive() -> rx.Component:
    of = TreatmentsState.of
    return rx.el.div(
        rx.el.p(t("treatments.archive.help"), class_name="field-help"),
        archive_button(TreatmentsState.is_archived, TreatmentsState.archive(of), TreatmentsState.restore(of)),
        class_name="panel-foot",
    )
