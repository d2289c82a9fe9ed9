"""Family on a patient's profile: both ways, and what somebody may do at its side."""

import reflex as rx

from myaccount.components.account.family import card_button, person_card
from myaccount.components.kit.button import button
from myaccount.components.kit.icons import icon
from myaccount.components.kit.person_box import PersonBox
from myaccount.components.kit.side_panel import Boxes, panel_form, side_panel
from myaccount.components.kit.text import Flag, Text, t
from myaccount.domain.family import Permission
from myaccount.domain.grants import WHO, box
from myaccount.state.profile.family import ProfileFamilyState as State
from myaccount.views.family import Granted


def family_rows(has_account: Flag) -> rx.Component:
    """Show who may act for the patient, and for whom they may; for who has no account, the desk decides the first."""
    add = button(icon("plus"), t("desk_family.add"), on_click=State.edit(""))
    help_line = rx.cond(has_account, t("desk_family.granted.themselves"), t("desk_family.granted.desk"))
    return rx.el.div(
        _list("granted", State.granted, lambda one: rx.cond(State.decides, _change(one)), help_line),
        rx.cond(State.decides, rx.el.div(add)),
        _list("received", State.received, lambda _: rx.fragment(), t("desk_family.received.help")),
        class_name="family-page",
    )


def family_panel() -> rx.Component:
    """Hold the form of what somebody may do, at the side of the page."""
    title = rx.cond(State.of, State.name, t("desk_family.new"))
    return side_panel(
        title,
        panel_form(State, title, *_boxes(), on_close=State.close, on_submit=State.save),
        rx.cond(State.of, _end()),
        name="grant",
        open_when=State.is_open,
        on_close=State.close,
    )


def _list(way: str, rows: rx.Var[list[Granted]], acts: object, help_line: Text) -> rx.Component:
    name = f"desk-family-{way}"
    return rx.el.section(
        rx.el.h2(t(f"desk_family.{way}"), id=name),
        rx.el.p(help_line, class_name="small"),
        rx.cond(
            rows,
            rx.el.ul(rx.foreach(rows, lambda one: person_card(one, acts(one))), aria_labelledby=name),  # type: ignore[operator]
            rx.el.p(t(f"desk_family.{way}.none")),
        ),
        class_name="family-list",
    )


def _change(one: Granted) -> rx.Component:
    return card_button(t("family.change"), one.id, State.edit(one.id), "button button-quiet button-small")


def _boxes() -> list[rx.Component]:
    asked = Boxes(State, "desk_family")
    may = [asked.named_tick(t(f"family.permission.{one}"), box(one)) for one in Permission]
    return [
        rx.cond(State.of, rx.fragment(), _who(asked)),
        asked.choose("label", State.labels),
        rx.el.fieldset(
            rx.el.legend(t("family.what"), class_name="field-label"),
            rx.el.div(*may, class_name="ticks"),
            asked.error("may"),
            rx.el.p(t("family.never"), class_name="field-help"),
            class_name="field",
        ),
        asked.line("until", helped=True, type="date"),
    ]


def _who(asked: Boxes) -> rx.Component:
    return rx.el.div(
        rx.el.label(t("desk_family.who"), html_for=WHO, class_name="field-label"),
        rx.el.p(t("desk_family.who.help"), id=f"{WHO}-help", class_name="field-help"),
        PersonBox.create(
            box_id=WHO,
            name=WHO,
            found=State.found,
            said=State.said,
            none=t("desk.patient.none"),
            count=t("desk.patient.found_word"),
            on_find=State.find,
            aria_label=t("desk_family.who"),
            aria_describedby=f"{WHO}-help {WHO}-error",
            aria_invalid=asked.kept(WHO).error != "",
            class_name="box",
        ),
        asked.error(WHO),
        class_name="field",
    )


def _end() -> rx.Component:
    return rx.el.div(
        rx.el.p(t("desk_family.end.help"), class_name="field-help"),
        button(t("desk_family.end"), on_click=State.end(State.of), look="plain"),
        class_name="panel-foot",
    )
