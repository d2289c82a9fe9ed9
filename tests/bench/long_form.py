"""An intake form of two hundred questions in one section on a slow phone, against one that fits on three screens."""

from collections.abc import Iterator
from statistics import median, quantiles
from typing import TYPE_CHECKING

from tests.bench import phone
from tests.bench.forms import form
from tests.bench.ratio import Line, NotRun, of_pairs
from tests.bench.sites import both

if TYPE_CHECKING:
    from playwright.sync_api import Page

LONG, SHORT = 200, 10
ROUNDS = 5
TYPED = "the knee hurts"
KEY_AT_MOST, FRAME_AT_MOST = 1.5, 1.5
KEY = f"a key until it is painted, amid {LONG} questions, slow phone, against {SHORT}"
SCROLL = f"scrolling by {LONG} questions, slow phone: 95 of 100 frames within"
KEYS = """() => {
  window.painted = [];
  addEventListener("keydown", () => {
    const pressed = performance.now();
    requestAnimationFrame(() => setTimeout(() => window.painted.push(performance.now() - pressed)));
  }, true);
}"""
FRAMES = """() => new Promise((done) => {
  const took = [], most = document.documentElement.scrollHeight - innerHeight;
  let before = performance.now(), step = 12;
  const draw = (now) => {
    took.push(now - before);
    before = now;
    if (scrollY + step > most || scrollY + step < 0) step = -step;
    scrollBy(0, step);
    if (took.length < 120) requestAnimationFrame(draw); else done(took.slice(5));
  };
  requestAnimationFrame(draw);
})"""


def run() -> Iterator[Line]:
    """Type and scroll in both forms in turn."""
    if not phone.CHROMIUM.exists():
        yield from (NotRun(name, phone.WHY_NOT) for name in (KEY, SCROLL))
        return
    with both() as sites, phone.chromium() as browser:
        ours = f"http://{sites.ours.host}"
        forms = {count: f"{ours}/account/forms/{form(sites, count, count)}" for count in (LONG, SHORT)}
        with phone.profile(browser, ours, sites.ours.cookie(0)) as context:
            page = phone.slowed(context, line=False)
            rounds = [{count: _measured(page, forms[count], count) for count in forms} for _ in range(ROUNDS + 1)][1:]
    yield of_pairs(KEY, [(one[LONG][0], one[SHORT][0]) for one in rounds], KEY_AT_MOST)
    yield of_pairs(SCROLL, [(one[LONG][1], one[SHORT][1]) for one in rounds], FRAME_AT_MOST)


def _measured(page: "Page", url: str, count: int) -> tuple[float, float]:
    """Type an answer in the middle of a form, then scroll; tell the milliseconds of a key, and of a slow frame."""
    page.goto(url)
    box = page.get_by_role("textbox", name=f"Question {count // 2}", exact=True)
    box.focus()
    page.wait_for_timeout(1_000)  # until the page has come to life
    page.evaluate(KEYS)
    page.keyboard.type(TYPED, delay=80)
    keys: list[float] = page.evaluate("new Promise((done) => setTimeout(() => done(window.painted), 300))")
    page.keyboard.press("Tab")
    page.wait_for_timeout(1_000)  # until what was typed is kept
    frames: list[float] = page.evaluate(FRAMES)
    return median(keys), quantiles(frames, n=20)[-1]
