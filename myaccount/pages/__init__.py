"""The pages, one file per section of the portal."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import reflex as rx

from myaccount.pages import appointments, clinic_settings, contact, forgot, history, not_found, sign_in, visit
from myaccount.state.appointments import AppointmentsState
from myaccount.state.contact import ContactState
from myaccount.state.forgot import ForgotState
from myaccount.state.history import HistoryState
from myaccount.state.settings import SettingsState
from myaccount.state.shell import ShellState
from myaccount.state.sign_in import SignInState
from myaccount.state.visit import VisitState


@dataclass(frozen=True)
class Page:
    """A page: what it shows, where, the message key of its title, and what runs when it is opened."""

    component: Callable[[], rx.Component]
    route: str
    title: str
    on_load: Any


PAGES = (
    Page(sign_in.page, sign_in.ROUTE, sign_in.TITLE, SignInState.load),
    Page(forgot.page, forgot.ROUTE, forgot.TITLE, ForgotState.load),
    Page(appointments.page, appointments.ROUTE, appointments.TITLE, AppointmentsState.load),
    Page(history.page, history.ROUTE, history.TITLE, HistoryState.load),
    Page(contact.page, contact.ROUTE, contact.TITLE, ContactState.load),
    Page(visit.page, visit.ROUTE, visit.TITLE, VisitState.load),
    Page(clinic_settings.page, clinic_settings.ROUTE, clinic_settings.TITLE, SettingsState.load),
    Page(not_found.page, not_found.ROUTE, not_found.TITLE, ShellState.load),
)
