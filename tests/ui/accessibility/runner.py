"""Every rule that a machine can check, in both colours and at three widths.

At 400 % nothing of a page may be lost to the side either.
"""

import re
from collections.abc import Callable
from types import ModuleType
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from tests.ui.accessibility.place import WIDTHS, Place, size
from tests.ui.accessibility.scenes import SCENES, Scene

EVERYTHING = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
COLOURS_ONLY = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
CHECK = """async (rules) => {
  const { violations } = await axe.run(document, { runOnly: rules, resultTypes: ["violations"] });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}"""
SETTLED = "() => document.getAnimations().forEach((one) => one.finish())"
GROUND = {"light": "rgb(248, 246, 243)", "dark": "rgb(22, 21, 19)"}


def held(*sections: ModuleType) -> Callable[[Place, Scene], None]:
    """Make the test that holds every scene of these sections to every rule."""
    scenes = [one for section in sections for one in SCENES[section.__name__]]

    @pytest.mark.parametrize("scene", scenes, ids=[one.name for one in scenes])
    def test_no_rule_is_broken(place: Place, scene: Scene) -> None:
        page = scene.make(place)
        path = urlsplit(page.url).path
        page.evaluate(AXE_SCRIPT)
        found = [problem for width in WIDTHS for colour in scene.colours for problem in _problems(page, colour, width)]
        wide = _width_at_400_percent(page)
        page.context.close()
        assert _is_at(path, scene.page), f"it is {path} that was looked at"
        assert not found, "\n".join(found)
        assert wide <= WIDTHS[0], f"{wide} wide at 400 %"

    return test_no_rule_is_broken


def _is_at(path: str, page: str) -> bool:
    """Tell whether an address is one of a page's route. Edges: nobody knows that of a template, or of no page."""
    return not page.startswith("/") or re.fullmatch(re.sub(r"\[\w+\]", "[^/]+", page), path.rstrip("/")) is not None


def _problems(page: Page, colour: str, width: int) -> list[str]:
    """List what breaks a rule. In the dark the page is the same but for its colours: only they are looked at again."""
    page.set_viewport_size(size(width))
    page.emulate_media(color_scheme=colour, reduced_motion="reduce")
    expect(page.locator("body")).to_have_css("background-color", GROUND[colour])
    page.evaluate(SETTLED)
    broken = page.evaluate(CHECK, EVERYTHING if colour == "light" else COLOURS_ONLY)
    return [f"{colour} {width}: {one}" for one in broken]


def _width_at_400_percent(page: Page) -> int:
    page.set_viewport_size({"width": 320, "height": 256})
    page.evaluate(SETTLED)
    return int(page.evaluate("() => document.documentElement.scrollWidth"))
