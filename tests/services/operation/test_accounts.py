"""The operator disables an account, and opens it again."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from myaccount.domain.refusals import NotAcceptable, NotFound
from myaccount.models import Account, LoginSession, OutboxMessage, Person
from myaccount.services.identity import sessions
from myaccount.services.identity.sessions import ActiveSession, EndedSession
from myaccount.services.operation import operator
from myaccount.services.visits import calendar_feed
from myaccount.store import accounts
from tests.scenes import NOW, Scene
from tests.services.operation.test_operator_sessions import ended, sign_in

LATER = NOW + timedelta(minutes=1)


def session(scene: Scene) -> ActiveSession | EndedSession:
    [row] = scene.rows(LoginSession, cookie_hash="phone")
    return scene.database.read(sessions.resolve, row.clinic_id, row.id, LATER)


@pytest.fixture
def signed_in(scene: Scene) -> Scene:
    with scene.database.writing() as tx:
        for who, cookie in (("alice", "phone"), ("bob", "tablet"), ("charlie", "desk")):
            sign_in(tx, scene, who, cookie)
    assert isinstance(session(scene), ActiveSession)
    return scene


def test_a_disabled_account_is_signed_out_everywhere_and_told(signed_in: Scene):
    assert signed_in.database.write(operator.disable, "cedar", "alice", NOW) == 1
    assert isinstance(session(signed_in), EndedSession)
    assert ended(signed_in) == {"phone": "operator", "tablet": None, "desk": None}
    with signed_in.database.reading() as tx, pytest.raises(NotFound):
        accounts.own(tx, signed_in.cedar.clinic_id, signed_in.alice)
    assert [(row.person_id, row.actor_id) for row in signed_in.audit("account.disabled")] == [(signed_in.alice, None)]
    assert len(signed_in.rows(OutboxMessage, kind="account_disabled")) == 1


def test_a_sign_in_that_slipped_through_meanwhile_opens_nothing_then_or_later(signed_in: Scene):
    signed_in.database.write(operator.disable, "cedar", "alice", NOW)
    with signed_in.database.writing() as tx:
        sign_in(tx, signed_in, "alice", "late")
    [late] = signed_in.rows(LoginSession, cookie_hash="late")
    assert isinstance(signed_in.database.read(sessions.resolve, late.clinic_id, late.id, LATER), EndedSession)
    signed_in.database.write(operator.enable, "cedar", "alice", LATER)
    assert isinstance(signed_in.database.read(sessions.resolve, late.clinic_id, late.id, LATER), EndedSession)


def test_its_calendar_address_answers_no_more(scene: Scene):
    token = scene.database.write(calendar_feed.renew, scene.alice_ctx()).rpartition("/")[2].removesuffix(".ics")
    assert scene.database.read(calendar_feed.serve, scene.clinic_ctx("cedar"), token)
    scene.database.write(operator.disable, "cedar", "alice", NOW)
    with pytest.raises(NotFound):
        scene.database.read(calendar_feed.serve, scene.clinic_ctx("cedar"), token)


def test_it_is_disabled_and_opened_once_each(scene: Scene):
    assert scene.database.read(operator.account_line, "cedar", "alice") == ""
    assert not scene.database.write(operator.enable, "cedar", "alice", NOW)
    assert scene.database.write(operator.disable, "cedar", "alice", NOW) == 0
    assert scene.database.write(operator.disable, "cedar", "alice", LATER) is None
    assert scene.database.read(operator.account_line, "cedar", "alice") == f"{NOW:%Y-%m-%d %H:%M}"
    assert scene.database.write(operator.enable, "cedar", "alice", LATER)
    assert scene.database.read(operator.account_line, "cedar", "alice") == ""
    actions = [
        (len(scene.audit(name)), len(scene.rows(OutboxMessage, kind=name.replace(".", "_"))))
        for name in ("account.disabled", "account.enabled")
    ]
    assert actions == [(1, 1), (1, 1)]


def test_nobody_elses_account_is_touched(scene: Scene):
    scene.database.write(operator.disable, "cedar", "alice", NOW)
    assert [row.person_id for row in scene.rows(Account) if row.disabled_at] == [scene.alice]


@pytest.mark.parametrize("act", [operator.disable, operator.enable])
@pytest.mark.parametrize(("slug", "patient"), [("cedar", "charlie"), ("nowhere", "alice"), ("cedar", "nobody")])
def test_who_is_not_there_is_told_in_words(scene: Scene, act: Callable[..., object], slug: str, patient: str):
    with pytest.raises(NotAcceptable):
        scene.database.write(act, slug, patient, NOW)


def test_who_has_no_account_is_told_in_words(scene: Scene):
    with scene.database.writing() as tx:
        tx.get_one(Person, scene.alice).external_id = "p-1"
        tx.delete(accounts.own(tx, scene.cedar.clinic_id, scene.alice))
    with pytest.raises(NotAcceptable) as told:
        scene.database.write(operator.disable, "cedar", "p-1", NOW)
    assert told.value.facts["reason"] == "'p-1' has no account."
