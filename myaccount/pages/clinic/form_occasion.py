"""How a form is called and when it is asked for, at the side of the clinic's pages of forms."""

import reflex as rx

from myaccount.components.kit.fields import field_error, select_box
from myaccount.components.kit.side_panel import Boxes, panel_form, side_panel
from myaccount.components.kit.text import t
from myaccount.domain.forms.triggers import Trigger
from myaccount.state.clinic.form_occasion import OccasionState as State


def occasion_panel() -> rx.Component:
    """Hold the name and the occasion of a form."""
    title = rx.cond(State.of, t("template.settings"), t("template.new"))
    box = Boxes(State, "template")
    return side_panel(
        title,
        panel_form(
            State,
            title,
            box.line("name", helped=True),
            _trigger(),
            rx.cond(State.trigger == Trigger.EVERY.value, box.line("every_months", input_mode="numeric")),
            rx.cond(
                State.trigger == Trigger.TREATMENT.value,
                rx.el.div(box.ticks("treatments", State.treatments), _error("treatments", box)),
            ),
            on_close=State.close,
            on_submit=State.save,
        ),
        name="occasion",
        open_when=State.is_open,
        on_close=State.close,
    )


def _trigger() -> rx.Component:
    options = [rx.el.option(t(f"form.trigger.{one.value}"), value=one.value) for one in Trigger]
    return select_box(t("template.trigger"), *options, value=State.trigger, on_change=State.choose_trigger)


def _error(name: str, box: Boxes) -> rx.Component:
    error = box.kept(name).error
    return rx.cond(error, field_error(error, name))
