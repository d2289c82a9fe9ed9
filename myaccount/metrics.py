"""What a process counts of itself, for Prometheus: numbers, and never whose.

Imported by what serves only, after `serve` has said where several workers add up their numbers.
"""

import os

from prometheus_client import Counter, Gauge, Histogram

FOLDER = os.environ.get("PROMETHEUS_MULTIPROC_DIR", "")
"""Where several workers write what they count; blank for one alone. Source: prometheus_client, multiprocess mode."""

EVENTS = Counter("myaccount_events", "Events that pages sent, by how they ended", ["outcome"])
"""Outcomes: done, refused (in words), bug (under a reference number)."""

TURNED_AWAY = Counter("myaccount_events_turned_away", "Events that the gate let nobody have")
EVENT_SECONDS = Histogram(
    "myaccount_event_seconds",
    "How long the handlers of events took",
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
REQUESTS = Counter("myaccount_requests", "Answers to plain requests, by the first digit of their status", ["status"])
OPEN_SOCKETS = Gauge("myaccount_open_sockets", "Connections of open pages", multiprocess_mode="livesum")
