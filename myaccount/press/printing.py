"""The press: prints in processes of its own, because a page takes a tenth of a second that nobody else should wait for.

Threads would not help: printing keeps the interpreter's lock.
"""

import asyncio
import logging
import multiprocessing
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache, partial
from multiprocessing.connection import wait
from weakref import WeakKeyDictionary

from myaccount.domain.refusals import NotPrinted
from myaccount.views.papers import Paper

log = logging.getLogger(__name__)

PROCESSES = min(2, os.cpu_count() or 1)
TIMEOUT = 60.0
"""Seconds: most papers take a tenth of one. What takes longer is stuck, and would keep its process for ever."""

_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


async def pdf(papers: Sequence[Paper], title: str = "") -> bytes:
    """Print papers into one PDF, off the event loop. `title` names the PDF of several.

    Edges: a press that has died is replaced once; one in which a paper is stuck is replaced, and that paper is not
    tried again. Raises: NotPrinted, when it is stuck, or has not had its turn within a minute.
    """
    work = partial(_print, tuple(papers), title)
    try:
        return await _printed(work)
    except BrokenProcessPool:
        return await _printed(work)


async def _printed(work: Callable[[], bytes]) -> bytes:
    """Print when a process is free: what waits in line is not taken for stuck."""
    turns = _turns.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(PROCESSES))
    try:
        async with asyncio.timeout(TIMEOUT):
            await turns.acquire()
    except TimeoutError as late:
        raise NotPrinted() from late
    try:
        return await _by_press(work)
    finally:
        turns.release()


async def _by_press(work: Callable[[], bytes]) -> bytes:
    press = _press()
    try:
        async with asyncio.timeout(TIMEOUT):
            return await asyncio.get_running_loop().run_in_executor(press, work)
    except BrokenProcessPool:
        _let_go(press)
        raise
    except TimeoutError as stuck:
        log.error("a paper was not printed within %d seconds: the press is replaced", TIMEOUT)
        _let_go(press)
        raise NotPrinted() from stuck


def _let_go(press: ProcessPoolExecutor) -> None:
    """End a press with all that it prints; the next paper has a new one. Edges: whoever comes second does nothing."""
    if press is not _press():
        return
    _press.cache_clear()
    for process in list((press._processes or {}).values()):  # noqa: SLF001  # Python 3.14 has kill_workers()
        process.kill()
    press.shutdown(wait=False, cancel_futures=True)


@cache
def _press() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(PROCESSES, multiprocessing.get_context("spawn"), initializer=_begin)


def _print(papers: Sequence[Paper], title: str) -> bytes:
    from myaccount.press.engine import print_papers  # only here: the server itself sets no type

    return print_papers(papers, title)


def _begin() -> None:
    """Leave with the server, also when it is killed."""
    threading.Thread(target=_leave_with_server, daemon=True).start()


def _leave_with_server() -> None:
    server = multiprocessing.parent_process()
    if server is not None:
        wait([server.sentinel])
        os._exit(0)
