"""The frame of the clinic's side: denser than My Account, with the pages that the role may open."""

import reflex as rx

from myaccount.components.frame.desk_keys import desk_keys, keys_button, page_keys
from myaccount.components.frame.idle_dialog import idle_dialog
from myaccount.components.frame.shell import HOME, Frame, manners, skip, topbar
from myaccount.components.frame.sign_in_news import sign_in_news
from myaccount.components.kit.contact import contact_links
from myaccount.components.kit.icons import icon
from myaccount.components.kit.link import link
from myaccount.components.kit.notice import notices
from myaccount.components.kit.text import Text, t
from myaccount.components.scripts import script
from myaccount.domain.clinic_side import CLINIC_PAGES, ClinicPage


class ScrollRow(rx.Component):
    """A row of links that scrolls sideways, opened at the page that is shown; anew when `about` changes."""

    library = script("frame/scroll_row.jsx")
    tag = "ScrollRow"

    about: rx.Var[str]


LOOKS = (
    "/clinic.css", "/css/today.css", "/css/schedule.css", "/css/panel.css", "/css/practice.css", "/css/patients.css",
    "/css/billing.css", "/css/tasks.css", "/css/website.css", "/css/builder.css",
)  # fmt: skip
"""What only the pages of the clinic's side load; later ones win."""


def desk(frame: Frame, title: Text, here: str, *content: rx.Component) -> rx.Component:
    """Frame a page of the clinic's side. `here` is the address of its section."""
    return rx.el.div(
        *(rx.el.link(rel="stylesheet", href=href, custom_attrs={"precedence": "page"}) for href in LOOKS),
        manners(frame),
        rx.el.nav(skip(), aria_label=t("shell.skip")),
        topbar(frame, home=frame.clinic_home, side=t("clinic.side")),
        rx.el.div(
            rx.el.div(_menu(frame, here, "menu"), keys_button(), class_name="side"),
            rx.el.main(
                rx.el.div(rx.el.h1(title, tab_index=-1), class_name="page-head"),
                sign_in_news(frame.news, frame.on_own_news),
                notices(frame.notice, frame.problem, contact_links(frame.contact), frame.on_dismiss),
                *content,
                id="page",
                tab_index=-1,
                class_name="content",
            ),
            class_name="frame",
        ),
        _menu(frame, here, "dock"),
        desk_keys(),
        idle_dialog(frame.idle_warning, frame.idle_line, frame.on_stay),
        class_name="desk",
    )


def _menu(frame: Frame, here: str, kind: str) -> rx.Component:
    pages = [rx.cond(_may_open(frame, page), rx.el.li(_entry(frame, page, here, kind))) for page in CLINIC_PAGES]
    own = rx.el.li(link(icon("person"), rx.el.span(t("shell.product")), to=HOME))
    return rx.el.nav(
        rx.el.ul(*pages, own, class_name="menu") if kind == "menu" else ScrollRow.create(*pages, own, about=frame.role),
        aria_label=t("clinic.side"),
        class_name="dock" if kind == "dock" else "",
    )


def _entry(frame: Frame, page: ClinicPage, here: str, kind: str) -> rx.Component:
    marked = {"aria_current": "page"} if page.href == here else {}
    marked |= page_keys(page.name) if kind == "menu" else {}
    name = t(f"clinic.{page.name}")
    label = [icon(page.drawing), rx.el.span(name)]
    if page.name not in frame.waiting:
        return link(*label, to=page.href, **marked)
    count = frame.waiting[page.name]
    spoken = rx.cond(count > 0, t("clinic.waiting", page=name, count=count.to_string()), "")
    badge = rx.cond(count > 0, rx.el.span(count, class_name="waiting"))
    return link(*label, badge, to=page.href, aria_label=spoken, **marked)


def _may_open(frame: Frame, page: ClinicPage) -> rx.Var[bool]:
    return rx.Var.create(sorted(role.value for role in page.roles)).contains(frame.role)
