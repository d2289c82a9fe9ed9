"""Receipts."""

import reflex as rx

from myaccount.components.account.receipts import receipts
from myaccount.components.kit.link import link
from myaccount.components.kit.text import t
from myaccount.pages.frame import framed
from myaccount.state.account.receipts import ReceiptsState

ROUTE = "/account/receipts"
TITLE = "nav.receipts"
LOAD = ReceiptsState.load


def page() -> rx.Component:
    """List what was paid, by the date of payment, with a file of each."""
    upcoming = link(t("receipts.upcoming"), to="/account", class_name="button button-quiet")
    return framed(
        t(TITLE),
        ROUTE,
        rx.el.p(t("receipts.about"), class_name="lead receipts-lead"),
        receipts(ReceiptsState, upcoming, on_ask=ReceiptsState.ask),
    )
