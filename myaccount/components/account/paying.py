"""A payment by card: what is due, the card to pay with, the button with the amount in it, and the bank's question."""

from typing import Any

import reflex as rx
from reflex_base.event import EventHandler, no_args_event_spec

from myaccount.components.account.card_form import SCRIPT
from myaccount.components.kit.button import button
from myaccount.components.kit.icons import icon
from myaccount.components.kit.link import link
from myaccount.components.kit.text import Text, t
from myaccount.components.kit.toggles import Radio, Tick


class PayButton(rx.Component):
    """A button that can be pressed once until `answers` grows."""

    library = SCRIPT
    tag = "PayButton"

    label: rx.Var[str]
    busy_label: rx.Var[str]
    answers: rx.Var[int]
    on_pay: EventHandler[no_args_event_spec]


class BankProof(rx.Component):
    """Lets the bank ask the patient as it appears, and again when pressed; `on_answered` is told that it has."""

    library = SCRIPT
    tag = "BankProof"

    script: rx.Var[str]
    publishable_key: rx.Var[str]
    client_secret: rx.Var[str]
    language: rx.Var[str]
    words: rx.Var[dict[str, str]]
    on_answered: EventHandler[no_args_event_spec]


def due_card(due: Text) -> rx.Component:
    """Show how much is due."""
    return rx.el.section(
        rx.el.h2(t("balance.due"), id="due", class_name="due-name"),
        rx.el.p(due, class_name="due-amount"),
        aria_labelledby="due",
        class_name="form-card due-card",
    )


def due_for(invoices: Any) -> rx.Component:
    """List what is due, the oldest first."""
    return rx.el.section(
        rx.el.h2(t("balance.for"), id="due-for"),
        rx.el.ul(rx.foreach(invoices, _invoice), aria_labelledby="due-for", class_name="due-lines"),
        aria_labelledby="due-for",
        class_name="form-card",
    )


def choose_due(invoices: Any, answers: Any, on_choose: Any) -> rx.Component:
    """List what is due, the oldest first, each with a box to pay it now or leave it for later."""
    return rx.el.section(
        rx.el.h2(t("balance.choose"), id="due-choice"),
        rx.el.ul(
            rx.foreach(invoices, lambda one: _due_choice(one, answers, on_choose)),
            aria_labelledby="due-choice",
            class_name="due-lines",
        ),
        aria_labelledby="due-choice",
        class_name="form-card",
    )


def pay_with(rows: Any, chosen: Any, answers: Any, on_choose: Any) -> rx.Component:
    """Offer the cards on file, one of them chosen."""
    return rx.el.div(
        rx.foreach(rows, lambda row: _choice(row, chosen, answers, on_choose)),
        role="radiogroup",
        aria_labelledby="pay-with",
        class_name="pay-cards",
    )


def told_paid(line: Text) -> rx.Component:
    """Say that it is paid, and where the receipt is."""
    return rx.el.section(
        rx.el.p(icon("check"), rx.el.strong(line), class_name="saved-line"),
        link(t("balance.receipts"), to="/account/receipts", class_name="button button-quiet"),
        class_name="form-card paid-card",
    )


def refused(line: Text) -> rx.Component:
    """Say why nothing was paid."""
    return rx.el.div(
        icon("alert"), rx.el.div(rx.el.p(line), class_name="notice-body"), class_name="notice notice-refused"
    )


def under_way(state: Any, language: Text) -> rx.Component:
    """Show a payment that is being made: the bank's question, or that it is not known yet what became of it.

    `state` has its stage, its line and its proof, and looks it up or gives it up.
    """
    proof = BankProof.create(
        script=state.proof.script,
        publishable_key=state.proof.publishable_key,
        client_secret=state.proof.client_secret,
        language=language,
        words=rx.Var.create({"confirm": t("balance.confirm")}),
        on_answered=state.look,
        class_name="button button-main",
    )
    look = button(t("balance.look"), on_click=state.look, look="main")
    give_up = button(t("balance.give_up"), on_click=state.give_up)
    return rx.el.section(
        rx.el.p(state.line, role="status"),
        rx.el.div(rx.cond(state.stage == "waiting", rx.fragment(proof, give_up), look), class_name="card-form-actions"),
        class_name="form-card stack",
    )


def _invoice(one: Any) -> rx.Component:
    return rx.el.li(_due_words(one), rx.el.span(one.due, class_name="due-part"), key=one.id)


def _due_choice(one: Any, answers: Any, on_choose: Any) -> rx.Component:
    box = Tick.create(
        name="invoice",
        value=one.id,
        ticked=one.is_chosen,
        answers=answers,
        on_tick=lambda is_chosen: on_choose(one.id, is_chosen),
    )
    label = rx.el.label(box, _due_words(one), rx.el.span(one.due, class_name="due-part"), class_name="check")
    return rx.el.li(label, key=one.id)


def _due_words(one: Any) -> rx.Component:
    return rx.el.span(
        rx.el.span(one.what, dir="auto"),
        rx.el.span(t("balance.invoice", number=one.number, day=one.issued_on), class_name="small"),
        class_name="due-words",
    )


def card_words(row: Any) -> rx.Component:
    """Say which card, until when it is good, and whether that is soon."""
    return rx.el.span(
        rx.el.span(row.title),
        rx.el.span(row.expiry_line, class_name="small"),
        rx.cond(row.notice, rx.el.span(row.notice, class_name=f"small card-{row.state}")),
        class_name="pay-card-words",
    )


def _choice(row: Any, chosen: Any, answers: Any, on_choose: Any) -> rx.Component:
    choice = Radio.create(
        name="card", value=row.id, chosen=chosen == row.id, answers=answers, on_choose=on_choose(row.id)
    )
    return rx.el.label(choice, card_words(row), key=row.id, class_name="pay-card")
