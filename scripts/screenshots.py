"""Take the pictures of the README and of the tour from a running demo, small enough to load quickly.

Start a fresh demo, then: uv run python scripts/screenshots.py [http://localhost:3000]
"""

import base64
import io
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from demo.people import PASSWORD

FOLDER = Path(__file__).parent.parent / "docs/images"
AT_MOST = 60_000
"""Bytes of a picture."""

WIDE = {"width": 1120, "height": 740}
PHONE = {"width": 390, "height": 740}
TABLE = """<!doctype html><meta charset="utf-8"><style>
body {{ display: flex; gap: 28px; align-items: flex-start; margin: 0; padding: 32px; width: max-content;
  background: #e9e4dc }}
img {{ display: block; border-radius: 12px; box-shadow: 0 2px 4px rgb(60 48 36 / .1), 0 14px 34px rgb(60 48 36 / .16) }}
img[width^="292"] {{ border: 6px solid #211e1b; border-radius: 32px }}
</style>{pictures}"""
SCALE = 0.75


@dataclass(frozen=True)
class Shot:
    """A page as somebody sees it: by address, what must be there before it is taken, and the heading it begins with."""

    who: str
    address: str
    awaited: str
    size: dict[str, int]
    heading: str = ""


@dataclass(frozen=True)
class Picture:
    """One file: a page, or two side by side."""

    name: str
    shots: tuple[Shot, ...]


PICTURES = (
    Picture(
        "upcoming",
        (Shot("alice", "/account", "article", WIDE), Shot("alice", "/account", "article", PHONE)),
    ),
    Picture(
        "patient",
        (
            Shot("alice", "/book", "main li", PHONE),
            Shot("alice", "/account/balance", "main section", PHONE),
            Shot("alice", "/account/forms", "article", PHONE),
        ),
    ),
    Picture("today", (Shot("dana", "/clinic", "main li", WIDE),)),
    Picture("schedule", (Shot("sam", "/clinic/schedule?view=week", "main h2", WIDE),)),
    Picture("settings", (Shot("robin", "/clinic/settings", "main section", WIDE, "Cancellation"),)),
)


def main() -> None:
    """Take the pictures."""
    address = sys.argv[1] if len(sys.argv) > 1 else "http://localhost:3000"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--lang=en-CA"]
        )
        for picture in PICTURES:
            file = FOLDER / f"{picture.name}.webp"
            file.write_bytes(_small(_laid_out(browser, [_shot(browser, address, one) for one in picture.shots])))
            print(f"{file}: {file.stat().st_size // 1000} kB")
        browser.close()


def _shot(browser: Browser, address: str, shot: Shot) -> str:
    """Sign in, open the page, and give it back as the address of an image."""
    host = f"http://127.0.0.1:{urlsplit(address).port}" if shot.address.startswith("/clinic") else address
    context = browser.new_context(viewport=shot.size, device_scale_factor=2, color_scheme="light", locale="en-CA")
    page = context.new_page()
    page.goto(f"{host}/sign-in")
    page.get_by_role("textbox", name="Username or email").fill(shot.who)
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
    page.goto(f"{host}{shot.address}")
    expect(page.locator(shot.awaited).first).to_be_visible()
    if shot.heading:
        page.get_by_role("heading", name=shot.heading, exact=True).evaluate("(one) => one.scrollIntoView()")
        page.wait_for_timeout(500)  # until the page has come to rest
    taken = _image(page.screenshot())
    context.close()
    return f'<img src="{taken}" width="{shot.size["width"] * SCALE}">'


def _laid_out(browser: Browser, pictures: list[str]) -> bytes:
    page: Page = browser.new_page(viewport={"width": 1300, "height": 700}, device_scale_factor=1.5)
    page.set_content(TABLE.format(pictures="".join(pictures)))
    page.wait_for_function("[...document.images].every((one) => one.complete)")
    return page.locator("body").screenshot()


def _image(png: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"


def _small(png: bytes) -> bytes:
    """Let it be as good as its size allows."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    for quality in range(90, 40, -5):
        made = io.BytesIO()
        picture.save(made, "WEBP", quality=quality, method=6)
        if made.tell() <= AT_MOST:
            break
    return made.getvalue()


if __name__ == "__main__":
    main()
