"""Receipts as PDF: a new one against the engine alone and against typst, one that is kept against reading its bytes."""

import hashlib
import os
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path

from sqlmodel import Session, select
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

from myaccount.config import config
from myaccount.models import KeptPaper
from myaccount.press import engine
from myaccount.services.context import PatientContext
from myaccount.services.receipts import receipts
from myaccount.store import migrate
from myaccount.store.engine import database as database_of
from myaccount.store.engine import in_read
from myaccount.web import rate_limits
from myaccount.web.receipts import served
from myaccount.web.visitor import Visitor
from tests.bench.ratio import Line, NotRun, compare
from tests.bench.typesetter import typesetter
from tests.press.papers import RECEIPT
from tests.scenes import Scene
from tests.services.receipts.books import PAID, Books
from tests.state.conftest import Visitors
from tests.web.portal import As, portal

NEW, KEPT = 1.1, 2.0


def run() -> list[Line]:
    """Measure all four."""
    with ten() as scene:
        rate_limits.before_print = lambda *_: None  # a bench asks more often than people may
        ten_kept = _line("a page of ten, kept, over HTTP", scene, "/account/receipts/page.pdf")
        return [_new(), _floor(), _kept(scene), ten_kept]


@contextmanager
def ten() -> Iterator[Scene]:
    """Give Alice ten receipts."""
    with tempfile.TemporaryDirectory(prefix="myaccount-bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        os.environ |= {"MYACCOUNT_DATABASE_URL": url, "MYACCOUNT_DATA_DIR": folder}
        config.cache_clear()
        database_of.cache_clear()
        migrate.upgrade(url)
        database = database_of()
        scene = database.write(Scene.build, database)
        books = Books(scene)
        for number in range(10):
            books.receipt(at=PAID + timedelta(days=number))
        yield scene
        database.close()


def _new() -> Line:
    source, config, cache = engine.html(RECEIPT), FontConfiguration(), {}
    sheet = engine._stylesheet()  # parsed once on both sides

    def bare() -> bytes:
        return HTML(string=source).render(
            font_config=config, stylesheets=[sheet], cache=cache, pdf_variant=engine.VARIANT
        ).write_pdf(pdf_variant=engine.VARIANT)  # fmt: skip

    return compare("receipt PDF, new", lambda: engine.print_papers([RECEIPT]), bare, NEW)


def _floor() -> Line:
    """Let typst set the same words, under another number each time: it remembers what it has set."""
    name, numbers = "receipt PDF, new, against typst", count(1042)
    with typesetter() as set_receipt:
        if set_receipt is None:
            return NotRun(name, "uv has no typst here")
        return compare(
            name,
            lambda: engine.print_papers([RECEIPT]),
            lambda: set_receipt(replace(RECEIPT, title=f"Receipt {next(numbers)}")),
            None,
        )


def _kept(scene: Scene) -> Line:
    receipt = scene.database.read(receipts.page, scene.alice_ctx(), "", None, None, "").rows[0].id
    return _line("receipt PDF, kept, over HTTP", scene, f"/account/receipts/{receipt}.pdf")


def _line(name: str, scene: Scene, path: str) -> Line:
    """Fetch what is kept, against a route that knows the file's id, and only asks who it is and reads its bytes."""
    session = Visitors(scene, None).sign_in("alice")  # type: ignore[arg-type]
    client = portal(scene, session_id=session)
    first = client.get(path).content
    sha = hashlib.sha256(first).hexdigest()
    [kept] = [row for row in scene.rows(KeptPaper) if row.sha256 == sha]

    async def read(_request: Request, _ctx: PatientContext, _person_id: str) -> Response:
        return Response(await in_read(_bytes, kept.id))

    bare = floor_portal(scene, session, served(read))
    return compare(name, lambda: client.get(path).content, lambda: bare.get("/x").content, KEPT)


def _bytes(tx: Session, row_id: str) -> bytes:
    return tx.exec(select(KeptPaper.sealed).where(KeptPaper.id == row_id)).one()


def floor_portal(scene: Scene, session: str, answer: Callable[[Request], Awaitable[Response]]) -> TestClient:
    """Serve one route behind the same visitor."""
    visitor = Visitor(scene.clinic_ctx().clinic, session, "192.0.2.7", "en")
    return TestClient(Starlette(routes=[Route("/x", answer)], middleware=[Middleware(As, visitor=visitor)]))
