"""What the desk writes down about a new patient, and who may be the same person."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from myaccount.components.kit.fields import field, pair
from myaccount.components.kit.notice import error_summary
from myaccount.components.kit.text import Text, t
from myaccount.views.patients import PatientLine


@dataclass(frozen=True)
class NewPatient:
    """What is shown of a new patient; see `NewPatientState`. `on_line` shows one who may be the same person."""

    problems: Any
    alike: list[PatientLine]
    others: rx.Var[str]
    attempt: rx.Var[int]
    alike_line: Text
    on_line: Any
    begun: Any = None


def new_patient(one: NewPatient) -> rx.Component:
    """Ask for what is needed to add a patient; the last try is said above when it was turned back."""
    return rx.fragment(
        rx.cond(one.others, _alike(one)),
        rx.cond(
            one.problems,
            rx.fragment(error_summary(t("contact.check")), key=one.attempt.to(str)),
            rx.el.p(t("patients.add.help"), class_name="small"),
        ),
        rx.el.input(type="hidden", name="others", value=one.others, read_only=True),
        pair(
            _box(one, "first_name", dir="auto", auto_focus=one.begun is not None),
            _box(one, "last_name", optional=True, dir="auto"),
        ),
        _box(one, "email", optional=True, type="email", input_mode="email", auto_capitalize="none"),
        pair(_box(one, "mobile", optional=True, type="tel"), _box(one, "date_of_birth", optional=True, type="date")),
    )


def _box(one: NewPatient, name: str, **box: Any) -> rx.Component:
    label = t("patients.date_of_birth" if name == "date_of_birth" else f"contact.{name}")
    given = box if one.begun is None else {"default_value": one.begun[name], **box}
    return field(label, name, error=one.problems[name], auto_complete="off", **given)


def _alike(one: NewPatient) -> rx.Component:
    return rx.el.div(
        rx.fragment(error_summary(one.alike_line), key=one.attempt.to(str)),
        rx.el.ul(
            rx.foreach(
                one.alike,
                lambda line: rx.el.li(
                    one.on_line(line), rx.el.span(line.detail, class_name="rows-detail"), key=line.id
                ),
            ),
            class_name="alike",
        ),
        class_name="stack",
    )
