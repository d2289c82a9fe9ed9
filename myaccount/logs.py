"""The log: one JSON object a line, which never holds what somebody typed.

Our own records are written by people who know that. Those of libraries may quote a request, an event or a row, and so
may any exception's message: of a library's record only the place is kept, of an exception its type and the way to it.
"""

import json
import logging
import re
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

OURS = "myaccount"
REFERENCE = re.compile(r"\bbug ([0-9a-f]{8})\b")
WITHHELD = "a library's words are withheld"
LIBRARYS_AT_MOST, OURS_AT_MOST = 5, 100
"""How many records of one place are written in a minute. The first of the next minute tells how many were left out."""

SECONDS = 60.0
FRAMES_AT_MOST = 12


def keep() -> None:
    """Send every record of this process to standard error, in our form; no library writes by itself any more."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines())
    handler.addFilter(Condensed())
    logging.captureWarnings(True)
    logging.root.handlers[:] = [handler]
    logging.root.setLevel(logging.WARNING)
    logging.getLogger(OURS).setLevel(logging.INFO)
    for name in list(logging.root.manager.loggerDict):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True


class Lines(logging.Formatter):
    """Writes a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record: its time (UTC), level, logger, event and, where it has them, reference and error."""
        said = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            **(_own(record) if is_ours(record) else _foreign(record)),
            **_error(record),
        }
        if repeated := getattr(record, "repeated", 0):
            said["repeated"] = repeated
        return json.dumps(said, ensure_ascii=True)


class Condensed(logging.Filter):
    """Lets a few records of one place through a minute: a stranger must not fill the disk."""

    def __init__(self) -> None:
        super().__init__()
        self._since = time.monotonic()
        self._seen: Counter[tuple[str, int]] = Counter()
        self._left_out: Counter[tuple[str, int]] = Counter()

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether a record is written, and note on it how many before it were not."""
        if time.monotonic() - self._since > SECONDS:
            self._since = time.monotonic()
            self._seen.clear()
        place = (record.pathname, record.lineno)
        self._seen[place] += 1
        if self._seen[place] > (OURS_AT_MOST if is_ours(record) else LIBRARYS_AT_MOST):
            self._left_out[place] += 1
            return False
        record.repeated = self._left_out.pop(place, 0)
        return True


def is_ours(record: logging.LogRecord) -> bool:
    """Tell whether a record is one of ours."""
    return record.name == OURS or record.name.startswith(f"{OURS}.")


def _own(record: logging.LogRecord) -> dict[str, Any]:
    event = record.getMessage()
    found = REFERENCE.search(event)
    return {"event": event} | ({"reference": found[1]} if found else {})


def _foreign(record: logging.LogRecord) -> dict[str, Any]:
    return {"event": WITHHELD, "place": f"{record.module}:{record.lineno} {record.funcName}"}


def _error(record: logging.LogRecord) -> dict[str, Any]:
    if not record.exc_info or record.exc_info[0] is None:
        return {}
    kind, _, way = record.exc_info
    return {"error": kind.__name__, "way": list(_way(way))[-FRAMES_AT_MOST:]}


def _way(way: TracebackType | None) -> Iterator[str]:
    for frame in traceback.extract_tb(way):
        yield f"{'/'.join(frame.filename.split('/')[-2:])}:{frame.lineno} {frame.name}"
