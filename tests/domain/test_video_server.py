"""What a Jitsi server is told of who comes in, to the second, and what an owner may paste."""

from datetime import UTC, datetime

import pytest

from myaccount.domain.calls import Side
from myaccount.domain.video_server import Guest, Server, claims, read_keys

NOW = datetime(2026, 11, 24, 14, 30, 0, 999_999, tzinfo=UTC)
UNTIL = datetime(2026, 11, 24, 15, 55, tzinfo=UTC)
CLINIC = Server("meet.clinic.example", "portal")
SECRET = "s" * 32


def test_a_token_names_one_room_and_says_from_when_to_when_to_the_second():
    said = claims(CLINIC, "room", Guest.on(Side.PATIENT, "Zoé Moreau"), NOW, UNTIL)
    assert said == {
        "iss": "portal", "aud": "jitsi", "sub": "meet.clinic.example", "room": "room",
        "iat": 1795530600, "nbf": 1795530540, "exp": 1795535700, "moderator": False,
        "context": {"user": {"name": "Zoé Moreau", "affiliation": "member", "moderator": "false"}},
    }  # fmt: skip


def test_the_practitioner_moderates_wherever_a_server_looks_for_that():
    said = claims(CLINIC, "room", Guest.on(Side.PRACTITIONER, "Sam Rivera"), NOW, UNTIL)
    assert said["moderator"] is True
    assert said["context"]["user"] == {"name": "Sam Rivera", "affiliation": "owner", "moderator": "true"}


def test_the_subject_is_the_servers_name_without_its_port():
    said = claims(Server("meet.clinic.example:8443", "portal"), "room", Guest("Sam", True), NOW, UNTIL)
    assert said["sub"] == "meet.clinic.example"


@pytest.mark.parametrize(
    "typed",
    ["meet.clinic.example", " Meet.Clinic.Example ", "https://meet.clinic.example", "https://meet.clinic.example/",
     "https://meet.clinic.example:443"],
)  # fmt: skip
def test_a_servers_name_is_taken_however_it_is_pasted(typed: str):
    server, _, problems = read_keys({"domain": typed, "app_id": "portal", "secret": SECRET}, None)
    assert (server, problems) == (CLINIC, {})


@pytest.mark.parametrize(
    "typed",
    ["", "meet", "localhost", "10.0.0.7", "[::1]", "http://meet.clinic.example", "meet.clinic.example/room",
     "https://meet.clinic.example/?a", "me@meet.clinic.example", "meet clinic.example", "meet.clinic.example#x",
     "//meet.clinic.example", "javascript:alert(1)", "a" * 300 + ".example", "meet.clinic.example:99999",
     "a\0b.example"],
)  # fmt: skip
def test_what_is_no_servers_name_is_refused(typed: str):
    _, _, problems = read_keys({"domain": typed, "app_id": "portal", "secret": SECRET}, None)
    assert problems == {"domain": "video_server.no_domain"}


@pytest.mark.parametrize("typed", ["meet.jit.si", "https://8x8.vc/"])
def test_a_server_of_others_is_refused_with_the_reason(typed: str):
    _, _, problems = read_keys({"domain": typed, "app_id": "portal", "secret": SECRET}, None)
    assert problems == {"domain": "video_server.of_others"}


@pytest.mark.parametrize(
    ("secret", "before", "problem"),
    [
        (SECRET, None, None),
        ("s" * 31, None, "video_server.no_secret"),
        ("s" * 501, None, "video_server.no_secret"),
        ("s s" * 20, None, "video_server.no_secret"),
        ("", None, "video_server.no_secret"),
        ("", CLINIC, None),
        ("", Server("meet.clinic.example", "other"), "video_server.secret_again"),
        ("", Server("other.example", "portal"), "video_server.secret_again"),
        ("short", CLINIC, "video_server.no_secret"),
    ],
)
def test_a_secret_is_long_and_the_one_that_is_kept_stays_with_its_server(
    secret: str, before: Server | None, problem: str | None
):
    form = {"domain": CLINIC.domain, "app_id": CLINIC.app_id, "secret": secret}
    assert read_keys(form, before)[2].get("secret") == problem


@pytest.mark.parametrize("app_id", ["", "two words", "é", "a" * 201])
def test_what_is_no_app_id_is_refused(app_id: str):
    _, _, problems = read_keys({"domain": CLINIC.domain, "app_id": app_id, "secret": SECRET}, None)
    assert problems == {"app_id": "video_server.no_app_id"}
