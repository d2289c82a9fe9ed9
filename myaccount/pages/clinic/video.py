"""The clinic's own video server, in the section of the settings page that is named Online Visits."""

import reflex as rx

from myaccount.components.kit.button import button
from myaccount.components.kit.link import outside_link
from myaccount.components.kit.side_panel import Boxes, panel_form, side_panel
from myaccount.components.kit.text import t
from myaccount.state.clinic.video_server import VideoServerState

TRY = "/clinic/settings/video-server"
facts = VideoServerState.facts


def video_server() -> list[rx.Component]:
    """Show what is set up, the way to its form, and into an empty room there."""
    own = rx.fragment(facts.domain, ", ", t("video_server.app_id"), " ", facts.app_id)
    change = rx.cond(facts.is_set_up, t("video_server.change"), t("video_server.set_up"))
    row = rx.el.li(
        rx.el.div(
            rx.el.span(t("video_server.title"), class_name="setting-label"),
            rx.el.p(rx.cond(facts.is_set_up, own, t("video_server.missing")), class_name="setting-about"),
            class_name="setting-text",
        ),
        rx.el.div(
            rx.cond(facts.is_set_up, outside_link(t("video_server.try"), href=TRY)),
            button(change, on_click=VideoServerState.edit),
            class_name="setting-acts",
        ),
        class_name="setting provider-row",
    )
    return [rx.el.ul(row, aria_label=t("video_server.title"), class_name="settings-card")]


def video_server_panel() -> rx.Component:
    """Hold the form at the side."""
    box = Boxes(VideoServerState, "video_server")
    plain = {"auto_complete": "off", "auto_capitalize": "none", "spell_check": False}
    return side_panel(
        t("video_server.title"),
        rx.el.p(t("video_server.lead"), class_name="panel-note"),
        panel_form(
            VideoServerState,
            t("video_server.title"),
            box.line("domain", helped=True, **plain),
            box.line("app_id", helped=True, **plain),
            box.line("secret", helped=True, type="password", auto_complete="off"),
            on_close=VideoServerState.close,
            on_submit=VideoServerState.save,
        ),
        name="video-server",
        open_when=VideoServerState.is_open,
        on_close=VideoServerState.close,
    )
