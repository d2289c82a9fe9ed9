"""Cards on file, in a list: what each is, until when it is good, and what can be done about it."""

from collections.abc import Callable
from typing import Any

import reflex as rx

from myaccount.components.kit.button import button
from myaccount.components.kit.dialog import dialog
from myaccount.components.kit.icons import icon
from myaccount.components.kit.text import Flag, Text, t
from myaccount.views.cards import CardRow

Acts = Callable[[Any], list[rx.Component]]


def card_list(rows: rx.Var[list[CardRow]], acts: Acts) -> rx.Component:
    """List cards. `acts` makes the buttons of one."""
    return rx.el.ul(rx.foreach(rows, lambda row: _card(row, acts)), aria_label=t("cards.list"), class_name="cards")


def act(label: str, card: Any, on_click: Any) -> rx.Component:
    """Make a button about one card, which screen readers hear named with it."""
    name = t("cards.of", what=t(label), card=card.title)
    return button(t(label), on_click=on_click, aria_label=name, look="plain")


def sure_dialog(
    name: str, words: tuple[str, str, str, str], about: Text, open_when: Flag, *, on_go: Any, on_keep: Any
) -> rx.Component:
    """Ask whether something is to be done about a card. `words` are title, line, what goes on, and what leaves it."""
    title, line, go, keep = words
    return dialog(
        t(title),
        rx.el.p(rx.el.strong(about)),
        rx.el.p(t(line)),
        actions=[
            button(t(go), on_click=on_go, look="main"),
            button(t(keep), on_click=on_keep),
        ],
        name=name,
        open_when=open_when,
        on_close=on_keep,
    )


def _card(row: Any, acts: Acts) -> rx.Component:
    default = rx.el.span(t("cards.default"), class_name="tag")
    return rx.el.li(
        rx.el.span(icon("card"), class_name="card-mark"),
        rx.el.div(
            rx.el.p(rx.el.strong(row.title), rx.cond(row.is_default, default), class_name="card-name"),
            rx.el.p(row.expiry_line, class_name="small"),
            rx.cond(row.notice, rx.el.p(icon("alert"), row.notice, class_name=f"card-notice card-{row.state}")),
            rx.cond(row.asked_line, rx.el.p(row.asked_line, class_name="small")),
            class_name="card-body",
        ),
        rx.el.div(*acts(row), class_name="card-acts"),
        key=row.id,
    )
