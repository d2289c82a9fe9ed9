"""The boxes of somebody's contact details, as the patient fills them in and as the clinic does."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from myaccount.components.kit.button import submit
from myaccount.components.kit.fields import pair
from myaccount.components.kit.kept_field import Kept, kept_field, kept_groups, kept_select
from myaccount.components.kit.text import Text, t
from myaccount.messages import USAGES

CALLED = {"auto_capitalize": "words", "dir": "auto"}
NUMBER = {"type": "tel", "input_mode": "tel"}


@dataclass(frozen=True)
class ContactBoxes:
    """What the boxes start from, a number that grows when the form was saved, and what is wrong, by field.

    `fills` says whether a browser may offer what it knows of its own person: not at the clinic's desk.
    """

    form: Any
    version: Any
    problems: Any
    fills: bool = True

    def kept(self, name: str) -> Kept:
        """Join what belongs to one box."""
        return Kept(saved=getattr(self.form, name), version=self.version, error=self.problems[name])

    def box(self, name: str, *, label: Text | None = None, auto_complete: str = "off", **box: Any) -> rx.Component:
        """Ask for one field."""
        called = t(f"contact.{name}") if label is None else label
        known = auto_complete if self.fills else "off"
        return kept_field(called, name, self.kept(name), auto_complete=known, **box)


def card(name: str, title: Text, *content: rx.Component) -> rx.Component:
    """Group some boxes under a title. `name` is unique on the page."""
    title_id = f"contact-{name}"
    return rx.el.section(rx.el.h2(title, id=title_id), *content, aria_labelledby=title_id, class_name="form-card")


def name_boxes(boxes: ContactBoxes, *, help_line: Text | None = None) -> rx.Component:
    """Ask what somebody is called; for pronouns only where the clinic does."""
    return rx.fragment(
        pair(
            boxes.box("first_name", auto_complete="given-name", **CALLED),
            boxes.box("last_name", auto_complete="family-name", optional=True, **CALLED),
        ),
        boxes.box("preferred_name", help_line=help_line, auto_complete="nickname", optional=True, **CALLED),
        rx.cond(boxes.form.asks_pronouns, boxes.box("pronouns", optional=True, dir="auto")),
    )


def reach_boxes(boxes: ContactBoxes, *, help_line: Text, optional: bool = False) -> rx.Component:
    """Ask how to reach somebody. `help_line` says what becomes of a new e-mail address, which may be `optional`."""
    return rx.fragment(
        boxes.box(
            "email",
            help_line=help_line,
            optional=optional,
            type="email",
            input_mode="email",
            auto_complete="email",
            auto_capitalize="none",
        ),
        pair(
            boxes.box("mobile", auto_complete="tel", optional=True, **NUMBER),
            boxes.box("other_phone", optional=True, **NUMBER),
        ),
        boxes.box("address", kind="textarea", rows=3, auto_complete="street-address", optional=True, dir="auto"),
    )


def emergency_boxes(boxes: ContactBoxes, *, help_line: Text) -> rx.Component:
    """Ask whom to call if something happens."""
    return rx.fragment(
        rx.el.p(help_line, class_name="small"),
        pair(
            boxes.box("emergency_name", optional=True, **CALLED), boxes.box("emergency_phone", optional=True, **NUMBER)
        ),
    )


def language_box(boxes: ContactBoxes) -> rx.Component:
    """Ask for the language to speak."""
    languages = [(code, usage.name) for code, usage in USAGES.items()]
    return kept_select(t("contact.language"), "language", boxes.kept("language"), languages)


def zone_box(boxes: ContactBoxes, groups: rx.Var, clinic_time: Text) -> rx.Component:
    """Ask by whose clocks somebody lives: the clinic's, or a city's."""
    clinics = t("contact.time_zone.clinic", zone=clinic_time)
    kept, help_line = boxes.kept("time_zone"), t("contact.time_zone.help")
    return kept_groups(t("contact.time_zone"), "time_zone", kept, clinics, groups, help_line=help_line)


def save_row(label: Text, done: Text, drawing: rx.Component) -> rx.Component:
    """Offer to save, and say beside it what became of that."""
    return rx.el.div(
        submit(label),
        rx.el.div(rx.cond(done, rx.el.p(drawing, done, class_name="saved-line")), role="status"),
        class_name="save",
    )
