"""The wait list: the form for joining it, what one waits for, and a time that became free."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from myaccount.components.kit.button import button, submit
from myaccount.components.kit.fields import pair, select_box
from myaccount.components.kit.icons import icon
from myaccount.components.kit.text import Flag, Text, in_pieces, t
from myaccount.domain.wait_list import DayPart
from myaccount.views.wait_list import JoinForm, Offered, Waiting


@dataclass(frozen=True)
class Waits:
    """What a patient waits for and is offered, and what the buttons do with the id of it."""

    waiting: rx.Var[list[Waiting]]
    offers: rx.Var[list[Offered]]
    on_take: Any
    on_decline: Any
    on_leave: Any


def join_card(form: JoinForm, sign_in: rx.Component, is_open: Flag, on_join: Any) -> rx.Component:
    """Offer to wait for a time, or to sign in first. `is_open` when there is nothing else to do."""
    first = rx.el.div(
        rx.el.label(t("wait.first"), html_for="wait-first", class_name="field-label"),
        rx.el.input(type="date", id="wait-first", name="first", default_value=form.first, min=form.first,
                    max=form.most, class_name="box"),
        class_name="field",
    )  # fmt: skip
    last = rx.el.div(
        rx.el.label(t("wait.last"), html_for="wait-last", class_name="field-label"),
        rx.el.input(type="date", id="wait-last", name="last", default_value=form.last, min=form.first,
                    max=form.most, class_name="box"),
        class_name="field",
    )  # fmt: skip
    boxes = rx.el.form(
        pair(first, last),
        _part(),
        submit(rx.cond(form.waits, t("wait.change"), t("wait.join")), look="quiet"),
        on_submit=on_join,
        key=form.first + form.last,
        class_name="wait-form",
    )
    on_it = rx.el.p(icon("check"), t("wait.on_it", days=form.waits), class_name="saved-line")
    lead = rx.cond(form.waits, on_it, rx.el.p(t("wait.lead"), class_name="small"))
    return rx.el.details(
        rx.el.summary(icon("bell"), t("wait.none_suits")),
        rx.el.div(rx.cond(form.first, rx.fragment(rx.el.div(lead, role="status"), boxes), sign_in)),
        open=is_open,
        class_name="wait-join",
    )


def offers(shown: Waits) -> rx.Component:
    """Show the times that are offered, each to be taken with one tap."""
    return rx.cond(
        shown.offers,
        rx.el.section(
            rx.el.h2(t("wait.offers"), id="wait-offers", class_name="unseen"),
            rx.el.ul(
                rx.foreach(shown.offers, lambda one: _offer(one, shown)), aria_label=t("wait.offers"),
                class_name="wait-offers",
            ),
            aria_labelledby="wait-offers",
        ),
    )  # fmt: skip


def waiting(shown: Waits) -> rx.Component:
    """Show what one waits for."""
    return rx.cond(
        shown.waiting,
        rx.el.section(
            rx.el.h2(t("wait.title"), id="wait-list"),
            rx.el.ul(rx.foreach(shown.waiting, lambda one: _waiting(one, shown)), class_name="wait-list"),
            aria_labelledby="wait-list",
            class_name="wait-section",
        ),
    )


def _part() -> rx.Component:
    options = [rx.el.option(t(f"wait.part.{part}"), value=part.value) for part in DayPart]
    return select_box(t("wait.part"), *options, id="wait-part", name="part")


def _offer(one: Offered, shown: Waits) -> rx.Component:
    until: Text = rx.cond(one.until_line, one.until_line, t("wait.first_wins"))
    tile = rx.el.div(
        rx.el.span(one.weekday), rx.el.span(one.day, class_name="tile-day"), rx.el.span(one.month),
        aria_hidden="true", class_name="date-tile",
    )  # fmt: skip
    head = rx.el.div(
        rx.el.p(icon("bell"), t("wait.offer"), class_name="wait-flag"),
        rx.el.h3(one.title),
        rx.el.p(one.day_line, class_name="visit-when"),
        rx.el.p(in_pieces(one.time_line), class_name="visit-time"),
        rx.el.p(one.practitioner, " · ", one.place, class_name="small"),
        rx.cond(one.moves, _fact("calendar", t("wait.moves"))),
        rx.cond(one.asks_line, _fact("card", one.asks_line)),
        rx.cond(one.cover_line, _fact("ticket", one.cover_line)),
        class_name="visit-head",
    )
    return rx.el.li(
        rx.el.article(
            tile,
            rx.el.div(head, class_name="visit-body"),
            rx.el.div(
                rx.el.p(until, class_name="small"),
                rx.el.div(
                    button(
                        rx.cond(one.moves, t("wait.take_move"), t("wait.take")),
                        on_click=shown.on_take(one.id),
                        look="main",
                    ),
                    button(t("wait.decline"), on_click=shown.on_decline(one.id)),
                    class_name="visit-actions",
                ),
                class_name="visit-foot",
            ),
            aria_label=one.title + ", " + one.day_line,
            class_name="visit wait-offer",
        ),
        key=one.id,
    )


def _fact(drawing: str, said: Text) -> rx.Component:
    return rx.el.p(icon(drawing), rx.el.span(said, dir="auto"), class_name="small wait-fact")


def _waiting(one: Waiting, shown: Waits) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.strong(one.title),
            rx.el.p(one.line, class_name="small"),
            rx.el.p(one.days, class_name="small"),
            rx.cond(one.moves, rx.el.p(t("wait.moves"), class_name="small")),
        ),
        button(
            t("wait.leave"),
            on_click=shown.on_leave(one.id),
            aria_label=t("wait.leave_of", what=one.title),
            look="plain",
        ),
        key=one.id,
    )
