"""A place for what a page keeps in its browser, also where the browser lends none.

Reflex keeps a tab's name in the session storage. Within a frame browsers may refuse any, and two frames on one page
would share it and with it a name; so there each keeps its own in memory. The name says that it is of a frame, and which
language the website around it asks for: the guard reads it (`web/embed.py`). A frame is light or dark as the website
says (`web/templates/embed.js`), from its first paint on.
"""

from pathlib import Path

import reflex as rx

SCRIPT = Path(__file__).with_suffix(".js")


def storage() -> rx.Component:
    """Prepare the storage, before any other script asks for it."""
    return rx.el.script(SCRIPT.read_text(encoding="utf-8"))
