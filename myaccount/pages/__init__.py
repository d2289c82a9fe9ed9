"""The pages, one file per section of the portal."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import reflex as rx

from myaccount.pages import (
    access_log,
    appointments,
    balance,
    booking,
    cards,
    clinic_embed,
    clinic_form,
    clinic_forms,
    clinic_patients,
    clinic_profile,
    clinic_schedule,
    clinic_settings,
    clinic_staff,
    clinic_tasks,
    clinic_today,
    clinic_treatments,
    contact,
    credentials,
    document,
    documents,
    embedded,
    family,
    forgot,
    form,
    forms,
    history,
    my_data,
    not_found,
    notifications,
    packages,
    receipts,
    sessions,
    sign_in,
    social,
    visit,
)
from myaccount.state.access_log import AccessLogState
from myaccount.state.appointments import AppointmentsState
from myaccount.state.balance import BalanceState
from myaccount.state.booking import BookingState
from myaccount.state.cards import CardsState
from myaccount.state.contact import ContactState
from myaccount.state.credentials import CredentialsState
from myaccount.state.documents import DocumentsState, DocumentState
from myaccount.state.embedded import EmbeddedState
from myaccount.state.embedding import EmbeddingState
from myaccount.state.family import FamilyState
from myaccount.state.forgot import ForgotState
from myaccount.state.form import FormState
from myaccount.state.form_builder import FormBuilderState
from myaccount.state.form_templates import FormTemplatesState
from myaccount.state.forms import FormsState
from myaccount.state.history import HistoryState
from myaccount.state.my_data import MyDataState
from myaccount.state.notifications import NotificationsState
from myaccount.state.packages import PackagesState
from myaccount.state.patients import PatientsState
from myaccount.state.profile import ProfileState
from myaccount.state.receipts import ReceiptsState
from myaccount.state.schedule import ScheduleState
from myaccount.state.sessions import SessionsState
from myaccount.state.settings import SettingsState
from myaccount.state.shell import ShellState
from myaccount.state.sign_in import SignInState
from myaccount.state.social import SocialState
from myaccount.state.staff import StaffState
from myaccount.state.tasks import TasksState
from myaccount.state.today import TodayState
from myaccount.state.treatments import TreatmentsState
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
    Page(forms.page, forms.ROUTE, forms.TITLE, FormsState.load),
    Page(form.page, form.ROUTE, form.TITLE, FormState.load),
    Page(documents.page, documents.ROUTE, documents.TITLE, DocumentsState.load),
    Page(document.page, document.ROUTE, document.TITLE, DocumentState.load),
    Page(contact.page, contact.ROUTE, contact.TITLE, ContactState.load),
    Page(cards.page, cards.ROUTE, cards.TITLE, CardsState.load),
    Page(balance.page, balance.ROUTE, balance.TITLE, BalanceState.load),
    Page(receipts.page, receipts.ROUTE, receipts.TITLE, ReceiptsState.load),
    Page(packages.page, packages.ROUTE, packages.TITLE, PackagesState.load),
    Page(notifications.page, notifications.ROUTE, notifications.TITLE, NotificationsState.load),
    Page(credentials.page, credentials.ROUTE, credentials.TITLE, CredentialsState.load),
    Page(sessions.page, sessions.ROUTE, sessions.TITLE, SessionsState.load),
    Page(social.page, social.ROUTE, social.TITLE, SocialState.load),
    Page(family.page, family.ROUTE, family.TITLE, FamilyState.load),
    Page(my_data.page, my_data.ROUTE, my_data.TITLE, MyDataState.load),
    Page(access_log.page, access_log.ROUTE, access_log.TITLE, AccessLogState.load),
    Page(booking.page, booking.ROUTE, booking.TITLE, BookingState.load),
    Page(embedded.page, embedded.ROUTE, embedded.TITLE, EmbeddedState.load),
    Page(visit.page, visit.ROUTE, visit.TITLE, VisitState.load),
    Page(clinic_today.page, clinic_today.ROUTE, clinic_today.TITLE, TodayState.load),
    Page(clinic_schedule.page, clinic_schedule.ROUTE, clinic_schedule.TITLE, ScheduleState.load),
    Page(clinic_patients.page, clinic_patients.ROUTE, clinic_patients.TITLE, PatientsState.load),
    Page(clinic_profile.page, clinic_profile.ROUTE, clinic_profile.TITLE, ProfileState.load),
    Page(clinic_tasks.page, clinic_tasks.ROUTE, clinic_tasks.TITLE, TasksState.load),
    Page(clinic_forms.page, clinic_forms.ROUTE, clinic_forms.TITLE, FormTemplatesState.load),
    Page(clinic_form.page, clinic_form.ROUTE, clinic_form.TITLE, FormBuilderState.load),
    Page(clinic_staff.page, clinic_staff.ROUTE, clinic_staff.TITLE, StaffState.load),
    Page(clinic_treatments.page, clinic_treatments.ROUTE, clinic_treatments.TITLE, TreatmentsState.load),
    Page(clinic_embed.page, clinic_embed.ROUTE, clinic_embed.TITLE, EmbeddingState.load),
    Page(clinic_settings.page, clinic_settings.ROUTE, clinic_settings.TITLE, SettingsState.load),
    Page(not_found.page, not_found.ROUTE, not_found.TITLE, ShellState.load),
)
