"""The press: prints in processes of its own, because a page takes a tenth of a second that nobody else should wait for.

Threads would not help: printing keeps the interpreter's lock.
"""

import asyncio
import multiprocessing
import os
import threading
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache, partial
from multiprocessing.connection import wait

from myaccount.views.papers import Paper

PROCESSES = 2


async def pdf(papers: Sequence[Paper], title: str = "") -> bytes:
    """Print papers into one PDF, off the event loop. `title` names the PDF of several.

    Edges: a press that has died is replaced once.
    """
    work = partial(_print, tuple(papers), title)
    loop = asyncio.get_running_loop()
    try:
        return await loop.run_in_executor(_press(), work)
    except BrokenProcessPool:
        _press.cache_clear()
        return await loop.run_in_executor(_press(), work)


@cache
def _press() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        min(PROCESSES, os.cpu_count() or 1), multiprocessing.get_context("spawn"), initializer=_begin
    )


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
