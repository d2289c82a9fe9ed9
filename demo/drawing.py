"""A drawing such as a clinic hands out: a stretch at the wall in three steps."""

import io
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

import myaccount.press

SIZE = (1500, 640)
PAPER, INK, SOFT, ACCENT = "#ffffff", "#211e1b", "#cfc9c0", "#1f6f5c"
STEPS = (
    ("1", "Hands on the wall,", "right foot behind", 0),
    ("2", "Heel down,", "knee straight", 22),
    ("3", "Lean forward, hold", "for 30 seconds", 48),
)
LINE = 14


def calf_stretch() -> bytes:
    """Draw it, as a PNG."""
    image = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(image)
    for number, (step, above, below, lean) in enumerate(STEPS):
        _panel(pen, number * 500, step, (above, below), lean)
    drawn = io.BytesIO()
    image.save(drawn, "PNG", optimize=True)
    return drawn.getvalue()


def _panel(pen: ImageDraw.ImageDraw, left: int, step: str, words: tuple[str, str], lean: int) -> None:
    wall, floor = left + 420, 450
    pen.line([(wall, 90), (wall, floor)], SOFT, LINE)
    pen.line([(left + 60, floor), (wall, floor)], SOFT, LINE)
    hip, shoulder = (left + 220 + lean // 2, 300), (left + 250 + lean, 190)
    limbs = [
        [shoulder, hip],
        [hip, (left + 300, 372), (left + 290, floor - 8)],
        [hip, (left + 175, 372), (left + 120, floor - 8)],
        [shoulder, (left + 330 + lean // 2, 225), (wall - 10, 190)],
        [(left + 290, floor - 8), (left + 325, floor - 8)],
        [(left + 120, floor - 8), (left + 155, floor - 8)],
    ]
    for limb in limbs:
        pen.line(limb, INK, LINE, joint="curve")
    head = (shoulder[0] + 14, shoulder[1] - 52)
    pen.ellipse([head[0] - 36, head[1] - 36, head[0] + 36, head[1] + 36], PAPER, INK, LINE - 2)
    pen.ellipse([left + 40, 60, left + 110, 130], ACCENT)
    pen.text((left + 75, 95), step, PAPER, _font(40), anchor="mm")
    for line, text in enumerate(words):
        pen.text((left + 60, 500 + 52 * line), text, INK, _font(36))


def _font(size: int) -> ImageFont.FreeTypeFont:
    folder = Path(myaccount.press.__file__).parent / "fonts"
    return ImageFont.truetype(folder / "Inter-SemiBold.ttf", size)
