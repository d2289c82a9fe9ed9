"""The second step of signing in, in both databases."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
import pytest

from myaccount import config as configuration
from myaccount.crypto.sealing import Unreadable, seal, unseal
from myaccount.domain.refusals import AlreadyDone, NotAcceptable, NotAllowed, NotFound, WrongSecondStep
from myaccount.domain.sessions import EndReason
from myaccount.models import Account, Authenticator, LoginSession, OutboxMessage, RecoveryCode
from myaccount.services.context import PatientContext
from myaccount.services.identity import sessions, two_step
from myaccount.services.identity.sessions import PendingSession
from myaccount.services.identity.two_step import Kept, Stage
from myaccount.services.operation import operator
from tests.scenes import NOW, Scene

LATER = NOW + timedelta(minutes=10)
STEP = timedelta(seconds=30)
MICRO = timedelta(microseconds=1)


def signed_in(scene: Scene, who: str = "dana", now: datetime = NOW) -> PatientContext:
    """Sign somebody in with their password only."""
    [account] = scene.rows(Account, person_id=scene.people[who])
    row = LoginSession(
        clinic_id=account.clinic_id,
        account_id=account.id,
        person_id=account.person_id,
        cookie_hash=f"{who} {len(scene.rows(LoginSession))}",
        created_at=now,
        last_used_at=now,
        proven_at=now,
    )
    with scene.database.writing() as tx:
        tx.add(row)
    return replace(scene.ctx(who, now=now), session_id=row.id)


def app_of(scene: Scene, ctx: PatientContext) -> pyotp.TOTP:
    """Add the secret that a person is shown to their app."""
    return pyotp.TOTP(scene.database.write(two_step.begin, ctx).secret.replace(" ", ""))


def set_up(scene: Scene, who: str = "dana") -> tuple[pyotp.TOTP, Kept]:
    """Set an authenticator up, ten minutes before `LATER`."""
    ctx = signed_in(scene, who)
    app = app_of(scene, ctx)
    return app, scene.database.write(two_step.set_up, ctx, app.at(NOW))


def prove(scene: Scene, code: str, ctx: PatientContext | None = None, now: datetime = LATER) -> str:
    ctx = ctx or signed_in(scene, now=now)
    return scene.database.write(two_step.prove, replace(ctx, now=now), code).session_id


def resolved(scene: Scene, session_id: str, now: datetime = LATER):
    return scene.database.read(sessions.resolve, scene.cedar.clinic_id, session_id, now)


@pytest.fixture
def optional(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MYACCOUNT_STAFF_TWO_STEP", "optional")
    configuration.config.cache_clear()


class TestStanding:
    def test_without_the_second_step_staff_are_patients_only(self, scene: Scene):
        found = resolved(scene, signed_in(scene).session_id, NOW)
        assert found.staff is None and found.needs_two_step
        assert found.ctx.person_id == scene.people["dana"]

    def test_with_it_they_act_for_the_clinic(self, scene: Scene):
        _, kept = set_up(scene)
        found = resolved(scene, kept.session.session_id, NOW)
        assert found.staff.staff_id == scene.staff["dana"] and not found.needs_two_step

    def test_a_patient_is_never_asked(self, scene: Scene):
        found = resolved(scene, signed_in(scene, "alice").session_id, NOW)
        assert found.staff is None and not found.needs_two_step

    def test_optional_lets_staff_in_who_have_no_authenticator(self, scene: Scene, optional: None):
        assert resolved(scene, signed_in(scene).session_id, NOW).staff

    def test_optional_still_asks_whoever_has_one(self, scene: Scene, optional: None):
        set_up(scene)
        assert isinstance(resolved(scene, signed_in(scene).session_id, NOW), PendingSession)

    def test_staff_who_have_one_open_nothing_without_it_not_even_as_patients(self, scene: Scene):
        before, _ = signed_in(scene), set_up(scene)
        assert resolved(scene, before.session_id, NOW).reason is EndReason.TWO_STEP
        found = resolved(scene, signed_in(scene).session_id, NOW)
        assert isinstance(found, PendingSession) and found.ctx.person_id == scene.people["dana"]

    def test_one_that_was_begun_and_not_confirmed_asks_nobody(self, scene: Scene, optional: None):
        ctx = signed_in(scene)
        app_of(scene, ctx)
        assert resolved(scene, ctx.session_id, NOW).staff

    def test_the_stages(self, scene: Scene):
        ctx = signed_in(scene)
        assert scene.database.read(two_step.stage, ctx) is Stage.SET_UP
        scene.database.write(two_step.set_up, ctx, app_of(scene, ctx).at(NOW))
        assert scene.database.read(two_step.stage, ctx) is Stage.PASSED
        assert scene.database.read(two_step.stage, signed_in(scene)) is Stage.ASKED


class TestSetUp:
    def test_the_same_sign_in_is_shown_the_same_secret_and_another_one_another(self, scene: Scene):
        first, second = signed_in(scene), signed_in(scene)
        secret = app_of(scene, first).secret
        assert app_of(scene, first).secret == secret
        assert app_of(scene, second).secret != secret
        with pytest.raises(WrongSecondStep):  # its secret is gone
            scene.database.write(two_step.set_up, first, pyotp.TOTP(secret).at(NOW))

    def test_the_address_names_the_clinic_and_the_username(self, scene: Scene):
        uri = scene.database.write(two_step.begin, signed_in(scene)).uri
        assert uri.startswith("otpauth://totp/Cedar%20Physio:dana?secret=")

    def test_it_needs_a_right_code_and_keeps_nothing_of_a_wrong_one(self, scene: Scene):
        ctx = signed_in(scene)
        app = app_of(scene, ctx)
        with pytest.raises(WrongSecondStep):
            scene.database.write(two_step.set_up, ctx, wrong(app))
        assert scene.database.read(two_step.stage, ctx) is Stage.SET_UP
        assert not scene.rows(RecoveryCode)
        assert not scene.rows(OutboxMessage)

    def test_it_gives_ten_codes_and_tells_by_mail_and_in_the_trail(self, scene: Scene):
        _, kept = set_up(scene)
        assert len(set(kept.codes)) == 10
        assert [row.kind for row in scene.rows(OutboxMessage)] == ["two_step_set_up"]
        assert [entry.actor_id for entry in scene.audit("two_step.set_up")] == [scene.people["dana"]]
        stored = " ".join(row.code_hash for row in scene.rows(RecoveryCode))
        assert not any(code in stored or code.replace("-", "") in stored for code in kept.codes)

    def test_it_is_set_up_once(self, scene: Scene):
        app, _ = set_up(scene)
        ctx = signed_in(scene, now=LATER)
        for again in (lambda tx: two_step.begin(tx, ctx), lambda tx: two_step.set_up(tx, ctx, app.at(LATER))):
            with pytest.raises(AlreadyDone):
                scene.database.write(again)

    def test_of_two_at_once_one_is_set_up(self, scene: Scene):
        ctx = signed_in(scene)
        code = app_of(scene, ctx).at(NOW)
        assert sorted(at_once(scene, two_step.set_up, ctx, code)) == ["AlreadyDone"] * 3 + ["done"]
        assert len(scene.rows(RecoveryCode)) == 10

    def test_opening_the_page_in_several_tabs_at_once_makes_one_secret(self, scene: Scene):
        ctx = signed_in(scene)
        with ThreadPoolExecutor(4) as threads:
            shown = list(threads.map(lambda _: scene.database.write(two_step.begin, ctx).secret, range(4)))
        assert len(set(shown)) == 1

    @pytest.mark.parametrize("use_case", [two_step.set_up, two_step.prove, two_step.recover])
    def test_a_patient_without_an_authenticator_has_nothing_to_prove(self, scene: Scene, use_case):
        with pytest.raises(WrongSecondStep):
            scene.database.write(use_case, signed_in(scene, "alice"), "000000")

    def test_whoever_works_at_the_clinic_cannot_turn_it_off(self, scene: Scene):
        app, _ = set_up(scene)
        with pytest.raises(NotAllowed):
            scene.database.write(two_step.turn_off, signed_in(scene, now=LATER), app.at(LATER))


class TestProve:
    @pytest.mark.parametrize(
        ("after_start", "accepted"),
        [
            (-STEP - MICRO, False),
            (-STEP, True),
            (timedelta(0), True),
            (2 * STEP - MICRO, True),
            (2 * STEP, False),
        ],
    )
    def test_a_code_is_good_in_its_own_half_minute_and_its_neighbours(
        self, scene: Scene, after_start: timedelta, accepted: bool
    ):
        app, _ = set_up(scene)
        assert LATER.timestamp() % 30 == 0
        moment = LATER + after_start
        if accepted:
            assert prove(scene, app.at(LATER), now=moment)
        else:
            with pytest.raises(WrongSecondStep):
                prove(scene, app.at(LATER), now=moment)

    def test_a_code_is_taken_once_in_whatever_sign_in(self, scene: Scene):
        app, _ = set_up(scene)
        prove(scene, app.at(LATER))
        for moment in (LATER, LATER + STEP):
            with pytest.raises(WrongSecondStep):
                prove(scene, app.at(LATER), now=moment)
        prove(scene, app.at(LATER + STEP), now=LATER + STEP)

    def test_the_code_that_set_it_up_is_used(self, scene: Scene):
        app, _ = set_up(scene)
        with pytest.raises(WrongSecondStep):
            prove(scene, app.at(NOW), now=NOW)

    def test_after_a_code_of_the_next_half_minute_the_current_one_is_past(self, scene: Scene):
        app, _ = set_up(scene)
        prove(scene, app.at(LATER + STEP))
        with pytest.raises(WrongSecondStep):
            prove(scene, app.at(LATER))

    def test_of_several_at_once_one_gets_through(self, scene: Scene):
        app, _ = set_up(scene)
        ctx = signed_in(scene, now=LATER)
        assert sorted(at_once(scene, two_step.prove, ctx, app.at(LATER))) == ["WrongSecondStep"] * 3 + ["done"]

    def test_the_sign_in_stays_under_a_new_cookie(self, scene: Scene):
        app, _ = set_up(scene)
        ctx = signed_in(scene, now=LATER)
        session = scene.database.write(two_step.prove, ctx, app.at(LATER))
        assert session.session_id == ctx.session_id
        [row] = scene.rows(LoginSession, id=ctx.session_id)
        assert row.cookie_hash == sessions.hash_of(session.cookie)
        assert row.two_step_at == row.proven_at == LATER
        assert [entry.session_id for entry in scene.audit("two_step.passed")] == [ctx.session_id]

    def test_a_sign_in_that_has_ended_meanwhile_is_not_revived_and_the_code_is_not_spent(self, scene: Scene):
        app, _ = set_up(scene)
        ctx = signed_in(scene, now=LATER)
        scene.database.write(sessions.end_all, ctx, ctx.person_id, sessions.EndReason.ALL)
        with pytest.raises(NotFound):
            prove(scene, app.at(LATER), ctx)
        prove(scene, app.at(LATER))

    def test_the_code_of_somebody_else_is_wrong(self, scene: Scene):
        set_up(scene)
        sams, _ = set_up(scene, "sam")
        with pytest.raises(WrongSecondStep):
            prove(scene, sams.at(LATER))

    @pytest.mark.parametrize("typed", ["", " ", "12345", "1234567", "\0", "١٢٣٤٥٦", "x" * 5000, "-00001"])
    def test_what_is_no_code_is_wrong(self, scene: Scene, typed: str):
        set_up(scene)
        with pytest.raises(WrongSecondStep):
            prove(scene, typed)

    def test_a_code_may_be_typed_with_a_space(self, scene: Scene):
        app, _ = set_up(scene)
        code = app.at(LATER)
        assert prove(scene, f" {code[:3]} {code[3:]} ")

    def test_without_an_authenticator_every_code_is_wrong(self, scene: Scene):
        with pytest.raises(WrongSecondStep):
            prove(scene, "000000")


class TestRecover:
    def test_each_code_works_once_and_its_owner_is_told(self, scene: Scene):
        _, kept = set_up(scene)
        ctx = signed_in(scene, now=LATER)
        session = scene.database.write(two_step.recover, ctx, kept.codes[3].upper().replace("-", " "))
        assert resolved(scene, session.session_id).staff
        with pytest.raises(WrongSecondStep):
            scene.database.write(two_step.recover, signed_in(scene), kept.codes[3])
        told = scene.rows(OutboxMessage, kind="two_step_recovered")
        assert [row.facts["left"] for row in told] == ["9"]
        assert len(scene.audit("two_step.recovered")) == 1
        assert scene.database.write(two_step.recover, signed_in(scene), kept.codes[4])

    def test_of_several_at_once_one_gets_through(self, scene: Scene):
        _, kept = set_up(scene)
        found = at_once(scene, two_step.recover, signed_in(scene), kept.codes[0])
        assert sorted(found) == ["WrongSecondStep"] * 3 + ["done"]

    @pytest.mark.parametrize("typed", ["", "-", "aaaaa-aaaaa", "\0", "x" * 5000])
    def test_anything_else_is_wrong(self, scene: Scene, typed: str):
        set_up(scene)
        with pytest.raises(WrongSecondStep):
            scene.database.write(two_step.recover, signed_in(scene), typed)

    def test_the_code_of_somebody_else_is_wrong(self, scene: Scene):
        set_up(scene)
        _, sams = set_up(scene, "sam")
        with pytest.raises(WrongSecondStep):
            scene.database.write(two_step.recover, signed_in(scene), sams.codes[0])


class TestTheSecretItself:
    def test_it_cannot_be_read_in_the_database_file(self, sqlite_scene: Scene):
        app, _ = set_up(sqlite_scene)
        path = Path(sqlite_scene.database.url.removeprefix("sqlite:///"))
        kept = b"".join(found.read_bytes() for found in path.parent.glob(f"{path.name}*"))
        assert b"authenticator" in kept
        assert app.secret.encode() not in kept
        assert app.byte_secret() not in kept

    def test_in_another_row_it_is_useless(self, scene: Scene):
        set_up(scene)
        sams, _ = set_up(scene, "sam")
        [dana] = scene.rows(Account, person_id=scene.people["dana"])
        [sam] = scene.rows(Account, person_id=scene.people["sam"])
        [stolen] = scene.rows(Authenticator, account_id=sam.id)
        with scene.database.writing() as tx:
            row = tx.get_one(Authenticator, scene.rows(Authenticator, account_id=dana.id)[0].id)
            row.secret = stolen.secret
        with pytest.raises(Unreadable):
            prove(scene, sams.at(LATER))

    def test_it_is_bound_to_its_table_column_and_row(self, sqlite_scene: Scene):
        sealed = seal("secret", "a", "b", "c")
        assert unseal(sealed, "a", "b", "c") == "secret"
        assert seal("secret", "a", "b", "c") != sealed
        for place in (("x", "b", "c"), ("a", "x", "c"), ("a", "b", "x")):
            with pytest.raises(Unreadable):
                unseal(sealed, *place)

    @pytest.mark.parametrize("spoil", [lambda s: "", lambda s: s[:-4], lambda s: s[:-5] + "AAAA=", lambda s: "x" + s])
    def test_a_damaged_one_is_refused(self, sqlite_scene: Scene, spoil):
        with pytest.raises(Unreadable):
            unseal(spoil(seal("secret", "a", "b", "c")), "a", "b", "c")

    def test_another_key_opens_nothing_and_says_so(self, sqlite_scene: Scene, monkeypatch: pytest.MonkeyPatch):
        sealed = seal("secret", "a", "b", "c")
        monkeypatch.setenv("MYACCOUNT_SECRET_KEY", "another key of this deployment, long enough")
        configuration.config.cache_clear()
        with pytest.raises(Unreadable, match="another key"):
            unseal(sealed, "a", "b", "c")


class TestOperator:
    def test_a_reset_takes_it_away_ends_the_sign_ins_and_is_told(self, scene: Scene):
        _, kept = set_up(scene)
        assert scene.database.write(operator.reset_two_step, "cedar", "dana", LATER)
        assert not scene.rows(Authenticator)
        assert not scene.rows(RecoveryCode)
        assert scene.rows(LoginSession, id=kept.session.session_id)[0].end_reason == "operator"
        assert [entry.person_id for entry in scene.audit("two_step.reset")] == [scene.people["dana"]]
        assert len(scene.rows(OutboxMessage, kind="two_step_reset")) == 1
        assert scene.database.read(two_step.stage, signed_in(scene)) is Stage.SET_UP

    def test_there_may_be_nothing_to_reset(self, scene: Scene):
        assert not scene.database.write(operator.reset_two_step, "cedar", "dana", LATER)
        assert not scene.rows(OutboxMessage)

    def test_it_touches_nobody_else(self, scene: Scene):
        app, _ = set_up(scene)
        set_up(scene, "sam")
        scene.database.write(operator.reset_two_step, "cedar", "sam", LATER)
        assert prove(scene, app.at(LATER))

    def test_the_operator_sees_how_it_stands(self, scene: Scene):
        assert scene.database.read(operator.two_step_line, "cedar", "dana").confirmed == ""
        set_up(scene)
        line = scene.database.read(operator.two_step_line, "cedar", "dana")
        assert (line.confirmed, line.codes_left) == ("2026-11-20 15:00", 10)

    def test_an_unknown_name_is_told(self, scene: Scene):
        with pytest.raises(NotAcceptable):
            scene.database.write(operator.reset_two_step, "cedar", "nobody", LATER)


def test_the_moment_of_these_tests_begins_a_half_minute():
    assert LATER.astimezone(UTC) == datetime(2026, 11, 20, 15, 10, tzinfo=UTC)


def wrong(app: pyotp.TOTP, moment: datetime = NOW) -> str:
    """Make up six digits that are good at no moment near this one."""
    good = {app.at(moment + step * STEP) for step in range(-3, 4)}
    return next(code for code in ("000000", "111111", "222222", *map(str, range(333333, 333343))) if code not in good)


def at_once(scene: Scene, use_case, ctx: PatientContext, code: str) -> list[str]:
    """Try the same four times at once; tell how each ended."""

    def once(_: int) -> str:
        try:
            scene.database.write(use_case, ctx, code)
        except (WrongSecondStep, AlreadyDone) as refused:
            return type(refused).__name__
        return "done"

    with ThreadPoolExecutor(4) as threads:
        return list(threads.map(once, range(4)))
