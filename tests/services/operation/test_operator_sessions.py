"""The operator sees and ends sign-ins from the command line."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from myaccount.domain.refusals import NotAcceptable
from myaccount.models import Account, LoginSession
from myaccount.services.operation import operator
from tests.scenes import NOW, Scene


def sign_in(tx: Session, scene: Scene, who: str, cookie: str) -> None:
    [account] = scene.rows(Account, person_id=scene.people[who])
    tx.add(
        LoginSession(
            clinic_id=account.clinic_id,
            account_id=account.id,
            person_id=account.person_id,
            cookie_hash=cookie,
            created_at=NOW - timedelta(hours=1),
            last_used_at=NOW,
            proven_at=NOW,
        )
    )


@pytest.fixture
def signed_in(scene: Scene) -> Scene:
    with scene.database.writing() as tx:
        for who, cookie in (("alice", "phone"), ("alice", "laptop"), ("bob", "tablet"), ("charlie", "desk")):
            sign_in(tx, scene, who, cookie)
    return scene


def ended(scene: Scene) -> dict[str, str | None]:
    return {row.cookie_hash: row.end_reason for row in scene.rows(LoginSession)}


def test_the_operator_ends_every_sign_in_of_one_patient(signed_in: Scene):
    assert signed_in.database.write(operator.end_sessions, "cedar", "alice", NOW) == 2
    assert ended(signed_in) == {"phone": "operator", "laptop": "operator", "tablet": None, "desk": None}
    assert [entry.actor_id for entry in signed_in.audit("session.ended")] == [None, None]


def test_a_second_time_there_is_nothing_to_end(signed_in: Scene):
    signed_in.database.write(operator.end_sessions, "cedar", "alice", NOW)
    assert signed_in.database.write(operator.end_sessions, "cedar", "alice", NOW + timedelta(hours=1)) == 0
    assert len(signed_in.audit("session.ended")) == 2


@pytest.mark.parametrize(("clinic", "patient"), [("birch", "alice"), ("cedar", "charlie"), ("oak", "alice"), ("", "")])
def test_an_unknown_clinic_or_patient_changes_nothing(signed_in: Scene, clinic: str, patient: str):
    with pytest.raises(NotAcceptable):
        signed_in.database.write(operator.end_sessions, clinic, patient, NOW)
    assert set(ended(signed_in).values()) == {None}
