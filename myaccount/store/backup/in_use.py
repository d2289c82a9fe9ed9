"""Whether a deployment is being served: a lock on one file of its data folder, which all that serve it share.

The kernel lets go of it when the last of them has ended, also when they were killed. Source: flock(2).
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from myaccount.config import config
from myaccount.store.backup.snapshot import BadBackup

FILE = "serving.lock"


@contextmanager
def serving() -> Iterator[None]:
    """Say that this process and what it begins serve the deployment, once no backup is being put back any more."""
    with _opened() as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        yield


@contextmanager
def unserved() -> Iterator[None]:
    """Let nobody begin to serve the deployment. Raises: BadBackup while somebody does."""
    with _opened() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BadBackup("The portal or a `myaccount worker` is running: stop it first.") from None
        yield


@contextmanager
def _opened() -> Iterator[int]:
    file = os.open(config().data / FILE, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield file
    finally:
        os.close(file)
