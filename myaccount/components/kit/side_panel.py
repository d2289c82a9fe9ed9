"""A panel at the side of a page: something to read or to change, without leaving the list behind it."""

from typing import Any

import reflex as rx

from myaccount.components.kit.button import button, submit
from myaccount.components.kit.fields import field_error
from myaccount.components.kit.icons import icon
from myaccount.components.kit.kept_field import Kept, kept_check, kept_field, kept_select
from myaccount.components.kit.modal import Modal
from myaccount.components.kit.notice import error_summary
from myaccount.components.kit.text import Flag, Text, t


def side_panel(title: Text, *content: rx.Component, name: str, open_when: Flag, on_close: Any) -> rx.Component:
    """Show content at the side while it is open. `name` is unique on the page; Esc calls `on_close`."""
    close = button(icon("close"), rx.el.span(t("practice.close"), class_name="unseen"), on_click=on_close, look="icon")
    body = rx.el.div(
        rx.el.div(rx.el.h2(title, id=f"{name}-title", tab_index=-1), close, class_name="panel-head"),
        *content,
        class_name="panel-body",
    )
    return Modal.create(
        rx.cond(open_when, body),
        open=open_when,
        on_close=on_close,
        role="dialog",
        aria_labelledby=f"{name}-title",
        class_name="dialog side-panel",
    )


def panel_form(state: Any, label: Text, *boxes: rx.Component, on_close: Any, on_submit: Any) -> rx.Component:
    """Ask for everything that stands in `boxes`, and save it as a whole. `state` is a Panel."""
    return rx.el.form(
        rx.cond(state.summary, rx.fragment(error_summary(state.summary), key=state.attempt)),
        *boxes,
        rx.el.div(
            submit(t("practice.save")),
            button(t("practice.cancel"), on_click=on_close),
            class_name="panel-actions",
        ),
        key=state.opened,
        on_submit=on_submit,
        no_validate=True,
        aria_label=label,
        class_name="panel-form",
    )


def archive_button(archived: Flag, on_archive: Any, on_restore: Any) -> rx.Component:
    """Offer to archive something, or to bring it back."""
    restore = button(t("practice.restore"), on_click=on_restore)
    archive = button(t("practice.archive"), on_click=on_archive, look="plain")
    return rx.cond(archived, restore, archive)


def saved_line(line: Text) -> rx.Component:
    """Say in a panel what was done there."""
    return rx.el.p(icon("check"), rx.el.span(line), class_name="saved-line")


class Boxes:
    """The boxes of one panel: each starts from the field of its name, and is named by a sentence."""

    def __init__(self, state: Any, words: str) -> None:
        self._state = state
        self._words = words

    def line(self, name: str, *, helped: bool = False, **box: Any) -> rx.Component:
        """Ask for a line of text, or with `kind` "textarea" for several."""
        help_line = t(f"{self._words}.{name}.help") if helped else None
        return kept_field(t(f"{self._words}.{name}"), name, self.kept(name), help_line=help_line, **box)

    def select(self, name: str, *values: str, words: str = "") -> rx.Component:
        """Ask for one of a few, each named by a sentence."""
        offered = [(one, t(f"{words or self._words}.{one}")) for one in values]
        return kept_select(t(f"{self._words}.{name}"), name, self.kept(name), offered)

    def choose(self, name: str, options: Any) -> rx.Component:
        """Ask for one of several: `options` is a Var with a list of Option."""
        return kept_select(t(f"{self._words}.{name}"), name, self.kept(name), options)

    def named_tick(self, label: Text, name: str) -> rx.Component:
        """Ask for yes or no, under a name of its own."""
        return kept_check(label, name, self.kept(name))

    def error(self, name: str) -> rx.Component:
        """Say what is wrong with several boxes together, if anything is."""
        error = self.kept(name).error
        return rx.cond(error, field_error(error, name))

    def tick(self, name: str, *, helped: bool = False) -> rx.Component:
        """Ask for yes or no."""
        help_line = t(f"{self._words}.{name}.help") if helped else None
        return kept_check(t(f"{self._words}.{name}"), name, self.kept(name), help_line=help_line)

    def ticks(self, name: str, options: Any, *, help_line: Text | None = None) -> rx.Component:
        """Ask which of several things count: `options` is a Var with a list of Option."""
        return rx.el.fieldset(
            rx.el.legend(t(f"{self._words}.{name}"), class_name="field-label"),
            *([] if help_line is None else [rx.el.p(help_line, class_name="field-help")]),
            rx.el.div(
                rx.foreach(options, lambda one: kept_check(one.name, one.box, self.kept(one.box))),
                class_name="ticks",
            ),
            class_name="field",
        )

    def kept(self, name: Any) -> Kept:
        """Say what a box starts from."""
        state = self._state
        fields = rx.Var.create(state.fields).to(dict[str, str])
        problems = rx.Var.create(state.problems).to(dict[str, str])
        return Kept(saved=fields.get(name, "").to(str), version=state.opened, error=problems.get(name, "").to(str))
