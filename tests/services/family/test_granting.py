"""Giving permission, changing it and taking it back; and inviting somebody without learning whether they are here."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from myaccount.domain.family import (
    FamilyOff,
    NobodyInvited,
    NothingGranted,
    OwnInvitation,
    PastExpiry,
    Permission,
    TooManyInvitations,
)
from myaccount.domain.refusals import LinkExpired, NotFound
from myaccount.models import Invitation, OutboxMessage
from myaccount.services.family import granting, inviting
from myaccount.services.family.page import page
from myaccount.views.family import FamilyPage
from tests.scenes import FAMILY_EMAIL, NOW, Scene
from tests.services.family.people import granted, rows

BOOKINGS = frozenset({Permission.BOOKINGS})


@pytest.fixture
def on(scene: Scene) -> Scene:
    """The scene with Family turned on."""
    scene.set("family_profiles", True)
    return scene


def invite(
    scene: Scene, typed: str = FAMILY_EMAIL, who: str = "alice", until: date | None = None, **more: object
) -> None:
    """Invite somebody to book."""
    given = {"permissions": BOOKINGS, "expires_on": until} | more
    scene.database.write(inviting.invite, scene.ctx(who), typed, "child", **given)


def mails(scene: Scene, kind: str) -> list[tuple[str, str]]:
    """Whom mails of a kind go to, and whose message log they stand in."""
    by_id = {person_id: who for who, person_id in scene.people.items()}
    with scene.database.writing() as tx:
        found = tx.exec(select(OutboxMessage).where(OutboxMessage.kind == kind)).all()
        return [(row.recipient, by_id.get(row.person_id or "", "")) for row in found]


def token(scene: Scene) -> str:
    """The token of the last invitation, out of its mail."""
    with scene.database.writing() as tx:
        found = tx.exec(select(OutboxMessage).where(OutboxMessage.kind == "family_invitation")).all()
        return str(found[-1].facts["link"]).rpartition("/")[2]


def shown(scene: Scene, who: str) -> FamilyPage:
    """What somebody's page shows."""
    return scene.database.read(page, scene.ctx(who))


def test_who_accepts_may_act_and_both_are_told(on: Scene):
    invite(on)
    assert mails(on, "family_invitation") == [(FAMILY_EMAIL, "alice")]
    name = on.database.write(inviting.accept, on.bob_ctx(), token(on))
    assert name == "Alice Moreau"
    assert [(row.from_id, row.to_id, row.permissions) for row in rows(on)] == [
        (on.people["alice"], on.people["bob"], "bookings")
    ]
    assert mails(on, "family_granted") == [(FAMILY_EMAIL, "alice")]
    assert mails(on, "family_received") == [(FAMILY_EMAIL, "bob")]
    assert [one.name for one in shown(on, "alice").granted] == ["Bob Moreau"]
    assert [(one.name, one.can_act) for one in shown(on, "bob").received] == [("Alice Moreau", True)]
    assert shown(on, "bob").granted == []


def test_the_answer_is_the_same_for_somebody_whom_the_clinic_does_not_know(on: Scene):
    invite(on, "nobody@mail.test")
    invite(on, "416-555-0199")
    assert mails(on, "family_invitation") == []
    assert {one.sent_to for one in shown(on, "alice").invited} == {"nobody@mail.test", "+14165550199"}


def test_an_address_that_nobody_has_verified_gets_no_mail(on: Scene):
    on.unverify("alice", "bob")
    invite(on)
    assert mails(on, "family_invitation") == []


def test_it_is_accepted_once(on: Scene):
    invite(on)
    link = token(on)
    on.database.write(inviting.accept, on.bob_ctx(), link)
    for who in ("bob", "dana"):
        with pytest.raises(LinkExpired):
            on.database.write(inviting.accept, on.ctx(who), link)
    assert len(rows(on)) == 1


@pytest.mark.parametrize("late", [timedelta(days=7), timedelta(days=8)])
def test_after_seven_days_it_opens_nothing(on: Scene, late: timedelta):
    invite(on)
    with pytest.raises(LinkExpired):
        on.database.write(inviting.accept, on.bob_ctx(now=NOW + late), token(on))
    assert on.database.read(inviting.look, on.bob_ctx(now=NOW + timedelta(days=7, seconds=-1)), token(on)).whose


def test_nobody_accepts_their_own_and_nobody_of_another_clinic_does(on: Scene):
    invite(on)
    with pytest.raises(OwnInvitation):
        on.database.write(inviting.accept, on.alice_ctx(), token(on))
    on.set("family_profiles", True, "birch")
    with pytest.raises(LinkExpired):
        on.database.write(inviting.accept, on.charlie_ctx(), token(on))
    with pytest.raises(NotFound):
        on.database.write(inviting.accept, on.charlie_at_cedar_ctx(), token(on))
    assert rows(on) == []


