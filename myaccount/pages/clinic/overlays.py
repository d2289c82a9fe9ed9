"""What opens over the pages of the desk: the panel of a visit, and the dialogs to book and to cancel."""

import reflex as rx

from myaccount.components.clinic.booking_dialog import Booking, booking_dialog
from myaccount.components.clinic.cancel_dialog import desk_cancel_dialog
from myaccount.components.clinic.codes_panel import codes_panel
from myaccount.components.clinic.desk_acts import DOUBLE_CLICK, Acts
from myaccount.components.clinic.new_patient import NewPatient
from myaccount.components.clinic.visit_panel import PanelActs, class_panel, visit_panel
from myaccount.components.kit.button import button
from myaccount.components.kit.cancel_question import CancelAsked
from myaccount.components.kit.text import t
from myaccount.domain.clinic_side import DESK
from myaccount.state.clinic.booking import DeskBookingState
from myaccount.state.clinic.desk import DeskState
from myaccount.state.clinic.new_patient import NewPatientState
from myaccount.state.clinic.visit_codes import VisitCodesState
from myaccount.state.shell import ShellState
from myaccount.views.patients import PatientLine

ACTS = Acts(arrive=DeskState.arrive, miss=DeskState.miss, undo=DeskState.undo)


def overlays() -> rx.Component:
    """Hold the panel and the dialogs."""
    return rx.fragment(
        rx.cond(DeskState.visit.id != "", visit_panel(DeskState.visit, _panel())),
        rx.cond(DeskState.sitting.id != "", class_panel(DeskState.sitting, _panel())),
        booking_dialog(_booking()),
        desk_cancel_dialog(_cancelling(), DeskState.error),
        codes_panel(VisitCodesState),
    )


def _panel() -> PanelActs:
    return PanelActs(
        acts=ACTS,
        move=DeskBookingState.start_move,
        cancel=DeskState.ask,
        codes=VisitCodesState.edit,
        seat=DeskBookingState.start_seat,
        open_visit=DeskState.open_visit,
        open_class=DeskState.open_class,
        close=DeskState.close,
        redeem=DeskState.redeem,
        release=DeskState.release,
    )


def _booking() -> Booking:
    return Booking(
        mode=DeskBookingState.mode,
        about=DeskBookingState.about,
        version=DeskBookingState.version,
        staff_id=DeskBookingState.staff_id,
        treatment_id=DeskBookingState.treatment_id,
        location_id=DeskBookingState.location_id,
        day=DeskBookingState.day,
        time=DeskBookingState.time,
        form=DeskBookingState.form,
        found=DeskBookingState.found,
        said=DeskBookingState.said,
        patient=DeskBookingState.patient,
        newcomer=_newcomer(),
        may_add=_may_add(),
        came_back=NewPatientState.came_back,
        is_new=NewPatientState.is_open,
        error=DeskBookingState.error,
        on_choose=DeskBookingState.choose,
        on_find=DeskBookingState.find,
        on_new=NewPatientState.begin,
        on_known=NewPatientState.leave,
        on_save=DeskBookingState.save.throttle(DOUBLE_CLICK),
        on_close=DeskBookingState.close,
    )


def _newcomer() -> NewPatient:
    return NewPatient(
        problems=NewPatientState.problems,
        alike=NewPatientState.alike,
        others=NewPatientState.others,
        attempt=NewPatientState.attempt,
        alike_line=t("desk.patient.alike"),
        on_line=_alike,
        begun=NewPatientState.begun,
    )


def _alike(line: PatientLine) -> rx.Component:
    return button(t("desk.patient.take", who=line.name), on_click=DeskBookingState.take(line.id), small=True)


def _may_add() -> rx.Var[bool]:
    return rx.Var.create(sorted(role.value for role in DESK)).contains(ShellState.role)


def _cancelling() -> CancelAsked:
    return CancelAsked(
        is_open=DeskState.asking,
        visit=DeskState.visit,
        on_cancel=DeskState.cancel.throttle(DOUBLE_CLICK),
        on_keep=DeskState.keep,
    )
