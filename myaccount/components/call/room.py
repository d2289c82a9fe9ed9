"""The video visit itself: a script of the browser's, in several files beside this one."""

from typing import Any

import reflex as rx
from reflex_base.event import EventHandler, passthrough_event_spec

from myaccount.components.kit.icons import paths
from myaccount.components.kit.text import Text, t
from myaccount.components.scripts import script

PIECES = (
    "controls.jsx", "devices.jsx", "drawing.jsx", "hallway.jsx", "level.jsx", "line.js", "peer.js", "picture.jsx",
    "quality.js", "stage.jsx", "use_call.js", "use_devices.js", "waiting_room.jsx",
)  # fmt: skip
"""What the script is made of besides its own file."""

DRAWINGS = (
    "expand", "hang-up", "lock", "microphone", "microphone-off", "screen", "settings", "video", "video-off",
)  # fmt: skip

WORDS = (
    "after_cancelled", "after_elsewhere", "after_left", "after_not_here", "after_signed_out", "after_time",
    "after_too_much", "allow_android", "allow_chrome", "allow_firefox", "allow_ios", "allow_other", "allow_safari",
    "ask", "asking", "camera", "goes_on", "camera_off", "close", "come_back", "controls", "devices", "full", "hears",
    "help_busy", "help_camera", "help_none", "here_instead", "is_connected", "is_connecting", "is_reconnecting",
    "is_waiting", "join", "join_bare", "join_sound", "leave", "line_lost", "microphone", "mute", "no_camera", "note",
    "note_send", "note_sent", "camera_is_off", "camera_is_on", "microphone_is_off",
    "microphone_is_on", "over_cancelled", "over_elsewhere", "over_left", "over_not_here",
    "over_signed_out", "over_time", "over_too_much", "own_picture", "private", "problem_busy", "problem_camera",
    "problem_none", "problem_refused", "quality_fair", "quality_good", "quality_poor", "quiet", "reconnecting",
    "share", "start_camera", "stop_camera", "stop_sharing", "try_again", "unmute",
)  # fmt: skip
"""The sentences that name nobody."""

NAMING = (
    "by_itself", "joining", "their_camera_off", "their_microphone_off", "their_picture", "their_screen", "told",
    "waiting", "went_left", "went_lost", "went_signed_out", "went_cancelled", "went_time", "with_whom",
)  # fmt: skip
"""The sentences with the other side's name in them."""


class VideoVisit(rx.Component):
    """A video visit, from the hallway to good-bye. `ticket` is what the portal gave this page to take its seat.

    Who `may_note` can say something to the desk while they wait: `on_note` is told it, and `notes` counts what came.
    """

    library = script("call/video_visit.jsx")
    tag = "VideoVisit"

    visit: rx.Var[str]
    ticket: rx.Var[str]
    words: rx.Var[dict[str, str]]
    drawings: rx.Var[dict[str, list[str]]]
    may_note: rx.Var[bool]
    notes: rx.Var[int]
    on_note: EventHandler[passthrough_event_spec(str)]


for _piece in PIECES:
    script(f"call/{_piece}")


def video_visit(visit: Text, ticket: Text, other: Text, notes: tuple[Any, Any, Any]) -> rx.Component:
    """Show the video visit to one of its two sides; `other` is what the other one is called.

    `notes` are whether they may write to the desk, how often they have, and what to do then.
    """
    may_note, count, on_note = notes
    words = {key: t(f"call.{key}") for key in WORDS} | {key: t(f"call.{key}", who=other) for key in NAMING}
    return VideoVisit.create(
        visit=visit,
        ticket=ticket,
        words=rx.Var.create(words),
        drawings=rx.Var.create(paths(*DRAWINGS)),
        may_note=may_note,
        notes=count,
        on_note=on_note,
    )
