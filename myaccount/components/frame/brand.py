"""The clinic's sign: its logo, or until it has one a heart in its colour, and its name."""

import reflex as rx

from myaccount.components.kit.icons import icon
from myaccount.components.kit.text import Flag, Text


def brand(name: Text, logo: Text, is_wide: Flag) -> rx.Component:
    """Show the clinic in a line. A logo speaks the name, which stands beside it unless it is a wordmark."""
    return rx.fragment(
        mark(name, logo),
        rx.cond(
            logo,
            rx.cond(is_wide, rx.fragment(), rx.el.span(name, aria_hidden="true", class_name="clinic-name")),
            rx.el.span(name, class_name="clinic-name"),
        ),
    )


def mark(name: Text, logo: Text) -> rx.Component:
    """Show the logo, or the heart. Until it is known which, its place is kept."""
    heart = rx.el.span(icon("clinic"), class_name="clinic-mark")
    place = rx.el.span(class_name="clinic-mark clinic-mark-unknown")
    picture = rx.el.img(src=logo, alt=name, class_name="clinic-logo")
    return rx.cond(logo, picture, rx.cond(name, heart, place))
