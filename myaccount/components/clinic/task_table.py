"""The desk's tasks as a table: whose, what, since when, and the button that closes one."""

from typing import Any

import reflex as rx

from myaccount.components.kit.button import button
from myaccount.components.kit.icons import icon
from myaccount.components.kit.link import link
from myaccount.components.kit.text import Flag, Text, t
from myaccount.views.tasks import TaskRow


def task_table(rows: Any, name: Text, is_open: Flag, on_done: Any, on_undo: Any, on_answer: Any) -> rx.Component:
    """List tasks. What is done has the way back: "Undo" among open ones, and else "Reopen"."""
    heads = [rx.el.th(t(f"tasks.{head}"), scope="col", role="columnheader") for head in ("patient", "request")]
    acts = rx.el.th(rx.el.span(t("tasks.action"), class_name="unseen"), scope="col", role="columnheader")
    return rx.el.table(
        rx.el.thead(rx.el.tr(*heads, acts, role="row"), role="rowgroup"),
        rx.el.tbody(rx.foreach(rows, lambda row: _row(row, is_open, on_done, on_undo, on_answer)), role="rowgroup"),
        aria_label=name,
        role="table",  # on a phone its rows become blocks, and browsers forget then what it is
        class_name="tasks",
    )


def _row(row: TaskRow, is_open: Flag, on_done: Any, on_undo: Any, on_answer: Any) -> rx.Component:
    return rx.el.tr(
        rx.el.th(
            link(row.patient, to=row.patient_url, id=f"patient-{row.id}"),
            rx.el.p(row.since, class_name="small"),
            scope="row",
            role="rowheader",
        ),
        rx.el.td(
            rx.el.strong(row.kind, id=f"task-{row.id}"),
            rx.cond(row.note, rx.el.p(row.note, dir="auto", class_name="note")),
            rx.cond(row.due, rx.el.p(row.due, class_name="small")),
            rx.cond(row.answer, rx.el.p(t("tasks.answered"), " ", row.answer, dir="auto", class_name="note")),
            rx.el.div(
                rx.cond(row.done_line, rx.el.p(icon("check"), row.done_line, class_name="saved-line")), role="status"
            ),
            role="cell",
        ),
        rx.el.td(
            rx.cond(
                row.done_line,
                _button(rx.cond(is_open, t("tasks.undo"), t("tasks.reopen")), row, on_undo),
                rx.el.div(
                    rx.cond(row.can_answer, _button(t("tasks.answer"), row, on_answer)),
                    rx.cond(row.needs_answer, rx.fragment(), _button(t("tasks.mark_done"), row, on_done)),
                    class_name="task-acts",
                ),
            ),
            role="cell",
        ),
        role="row",
        key=row.id,
        class_name=rx.cond(row.done_line, "task-done", ""),
    )


def _button(label: Text, row: TaskRow, on_click: Any) -> rx.Component:
    return button(label, on_click=on_click(row.id), aria_describedby=f"task-{row.id} patient-{row.id}")
