"""The numbers of this deployment, for a Prometheus that knows the token; nothing at all unless one is set."""

import hmac
from collections.abc import Iterator
from pathlib import Path

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from myaccount.clock import now
from myaccount.config import config
from myaccount.metrics import FOLDER
from myaccount.services.operation import backlog
from myaccount.store.engine import in_read

ADDRESS = "/metrics"


async def metrics(request: Request) -> Response:
    """Give every number of every worker, and what the database says of the work that waits."""
    if not _may(request.headers.get("authorization", "")):
        return PlainTextResponse("Not found", 404)
    waiting = await in_read(backlog.backlog, now())
    text = generate_latest(_own()) + generate_latest(_registry(BacklogCollector(waiting)))
    return Response(text, media_type=CONTENT_TYPE_LATEST)


class BacklogCollector:
    """What waits to be done, as Prometheus wants it."""

    def __init__(self, waiting: backlog.Backlog) -> None:
        self._waiting = waiting

    def collect(self) -> Iterator[Metric]:
        """Give the numbers."""
        found = self._waiting
        yield GaugeMetricFamily("myaccount_outbox_due", "Messages that are due and not sent yet", found.messages)
        yield GaugeMetricFamily("myaccount_outbox_late_seconds", "How long the first of them has been due", found.late)


def _may(authorization: str) -> bool:
    token = config().metrics_token
    return bool(token) and hmac.compare_digest(authorization.encode(), f"Bearer {token}".encode())


def _own() -> CollectorRegistry:
    """Take this process's numbers, or all workers' where there are several. What is open is open in those that live."""
    if not FOLDER:
        return REGISTRY
    for written in Path(FOLDER).glob("gauge_live*_*.db"):
        writer = written.stem.rpartition("_")[2]
        if not Path("/proc", writer).exists():
            mark_process_dead(int(writer))
    return _registry(MultiProcessCollector(None))


def _registry(collector: object) -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(collector)  # type: ignore[arg-type]
    return registry


ROUTES = [Route(ADDRESS, metrics)]
