"""A question of a form that is built, at the side of the page."""

from collections.abc import Iterable

import reflex as rx

from myaccount.components.kit.fields import field_error, pair, select_box
from myaccount.components.kit.side_panel import Boxes, panel_form, side_panel
from myaccount.components.kit.text import t
from myaccount.domain.forms.checking import HELP_AT_MOST, LABEL_AT_MOST, TEXT_AT_MOST
from myaccount.domain.forms.definition import BOUNDED, CHOOSES, WITH_TEXT, QuestionType
from myaccount.state.clinic.form_builder import FormBuilderState as State

ASKED = tuple(one for one in QuestionType if one is not QuestionType.HEADING)


def question_panel() -> rx.Component:
    """Hold the boxes of a question: which there are goes by its kind."""
    title = rx.cond(State.of, t("builder.edit_question"), t("builder.new"))
    return side_panel(
        title,
        panel_form(State, title, _kind(), *_boxes(), on_close=State.close, on_submit=State.save),
        name="question",
        open_when=State.is_open,
        on_close=State.close,
    )


def _kind() -> rx.Component:
    options = [rx.el.option(t(f"form.type.{one.value}"), value=one.value) for one in QuestionType]
    return select_box(t("builder.kind"), *options, value=State.kind, on_change=State.choose_kind)


def _boxes() -> list[rx.Component]:
    box = Boxes(State, "question")
    low, high = (box.line(name) for name in ("low", "high"))
    bounds = [box.line(name, input_mode="numeric", optional=True) for name in ("minimum", "maximum")]
    return [
        box.line("label", kind="textarea", rows=2, max_length=LABEL_AT_MOST, dir="auto"),
        box.line("help", kind="textarea", rows=2, max_length=HELP_AT_MOST, optional=True, dir="auto"),
        _for(WITH_TEXT, box.line("text", kind="textarea", rows=8, max_length=TEXT_AT_MOST, dir="auto")),
        _for(CHOOSES, box.line("choices", kind="textarea", rows=6, max_length=TEXT_AT_MOST, dir="auto")),
        _for(BOUNDED, pair(*bounds)),
        _for((QuestionType.SCALE,), pair(low, high)),
        _for(ASKED, box.tick("required")),
        rx.cond(State.flags, box.ticks("flags", State.flags, help_line=t("question.flags.help"))),
        rx.cond(State.flags, rx.fragment(), _for(CHOOSES, rx.el.p(t("question.flags.later"), class_name="field-help"))),
        rx.cond(State.asked, _condition(box)),
    ]


def _for(kinds: Iterable[QuestionType], *content: rx.Component) -> rx.Component:
    offered = rx.Var.create([one.value for one in kinds])
    return rx.cond(offered.contains(State.kind), rx.fragment(*content))


def _condition(box: Boxes) -> rx.Component:
    error = box.kept("show_if").error
    return rx.el.div(
        select_box(
            t("question.show_if"),
            rx.el.option(t("question.always"), value=""),
            rx.foreach(State.asked, lambda one: rx.el.option(one.name, value=one.box)),
            value=State.asks_after,
            on_change=State.ask_after,
        ),
        rx.cond(State.answers, box.ticks("answers", State.answers)),
        rx.cond(error, field_error(error, "show_if")),
        class_name="field",
    )
