"""Where scenes are looked at: a served clinic, and whoever has signed in there before."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.portal import PASSWORD, Clinic

WIDTHS = (320, 768, 1280)
HEIGHT = 900
CALL = "https://video.test/room-7"


@dataclass
class Place:
    """A clinic full of people and visits, and whoever has signed in there before."""

    clinic: Clinic
    browser: Browser
    signed_in: dict[str, Any]

    def page(self, who: str = "") -> Page:
        """Open a page as somebody, signed in before."""
        context = self.browser.new_context(
            storage_state=self._state(who) if who else None, reduced_motion="reduce", viewport=size(WIDTHS[0])
        )
        return context.new_page()

    def at(self, address: str, who: str = "") -> Page:
        """Open an address and wait until it is filled."""
        page = self.page(who)
        page.goto(f"{self.clinic.url}{address}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.locator(".bone")).to_have_count(0)
        return page

    def _state(self, who: str) -> Any:
        if who not in self.signed_in:
            context = self.browser.new_context()
            page = context.new_page()
            page.goto(f"{self.clinic.url}/sign-in")
            page.locator("[name=username]").fill(who)
            page.locator("[name=password]").fill(PASSWORD)
            page.locator("[name=password]").press("Enter")
            page.wait_for_url(lambda url: "/sign-in" not in url)
            self.signed_in[who] = context.storage_state()
            context.close()
        return self.signed_in[who]


def size(width: int) -> Any:
    """Say how large a window of a width is."""
    return {"width": width, "height": HEIGHT}
