"""What an import brings, and what importing again does."""

import json
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from myaccount.domain.appointments import AppointmentState
from myaccount.models import (
    Account,
    Appointment,
    AuditEntry,
    Claim,
    ClassSession,
    Clinic,
    ClinicHost,
    ClinicSetting,
    Document,
    Form,
    Location,
    Person,
    Shift,
    Staff,
    StaffTreatment,
    Treatment,
)
from myaccount.services import clinic_file
from myaccount.services.identity import passwords
from myaccount.services.operation import sweeps
from myaccount.store import appointments as appointment_store
from myaccount.store import claims
from myaccount.store.engine import Database
from tests.services.clinic_file.files import NOW, dump, load, one, problems, rows, small_file, visit


def test_it_brings_everything_that_the_file_says(database: Database) -> None:
    report = load(database, small_file())
    clinic = one(database, Clinic)
    assert (clinic.slug, clinic.color, clinic.settings_version, clinic.created_at) == ("cedar", "#1f6f5c", 1, NOW)
    assert one(database, ClinicHost).host == "my.cedar.test"
    assert one(database, ClinicSetting).value == 12
    assert one(database, Location).name == "Main Street"
    assert {t.external_id: t.capacity for t in rows(database, Treatment)} == {"physio-60": None, "yoga": 2}
    assert [(c.kind, c.added) for c in report.counts] == [
        ("clinic", 1),
        ("locations", 1),
        ("treatments", 2),
        ("patients", 2),
        ("staff", 1),
        ("classes", 1),
        ("appointments", 2),
    ]


def test_a_patient_is_found_by_their_details(database: Database) -> None:
    load(database, small_file())
    alice = one(database, Person, external_id="alice")
    assert (alice.email, alice.email_key, alice.mobile) == ("Alice@Mail.test", "alice@mail.test", "+14165550111")
    assert alice.date_of_birth == date(1988, 2, 3)
    assert alice.email_verified_at == NOW
    assert one(database, Person, external_id="bob").email_verified_at is None


def test_an_extension_is_kept_as_contact_info_keeps_it(database: Database) -> None:
    file = small_file()
    file["patients"][0]["other_phone"] = "416-555-0100 ext. 5"
    load(database, file)
    assert one(database, Person, external_id="alice").other_phone == "+14165550100;ext=5"
    assert load(database, file).counts == load(database, file).counts


def test_an_account_opens_with_its_first_password(database: Database) -> None:
    load(database, small_file())
    account = one(database, Account, username_key="alice")
    assert account.username == "Alice"
    assert passwords.verify("a quiet river stone", account.password_hash)[0]


