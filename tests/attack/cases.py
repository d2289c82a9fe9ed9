"""The core attacks, each as a question: does it get through? Asked of the portal, and of one without its locks."""

import json
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from myaccount.services.identity.tab_identity import HEADER, TabIdentity
from myaccount.state.account.appointments import AppointmentsState
from myaccount.state.account.history import HistoryState
from myaccount.state.live import LiveState
from tests.attack.socket import HYDRATE, ROOT, Refused, Said, Tab, event
from tests.attack.world import CALL, CANCEL, LOAD, SECRET, Person, World, sign_in

Attack = Callable[[World], bool]
CASES: dict[str, Attack] = {}
ASK = f"{AppointmentsState.get_full_name()}.ask"
REASON = f"{AppointmentsState.get_full_name()}.choose_reason"
FILTER = f"{HistoryState.get_full_name()}.filter"
REFRESH = f"{LiveState.get_full_name()}.refresh"
EVIL = "https://evil.test"


def case(attack: Attack) -> Attack:
    """Note an attack under its name."""
    CASES[attack.__name__.replace("_", " ")] = attack
    return attack


def cases(prefix: str, attack: Callable[[World, Any], bool], *variants: Any) -> None:
    """Note an attack in several variants."""
    for variant in variants:
        CASES[f"{prefix} {variant!r:.60}"] = partial(_turned, attack, variant)


def _turned(attack: Callable[[World, Any], bool], variant: Any, world: World) -> bool:
    return attack(world, variant)


def leaks(said: Said) -> bool:
    """Whether anything of Alice's is in what was said."""
    return SECRET in said.text or CALL in said.text


def let_in(person: Person, **forged: Any) -> bool:
    """Whether a socket is let in."""
    try:
        person.tab(**forged).close()
    except Refused:
        return False
    return True


def _abandoned(world: World, cookie: str) -> Tab:
    """Leave a tab of Alice's behind that has shown her visits; its token is what a thief finds."""
    tab = world.alice.tab(cookie=cookie)
    assert leaks(tab.call(LOAD))
    tab.close()
    time.sleep(0.1)
    return tab


@case
def a_stolen_token_without_a_cookie(world: World) -> bool:
    with world.nobody.tab(token=_abandoned(world, world.alice.cookie).token) as thief:
        return leaks(thief.hear())


@case
def a_stolen_token_with_the_thiefs_own_cookie(world: World) -> bool:
    with world.bob.tab(token=_abandoned(world, world.alice.cookie).token) as thief:
        return leaks(thief.hear())


@case
def a_stolen_token_from_another_clinic(world: World) -> bool:
    with world.charlie.tab(token=_abandoned(world, world.alice.cookie).token) as thief:
        return leaks(thief.hear())


@case
def a_stolen_token_of_a_tab_that_is_open(world: World) -> bool:
    with world.alice.tab() as tab:
        tab.call(LOAD)
        with world.bob.tab(token=tab.token) as thief:
            return leaks(thief.hear())


@case
def the_same_token_after_signing_in_anew(world: World) -> bool:
    token = _abandoned(world, world.alice.cookie).token
    with sign_in(world.cedar, "bob", "another river stone").tab(token=token) as second:
        return leaks(second.hear())


@case
def a_cookie_at_another_clinics_address(world: World) -> bool:
    with world.charlie.tab(cookie=world.alice.cookie) as thief:
        return leaks(thief.call(LOAD))


@case
def an_identity_of_ones_own(world: World) -> bool:
    session = world.session_of("alice")
    forged = TabIdentity(world.clinic_id, session, "en").to_header()
    with world.nobody.tab(headers={HEADER: forged}) as thief:
        return leaks(thief.call(LOAD))


@case
def an_identity_of_ones_own_beside_a_cookie(world: World) -> bool:
    forged = TabIdentity(world.clinic_id, world.session_of("alice"), "en").to_header()
    with world.bob.tab(headers={HEADER.title(): forged}) as thief:
        return leaks(thief.call(LOAD))


@case
def two_cookies_that_differ(world: World) -> bool:
    with world.bob.tab(cookie=f"{world.bob.cookie}; {world.alice.cookie}") as thief:
        return leaks(thief.call(LOAD))


@case
def an_ended_session_on_an_open_socket_still_acts(world: World) -> bool:
    person = sign_in(world.cedar, "alice0")
    with person.tab() as tab:
        tab.call(LOAD)
        person.post("/sign-out")
        time.sleep(0.2)
        return tab.call(LOAD).var("loaded") is True


@case
def an_ended_session_keeps_its_page(world: World) -> bool:
    person = sign_in(world.cedar, "alice1")
    with person.tab() as tab:
        tab.call(LOAD)
        person.post("/sign-out")
        return not tab.listen(1.0).redirect.startswith("/sign-in")


def _foreign_socket(world: World, origin: str | None) -> bool:
    return let_in(world.alice, origin=origin)


cases("a socket from", _foreign_socket, EVIL, "null", None, "http://localhost", "file://", f"{EVIL}:80", "http://")


def _foreign_form(world: World, headers: dict[str, str]) -> bool:
    return world.nobody.post("/sign-out", **headers).status != 403


cases(
    "a form sent with", _foreign_form, {"Origin": EVIL}, {"Origin": "null"}, {"Origin": ""},
    {"Origin": "-", "Sec-Fetch-Site": "cross-site"}, {"Origin": "-", "Sec-Fetch-Site": "same-site"},
)  # fmt: skip


