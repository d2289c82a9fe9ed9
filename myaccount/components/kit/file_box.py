"""A button that sends a file."""

from typing import Any

import reflex as rx
from reflex_base.event import EventHandler, passthrough_event_spec

from myaccount.components.kit.text import Text, t
from myaccount.components.scripts import script
from myaccount.domain.documents import ACCEPTED, FILE_AT_MOST


class FileBox(rx.Component):
    """Sends the file that somebody chooses to `url`; `on_done` is told the id of what it became."""

    library = script("kit/file_box.jsx")
    tag = "FileBox"

    url: rx.Var[str]
    accept: rx.Var[str]
    most: rx.Var[int]
    label: rx.Var[str]
    sending: rx.Var[str]
    checking: rx.Var[str]
    stop: rx.Var[str]
    stopped: rx.Var[str]
    too_large: rx.Var[str]
    lost: rx.Var[str]
    described_by: rx.Var[str]
    on_done: EventHandler[passthrough_event_spec(str)]


def file_box(
    label: Text, url: Text, on_done: Any, *, described_by: Text, accept: str = ACCEPTED, most: int = FILE_AT_MOST
) -> rx.Component:
    """Offer to send a file of `most` bytes. `described_by` is the id of what says which files are taken."""
    return FileBox.create(
        url=url,
        accept=accept,
        most=most,
        label=label,
        sending=t("upload.sending", name="{name}"),
        checking=t("upload.checking"),
        stop=t("upload.stop"),
        stopped=t("upload.stopped"),
        too_large=t("upload.too_large"),
        lost=t("upload.lost"),
        described_by=described_by,
        class_name="button button-quiet",
        on_done=on_done,
    )
