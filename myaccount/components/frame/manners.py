"""What pages do by themselves in the browser, each a small script of its own beside this file."""

import reflex as rx
from reflex_base.event import EventHandler, passthrough_event_spec

from myaccount.components.scripts import script


class PageFocus(rx.Component):
    """Moves the focus to the heading after a change of page."""

    library = script("frame/page_focus.jsx")
    tag = "PageFocus"


class PageLanguage(rx.Component):
    """Says which language the page speaks."""

    library = script("frame/page_language.jsx")
    tag = "PageLanguage"

    code: rx.Var[str]


class PageColour(rx.Component):
    """Shows the page in the clinic's colour, also when that changes."""

    library = script("frame/page_colour.jsx")
    tag = "PageColour"

    colour: rx.Var[str]


class PageBusy(rx.Component):
    """Shows of every button that it waits for the server, until `answers` grows."""

    library = script("frame/page_busy.jsx")
    tag = "PageBusy"

    answers: rx.Var[int]


class BrowserZone(rx.Component):
    """Tells by which zone the browser's clocks go, until that is `known`."""

    library = script("frame/browser_zone.jsx")
    tag = "BrowserZone"

    known: rx.Var[str]
    on_zone: EventHandler[passthrough_event_spec(str)]
