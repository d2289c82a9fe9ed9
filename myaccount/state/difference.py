"""Setting what a page shows, without sending again what the browser has already."""

from typing import Any

import reflex as rx


def put(state: rx.State, **values: Any) -> None:
    """Set the vars that differ: Reflex would send an equal value, too."""
    for name, value in values.items():
        if getattr(state, name) != value:
            setattr(state, name, value)
