"""A form that is being built: what it asks in its order, and one of its questions at the side."""

import reflex as rx

from myaccount.components.account.paper_form import missing_summary, paper_form
from myaccount.components.kit.button import button
from myaccount.components.kit.choices import Choice, choices
from myaccount.components.kit.icons import icon
from myaccount.components.kit.link import file_link, link
from myaccount.components.kit.side_panel import archive_button, side_panel
from myaccount.components.kit.skeleton import rows_skeleton
from myaccount.components.kit.text import t
from myaccount.domain.forms.definition import CardPage
from myaccount.pages.clinic.form_occasion import occasion_panel
from myaccount.pages.clinic.form_question import question_panel
from myaccount.pages.clinic.forms import ROUTE as LIST
from myaccount.pages.clinic.forms import TITLE
from myaccount.pages.frame import clinic_framed
from myaccount.state.clinic.form_builder import FormBuilderState as State
from myaccount.state.clinic.form_occasion import OccasionState
from myaccount.state.clinic.form_preview import FormPreviewState as Preview
from myaccount.views.form_templates import QuestionCard

ROUTE = "/clinic/forms/[template_id]"
LOAD = State.load
form = State.page


def page() -> rx.Component:
    """Show a form question by question; the desk changes and publishes it."""
    return clinic_framed(
        rx.cond(form.id, form.name, t(TITLE)),
        LIST,
        rx.cond(State.loaded, rx.cond(form.id, _builder(), _gone()), rows_skeleton(6)),
    )


def _gone() -> rx.Component:
    return rx.el.div(rx.el.p(t("builder.gone"), class_name="lead"), _back(), class_name="stack")


def _back() -> rx.Component:
    return link(icon("arrow-left"), t("builder.back"), to=LIST, class_name="way-back")


def _builder() -> rx.Component:
    return rx.el.div(
        _back(),
        _status(),
        rx.cond(form.cards, _questions(), rx.el.p(t("builder.none"), class_name="empty-line")),
        rx.cond(form.may_edit, _add()),
        rx.cond(form.may_ask_card, _card_page(), rx.cond(form.card_line, rx.el.p(form.card_line, class_name="small"))),
        rx.cond(form.may_archive, _foot()),
        question_panel(),
        occasion_panel(),
        _preview(),
        key=form.id,
        class_name="builder",
    )


def _status() -> rx.Component:
    return rx.el.section(
        rx.el.p(form.trigger, class_name="small"),
        rx.el.p(form.status, class_name="builder-status-line"),
        rx.cond(form.open_line, rx.el.p(form.open_line, class_name="small")),
        rx.cond(form.changed, rx.el.p(form.changed, class_name="small")),
        rx.cond(form.problem & form.may_publish, _problem(form.problem)),
        rx.el.div(
            rx.cond(form.may_publish, _button("builder.publish", State.publish, "button button-main")),
            rx.cond(form.cards, _button("builder.preview", Preview.begin)),
            rx.cond(form.may_edit, _button("template.settings", OccasionState.edit(form.id))),
            file_link(icon("download"), t("builder.export"), href=form.export_url, class_name="button button-quiet"),
            rx.cond(form.may_discard, _button("builder.discard", State.discard, "button button-plain")),
            class_name="builder-acts",
        ),
        rx.cond(form.undo, _button_line()),
        aria_label=t("builder.status"),
        class_name="builder-status",
    )


def _preview() -> rx.Component:
    return side_panel(
        t("builder.preview"),
        rx.el.p(t("builder.preview.lead"), class_name="panel-note"),
        rx.el.div(
            rx.el.p(form.name, dir="auto", class_name="builder-phone-title"),
            missing_summary(Preview.missing, Preview.misses),
            paper_form(Preview, rx.el.p(t("builder.card.preview"), class_name="field-help")),
            class_name="builder-phone",
        ),
        name="preview",
        open_when=Preview.shown != "",
        on_close=Preview.close,
    )


