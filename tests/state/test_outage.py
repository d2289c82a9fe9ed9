"""What an open page is told while the database is away, and that it goes on when it is back."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from myaccount.domain.outages import DatabaseFull, DatabaseUnavailable
from myaccount.services.identity import sessions, uses
from myaccount.state.account.appointments import AppointmentsState
from myaccount.state.live import LiveState
from myaccount.state.notice import NoticeState
from tests.state.conftest import Visitors


@pytest.mark.parametrize(
    ("refusal", "begins"),
    [(DatabaseUnavailable(), "The portal cannot reach"), (DatabaseFull(), "There is no room left")],
)
async def test_it_is_told_in_words_and_goes_on_afterwards(
    visitors: Visitors, monkeypatch: pytest.MonkeyPatch, refusal: Exception, begins: str
):
    tab = await visitors.tab("alice")
    await tab.call(AppointmentsState.load)
    with monkeypatch.context() as away:
        away.setattr(sessions, "resolve", refusing(refusal))
        before = tab.var(NoticeState, "answers")
        await tab.call(AppointmentsState.load)
        assert tab.var(NoticeState, "problem").startswith(begins)
        assert tab.var(NoticeState, "answers") == before + 1  # the page is busy no more
    await tab.call(AppointmentsState.load)
    assert tab.var(NoticeState, "problem") == ""
    assert tab.redirects == []


async def test_what_the_server_sends_by_itself_is_silent(visitors: Visitors, monkeypatch: pytest.MonkeyPatch):
    tab = await visitors.tab("alice")
    monkeypatch.setattr(sessions, "resolve", refusing(DatabaseUnavailable()))
    await tab.call(LiveState.refresh)
    assert tab.var(NoticeState, "problem") == ""


@pytest.mark.parametrize("refusal", [DatabaseFull(), DatabaseUnavailable()])
async def test_who_only_looks_is_served_though_their_use_cannot_be_written(
    visitors: Visitors, monkeypatch: pytest.MonkeyPatch, refusal: Exception
):
    tab = await visitors.tab("alice")
    await tab.call(AppointmentsState.load)
    visitors.leave_alone(tab, timedelta(minutes=5))
    with monkeypatch.context() as away:
        away.setattr(uses, "write_down", refusing(refusal))
        await tab.call(AppointmentsState.keep)
        assert tab.var(NoticeState, "problem") == ""
    await tab.call(AppointmentsState.keep)
    assert visitors.minutes_unused(tab) == 0


async def test_who_only_looks_waits_for_no_lock_and_their_use_is_written_afterwards(visitors: Visitors):
    tabs = [await visitors.tab("alice") for _ in range(3)]
    for tab in tabs:
        await tab.call(AppointmentsState.load)
        visitors.leave_alone(tab, timedelta(minutes=5))
    path = visitors.scene.database.url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        async with asyncio.timeout(3 * uses.A_MOMENT):
            for tab in tabs:
                await tab.call(AppointmentsState.keep)
                assert tab.var(NoticeState, "problem") == ""
        assert {visitors.minutes_unused(tab) for tab in tabs} == {5}
        other.rollback()
    async with asyncio.timeout(10):
        await uses.uses._writing
    assert {visitors.minutes_unused(tab) for tab in tabs} == {0}


def refusing(refusal: Exception):
    def refuse(*_given: object) -> None:
        raise refusal

    return refuse
