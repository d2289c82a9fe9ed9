"""What is refused, where it is said to be, and in which words."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from myaccount.store.engine import Database
from tests.services.clinic_file.files import File, load, problems, small_file, visit

Change = Callable[[File], Any]


def test_it_refuses_an_unknown_key_by_its_path(database: Database) -> None:
    file = small_file()
    file["patients"][1]["emial"] = "x"
    assert problems(database, file) == ["$.patients[1].emial: This key is not known here"]


def test_it_tells_everything_that_is_wrong_at_once(database: Database) -> None:
    file = small_file()
    file["clinic"]["time_zone"] = "Mars/Olympus"
    file["treatments"][0]["minutes"] = 7
    file["patients"][0]["email"] = "nobody"
    file["appointments"][1]["staff"] = "pat"
    found = problems(database, file)
    assert "$.clinic.time_zone: 'Mars/Olympus' is not a time zone" in found
    assert "$.treatments[0].minutes: This must be a multiple of 5" in found
    assert "$.patients[0].email: This is not an e-mail address" in found
    del file["clinic"]["time_zone"]
    file["clinic"]["time_zone"] = "America/Toronto"
    assert problems(database, file) == [
        "$.treatments[0].minutes: This must be a multiple of 5",
        "$.patients[0].email: This is not an e-mail address",
        "$.appointments[1].staff: There is no staff member with the id 'pat'",
    ]


def _set(*path: str | int, to: Any) -> Change:
    def change(file: File) -> None:
        place: Any = file
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = to

    return change


def _add(section: str, item: File) -> Change:
    return lambda file: file[section].append(item)


CASES: list[tuple[Change, str]] = [
    (_set("format", to="other/2"), '$.format: This must be "myaccount-clinic/1"'),
    (_set("clinic", "slug", to="Cedar Physio"), "$.clinic.slug: A slug is made of"),
    (_set("clinic", "name", to="x" * 5000), "$.clinic.name: This must be at most 200 characters long"),
    (_set("clinic", "country", to="FR"), "$.clinic.country: This must be 'CA' or 'US'"),
    (_set("clinic", "color", to="red"), "$.clinic.color: A colour is written like"),
    (_set("clinic", "color", to="#fff;}body{display:none"), "$.clinic.color: A colour is written like"),
    (_set("clinic", "domains", to=["a b"]), "$.clinic.domains[0]: This is not a host name"),
    (_set("clinic", "domains", to=["a.test", "A.test"]), "$.clinic.domains[1]: This host name is named twice"),
    (_set("clinic", "language", to="de"), "$.clinic.language: This must be 'en' or 'fr'"),
    (_set("settings", "allow_cancellations", to=1), "$.settings.allow_cancellations: This must be true or false"),
    (
        _set("settings", "cancellation_period_hours", to=-1),
        "$.settings.cancellation_period_hours: This must be at least 0",
    ),
    (
        _set("settings", "cancellation_period_hours", to=True),
        "$.settings.cancellation_period_hours: This must be a whole",
    ),
    (
        _set("settings", "online_provider", to="jitsi"),
        "$.settings.online_provider: The clinic's Jitsi server is not set up yet",
    ),
    (_set("settings", "colour", to="x"), "$.settings.colour: This key is not known here"),
    (_set("locations", 0, "time_zone", to="../../etc/passwd"), "$.locations[0].time_zone: '../../etc/passwd' is not"),
    (_set("locations", to={}), "$.locations: This must be a list"),
    (_set("locations", 0, to="main"), "$.locations[0]: This must be an object"),
    (_set("treatments", 0, "minutes", to=62), "$.treatments[0].minutes: This must be a multiple of 5"),
    (_set("treatments", 0, "minutes", to=0), "$.treatments[0].minutes: This must be at least 5"),
    (_set("treatments", 0, "minutes", to=60.0), "$.treatments[0].minutes: This must be a whole number"),
    (_set("treatments", 0, "minutes", to="60"), "$.treatments[0].minutes: This must be a whole number"),
    (_set("treatments", 0, "buffer_minutes", to=3), "$.treatments[0].buffer_minutes: This must be a multiple of 5"),
    (_set("treatments", 0, "price_cents", to=-1), "$.treatments[0].price_cents: This must be at least 0"),
    (_set("treatments", 0, "price_cents", to=10**30), "$.treatments[0].price_cents: This must be at most"),
    (_set("treatments", 0, "kind", to="group"), "$.treatments[0].kind: This must be 'one_on_one' or 'class'"),
    (_set("treatments", 1, "capacity", to=None), "$.treatments[1]: A class needs a capacity"),
    (_set("treatments", 0, "capacity", to=3), "$.treatments[0]: A class needs a capacity"),
    (_set("staff", 0, "role", to="admin"), "$.staff[0].role: This must be"),
    (_set("treatments", 0, "cpt", to="physio"), "$.treatments[0].cpt: A CPT code has five characters, such as 97110"),
    (_set("staff", 0, "npi", to="12"), "$.staff[0].npi: An NPI has ten digits"),
    (
        _set("staff", 0, "treatments", to=["massage"]),
        "$.staff[0].treatments[0]: There is no treatment with the id 'massage'",
    ),
    (_set("staff", 0, "shifts", 0, "location", to="moon"), "$.staff[0].shifts[0].location: There is no location"),
    (_set("staff", 0, "shifts", 0, "weekdays", to=["monday"]), "$.staff[0].shifts[0].weekdays[0]: This must be"),
    (_set("staff", 0, "shifts", 0, "from", to="9:00"), "$.staff[0].shifts[0].from: A time of day is written"),
    (_set("staff", 0, "shifts", 0, "to", to="08:00"), "$.staff[0].shifts[0]: A shift ends after it begins"),
    (_set("staff", 0, "account", "username", to="ALICE"), "$.staff[0].account.username: Somebody else at this clinic"),
    (_set("staff", 0, "account", "username", to="bob@mail.test"), "$.staff[0].account.username: "),
    (_set("staff", 0, "account", "password", to=""), "$.staff[0].account.password: This must not be blank"),
    (_set("patients", 0, "first_name", to="   "), "$.patients[0].first_name: This must not be blank"),
    (_set("patients", 0, "first_name", to="x" * 5000), "$.patients[0].first_name: This must be at most 200 characters"),
    (_set("patients", 0, "first_name", to="👩" * 201), "$.patients[0].first_name: This must be at most 200 characters"),
    (_set("patients", 0, "first_name", to="a\u0000b"), "$.patients[0].first_name: This must not contain control"),
    (_set("patients", 0, "first_name", to="a\nb"), "$.patients[0].first_name: This must be a single line"),
    (_set("patients", 0, "first_name", to=5), "$.patients[0].first_name: This must be text"),
    (_set("patients", 0, "email", to="a@b\r\nBcc: c@d.test"), "$.patients[0].email: This is not an e-mail address"),
    (_set("patients", 0, "mobile", to="12"), "$.patients[0].mobile: This is not a phone number"),
    (_set("patients", 0, "mobile", to="call me"), "$.patients[0].mobile: This is not a phone number"),
    (_set("patients", 0, "date_of_birth", to="1988-02-30"), "$.patients[0].date_of_birth: There is no day 1988-02-30"),
    (_set("patients", 0, "date_of_birth", to="03/02/1988"), "$.patients[0].date_of_birth: A date is written"),
    (_set("patients", 0, "date_of_birth", to=19880203), "$.patients[0].date_of_birth: A date is written"),
    (_set("patients", 0, "id", to=7), "$.patients[0].id: This must be text"),
    (
        _set("classes", 0, "treatment", to="physio-60"),
        "$.classes[0].treatment: The treatment 'physio-60' is not a class",
    ),
    (_set("classes", 0, "start", to="2027-03-14T02:30"), "$.classes[0].start: 2027-03-14 02:30 does not exist in"),
    (_set("appointments", 0, "start", to="soon"), "$.appointments[0].start: A time is written like"),
    (_set("appointments", 0, "start", to="2026-02-30T10:00"), "$.appointments[0].start: There is no time"),
    (
        _set("appointments", 0, "start", to="2026-11-24T15:02"),
        "$.appointments[0].start: What is still to come must start",
    ),
    (
        _set("appointments", 0, "booked_at", to="2027-03-14T02:30"),
        "$.appointments[0].booked_at: 2027-03-14 02:30 does not",
    ),
    (_set("appointments", 0, "state", to="done"), "$.appointments[0].state: This must be"),
    (
        _set("appointments", 0, "patient", to="carol"),
        "$.appointments[0].patient: There is no patient with the id 'carol'",
    ),
    (_set("appointments", 0, "treatment", to="yoga"), "$.appointments[0].class: The treatment 'yoga' is a class"),
    (_set("appointments", 0, "class", to="yoga-9"), "$.appointments[0].class: There is no class with the id 'yoga-9'"),
    (
        _set("appointments", 0, "class", to="yoga-1"),
        "$.appointments[0].treatment: This differs from the class 'yoga-1'",
    ),
    (_set("appointments", 1, "start", to="2026-11-25T19:00"), "$.appointments[1].start: This differs from the class"),
    (
        _set("appointments", 0, "call_url", to="javascript:alert(1)"),
        "$.appointments[0].call_url: This must be a web address",
    ),
    (_set("appointments", 0, "class_id", to="yoga-1"), "$.appointments[0].class_id: This key is not known here"),
    (
        _add("patients", {"id": "alice", "first_name": "Other"}),
        "$.patients[2].id: The id 'alice' is used twice, first at",
    ),
    (_add("appointments", visit("a2")), "$.appointments[2]: Sam Patel is already booked at that time"),
    (_add("appointments", visit("a2", start="2026-11-24T15:55")), "$.appointments[2]: Sam Patel is already booked"),
    (_add("appointments", visit("a2", start="2026-11-25T18:30")), "$.appointments[2]: Sam Patel is already booked"),
    (
        _add(
            "classes",
            {"id": "y2", "treatment": "yoga", "staff": "sam", "location": "main", "start": "2026-11-25T18:05"},
        ),
        "$.classes[1]: Sam Patel is already booked at that time",
    ),
]


@pytest.mark.parametrize(("change", "expected"), CASES, ids=[expected for _, expected in CASES])
def test_it_refuses(sqlite_database: Database, change: Change, expected: str) -> None:
    file = small_file()
    change(file)
    assert any(problem.startswith(expected) for problem in problems(sqlite_database, file)), problems(
        sqlite_database, file
    )


@pytest.mark.parametrize("start", ["2026-11-24T14:00", "2026-11-24T16:00", "now+40m"])
def test_visits_may_follow_each_other_without_a_gap(sqlite_database: Database, start: str) -> None:
    file = small_file()
    file["appointments"].append(visit("a2", start=start))
    load(sqlite_database, file)


def test_a_full_class_takes_nobody_else(database: Database) -> None:
    file = small_file()
    seat = {"treatment": "yoga", "start": "2026-11-25T18:00", "class": "yoga-1"}
    file["appointments"] += [visit("y2", patient="bob", **seat), visit("y3", patient="sam", **seat)]
    assert problems(database, file) == ["$.appointments[3]: The class is full: it has 2 seats"]


def test_a_host_name_of_another_clinic_is_refused(database: Database) -> None:
    load(database, small_file())
    other = small_file()
    other["clinic"]["slug"] = "birch"
    assert problems(database, other) == ["$.clinic.domains[0]: Another clinic answers at this host name"]


def test_naming_what_could_not_be_read_is_no_second_mistake(sqlite_database: Database) -> None:
    file = small_file()
    file["treatments"][0]["minutes"] = 7
    file["patients"][0]["email"] = "nobody"
    assert len(problems(sqlite_database, file)) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "$: The file is not JSON"),
        ("[]", "$: The file must be a JSON object"),
        ('{"format": "myaccount-clinic/1",}', "$: The file is not JSON"),
        ('{"format": "myaccount-clinic/1"}', "$.clinic: This is required"),
        ('{"format": "myaccount-clinic/1", "clinic": []}', "$.clinic: This must be an object"),
        ('{"format": 1, "format": 2}', "$: The file cannot be read: the key 'format' appears twice"),
        ('{"format": NaN}', "$: The file cannot be read: NaN is not a JSON number"),
        ("[" * 100_000, "$: The file cannot be read: it is nested too deeply"),
        ('{"format": ' + "9" * 5000 + "}", "$: The file cannot be read"),
        (b"\xff\xfe\x00{", "$: The file is not"),
        (b'{"format": "\xe9"}', "$: The file is not UTF-8 text"),
    ],
)
def test_it_refuses_what_is_no_clinic_file(sqlite_database: Database, text: str | bytes, expected: str) -> None:
    assert problems(sqlite_database, text)[0].startswith(expected)


def test_half_a_letter_is_not_text(sqlite_database: Database) -> None:
    text = json.dumps(small_file()).replace('"Bob"', '"\\ud800"')
    assert problems(sqlite_database, text) == ["$.patients[1].first_name: This is not readable text"]


def test_a_strange_key_is_quoted_in_its_path(sqlite_database: Database) -> None:
    found = problems(sqlite_database, small_file() | {'a "b"\u202e': 1})
    assert found == ['$["a \\"b\\"\\u202e"]: This key is not known here']
