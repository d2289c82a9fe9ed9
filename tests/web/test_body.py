"""Bodies of requests, and how large they may be."""

from typing import Any

import pytest
from starlette.requests import Request

from myaccount.web.body import BodyTooLarge, read_body


def request(*pieces: bytes) -> Request:
    waiting = list(pieces)

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": waiting.pop(0), "more_body": bool(waiting)}

    return Request({"type": "http", "method": "POST", "headers": []}, receive)


async def test_a_body_as_large_as_allowed_is_read():
    assert await read_body(request(b"ab", b"cd"), 4) == b"abcd"


async def test_a_larger_one_is_refused_before_the_rest_is_read():
    with pytest.raises(BodyTooLarge):
        await read_body(request(b"ab", b"cde"), 4)
