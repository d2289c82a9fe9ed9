"""Pay Balance."""

from typing import Any

import reflex as rx

from myaccount.components.account.paying import (
    PayButton,
    choose_due,
    due_card,
    due_for,
    pay_with,
    refused,
    told_paid,
    under_way,
)
from myaccount.components.kit.contact import contact_links
from myaccount.components.kit.empty_state import empty_state
from myaccount.components.kit.icons import icon
from myaccount.components.kit.skeleton import rows_skeleton
from myaccount.components.kit.text import t
from myaccount.pages.account.cards import add_card
from myaccount.pages.frame import contact, framed
from myaccount.state.account.balance import BalanceState
from myaccount.state.account.cards import AddCardState
from myaccount.state.shell import ShellState

ROUTE = "/account/balance"
TITLE = "nav.balance"
LOAD = BalanceState.load


def page() -> rx.Component:
    """Show what is due and let it be paid, or say that there is nothing to pay."""
    return framed(
        t(TITLE),
        ROUTE,
        rx.cond(BalanceState.loaded, rx.cond(BalanceState.is_open, _balance(), _off()), rows_skeleton(2)),
    )


def _off() -> rx.Component:
    return rx.el.div(rx.el.p(t("balance.off"), class_name="lead"), contact_links(contact()), class_name="stack")


def _balance() -> rx.Component:
    return rx.el.div(
        rx.el.div(rx.cond(BalanceState.stage == "paid", told_paid(BalanceState.line)), role="status"),
        rx.el.div(rx.cond(_is_refused(), refused(BalanceState.line)), role="alert"),
        rx.cond(
            (BalanceState.stage == "waiting") | (BalanceState.stage == "pending"),
            under_way(BalanceState, ShellState.lang),
            rx.cond(BalanceState.due_cents > 0, _due(), _nothing()),
        ),
        rx.cond(BalanceState.credit, rx.el.p(t("balance.credit", amount=BalanceState.credit), class_name="small")),
        class_name="stack card-page",
    )


def _is_refused() -> Any:
    stage = BalanceState.stage
    return (stage == "declined") | (stage == "cancelled") | (stage == "lost")


def _nothing() -> rx.Component:
    return rx.cond(BalanceState.stage == "paid", rx.fragment(), empty_state("check", t("balance.nothing")))


def _due() -> rx.Component:
    choice = choose_due(BalanceState.invoices, BalanceState.answers, BalanceState.choose_invoice)
    return rx.fragment(
        rx.el.p(rx.cond(BalanceState.can_choose, t("balance.lead.choose"), t("balance.lead")), class_name="lead"),
        due_card(BalanceState.due),
        rx.cond(BalanceState.can_choose, choice),
        rx.el.section(
            rx.el.h2(t("balance.with"), id="pay-with"),
            rx.cond(
                BalanceState.rows,
                pay_with(BalanceState.rows, BalanceState.chosen, BalanceState.answers, BalanceState.choose),
                rx.el.p(t("balance.add_first")),
            ),
            rx.cond(AddCardState.is_open, rx.fragment(), _another()),
            aria_labelledby="pay-with",
            class_name="stack",
        ),
        rx.cond(AddCardState.is_open, add_card(), rx.cond(BalanceState.rows, _pay())),
        rx.cond(BalanceState.can_choose, rx.fragment(), due_for(BalanceState.invoices)),
    )


def _another() -> rx.Component:
    return rx.el.button(
        icon("plus"),
        rx.cond(BalanceState.rows, t("balance.another"), t("cards.add")),
        type="button",
        on_click=AddCardState.begin,
        class_name=rx.cond(BalanceState.rows, "button button-quiet", "button button-main"),
    )


def _pay() -> rx.Component:
    button = PayButton.create(
        label=t("balance.pay", amount=BalanceState.chosen_due),
        busy_label=t("balance.paying"),
        answers=BalanceState.answers,
        on_pay=BalanceState.pay,
        class_name="button button-main pay-button",
    )
    shown = rx.cond(BalanceState.chosen_cents > 0, button, rx.el.p(t("balance.choose_one")))
    return rx.el.div(shown, role="status", class_name="stack")
