"""A clinic's colour, made readable: the accents of the light and the dark theme.

Only lightness moves (in OKLCH, where equal steps look equal), and chroma where the screen has no such colour, so a
clinic recognises its colour and everybody can read it. A colour is adjusted, never refused.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

READABLE = 4.5
"""Contrast that text needs. Source: WCAG 2.2, 1.4.3."""

LIGHT_SURFACES = ("#ffffff", "#f8f6f3", "#f1eeea")
DARK_SURFACES = ("#161513", "#201e1b", "#2a2724")
WHITE = "#ffffff"
INK = "#161513"
_STEP = 0.005
_HEX = re.compile("#[0-9a-fA-F]{6}")

Rgb = tuple[float, float, float]


@dataclass(frozen=True)
class Palette:
    """The accents of one theme: a fill, text in the accent, a tint behind that text, and text on the fill."""

    accent: str
    accent_strong: str
    accent_soft: str
    on_accent: str


@dataclass(frozen=True)
class Theme:
    """A clinic's colour as it is written, and the accents of both themes."""

    clinic: str
    light: Palette
    dark: Palette

    def css(self) -> str:
        """Write the theme as CSS variables, for the system's choice of light or dark and for the person's own."""
        light, dark = _declared(self.light), _declared(self.dark)
        return (
            f":root {{ --clinic: {self.clinic}; {light} }}\n"
            f"@media (prefers-color-scheme: dark) {{ :root:not(.light) {{ {dark} }} }}\n"
            f":root.dark {{ {dark} }}\n"
        )


@dataclass(frozen=True)
class _Oklch:
    lightness: float
    chroma: float
    hue: float

    def at(self, lightness: float, chroma: float | None = None) -> "_Oklch":
        return _Oklch(lightness, self.chroma if chroma is None else chroma, self.hue)


@lru_cache(maxsize=256)
def theme(colour: str) -> Theme:
    """Derive both themes from a clinic's colour, given as "#rrggbb".

    Edges: white, black and greys work; the results differ from the colour as little as readable text allows.
    Raises: ValueError for anything but "#" and six hexadecimal digits.
    """
    wanted = _from_hex(colour)
    return Theme(clinic=colour, light=_light(wanted), dark=_dark(wanted))


def contrast(one: str, other: str) -> float:
    """Measure the contrast of two colours, from 1 to 21. Source: WCAG 2.2, "contrast ratio"."""
    lighter, darker = sorted((_luminance(_channels(one)), _luminance(_channels(other))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _declared(palette: Palette) -> str:
    return (
        f"--accent: {palette.accent}; --accent-strong: {palette.accent_strong}; "
        f"--accent-soft: {palette.accent_soft}; --on-accent: {palette.on_accent};"
    )


def _light(wanted: _Oklch) -> Palette:
    soft = _to_hex(wanted.at(0.955, min(wanted.chroma, 0.03)))
    accent = _stepped(wanted, -_STEP, lambda hex_: _readable(hex_, (WHITE, *LIGHT_SURFACES)))
    strong = _stepped(wanted, -_STEP, lambda hex_: _readable(hex_, (soft, *LIGHT_SURFACES)))
    return Palette(accent, strong, soft, WHITE)


def _dark(wanted: _Oklch) -> Palette:
    soft = _to_hex(wanted.at(0.31, min(wanted.chroma, 0.045)))
    accent = _stepped(wanted, _STEP, lambda hex_: _readable(hex_, (INK, *DARK_SURFACES)))
    strong = _stepped(wanted, _STEP, lambda hex_: _readable(hex_, (soft, *DARK_SURFACES)))
    return Palette(accent, strong, soft, INK)


def _readable(colour: str, grounds: tuple[str, ...]) -> bool:
    return all(contrast(colour, ground) >= READABLE for ground in grounds)


def _stepped(wanted: _Oklch, step: float, fits: Callable[[str], bool]) -> str:
    """Walk in lightness from the wanted colour to the first that fits; black and white always do."""
    lightness = min(max(wanted.lightness, 0.0), 1.0)
    while 0 <= lightness <= 1:
        found = _to_hex(wanted.at(lightness))
        if fits(found):
            return found
        lightness += step
    return _to_hex(wanted.at(min(max(lightness, 0.0), 1.0), 0.0))


def _channels(colour: str) -> Rgb:
    if not _HEX.fullmatch(colour):
        raise ValueError(f"not a colour: {colour!r}")
    number = int(colour[1:], 16)
    return (number >> 16 & 255) / 255, (number >> 8 & 255) / 255, (number & 255) / 255


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _gamma(channel: float) -> float:
    return 12.92 * channel if channel <= 0.0031308 else float(1.055 * channel ** (1 / 2.4) - 0.055)


def _luminance(rgb: Rgb) -> float:
    red, green, blue = (_linear(channel) for channel in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _from_hex(colour: str) -> _Oklch:
    """Source: B. Ottosson, "A perceptual color space for image processing"."""
    red, green, blue = (_linear(channel) for channel in _channels(colour))
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    return _Oklch(lightness, math.hypot(a, b), math.atan2(b, a))


def _to_linear(colour: _Oklch) -> Rgb:
    a, b = colour.chroma * math.cos(colour.hue), colour.chroma * math.sin(colour.hue)
    long = (colour.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (colour.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (colour.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _to_hex(colour: _Oklch) -> str:
    """Show a colour on a screen: with less chroma where the screen has no such colour."""
    rgb = _to_linear(colour)
    while colour.chroma > 0.002 and not all(-0.0005 <= channel <= 1.0005 for channel in rgb):
        colour = colour.at(colour.lightness, colour.chroma * 0.94)
        rgb = _to_linear(colour)
    return "#" + "".join(f"{round(_gamma(min(max(channel, 0.0), 1.0)) * 255):02x}" for channel in rgb)
