"""The clinic's own video server, in the section of the settings page that is named Online Visits."""

import reflex as rx

from myaccount.components.clinic.set_up import set_up_panel, set_up_row
from myaccount.components.kit.button import button
from myaccount.components.kit.link import outside_link
from myaccount.components.kit.side_panel import Boxes
from myaccount.components.kit.text import t
from myaccount.state.clinic.video_server import VideoServerState

TRY = "/clinic/settings/video-server"
facts = VideoServerState.facts


def video_server() -> list[rx.Component]:
    """Show what is set up, the way to its form, and into an empty room there."""
    own = rx.fragment(facts.domain, ", ", t("video_server.app_id"), " ", facts.app_id)
    change = rx.cond(facts.is_set_up, t("video_server.change"), t("video_server.set_up"))
    acts = rx.el.div(
        rx.cond(facts.is_set_up, outside_link(t("video_server.try"), href=TRY)),
        button(change, on_click=VideoServerState.edit),
        class_name="setting-acts",
    )
    row = set_up_row(t("video_server.title"), rx.cond(facts.is_set_up, own, t("video_server.missing")), acts)
    return [rx.el.ul(row, aria_label=t("video_server.title"), class_name="settings-card")]


def video_server_panel() -> rx.Component:
    """Hold the form at the side."""
    box = Boxes(VideoServerState, "video_server")
    plain = {"auto_complete": "off", "auto_capitalize": "none", "spell_check": False}
    return set_up_panel(
        VideoServerState,
        t("video_server.title"),
        t("video_server.lead"),
        box.line("domain", helped=True, **plain),
        box.line("app_id", helped=True, **plain),
        box.line("secret", helped=True, type="password", auto_complete="off"),
        name="video-server",
    )
