"""What the operator does from the command line."""

from collections.abc import Callable

import pytest
from sqlmodel import Session, select

from myaccount.domain.refusals import NotAcceptable
from myaccount.models import Account, AuditEntry, Clinic, LoginSession, Person, Staff
from myaccount.services.clinic_file import BadClinicFile
from myaccount.services.operation import operator
from myaccount.services.operation.operator import NewClinic
from myaccount.store.engine import Database
from tests.scenes import NOW
from tests.services.clinic_file.files import dump, load, one, rows, small_file

BIRCH = NewClinic(
    slug="birch",
    name="Birch Counselling",
    country="CA",
    time_zone="America/Vancouver",
    language="fr",
    phone="604-555-0142",
    email="",
    owner_first_name="Robin",
    owner_last_name="Achterberg",
    owner_email="robin@birch.test",
)


def test_a_new_clinic_has_an_owner_with_a_link_and_no_password(database: Database) -> None:
    link = database.write(operator.create_clinic, BIRCH, NOW)
    assert "/welcome/" in link
    clinic = one(database, Clinic)
    assert (clinic.slug, clinic.currency, clinic.email) == ("birch", "CAD", "robin@birch.test")
    owner = one(database, Staff)
    assert (owner.role, one(database, Person).id) == ("owner", owner.person_id)
    assert {entry.action for entry in rows(database, AuditEntry)} == {"clinic.created", "welcome.sent"}


def test_a_slug_belongs_to_one_clinic(database: Database) -> None:
    database.write(operator.create_clinic, BIRCH, NOW)
    before = dump(database)
    with pytest.raises(NotAcceptable):
        database.write(operator.create_clinic, BIRCH, NOW)
    assert dump(database) == before


def test_a_clinic_that_cannot_be_is_refused(database: Database) -> None:
    with pytest.raises(BadClinicFile):
        database.write(operator.create_clinic, NewClinic(**{**vars(BIRCH), "time_zone": "Mars/Olympus"}), NOW)
    assert not rows(database, Clinic)


@pytest.mark.parametrize("name", ["bob", "sam"])
def test_somebody_is_invited_once_they_have_no_account(database: Database, name: str) -> None:
    file = small_file()
    file["staff"][0]["account"] = None
    load(database, file)
    assert "/welcome/" in database.write(operator.invite, "cedar", name, NOW)


@pytest.mark.parametrize(("clinic", "name"), [("birch", "bob"), ("cedar", "nobody"), ("cedar", "alice"), ("cedar", "")])
def test_an_invitation_that_makes_no_sense_is_refused(database: Database, clinic: str, name: str) -> None:
    load(database, small_file())
    before = dump(database)
    with pytest.raises(NotAcceptable):
        database.write(operator.invite, clinic, name, NOW)
    assert dump(database) == before


@pytest.mark.parametrize("name", ["alice", "ALICE"])
def test_the_operator_sees_and_ends_sign_ins(database: Database, name: str) -> None:
    load(database, small_file())
    database.write(_sign_in)
    (line,) = database.read(operator.list_sessions, "cedar", name)
    assert (line.status, line.browser) == ("Active", "Firefox")
    assert database.write(operator.end_sessions, "cedar", name, NOW) == 1
    (line,) = database.read(operator.list_sessions, "cedar", name)
    assert line.status == "Ended (operator)"
    assert one(database, AuditEntry, action="session.ended").facts == {"reason": "operator"}


@pytest.mark.parametrize("use_case", [operator.list_sessions, lambda tx, *who: operator.end_sessions(tx, *who, NOW)])
def test_nobody_elses_sign_ins_are_found(database: Database, use_case: Callable[..., object]) -> None:
    load(database, small_file())
    with pytest.raises(NotAcceptable):
        database.write(use_case, "cedar", "nobody")


def _sign_in(tx: Session) -> None:

    account = tx.exec(select(Account).where(Account.username_key == "alice")).one()
    tx.add(
        LoginSession(
            clinic_id=account.clinic_id,
            account_id=account.id,
            person_id=account.person_id,
            cookie_hash="x",
            created_at=NOW,
            last_used_at=NOW,
            proven_at=NOW,
            browser="Firefox",
        )
    )
