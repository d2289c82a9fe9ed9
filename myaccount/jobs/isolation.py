"""What keeps one failure from taking what comes after it along."""

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from myaccount.domain.outages import DatabaseFull, DatabaseUnavailable

log = logging.getLogger(__name__)


@contextmanager
def isolated(job: str) -> Iterator[None]:
    """Log what goes wrong within, once and under a reference number, and let what comes after go on.

    Edges: a database that is away or full is nobody's bug; the job waits for its next round.
    """
    try:
        yield
    except (DatabaseUnavailable, DatabaseFull) as refused:
        log.warning("%s waits: %s", job, refused.code)
    except Exception:  # one of the edges: the next round may well succeed
        log.exception("bug %s in %s", secrets.token_hex(4), job)
