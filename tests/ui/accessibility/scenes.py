"""Scenes: the states of pages that every rule is held against, noted by the file that they stand in."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.ui.accessibility.place import Place

Make = Callable[[Place], Page]
COLOURS = ("light", "dark")


@dataclass(frozen=True)
class Scene:
    """A state of a page: `page` is its route, or the template of one that the server writes.

    `part` names what it shows of a page that shows one part of many at one address. `colours` are the colour schemes in
    which it is looked at: a page that is framed follows the page around it, and not what the visitor prefers.
    """

    name: str
    page: str
    make: Make
    part: str = ""
    colours: tuple[str, ...] = COLOURS


SCENES: dict[str, list[Scene]] = defaultdict(list)
"""By the module that they stand in."""


def scene(page: str, *, part: str = "", colours: tuple[str, ...] = COLOURS) -> Callable[[Make], Make]:
    """Note a state of a page."""

    def note(make: Make) -> Make:
        SCENES[make.__module__].append(Scene(make.__name__, page, make, part, colours))
        return make

    return note
