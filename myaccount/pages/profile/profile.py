"""One patient's profile, as the clinic keeps it."""

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
from myaccount.components.clinic.profile_parts import InAddress, activity_rows, message_rows, visit_rows
from myaccount.components.kit.button import button
from myaccount.components.kit.choices import Choice, choices
from myaccount.components.kit.icons import icon
from myaccount.components.kit.link import file_link, link
from myaccount.components.kit.notice import error_summary, wrong_boxes
from myaccount.components.kit.radio_row import RadioRow, radio_row
from myaccount.components.kit.skeleton import form_skeleton
from myaccount.components.kit.text import Text, t
from myaccount.pages.clinic.patients import ROUTE as PATIENTS
from myaccount.pages.frame import clinic_framed
from myaccount.pages.profile.billing import billing, billing_panel
from myaccount.pages.profile.cards import profile_cards
from myaccount.pages.profile.documents import document_panel, document_rows
from myaccount.pages.profile.family import family_panel, family_rows
from myaccount.pages.profile.forms import form_overlays, form_rows
from myaccount.pages.profile.packages import package_panel, package_rows
from myaccount.state.account.zone import ZoneState
from myaccount.state.profile.cards import ProfileCardsState
from myaccount.state.profile.profile import FIRST, IN_ADDRESS, ProfileState

ROUTE = "/clinic/patients/[person_id]"
TITLE = "profile.title"
LOAD = ProfileState.load
PARTS = (
    "contact", "family", "appointments", "forms", "documents", "packages", "billing", "cards", "messages", "activity",
)  # fmt: skip
BOOKING = ("", "allowed", "sign_in_required", "off")
head = ProfileState.head


def page() -> rx.Component:
    """Show the key facts, then the part that is turned to."""
    return clinic_framed(
        rx.cond(head.id, head.name, t(TITLE)),
        PATIENTS,
        rx.cond(ProfileState.loaded, rx.cond(head.id, _profile(), _nobody()), form_skeleton()),
    )


def _nobody() -> rx.Component:
    return rx.el.div(rx.el.p(t("profile.not_here"), class_name="lead"), _back(), class_name="stack")


def _back() -> rx.Component:
    return link(icon("arrow-left"), t("profile.back"), to=PATIENTS, class_name="way-back")


def _profile() -> rx.Component:
    return rx.el.div(
        InAddress.create(name=IN_ADDRESS, value=rx.cond(ProfileState.part == FIRST, "", ProfileState.part)),
        rx.el.div(_facts(), rx.cond(head.can_welcome | head.can_reset, _mails()), class_name="profile-card"),
        _parts(),
        rx.el.div(rx.cond(head.can_edit, _contact(), _read_only()), hidden=ProfileState.part != "contact"),
        rx.match(
            ProfileState.part,
            ("family", family_rows(head.has_account)),
            ("appointments", visit_rows(ProfileState.visits)),
            ("forms", form_rows()),
            ("documents", document_rows()),
            ("packages", package_rows(head.can_edit)),
            ("billing", billing()),
            ("cards", rx.cond(ProfileCardsState.is_there, profile_cards())),
            ("messages", message_rows(ProfileState.messages, ProfileState.send_again, head.can_edit)),
            ("activity", activity_rows(ProfileState.activity)),
            rx.fragment(),
        ),
        rx.cond(ProfileState.has_newer | ProfileState.has_older, _pager()),
        _back(),
        rx.cond(head.can_edit, rx.fragment(family_panel(), package_panel(), billing_panel())),
        document_panel(),
        form_overlays(),
        key=head.id,
        class_name="profile",
    )


def _facts() -> rx.Component:
    verified = rx.cond(head.email_verified, t("profile.email_verified"), t("profile.email_unverified"))
    email = rx.el.span(file_link(head.email, href=head.email_url), " ", rx.el.span(verified, class_name="tag"))
    account = rx.cond(head.has_account, t("profile.account.has"), t("profile.account.none"))
    marketing = rx.cond(head.marketing, t("profile.marketing.on"), t("profile.marketing.off"))
    return rx.el.dl(
        _fact("called", head.preferred_name),
        _fact("pronouns", head.pronouns),
        _fact("born", head.born),
        _fact("phone", head.phone, file_link(head.phone, href=head.phone_url)),
        _fact("email", head.email, email),
        _fact("language", head.language),
        _fact("emergency", head.emergency),
        _fact("account", account),
        _fact("marketing", marketing),
        aria_label=t("profile.facts"),
        class_name="facts",
    )


