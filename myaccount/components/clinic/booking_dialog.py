"""The dialog in which the desk books or moves a visit."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from myaccount.components.clinic.new_patient import NewPatient, new_patient
from myaccount.components.kit.button import button, submit
from myaccount.components.kit.dialog import dialog
from myaccount.components.kit.fields import pair, select_box, select_field
from myaccount.components.kit.icons import icon
from myaccount.components.kit.notice import error_summary
from myaccount.components.kit.person_box import PersonBox
from myaccount.components.kit.text import Flag, Text, t
from myaccount.views.schedule import BookingForm, Choice, Found


@dataclass(frozen=True)
class Booking:
    """What the dialog shows and what its controls do; see `BookingState`. `on_choose` is given a field and a value."""

    mode: rx.Var[str]
    about: Text
    version: rx.Var[int]
    staff_id: Text
    treatment_id: Text
    location_id: Text
    day: rx.Var[str]
    time: rx.Var[str]
    form: BookingForm
    found: list[Found]
    said: Text
    patient: Found
    newcomer: NewPatient
    may_add: Flag
    came_back: Flag
    is_new: Flag
    error: Text
    on_choose: Any
    on_find: Any
    on_new: Any
    on_known: Any
    on_save: Any
    on_close: Any


def booking_dialog(asked: Booking) -> rx.Component:
    """Ask who is booked for what, with whom, where and when."""
    return dialog(
        _title(asked),
        rx.cond(asked.about, rx.el.p(asked.about, class_name="dialog-about")),
        rx.cond(asked.mode != "", rx.fragment(_book_form(asked), key=asked.version.to(str))),
        actions=[
            submit(_confirm(asked), custom_attrs={"form": "booking"}),
            button(rx.cond(_is_move(asked), t("desk.discard_move"), t("desk.discard")), on_click=asked.on_close),
        ],
        name="booking-dialog",
        open_when=asked.mode != "",
        on_close=asked.on_close,
    )


def _title(asked: Booking) -> rx.Var[str]:
    words = ("move", t("desk.move_title")), ("reseat", t("desk.reseat_title")), ("seat", t("desk.seat_title"))
    return rx.Var.create(rx.match(asked.mode, *words, t("desk.book_title"))).to(str)


def _confirm(asked: Booking) -> Any:
    newcomer = rx.cond(asked.newcomer.others, t("desk.add_anyway"), t("desk.add_and_book"))
    return rx.cond(_is_move(asked), t("desk.move_confirm"), rx.cond(asked.is_new, newcomer, t("desk.book_confirm")))


def _is_move(asked: Booking) -> rx.Var[bool]:
    return (asked.mode == "move") | (asked.mode == "reseat")


def _book_form(asked: Booking) -> rx.Component:
    return rx.el.form(
        rx.cond(asked.error, rx.fragment(error_summary(asked.error), key=asked.error)),
        rx.cond(~_is_move(asked), rx.cond(asked.is_new, _new_patient(asked), _patient(asked))),
        rx.cond((asked.mode == "book") | (asked.mode == "move"), _when(asked)),
        rx.cond(asked.mode == "reseat", _sittings(asked)),
        id="booking",
        on_submit=asked.on_save,
        no_validate=True,
        aria_labelledby="booking-dialog-title",
        class_name="fields",
    )


def _patient(asked: Booking) -> rx.Component:
    return rx.el.div(
        rx.el.label(t("desk.patient"), html_for="booking-patient", class_name="field-label"),
        rx.el.p(t("desk.patient.help"), id="booking-patient-help", class_name="field-help"),
        PersonBox.create(
            box_id="booking-patient",
            name="person_id",
            found=asked.found,
            said=asked.said,
            start=asked.patient,
            auto_focus=asked.came_back,
            none=t("desk.patient.none"),
            count=t("desk.patient.found_word"),
            on_find=asked.on_find,
            aria_label=t("desk.patient"),
            aria_describedby="booking-patient-help",
            class_name="box",
        ),
        rx.cond(asked.may_add, _plain(t("desk.patient.new"), asked.on_new(asked.said))),
        class_name="field",
    )


def _new_patient(asked: Booking) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(t("desk.patient.new"), class_name="field-label"),
        new_patient(asked.newcomer),
        _plain(t("desk.patient.known"), asked.on_known),
        class_name="fields fields-set",
    )


def _plain(words: Text, on_click: Any) -> rx.Component:
    return rx.el.button(words, type="button", on_click=on_click, class_name="text-button")


def _sittings(asked: Booking) -> rx.Component:
    return rx.cond(
        asked.form.sittings,
        select_box(t("desk.sitting"), *_options(asked.form.sittings), id="class_id", name="class_id"),
        rx.el.p(icon("alert"), t("desk.no_sittings"), class_name="warning"),
    )


def _when(asked: Booking) -> rx.Component:
    return rx.fragment(
        _choice(asked, "practitioner", "staff_id", asked.staff_id, asked.form.staff),
        rx.cond(
            asked.mode == "book", _choice(asked, "treatment", "treatment_id", asked.treatment_id, asked.form.treatments)
        ),
        rx.cond(
            asked.form.locations, _choice(asked, "location", "location_id", asked.location_id, asked.form.locations)
        ),
        pair(
            _typed(asked, "date", "day", asked.day, type="date"),
            _typed(asked, "time", "time", asked.time, type="time", step=300),
        ),
        rx.cond(asked.form.is_twice, _twice()),
        rx.el.div(
            rx.foreach(asked.form.warnings, lambda line: rx.el.p(icon("alert"), line, key=line, class_name="warning")),
            role="status",
        ),
    )


def _choice(asked: Booking, word: str, name: str, chosen: Text, offered: list[Choice]) -> rx.Component:
    choose = {"value": chosen, "on_change": lambda value: asked.on_choose(name, value)}
    return select_box(t(f"desk.{word}"), *_options(offered), id=name, name=name, **choose)


def _options(offered: list[Choice]) -> list[rx.Component]:
    listed = rx.foreach(offered, lambda one: rx.el.option(one.name, value=one.id, key=one.id))
    return [rx.el.option(t("desk.choose"), value=""), listed]


def _typed(asked: Booking, word: str, name: str, value: rx.Var[str], **box: Any) -> rx.Component:
    return rx.el.div(
        rx.el.label(t(f"desk.{word}"), html_for=name, class_name="field-label"),
        rx.el.input(
            id=name,
            name=name,
            default_value=value,
            on_change=lambda typed: asked.on_choose(name, typed),
            class_name="box",
            **box,
        ),
        class_name="field",
    )


def _twice() -> rx.Component:
    return select_field(t("desk.twice"), [("", t("desk.twice.first")), ("yes", t("desk.twice.second"))], name="second")
