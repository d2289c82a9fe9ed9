"""The clinic itself and its locations, in the section of the settings page that is named after them."""

import reflex as rx

from myaccount.components.kit.button import button
from myaccount.components.kit.icons import icon
from myaccount.components.kit.kept_field import kept_select
from myaccount.components.kit.side_panel import Boxes, archive_button, panel_form, side_panel
from myaccount.components.kit.text import Text, t
from myaccount.domain import zones
from myaccount.domain.places import COUNTRIES, CURRENCIES
from myaccount.messages import USAGES
from myaccount.pages.clinic.logo import logo_card
from myaccount.state.clinic.places import ClinicInfoState, LocationsState
from myaccount.views.practice import LocationRow

ZONES = "zone-names"
COLUMNS = ("name", "address", "phone", "zone")
FACTS = ("name", "legal_name", "tax_number", "phone", "email")


def places() -> list[rx.Component]:
    """Show what the clinic says of itself, and its locations."""
    return [_info(), logo_card(), _locations()]


def panels() -> list[rx.Component]:
    """Hold the forms at the side."""
    offered = [rx.el.option(value=name) for name in sorted(zones.names())]
    return [_info_panel(), _location_panel(), rx.el.datalist(*offered, id=ZONES)]


def _info() -> rx.Component:
    info = rx.Var.create(ClinicInfoState.info).to(dict[str, str])
    facts = [_fact(t(f"info.{name}"), info[name].to(str)) for name in FACTS]
    shown = rx.el.span(class_name="swatch", style={"background": info["color"].to(str)})
    colour = rx.el.span(shown, info["color"].to(str), class_name="swatch-line")
    zone = rx.el.span(ClinicInfoState.zone)
    language = rx.match(info["language"].to(str), *[(code, usage.name) for code, usage in USAGES.items()], "")
    country = rx.match(info["country"].to(str), *[(code, t(f"info.country.{code}")) for code in COUNTRIES], "")
    money = [_fact(t("info.country"), country), _fact(t("info.currency"), info["currency"].to(str))]
    return rx.el.div(
        rx.el.dl(
            *facts,
            _fact(t("info.language"), language),
            *money,
            _fact(t("info.color"), colour),
            _fact(t("info.time_zone"), zone),
            class_name="facts",
        ),
        _edit(t("info.edit"), ClinicInfoState.edit),
        class_name="settings-card info-card",
    )


def _fact(name: Text, value: Text | rx.Component) -> rx.Component:
    shown = value if isinstance(value, rx.Component) else rx.cond(value, rx.el.span(value), rx.el.span("–"))
    return rx.el.div(rx.el.dt(name), rx.el.dd(shown))


def _edit(label: Text, on_click: object) -> rx.Component:
    return button(label, on_click=on_click)


def _locations() -> rx.Component:
    heads = [rx.el.th(t(f"locations.column.{name}"), scope="col", class_name=f"column-{name}") for name in COLUMNS]
    return rx.el.div(
        rx.el.table(
            rx.el.thead(rx.el.tr(*heads)),
            rx.el.tbody(rx.foreach(LocationsState.rows, _row)),
            aria_label=t("locations.title"),
            class_name="desk-table locations",
        ),
        button(icon("plus"), t("locations.add"), on_click=LocationsState.edit("")),
        class_name="stack",
    )  # fmt: skip


def _row(row: LocationRow) -> rx.Component:
    opens = rx.el.button(row.name, type="button", on_click=LocationsState.edit(row.id), class_name="row-name")
    archived = rx.el.span(t("practice.archived"), class_name="row-more")
    return rx.el.tr(
        rx.el.th(opens, rx.cond(row.archived, archived), scope="row"),
        rx.el.td(row.address, class_name="column-address"),
        rx.el.td(row.phone, class_name="column-phone"),
        rx.el.td(row.zone, class_name="column-zone"),
        key=row.id,
        class_name=rx.cond(row.archived, "archived", ""),
    )


def _info_panel() -> rx.Component:
    box = Boxes(ClinicInfoState, "info")
    languages = [(code, usage.name) for code, usage in USAGES.items()]
    form = panel_form(
        ClinicInfoState,
        t("info.title"),
        box.line("name", auto_complete="off"),
        box.line("legal_name", helped=True, auto_complete="off"),
        box.line("tax_number", helped=True, auto_complete="off", optional=True),
        box.line("phone", type="tel", input_mode="tel", auto_complete="off", optional=True),
        box.line("email", type="email", input_mode="email", auto_complete="off", optional=True),
        kept_select(t("info.language"), "language", box.kept("language"), languages),
        box.select("country", *COUNTRIES, words="info.country"),
        box.select("currency", *CURRENCIES, words="info.currency"),
        box.line("color", helped=True, type="color", on_change=ClinicInfoState.try_colour.debounce(120)),
        rx.el.div(
            _sample(ClinicInfoState.light, "light"),
            _sample(ClinicInfoState.dark, "dark"),
            class_name="samples",
        ),
        on_close=ClinicInfoState.close,
        on_submit=ClinicInfoState.save,
    )
    return side_panel(
        t("info.title"), form, name="info", open_when=ClinicInfoState.is_open, on_close=ClinicInfoState.close
    )


def _sample(palette: rx.Var, kind: str) -> rx.Component:
    """Show the colour as a button, a text and a tint, in one of the themes."""
    colours = rx.Var.create(palette).to(dict[str, str])
    press = rx.el.span(
        t("info.sample.button"),
        class_name="sample-button",
        style={"background": colours["accent"], "color": colours["on"]},
    )
    text = rx.el.span(
        t("info.sample.text"),
        class_name="sample-text",
        style={"background": colours["soft"], "color": colours["strong"]},
    )
    return rx.el.div(
        rx.el.span(t(f"info.sample.{kind}"), class_name="sample-name"), press, text, class_name=f"sample sample-{kind}"
    )


def _location_panel() -> rx.Component:
    box = Boxes(LocationsState, "locations")
    title = rx.cond(LocationsState.of, LocationsState.form.name, t("locations.new"))
    of = LocationsState.of
    foot = rx.el.div(
        rx.el.p(t("locations.archive.help"), class_name="field-help"),
        archive_button(LocationsState.form.archived, LocationsState.archive(of), LocationsState.restore(of)),
        class_name="panel-foot",
    )
    return side_panel(
        title,
        rx.cond(LocationsState.form.visits, rx.el.p(LocationsState.form.visits, class_name="panel-note")),
        panel_form(
            LocationsState,
            title,
            box.line("name", auto_complete="off"),
            box.line("address", kind="textarea", rows=3, auto_complete="off", optional=True),
            box.line("phone", type="tel", input_mode="tel", auto_complete="off", optional=True),
            box.line("time_zone", helped=True, list=ZONES, auto_complete="off", auto_capitalize="none"),
            on_close=LocationsState.close,
            on_submit=LocationsState.save,
        ),
        rx.cond(of, foot),
        name="location",
        open_when=LocationsState.is_open,
        on_close=LocationsState.close,
    )
