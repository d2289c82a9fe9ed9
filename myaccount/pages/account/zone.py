"""What every page that tells the times of visits says of the clocks they go by."""

import reflex as rx

from myaccount.components.frame.manners import BrowserZone
from myaccount.components.kit.button import button
from myaccount.components.kit.icons import icon
from myaccount.state.account.zone import ZoneState


def browser_zone() -> rx.Component:
    """Hear by which zone the browser's clocks go."""
    return BrowserZone.create(known=ZoneState.known, on_zone=ZoneState.notice_zone)


def zone_offer() -> rx.Component:
    """Ask a patient whose browser goes by other clocks whether their visits are to be told by those."""
    take = button(ZoneState.offer.button, on_click=ZoneState.take, small=True)
    line = rx.el.div(icon("clock"), rx.el.p(ZoneState.offer.line), take, class_name="zone-offer")
    return rx.cond(ZoneState.offer.line, line)
