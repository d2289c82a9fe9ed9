"""Copies of mails for whoever may have them: of visits, of money, in their language, to verified addresses alone."""

from datetime import timedelta

import pytest
from sqlmodel import select

from myaccount.domain.family import Permission
from myaccount.models import OutboxMessage, Person
from myaccount.services.desk import visits as desk
from myaccount.services.family import granting
from myaccount.services.ledger import prepayments
from myaccount.services.outgoing import judgement, letters, reminder_sweep, visit_messages
from myaccount.services.outgoing.judgement import Reason
from tests.scenes import NOW, Scene
from tests.services.family.people import granted
from tests.services.ledger.purse import Purse

LATER = NOW + timedelta(days=4)


@pytest.fixture
def helped(scene: Scene) -> Scene:
    """Bob, who reads French, gets copies of what Alice is told of her visits; she has no address herself."""
    granted(scene, Permission.NOTIFICATIONS)
    with scene.database.writing() as tx:
        bob, alice = (tx.get_one(Person, scene.people[who]) for who in ("bob", "alice"))
        bob.email, bob.email_key, bob.language = "bob@mail.test", "bob@mail.test", "fr"
        alice.email = alice.email_key = alice.email_verified_at = None
    return scene


def planned(scene: Scene, kind: str = "visit_reminder") -> list[OutboxMessage]:
    """The messages of a kind."""
    with scene.database.writing() as tx:
        return list(tx.exec(select(OutboxMessage).where(OutboxMessage.kind == kind)).all())


def plan(scene: Scene) -> None:
    """Plan the reminders that are missing, as the worker does; a second time there is nothing left."""
    at = LATER - timedelta(days=2, hours=1)
    assert scene.database.read(reminder_sweep.is_any_missing, at)
    scene.database.write(reminder_sweep.plan_missing, at)
    assert not scene.database.read(reminder_sweep.is_any_missing, at)


def test_a_child_without_an_address_has_its_reminders_sent_to_who_helps(helped: Scene):
    helped.book("alice", LATER)
    plan(helped)
    [one] = planned(helped)
    assert (one.recipient, one.language, one.person_id) == ("bob@mail.test", "fr", helped.alice)
    with helped.database.reading() as tx:
        letter = letters.letter(tx, one, NOW)
    assert letter.subject.startswith("Copie (Alice) : ")
    assert "Alice" in letter.paragraphs[0]


def test_what_is_taken_back_before_it_goes_is_not_sent(helped: Scene):
    helped.book("alice", LATER)
    plan(helped)
    [one] = planned(helped)
    due = one.due_at
    assert helped.database.read(judgement.judge, one, due).recipient == "bob@mail.test"
    with helped.database.writing() as tx:
        row = granting.store.between(tx, helped.alice, helped.people["bob"])
        assert row is not None
        relationship_id = row.id
    helped.database.write(granting.revoke, helped.alice_ctx(), relationship_id)
    assert helped.database.read(judgement.judge, one, due).reason is Reason.NOT_WANTED


def test_an_address_that_is_not_verified_gets_no_copy(helped: Scene):
    helped.unverify("bob")
    visit = helped.book("alice", LATER)
    with helped.database.writing() as tx:
        row = tx.get_one(type(helped.appointment(visit)), visit)
        visit_messages.plan_reminders(tx, helped.alice_ctx(), row, tx.get_one(Person, helped.alice))
    assert planned(helped) == []


@pytest.mark.parametrize("permission", [Permission.BOOKINGS, Permission.FINANCIAL_EMAILS])
def test_another_permission_brings_no_copies_of_visits(scene: Scene, permission: Permission):
    granted(scene, permission)
    visit = scene.book("alice", LATER)
    scene.database.write(desk.cancel, scene.dana_ctx(), visit, "other")
    assert [one.facts.get("copy_to") for one in planned(scene, "visit_cancelled")] == [None]


def test_a_cancelled_visit_is_told_in_the_language_of_each(helped: Scene):
    visit = helped.book("alice", LATER)
    helped.database.write(desk.cancel, helped.dana_ctx(), visit, "other")
    [one] = planned(helped, "visit_cancelled")
    assert (one.recipient, one.language) == ("bob@mail.test", "fr")
    assert " h " in str(one.facts["when"])


def cancel_prepaid(scene: Scene) -> None:
    """The desk cancels a visit of Alice's for which she paid 50 dollars ahead."""
    visit, purse = scene.book("alice", LATER), Purse(scene)
    paid = purse.pay("deposit", 5000)
    with scene.database.writing() as tx:
        prepayments.prepay(tx, scene.dana_ctx(), scene.appointment(visit), paid, 5000, "Deposit")
    scene.database.write(desk.cancel, scene.dana_ctx(), visit, "other")