def test_passwords_are_hashed_before_the_import_holds_the_database(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = json.dumps(small_file())
    hashes = clinic_file.hashed(database.read(clinic_file.first_passwords, text, NOW))
    monkeypatch.setattr("myaccount.services.clinic_file.accounts.hash_password", _never)
    database.write(clinic_file.load, text, NOW, hashes=hashes)
    assert {row.username_key: row.password_hash for row in rows(database, Account)} == hashes
    assert database.read(clinic_file.first_passwords, text, NOW) == {}


def test_a_dry_run_hashes_nothing(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("myaccount.services.clinic_file.accounts.hash_password", _never)
    assert database.write(clinic_file.rehearse, json.dumps(small_file()), NOW).rehearsed


def _never(_plain: str) -> str:
    raise AssertionError("hashed inside the transaction")


def test_a_staff_member_is_a_patient_as_well(database: Database) -> None:
    load(database, small_file())
    sam = one(database, Staff)
    person = one(database, Person, id=sam.person_id)
    assert (person.first_name, person.external_id, sam.external_id) == ("Sam", None, "sam")
    assert one(database, Account, username_key="sam").person_id == person.id
    assert len(rows(database, StaffTreatment, staff_id=sam.id)) == 2
    shifts = rows(database, Shift, staff_id=sam.id)
    assert {(s.weekday, s.opens, s.closes) for s in shifts} == {(0, time(9), time(17)), (1, time(9), time(17))}


def test_a_staff_member_can_have_appointments_of_their_own(database: Database) -> None:
    file = small_file()
    file["staff"].append({"id": "dana", "first_name": "Dana", "role": "front_desk"})
    file["appointments"][0]["patient"] = "dana"
    load(database, file)
    dana = one(database, Staff, external_id="dana")
    assert one(database, Appointment, external_id="a1").person_id == dana.person_id


def test_an_appointment_keeps_its_wall_time_and_its_instant(database: Database) -> None:
    load(database, small_file())
    row = one(database, Appointment, external_id="a1")
    assert row.starts_local == datetime(2026, 11, 24, 15, 0)
    assert row.starts_at == datetime(2026, 11, 24, 20, 0, tzinfo=UTC)
    assert row.ends_at - row.starts_at == timedelta(minutes=60)
    assert (row.zone, row.state, row.minutes, row.version) == ("America/Toronto", "booked", 60, 1)


def test_a_visit_to_come_holds_its_practitioners_time_and_a_class_member_a_seat(database: Database) -> None:
    load(database, small_file())
    held = {table_id.external_id: len(rows(database, Claim, holder_id=table_id.id)) for table_id in _holders(database)}
    assert held == {"a1": 12, "y1": 1, "yoga-1": 12}
    assert one(database, Claim, resource=f"class:{one(database, ClassSession).id}").cell == 0


@pytest.mark.parametrize("state", ["cancelled", "archived", "no_show"])
def test_a_visit_that_is_off_holds_nothing(database: Database, state: str) -> None:
    file = small_file()
    file["appointments"] = [visit("a1", state=state), visit("a2")]
    load(database, file)
    assert not rows(database, Claim, holder_id=one(database, Appointment, external_id="a1").id)


MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("booked_at", "stays_for"), [("now", 5), ("now-3m", 2), ("now+1h", 5), ("now-5m", 0), ("2026-11-20T10:00:00Z", 0)]
)
def test_a_visit_that_is_only_held_gives_its_time_back_after_five_minutes(
    database: Database, booked_at: str, stays_for: int
) -> None:
    file = small_file()
    file["appointments"] = [visit("a1", state="reserved", booked_at=booked_at)]
    load(database, file)
    left, end = NOW + timedelta(minutes=stays_for) - MOMENT, NOW + timedelta(minutes=stays_for)
    assert _cells_and_state(database) == ((12, "reserved") if stays_for else (0, "archived"))
    assert not stays_for or database.write(sweeps.free_expired_holds, left) == 0
    database.write(sweeps.free_expired_holds, end)
    assert _cells_and_state(database) == (0, "archived")


def test_a_held_visit_that_was_swept_stays_archived_when_its_file_comes_again(database: Database) -> None:
    file = small_file()
    file["appointments"] = [visit("a1", state="reserved", booked_at=NOW.isoformat())]
    load(database, file)
    later = NOW + timedelta(minutes=5)
    database.write(sweeps.free_expired_holds, later)
    assert load(database, file, later).kept == ()
    assert _cells_and_state(database) == (0, "archived")


def _cells_and_state(database: Database) -> tuple[int, str]:
    row = one(database, Appointment, external_id="a1")
    return len(rows(database, Claim, holder_id=row.id)), row.state


def test_a_visit_that_is_over_holds_nothing(database: Database) -> None:
    file = small_file()
    file["appointments"] = [visit("a1", start="2026-11-19T15:03"), visit("a2", start="2026-11-19T15:03")]
    load(database, file)
    assert not rows(database, Claim, holder_id=one(database, Appointment, external_id="a1").id)


def test_importing_the_same_again_changes_nothing(database: Database) -> None:
    load(database, small_file())
    before = dump(database)
    report = load(database, small_file(), NOW + timedelta(hours=1))
    after = dump(database)
    for told in ("audit_entry", "change"):
        before.pop(told), after.pop(told)
    assert after == before
    assert all((count.added, count.updated) == (0, 0) for count in report.counts)


def test_importing_again_updates(database: Database) -> None:
    load(database, small_file())
    ids = {row.external_id: row.id for row in _holders(database)}
    file = small_file()
    file["clinic"] |= {"name": "Cedar & Sons", "domains": ["other.cedar.test"]}
    file["settings"]["allow_cancellations"] = False
    file["staff"][0]["shifts"] = []
    file["staff"][0]["treatments"] = ["yoga"]
    file["patients"][1]["last_name"] = "Stone"
    file["appointments"][0] |= {"start": "2026-11-26T09:00", "state": "arrived"}
    load(database, file)
    clinic = one(database, Clinic)
    assert (clinic.name, clinic.settings_version) == ("Cedar & Sons", 2)
    assert one(database, ClinicHost).host == "other.cedar.test"
    assert {row.key for row in rows(database, ClinicSetting)} == {"cancellation_period_hours", "allow_cancellations"}
    assert not rows(database, Shift)
    assert len(rows(database, StaffTreatment)) == 1
    assert one(database, Person, external_id="bob").last_name == "Stone"
    moved = one(database, Appointment, external_id="a1")
    assert (moved.id, moved.state, moved.version) == (ids["a1"], "arrived", 2)
    assert moved.starts_at == datetime(2026, 11, 26, 14, 0, tzinfo=UTC)


def test_what_the_file_leaves_out_of_the_clinic_stays_as_it_is(database: Database) -> None:
    file = small_file()
    file["clinic"]["language"] = "fr"
    load(database, file)
    before = one(database, Clinic)
    file["clinic"] = {key: file["clinic"][key] for key in ("slug", "name", "country", "time_zone")}
    load(database, file)
    assert one(database, Clinic) == before
    assert one(database, ClinicHost).host == "my.cedar.test"


def test_a_moved_visit_frees_its_old_time(database: Database) -> None:
    load(database, small_file())
    file = small_file()
    file["appointments"][0]["start"] = "2026-11-24T16:00"
    file["appointments"].append(visit("a2", patient="bob", start="2026-11-24T15:00"))
    load(database, file)
    assert {h.external_id: len(rows(database, Claim, holder_id=h.id)) for h in _holders(database)} == {
        "a1": 12,
        "a2": 12,
        "y1": 1,
        "yoga-1": 12,
    }


def test_a_later_file_may_name_what_an_earlier_one_brought(database: Database) -> None:
    load(database, small_file())
    file = {key: small_file()[key] for key in ("format", "clinic")}
    load(database, file | {"appointments": [visit("a2", start="2026-11-24T16:00")]})
    assert len(rows(database, Appointment)) == 3


def test_a_class_that_moves_takes_its_members_along(database: Database) -> None:
    load(database, small_file())
    file = {key: small_file()[key] for key in ("format", "clinic", "classes")}
    file["classes"][0]["start"] = "2026-11-26T18:00"
    load(database, file)
    member = one(database, Appointment, external_id="y1")
    assert member.starts_at == one(database, ClassSession).starts_at == datetime(2026, 11, 26, 23, 0, tzinfo=UTC)
    again = small_file()
    again["classes"][0]["start"] = again["appointments"][1]["start"] = "2026-11-27T18:00"
    assert load(database, again).kept == ()


def test_a_dry_run_tells_the_same_and_changes_nothing(database: Database) -> None:
    load(database, small_file())
    before = dump(database)
    file = small_file()
    file["patients"][1]["last_name"] = "Stone"
    file["appointments"].append(visit("a2", start="2026-11-24T16:00"))
    report = database.write(clinic_file.rehearse, json.dumps(file), NOW)
    assert dump(database) == before
    assert report.rehearsed
    assert [(c.added, c.updated) for c in report.counts if c.kind in ("patients", "appointments")] == [(0, 1), (1, 0)]
    assert load(database, file).counts == report.counts


def test_what_a_patient_changed_since_is_kept_and_told(database: Database) -> None:
    load(database, small_file())
    _change(database, Person, "alice", address="9 New Road", first_name="Alicia")
    file = small_file()
    file["patients"][0] |= {"first_name": "Alison", "last_name": "Moreau-Bell", "address": "9 New Road"}
    report = load(database, file)
    alice = one(database, Person, external_id="alice")
    assert (alice.first_name, alice.last_name, alice.address) == ("Alicia", "Moreau-Bell", "9 New Road")
    assert report.kept == ("$.patients[0].first_name",)
    assert load(database, file).kept == report.kept


def test_what_the_clinic_changed_since_becomes_what_the_file_says(database: Database) -> None:
    load(database, small_file())
    said = {Location: ("main", {"address": "2 New St"}), Treatment: ("physio-60", {"price_cents": 1})}
    for table, (name, values) in said.items():
        _change(database, table, name, **values)
    _change(database, Staff, "sam", registration_number="PT-2")
    assert load(database, small_file()).kept == ()
    assert one(database, Location).address == "1 Main St"
    assert one(database, Treatment, external_id="physio-60").price_cents == 12000
    assert one(database, Staff).registration_number == "PT-1"


def test_an_address_that_the_patient_changed_since_stays_unverified(database: Database) -> None:
    load(database, small_file())
    _change(database, Person, "alice", email="new@mail.test", email_key="new@mail.test", email_verified_at=None)
    assert load(database, small_file()).kept == ("$.patients[0].email",)
    alice = one(database, Person, external_id="alice")
    assert (alice.email, alice.email_key, alice.email_verified_at) == ("new@mail.test", "new@mail.test", None)


def test_a_role_that_the_owner_changed_since_is_kept_and_told(database: Database) -> None:
    load(database, _with_role("front_desk"))
    load(database, _with_role("owner"))
    assert one(database, Staff).role == "owner"
    _change(database, Staff, "sam", role="practitioner")
    assert load(database, _with_role("owner")).kept == ("$.staff[0].role",)
    assert one(database, Staff).role == "practitioner"
    assert load(database, _with_role("practitioner")).kept == ()
    load(database, _with_role("front_desk"))
    assert one(database, Staff).role == "front_desk"


def test_a_role_of_who_came_in_before_roles_were_remembered_is_the_portals(sqlite_database: Database) -> None:
    load(sqlite_database, _with_role("owner"))
    with sqlite_database.writing() as tx:
        sam = tx.get_one(Staff, one(sqlite_database, Staff).id)
        person = tx.get_one(Person, sam.person_id)
        sam.role, person.imported = "practitioner", {"first_name": "Sam"}
    assert load(sqlite_database, _with_role("owner")).kept == ("$.staff[0].role",)
    assert one(sqlite_database, Staff).role == "practitioner"


def _with_role(role: str) -> dict[str, Any]:
    file = small_file()
    file["staff"][0]["role"] = role
    return file


def test_a_password_and_a_username_that_the_patient_chose_since_are_kept(database: Database) -> None:
    load(database, small_file())
    with database.writing() as tx:
        account = tx.get_one(Account, one(database, Account, username_key="alice").id)
        account.username, account.username_key, account.password_hash = "moreau", "moreau", "another"
    file = small_file()
    file["patients"][0]["account"]["password"] = "something else entirely"
    assert load(database, file).kept == ("$.patients[0].account.username",)
    account = one(database, Account, person_id=one(database, Person, external_id="alice").id)
    assert (account.username, account.password_hash) == ("moreau", "another")


def test_a_visit_cancelled_in_the_portal_stays_so_and_its_time_stays_free(database: Database) -> None:
    load(database, small_file())
    _cancel(database, "a1")
    file = small_file()
    file["appointments"].append(visit("a2", patient="bob"))
    report = load(database, file)
    row = one(database, Appointment, external_id="a1")
    assert (row.state, row.cancelled_at, row.cancel_reason) == ("cancelled", NOW, "unwell")
    assert report.kept == ("$.appointments[0].state",)
    assert len(rows(database, Claim, holder_id=one(database, Appointment, external_id="a2").id)) == 12


def test_a_visit_moved_in_the_portal_stays_where_it_is(database: Database) -> None:
    load(database, small_file())
    moved = {"starts_local": datetime(2026, 11, 24, 17), "starts_at": datetime(2026, 11, 24, 22, tzinfo=UTC)}
    _change(database, Appointment, "a1", **moved, ends_at=datetime(2026, 11, 24, 23, tzinfo=UTC))
    file = small_file()
    file["appointments"][0]["start"] = "2026-11-24T09:00"
    assert load(database, file).kept == ("$.appointments[0].start",)
    assert one(database, Appointment, external_id="a1").starts_at == moved["starts_at"]


def test_a_scene_can_be_set_again_whatever_was_done_to_it(database: Database) -> None:
    load(database, small_file())
    _cancel(database, "a1")
    assert load(database, small_file(), keeps_visits=False).kept == ()
    row = one(database, Appointment, external_id="a1")
    assert (row.state, row.cancelled_at, row.cancel_reason) == ("booked", None, None)
    assert len(rows(database, Claim, holder_id=row.id)) == 12


def test_another_clinic_may_use_the_same_ids_and_usernames(database: Database) -> None:
    load(database, small_file())
    other = small_file()
    other["clinic"] |= {"slug": "birch", "domains": []}
    load(database, other)
    assert len(rows(database, Person, external_id="alice")) == 2
    assert len(rows(database, Account, username_key="alice")) == 2


def test_an_import_is_in_the_audit_trail_without_names(database: Database) -> None:
    load(database, small_file())
    entry = one(database, AuditEntry, action="clinic.imported")
    assert entry.facts == {"changed": 10, "kept": 0}


def test_names_of_all_the_world_are_taken(database: Database) -> None:
    file = small_file()
    file["patients"][1] |= {"first_name": "👩‍⚕️ Łucja", "last_name": "Ng'ang'a \"; DROP TABLE person; --"}
    load(database, file)
    bob = one(database, Person, external_id="bob")
    assert (bob.first_name, bob.last_name) == ("👩‍⚕️ Łucja", "Ng'ang'a \"; DROP TABLE person; --")


def test_ten_thousand_visits_are_quick(sqlite_database: Database) -> None:
    file = small_file()
    monday = datetime(2020, 1, 6, 9)
    file["appointments"] = [
        visit(f"v{n}", start=f"{monday + timedelta(hours=n):%Y-%m-%dT%H:%M}-05:00") for n in range(10_000)
    ]
    load(sqlite_database, file)
    assert len(rows(sqlite_database, Appointment)) == 10_000


def _holders(database: Database) -> list[Any]:
    return [*rows(database, Appointment), *rows(database, ClassSession)]


def _change(database: Database, table: type[Any], name: str, **values: object) -> None:
    with database.writing() as tx:
        row = tx.get_one(table, one(database, table, external_id=name).id)
        for key, value in values.items():
            setattr(row, key, value)


def _cancel(database: Database, name: str) -> None:
    with database.writing() as tx:
        row = tx.get_one(Appointment, one(database, Appointment, external_id=name).id)
        done = {"cancelled_at": NOW, "cancel_reason": "unwell"}
        assert appointment_store.mark(tx, row, AppointmentState.CANCELLED, frm=AppointmentState.BOOKED, **done)
        claims.free(tx, row.id)


def test_a_clash_with_a_booking_of_the_portal_is_told(database: Database) -> None:
    load(database, small_file())
    _change(database, Appointment, "a1", external_id=None)
    file = small_file()
    file["appointments"] = [visit("a2", start="2026-11-24T15:30")]
    assert problems(database, file) == ["$.appointments[0]: Sam Patel is already booked at that time"]


def test_forms_and_documents_may_name_a_patient_of_an_earlier_file(database: Database) -> None:
    load(database, small_file())
    template = {"id": "intake", "name": "Intake", "questions": [{"id": "q1", "type": "date", "label": "Since when?"}]}
    file = {key: small_file()[key] for key in ("format", "clinic")} | {
        "form_templates": [template],
        "forms": [{"id": "f1", "template": "intake", "patient": "alice"}],
        "documents": [
            {"id": "d1", "patient": "bob", "kind": "chart_entry", "title": "Plan", "text": "Rest.", "dated": "today"}
        ],
    }
    load(database, file)
    assert one(database, Form).person_id == one(database, Person, external_id="alice").id
    assert one(database, Document).person_id == one(database, Person, external_id="bob").id
