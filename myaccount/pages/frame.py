"""Joins the frame of every page to the State that fills it."""

import reflex as rx

from myaccount.components.frame.acting import ActingFor
from myaccount.components.frame.desk import desk
from myaccount.components.frame.shell import Frame, shell, standalone
from myaccount.components.kit.contact import Contact
from myaccount.components.kit.text import Text, t
from myaccount.state.acting import ActingState
from myaccount.state.notice import NoticeState
from myaccount.state.shell import ShellState


def contact() -> Contact:
    """Say how to reach the clinic."""
    return Contact(
        phone=ShellState.clinic_phone,
        phone_url=ShellState.clinic_phone_url,
        email=ShellState.clinic_email,
        email_url=ShellState.clinic_email_url,
    )


def framed(title: Text, here: str, *content: rx.Component) -> rx.Component:
    """Frame a page of somebody signed in."""
    return shell(frame(), title, here, *content)


def clinic_framed(title: Text, here: str, *content: rx.Component) -> rx.Component:
    """Frame a page of the clinic's side."""
    return desk(frame(), title, here, *content)


def frame() -> Frame:
    """Say what surrounds every page."""
    return Frame(
        lang=ShellState.lang,
        clinic_name=ShellState.clinic_name,
        colour=ShellState.colour,
        logo=ShellState.logo,
        logo_is_wide=rx.Var.create(ShellState.logo_is_wide).to(bool),
        contact=contact(),
        person_name=ShellState.person_name,
        person_initials=ShellState.person_initials,
        role=ShellState.role,
        clinic_home=ShellState.clinic_home,
        waiting={"tasks": rx.Var.create(ShellState.open_tasks).to(int)},
        optional=ShellState.optional,
        acting=_acting(),
        notice=NoticeState.notice,
        problem=NoticeState.problem,
        answers=rx.Var.create(NoticeState.answers).to(int),
        forms=(ShellState.forms_line, ShellState.forms_due, ShellState.forms_url, ShellState.forms_label),
        idle_warning=ShellState.idle_warning,
        idle_line=ShellState.idle_line,
        news=ShellState.news,
        on_dismiss=ShellState.dismiss,
        on_stay=ShellState.stay_signed_in,
        on_own_news=ShellState.own_news,
        on_language=ShellState.choose_language,
    )


def _acting() -> ActingFor:
    return ActingFor(
        line=ActingState.line,
        choices=ActingState.choices,
        closed=ActingState.closed,
        here=ActingState.here,
        on_act=ActingState.act_for,
        on_back=ActingState.back,
    )


def alone(title: str, *content: rx.Component) -> rx.Component:
    """Frame a page that needs no sign-in. `title` is a message key."""
    return standalone(frame(), t(title), *content)
