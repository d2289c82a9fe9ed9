"""The floor of the benchmarks: what Reflex does by itself, with no guard, no gate and no rules."""

import asyncio
import json
import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import reflex as rx
from argon2 import PasswordHasher
from reflex_base.event import Event
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Route

POLL_SECONDS = 0.25
FACTS: dict[str, Any] = json.loads(Path(os.environ["BENCH_FACTS"]).read_text()) if "BENCH_FACTS" in os.environ else {}


class CounterState(rx.State):
    n: int = 0

    @rx.event
    async def inc(self) -> None:
        self.n += 1


class RowsState(rx.State):
    rows: list[dict[str, Any]] = []
    changes: int = 0

    @rx.event
    async def load(self) -> None:
        self.rows = FACTS["rows"]

    @rx.event
    async def refresh(self) -> None:
        self.changes += 1


def blank() -> rx.Component:
    return rx.el.main(rx.el.h1("Blank"), rx.el.p("Nothing else."))


def counter() -> rx.Component:
    return rx.el.main(rx.el.button(CounterState.n, on_click=CounterState.inc))


def rows() -> rx.Component:
    return rx.el.main(
        rx.el.p(RowsState.changes),
        rx.el.ul(rx.foreach(RowsState.rows, lambda row: rx.el.li(rx.el.b(row["title"]), " ", row["day_line"]))),
    )


async def sign_in(request: Request) -> RedirectResponse:
    typed = await request.form()
    await asyncio.to_thread(PasswordHasher().verify, FACTS["password_hash"], str(typed["password"]))
    return RedirectResponse("/rows/", 303)


async def push() -> None:
    """Look for commits of others, and refresh every open page after each."""
    connection = sqlite3.connect(FACTS["database"], isolation_level=None)
    seen = connection.execute("PRAGMA data_version").fetchone()
    while True:
        await asyncio.sleep(POLL_SECONDS)
        version = connection.execute("PRAGMA data_version").fetchone()
        if version != seen:
            seen = version
            for token in list(app.event_namespace.token_to_sid):
                await app.event_processor.enqueue(token, Event(name=f"{RowsState.get_full_name()}.refresh"))


@asynccontextmanager
async def pushing() -> AsyncIterator[None]:
    task = asyncio.create_task(push())
    yield
    task.cancel()


app = rx.App(
    toaster=None, reset_style=False, api_transformer=Starlette(routes=[Route("/sign-in", sign_in, methods=["POST"])])
)
app.add_page(blank, route="/")
app.add_page(counter, route="/counter")
app.add_page(rows, route="/rows", on_load=RowsState.load)
if FACTS:
    app.register_lifespan_task(pushing)
