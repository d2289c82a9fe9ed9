"""Family: who may act for the patient, and for whom they may act."""

import reflex as rx

from myaccount.components.account.family import card_button, contact_boxes, invited_row, permission_boxes, person_card
from myaccount.components.kit.button import Look, button, submit
from myaccount.components.kit.dialog import dialog
from myaccount.components.kit.empty_state import empty_state
from myaccount.components.kit.form_dialog import FormDialog, form_dialog
from myaccount.components.kit.notice import error_summary
from myaccount.components.kit.skeleton import rows_skeleton
from myaccount.components.kit.text import t
from myaccount.pages.frame import framed
from myaccount.state.account.family import FamilyState
from myaccount.state.acting import ActingState
from myaccount.views.family import Granted

ROUTE = "/account/family"
TITLE = "nav.family"
LOAD = FamilyState.load


def page() -> rx.Component:
    """Show both ways, and ask before either changes."""
    return framed(
        t(TITLE),
        ROUTE,
        rx.cond(FamilyState.loaded, rx.cond(FamilyState.is_on, _both(), _off()), rows_skeleton(3)),
        _give(),
        _change(),
        _end(),
    )


def _both() -> rx.Component:
    give = rx.cond(FamilyState.received, _give_button("quiet"), _give_button("main"))
    return rx.el.div(
        rx.el.p(t("family.lead"), class_name="lead"),
        rx.el.section(
            rx.el.h2(t("family.granted"), id="family-granted"),
            rx.cond(
                FamilyState.granted,
                rx.el.ul(rx.foreach(FamilyState.granted, _granted), aria_labelledby="family-granted"),
                rx.el.p(t("family.granted.none"), class_name="small"),
            ),
            rx.el.div(give),
            class_name="family-list",
        ),
        rx.cond(
            FamilyState.invited,
            rx.el.section(
                rx.el.h2(t("family.invited"), id="family-invited"),
                rx.el.ul(
                    rx.foreach(FamilyState.invited, lambda one: invited_row(one, FamilyState.withdraw)),
                    aria_labelledby="family-invited",
                ),
                class_name="family-list",
            ),
        ),
        rx.el.section(
            rx.el.h2(t("family.received"), id="family-received"),
            rx.cond(
                FamilyState.received,
                rx.el.ul(rx.foreach(FamilyState.received, _received), aria_labelledby="family-received"),
                rx.el.p(t("family.received.none"), class_name="small"),
            ),
            class_name="family-list",
        ),
        class_name="family-page",
    )


def _give_button(look: Look) -> rx.Component:
    """Offer to give a permission: the page's main thing for who acts for nobody."""
    return button(t("family.give"), on_click=FamilyState.give, look=look)


def _granted(one: Granted) -> rx.Component:
    return person_card(
        one,
        card_button(t("family.change"), one.id, FamilyState.change(one.id)),
        card_button(t("family.end"), one.id, FamilyState.ask_end(one.id)),
    )


def _received(one: Granted) -> rx.Component:
    act = card_button(t("family.act", name=one.name), one.id, ActingState.act_for(one.id), "button button-main")
    return person_card(
        one,
        rx.cond(one.can_act, act, rx.el.p(t("family.mails_only"), class_name="small")),
        card_button(t("family.give_back"), one.id, FamilyState.ask_end(one.id)),
    )


def _off() -> rx.Component:
    return empty_state("people", t("family.off"))


def _keep() -> rx.Component:
    return button(t("family.keep"), on_click=FamilyState.keep)


def _give() -> rx.Component:
    send = submit(t("family.send"))
    asked = FormDialog("give", t("family.give.title"), FamilyState.form == "new", FamilyState.send, FamilyState.keep)
    problems = FamilyState.problems
    boxes = [*contact_boxes(problems), *permission_boxes(problems)]
    return form_dialog(asked, _summary(), *boxes, actions=[send, _keep()])


def _change() -> rx.Component:
    about, save = FamilyState.about, submit(t("family.save"))
    title, is_open = t("family.change.title", name=about.name), FamilyState.form == "change"
    asked = FormDialog("change", title, is_open, FamilyState.save, FamilyState.keep)
    boxes = permission_boxes(FamilyState.problems, about.may, about.until_day)
    return form_dialog(asked, _summary(), *boxes, actions=[save, _keep()])


def _summary() -> rx.Component:
    summary = error_summary(t("plain.check"))
    return rx.cond(FamilyState.problems, rx.fragment(summary, key=rx.Var.create(FamilyState.attempt).to(str)))


def _end() -> rx.Component:
    ending, back = FamilyState.ending, FamilyState.gives_back
    words = {
        name: rx.cond(back, t(f"family.give_back.{name}", name=ending.name), t(f"family.end.{name}", name=ending.name))
        for name in ("title", "line", "button")
    }
    return dialog(
        words["title"],
        rx.el.p(words["line"]),
        actions=[
            button(words["button"], on_click=FamilyState.end, look="danger"),
            button(t("family.end.keep"), on_click=FamilyState.keep),
        ],
        name="end",
        open_when=ending.id != "",
        on_close=FamilyState.keep,
    )
