"""Packages and memberships on a patient's profile: the list, and one of them at its side."""

import reflex as rx

from myaccount.components.account.package_card import package_cards
from myaccount.components.kit.button import button
from myaccount.components.kit.empty_state import empty_state
from myaccount.components.kit.fields import pair
from myaccount.components.kit.icons import icon
from myaccount.components.kit.side_panel import Boxes, panel_form, side_panel
from myaccount.components.kit.text import Flag, t
from myaccount.domain.redemption import Cycle, PassKind
from myaccount.state.profile.packages import ProfilePackagesState as State
from myaccount.views.packages import PackageCard


def package_rows(can_edit: Flag) -> rx.Component:
    """Show what the patient has bought ahead; who keeps profiles gives, changes and ends it."""
    return rx.el.div(
        rx.el.h2(t("nav.packages"), class_name="unseen"),
        rx.cond(can_edit, _add()),
        rx.cond(
            State.rows,
            package_cards(State.rows, t("nav.packages"), lambda one: rx.cond(can_edit, _edit(one))),
            empty_state("ticket", t("pass.none")),
        ),
        class_name="packages",
    )


def package_panel() -> rx.Component:
    """Hold the form of a package, at the side of the page."""
    title = rx.cond(State.of, State.title, t("pass.new"))
    return side_panel(
        title,
        panel_form(State, title, *_boxes(), on_close=State.close, on_submit=State.save),
        rx.cond(State.of, _end()),
        name="package",
        open_when=State.is_open,
        on_close=State.close,
    )


def _add() -> rx.Component:
    return rx.el.div(button(icon("plus"), t("pass.add"), on_click=State.edit("")))


def _edit(one: PackageCard) -> rx.Component:
    return button(
        t("pass.edit"), rx.el.span(" ", one.name, class_name="unseen"), on_click=State.edit(one.id), small=True
    )


def _boxes() -> list[rx.Component]:
    box = Boxes(State, "pass")
    is_membership = rx.Var.create(State.fields).to(dict[str, str]).get("kind", "") == PassKind.MEMBERSHIP
    kind = rx.cond(State.of, rx.fragment(), box.select("kind", *PassKind))
    return [
        box.line("name"),
        kind,
        box.line("quantity", helped=True, optional=True, input_mode="numeric"),
        box.select("cycle", *Cycle),
        rx.cond((State.of == "") | is_membership, rx.fragment(*_price(box))),
        pair(box.line("purchased_on", type="date"), box.line("expires_on", type="date", optional=True)),
        box.ticks("treatments", State.treatments),
        box.error("treatments"),
    ]


def _price(box: Boxes) -> tuple[rx.Component, ...]:
    return (
        pair(box.line("price_cents", input_mode="decimal", optional=True), box.line("tax_ppm", input_mode="decimal")),
        rx.el.p(t("pass.price.help"), class_name="field-help"),
    )


def _end() -> rx.Component:
    end = button(t("pass.end"), on_click=State.end(State.of), look="plain")
    resume = button(t("pass.resume"), on_click=State.resume(State.of))
    return rx.el.div(
        rx.el.p(t("pass.end.help"), class_name="field-help"),
        rx.cond(State.is_ended, resume, end),
        class_name="panel-foot",
    )