MONEY = "Les 50,00 $ payés d’avance restent à la clinique comme crédit, pour un autre rendez-vous."


def test_of_a_cancelled_visit_the_money_is_told_only_to_who_may_have_mails_about_money(helped: Scene):
    cancel_prepaid(helped)
    [one] = planned(helped, "visit_cancelled")
    assert "money" not in one.facts
    assert planned(helped, "prepaid_returned") == []
    granted(helped, Permission.NOTIFICATIONS, Permission.FINANCIAL_EMAILS)
    cancel_prepaid(helped)
    [both] = [one for one in planned(helped, "visit_cancelled") if "money" in one.facts]
    assert helped.database.read(letters.letter, both, NOW).notes == (MONEY,)
    granted(helped, Permission.NOTIFICATIONS)
    assert helped.database.read(letters.letter, both, NOW).notes == ()
    assert planned(helped, "prepaid_returned") == []


def test_who_may_have_mails_about_money_alone_is_told_of_the_money_and_of_no_visit(helped: Scene):
    granted(helped, Permission.FINANCIAL_EMAILS)
    cancel_prepaid(helped)
    assert planned(helped, "visit_cancelled") == []
    [one] = planned(helped, "prepaid_returned")
    assert set(one.facts) == {"first_name", "money", "copy_to"}
    assert helped.database.read(judgement.judge, one, one.due_at).recipient == "bob@mail.test"
    letter = helped.database.read(letters.letter, one, NOW)
    assert (letter.notes, letter.calendar) == ((MONEY,), b"")
    granted(helped, Permission.NOTIFICATIONS)
    assert helped.database.read(judgement.judge, one, one.due_at).reason is Reason.NOT_WANTED


def test_an_address_that_two_readers_share_is_told_of_visit_and_money_at_once(helped: Scene):
    granted(helped, Permission.FINANCIAL_EMAILS, who="dana")
    with helped.database.writing() as tx:
        bob, dana = (tx.get_one(Person, helped.people[who]) for who in ("bob", "dana"))
        dana.email, dana.email_key, dana.email_verified_at = bob.email, bob.email_key, NOW
    cancel_prepaid(helped)
    [one] = planned(helped, "visit_cancelled")
    assert helped.database.read(letters.letter, one, NOW).notes == (MONEY,)
    assert planned(helped, "prepaid_returned") == []


def test_an_address_that_a_child_shares_with_a_parent_gets_each_mail_once(scene: Scene):
    granted(scene, Permission.NOTIFICATIONS)
    with scene.database.reading() as tx:
        alice, bob = (tx.get_one(Person, scene.people[who]) for who in ("alice", "bob"))
        assert alice.email_key == bob.email_key is not None
    scene.book("alice", LATER)
    plan(scene)
    assert [one.facts.get("copy_to") for one in planned(scene)] == [None]
    visit = scene.book("alice", LATER + timedelta(days=1))
    scene.database.write(desk.cancel, scene.dana_ctx(), visit, "other")
    assert [one.facts.get("copy_to") for one in planned(scene, "visit_cancelled")] == [None]


def test_two_who_share_an_address_get_one_copy(helped: Scene):
    granted(helped, Permission.NOTIFICATIONS, who="dana")
    with helped.database.writing() as tx:
        bob, dana = (tx.get_one(Person, helped.people[who]) for who in ("bob", "dana"))
        dana.email, dana.email_key, dana.email_verified_at = bob.email, bob.email_key, NOW
    visit = helped.book("alice", LATER)
    helped.database.write(desk.cancel, helped.dana_ctx(), visit, "other")
    assert [one.recipient for one in planned(helped, "visit_cancelled")] == ["bob@mail.test"]


def test_an_address_that_came_to_be_shared_gets_no_copy_any_more(helped: Scene):
    helped.book("alice", LATER)
    plan(helped)
    [one] = planned(helped)
    with helped.database.writing() as tx:
        bob, alice = (tx.get_one(Person, helped.people[who]) for who in ("bob", "alice"))
        alice.email, alice.email_key = bob.email, bob.email_key
    assert helped.database.read(judgement.judge, one, one.due_at).reason is Reason.NOT_WANTED


def test_with_the_switch_off_there_are_no_copies(helped: Scene):
    helped.set("family_profiles", False)
    visit = helped.book("alice", LATER)
    helped.database.write(desk.cancel, helped.dana_ctx(), visit, "other")
    assert planned(helped, "visit_cancelled") == []
