"""Every page stands in the accessibility matrix, in some state."""

from importlib import import_module
from pkgutil import iter_modules
from typing import get_args

from myaccount.pages import PAGES
from myaccount.pages.profile import profile
from myaccount.state.profile.profile import Part
from tests.arch.source import PRODUCT, ROOT
from tests.ui.accessibility.scenes import SCENES, Scene

PLACE = ROOT / "tests/ui/accessibility"
NO_PAGES = {"plain.html", "fields.html", "icons.html", "website.html"}
"""What templates of the server are made of, and the website that the demo's clinic has of its own."""


def modules(*, of_tests: bool) -> dict[str, object]:
    """Import the matrix: the files of scenes, or those that hold them to the rules."""
    names = [one.name for one in iter_modules([str(PLACE)]) if one.name != "conftest"]
    return {
        name: import_module(f"tests.ui.accessibility.{name}") for name in names if name.startswith("test_") is of_tests
    }


def scenes() -> list[Scene]:
    modules(of_tests=False)
    return [one for section in SCENES.values() for one in section]


def test_every_page_has_a_scene():
    assert {one.page for one in scenes() if not one.page.endswith(".html")} == {page.route for page in PAGES}


def test_every_page_that_the_server_writes_has_a_scene():
    pages = {path.name for path in (PRODUCT / "web/templates").glob("*.html")} - NO_PAGES
    assert {one.page for one in scenes() if one.page.endswith(".html")} == pages


def test_every_part_of_a_profile_has_a_scene():
    parts = {one.part for one in scenes() if one.page == profile.ROUTE}
    assert parts - {""} == set(get_args(Part))


def test_every_scene_is_held_to_the_rules_once():
    tests = modules(of_tests=True).values()
    marks = [mark for test in tests for mark in test.test_no_rule_is_broken.pytestmark]
    held = [scene for mark in marks for scene in mark.args[1]]
    assert sorted(one.name for one in held) == sorted(one.name for one in scenes())
    assert len({one.name for one in held}) == len(held)