def test_what_was_withdrawn_or_declined_opens_nothing(on: Scene):
    invite(on)
    first = token(on)
    with pytest.raises(NotFound):
        on.database.write(inviting.withdraw, on.bob_ctx(), shown(on, "alice").invited[0].id)
    on.database.write(inviting.withdraw, on.alice_ctx(), shown(on, "alice").invited[0].id)
    invite(on)
    on.database.write(inviting.decline, on.bob_ctx(), token(on))
    for link in (first, token(on)):
        with pytest.raises(LinkExpired):
            on.database.write(inviting.accept, on.bob_ctx(), link)


def test_the_eleventh_within_a_day_is_one_too_many(on: Scene):
    for _ in range(10):
        invite(on)
    with pytest.raises(TooManyInvitations):
        invite(on)
    later = on.alice_ctx(now=NOW + timedelta(days=1))
    on.database.write(inviting.invite, later, FAMILY_EMAIL, "", permissions=BOOKINGS, expires_on=None)
    with on.database.writing() as tx:
        assert len(tx.exec(select(Invitation)).all()) == 11


def test_what_makes_no_sense_is_refused(on: Scene):
    with pytest.raises(NobodyInvited):
        invite(on, "Bob, my brother")
    with pytest.raises(NothingGranted):
        invite(on, permissions=frozenset())
    with pytest.raises(PastExpiry):
        invite(on, until=date(2026, 11, 19))
    invite(on, until=date(2026, 11, 20))


def test_with_the_switch_off_nothing_is_granted_and_an_end_still_works(scene: Scene):
    relationship_id = granted(scene)
    scene.set("family_profiles", False)
    with pytest.raises(FamilyOff):
        invite(scene)
    with pytest.raises(FamilyOff):
        shown(scene, "alice")
    scene.database.write(granting.revoke, scene.alice_ctx(), relationship_id)
    assert rows(scene)[0].ended_at is not None


def test_each_way_is_separate(scene: Scene):
    there, back = granted(scene, whose="alice", who="bob"), granted(scene, whose="bob", who="alice")
    scene.database.write(granting.revoke, scene.alice_ctx(), there)
    assert {row.id: row.ended_at is None for row in rows(scene)} == {there: False, back: True}


def test_a_change_is_told_by_mail_only_where_it_is_more(scene: Scene):
    relationship_id = granted(scene, Permission.BOOKINGS, Permission.FORMS)
    before = len(mails(scene, "family_granted"))
    scene.database.write(granting.change, scene.alice_ctx(), relationship_id, permissions=BOOKINGS, expires_on=None)
    assert len(mails(scene, "family_granted")) == before
    more = BOOKINGS | {Permission.PAYMENTS}
    later = scene.alice_ctx(now=NOW + timedelta(minutes=1))
    scene.database.write(granting.change, later, relationship_id, permissions=more, expires_on=None)
    assert len(mails(scene, "family_granted")) == before + 1
    assert rows(scene)[0].permissions == "bookings payments"


@pytest.mark.parametrize("who", ["bob", "dana", "charlie"])
def test_nobody_but_its_giver_changes_it(scene: Scene, who: str):
    relationship_id = granted(scene, Permission.FORMS)
    scene.set("family_profiles", True, "birch")
    with pytest.raises(NotFound):
        scene.database.write(granting.change, scene.ctx(who), relationship_id, permissions=BOOKINGS, expires_on=None)
    assert rows(scene)[0].permissions == "forms"


def test_either_of_the_two_ends_it_once_and_nobody_else(scene: Scene):
    relationship_id = granted(scene)
    for who in ("dana", "charlie"):
        with pytest.raises(NotFound):
            scene.database.write(granting.revoke, scene.ctx(who), relationship_id)
    scene.database.write(granting.revoke, scene.bob_ctx(), relationship_id)
    with pytest.raises(NotFound):
        scene.database.write(granting.revoke, scene.alice_ctx(), relationship_id)
    assert mails(scene, "family_revoked") == [(FAMILY_EMAIL, "alice")]
    assert mails(scene, "family_ended") == [(FAMILY_EMAIL, "bob")]


def test_a_second_permission_replaces_the_first_and_one_that_ended_stays_for_the_trail(scene: Scene):
    first = granted(scene, Permission.FORMS)
    assert granted(scene, Permission.BOOKINGS) == first
    scene.database.write(granting.revoke, scene.alice_ctx(), first)
    second = granted(scene, Permission.PAYMENTS)
    assert second != first
    assert sorted(row.permissions for row in rows(scene)) == ["bookings", "payments"]


def test_a_name_is_said_in_full_before_accepting(on: Scene):
    invite(on, until=date(2026, 12, 1))
    offer = on.database.read(inviting.look, on.bob_ctx(), token(on))
    assert (offer.whose, offer.about, offer.until) == ("Alice Moreau", "child", "Until 1 December 2026")
