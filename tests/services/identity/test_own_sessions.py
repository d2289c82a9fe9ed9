"""Manage Sessions: everybody's own sign-ins, and their end."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from myaccount.domain.identity_refusals import ProofNeeded, WrongPassword
from myaccount.domain.refusals import NotFound
from myaccount.domain.time import wall_time
from myaccount.messages import Language, dates
from myaccount.models import Account, LoginSession
from myaccount.services.context import PatientContext
from myaccount.services.identity import own_sessions, reauthentication, sessions
from tests.scenes import NOW, PASSWORD, ZONE, Scene

EARLIER = NOW - timedelta(minutes=10)
QUARTER = timedelta(minutes=15)


def sign_in(scene: Scene, who: str = "alice", at: datetime = EARLIER, **facts: object) -> str:
    """Add a sign-in of somebody's; give back its id."""
    [account] = scene.rows(Account, person_id=scene.people[who])
    given = {"created_at": at, "last_used_at": at, "proven_at": at, **facts}
    row = LoginSession(
        clinic_id=account.clinic_id, account_id=account.id, person_id=account.person_id,
        cookie_hash=str(len(scene.rows(LoginSession))), **given,
    )  # fmt: skip
    with scene.database.writing() as tx:
        tx.add(row)
    return row.id


def at(scene: Scene, session_id: str, who: str = "alice", now: datetime = NOW) -> PatientContext:
    """Somebody at one of their sign-ins."""
    return replace(scene.ctx(who, now=now), session_id=session_id)


def said(moment: datetime, lang: Language = "en") -> str:
    return dates.day_and_time(wall_time(moment, ZONE).local, lang)


def reasons(scene: Scene) -> dict[str, str | None]:
    return {row.id: row.end_reason for row in scene.rows(LoginSession)}


class TestPage:
    def test_the_current_one_comes_first_then_those_that_stand_then_those_that_ended(self, scene: Scene):
        ended = sign_in(
            scene, at=NOW - timedelta(days=2), ended_at=NOW - timedelta(days=1), end_reason="password_change"
        )
        here = sign_in(scene, last_used_at=EARLIER)
        used = sign_in(
            scene, last_used_at=NOW, browser="Firefox 128", operating_system="Windows 10", address="192.0.2.7"
        )
        sign_in(scene, "bob")
        page = scene.database.read(own_sessions.page, at(scene, here), "")
        assert [(row.id, row.status) for row in page.rows] == [(here, "current"), (used, "active"), (ended, "ended")]
        assert page.others == 1
        row = page.rows[1]
        assert (row.browser, row.operating_system, row.address) == ("Firefox 128", "Windows 10", "192.0.2.7")
        assert (row.how, row.signed_in, row.last_used) == ("Password", said(EARLIER), said(NOW))
        assert page.rows[2].ended == "The password was changed"

    def test_one_that_has_run_out_is_ended_before_anybody_has_cleared_up(self, sqlite_scene: Scene):
        here = sign_in(sqlite_scene)
        sign_in(sqlite_scene, at=NOW - timedelta(minutes=30))
        sign_in(sqlite_scene, at=NOW - timedelta(minutes=30) + timedelta(microseconds=1))
        rows = sqlite_scene.database.read(own_sessions.page, at(sqlite_scene, here), "").rows
        assert [row.status for row in rows] == ["current", "active", "ended"]
        assert rows[2].ended == "Not used"

    def test_twenty_stand_on_a_page(self, sqlite_scene: Scene):
        here = sign_in(sqlite_scene)
        for _ in range(20):
            sign_in(sqlite_scene, ended_at=EARLIER, end_reason="self")
        ctx = at(sqlite_scene, here)
        first = sqlite_scene.database.read(own_sessions.page, ctx, "")
        second = sqlite_scene.database.read(own_sessions.page, ctx, first.cursor)
        assert (len(first.rows), len(second.rows), second.cursor) == (20, 1, "")
        assert len({row.id for row in (*first.rows, *second.rows)}) == 21

    def test_a_sign_in_that_begins_meanwhile_moves_none_to_another_page(self, sqlite_scene: Scene):
        here = sign_in(sqlite_scene)
        for _ in range(20):
            sign_in(sqlite_scene, ended_at=EARLIER, end_reason="self")
        ctx = at(sqlite_scene, here)
        first = sqlite_scene.database.read(own_sessions.page, ctx, "")
        second = sqlite_scene.database.read(own_sessions.page, ctx, first.cursor)
        sign_in(sqlite_scene)
        assert sqlite_scene.database.read(own_sessions.page, ctx, first.cursor).rows == second.rows

    @pytest.mark.parametrize("cursor", ["x", "1", "1~2026-11-20~a", "9~yesterday~a", "~~"])
    def test_a_cursor_that_no_page_gave_out_is_refused(self, sqlite_scene: Scene, cursor: str):
        here = sign_in(sqlite_scene)
        with pytest.raises(NotFound):
            sqlite_scene.database.read(own_sessions.page, at(sqlite_scene, here), cursor)

    def test_it_speaks_french(self, sqlite_scene: Scene):
        here = sign_in(sqlite_scene)
        ctx = replace(at(sqlite_scene, here), lang="fr")
        [row] = sqlite_scene.database.read(own_sessions.page, ctx, "").rows
        assert (row.status_label, row.signed_in, row.browser) == ("Actuelle", said(EARLIER, "fr"), "Inconnu")


