"""A sign-in on a device that is new to somebody, and how they hear of it."""

from datetime import timedelta

import pytest

from myaccount.domain.topics import Topic
from myaccount.models import Account, Change, LoginSession, OutboxMessage
from myaccount.services.identity import own_sessions, sign_ins
from myaccount.services.identity.devices import Device
from myaccount.services.identity.sign_ins import How, NewSession
from myaccount.services.outgoing import letters
from tests.scenes import NOW, Scene
from tests.services.identity.test_own_sessions import at

PHONE, LIBRARY = (Device("Safari 18", "iOS 18", "192.0.2.7", name * 22) for name in "pl")


def sign_in(scene: Scene, device: Device, who: str = "alice", how: How = "password", after: int = 0) -> NewSession:
    ctx = scene.clinic_ctx(now=NOW + timedelta(minutes=after))
    [account] = scene.rows(Account, person_id=scene.people[who])
    return scene.database.write(sign_ins.start, ctx, account, how, False, device)


def mails(scene: Scene) -> list[OutboxMessage]:
    return list(scene.rows(OutboxMessage, kind="new_sign_in"))


def test_the_first_device_is_no_news_and_neither_is_one_that_is_known(scene: Scene):
    for after in range(3):
        sign_in(scene, PHONE, after=after)
    assert mails(scene) == []


def test_a_second_device_is_told_by_mail_once_with_a_way_out(scene: Scene):
    sign_in(scene, PHONE)
    sign_in(scene, LIBRARY, after=1)
    sign_in(scene, LIBRARY, after=2)
    [mail] = mails(scene)
    assert mail.recipient == "moreau@mail.test"
    letter = scene.database.read(letters.letter, mail, NOW)
    assert "Safari 18 on iOS 18, Fri 20 November, 10:01 a.m. (Toronto time)" in letter.paragraphs[0]
    assert (letter.link_label, letter.link.rpartition("/")[2]) == ("This wasn’t me", "forgot?reason=not_me")


def test_a_device_is_new_to_each_person_who_uses_it(scene: Scene):
    sign_in(scene, PHONE)
    sign_in(scene, LIBRARY, "bob")
    assert mails(scene) == []
    sign_in(scene, LIBRARY)
    assert [mail.person_id for mail in mails(scene)] == [scene.alice]


@pytest.mark.parametrize("how", ["welcome", "reset"])
def test_what_began_with_a_mail_is_not_told_by_another(scene: Scene, how: How):
    sign_in(scene, PHONE)
    sign_in(scene, LIBRARY, how=how)
    assert mails(scene) == []


def test_a_browser_without_a_mark_is_given_one_of_its_own(scene: Scene):
    one, other = (sign_in(scene, Device()) for _ in range(2))
    assert one.mark and one.mark != other.mark
    assert one.mark not in repr(one)
    assert {one.mark, other.mark}.isdisjoint(row.device_hash for row in scene.rows(LoginSession))
    assert len(mails(scene)) == 1


def test_the_pages_that_are_open_are_told(sqlite_scene: Scene):
    here = sign_in(sqlite_scene, PHONE)
    sign_in(sqlite_scene, LIBRARY, after=1)
    assert [row.person_id for row in sqlite_scene.rows(Change, topic=Topic.SIGNED_IN)] == [sqlite_scene.alice]
    soon = at(sqlite_scene, here.session_id, now=NOW + timedelta(minutes=2))
    assert sqlite_scene.database.read(own_sessions.news, soon) == (
        "Your account was just signed in to on Safari 18 on iOS 18."
    )


@pytest.mark.parametrize(("minutes", "is_told"), [(6, True), (7, False)])
def test_it_is_news_for_five_minutes(sqlite_scene: Scene, minutes: int, is_told: bool):
    here = sign_in(sqlite_scene, PHONE)
    sign_in(sqlite_scene, LIBRARY, after=1)
    later = at(sqlite_scene, here.session_id, now=NOW + timedelta(minutes=minutes))
    assert bool(sqlite_scene.database.read(own_sessions.news, later)) is is_told


def test_what_has_ended_what_is_on_this_device_and_what_is_others_is_no_news(sqlite_scene: Scene):
    here = sign_in(sqlite_scene, PHONE)
    there = sign_in(sqlite_scene, LIBRARY)
    sign_in(sqlite_scene, PHONE)
    sign_in(sqlite_scene, LIBRARY, "bob")
    with sqlite_scene.database.writing() as tx:
        tx.get_one(LoginSession, there.session_id).ended_at = NOW
    assert sqlite_scene.database.read(own_sessions.news, at(sqlite_scene, here.session_id)) == ""
