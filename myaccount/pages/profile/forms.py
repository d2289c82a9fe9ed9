"""Forms on a patient's profile: the list, one that is sent, and one that is read at the side."""

import reflex as rx

from myaccount.components.kit.button import button, submit
from myaccount.components.kit.empty_state import empty_state
from myaccount.components.kit.fields import field, field_error, select_box
from myaccount.components.kit.form_dialog import FormDialog, form_dialog
from myaccount.components.kit.icons import icon
from myaccount.components.kit.link import outside_link
from myaccount.components.kit.row_button import row_button
from myaccount.components.kit.side_panel import side_panel
from myaccount.components.kit.text import t
from myaccount.state.profile.form_reading import FormReadingState as Reading
from myaccount.state.profile.forms import ProfileFormsState as State
from myaccount.views.profile_forms import AnswerLine, PatientForm

form = Reading.form
NOTE_AT_MOST = 1000


def form_rows() -> rx.Component:
    """Show a patient's forms, and let whoever sees the patient send, remind, withdraw and read them."""
    send = button(icon("plus"), t("desk_form.send"), on_click=State.begin)
    return rx.el.div(
        rx.cond(State.templates, rx.el.div(send), rx.el.p(t("desk_form.no_templates"), class_name="field-help")),
        rx.cond(
            State.rows,
            rx.el.ul(
                rx.foreach(State.rows, lambda one: rx.el.li(_row(one), key=one.id)),
                aria_label=t("profile.forms"),
                class_name="documents-list",
            ),
            empty_state("page", t("desk_form.none")),
        ),
        rx.cond(State.has_more, rx.el.p(t("desk_form.more"), class_name="small")),
        class_name="documents",
    )


def form_overlays() -> rx.Component:
    """Hold what opens over the list: a form to send, and one to read."""
    return rx.fragment(_sending(), _reading())


def _row(one: PatientForm) -> rx.Component:
    title_id = rx.Var.create(f"patient-form-{one.id}")
    drawing = rx.match(one.drawing, *[(name, icon(name)) for name in ("check", "minus")], icon("clock"))
    return rx.el.article(
        rx.el.span(drawing, class_name="document-drawing"),
        rx.el.div(
            rx.el.div(
                rx.el.h2(one.name, id=title_id, dir="auto"),
                rx.cond(one.flagged, rx.el.span(icon("alert"), one.flagged, class_name="form-flagged")),
                class_name="document-head",
            ),
            rx.el.p(rx.el.strong(one.state), " · ", one.about, class_name="small"),
            class_name="document-facts",
        ),
        rx.el.div(
            rx.cond(one.can_read, row_button(t("desk_form.read"), title_id, Reading.read(one.id))),
            rx.cond(one.can_remind, row_button(t("desk_form.remind"), title_id, State.remind(one.id))),
            rx.cond(one.can_withdraw, row_button(t("desk_form.withdraw"), title_id, State.withdraw(one.id))),
            class_name="document-acts",
        ),
        aria_labelledby=title_id,
        class_name="document",
    )


def _sending() -> rx.Component:
    dialog = FormDialog("send-form", t("desk_form.send"), State.is_sending, State.send, State.close)
    templates = rx.foreach(State.templates, lambda one: rx.el.option(one.name, value=one.box))
    choice = select_box(t("desk_form.template"), templates, id="template", name="template")
    day = field(
        t("desk_form.due_on"),
        "due_on",
        help_line=t("desk_form.due_on.help"),
        error=State.problem,
        optional=True,
        type="date",
    )
    send = submit(t("desk_form.send_it"))
    leave = button(t("practice.cancel"), on_click=State.close)
    return form_dialog(dialog, choice, day, actions=[send, leave])


def _reading() -> rx.Component:
    return side_panel(
        form.name,
        rx.el.p(form.submitted, class_name="small"),
        rx.cond(form.revised, rx.el.p(form.revised, class_name="panel-note")),
        rx.cond(form.compared, rx.el.p(form.compared, class_name="panel-note")),
        rx.cond(form.flagged, _answers("desk_form.flagged", "form-flags", form.flagged)),
        _answers("desk_form.answers", "form-answers", form.lines),
        rx.el.div(
            rx.cond(
                form.copy_url,
                outside_link(t("desk_form.print"), href=form.copy_url, class_name="button button-quiet"),
            ),
            rx.cond(Reading.is_returning, _return(), _begin_return()),
            class_name="panel-foot",
        ),
        name="form-reading",
        open_when=form.id != "",
        on_close=Reading.close,
    )


def _answers(title: str, name: str, lines: rx.Var[list[AnswerLine]]) -> rx.Component:
    return rx.el.section(
        rx.el.h3(t(title), id=name),
        rx.el.dl(rx.foreach(lines, _line), class_name="form-answers"),
        aria_labelledby=name,
        class_name=name,
    )


def _line(one: AnswerLine) -> rx.Component:
    drawn = rx.el.svg(
        rx.foreach(one.strokes, lambda points: rx.el.svg.polyline(points=points, fill="none", stroke="currentColor")),
        view_box="0 0 600 200",
        role="img",
        aria_label=t("desk_form.drawn"),
        class_name="form-drawn",
    )
    flagged = rx.el.span(icon("alert"), t("desk_form.is_flagged"), class_name="form-flagged")
    return rx.cond(
        one.is_heading,
        rx.el.div(rx.el.dt(one.label, dir="auto", class_name="form-answers-head"), rx.el.dd()),
        rx.el.div(
            rx.el.dt(one.label, rx.cond(one.is_flagged, flagged), dir="auto"),
            rx.el.dd(
                rx.cond(one.answer, rx.el.p(one.answer, dir="auto", class_name=rx.cond(one.is_blank, "blank", ""))),
                rx.cond(one.strokes, drawn),
                rx.cond(one.signed, rx.el.p(one.signed, class_name="small")),
                rx.cond(one.revised, _difference("undo", one.revised)),
                rx.cond(one.change, _difference("history", one.change)),
            ),
        ),
    )


def _difference(drawing: str, words: rx.Var[str]) -> rx.Component:
    return rx.el.p(icon(drawing), rx.el.span(words), class_name="form-change")


def _begin_return() -> rx.Component:
    return button(icon("undo"), t("desk_form.return"), on_click=Reading.begin_return)  # fmt: skip


def _return() -> rx.Component:
    return rx.el.form(
        rx.el.label(t("desk_form.note"), html_for="note", class_name="field-label"),
        rx.el.p(t("desk_form.note.help"), id="note-help", class_name="field-help"),
        rx.el.textarea(
            id="note", name="note", rows=4, max_length=NOTE_AT_MOST, aria_describedby="note-help", auto_focus=True,
            class_name="box",
        ),
        rx.cond(Reading.problem, field_error(Reading.problem, "note")),
        submit(t("desk_form.return")),
        on_submit=Reading.send_back,
        no_validate=True,
        aria_label=t("desk_form.return"),
        class_name="stack",
    )  # fmt: skip
