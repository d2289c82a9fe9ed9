"""The demo clinic's logo: a cedar in a ring, and its name. Nobody else's: it is drawn here."""

import io
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

import myaccount.press

LOGO = "logo.png"
SIZE = (1280, 320)
SHARPER = 2
GREEN, INK, CLEAR = "#1f6f5c", "#173f36", (255, 255, 255, 0)
CROWNS = ((58, 128, 44), (100, 186, 62), (150, 244, 80))
"""The parts of the crown: where each begins and ends, and half of its width at its foot."""


def logo() -> bytes:
    """Draw it, as a PNG."""
    image = Image.new("RGBA", SIZE, CLEAR)
    pen = ImageDraw.Draw(image)
    pen.ellipse((14, 14, 306, 306), fill=GREEN)
    for top, foot, half in CROWNS:
        pen.polygon([(160, top), (160 - half, foot), (160 + half, foot)], fill="#ffffff")
    pen.rectangle((150, 240, 170, 276), fill="#ffffff")
    font = ImageFont.truetype(Path(myaccount.press.__file__).parent / "fonts/Inter-SemiBold.ttf", 136)
    pen.text((350, 160), "Cedar Heron", INK, font, anchor="lm")
    drawn = io.BytesIO()
    whole = image.crop(image.getbbox())
    whole.resize((whole.width // SHARPER, whole.height // SHARPER), Image.Resampling.LANCZOS).save(
        drawn, "PNG", optimize=True
    )
    return drawn.getvalue()
