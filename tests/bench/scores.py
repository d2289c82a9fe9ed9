"""What Lighthouse says of the first pages in its own default conditions: a phone, slow 4G, a quarter of a processor."""

import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from tests import npm
from tests.bench.phone import CHROMIUM, SEEN, WHY_NOT
from tests.bench.ratio import Line, NotRun, Ratio
from tests.bench.sites import Site, both

PROGRAM = Path(__file__).parent / "lighthouse"
RUNS = 3
TIMEOUT = 120
FAST, FOR_ALL, IN_ORDER = 90, 100, 100
NAME = "{page}, Lighthouse: {what}"


@dataclass(frozen=True)
class Report:
    """One judgement: three scores of a hundred, and what moved while the page came."""

    performance: float
    accessibility: float
    practices: float
    shift: float


def run() -> Iterator[Line]:
    """Have each page judged a few times: how fast it is varies, so the median counts; of the rest, the worst."""
    if not CHROMIUM.exists():
        yield NotRun("Lighthouse", WHY_NOT)
        return
    try:
        program = npm.installed(PROGRAM)
    except subprocess.CalledProcessError:
        yield NotRun("Lighthouse", "npm cannot install it here")
        return
    with both() as sites:
        for page, path, cookie in (("sign-in", "/sign-in", ""), ("Upcoming", "/account", sites.ours.cookie(0))):
            yield from _lines(page, [_report(program, sites.ours, path, cookie) for _ in range(RUNS)])


def _lines(page: str, reports: list[Report]) -> Iterator[Line]:
    yield _score(page, "performance", median(one.performance for one in reports), FAST)
    yield _score(page, "accessibility", min(one.accessibility for one in reports), FOR_ALL)
    yield _score(page, "best practices", min(one.practices for one in reports), IN_ORDER)
    moved = max(one.shift for one in reports)
    name = NAME.format(page=page, what="layout shift, thousandths")
    yield Ratio(name, moved * 1000, SEEN * 1000, moved / SEEN, 0.0, "")


def _score(page: str, what: str, score: float, least: float) -> Ratio:
    return Ratio(NAME.format(page=page, what=what), score, least, score / least, 1.0, "", more_is_better=True)


def _report(program: Path, site: Site, path: str, cookie: str) -> Report:
    command = [npm.NODE, program / "audit.mjs", f"http://{site.host}{path}", cookie]
    environment = {**os.environ, "CHROME_PATH": str(CHROMIUM)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=TIMEOUT)
    if done.returncode:
        raise RuntimeError(f"Lighthouse did not judge {path}:\n{done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout)
    scores = {name: one["score"] * 100 for name, one in found["categories"].items()}
    shift = found["audits"]["cumulative-layout-shift"]["numericValue"]
    return Report(scores["performance"], scores["accessibility"], scores["best-practices"], shift)
