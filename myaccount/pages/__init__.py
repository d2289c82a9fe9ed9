"""The pages, a room for each side of the portal, one file per section."""

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import reflex as rx

from myaccount.pages import account, booking, clinic, not_found, profile


@dataclass(frozen=True)
class Page:
    """A page: what it shows, where, the message key of its title, and what runs when it is opened."""

    component: Callable[[], rx.Component]
    route: str
    title: str
    on_load: Any

    @classmethod
    def of(cls, module: ModuleType) -> "Page":
        """Take a page from the module that holds it."""
        return cls(module.page, module.ROUTE, module.TITLE, module.LOAD)


PAGES = tuple(Page.of(module) for module in (*account.PAGES, *booking.PAGES, *clinic.PAGES, *profile.PAGES, not_found))
