"""What a slow phone on a slow line sees, and when: the sign-in page, and the rows of Upcoming Appointments."""

from collections.abc import Iterator
from contextlib import ExitStack
from operator import attrgetter
from typing import TYPE_CHECKING

from tests.bench import peers, phone
from tests.bench.phone import SEEN, Load
from tests.bench.ratio import Line, NotRun, Ratio, of_pairs
from tests.bench.sites import Pair, both

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROUNDS = 7
ROW_AT_MOST, PAINT_AT_MOST, INTERACTIVE_AT_MOST = 1.0, 1.0, 1.6
NICE_AT_MOST = 1.0
NICE = {
    "first paint": attrgetter("paint"),
    "first row": attrgetter("row"),
    "until no task is long": attrgetter("interactive"),
}

FIRST, AGAIN = "first row of Upcoming, slow phone, first visit", "the same, when the browser has been there before"
SHIFT = "what moves on sign-in and Upcoming while they load, thousandths"


def run() -> Iterator[Line]:
    """Open each page in turn, in profiles that know nothing yet, and the rows once more in the same."""
    if not phone.CHROMIUM.exists():
        yield from (NotRun(name, phone.WHY_NOT) for name in (FIRST, AGAIN, SHIFT))
        return
    with ExitStack() as stack:
        sites = stack.enter_context(both())
        plain = stack.enter_context(peers.serving(peers.DJANGO, sites.facts))
        nice = stack.enter_context(peers.serving(peers.NICEGUI, sites.facts))
        browser = stack.enter_context(phone.chromium())
        rounds = [_round(browser, sites, plain, nice) for _ in range(ROUNDS + 1)][1:]
    yield of_pairs(FIRST, [(one["ours"].row, one["bare"].row) for one in rounds], ROW_AT_MOST)
    yield of_pairs(AGAIN, [(one["ours again"].row, one["bare again"].row) for one in rounds], ROW_AT_MOST)
    for name, ours, reference in (("sign-in", "sign-in", "plain sign-in"), ("Upcoming", "ours", "plain rows")):
        yield from _against_plain(name, [(one[ours], one[reference]) for one in rounds] if plain else [])
    yield from _against_nice([(one["ours"], one["nice rows"]) for one in rounds] if nice else [])
    moved = max(one[page].shift for one in rounds for page in ("sign-in", "ours", "ours again"))
    yield Ratio(SHIFT, moved * 1000, SEEN * 1000, moved / SEEN, 0.0, "")


def _against_plain(name: str, pairs: list[tuple[Load, Load]]) -> Iterator[Line]:
    paint, interactive = f"{name}, slow phone, first paint", f"{name}, slow phone, until no task is long"
    if not pairs:
        yield from (NotRun(what, "uv has no Django here") for what in (paint, interactive))
        return
    yield of_pairs(paint, [(ours.paint, plain.paint) for ours, plain in pairs], PAINT_AT_MOST)
    yield of_pairs(interactive, [(one.interactive, other.interactive) for one, other in pairs], INTERACTIVE_AT_MOST)


def _against_nice(pairs: list[tuple[Load, Load]]) -> Iterator[Line]:
    for what, moment in NICE.items():
        name = f"Upcoming, slow phone, {what}, against NiceGUI"
        if not pairs:
            yield NotRun(name, "uv has no NiceGUI here")
        else:
            yield of_pairs(name, [(moment(ours), moment(nice)) for ours, nice in pairs], NICE_AT_MOST)


def _round(browser: "Browser", sites: Pair, plain: str, nice: str) -> dict[str, Load]:
    ours, bare = f"http://{sites.ours.host}", f"http://{sites.bare.host}"
    loads = {"sign-in": _loads(browser, f"{ours}/sign-in", "h1")[0]}
    loads["ours"], loads["ours again"] = _loads(browser, f"{ours}/account", "article", sites.ours.cookie(0), times=2)
    loads["bare"], loads["bare again"] = _loads(browser, f"{bare}/rows/", "li", times=2)
    if plain:
        loads["plain sign-in"] = _loads(browser, f"{plain}/sign-in", "h1")[0]
        loads["plain rows"] = _loads(browser, f"{plain}/rows", "li")[0]
    if nice:
        loads["nice rows"] = _loads(browser, f"{nice}/rows", ".q-item")[0]
    return loads


def _loads(browser: "Browser", url: str, selector: str, cookie: str = "", times: int = 1) -> list[Load]:
    with phone.profile(browser, url, cookie) as context:
        return [phone.load(context, url, selector) for _ in range(times)]