def _button(label: str, on_click: object, class_name: str = "button button-quiet") -> rx.Component:
    return rx.el.button(t(label), type="button", on_click=on_click, class_name=class_name)


def _button_line() -> rx.Component:
    return rx.cond(
        form.may_edit,
        rx.el.button(
            icon("undo"),
            t("builder.undo", label=form.undo),
            type="button",
            on_click=State.undo,
            class_name="button button-quiet button-small builder-undo",
        ),
    )


def _questions() -> rx.Component:
    return rx.el.ol(
        rx.foreach(form.cards, lambda one: rx.el.li(_card(one), key=one.id)),
        aria_label=t("builder.questions"),
        class_name="builder-questions",
    )


def _card(one: QuestionCard) -> rx.Component:
    title_id = rx.Var.create(f"card-{one.id}")
    return rx.el.article(
        rx.el.div(
            rx.el.h2(one.label, id=title_id, dir="auto", class_name=rx.cond(one.is_heading, "", "builder-question")),
            rx.el.p(
                rx.el.span(one.kind, class_name="tag"),
                rx.foreach(one.facts, lambda fact: rx.el.span(fact, class_name="tag")),
                class_name="builder-tags",
            ),
            class_name="builder-card-head",
        ),
        rx.cond(one.help, rx.el.p(one.help, dir="auto", class_name="field-help")),
        rx.cond(one.choices, rx.el.p(one.choices, dir="auto", class_name="small")),
        rx.cond(one.condition, rx.el.p(icon("arrow-right"), rx.el.span(one.condition), class_name="builder-fact")),
        rx.cond(
            one.flags,
            rx.el.p(icon("bell"), rx.el.span(t("builder.flagged", answers=one.flags)), class_name="builder-fact"),
        ),
        rx.cond(one.problem, _problem(one.problem)),
        rx.cond(form.may_edit, _acts(one, title_id)),
        aria_labelledby=title_id,
        class_name=rx.cond(one.is_heading, "builder-card builder-heading", "builder-card"),
    )


def _problem(line: rx.Var[str]) -> rx.Component:
    return rx.el.p(icon("alert"), rx.el.span(line), class_name="field-error")


def _acts(one: QuestionCard, about: object) -> rx.Component:
    def act(label: str, on_click: object, look: str = "button-plain", **more: object) -> rx.Component:
        return rx.el.button(
            t(label),
            type="button",
            on_click=on_click,
            aria_describedby=about,
            class_name=f"button {look} button-small",
            **more,
        )

    return rx.el.div(
        act("builder.edit", State.edit(one.id), "button-quiet"),
        act("builder.up", State.move_up(one.id), aria_disabled=rx.cond(one.is_first, "true", "false")),
        act("builder.down", State.move_down(one.id), aria_disabled=rx.cond(one.is_last, "true", "false")),
        act("builder.add_after", State.begin(one.id)),
        act("builder.remove", State.remove(one.id)),
        class_name="builder-card-acts",
    )


def _add() -> rx.Component:
    return rx.el.div(
        button(icon("plus"), t("builder.add"), on_click=State.begin("")),
        class_name="builder-add",
    )


def _card_page() -> rx.Component:
    offered = [
        Choice(t(f"form.card.{one.value}.choice"), form.card == one.value, State.ask_card(one.value))
        for one in CardPage
    ]
    return rx.el.section(
        choices(t("builder.card"), offered, "card-page"),
        rx.el.p(rx.cond(form.card_line, form.card_line, t("builder.card.none")), role="status", class_name="small"),
        class_name="builder-card-page",
    )


def _foot() -> rx.Component:
    return rx.el.div(
        rx.el.p(t("template.archive.help"), class_name="field-help"),
        archive_button(form.archived, OccasionState.archive(form.id), OccasionState.restore(form.id)),
        class_name="panel-foot",
    )
