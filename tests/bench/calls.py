"""From the hallway of a video visit until sound arrives, against two bare pages in the same browser and no portal."""

import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, expect

from tests.bench.ratio import Line, NotRun, Ratio
from tests.portal import served
from tests.ui.calls import WATCH, at_the_door, is_connected, join, with_cameras
from tests.ui.conftest import CHROMIUM

NAME = "joining a call, until sound arrives"
AT_MOST = 1.5
PAIRS = 9
ARRIVES = """
  window.arrives = async (before) => {
    const heard = async () => {
      const link = window.callLinks[before];
      if (!link) return false;
      return [...(await link.getStats()).values()].some((one) => one.type === "inbound-rtp" && one.packetsReceived > 0);
    };
    while (!(await heard())) await new Promise((later) => setTimeout(later, 5));
  };
"""
OURS = """async () => {
  const began = performance.now();
  const before = window.callLinks.length;
  [...document.querySelectorAll("button")].find((one) => one.textContent === "Join the call").click();
  await window.arrives(before);
  return performance.now() - began;
}"""
BARE = """
  const line = new BroadcastChannel("call");
  let link, media, described, answered;
  const made = () => {
    link?.close();
    described = new Promise((done) => { answered = done; });
    link = new RTCPeerConnection({ iceServers: [] });
    link.onicecandidate = ({ candidate }) => line.postMessage({ candidate: candidate && candidate.toJSON() });
    for (const track of media.getTracks()) link.addTrack(track, media);
  };
  line.onmessage = async ({ data }) => {
    if (data.offer) {
      made();
      await link.setRemoteDescription(data.offer);
      answered();
      await link.setLocalDescription();
      line.postMessage({ answer: link.localDescription.toJSON() });
    } else if (data.answer) {
      await link.setRemoteDescription(data.answer);
      answered();
    } else {
      const own = link;
      await described;
      await own.addIceCandidate(data.candidate || undefined);
    }
  };
  window.ready = async () => { media = await navigator.mediaDevices.getUserMedia({ audio: true, video: true }); };
  window.go = async () => {
    const began = performance.now();
    const before = window.callLinks.length;
    made();
    await link.setLocalDescription();
    line.postMessage({ offer: link.localDescription.toJSON() });
    await window.arrives(before);
    return performance.now() - began;
  };
"""


def run() -> list[Line]:
    """Join and leave in turn with two bare pages that find each other within their browser."""
    if not Path(CHROMIUM).exists():
        return [NotRun(NAME, "Chromium is not installed")]
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as portal, with_cameras() as browser:
        portal.clinic()
        clinic = portal.clinic()
        clinic.book("online", "now+20m", treatment="video")
        visit = clinic.id_of("appointment", "online")
        alice, sam = (at_the_door(_page(browser), clinic, who, visit) for who in ("alice", "sam"))
        join(alice)
        join(sam)
        is_connected(alice)
        with _bare_pages(browser) as bare:
            pairs = [(_joined(alice, sam), _bare(bare)) for _ in range(PAIRS)]
    ours, reference = (median(side) for side in zip(*pairs, strict=True))
    return [Ratio(NAME, ours, reference, median(one / other for one, other in pairs), AT_MOST)]


def _joined(alice: Page, sam: Page) -> float:
    """Leave, go to the hallway again, and join; tell how many milliseconds that took."""
    alice.get_by_role("button", name="Leave").click()
    expect(sam.get_by_role("heading", name="has left the call")).to_be_visible()
    alice.reload()
    expect(alice.get_by_role("button", name="Join the call")).to_be_enabled()
    took: float = alice.evaluate(OURS)
    is_connected(sam)
    return took


def _bare(page: Page) -> float:
    took: float = page.evaluate("window.go()")
    return took


def _page(browser: Browser) -> Page:
    page = browser.new_context().new_page()
    page.add_init_script(ARRIVES)
    return page


@contextmanager
def _bare_pages(browser: Browser) -> Iterator[Page]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Blank)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    context = browser.new_context()
    pages = [context.new_page() for _ in range(2)]
    for page in pages:
        page.add_init_script(WATCH + ARRIVES + BARE)
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        page.evaluate("window.ready()")
    yield pages[0]
    context.close()
    server.shutdown()


class _Blank(BaseHTTPRequestHandler):
    """Serves an empty page."""

    def do_GET(self) -> None:  # named by http.server
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()

    def log_message(self, *_given: object) -> None:
        """Say nothing."""
