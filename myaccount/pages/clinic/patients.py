"""The clinic's patients: found as one types, and added."""

import reflex as rx

from myaccount.components.clinic.new_patient import NewPatient, new_patient
from myaccount.components.clinic.patient_table import SearchBox, patient_link, patient_table
from myaccount.components.frame.desk_keys import SEARCH, keyed
from myaccount.components.kit.button import button, submit
from myaccount.components.kit.empty_state import empty_state
from myaccount.components.kit.form_dialog import FormDialog, form_dialog
from myaccount.components.kit.icons import icon
from myaccount.components.kit.skeleton import rows_skeleton
from myaccount.components.kit.text import t
from myaccount.pages.frame import clinic_framed
from myaccount.state.clinic.patients import PatientsState

ROUTE = "/clinic/patients"
TITLE = "clinic.patients"
LOAD = PatientsState.load
RESULTS = "found"
SETTLED_MS = 150


def page() -> rx.Component:
    """Show a search box, and under it who was found, or who was opened recently."""
    return clinic_framed(
        t(TITLE),
        ROUTE,
        rx.el.div(_search(), rx.cond(PatientsState.can_add, _add_button()), class_name="search-row"),
        rx.cond(PatientsState.loaded, rx.el.div(_results(), class_name="stack"), rows_skeleton(4)),
        _add_form(),
    )


def _search() -> rx.Component:
    return rx.el.div(
        rx.el.label(t("patients.search"), html_for="words", class_name="field-label"),
        rx.el.div(
            icon("search"),
            SearchBox.create(
                id="words",
                name="words",
                results=RESULTS,
                asked=PatientsState.words,
                loaded=PatientsState.loaded,
                auto_complete="off",
                spell_check=False,
                max_length=200,
                aria_describedby="words-help",
                on_search=PatientsState.search.debounce(SETTLED_MS),
                class_name="box",
                **keyed(SEARCH),
            ),
            class_name="search-box",
        ),
        rx.el.p(t("patients.search.help"), id="words-help", class_name="field-help"),
        role="search",
        class_name="field",
    )


def _results() -> rx.Component:
    asks = PatientsState.words != ""
    return rx.fragment(
        rx.el.p(PatientsState.told, role="status", class_name="small"),
        rx.cond(
            PatientsState.lines,
            rx.fragment(
                rx.cond(asks, None, rx.el.h2(t("patients.recent"))),
                patient_table(rx.cond(asks, t("patients.found"), t("patients.recent")), PatientsState.lines, RESULTS),
            ),
            rx.cond(asks, None, _nobody()),
        ),
    )


def _nobody() -> rx.Component:
    line = rx.cond(PatientsState.can_add, t("patients.none_recent_desk"), t("patients.none_recent"))
    return empty_state("people", line)


def _add_button() -> rx.Component:
    return button(t("patients.add"), on_click=PatientsState.begin, look="main")


def _add_form() -> rx.Component:
    cancel = button(t("patients.add.cancel"), on_click=PatientsState.keep_out)
    is_alike = PatientsState.others != ""
    save = submit(rx.cond(is_alike, t("patients.alike.anyway"), t("patients.add.save")))
    return form_dialog(
        FormDialog("add", t("patients.add.title"), PatientsState.adding, PatientsState.add, PatientsState.keep_out),
        new_patient(_asked()),
        actions=[save, cancel],
    )


def _asked() -> NewPatient:
    return NewPatient(
        problems=PatientsState.problems,
        alike=PatientsState.alike,
        others=PatientsState.others,
        attempt=PatientsState.attempt,
        alike_line=t("patients.alike"),
        on_line=patient_link,
    )
