"""The keyboard shortcuts of the clinic's side, listed under "?"; each presses what stands on the page."""

from typing import Any

import reflex as rx

from myaccount.components.kit.text import Text, t
from myaccount.components.scripts import script


class DeskKeys(rx.Component):
    """A dialog that lists keyboard shortcuts, and the shortcuts themselves: `data-keys` on the page names them."""

    library = script("frame/desk_keys.jsx")
    tag = "DeskKeys"

    on: rx.Var[str]
    close: rx.Var[str]


BOOK, SEARCH, PREVIOUS, NEXT, HELP = "n", "/", "ArrowLeft", "ArrowRight", "?"
GO = {"today": "gt", "schedule": "gs", "patients": "gp", "tasks": "gk"}
"""The pages of the menu that have keys: "g", then a letter."""

LIST: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("book", ("n",)),
    ("search", ("/",)),
    ("step", ("←", "→")),
    *((page, tuple(keys)) for page, keys in GO.items()),
    ("leave", ("Esc",)),
    ("help", ("?",)),
)


def keyed(*keys: str) -> dict[str, Any]:
    """Name the keys that press a thing, as attributes of it."""
    return {"custom_attrs": {"data-keys": " ".join(keys)}}


def page_keys(page: str) -> dict[str, Any]:
    """Name the keys that lead to a page of the menu. "/" finds patients from everywhere: their page has the box."""
    keys = [GO[page]] if page in GO else []
    return keyed(*keys, *([SEARCH] if page == "patients" else []))


def desk_keys() -> rx.Component:
    """Hold the list, which the button of `keys_button` opens too, and in it the way to turn the shortcuts off."""
    return DeskKeys.create(
        rx.el.h2(t("keys.title"), id="keys-title", tab_index=-1),
        rx.el.dl(*[_line(t(f"keys.{name}"), keys) for name, keys in LIST], class_name="keys"),
        on=t("keys.on"),
        close=t("desk.close"),
        aria_labelledby="keys-title",
        class_name="dialog",
    )


def keys_button() -> rx.Component:
    """Open the list of shortcuts: there also for whoever has turned them off."""
    return rx.el.button(t("keys.title"), type="button", class_name="text-button keys-button", **keyed(HELP))


def _line(what: Text, keys: tuple[str, ...]) -> rx.Component:
    return rx.el.div(rx.el.dt(what), rx.el.dd(*[rx.el.kbd(key) for key in keys]))
