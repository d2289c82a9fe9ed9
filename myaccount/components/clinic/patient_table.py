"""A list of patients, as a table that becomes a list where there is no room for its columns."""

import reflex as rx
from reflex_base.event import EventHandler, input_event

from myaccount.components.kit.link import link
from myaccount.components.kit.text import Text, t
from myaccount.components.scripts import script
from myaccount.views.patients import PatientLine


class SearchBox(rx.Component):
    """A search box that has the focus on opening; arrow keys lead to the links with `data-result` in `results`.

    Once the page has `loaded` it searches for what was typed before, whenever that is not what was `asked` for.
    """

    library = script("clinic/search_box.jsx")
    tag = "SearchBox"

    results: rx.Var[str]
    asked: rx.Var[str]
    loaded: rx.Var[bool]
    name: rx.Var[str]
    auto_complete: rx.Var[str]
    spell_check: rx.Var[bool]
    max_length: rx.Var[int]
    on_search: EventHandler[input_event]


COLUMNS = ("date_of_birth", "phone", "email", "next_visit")


def patient_table(name: Text, lines: rx.Var[list[PatientLine]], table_id: str) -> rx.Component:
    """Show patients, each with a link to the profile."""
    heads = [rx.el.th(t(f"patients.{column}"), scope="col") for column in ("name", *COLUMNS)]
    return rx.el.div(
        rx.el.table(
            rx.el.caption(name, class_name="unseen"),
            rx.el.thead(rx.el.tr(*heads)),
            rx.el.tbody(rx.foreach(lines, _row)),
            id=table_id,
            class_name="rows rows-people",
        ),
        class_name="rows-card",
    )


def patient_link(line: PatientLine) -> rx.Component:
    """Lead to a patient's profile."""
    return link(line.name, to=f"/clinic/patients/{line.id}", dir="auto", custom_attrs={"data-result": ""})


def _row(line: PatientLine) -> rx.Component:
    cells = [rx.el.td(getattr(line, column), dir="auto", class_name=f"rows-{column}") for column in COLUMNS]
    also = rx.cond(line.preferred_name, rx.el.span(line.preferred_name, dir="auto", class_name="rows-also"))
    name = rx.el.th(patient_link(line), also, rx.el.span(line.detail, class_name="rows-detail"), scope="row")
    return rx.el.tr(name, *cells, key=line.id)
