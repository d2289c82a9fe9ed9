"""Contact Info."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from myaccount.components.account.contact_form import (
    ContactBoxes,
    card,
    emergency_boxes,
    language_box,
    name_boxes,
    reach_boxes,
    save_row,
    zone_box,
)
from myaccount.components.kit.button import button, submit
from myaccount.components.kit.fields import field
from myaccount.components.kit.icons import icon
from myaccount.components.kit.kept_field import kept_check
from myaccount.components.kit.link import link
from myaccount.components.kit.notice import error_summary, wrong_boxes
from myaccount.components.kit.skeleton import form_skeleton
from myaccount.components.kit.text import t
from myaccount.pages.account.requests import asking
from myaccount.pages.account.zone import browser_zone, zone_offer
from myaccount.pages.frame import framed
from myaccount.state.account.contact import ContactState
from myaccount.state.account.zone import ZoneState
from myaccount.state.shell import ShellState

ROUTE = "/account/contact"
TITLE = "nav.contact"
LOAD = ContactState.load


def page() -> rx.Component:
    """Show a person their contact details, to change them."""
    return framed(
        t(TITLE),
        ROUTE,
        rx.cond(
            ContactState.loaded,
            rx.el.div(
                browser_zone(),
                zone_offer(),
                rx.cond(ContactState.form.unverified_email != "", _verification(EMAIL)),
                rx.cond(ContactState.form.unverified_mobile != "", _verification(MOBILE)),
                _form(),
                asking(),
                rx.el.p(link(t("access.see"), to="/account/access")),
                class_name="form-page",
            ),
            form_skeleton(),
        ),
    )


def _form() -> rx.Component:
    boxes = ContactBoxes(ContactState.form, ContactState.version, ContactState.problems)
    return rx.el.form(
        rx.cond(
            ContactState.summary,
            rx.fragment(
                error_summary(ContactState.summary, wrong_boxes(ContactState.problems)), key=ContactState.attempt
            ),
        ),
        card("name", t("contact.name"), name_boxes(boxes, help_line=t("contact.preferred_name.help"))),
        card("reach", t("contact.reach"), reach_boxes(boxes, help_line=t("contact.email.help"))),
        card("emergency", t("contact.emergency"), emergency_boxes(boxes, help_line=t("contact.emergency.help"))),
        card("preferences", t("contact.preferences"), language_box(boxes), _zone(boxes), _marketing(boxes)),
        save_row(t("contact.save"), ContactState.done, icon("check")),
        on_submit=ContactState.save,
        no_validate=True,
        aria_label=t(TITLE),
        class_name="form-cards",
    )


def _zone(boxes: ContactBoxes) -> rx.Component:
    return zone_box(boxes, rx.Var.create(ZoneState.groups), ZoneState.clinics)


def _marketing(boxes: ContactBoxes) -> rx.Component:
    return kept_check(
        t("contact.marketing", clinic=ShellState.clinic_name),
        "marketing_opt_in",
        boxes.kept("marketing_opt_in"),
        help_line=t("contact.marketing.help"),
    )


@dataclass(frozen=True)
class Proof:
    """What a card asks a code for: its words are `contact.<name>.…`, and `box` is the name of the box for the code."""

    name: str
    box: str
    where: Any
    is_sent: Any
    error: Any
    on_send: Any
    on_verify: Any


EMAIL = Proof(
    "verify",
    "code",
    ContactState.form.unverified_email,
    ContactState.form.code_sent,
    ContactState.code_error,
    ContactState.send_code,
    ContactState.verify,
)
MOBILE = Proof(
    "verify_mobile",
    "mobile_code",
    ContactState.form.unverified_mobile,
    ContactState.form.mobile_code_sent,
    ContactState.mobile_code_error,
    ContactState.send_mobile_code,
    ContactState.verify_mobile,
)


def _verification(proof: Proof) -> rx.Component:
    sent, waiting = (t(f"contact.{proof.name}.{state}", email=proof.where) for state in ("sent", "waiting"))
    return card(
        proof.name,
        t(f"contact.{proof.name}"),
        rx.el.p(rx.cond(proof.is_sent, sent, waiting)),
        rx.cond(proof.is_sent, _code(proof)),
        button(rx.cond(proof.is_sent, t("contact.send_again"), t("contact.send_code")), on_click=proof.on_send),
    )


def _code(proof: Proof) -> rx.Component:
    return rx.el.form(
        field(
            t("contact.code"),
            proof.box,
            help_line=t(f"contact.{proof.box}.help"),
            error=proof.error,
            auto_complete="one-time-code",
            input_mode="numeric",
            max_length=20,
            class_name="box box-code",
        ),
        submit(t("contact.verify_button")),
        on_submit=proof.on_verify,
        no_validate=True,
        aria_label=t(f"contact.{proof.name}"),
        class_name="code-form",
    )
