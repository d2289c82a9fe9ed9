"""Intake forms in their list, and what runs across every page while one of them waits."""

from typing import Any

import reflex as rx

from myaccount.components.kit.icons import icon
from myaccount.components.kit.link import full_link
from myaccount.components.kit.text import Text, t
from myaccount.views.forms import FormCard


def form_cards(title: Text, name: str, cards: Any) -> rx.Component:
    """List forms under a heading."""
    return rx.el.section(
        rx.el.h2(title, id=f"forms-{name}"),
        rx.el.ul(
            rx.foreach(cards, lambda one: rx.el.li(_card(one), key=one.id)),
            aria_labelledby=f"forms-{name}",
            class_name="form-list",
        ),
        aria_labelledby=f"forms-{name}",
    )


def forms_banner(line: Text, due: Text, url: Text, label: Text) -> rx.Component:
    """Say that forms wait, how many and until when, and lead to them."""
    return rx.cond(
        line,
        rx.el.section(
            icon("clipboard"),
            rx.el.p(rx.el.strong(line), rx.cond(due, rx.el.span(" · ", due))),
            full_link(label, to=url, class_name="button button-quiet button-small"),
            aria_label=t("forms.banner"),
            class_name="forms-banner",
        ),
    )


def _card(one: FormCard) -> rx.Component:
    title_id = rx.Var.create(f"form-{one.id}")
    return rx.el.article(
        rx.el.div(
            rx.el.h3(one.name, id=title_id, dir="auto"),
            rx.cond(one.mark, rx.el.p(icon("alert"), rx.el.span(one.mark), class_name="form-mark")),
            rx.el.p(one.about, rx.cond(one.due, rx.el.span(" · ", rx.el.strong(one.due))), class_name="small"),
            class_name="form-facts",
        ),
        rx.cond(
            one.url,
            full_link(
                one.act,
                to=one.url,
                aria_describedby=title_id,
                class_name=rx.cond(one.waits, "button button-main", "button button-quiet"),
            ),
        ),
        aria_labelledby=title_id,
        class_name="form-row",
    )
