"""A stored file over HTTP: all of it, or the part that is asked for, a piece of it in memory at a time."""

import re
from collections.abc import AsyncIterator, Iterator, Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from myaccount.store import files

RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


def ranged_response(request: Request, file_id: str, size: int, more: Mapping[str, str], media: str) -> Response:
    """Serve all of a file, or one part of it, with `more` headers. Source: RFC 9110, sections 13 and 14.

    Edges: a part that does not begin within the file is refused; whoever asks for several is given all of it, and so is
    whoever has the beginning of another file (If-Range).
    """
    headers = {**more, "accept-ranges": "bytes"}
    first, last = 0, size - 1
    asked = RANGE.fullmatch(request.headers.get("range", ""))
    known = request.headers.get("if-range")
    is_part = asked is not None and asked.group() != "bytes=-" and (known is None or known == headers.get("etag"))
    if asked and is_part:
        first, last = _span(asked, size)
        headers |= {"content-range": f"bytes {first}-{last}/{size}"}
        if first > last:
            return Response(status_code=416, headers=headers | {"content-range": f"bytes */{size}"})
    headers |= {"content-length": str(last - first + 1)}
    body = _streamed(files.pieces(file_id, size, first, last))
    return StreamingResponse(body, 206 if is_part else 200, headers, media)


def _span(asked: re.Match[str], size: int) -> tuple[int, int]:
    begin, end = asked.groups()
    if not begin:
        return max(size - int(end), 0), size - 1 if int(end) else -1
    return int(begin), min(int(end) if end else size - 1, size - 1) if int(begin) < size else -1


async def _streamed(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    while (piece := await run_in_threadpool(next, pieces, None)) is not None:
        yield piece
