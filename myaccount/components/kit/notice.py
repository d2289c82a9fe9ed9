"""What the page says about the last thing done, spoken by screen readers as it appears."""

from typing import Any

import reflex as rx

from myaccount.components.kit.button import button
from myaccount.components.kit.focus import FocusHere
from myaccount.components.kit.icons import icon
from myaccount.components.kit.link import file_link
from myaccount.components.kit.text import Flag, Text, t


def notices(
    done: Text, refused: Text, contact: rx.Component, on_dismiss: Any, takes_focus: Flag = False
) -> rx.Component:
    """Hold the page's live regions: what was done, politely, and what was not, at once, with whom to ask.

    What was done `takes_focus` where the button that did it is gone, and the page is another one.
    """
    said = _said("done", "check", rx.el.p(done))
    shown = said if takes_focus is False else rx.cond(takes_focus, FocusHere.create(said), said)
    return rx.el.div(
        rx.el.div(rx.cond(done, shown), role="status"),
        rx.el.div(rx.cond(refused, _refusal(refused, contact, on_dismiss)), role="alert"),
        class_name="notices",
    )


def told(line: Text) -> rx.Component:
    """Say calmly why somebody is here."""
    return rx.el.div(_said("told", "clock", rx.el.p(line)), role="status")


def error_summary(line: Text, *more: rx.Component) -> rx.Component:
    """Say at the top of a form what was wrong with the last try, and take the focus; `more` leads to the box."""
    return FocusHere.create(_said("wrong", "alert", rx.el.p(line), *more), role="alert", class_name="summary")


def wrong_boxes(problems: Any) -> rx.Component:
    """List what is wrong in a summary, each line leading to its box. `problems` is a Var: lines by the boxes' names."""
    lines = rx.foreach(problems, lambda one: rx.el.li(file_link(one[1], href="#" + one[0]), key=one[0]))
    return rx.cond(problems.length() > 0, rx.el.ul(lines, class_name="notice-list"))


def _refusal(line: Text, contact: rx.Component, on_dismiss: Any) -> rx.Component:
    dismiss = button(
        icon("close"), rx.el.span(t("shell.dismiss"), class_name="unseen"), on_click=on_dismiss, look="icon"
    )
    return rx.el.div(
        icon("alert"),
        rx.el.div(rx.el.p(line), contact, class_name="notice-body"),
        dismiss,
        class_name="notice notice-refused",
    )


def _said(kind: str, drawing: str, *lines: rx.Component) -> rx.Component:
    return rx.el.div(icon(drawing), rx.el.div(*lines, class_name="notice-body"), class_name=f"notice notice-{kind}")
