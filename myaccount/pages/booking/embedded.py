"""Book an Appointment within a frame on a clinic's website: the only page that another website may show."""

import reflex as rx

from myaccount.components.booking import embedded
from myaccount.components.booking.payment import payment_ahead
from myaccount.components.kit.text import t
from myaccount.pages.booking.booking import TITLE as TITLE
from myaccount.pages.booking.booking import Exits, done_look, stage
from myaccount.pages.frame import frame
from myaccount.state.booking.choosing import BookingState
from myaccount.state.booking.embedded import EmbeddedState
from myaccount.state.booking.held import HeldState
from myaccount.state.shell import ShellState

ROUTE = "/book/embed"
LOAD = EmbeddedState.load


def page() -> rx.Component:
    """Show booking as on its own page; what needs a sign-in goes on in the whole window."""
    host = embedded.Host(
        EmbeddedState.framers, EmbeddedState.known, HeldState.booked.id, HeldState.undone, EmbeddedState.finished
    )
    exits = Exits(
        sign_in=embedded.sign_in_way(HeldState.review.ticket),
        sign_in_first=embedded.sign_in_first(BookingState.so_far),
        account=embedded.account_ahead(HeldState.booked.ticket),
        done=embedded.done_button(EmbeddedState.finish, done_look()),
        payment=payment_ahead(HeldState.review, ShellState.clinic_name),
    )
    return embedded.embedded_frame(frame(), host, t(TITLE), stage(exits))
