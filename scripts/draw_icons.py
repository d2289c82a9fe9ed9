"""Draw the portal's icons as PNG files from assets/icon.svg, with the Chromium that the tests use."""

from pathlib import Path

from playwright.sync_api import sync_playwright

ASSETS = Path(__file__).parents[1] / "assets"
CHROMIUM = "/usr/bin/chromium"
ROUND, SQUARE = "", "rect { rx: 0 }"
DRAWN = {"icon-192.png": (192, ROUND), "icon-512.png": (512, ROUND), "icon-maskable-512.png": (512, SQUARE)}
APPLE = {"apple-touch-icon.png": (180, SQUARE)}


def main() -> None:
    """Draw every size."""
    svg = (ASSETS / "icon.svg").read_text()
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for name, (size, style) in (DRAWN | APPLE).items():
            page = browser.new_page(viewport={"width": size, "height": size})
            page.set_content(f"<style>body {{ margin: 0 }} svg {{ display: block }} {style}</style>{svg}")
            page.screenshot(path=ASSETS / name, omit_background=True)
        browser.close()


if __name__ == "__main__":
    main()
