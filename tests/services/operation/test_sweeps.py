"""Housekeeping, in both databases."""

from datetime import datetime, timedelta

import pytest

from myaccount.domain.sessions import EndReason
from myaccount.models import Account, Change, LoginSession, OneTimeLink
from myaccount.services.operation import sweeps
from tests.scenes import NOW, Scene

TICK = timedelta(microseconds=1)
HALF_AN_HOUR, HALF_A_DAY, MONTH = timedelta(minutes=30), timedelta(hours=12), timedelta(days=30)


def session(
    scene: Scene,
    created: datetime,
    used: datetime,
    who: str = "alice",
    kept: bool = False,
    ended: datetime | None = None,
) -> str:
    account = scene.rows(Account, person_id=scene.people[who])[0]
    row = LoginSession(
        clinic_id=account.clinic_id,
        account_id=account.id,
        person_id=account.person_id,
        cookie_hash=f"{who} {created} {used}",
        created_at=created,
        last_used_at=used,
        proven_at=created,
        kept=kept,
        ended_at=ended,
    )
    with scene.database.writing() as tx:
        tx.add(row)
    return row.id


def ended_because(scene: Scene, session_id: str) -> str | None:
    scene.database.write(sweeps.end_expired_sessions, NOW)
    return scene.rows(LoginSession, id=session_id)[0].end_reason


@pytest.mark.parametrize(("unused", "reason"), [(HALF_AN_HOUR - TICK, None), (HALF_AN_HOUR, EndReason.IDLE)])
def test_an_unused_session_ends_after_half_an_hour_to_the_instant(scene: Scene, unused: timedelta, reason: str | None):
    assert ended_because(scene, session(scene, NOW - unused, NOW - unused)) == reason


@pytest.mark.parametrize(
    ("age", "kept", "reason"),
    [
        (HALF_A_DAY - TICK, False, None),
        (HALF_A_DAY, False, EndReason.ABSOLUTE),
        (HALF_A_DAY, True, None),
        (MONTH - TICK, True, None),
        (MONTH, True, EndReason.ABSOLUTE),
    ],
)
def test_a_session_in_use_ends_at_its_age(scene: Scene, age: timedelta, kept: bool, reason: str | None):
    assert ended_because(scene, session(scene, NOW - age, NOW, kept=kept)) == reason


def test_the_clinics_own_limit_counts(scene: Scene):
    scene.set("idle_sign_out_minutes", 60)
    hour = timedelta(hours=1)
    assert ended_because(scene, session(scene, NOW - hour + TICK, NOW - hour + TICK)) is None
    assert ended_because(scene, session(scene, NOW - hour, NOW - hour)) == EndReason.IDLE
    assert ended_because(scene, session(scene, NOW - HALF_AN_HOUR, NOW - HALF_AN_HOUR, "charlie")) == EndReason.IDLE


def test_an_ending_is_announced_and_written_down_once(scene: Scene):
    session(scene, NOW - HALF_A_DAY, NOW - HALF_A_DAY)
    assert scene.database.write(sweeps.end_expired_sessions, NOW) == 1
    assert scene.database.write(sweeps.end_expired_sessions, NOW) == 0
    assert [entry.person_id for entry in scene.audit("session.ended")] == [scene.alice]
    if scene.database.is_sqlite:
        assert [(change.topic, change.person_id) for change in scene.rows(Change)] == [("session", scene.alice)]


def test_ended_sessions_stay_ninety_days(scene: Scene):
    limit = NOW - timedelta(days=90)
    kept = session(scene, limit, limit, ended=limit + TICK)
    session(scene, limit, limit - TICK, ended=limit)
    scene.database.write(sweeps.delete_old, NOW)
    assert [row.id for row in scene.rows(LoginSession)] == [kept]


def link(scene: Scene, key: str, expires: datetime, used: datetime | None = None) -> None:
    with scene.database.writing() as tx:
        tx.add(
            OneTimeLink(
                clinic_id=scene.cedar.clinic_id,
                person_id=scene.alice,
                kind="reset",
                token_hash=key,
                created_at=NOW - timedelta(days=90),
                expires_at=expires,
                used_at=used,
            )
        )


def test_links_go_thirty_days_after_they_were_used_or_expired(scene: Scene):
    link(scene, "open", NOW + MONTH)
    link(scene, "just expired", NOW - MONTH + TICK)
    link(scene, "long expired", NOW - MONTH)
    link(scene, "long used", NOW + MONTH, used=NOW - MONTH)
    scene.database.write(sweeps.delete_old, NOW)
    assert {row.token_hash for row in scene.rows(OneTimeLink)} == {"open", "just expired"}


def test_changes_go_after_an_hour_but_the_latest_keeps_its_number(scene: Scene):
    hour = timedelta(hours=1)
    with scene.database.writing() as tx:
        tx.add_all(Change(clinic_id="c", topic=str(n), at=NOW - hour) for n in range(3))
    scene.database.write(sweeps.delete_old, NOW)
    assert len(scene.rows(Change)) == 1
    with scene.database.writing() as tx:
        tx.add(Change(clinic_id="c", topic="new", at=NOW))
    scene.database.write(sweeps.delete_old, NOW)
    assert [row.topic for row in scene.rows(Change)] == ["new"]
