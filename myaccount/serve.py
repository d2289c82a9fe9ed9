"""Serve the portal: pages, websocket and HTTP on one port."""

import os
import shutil
import socket

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels
from reflex_base.constants import Env
from reflex_base.environment import environment

from myaccount import build, logs
from myaccount.clock import now
from myaccount.config import BadConfiguration, config
from myaccount.services.operation import starting


def run(host: str, port: int, workers: int = 1) -> None:
    """Migrate, build what has changed, and serve until stopped.

    Raises: BadConfiguration for a busy port, for several workers without Redis, or for zone data that is too old.
    """
    logs.keep()
    if workers > 1 and not config().redis_url:
        raise BadConfiguration(
            f"{workers} workers need Redis to share open pages: set MYACCOUNT_REDIS_URL, or run one."
        )
    _check_free(host, port)
    with starting.ready(now()):
        _serve(host, port, workers)


def _serve(host: str, port: int, workers: int) -> None:
    build.ensure_built()
    _set_up_reflex()
    if workers > 1:
        _add_up_numbers()
    os.chdir(build.ROOT)
    Granian(
        target="myaccount.myaccount:app",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        workers=workers,
        workers_kill_timeout=3,
        respawn_failed_workers=True,  # one that falls takes nobody with it; one that cannot begin ends the server
        log_access=False,
        log_level=LogLevels.warning,
    ).serve()


def _check_free(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise BadConfiguration(
                f"Port {port} on {host} cannot be used: {error.strerror}. Choose another."
            ) from error


def _set_up_reflex() -> None:
    """Tell Reflex that the pages are built and are to be served by this very process."""
    environment.REFLEX_ENV_MODE.set(Env.PROD)
    environment.REFLEX_SKIP_COMPILE.set(True)
    environment.REFLEX_MOUNT_FRONTEND_COMPILED_APP.set(True)
    if config().redis_url:
        os.environ["REFLEX_REDIS_URL"] = config().redis_url
        os.environ["REFLEX_STATE_MANAGER_MODE"] = "redis"


def _add_up_numbers() -> None:
    """Name the empty folder in which workers write what they count. Source: prometheus_client, multiprocess mode."""
    folder = config().data / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
