"""What two pages may say to each other through the portal, and nothing else."""

import json

import pytest

from myaccount.domain.call_signals import MOST_ADDRESSES, Greeting, Leaving, Signal, StillHere, parse

OFFER = {"description": {"type": "offer", "sdp": "v=0"}}
ADDRESS = {"candidate": "candidate:1", "sdpMid": "0", "sdpMLineIndex": 0, "usernameFragment": None}


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ({"join": {"ticket": "t", "tab": "a-1"}}, Greeting("t", "a-1")),
        ({"signal": OFFER}, Signal(OFFER)),
        ({"signal": {"candidates": [ADDRESS, None]}}, Signal({"candidates": [ADDRESS, None]})),
        ({"signal": {"candidates": [ADDRESS] * MOST_ADDRESSES}}, Signal({"candidates": [ADDRESS] * MOST_ADDRESSES})),
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
        '{"signal": {"candidates": [{"candidate": 1}]}}', '{"signal": {"candidates": [{"sdpMLineIndex": true}]}}',
        '{"signal": {"candidates": [{"sdpMLineIndex": -1}]}}', '{"signal": {"candidates": [{"more": ""}]}}',
        '{"signal": {"candidates": []}}', '{"signal": {"candidates": null}}', '{"signal": {"candidates": {}}}',
        '{"signal": {"candidates": "candidate:1"}}', '{"signal": {"candidates": [null, [null]]}}',
        '{"signal": {"candidates": [null], "visit": "another"}}', '{"signal": {"candidate": null}}',
        json.dumps({"signal": {"candidates": [None, {"candidate": "x" * 2001}]}}),
        json.dumps({"signal": {"candidates": [None] * (MOST_ADDRESSES + 1)}}),
        '{"signal": {"description": null, "candidates": [null]}}', '{"signal": {"again": 1}}',
        '{"signal": {"description": {"type": "rollback", "sdp": ""}}}',
    ],
)  # fmt: skip
def test_anything_else_is_nothing(said: str):
    assert parse(said) is None
