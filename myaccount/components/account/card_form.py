"""The form for a card: the processor's own boxes, in the portal's frame."""

from typing import Any

import reflex as rx
from reflex_base.event import EventHandler, no_args_event_spec

from myaccount.components.kit.text import Text, t
from myaccount.components.scripts import script

SCRIPT = script("account/card_payment.jsx")
WORDS = {
    "details": "cards.details",
    "loading": "cards.loading",
    "save": "cards.save",
    "saving": "cards.saving",
    "keep": "cards.keep",
    "incomplete": "cards.wrong.incomplete",
    "declined": "cards.wrong.declined",
    "proof": "cards.wrong.proof",
    "failed": "cards.wrong.failed",
    "blocked": "cards.wrong.blocked",
}


class ProcessorForm(rx.Component):
    """Asks for a card in boxes of the processor's. `on_saved` is told when it has taken one, and nothing about it."""

    library = SCRIPT
    tag = "CardForm"

    script: rx.Var[str]
    publishable_key: rx.Var[str]
    client_secret: rx.Var[str]
    language: rx.Var[str]
    words: rx.Var[dict[str, str]]
    answers: rx.Var[int]
    on_saved: EventHandler[no_args_event_spec]
    on_keep: EventHandler[no_args_event_spec]


def card_form(form: Any, language: Text, answers: Any, *, on_saved: Any, on_keep: Any) -> rx.Component:
    """Ask for a card. `form` is a Var with a CardForm."""
    return rx.el.section(
        rx.el.h2(t("cards.form"), id="card-form"),
        rx.el.p(t("cards.form.lead"), class_name="field-help"),
        ProcessorForm.create(
            script=form.script,
            publishable_key=form.publishable_key,
            client_secret=form.client_secret,
            language=language,
            words=rx.Var.create({name: t(key) for name, key in WORDS.items()}),
            answers=answers,
            on_saved=on_saved,
            on_keep=on_keep,
            aria_labelledby="card-form",
            class_name="fields",
        ),
        aria_labelledby="card-form",
        class_name="form-card",
    )