def _fact(name: str, value: Text, shown: rx.Component | None = None) -> rx.Component:
    said = rx.el.bdi(value) if shown is None else shown
    return rx.cond(value, rx.el.div(rx.el.dt(t(f"profile.{name}")), rx.el.dd(said)))


def _mails() -> rx.Component:
    mails = rx.el.div(
        rx.cond(head.can_welcome, _mail("profile.welcome", ProfileState.send_welcome)),
        rx.cond(head.can_reset, _mail("profile.reset", ProfileState.send_reset)),
        class_name="profile-mails",
    )
    return rx.cond(head.can_edit, mails)


def _mail(label: str, on_click: object) -> rx.Component:
    return button(icon("mail"), t(label), on_click=on_click, small=True)


def _parts() -> rx.Component:
    return choices(t("profile.sections"), [_part(part) for part in PARTS], "profile-parts")


def _part(part: str) -> Choice:
    is_there = {
        "family": head.has_family,
        "cards": ProfileCardsState.is_there,
        "packages": head.has_packages,
        "billing": head.can_edit,
    }.get(part)
    return Choice(t(f"profile.{part}"), ProfileState.part == part, ProfileState.turn(part), is_there=is_there)


def _contact() -> rx.Component:
    boxes = ContactBoxes(ProfileState.form, ProfileState.version, ProfileState.problems, fills=False)
    born = boxes.box("date_of_birth", label=t("profile.born"), type="date", optional=True)
    form = rx.el.form(
        rx.cond(
            ProfileState.summary,
            rx.fragment(
                error_summary(ProfileState.summary, wrong_boxes(ProfileState.problems)), key=ProfileState.attempt
            ),
        ),
        card("name", t("profile.names"), name_boxes(boxes), born),
        card("reach", t("profile.reach"), reach_boxes(boxes, help_line=t("profile.email.help"), optional=True)),
        card("emergency", t("contact.emergency"), emergency_boxes(boxes, help_line=t("profile.emergency.help"))),
        card(
            "preferences",
            t("profile.preferences"),
            language_box(boxes),
            zone_box(boxes, rx.Var.create(ZoneState.groups), ZoneState.clinics),
        ),
        save_row(t("contact.save"), ProfileState.done, icon("check")),
        on_submit=ProfileState.save,
        no_validate=True,
        aria_label=t("profile.contact"),
        class_name="form-cards",
    )
    return rx.el.div(form, _booking(), class_name="form-page")


def _booking() -> rx.Component:
    offered = [(value, t(f"profile.booking.{value or 'clinic'}")) for value in BOOKING]
    row = RadioRow(
        "booking",
        t("profile.booking"),
        t("profile.booking.help"),
        head.booking,
        rx.Var.create(ProfileState.booked),
        rx.Var.create(ProfileState.asked),
    )
    return radio_row(row, offered, ProfileState.book)


def _read_only() -> rx.Component:
    return rx.el.dl(
        _fact("address", head.address),
        _fact("booking", rx.match(head.booking, *[(one, t(f"profile.booking.{one}")) for one in BOOKING if one],
                                  t("profile.booking.clinic"))),
        class_name="facts",
    )  # fmt: skip


def _pager() -> rx.Component:
    return rx.el.div(
        rx.cond(ProfileState.has_newer, _turn("profile.newer", ProfileState.newer)),
        rx.cond(ProfileState.has_older, _turn("profile.older", ProfileState.older)),
        role="group",
        aria_label=t("history.pages"),
        class_name="pager",
    )


def _turn(label: str, on_click: object) -> rx.Component:
    return button(t(label), on_click=on_click)
