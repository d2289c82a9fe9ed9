"""Notifications & Reminders, in both databases."""

from datetime import timedelta

import pytest

from myaccount.domain.refusals import NotFound, RemindersNotSelectable
from myaccount.models import OutboxMessage, Person, ReminderChoice
from myaccount.services.outgoing import judgement, reminder_sweep
from myaccount.services.outgoing.judgement import Reason
from myaccount.services.profiles import notifications
from tests.scenes import FAMILY_EMAIL, NOW, Scene

MAIL, TEXT = "email_reminder_hours", "text_reminder_hours"
AT = NOW + timedelta(hours=60)


@pytest.fixture
def choosing(scene: Scene) -> Scene:
    """A clinic that lets patients choose between a mail two days before and a text six hours before."""
    scene.set("client_selectable_reminders", True)
    scene.set(TEXT, 6)
    return scene


def page(scene: Scene, lang="en"):
    return scene.database.read(notifications.page, scene.alice_ctx(lang=lang))


def choose(scene: Scene, wanted: bool, key: str = MAIL) -> None:
    scene.database.write(notifications.choose, scene.alice_ctx(), key, wanted)


def give_mobile(scene: Scene) -> None:
    with scene.database.writing() as tx:
        person = tx.get_one(Person, scene.alice)
        person.mobile, person.mobile_verified_at = "+14165550111", NOW


def reason_now(scene: Scene) -> Reason | None:
    [message] = scene.rows(OutboxMessage)
    return scene.database.read(judgement.judge, message, NOW).reason


def test_it_shows_what_the_clinic_sends_and_why_something_cannot_be_had(choosing: Scene):
    mail, text = page(choosing).reminders
    assert (mail.name, mail.line, mail.is_on) == ("Email, 2 days before", f"To {FAMILY_EMAIL}", True)
    assert (text.name, text.is_on, text.is_possible) == ("Text message, 6 hours before", False, False)
    assert "verified mobile" in text.why_not
    give_mobile(choosing)
    text = page(choosing).reminders[1]
    assert (text.is_on, text.line) == (True, "To 416-555-0111, never at night")


def test_it_speaks_french(choosing: Scene):
    assert [row.name for row in page(choosing, "fr").reminders] == ["Courriel, 2 jours avant", "Texto, 6 heures avant"]


def test_what_somebody_does_without_is_not_sent_and_it_is_in_the_trail(choosing: Scene):
    choosing.book("alice", AT)
    choosing.database.write(reminder_sweep.plan_missing, NOW)
    choose(choosing, False)
    assert not page(choosing).reminders[0].is_on
    assert reason_now(choosing) is Reason.NOT_WANTED
    [entry] = choosing.audit("reminder.chosen")
    assert (entry.person_id, entry.subject_id, entry.facts) == (choosing.alice, MAIL, {"wanted": False})


def test_nothing_is_planned_that_somebody_does_without_until_they_take_it_again(choosing: Scene):
    choosing.book("alice", AT)
    choose(choosing, False)
    assert choosing.database.write(reminder_sweep.plan_missing, NOW) == 0
    choose(choosing, True)
    assert choosing.database.write(reminder_sweep.plan_missing, NOW) == 1
    assert reason_now(choosing) is None


def test_choosing_what_is_chosen_leaves_no_trace(choosing: Scene):
    choose(choosing, True)
    assert choosing.rows(ReminderChoice) == []
    assert choosing.audit("reminder.chosen") == []


def test_what_was_chosen_is_kept_and_holds_while_the_clinic_lets_nobody_choose(choosing: Scene):
    choosing.book("alice", AT)
    choosing.database.write(reminder_sweep.plan_missing, NOW)
    choose(choosing, False)
    choosing.set("client_selectable_reminders", False)
    assert page(choosing) == notifications.NotificationsPage()
    with pytest.raises(RemindersNotSelectable):
        choose(choosing, True)
    assert reason_now(choosing) is Reason.NOT_WANTED
    choosing.set("client_selectable_reminders", True)
    assert not page(choosing).reminders[0].is_on


@pytest.mark.parametrize("key", ["second_email_reminder_hours", "show_phone", "", "x" * 5000])
def test_what_the_clinic_does_not_send_cannot_be_chosen(choosing: Scene, key: str):
    with pytest.raises(NotFound):
        choose(choosing, False, key)


def test_bobs_reminders_stay_his(choosing: Scene):
    choose(choosing, False)
    assert choosing.database.read(notifications.page, choosing.bob_ctx()).reminders[0].is_on


def test_charlie_cannot_choose_at_a_clinic_that_is_not_his(choosing: Scene):
    with pytest.raises(NotFound):
        choosing.database.write(notifications.choose, choosing.charlie_at_cedar_ctx(), MAIL, False)
    assert choosing.rows(ReminderChoice) == []
