"""The people who work at the clinic: the list, and one of them at its side."""

import reflex as rx

from myaccount.components.kit.button import button
from myaccount.components.kit.fields import pair
from myaccount.components.kit.icons import icon
from myaccount.components.kit.side_panel import Boxes, archive_button, panel_form, saved_line, side_panel
from myaccount.components.kit.skeleton import rows_skeleton
from myaccount.components.kit.text import t
from myaccount.domain.people import Role
from myaccount.pages.clinic.week import week
from myaccount.pages.frame import clinic_framed
from myaccount.state.clinic.staff import StaffState
from myaccount.views.practice import StaffRow

ROUTE = "/clinic/staff"
TITLE = "clinic.staff"
LOAD = StaffState.load
COLUMNS = ("name", "role", "treatments", "hours", "account")
NUMBER = {"input_mode": "numeric"}


def page() -> rx.Component:
    """List the staff; whoever is opened shows at the side what the role may see."""
    return clinic_framed(
        t(TITLE),
        ROUTE,
        rx.cond(StaffState.may_edit, _add()),
        rx.cond(StaffState.loaded, _table(), rows_skeleton(4)),
        _panel(),
    )


def _add() -> rx.Component:
    add = button(icon("plus"), t("staff.add"), on_click=StaffState.show(""), look="main")
    return rx.el.div(add, class_name="desk-tools")


def _table() -> rx.Component:
    heads = [rx.el.th(t(f"staff.column.{name}"), scope="col", class_name=f"column-{name}") for name in COLUMNS]
    return rx.el.table(
        rx.el.thead(rx.el.tr(*heads)),
        rx.el.tbody(rx.foreach(StaffState.rows, _row)),
        aria_label=t(TITLE),
        class_name="desk-table staff",
    )


def _row(row: StaffRow) -> rx.Component:
    opens = rx.el.button(row.name, type="button", on_click=StaffState.show(row.id), class_name="row-name")
    archived = rx.el.span(t("practice.archived"), class_name="row-more")
    return rx.el.tr(
        rx.el.th(opens, rx.cond(row.archived, archived), scope="row"),
        rx.el.td(row.role, class_name="column-role"),
        rx.el.td(row.treatments, class_name="column-treatments"),
        rx.el.td(row.hours, class_name="column-hours"),
        rx.el.td(row.account, class_name="column-account"),
        key=row.id,
        class_name=rx.cond(row.archived, "archived", ""),
    )


def _panel() -> rx.Component:
    title = rx.cond(
        StaffState.of, rx.cond(StaffState.may_edit, StaffState.form.name, StaffState.week.name), t("staff.new")
    )
    return side_panel(
        title,
        rx.el.div(rx.cond(StaffState.added, saved_line(StaffState.added)), role="status"),
        rx.cond(StaffState.may_edit, _profile(title)),
        rx.cond(StaffState.week.name, week()),
        rx.cond(StaffState.may_edit & (StaffState.of != ""), _standing()),
        name="member",
        open_when=StaffState.is_open,
        on_close=StaffState.close,
    )


def _profile(title: rx.Var) -> rx.Component:
    box = Boxes(StaffState, "staff")
    return panel_form(
        StaffState,
        title,
        pair(box.line("first_name", auto_complete="off"), box.line("last_name", auto_complete="off")),
        box.line("email", type="email", input_mode="email", auto_complete="off", auto_capitalize="none"),
        box.select("role", *(role.value for role in Role), words="role"),
        pair(box.line("registration_number", optional=True), box.line("credentials", helped=True, optional=True)),
        box.line("signature", helped=True, optional=True),
        rx.cond(
            StaffState.is_us,
            pair(box.line("npi", helped=True, optional=True, **NUMBER), box.line("license_number", optional=True)),
        ),
        pair(
            box.line("start_interval_minutes", helped=True, **NUMBER),
            box.line("buffer_minutes", helped=True, **NUMBER),
        ),
        box.line("video_link", type="url", input_mode="url", helped=True, optional=True),
        rx.cond(StaffState.treatments, box.ticks("treatments", StaffState.treatments)),
        on_close=StaffState.close,
        on_submit=StaffState.save,
    )


def _standing() -> rx.Component:
    """Show the account, and the way out of the clinic or back."""
    invite = button(icon("mail"), t("staff.invite"), on_click=StaffState.invite(StaffState.of))
    archive = archive_button(
        StaffState.form.archived, StaffState.archive(StaffState.of), StaffState.restore(StaffState.of)
    )
    return rx.el.section(
        rx.el.h3(t("staff.account"), id="member-account"),
        rx.el.p(StaffState.form.account, class_name="small"),
        rx.cond(StaffState.form.can_invite, invite),
        rx.el.div(rx.cond(StaffState.invited, saved_line(StaffState.invited)), role="status"),
        rx.cond(
            StaffState.form.is_self,
            rx.fragment(),
            rx.el.div(
                rx.el.p(t("staff.archive.help"), class_name="field-help"),
                rx.cond(StaffState.form.visits, rx.el.p(StaffState.form.visits, class_name="small")),
                archive,
                class_name="panel-foot",
            ),
        ),
        aria_labelledby="member-account",
        class_name="panel-section",
    )
