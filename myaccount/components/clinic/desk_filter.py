"""Lists to choose from above a page of the desk."""

from typing import Any

import reflex as rx

from myaccount.components.kit.text import Text, t
from myaccount.views.schedule import Choice


def chooser(
    label: str, name: str, offered: list[Choice], everything: str, chosen: Text, on_choose: Any
) -> rx.Component:
    """Offer a list, with everything first unless that is blank. It is absent when there is nothing to choose.

    `label` and `everything` are message keys.
    """
    first = [rx.el.option(t(everything), value="")] if everything else []
    box_id = f"choose-{name}"
    return rx.cond(
        offered,
        rx.el.div(
            rx.el.label(t(label), html_for=box_id, class_name="unseen"),
            rx.el.select(
                *first,
                rx.foreach(offered, lambda one: rx.el.option(one.name, value=one.id, key=one.id)),
                id=box_id,
                value=chosen,
                on_change=on_choose,
                class_name="box",
            ),
        ),
    )
