"""What a clinic puts on its website: what booking begins with, the lines to copy, and the websites that may show it."""

from collections.abc import Callable
from typing import Any

import reflex as rx

from myaccount.components.kit.button import button, submit
from myaccount.components.kit.fields import field, select_box
from myaccount.components.kit.icons import icon
from myaccount.components.kit.text import Text, t
from myaccount.components.scripts import script
from myaccount.views.embedding import Embeddable


class CopyBox(rx.Component):
    """A text to be taken elsewhere, with a button that copies it."""

    library = script("clinic/copy_box.jsx")
    tag = "CopyBox"

    label: rx.Var[str]
    text: rx.Var[str]
    copy: rx.Var[str]
    copied: rx.Var[str]
    rows: rx.Var[int]


class EmbedPreview(rx.Component):
    """Online booking as a website shows it, by the script that websites load."""

    library = script("clinic/embed_preview.jsx")
    tag = "EmbedPreview"

    shape: rx.Var[str]
    label: rx.Var[str]
    treatment: rx.Var[str]
    staff: rx.Var[str]
    location: rx.Var[str]
    language: rx.Var[str]


def part_select(
    label: Text, name: str, anything: Text, offered: rx.Var[list[Embeddable]], chosen: Text, on_choose: Any
) -> rx.Component:
    """Ask what booking begins with; or leave it to the visitor."""
    found = rx.foreach(offered, lambda one: rx.el.option(one.label, value=one.name, key=one.name))
    return select_box(label, rx.el.option(anything, value=""), found, id=name, value=chosen, on_change=on_choose)


def copy_box(name: str, label: Text, text: Text, rows: int) -> rx.Component:
    """Show a text to be taken to the website."""
    return CopyBox.create(
        id=name, label=label, text=text, rows=rows, copy=t("embedding.copy"), copied=t("embedding.copied")
    )


def websites(origins: Any, may_change: Any, on_remove: Callable[[Any], Any]) -> rx.Component:
    """List the websites that may show online booking."""
    listed = rx.el.ul(
        rx.foreach(origins, lambda one: _website(one, may_change, on_remove)),
        aria_labelledby="embed-websites",
        class_name="websites",
    )
    return rx.cond(origins.length() > 0, listed, rx.el.p(t("embedding.no_websites"), class_name="field-help"))


def website_form(error: Text, attempts: Any, on_allow: Any) -> rx.Component:
    """Ask for another website."""
    return rx.el.form(
        field(
            t("embedding.website"),
            "website",
            help_line=t("embedding.website.help"),
            error=error,
            type="url",
            input_mode="url",
            auto_complete="off",
            auto_capitalize="none",
            spell_check=False,
            max_length=200,
        ),
        submit(t("embedding.allow"), look="quiet"),
        on_submit=on_allow,
        no_validate=True,
        key=attempts.to(str),
        class_name="website-form",
    )


def _website(origin: Any, may_change: Any, on_remove: Callable[[Any], Any]) -> rx.Component:
    remove = button(
        icon("close"),
        t("embedding.remove"),
        aria_label=t("embedding.remove_one", origin=origin),
        on_click=on_remove(origin),
        look="plain",
    )
    return rx.el.li(rx.el.span(origin), rx.cond(may_change, remove), key=origin)
