"""What people do, step by step, as they see it: by role and name."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, WebSocketRoute, expect

from demo.stripe_stand_in import PUBLISHABLE_KEY, SECRET_KEY, WEBHOOK_SECRET
from tests.portal import PASSWORD, Clinic

FAR = 60
RING = """one => {
  const style = getComputedStyle(one);
  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
}"""


def sign_in(page: Page, clinic: Clinic, username: str = "alice", password: str = PASSWORD) -> Page:
    """Sign in and arrive at Upcoming Appointments."""
    page.goto(f"{clinic.url}/sign-in")
    give(page, username, password)
    expect(heading(page)).to_have_text("Upcoming Appointments")
    return page


def give(page: Page, username: str, password: str) -> None:
    """Fill in the sign-in form and send it."""
    page.get_by_role("textbox", name="Username or email").fill(username)
    page.get_by_role("textbox", name="Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def take_payments(page: Page, clinic: Clinic) -> None:
    """Set Stripe up as the owner, and turn payments on."""
    page.goto(f"{clinic.url}/sign-in?next=/clinic/settings")
    give(page, "robin", PASSWORD)
    page.get_by_role("button", name="Set up Stripe").click()
    page.get_by_role("textbox", name="Publishable key").fill(PUBLISHABLE_KEY)
    page.get_by_label("Secret key").fill(SECRET_KEY)
    page.get_by_label("Webhook signing secret").fill(WEBHOOK_SECRET)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Stripe is connected.")).to_be_visible()
    page.get_by_role("switch", name="Take payments").click()
    expect(page.get_by_role("switch", name="Take payments")).to_be_checked()


def type_card(page: Page, number: str) -> None:
    """Fill in the processor's boxes and save the card."""
    for box, typed in (("number", number), ("exp_month", "12"), ("exp_year", "31"), ("cvc", "123")):
        page.get_by_placeholder(box).fill(typed)
    page.get_by_role("button", name="Save card").click()


def heading(page: Page) -> Locator:
    """The page's one heading of the first level."""
    return page.get_by_role("heading", level=1)


def visits(page: Page) -> Locator:
    """The cards of visits on the page."""
    return page.get_by_role("article")


def visit(page: Page, title: str) -> Locator:
    """The card of one visit, by the words of its label."""
    return page.get_by_role("article", name=title)


def cancel(page: Page, card: Locator) -> None:
    """Cancel a visit and confirm it."""
    card.get_by_role("button", name="Cancel").click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel appointment").click()


def go_to(page: Page, wanted: Locator) -> None:
    """Press Tab until it is reached, and see that it shows so."""
    expect(wanted).to_be_visible()
    for _ in range(FAR):
        if wanted.evaluate("one => one === document.activeElement"):
            assert wanted.evaluate(RING)
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"not reached by Tab: {wanted}")


class Line:
    """The line between a page and the server, set up before the page is opened: what comes back over it can be held."""

    def __init__(self, page: Page) -> None:
        self._is_held = False
        self._kept: list[Callable[[], None]] = []
        page.route_web_socket("**/_event/**", self._connect)

    def hold(self) -> None:
        """Keep back what the server sends from now on."""
        self._is_held = True

    def let_go(self) -> None:
        """Send on what was kept, and what comes after it."""
        self._is_held = False
        for send in self._kept:
            send()
        self._kept.clear()

    def _connect(self, browser: WebSocketRoute) -> None:
        server = browser.connect_to_server()
        server.on_message(lambda words: self._take(lambda: browser.send(words)))

    def _take(self, send: Callable[[], None]) -> None:
        if self._is_held:
            self._kept.append(send)
        else:
            send()
