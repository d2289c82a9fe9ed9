"""Who saw my data: what a person reads of the audit trail."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, text

from myaccount.domain.contact import FIELDS
from myaccount.domain.people import Role
from myaccount.domain.refusals import NotFound
from myaccount.domain.sessions import EndReason
from myaccount.domain.tasks import TaskKind
from myaccount.messages import LANGUAGES, Language, say
from myaccount.models import AuditEntry, LoginSession
from myaccount.models.columns import new_id
from myaccount.services.desk import tasks
from myaccount.services.identity import sessions
from myaccount.services.profiles import contact, requests
from myaccount.services.trail import access_log, audit
from myaccount.services.trail.access_log import Shown
from myaccount.services.trail.actors import Actor
from myaccount.services.trail.audit import Action
from myaccount.services.visits import appointments
from tests.scenes import NOW, Scene
from tests.services.test_query_plans import plan, statements_of

every_language = pytest.mark.parametrize("lang", LANGUAGES)


def log(scene: Scene, who: str = "alice", shown: Shown = "everybody", cursor: str = "", **more):
    return scene.database.read(access_log.page, scene.ctx(who, **more), shown, cursor)


def lines(scene: Scene, who: str = "alice", shown: Shown = "everybody", **more) -> list[tuple[str, str]]:
    return [(one.who, one.what) for day in log(scene, who, shown, **more).days for one in day.acts]


def write(scene: Scene, action: Action, ctx=None, **more) -> None:
    scene.database.write(audit.record, ctx or scene.dana_ctx(), action, person_id=scene.alice, **more)


@every_language
@pytest.mark.parametrize("action", Action, ids=lambda action: action.value)
def test_every_action_has_words(action: Action, lang: Language):
    assert say(f"access.{action.value}", lang)


@every_language
def test_everything_else_that_an_entry_may_name_has_words(lang: Language):
    names = [f"field.{name}" for name in FIELDS] + [f"role.{role.value}" for role in Role]
    names += [f"by.{by}" for by in {"you", *(actor for actor in Actor if actor is not Actor.OWNER)}]
    assert all(say(f"access.{name}", lang) for name in names)


def test_it_names_who_of_the_clinic_by_name_and_role(scene: Scene):
    task_id = scene.database.write(requests.ask, scene.alice_ctx(), TaskKind.CORRECTION, "Something")
    scene.database.write(tasks.done, scene.dana_ctx(now=NOW + timedelta(minutes=7)), task_id)
    [day] = log(scene).days
    assert day.name == "Friday 20 November"
    assert [(one.who, one.what, one.at) for one in day.acts] == [
        ("Dana Oduya, front desk", "Marked your request as done: Correction of the record", "10:07 a.m."),
        ("You", "Sent a request to the clinic: Correction of the record", "10:00 a.m."),
    ]


def test_it_names_the_fields_and_never_the_values(scene: Scene):
    scene.database.write(contact.save, scene.alice_ctx(), {"mobile": "4165550122", "address": "9 New Road"})
    assert lines(scene) == [("You", "Changed your contact details: mobile, address")]


def test_it_names_the_visit_in_its_own_time(scene: Scene):
    visit = scene.book("alice", NOW + timedelta(days=4))
    scene.database.write(appointments.cancel, scene.alice_ctx(), visit, "")
    assert lines(scene) == [("You", "Cancelled your visit: Physiotherapy, Tue 24 November, 10:00 a.m.")]


def test_in_french(scene: Scene):
    write(scene, Action.WELCOME_SENT)
    assert lines(scene, lang="fr") == [("Dana Oduya, accueil", "Envoi du courriel de bienvenue")]


@pytest.mark.parametrize(
    ("reason", "who"),
    [(EndReason.SELF, "You"), (EndReason.OPERATOR, "The clinic’s operator"), (EndReason.IDLE, "The portal")],
)
def test_it_says_who_ended_a_sign_in_and_on_which_device(scene: Scene, reason: EndReason, who: str):
    session = LoginSession(
        clinic_id=scene.cedar.clinic_id, account_id=_account(scene), person_id=scene.alice, cookie_hash="x",
        created_at=NOW, last_used_at=NOW, proven_at=NOW, browser="Firefox", operating_system="Linux",
    )  # fmt: skip
    with scene.database.writing() as tx:
        tx.add(session)
    scene.database.write(sessions.end, scene.clinic_ctx(), session.id, scene.alice, reason)
    assert lines(scene) == [(who, "Signed your account out of a device: Firefox, Linux")]
    assert bool(lines(scene, shown="you")) is (who == "You")
    assert lines(scene, shown="clinic") == []


def test_somebody_who_was_not_signed_in_is_nobody_in_particular(scene: Scene):
    write(scene, Action.SIGN_IN_REFUSED, scene.clinic_ctx(), reason="wrong_credentials")
    assert lines(scene) == [
        ("Somebody who was not signed in as you", "Tried to sign in to your account and was turned away")
    ]


def test_an_actor_who_does_not_work_there_is_not_named(scene: Scene):
    write(scene, Action.CONTACT_CHANGED, scene.bob_ctx(), fields="mobile")
    assert lines(scene) == [("Somebody who was not signed in as you", "Changed your contact details: mobile")]


def test_the_filter_tells_the_clinic_from_oneself(scene: Scene):
    write(scene, Action.WELCOME_SENT)
    write(scene, Action.LANGUAGE_CHANGED, scene.alice_ctx())
    write(scene, Action.SIGNED_IN, scene.clinic_ctx())
    assert [what for _, what in lines(scene, shown="clinic")] == ["Sent you the Welcome mail"]
    assert [what for _, what in lines(scene, shown="you")] == ["Signed in", "Changed your language"]
    assert len(lines(scene)) == 3


def test_a_refusal_shows_to_nobody_but_the_person_it_was_about(scene: Scene):
    scene.database.write(audit.refused, scene.alice_ctx(), "change")
    scene.database.write(audit.refused, scene.ctx("sam"), "open")
    assert lines(scene) == lines(scene, "sam") == []
    write(scene, Action.REFUSED, scene.staff_ctx("sam"), subject_id=scene.alice, what="open")
    assert lines(scene) == [("Sam Field, practitioner", "Asked for something of yours that their role does not allow")]


def test_what_it_names_is_the_persons_own(scene: Scene):
    bobs = scene.book("bob", NOW + timedelta(days=4))
    write(scene, Action.APPOINTMENT_CANCELLED, subject_id=bobs)
    assert lines(scene) == [("Dana Oduya, front desk", "Cancelled your visit")]


@pytest.mark.parametrize("who", ["bob", "charlie", "dana", "robin"])
def test_nobody_else_reads_it(scene: Scene, who: str):
    write(scene, Action.WELCOME_SENT)
    assert lines(scene, who) == []
    assert scene.database.read(access_log.page, scene.charlie_at_cedar_ctx(), "everybody", "").days == ()


def test_an_act_of_another_version_is_left_out(scene: Scene):
    write(scene, Action.WELCOME_SENT)
    with scene.database.writing() as tx:
        tx.execute(text("UPDATE audit_entry SET action = 'time.travelled'"))
    assert lines(scene) == []


def test_days_are_those_of_the_clinic(scene: Scene):
    late = NOW.replace(hour=4, minute=59)  # 11:59 p.m. of the day before in Toronto
    write(scene, Action.WELCOME_SENT, scene.dana_ctx(now=late))
    write(scene, Action.WELCOME_SENT, scene.dana_ctx(now=late + timedelta(minutes=1)))
    write(scene, Action.WELCOME_SENT, scene.dana_ctx(now=NOW.replace(year=2027)))
    assert [day.name for day in log(scene).days] == [
        "Saturday 20 November 2027",
        "Friday 20 November",
        "Thursday 19 November",
    ]


def test_it_comes_twenty_at_a_time_each_entry_once(scene: Scene):
    with scene.database.writing() as tx:
        tx.execute(insert(AuditEntry), [_entry(scene, scene.alice, minute) for minute in range(45)])
    seen, sizes, cursor = [], [], ""
    while True:
        page = log(scene, cursor=cursor)
        entries = [one.at for day in page.days for one in day.acts]
        seen, sizes, cursor = seen + entries, [*sizes, len(entries)], page.cursor
        if not cursor:
            break
    assert sizes == [20, 20, 5]
    assert len(set(seen)) == 45


@pytest.mark.parametrize("cursor", ["x", "-1", "1.5", "1" * 30, "²", "1; DROP TABLE audit_entry"])
def test_a_cursor_that_no_page_gave_out_is_refused(scene: Scene, cursor: str):
    with pytest.raises(NotFound):
        log(scene, cursor=cursor)


@pytest.mark.parametrize("shown", ["everybody", "clinic", "you"])
def test_an_index_leads_to_a_persons_entries_however_many_there_are(scene: Scene, shown: Shown):
    others = [new_id() for _ in range(50)]
    with scene.database.writing() as tx:
        tx.execute(insert(AuditEntry), [_entry(scene, who, n) for who in [*others, scene.alice] for n in range(200)])
        tx.execute(text("ANALYZE"))
    with statements_of(scene) as seen:
        assert len(log(scene, shown=shown, cursor="1000000").days) > 0 or shown == "you"
    steps = "\n".join(plan(scene, statement) for statement in seen)
    assert "ix_audit_person" in steps
    assert "SCAN audit_entry" not in steps
    assert "Seq Scan on audit_entry" not in steps
    assert sum("FROM audit_entry" in statement for statement, _ in seen) == 1


def _entry(scene: Scene, person_id: str, minute: int) -> dict[str, object]:
    return {
        "clinic_id": scene.cedar.clinic_id,
        "at": NOW + timedelta(minutes=minute),
        "action": "welcome.sent",
        "actor_id": scene.people["dana"],
        "person_id": person_id,
        "facts": {},
    }


def _account(scene: Scene) -> str:
    with scene.database.reading() as tx:
        found = tx.execute(text("SELECT id FROM account WHERE person_id = :who"), {"who": scene.alice})
        return str(found.scalar_one())
