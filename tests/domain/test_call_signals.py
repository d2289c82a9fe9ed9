"""What two pages may say to each other through the portal, and nothing else."""

import json

import pytest

from myaccount.domain.call_signals import Greeting, Leaving, Signal, StillHere, parse

OFFER = {"description": {"type": "offer", "sdp": "v=0"}}
ADDRESS = {"candidate": {"candidate": "candidate:1", "sdpMid": "0", "sdpMLineIndex": 0, "usernameFragment": None}}


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ({"join": {"ticket": "t", "tab": "a-1"}}, Greeting("t", "a-1")),
        ({"signal": OFFER}, Signal(OFFER)),
        ({"signal": ADDRESS}, Signal(ADDRESS)),
        ({"signal": {"candidate": None}}, Signal({"candidate": None})),
        ({"signal": {"again": True}}, Signal({"again": True})),
        ({"here": True}, StillHere()),
        ({"leave": True}, Leaving()),
    ],
)
def test_what_a_page_says_is_understood(said: object, meant: object):
    assert parse(json.dumps(said)) == meant


@pytest.mark.parametrize(
    "said",
    [
        "", "x", "[]", "null", "{}", "1e999", '{"here": NaN}', "[" * 100_000,
        '{"here": true, "leave": true}', '{"here": 1}', '{"leave": false}', '{"welcome": {}}',
        '{"join": {"ticket": "t"}}', '{"join": {"ticket": "t", "tab": "a b"}}', '{"join": {"ticket": 1, "tab": "a"}}',
        '{"join": {"ticket": "t", "tab": "a", "side": "practitioner"}}', '{"signal": null}', '{"signal": {}}',
        '{"signal": {"description": {"type": "offer", "sdp": "", "more": 1}}}',
        '{"signal": {"description": {"type": "shout", "sdp": ""}}}',
        '{"signal": {"candidate": {"candidate": 1}}}', '{"signal": {"candidate": {"sdpMLineIndex": true}}}',
        '{"signal": {"candidate": {"sdpMLineIndex": -1}}}', '{"signal": {"candidate": {"more": ""}}}',
        json.dumps({"signal": {"candidate": {"candidate": "x" * 2001}}}),
        '{"signal": {"description": null, "candidate": null}}', '{"signal": {"again": 1}}',
        '{"signal": {"description": {"type": "rollback", "sdp": ""}}}',
    ],
)  # fmt: skip
def test_anything_else_is_nothing(said: str):
    assert parse(said) is None
