"""A file of 50 MB on its way: how long others wait meanwhile, and how much memory the server takes for it."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles
from time import perf_counter

from myaccount.domain.documents import FILE_AT_MOST
from myaccount.models import Document
from tests.attack.world import LOAD, Person, sign_in
from tests.bench.ratio import Line, of_pairs
from tests.bench.sites import family_memory
from tests.portal import Clinic, Portal, served

ROUNDS, EVENTS = 9, 40
OTHERS, MEMORY = 3.0, 1.3
WAIT_AT_LEAST = 0.002
"""Waiting so few seconds counts as this many: on an idle machine a fraction of one more is many times nothing."""


DOWNLOAD = """
import http.client, sys
port, host, cookie, address = sys.argv[1:]
while True:
    connection = http.client.HTTPConnection("127.0.0.1", int(port))
    connection.request("GET", address, headers={"Host": host, "Cookie": cookie})
    answer = connection.getresponse()
    print(answer.status, flush=True)
    while answer.read(65536):
        pass
"""


def run() -> list[Line]:
    """Measure both."""
    with tempfile.TemporaryDirectory(prefix="myaccount-bench-") as name, served(Path(name)) as portal:
        clinic = portal.clinic()
        address = _large(portal, clinic, Path(name))
        alice, bob = sign_in(clinic, "alice"), sign_in(clinic, "bob", "another river stone")
        _within(bob, alice, address)
        before = family_memory(portal.process)
        pairs = [(_within(bob, alice, address), _within(bob)) for _ in range(ROUNDS)]
        memory = [(family_memory(portal.process) / 1024, before / 1024)]
        return [
            of_pairs("an event of somebody else's during a download of 50 MB: 95 of 100 within", pairs, OTHERS),
            of_pairs("memory of the server after nine such downloads", memory, MEMORY, "MB"),
        ]


def _large(portal: Portal, clinic: Clinic, folder: Path) -> str:
    (folder / "large.pdf").write_bytes(b"%PDF-1.7\n" + os.urandom(FILE_AT_MOST - 15) + b"\n%%EOF")
    told = {"id": "large", "patient": "alice", "title": "Large", "file": "large.pdf", "shared": True, "dated": "today"}
    portal.load(clinic.file | {"documents": [told]}, folder)
    with portal.database.reading() as tx:
        document_id = tx.query(Document.id).filter_by(external_id="large").scalar()
    return f"/account/documents/{document_id}/file?download"


def _within(somebody: Person, downloader: Person | None = None, address: str = "") -> float:
    """Tell within how many milliseconds 95 of 100 events are answered, while another downloads without a pause.

    Each time in a new tab: one tab may not send so many.
    """
    took = []
    with somebody.tab() as tab, _downloading(downloader, address):
        tab.call(LOAD)
        for _ in range(EVENTS):
            start = perf_counter()
            tab.call(LOAD)
            took.append(max(perf_counter() - start, WAIT_AT_LEAST))
    return quantiles(took, n=20)[-1] * 1000


@contextmanager
def _downloading(somebody: Person | None, address: str) -> Iterator[None]:
    """Let a process of its own download without a pause."""
    if somebody is None:
        yield
        return
    words = [str(somebody.port), somebody.host, somebody.cookie, address]
    with subprocess.Popen([sys.executable, "-c", DOWNLOAD, *words], stdout=subprocess.PIPE) as process:
        assert process.stdout and process.stdout.readline() == b"200\n"
        yield
        assert process.poll() is None
        process.kill()
