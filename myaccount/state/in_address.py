"""What stands in the address of a page."""

from typing import Any


def in_address(name: str) -> Any:
    """Read the id that a page's address holds under a name. Anybody may write one: queries judge whose it is."""
    return property(lambda state: str(getattr(state, name)))
