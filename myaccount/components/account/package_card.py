"""A package or a membership: what is left of it, what it covers until when, and the visits that have used it."""

from typing import Any

import reflex as rx

from myaccount.components.kit.icons import icon
from myaccount.components.kit.text import Text, t
from myaccount.views.packages import PackageCard, PackageUse

DRAWINGS = {"reserved": "calendar", "consumed": "check", "released": "undo", "forfeited": "minus"}


def package_cards(cards: Any, name: Text, *acts: Any) -> rx.Component:
    """List packages; each of `acts` makes a button of one."""
    return rx.el.ul(
        rx.foreach(cards, lambda one: rx.el.li(_card(one, *[act(one) for act in acts]), key=one.id)),
        aria_label=name,
        class_name="visits",
    )


def _card(one: PackageCard, *acts: rx.Component) -> rx.Component:
    return rx.el.article(
        _head(one),
        _facts(one),
        _uses(one),
        *([rx.el.div(*acts, class_name="package-acts")] if acts else []),
        aria_labelledby=_id("package", one),
        class_name=rx.cond(one.is_over, "package package-over", "package"),
    )


def _head(one: PackageCard) -> rx.Component:
    left = rx.el.p(
        rx.el.strong(one.left), rx.cond(one.of, rx.el.span(" ", one.of, class_name="small")), class_name="package-left"
    )
    return rx.el.div(
        rx.el.div(rx.el.p(one.kind, class_name="small"), rx.el.h3(one.name, id=_id("package", one), dir="auto")),
        rx.cond(one.state_line, rx.el.p(one.state_line, class_name="package-state"), left),
        class_name="package-head",
    )


def _facts(one: PackageCard) -> rx.Component:
    return rx.el.dl(
        _fact(t("packages.purchased"), one.purchased),
        _fact(t("packages.expires"), one.expires),
        rx.el.div(rx.el.dt(t("packages.covers")), rx.el.dd(one.covers, dir="auto"), class_name="package-covers"),
        rx.cond(one.renews, rx.el.div(rx.el.dt(t("packages.cycle")), rx.el.dd(one.renews))),
        class_name="package-facts",
    )


def _fact(name: Text, value: Text) -> rx.Component:
    return rx.el.div(rx.el.dt(name), rx.el.dd(value))


def _uses(one: PackageCard) -> rx.Component:
    listed = rx.el.ul(
        rx.foreach(one.uses, _use), aria_label=t("packages.uses_of", name=one.name), class_name="package-uses"
    )
    return rx.el.div(
        rx.el.h4(t("packages.uses")),
        rx.cond(one.uses, listed),
        rx.cond(one.before_line, rx.el.p(one.before_line, class_name="small")),
        rx.cond(one.latest_line, rx.el.p(one.latest_line, class_name="small")),
        rx.cond(one.is_unused, rx.el.p(t("packages.no_uses"), class_name="small")),
        class_name="package-history",
    )


def _use(use: PackageUse) -> rx.Component:
    drawings = [(state, icon(drawing)) for state, drawing in DRAWINGS.items()]
    state = rx.el.span(rx.match(use.state, *drawings, icon("check")), use.state_word, class_name="use-state")
    return rx.el.li(
        rx.el.div(rx.el.span(use.visit, dir="auto"), rx.el.span(use.when, class_name="small")),
        state,
        key=use.id,
        class_name=rx.Var.create(f"use use-{use.state}"),
    )


def _id(prefix: str, one: PackageCard) -> rx.Var[str]:
    return rx.Var.create(f"{prefix}-{one.id}").to(str)
