"""Family: a card for each person, and the boxes of what somebody may do."""

from typing import Any

import reflex as rx

from myaccount.components.kit.button import button
from myaccount.components.kit.fields import check_field, field, field_error, select_field
from myaccount.components.kit.icons import icon
from myaccount.components.kit.text import Text, t
from myaccount.domain.family import Label, Permission
from myaccount.views.family import Allowed, Granted, Invited


def person_card(one: Granted, *acts: rx.Component) -> rx.Component:
    """Show what stands between the reader and somebody."""
    return rx.el.li(
        rx.el.div(
            rx.el.h3(one.name, id=f"family-{one.id}"),
            rx.cond(one.about, rx.el.p(one.about, class_name="small")),
            rx.el.ul(rx.foreach(one.may, _allowed), aria_labelledby=f"family-{one.id}", class_name="family-may"),
            rx.cond(one.until, rx.el.p(one.until, class_name="small")),
            class_name="family-facts",
        ),
        rx.el.div(*acts, class_name="family-acts"),
        key=one.id,
        class_name="family-card",
    )


def invited_row(one: Invited, on_withdraw: Any) -> rx.Component:
    """Show an invitation that nobody has answered."""
    return rx.el.li(
        rx.el.div(
            rx.el.h3(one.sent_to, id=f"invited-{one.id}", class_name="family-address"),
            rx.el.p(one.may),
            rx.el.p(one.until, class_name="small"),
            class_name="family-facts",
        ),
        rx.el.div(
            button(t("family.withdraw"), on_click=on_withdraw(one.id), aria_describedby=f"invited-{one.id}"),
            class_name="family-acts",
        ),
        key=one.id,
        class_name="family-card",
    )


def card_button(label: Text, about: Text, on_click: Any, looks: str = "button button-quiet") -> rx.Component:
    """Do something with the person of a card."""
    return rx.el.button(
        label, type="button", on_click=on_click, aria_describedby=rx.Var.create("family-") + about, class_name=looks
    )


def contact_boxes(problems: Any) -> list[rx.Component]:
    """Ask whom to invite, and who the patient is to them."""
    labels = [("", t("family.label.none")), *((one.value, t(f"family.label.{one}")) for one in Label)]
    error = problems.get("contact", "")
    return [
        rx.el.p(t("family.give.lead")),
        field(t("family.contact"), "contact", help_line=t("family.contact.help"), error=error, auto_complete="off"),
        select_field(t("family.label"), labels, "label", optional=True),
    ]


def permission_boxes(problems: Any, granted: Any | None = None, until: Text = "") -> list[rx.Component]:
    """Ask what somebody may do, and until when; `granted` is what they may now."""
    boxes = rx.foreach(granted, _box) if granted is not None else rx.fragment(*[_new_box(one) for one in Permission])
    return [
        rx.el.fieldset(
            rx.el.legend(t("family.what"), class_name="field-label"),
            boxes,
            rx.cond(problems.get("what", ""), field_error(problems.get("what", ""), "what")),
            rx.el.p(t("family.never"), class_name="field-help"),
            class_name="family-boxes",
        ),
        field(
            t("family.until_box"),
            "until",
            help_line=t("family.until_box.help"),
            error=problems.get("until", ""),
            optional=True,
            type="date",
            default_value=until,
        ),
    ]


def _box(one: Allowed) -> rx.Component:
    return rx.el.label(
        rx.el.input(type="checkbox", name=one.key, value="on", default_checked=one.is_granted),
        rx.el.span(one.name),
        class_name="check",
    )


def _new_box(one: Permission) -> rx.Component:
    return check_field(t(f"family.permission.{one}"), one.value)


def _allowed(one: Allowed) -> rx.Component:
    return rx.cond(one.is_granted, rx.el.li(icon("check"), rx.el.span(one.name)))
