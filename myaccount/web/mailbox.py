"""`/demo/mailbox`: what the demo has sent. It is not there unless the demo's mailbox is configured."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from myaccount.config import config
from myaccount.messages import dates, say
from myaccount.web.plain import page
from myaccount.web.visitor import Visitor, visitor

AT_MOST = 100
LINK = re.compile(r"(https?://[^\s<>\"]+)")


@dataclass(frozen=True)
class Piece:
    """A stretch of text, or an address to open."""

    text: str
    is_link: bool


@dataclass(frozen=True)
class Mail:
    """One mail, as it is listed, or one text, which has no subject."""

    subject: str
    recipient: str
    when: str
    paragraphs: tuple[tuple[Piece, ...], ...]


async def mailbox(request: Request) -> Response:
    """List the mails, newest first; text only, links ready to open."""
    who = visitor(request)
    if not config().demo_mailbox:
        return PlainTextResponse(say("guard.no_such_page", who.lang), 404)
    mails = await run_in_threadpool(_read, Path(config().demo_mailbox), who)
    return page("mailbox.html", who.clinic, who.lang, mails=mails)


def _read(folder: Path, who: Visitor) -> list[Mail]:
    dated = [(file.stat().st_mtime, file) for kind in READ for file in folder.glob(f"*{kind}")]
    newest = sorted(dated, reverse=True)[:AT_MOST]
    return [READ[file.suffix](file, datetime.fromtimestamp(at, UTC), who) for at, file in newest]


def _mail(file: Path, at: datetime, who: Visitor) -> Mail:
    message = message_from_bytes(file.read_bytes(), policy=default)
    return Mail(
        subject=str(message["Subject"] or ""),
        recipient=str(message["To"] or ""),
        when=_when(at, who),
        paragraphs=tuple(tuple(_pieces(part)) for part in _text(message).split("\n\n") if part.strip(" -\n")),
    )


def _text_message(file: Path, at: datetime, who: Visitor) -> Mail:
    text = json.loads(file.read_text(encoding="utf-8"))
    return Mail(
        subject="",
        recipient=text["To"],
        when=_when(at, who),
        paragraphs=(tuple(_pieces(text["Body"])),),
    )


def _when(at: datetime, who: Visitor) -> str:
    return dates.day_and_time(who.clinic.local(at), who.lang)


def _text(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    return str(body.get_content()).replace("\r\n", "\n") if body else ""


def _pieces(text: str) -> Iterator[Piece]:
    for number, piece in enumerate(LINK.split(text)):
        if piece:
            yield Piece(piece, is_link=number % 2 == 1)


READ = {".eml": _mail, ".text": _text_message}

ROUTES = [Route("/demo/mailbox", mailbox, methods=["GET"])]
