"""The private address at which somebody's visits can be followed: shown when asked for, replaced, stopped."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from myaccount.components.kit.button import button
from myaccount.components.kit.text import Flag, Text, t

TITLE = "feed-title"
BOX = "feed-address"


@dataclass(frozen=True)
class Feed:
    """What is known of the address (blank where there is none), whether somebody asked for it, and the buttons."""

    address: Text
    is_asked: Flag
    on_show: Any
    on_renew: Any
    on_stop: Any


def calendar_feed(feed: Feed) -> rx.Component:
    """Offer the address; it is a secret, so it is shown only on demand."""
    return rx.el.section(
        rx.el.h2(t("feed.title"), id=TITLE),
        rx.el.div(
            rx.el.p(t("feed.line")),
            rx.cond(feed.is_asked, _asked(feed), _button("feed.show", feed.on_show)),
            class_name="form-card",
        ),
        aria_labelledby=TITLE,
        class_name="feed",
    )


def _asked(feed: Feed) -> rx.Component:
    return rx.cond(feed.address, _address(feed), _none(feed))


def _address(feed: Feed) -> rx.Component:
    return rx.fragment(
        rx.el.div(
            rx.el.label(t("feed.address"), html_for=BOX, class_name="field-label"),
            rx.el.p(t("feed.secret"), id=f"{BOX}-help", class_name="field-help"),
            rx.el.input(
                id=BOX,
                type="text",
                value=feed.address,
                read_only=True,
                auto_complete="off",
                aria_describedby=f"{BOX}-help",
                class_name="box",
            ),
            class_name="field",
        ),
        rx.el.div(_button("feed.renew", feed.on_renew), _button("feed.stop", feed.on_stop), class_name="feed-acts"),
    )


def _none(feed: Feed) -> rx.Component:
    return rx.fragment(rx.el.p(t("feed.none"), class_name="small"), _button("feed.make", feed.on_renew))


def _button(label: str, on_click: Any) -> rx.Component:
    return button(t(label), on_click=on_click)
