"""The log: JSON, one line a record, without a stranger's words."""

import io
import json
import logging
from collections.abc import Iterator

import pytest

from myaccount import logs

WORDS = "hunter2"


class Log(list[dict[str, object]]):
    """What was written."""

    def __init__(self, stream: io.StringIO) -> None:
        super().__init__(json.loads(line) for line in stream.getvalue().splitlines())


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """A log of this test's own, as the server keeps it."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logs.Lines())
    handler.addFilter(logs.Condensed())
    before, logging.root.handlers[:] = logging.root.handlers[:], [handler]
    yield written
    logging.root.handlers[:] = before


def test_a_record_of_ours_is_one_line_with_its_reference(stream: io.StringIO) -> None:
    logging.getLogger("myaccount.web.guard").error("bug %s at %s", "0123abcd", "/account")
    (line,) = Log(stream)
    assert line.pop("time")
    assert line == {
        "level": "error", "logger": "myaccount.web.guard", "event": "bug 0123abcd at /account", "reference": "0123abcd",
    }  # fmt: skip


def test_an_error_is_its_kind_and_the_way_to_it_and_not_what_it_says(stream: io.StringIO) -> None:
    try:
        raise ValueError(WORDS)
    except ValueError:
        logging.getLogger("myaccount").exception("bug %s", "0123abcd")
    (line,) = Log(stream)
    assert line["error"] == "ValueError"
    assert "test_logs.py" in str(line["way"])
    assert WORDS not in stream.getvalue()


@pytest.mark.parametrize(
    "name", ["reflex.app", "reflex_base.event", "socketio.client", "engineio.client", "asyncio", "x"]
)
def test_of_a_library_only_the_place_is_kept(stream: io.StringIO, name: str) -> None:
    try:
        raise KeyError(WORDS)
    except KeyError as error:
        logging.getLogger(name).warning(f"event {WORDS}", exc_info=error)  # noqa: G004
        logging.getLogger(name).error("event %s", WORDS)
    assert WORDS not in stream.getvalue()
    assert [line["event"] for line in Log(stream)] == [logs.WITHHELD] * 2
    assert "test_logs" in str(Log(stream)[0]["place"])


def test_a_flood_is_a_few_lines_and_a_number(stream: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr(logs.time, "monotonic", lambda: clock[0])
    (handler,) = (found for found in logging.root.handlers if isinstance(found.formatter, logs.Lines))
    monkeypatch.setattr(handler, "filters", [logs.Condensed()])
    for moment in [0.0] * 50 + [61.0]:
        clock[0] = moment
        logging.getLogger("reflex.app").warning("event")
    lines = Log(stream)
    assert len(lines) == logs.LIBRARYS_AT_MOST + 1
    assert lines[-1]["repeated"] == 50 - logs.LIBRARYS_AT_MOST


def test_keeping_the_log_leaves_no_library_to_write_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    chatty = logging.getLogger("chatty.library")
    chatty.addHandler(logging.StreamHandler())
    chatty.propagate = False
    monkeypatch.setattr(logging.root, "handlers", [])
    monkeypatch.setattr(logging.root.manager, "loggerDict", {"chatty.library": chatty})
    level = logging.root.level
    try:
        logs.keep()
        assert (chatty.handlers, chatty.propagate) == ([], True)
        assert len(logging.root.handlers) == 1
    finally:
        logging.root.setLevel(level)
        logging.captureWarnings(False)
