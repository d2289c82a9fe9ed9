"""Take the README's picture of a running demo: Upcoming Appointments on a laptop and on a phone, side by side.

Start the demo, then: uv run python scripts/screenshots.py [http://localhost:3000]
"""

import base64
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, expect, sync_playwright

from demo.people import PASSWORD

PICTURE = Path(__file__).parent.parent / "docs/images/upcoming.png"
LAPTOP = {"width": 1080, "height": 760}
PHONE = {"width": 390, "height": 760}
TABLE = """<!doctype html><meta charset="utf-8"><style>
body {{ display: flex; gap: 32px; align-items: flex-start; margin: 0; padding: 36px; width: max-content;
  background: #e9e4dc }}
img {{ display: block; border-radius: 14px; box-shadow: 0 2px 4px rgb(60 48 36 / .1), 0 16px 40px rgb(60 48 36 / .18) }}
img + img {{ border: 7px solid #211e1b; border-radius: 34px }}
</style><img src="{laptop}" width="{laptop_width}"><img src="{phone}" width="{phone_width}">"""
SCALE = 0.72


def main() -> None:
    """Take the picture."""
    address = sys.argv[1] if len(sys.argv) > 1 else "http://localhost:3000"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        laptop, phone = _shot(browser, address, LAPTOP), _shot(browser, address, PHONE)
        html = TABLE.format(
            laptop=laptop, laptop_width=LAPTOP["width"] * SCALE, phone=phone, phone_width=PHONE["width"] * SCALE
        )
        page = browser.new_page(viewport={"width": 1300, "height": 700}, device_scale_factor=1.5)
        page.set_content(html)
        page.locator("body").screenshot(path=PICTURE)
        browser.close()
    print(f"{PICTURE}: {PICTURE.stat().st_size // 1024} KB")


def _shot(browser: Browser, address: str, size: dict[str, int]) -> str:
    context = browser.new_context(viewport=size, device_scale_factor=2, color_scheme="light", locale="en-CA")
    page = context.new_page()
    page.goto(f"{address}/sign-in")
    page.get_by_role("textbox", name="Username or email").fill("alice")
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("article").first).to_be_visible()
    picture = base64.b64encode(page.screenshot()).decode()
    context.close()
    return f"data:image/png;base64,{picture}"


if __name__ == "__main__":
    main()