def _bare(world: World, path: str) -> bool:
    sent = world.nobody.get(path).headers
    policy = sent.get("content-security-policy", "")
    return "frame-ancestors 'none'" not in policy or sent.get("x-content-type-options") != "nosniff"


cases(
    "no headers on", _bare, "/sign-in", "/account", "/nowhere", "/portal.css", "/theme.css", "/assets/nothing.js",
    "/healthz", "/reset/none", "/calendar/visit/none.ics", "/calendar/none.ics", "/%00", "/" + "a" * 300,
    "/ping", "/icon.svg",
)  # fmt: skip


def _shown(world: World, path: str) -> bool:
    return world.nobody.get(path).status == 200


cases(
    "signed out", _shown, "/account", "/account/", "/account/history", "//account", "/./account", "/assets/../account/",
    "/account/../account/", "/account.html", "/%61ccount", "/account%2f", "/visit/x", "//visit/x",
    "/account/index.html", "/account\\", "/ACCOUNT", "/account;x", "/ping", "/_health", "/_all_routes", "/_upload",
)  # fmt: skip


def _broken(world: World, path: str) -> bool:
    return world.nobody.get(path).status >= 500


cases("an odd path", _broken, "/%00", "/account/%00", "/assets/%00", "/" + "a" * 300, "/" + "a" * 5000, "/%ff%fe", "/[")


@case
def a_host_that_writes_into_the_policy(world: World) -> bool:
    return "evil" in world.nobody.get("/sign-in", host=f"{world.nobody.host}; script-src evil").headers.get(
        "content-security-policy", "evil"
    )


def _strange_host(world: World, host: str) -> bool:
    return world.nobody.get("/sign-in", host=host).status not in (400, 404)


cases("the host", _strange_host, "evil.test", "[", "", "user@" + "x", "a/b", "a" * 300)


def _kept_talking(world: World, frame: str) -> bool:
    with world.alice.tab() as tab:
        tab.say(frame)
        return not tab.hear().hung_up


cases(
    "after the frame", _kept_talking, "42/_event," + "[" * 5000, '42/_event,["event","text"]', '42/_event,["event"]',
    '42/_event,["other",{}]', "42/_event,{}", "451-/_event,[]", "40/_event,", "9", "xyz", "2probe",
    "x" * (64 * 1024 + 1),
    '42/_event,["event",{"name":["a"],"payload":{},"router_data":{}}]',
    '42/_event,["event",{"name":"a","payload":{"n":NaN},"router_data":{}}]',
    '42/_event,["event",{"name":"a","payload":{},"router_data":"b"}]',
    '42/_event,["event",{"name":"a","payload":{},"router_data":{"headers":{}}}]',
)  # fmt: skip


@case
def a_flood_of_events(world: World) -> bool:
    with world.alice.tab() as tab:
        for _ in range(400):
            tab.say(event(REFRESH, "/account", {}))
        return not tab.listen(3.0).hung_up


def _mistyped(world: World, reason: Any) -> bool:
    with world.alice.tab() as tab:
        return tab.call(REASON, reason=reason).var("reason") == reason


cases("a reason that is none", _mistyped, 5, "because", ["unwell"], {"a": 1}, 1e308, True)


@case
def an_argument_that_nobody_asked_for(world: World) -> bool:
    with world.alice.tab() as tab:
        tab.call(LOAD)
        return bool(tab.call(ASK, appointment_id=world.visits["far"], person_id="x", now="2020-01-01").var("problem"))


@case
def a_handler_of_the_framework_with_a_value_of_ones_own(world: World) -> bool:
    with world.alice.tab() as tab:
        tab.send(f"{ROOT}.set_is_hydrated", value={"a": ["b"]})
        return '"is_hydrated_rx_state_":{"a"' in tab.hear().text.replace(" ", "")


@case
def a_handler_of_the_framework_that_no_page_needs(world: World) -> bool:
    before = world.portal.log().count("in the framework")
    with world.alice.tab() as tab:
        tab.call(f"{ROOT}.setvar", var_name="is_hydrated", value=True)
    return world.portal.log().count("in the framework") > before


def _in_their_stead(world: World, who: str) -> bool:
    before = world.records()
    with world.by_name(who).tab() as tab:
        for name in ("far", "soon", "online"):
            tab.call(CANCEL, appointment_id=world.visits[name], reason="")
    return world.records() != before


cases("a visit cancelled by", _in_their_stead, "nobody", "bob", "dana", "charlie")


@case
def a_page_of_the_pages_server_over_plain_http(world: World) -> bool:
    return world.nobody.get("/_event/?EIO=4&transport=polling").status != 404


@case
def a_token_that_is_too_long(world: World) -> bool:
    return let_in(world.alice, token="x" * 200)


@case
def a_strangers_words_in_the_log(world: World) -> bool:
    word = f"word{time.monotonic_ns()}"
    for frame in (event(f"{ROOT}.{word}", "/account", {"a": word}), f'42/_event,["event","{word}"]'):
        with world.nobody.tab(path="/sign-in") as tab:
            tab.say(frame)
            tab.say(json.dumps(word))
            tab.listen(0.2)
    return word in world.portal.log()


assert HYDRATE
