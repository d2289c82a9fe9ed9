"""Parameters of a page's path."""

from typing import Any


def path_param(name: str) -> Any:
    """Read the id that a page's path holds under a name. Anybody may write one: queries judge whose it is."""
    return property(lambda state: str(getattr(state, name)))
