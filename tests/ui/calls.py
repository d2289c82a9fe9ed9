"""Video visits in real browsers, with cameras and microphones that the browser makes up.

It is the whole of Chromium: without its windows there is nobody who could be asked for a camera.
"""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, expect
from redis import Redis

from myaccount.domain.calls import Side
from myaccount.store.call_wire import CHANNEL
from tests.portal import PASSWORD, Clinic
from tests.ui.conftest import CHROMIUM, FLAGS, browser
from tests.ui.journeys import give, heading

FAKES = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
LONG = 60_000
WATCH = """
  const links = window.callLinks = [];
  const Original = RTCPeerConnection;
  window.RTCPeerConnection = class extends Original {
    constructor(...given) { super(...given); links.push(this); }
  };
  window.callStats = async () => {
    const link = links[links.length - 1];
    const found = { audio: 0, video: 0, sent: 0, kind: "", links: links.length };
    const all = await link.getStats();
    for (const one of all.values()) {
      if (one.type === "inbound-rtp") found[one.kind] += one.bytesReceived;
      if (one.type === "outbound-rtp") found.sent += one.bytesSent;
      if (one.type === "candidate-pair" && one.nominated) found.kind = all.get(one.localCandidateId).candidateType;
    }
    return found;
  };
"""
"""Notes every connection that a page makes, so that a test can ask the last one what came through it."""


@contextmanager
def with_cameras() -> Iterator[Browser]:
    """Start a browser whose camera shows a test picture, whose microphone beeps, and which allows both."""
    with browser(CHROMIUM, *FAKES) as launched:
        yield launched


@contextmanager
def another(one: Browser, *flags: str) -> Iterator[Browser]:
    """Start one beside it that has, or allows, something else."""
    other = one.browser_type.launch(executable_path=CHROMIUM, args=[*FLAGS, *flags])
    yield other
    other.close()


def at_the_door(page: Page, clinic: Clinic, who: str, visit_id: str) -> Page:
    """Sign somebody in and go to the door of a visit, as they would by Begin."""
    page.add_init_script(WATCH)
    page.goto(f"{clinic.url}/sign-in?next=/visit/{visit_id}")
    give(page, who, PASSWORD)
    expect(heading(page)).to_have_text("Video visit")
    return page


def join(page: Page) -> None:
    """Go through the hallway."""
    page.get_by_role("button", name="Join").click()


def is_connected(page: Page) -> None:
    """Wait until the page says that the two are connected."""
    expect(page.get_by_text("You are connected.")).to_be_attached(timeout=LONG)


def stats(page: Page) -> dict[str, int | str]:
    """Ask the page's last connection what has come through it."""
    return page.evaluate("window.callStats()")


def hears_and_sees(page: Page, *what: str) -> None:
    """See that sound and picture keep coming in, and go out, from now on; or that one of them does."""
    before = stats(page)
    end = time.monotonic() + LONG / 1000
    while any(stats(page)[one] <= before[one] for one in what or ("audio", "video", "sent")):
        assert time.monotonic() < end, (before, stats(page))
        page.wait_for_timeout(200)


class Overheard:
    """What the workers tell each other of calls, and so in which of them each side is."""

    def __init__(self, redis_url: str) -> None:
        self._heard = Redis.from_url(redis_url).pubsub()
        self._heard.subscribe(CHANNEL)
        assert self._heard.get_message(timeout=LONG)  # that it listens
        self._worker_of: dict[str, str] = {}

    def are_apart(self) -> bool:
        """Tell whether the two sides that came last are in two workers."""
        while message := self._heard.get_message(timeout=0.2):
            told = json.loads(message["data"])
            if told["said"]["kind"] == "came":
                self._worker_of[told["said"]["side"]] = told["by"]
        return self._worker_of[Side.PATIENT] != self._worker_of[Side.PRACTITIONER]
