"""Tasks at the desk."""

import reflex as rx

from myaccount.components.clinic.task_table import task_table
from myaccount.components.kit.button import button, submit
from myaccount.components.kit.choices import Choice, choices
from myaccount.components.kit.empty_state import empty_state
from myaccount.components.kit.fields import note_field
from myaccount.components.kit.form_dialog import FormDialog, form_dialog
from myaccount.components.kit.pager import pager
from myaccount.components.kit.skeleton import rows_skeleton
from myaccount.components.kit.text import t
from myaccount.domain.tasks import NOTE_AT_MOST
from myaccount.pages.frame import clinic_framed
from myaccount.state.clinic.tasks import TasksState

ROUTE = "/clinic/tasks"
TITLE = "clinic.tasks"
LOAD = TasksState.load


def page() -> rx.Component:
    """Show what waits at the desk, or what has been done."""
    is_open = TasksState.shown == "open"
    acts = (TasksState.mark_done, TasksState.undo, TasksState.begin_answer)
    table = task_table(TasksState.rows, t(TITLE), is_open, *acts)
    return clinic_framed(
        t(TITLE),
        ROUTE,
        rx.el.p(rx.cond(is_open, t("tasks.lead"), t("tasks.done_lead")), class_name="lead"),
        rx.el.div(
            choices(
                t("tasks.show"),
                [
                    Choice(t("tasks.open"), is_open, TasksState.choose("open")),
                    Choice(t("tasks.done"), ~is_open, TasksState.choose("done")),
                ],
                "show-tasks",
            ),
            class_name="table-filter",
        ),
        rx.cond(
            TasksState.loaded,
            rx.fragment(rx.cond(TasksState.rows, table, _empty()), _pager()),
            rows_skeleton(3),
        ),
        _answer(),
    )


def _answer() -> rx.Component:
    about = TasksState.answering
    asked = FormDialog("answer", t("tasks.answer.title"), about.id != "", TasksState.answer, TasksState.keep)
    return form_dialog(
        asked,
        rx.el.p(rx.el.strong(about.patient), " · ", about.kind),
        rx.el.p(about.note, dir="auto", class_name="note"),
        note_field(t("tasks.answer.label"), "answer", TasksState.error, t("tasks.answer.help"), NOTE_AT_MOST),
        actions=[
            submit(t("tasks.answer.send")),
            button(t("requests.keep"), on_click=TasksState.keep),
        ],
    )


def _empty() -> rx.Component:
    show_open = button(t("tasks.show_open"), on_click=TasksState.choose("open"))
    return rx.cond(
        TasksState.shown == "open",
        empty_state("check", t("tasks.none")),
        empty_state("tasks", t("tasks.none_done"), show_open),
    )


def _pager() -> rx.Component:
    return pager(
        t("tasks.pages"),
        (t("tasks.previous"), TasksState.has_newer, TasksState.newer),
        (t("tasks.next"), TasksState.has_older, TasksState.older),
    )
