"""Every clinic's colour becomes one that everybody can read, in both themes."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myaccount.domain.colours import (
    DARK_SURFACES,
    LIGHT_SURFACES,
    READABLE,
    Palette,
    contrast,
    theme,
)

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
PORTAL_CSS = Path(__file__).parents[2] / "assets" / "portal.css"


def _is_readable(palette: Palette, surfaces: tuple[str, ...]) -> bool:
    on_fill = contrast(palette.on_accent, palette.accent) >= READABLE
    fill_shows = all(contrast(palette.accent, surface) >= 3 for surface in surfaces)
    text = all(contrast(palette.accent_strong, ground) >= READABLE for ground in (*surfaces, palette.accent_soft))
    return on_fill and fill_shows and text


@given(COLOURS)
def test_it_is_readable_in_both_themes_whatever_the_colour(colour: str) -> None:
    made = theme(colour)
    assert _is_readable(made.light, LIGHT_SURFACES)
    assert _is_readable(made.dark, DARK_SURFACES)


@pytest.mark.parametrize("colour", ["#000000", "#ffffff", "#808080", "#ffff00", "#0000ff", "#00ff00", "#ff0000"])
def test_it_accepts_the_extremes(colour: str) -> None:
    made = theme(colour)
    assert _is_readable(made.light, LIGHT_SURFACES) and _is_readable(made.dark, DARK_SURFACES)


def test_it_leaves_a_readable_colour_as_it_is() -> None:
    assert theme("#1f6f5c").light.accent == "#1f6f5c"


def test_it_keeps_the_hue() -> None:
    red, green, blue = (int(theme("#ffcc00").light.accent[place : place + 2], 16) for place in (1, 3, 5))
    assert red > green > blue


@pytest.mark.parametrize("colour", ["", "1f6f5c", "#fff", "#12345g", "red", "#1f6f5c; }"])
def test_it_takes_nothing_but_a_colour(colour: str) -> None:
    with pytest.raises(ValueError):
        theme(colour)


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#000000", "#ffffff", 21.0), ("#ffffff", "#ffffff", 1.0), ("#767676", "#ffffff", 4.54)]
)
def test_it_measures_contrast_as_the_standard_does(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)


def test_it_writes_variables_for_the_system_and_for_the_persons_own_choice() -> None:
    css = theme("#1f6f5c").css()
    assert css.count("--accent:") == 3
    assert ":root.dark" in css and ":root:not(.light)" in css and "prefers-color-scheme: dark" in css


def test_its_surfaces_are_those_of_the_stylesheet() -> None:
    shown = set(re.findall(r"--(?:page|surface|sunken): (#[0-9a-f]{6})", PORTAL_CSS.read_text()))
    assert shown == {*LIGHT_SURFACES, *DARK_SURFACES}
