"""A visit that the desk cancels and brings back: what its patient hears of that, in both databases."""

from datetime import datetime, timedelta

import pytest
from icalendar import Calendar

from myaccount.domain.family import Permission
from myaccount.models import OutboxMessage, Person
from myaccount.services.desk import visits as desk
from myaccount.services.outgoing import judgement, letters
from myaccount.services.outgoing.judgement import Reason
from myaccount.store import outbox as store
from tests.scenes import FAMILY_EMAIL, NOW, Scene
from tests.services.booking.clinic_week import change
from tests.services.family.people import granted

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
AT = NOW + timedelta(days=4)
LEASE = 2 * MINUTE


def cancel(scene: Scene, visit: str, now: datetime = NOW, *, tell: bool = True) -> None:
    scene.database.write(desk.cancel, scene.dana_ctx(now=now), visit, "practitioner_away", tell=tell)


def bring_back(scene: Scene, visit: str, now: datetime = NOW + HOUR) -> None:
    scene.database.write(desk.undo, scene.dana_ctx(now=now), visit)


def send(scene: Scene, now: datetime = NOW) -> list[str]:
    """Send what is due and still holds; tell the kinds and the recipients."""
    sent = []
    for message in scene.database.write(store.claim, now, now + LEASE, 9):
        judged = scene.database.read(judgement.judge, message, now)
        if judged.reason:
            scene.database.write(store.withdraw, message, judged.reason)
        else:
            scene.database.write(store.mark_sent, message, judged.recipient, now)
            sent.append(f"{message.kind} to {judged.recipient}")
    return sent


def of_kind(scene: Scene, kind: str) -> list[OutboxMessage]:
    return scene.rows(OutboxMessage, kind=kind)


def test_who_has_been_told_that_it_is_cancelled_is_told_that_it_is_on_again(scene: Scene):
    visit = scene.book("alice", AT)
    cancel(scene, visit)
    assert send(scene) == [f"visit_cancelled to {FAMILY_EMAIL}"]
    bring_back(scene, visit)
    assert send(scene, NOW + HOUR) == [f"visit_restored to {FAMILY_EMAIL}"]
    assert send(scene, NOW + 2 * HOUR) == []
    assert scene.audit("appointment.restored")[0].facts == {"was": "cancelled", "told": True}


def test_what_has_not_left_is_withdrawn_and_nothing_is_sent(scene: Scene):
    visit = scene.book("alice", AT)
    cancel(scene, visit)
    bring_back(scene, visit, NOW)
    [message] = of_kind(scene, "visit_cancelled")
    assert (message.state, message.error) == ("withdrawn", Reason.VISIT_CHANGED)
    assert of_kind(scene, "visit_restored") == []
    assert send(scene, NOW + HOUR) == []
    assert scene.audit("appointment.restored")[0].facts["told"] is False


def test_one_that_is_on_its_way_at_this_moment_counts_as_told(scene: Scene):
    visit = scene.book("alice", AT)
    cancel(scene, visit)
    [leaving] = scene.database.write(store.claim, NOW, NOW + LEASE, 9)
    bring_back(scene, visit, NOW + MINUTE)
    scene.database.write(store.mark_sent, leaving, FAMILY_EMAIL, NOW + MINUTE)
    assert send(scene, NOW + MINUTE) == [f"visit_restored to {FAMILY_EMAIL}"]


def test_what_was_cancelled_without_a_word_comes_back_without_one(scene: Scene):
    visit = scene.book("alice", AT)
    cancel(scene, visit, tell=False)
    bring_back(scene, visit)
    assert send(scene, NOW + HOUR) == []


def test_each_time_anew_and_by_what_was_told_last(scene: Scene):
    visit = scene.book("alice", AT)
    for hours in (0, 2):
        cancel(scene, visit, NOW + hours * HOUR)
        assert send(scene, NOW + hours * HOUR) == [f"visit_cancelled to {FAMILY_EMAIL}"]
        bring_back(scene, visit, NOW + (hours + 1) * HOUR)
        assert send(scene, NOW + (hours + 1) * HOUR) == [f"visit_restored to {FAMILY_EMAIL}"]
    cancel(scene, visit, NOW + 4 * HOUR)
    bring_back(scene, visit, NOW + 4 * HOUR)
    assert send(scene, NOW + 5 * HOUR) == []


def test_cancelled_again_before_it_is_told_nothing_says_that_it_is_on(scene: Scene):
    visit = scene.book("alice", AT)
    cancel(scene, visit)
    send(scene)
    bring_back(scene, visit)
    cancel(scene, visit, NOW + HOUR)
    assert send(scene, NOW + HOUR) == [f"visit_cancelled to {FAMILY_EMAIL}"]


def test_once_it_has_begun_nobody_is_told(scene: Scene):
    visit = scene.book("alice", AT)
    cancel(scene, visit)
    send(scene)
    bring_back(scene, visit, AT)
    assert of_kind(scene, "visit_restored") == []


def test_who_gets_copies_of_what_a_patient_is_told_gets_one_of_this(scene: Scene):
    granted(scene, Permission.NOTIFICATIONS)
    change(scene, Person, scene.people["bob"], email="bob@mail.test", email_key="bob@mail.test")
    visit = scene.book("alice", AT)
    cancel(scene, visit)
    send(scene)
    bring_back(scene, visit)
    assert sorted(send(scene, NOW + HOUR)) == [
        "visit_restored to bob@mail.test", f"visit_restored to {FAMILY_EMAIL}",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lang", "subject"),
    [
        ("en", "Your visit on Tue 24 November is on again"),
        ("fr", "Votre rendez-vous du mar. 24 novembre aura bien lieu"),
    ],
)
def test_the_mail_says_so_with_the_visit_and_a_calendar_entry_that_wins_over_the_cancelled_one(
    scene: Scene, lang: str, subject: str
):
    change(scene, Person, scene.alice, language=lang)
    visit = scene.book("alice", AT)
    cancel(scene, visit)
    [gone] = of_kind(scene, "visit_cancelled")
    crossed_out = entry(scene, gone)
    send(scene)
    bring_back(scene, visit)
    [message] = of_kind(scene, "visit_restored")
    letter = scene.database.read(letters.letter, message, NOW)
    assert letter.subject == subject
    assert [detail.text for detail in letter.details][1:3] == ["Physiotherapy", "Sam Field"]
    again = entry(scene, message)
    assert (crossed_out["status"], again["status"], again["uid"]) == ("CANCELLED", "CONFIRMED", crossed_out["uid"])
    assert again["sequence"] > crossed_out["sequence"]
    assert again["dtstart"].params["TZID"] == "America/Toronto"


def entry(scene: Scene, message: OutboxMessage):
    [found] = Calendar.from_ical(scene.database.read(letters.letter, message, NOW).calendar).events
    return found