class TestEnd:
    def test_one_is_ended_and_its_pages_hear_of_it(self, scene: Scene):
        here, there = sign_in(scene), sign_in(scene)
        scene.database.write(own_sessions.end, at(scene, here), there)
        assert reasons(scene) == {here: None, there: "self"}
        assert isinstance(
            scene.database.read(sessions.resolve, scene.cedar.clinic_id, there, NOW), sessions.EndedSession
        )
        [entry] = scene.audit("session.ended")
        assert (entry.subject_id, entry.actor_id) == (there, scene.alice)

    @pytest.mark.parametrize("whose", ["bob", "charlie", "dana"])
    def test_nobody_elses_is(self, scene: Scene, whose: str):
        here, theirs = sign_in(scene), sign_in(scene, whose)
        with pytest.raises(NotFound):
            scene.database.write(own_sessions.end, at(scene, here), theirs)
        assert set(reasons(scene).values()) == {None}

    def test_staff_end_no_patients(self, scene: Scene):
        here, alices = sign_in(scene, "dana"), sign_in(scene)
        ctx = replace(scene.dana_ctx(), session_id=here)
        with pytest.raises(NotFound):
            scene.database.write(own_sessions.end, ctx, alices)
        scene.database.write(own_sessions.end_all, ctx)
        assert reasons(scene) == {here: "all", alices: None}

    def test_all_but_this_one_or_this_one_too(self, scene: Scene):
        here, there, bobs = sign_in(scene), sign_in(scene), sign_in(scene, "bob")
        scene.database.write(own_sessions.end_others, at(scene, here))
        assert reasons(scene) == {here: None, there: "all", bobs: None}
        scene.database.write(own_sessions.end_all, at(scene, here))
        assert reasons(scene) == {here: "all", there: "all", bobs: None}


class TestProof:
    @pytest.mark.parametrize(
        ("ago", "refused"), [(timedelta(minutes=15), True), (timedelta(minutes=14, seconds=59.9), False)]
    )
    def test_a_password_counts_for_less_than_fifteen_minutes(self, sqlite_scene: Scene, ago: timedelta, refused: bool):
        here = sign_in(sqlite_scene, proven_at=NOW - ago)
        there = sign_in(sqlite_scene)
        ctx = at(sqlite_scene, here)
        assert sqlite_scene.database.read(own_sessions.needs_proof, ctx) is refused
        for use_case, which in (
            (own_sessions.end, (there,)),
            (own_sessions.end_others, ()),
            (own_sessions.end_all, ()),
        ):
            if refused:
                with pytest.raises(ProofNeeded):
                    sqlite_scene.database.write(use_case, ctx, *which)
            else:
                sqlite_scene.database.write(use_case, ctx, *which)
        assert set(reasons(sqlite_scene).values()) == ({None} if refused else {"self", "all"})

    def test_with_the_password_it_is_ended_and_this_sign_in_has_a_new_cookie(self, scene: Scene):
        here, there = sign_in(scene, proven_at=NOW - timedelta(hours=1)), sign_in(scene)
        ctx = at(scene, here)
        proof = reauthentication.verify(scene.database.read(reauthentication.stored_password, ctx), PASSWORD)
        session = scene.database.write(own_sessions.end_with_proof, ctx, proof, "others")
        assert (session.session_id, reasons(scene)) == (here, {here: None, there: "all"})
        assert scene.rows(LoginSession, id=here)[0].cookie_hash == sessions.hash_of(session.cookie)
        scene.database.write(own_sessions.end_all, ctx)

    @pytest.mark.parametrize("password", ["", "wrong", PASSWORD + " ", "x" * 5000])
    def test_a_wrong_password_proves_nothing(self, sqlite_scene: Scene, password: str):
        kept = sqlite_scene.database.read(reauthentication.stored_password, at(sqlite_scene, sign_in(sqlite_scene)))
        with pytest.raises(WrongPassword):
            reauthentication.verify(kept, password)

    def test_what_is_somebody_elses_is_not_ended_and_nothing_is_renewed(self, scene: Scene):
        here, bobs = sign_in(scene), sign_in(scene, "bob")
        ctx = at(scene, here)
        proof = reauthentication.verify(scene.database.read(reauthentication.stored_password, ctx), PASSWORD)
        before = scene.rows(LoginSession, id=here)[0].cookie_hash
        with pytest.raises(NotFound):
            scene.database.write(own_sessions.end_with_proof, ctx, proof, bobs)
        assert scene.rows(LoginSession, id=here)[0].cookie_hash == before
