"""A form that is filled in: one section at a time, each answer in a box that keeps it as it is given."""

from typing import Any

import reflex as rx
from reflex_base.event import EventHandler

from myaccount.components.account.card_page import card_page
from myaccount.components.kit.fields import optional_mark
from myaccount.components.kit.file_box import file_box
from myaccount.components.kit.focus import FocusHere
from myaccount.components.kit.link import file_link
from myaccount.components.kit.text import t
from myaccount.components.scripts import script
from myaccount.domain.forms.answers import LONG_AT_MOST, SHORT_AT_MOST
from myaccount.domain.forms.definition import QuestionType
from myaccount.views.forms import Missing, QuestionView, SectionView


def _answered(question: rx.Var[str], said: rx.Var[str], turn: rx.Var[int]) -> tuple[Any, ...]:
    return question, said, turn


script("account/signature_field.jsx")  # what the box of an answer draws with; it lies beside it


class AnswerBox(rx.Component):
    """The box of one answer, of whatever kind: `on_answer` is told what it says whenever that changes.

    `start` is what it begins with, `news` are the last things told of any box. Until it has heard what became of its
    answer it says so, and asks again.
    """

    library = script("account/answer_box.jsx")
    tag = "AnswerBox"

    question: rx.Var[str]
    kind: rx.Var[str]
    label: rx.Var[str]
    offered: rx.Var[list[str]]
    low: rx.Var[str]
    high: rx.Var[str]
    required: rx.Var[bool]
    has_help: rx.Var[bool]
    start: rx.Var[Any]
    news: rx.Var[list[Any]]
    lengths: rx.Var[Any]
    words: rx.Var[Any]
    on_answer: EventHandler[_answered]


class FormSteps(rx.Component):
    """The sections of a form, one at a time, with the way to the next and the one before, and at last to submit.

    `ending` is what the last one is, if it is no section of questions: as it changes, the sections are counted anew.
    """

    library = script("account/form_steps.jsx")
    tag = "FormSteps"

    about: rx.Var[str]
    hidden: rx.Var[list[str]]
    ending: rx.Var[str]
    section: rx.Var[str]
    next: rx.Var[str]
    previous: rx.Var[str]
    submit: rx.Var[str]
    submit_lead: rx.Var[str]
    on_submit: EventHandler[rx.event.no_args_event_spec]


def paper_form(state: Any, add_card: rx.Component) -> rx.Component:
    """Show what a form asks, and how far it has got. `add_card` is how a card is added where it asks for one."""
    return rx.el.div(
        rx.el.div(
            rx.el.div(
                rx.el.span(state.progress),
                rx.cond(state.due, rx.el.strong(state.due)),
                class_name="form-progress-line small",
            ),
            rx.el.progress(value=state.percent, max=100, aria_label=state.progress),
            class_name="form-progress",
        ),
        FormSteps.create(
            rx.foreach(state.sections, lambda one: _section(one, state)),
            rx.cond(state.card, card_page(state, add_card)),
            about=state.shown,
            hidden=state.hidden,
            ending=state.card,
            section=t("form.section", index="{index}", count="{count}"),
            next=t("form.next"),
            previous=t("form.previous"),
            submit=t("form.submit"),
            submit_lead=t("form.send_lead"),
            on_submit=state.submit,
        ),
        class_name="paper-form",
    )


def missing_summary(missing: Any, misses: Any) -> rx.Component:
    """List what has to be answered still, each leading to its box; it takes the focus as it appears."""
    return rx.cond(
        missing,
        FocusHere.create(
            rx.el.h2(t("form.missing.title")),
            rx.el.p(t("form.missing.lead")),
            rx.el.ul(rx.foreach(missing, _missing)),
            role="alert",
            key=misses,
            class_name="form-missing",
        ),
    )


def _missing(one: Missing) -> rx.Component:
    address = rx.Var.create(f"#question-{one.id}")
    return rx.el.li(file_link(one.label, href=address, custom_attrs={"data-question": one.id}))


def _section(section: SectionView, state: Any) -> rx.Component:
    heading = rx.el.div(
        rx.el.h2(section.heading, tab_index=-1, dir="auto"),
        rx.cond(section.help, rx.el.p(section.help, dir="auto", class_name="lead")),
    )
    return rx.el.section(
        rx.cond(section.heading, heading),
        rx.foreach(section.questions, lambda one: _question(one, state)),
        custom_attrs={"data-section": section.id},
        class_name="form-section",
    )


def _question(one: QuestionView, state: Any) -> rx.Component:
    name = rx.Var.create(f"question-{one.id}")
    return rx.el.div(
        _label(one, name),
        rx.cond(one.help, rx.el.p(one.help, id=f"{name}-help", dir="auto", class_name="field-help")),
        rx.cond(one.text, rx.el.div(one.text, tab_index=0, role="group", aria_labelledby=f"{name}-label",
                                    dir="auto", class_name="form-text")),
        AnswerBox.create(
            question=one.id,
            kind=one.kind,
            label=one.label,
            offered=one.offered,
            low=one.low,
            high=one.high,
            required=one.required,
            has_help=one.help != "",
            start=state.start[one.id],
            news=state.news,
            lengths={"short_text": SHORT_AT_MOST, "long_text": LONG_AT_MOST},
            words=_words(),
            on_answer=lambda question, said, turn: state.answer(state.shown, question, said, turn),
        ),
        rx.cond(one.file_url != "", _file(one, name, state)),
        id=name,
        hidden=state.hidden.contains(one.id),
        class_name="question",
    )  # fmt: skip


def _label(one: QuestionView, name: Any) -> rx.Component:
    is_optional = ~one.required & (one.kind != QuestionType.HEADING.value)
    return rx.el.div(
        rx.el.label(one.label, id=f"{name}-label", html_for=f"{name}-box", dir="auto", class_name="field-label"),
        rx.cond(is_optional, optional_mark()),
        class_name="label-row",
    )


def _file(one: QuestionView, name: Any, state: Any) -> rx.Component:
    return rx.el.div(
        rx.el.p(t("form.file.help"), id=f"{name}-files", class_name="field-help"),
        file_box(t("form.file.choose"), one.file_url, lambda _id: state.arrived(one.id), described_by=f"{name}-files"),
    )


def _words() -> dict[str, Any]:
    keys = (
        "saving", "saved", "unsaved", "elsewhere", "carried", "still_true", "agree", "clear", "yes", "answer_missing",
        "sign.type", "sign.draw", "sign.name", "sign.field", "sign.again", "sign.help", "file.remove",
    )  # fmt: skip
    return {key.replace("sign.", "sign_").replace("file.", "file_"): t(f"form.{key}") for key in keys}
