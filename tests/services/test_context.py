"""What every use case is given: whose day it is."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.scenes import Scene

LATE = datetime(2026, 11, 24, 4, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "day"), [(LATE, date(2026, 11, 23)), (datetime(2026, 11, 24, 5, 0, tzinfo=UTC), date(2026, 11, 24))]
)
def test_today_begins_at_midnight_at_the_clinic_wherever_the_reader_is(sqlite_scene: Scene, now: datetime, day: date):
    ctx = sqlite_scene.alice_ctx(now=now, time_zone="Asia/Tokyo")
    assert (ctx.today, ctx.clinic.day_of(now)) == (day, day)


def test_an_instant_is_said_as_clocks_at_the_clinic_show_it(sqlite_scene: Scene):
    ctx = sqlite_scene.alice_ctx(time_zone="Asia/Tokyo")
    assert ctx.moment(LATE) == "23 November 2026, 11:59 p.m."
    assert replace(ctx, lang="fr").moment(LATE) == "23 novembre 2026, 23 h 59"
