"""My data: a copy of everything that the portal holds of the patient."""

import reflex as rx

from myaccount.components.kit.button import button, submit
from myaccount.components.kit.dialog import dialog
from myaccount.components.kit.fields import note_field, password_field
from myaccount.components.kit.form_dialog import FormDialog, form_dialog
from myaccount.components.kit.icons import icon
from myaccount.components.kit.link import file_link, link
from myaccount.components.kit.native_form import native_form
from myaccount.components.kit.skeleton import rows_skeleton
from myaccount.components.kit.text import t
from myaccount.domain.tasks import NOTE_AT_MOST
from myaccount.pages.account.requests import asking
from myaccount.pages.frame import framed
from myaccount.state.account.my_data import MyDataState
from myaccount.views.tasks import OwnRequest

ROUTE = "/account/data"
TITLE = "my_data.title"
LOAD = MyDataState.load


def page() -> rx.Component:
    """Show how the last copy stands, and ask before another is made."""
    return framed(
        t(TITLE),
        ROUTE,
        rx.cond(MyDataState.loaded, _copy(), rows_skeleton(2)),
        _question(),
        _deletion_form(),
    )


def _deletion() -> rx.Component:
    ask = button(t("my_data.delete"), on_click=MyDataState.ask_deletion)
    return rx.el.section(
        rx.el.h2(t("my_data.deletion"), id="deletion"),
        rx.el.p(t("my_data.retention")),
        rx.el.div(ask, class_name="save"),
        aria_labelledby="deletion",
        class_name="form-card",
    )


def _deletion_form() -> rx.Component:
    is_open = MyDataState.deleting
    asked = FormDialog("delete", t("my_data.delete"), is_open, MyDataState.send_deletion, MyDataState.keep)
    return form_dialog(
        asked,
        note_field(t("my_data.what"), "what", MyDataState.deletion_error, t("requests.note.help"), NOTE_AT_MOST),
        actions=[
            submit(t("requests.send")),
            button(t("my_data.keep"), on_click=MyDataState.keep),
        ],
    )


def _answered() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("my_data.answered"), id="answered"),
        rx.el.ul(rx.foreach(MyDataState.answered, _answer), aria_labelledby="answered", class_name="requests"),
        aria_labelledby="answered",
        class_name="form-card",
    )


def _answer(one: OwnRequest) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.strong(one.kind),
            rx.el.p(one.since, class_name="small"),
            rx.el.p(one.note, dir="auto", class_name="note"),
            rx.el.p(rx.cond(one.answer, one.answer, t("my_data.done")), dir="auto"),
        ),
        key=one.id,
    )


def _copy() -> rx.Component:
    is_again = MyDataState.stands == "started"
    label = rx.cond(is_again, t("my_data.download_again"), t("my_data.download"))
    look = "button " + rx.cond(is_again, "button-quiet", "button-main").to(str)
    download = file_link(icon("download"), label, href=MyDataState.url, class_name=look)
    prepare = button(t("my_data.prepare"), on_click=MyDataState.ask)
    return rx.el.div(
        rx.el.p(t("my_data.lead"), class_name="lead"),
        rx.el.section(
            rx.el.h2(t("my_data.copy"), id="copy"),
            rx.el.p(MyDataState.line, role="status"),
            rx.el.div(
                rx.cond(MyDataState.url, download),
                rx.cond(MyDataState.stands != "waiting", prepare),
                class_name="save",
            ),
            aria_labelledby="copy",
            class_name="form-card",
        ),
        asking(),
        _deletion(),
        rx.cond(MyDataState.answered, _answered()),
        rx.el.p(link(t("my_data.access"), to="/account/access")),
        class_name="form-page",
    )


def _question() -> rx.Component:
    password = password_field(
        t("credentials.current"),
        "current",
        help_line=t("sessions.why_password"),
        error=MyDataState.error,
        auto_complete="current-password",
        required=True,
    )
    form = native_form(
        rx.cond(MyDataState.needs_password, password),
        submit(t("my_data.prepare")),
        action=ROUTE,
        class_name="fields",
    )
    keep = button(t("my_data.keep"), on_click=MyDataState.keep)
    return dialog(
        t("my_data.prepare.title"),
        rx.el.p(t("my_data.prepare.line")),
        form,
        actions=[keep],
        name="prepare",
        open_when=MyDataState.asking,
        on_close=MyDataState.keep,
    )
