"""Read the body of a request, within a limit."""

from starlette.requests import Request


class BodyTooLarge(Exception):
    """A body is larger than it may be; the rest of it was not read."""


async def read_body(request: Request, limit: int) -> bytes:
    """Read a body of at most `limit` bytes, piece by piece. Edges: exactly as many are taken. Raises: BodyTooLarge."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > limit:
            raise BodyTooLarge()
    return bytes(body)
