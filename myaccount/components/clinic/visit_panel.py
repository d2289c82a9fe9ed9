"""The panel beside the schedule: one visit, or one class with its people, and what can be done."""

from dataclasses import dataclass
from typing import Any

import reflex as rx
from reflex_base.event import EventHandler, no_args_event_spec

from myaccount.components.clinic.desk_acts import DOUBLE_CLICK, Acts, acts, state_mark
from myaccount.components.kit.button import button
from myaccount.components.kit.icons import icon
from myaccount.components.kit.link import link
from myaccount.components.kit.text import Text, t
from myaccount.components.scripts import script
from myaccount.views.packages import CoverChoice
from myaccount.views.schedule import DeskRow, SittingPanel, VisitPanel


class BesidePage(rx.Component):
    """A panel beside the page. Its heading takes the focus when `about` changes; Esc calls `on_close`."""

    library = script("clinic/beside_page.jsx")
    tag = "BesidePage"

    about: rx.Var[str]
    on_close: EventHandler[no_args_event_spec]


@dataclass(frozen=True)
class PanelActs:
    """What the panel's buttons do. All but `close` are given an id, `redeem` that of a package as well."""

    acts: Acts
    move: Any
    cancel: Any
    codes: Any
    seat: Any
    open_visit: Any
    open_class: Any
    close: Any
    redeem: Any
    release: Any


def visit_panel(visit: VisitPanel, do: PanelActs) -> rx.Component:
    """Show one visit."""
    return _panel(
        visit.who,
        visit.id,
        do.close,
        state_mark(visit.state, visit.state_word),
        rx.el.dl(
            _fact("calendar", rx.el.span(visit.day), rx.el.span(visit.time)),
            _fact("clinic", rx.el.span(visit.what)),
            _fact("person", rx.el.span(visit.practitioner)),
            rx.cond(visit.place, _fact("pin", rx.el.span(visit.place))),
            class_name="panel-facts",
        ),
        rx.cond(visit.state_line, rx.el.p(visit.state_line, class_name="small")),
        rx.cond(visit.answer, _answer(visit)),
        rx.cond(visit.note, rx.el.p(visit.note, class_name="visit-panel-note", dir="auto")),
        rx.el.div(
            *acts(visit, do.acts, is_main=True),
            rx.cond(visit.move, _button("clock", t("desk.move"), do.move(visit.id))),
            rx.cond(visit.cancel, _button("close", t("desk.cancel"), do.cancel(visit.id))),
            rx.cond(visit.has_codes, _button("list", t("codes.title"), do.codes(visit.id))),
            class_name="panel-acts",
        ),
        rx.cond(visit.cover.line | visit.cover.choices, _covered(visit, do)),
        _ways(visit, do),
    )


def _answer(visit: VisitPanel) -> rx.Component:
    return rx.el.div(
        rx.el.p(visit.question, class_name="small", dir="auto"),
        rx.el.p(visit.answer, class_name="visit-panel-note", dir="auto"),
    )


def class_panel(sitting: SittingPanel, do: PanelActs) -> rx.Component:
    """Show one sitting of a class with its people."""
    return _panel(
        sitting.what,
        sitting.id,
        do.close,
        rx.el.p(sitting.seats, class_name="panel-seats"),
        rx.el.dl(
            _fact("calendar", rx.el.span(sitting.day), rx.el.span(sitting.time)),
            _fact("person", rx.el.span(sitting.practitioner)),
            rx.cond(sitting.place, _fact("pin", rx.el.span(sitting.place))),
            class_name="panel-facts",
        ),
        rx.cond(
            sitting.has_room,
            button(t("desk.book_seat"), on_click=do.seat(sitting.id), small=True),
        ),
        rx.el.h3(t("desk.attendees")),
        rx.cond(
            sitting.rows,
            rx.el.ul(
                rx.foreach(sitting.rows, lambda row: _attendee(row, do)),
                aria_label=t("desk.attendees"),
                class_name="attendees",
            ),
            rx.el.p(t("desk.no_attendees"), class_name="small"),
        ),
    )


def _covered(visit: VisitPanel, do: PanelActs) -> rx.Component:
    release = _button("undo", t("cover.release"), do.release(visit.id))
    return rx.el.section(
        rx.el.h3(t("cover.title"), id="panel-cover"),
        rx.cond(visit.cover.line, rx.el.p(visit.cover.line, dir="auto")),
        rx.cond(visit.cover.can_release, rx.el.div(release)),
        rx.cond(
            visit.cover.choices,
            rx.el.ul(rx.foreach(visit.cover.choices, lambda one: _choice(visit, one, do)), class_name="panel-covers"),
        ),
        aria_labelledby="panel-cover",
        class_name="panel-cover",
    )


def _choice(visit: VisitPanel, one: CoverChoice, do: PanelActs) -> rx.Component:
    line_id = rx.Var.create(f"cover-{one.id}").to(str)
    return rx.el.li(
        rx.el.span(one.line, id=line_id, dir="auto"),
        button(
            icon("ticket"),
            t("cover.redeem"),
            on_click=do.redeem(visit.id, one.id).throttle(DOUBLE_CLICK),
            aria_describedby=line_id,
            small=True,
        ),
        key=one.id,
    )


def _ways(visit: VisitPanel, do: PanelActs) -> rx.Component:
    profile = "/clinic/patients/" + visit.person_id
    return rx.el.div(
        link(
            icon("person"),
            t("desk.open_patient"),
            to=profile,
            class_name="panel-link",
        ),
        rx.cond(
            visit.has_billing,
            link(icon("coins"), t("profile.billing"), to=profile + "?part=billing", class_name="panel-link"),
        ),
        rx.cond(
            visit.class_id,
            rx.el.button(
                icon("arrow-left"),
                t("desk.back_to_class"),
                type="button",
                on_click=do.open_class(visit.class_id),
                class_name="panel-link",
            ),
        ),
        class_name="panel-ways",
    )


def _attendee(row: DeskRow, do: PanelActs) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.button(row.who, type="button", on_click=do.open_visit(row.id), class_name="name-button"),
            state_mark(row.state, row.state_word),
            class_name="attendee-head",
        ),
        rx.el.div(*acts(row, do.acts), class_name="day-acts"),
        key=row.id,
    )


def _panel(title: Text, about: rx.Var[str], on_close: Any, *content: rx.Component) -> rx.Component:
    return BesidePage.create(
        rx.el.div(
            rx.el.h2(title, id="panel-title", tab_index=-1),
            button(icon("close"), rx.el.span(t("desk.close"), class_name="unseen"), on_click=on_close, look="icon"),
            class_name="visit-panel-head",
        ),
        *content,
        about=about,
        on_close=on_close,
        aria_labelledby="panel-title",
        class_name="visit-panel",
    )


def _fact(drawing: str, *lines: rx.Component) -> rx.Component:
    return rx.el.div(rx.el.dt(icon(drawing), class_name="panel-icon"), rx.el.dd(*lines))


def _button(drawing: str, word: Text, on_click: Any) -> rx.Component:
    return button(icon(drawing), word, on_click=on_click, small=True)
