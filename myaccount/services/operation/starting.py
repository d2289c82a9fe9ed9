"""What a process does before it serves or sends."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from myaccount.config import BadConfiguration, config
from myaccount.services.operation import clock_changes, self_check
from myaccount.store import backup, migrate
from myaccount.store.engine import Database

log = logging.getLogger(__name__)


@contextmanager
def ready(now: datetime) -> Iterator[None]:
    """Serve a deployment that is ready for it; no backup is put back meanwhile. Times: aware UTC.

    Raises: BadConfiguration for zone data that is too old.
    """
    with backup.serving():
        _make_ready(now)
        yield


def _make_ready(now: datetime) -> None:
    """Bring the database to this version's form, and what is to come to the clocks of the zone database in use.

    What could not follow the clocks is logged, by ids. The process keeps no connection of it, nor do those that it
    begins. Edges: with zone data that is too old nothing is touched.
    """
    if old := self_check.old_zone_data():
        raise BadConfiguration(old)
    migrate.upgrade()
    db = Database(config().database)
    try:
        found = clock_changes.follow(db, now)
    finally:
        db.close()
    for line in found.lines:
        log.warning("%s", line)
