"""Setting the vars of a State: what the browser has already is not sent again."""

from typing import Any

import reflex as rx


def set_vars(state: rx.State, **values: Any) -> None:
    """Set the vars that differ: Reflex would send an equal value, too."""
    for name, value in values.items():
        if getattr(state, name) != value:
            setattr(state, name, value)
