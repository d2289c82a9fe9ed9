"""Answers for machines: is the server alive, and is it ready?"""

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, text
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from myaccount.domain.outages import DatabaseUnavailable
from myaccount.store import migrate
from myaccount.store.engine import database, in_read


async def healthz(_request: Request) -> Response:
    """Say that the server answers."""
    return PlainTextResponse("ok")


async def readyz(_request: Request) -> Response:
    """Say whether the database answers and is migrated; 503 and a word where not."""
    try:
        await in_read(_touch)
        current = await database().off_loop(migrate.is_current)
    except (OSError, SQLAlchemyError, DatabaseUnavailable):
        current = False
    return PlainTextResponse("ready" if current else "not ready", 200 if current else 503)


def _touch(tx: Session) -> None:
    tx.execute(text("SELECT 1"))


ROUTES = [Route("/healthz", healthz), Route("/readyz", readyz)]
