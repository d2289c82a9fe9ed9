"""A patient's profile as the clinic keeps it, in both databases: who sees it, who changes it, and what is sent."""

from datetime import date, timedelta

import pytest

from myaccount.domain.appointments import AppointmentState
from myaccount.domain.refusals import (
    AddressNotVerified,
    AlreadyDone,
    JustSent,
    LinkExpired,
    NoAddress,
    NoMobile,
    NotAllowed,
    NotFound,
    OwnerOnly,
)
from myaccount.messages.catalogue import CATALOGUES
from myaccount.models import Account, ContactChange, OneTimeLink, OutboxMessage, Person, Staff
from myaccount.services.context import StaffContext
from myaccount.services.identity import welcome
from myaccount.services.outgoing.outbox import Kind
from myaccount.services.practice import staff
from myaccount.services.profiles import contact, profiles
from myaccount.services.profiles import lists as profile_lists
from myaccount.services.profiles import mails as profile_mails
from myaccount.services.profiles.lists import List
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import outbox as outbox_store
from myaccount.views.contact import Saved
from myaccount.views.profile import Pages, Profile
from tests.scenes import FAMILY_EMAIL, NOW, Scene

MINUTE = timedelta(minutes=1)
TICK = timedelta(microseconds=1)
elsewhere = pytest.mark.parametrize("who", ["kim", "sam"])


def head(scene: Scene, ctx: StaffContext | None = None, person_id: str = "") -> Profile:
    return scene.database.read(profiles.show, ctx or scene.dana_ctx(), person_id or scene.alice)[0]


def save(scene: Scene, ctx: StaffContext | None = None, **form: str) -> Saved:
    return scene.database.write(contact.save_desk, ctx or scene.dana_ctx(), scene.alice, form)


def turned(scene: Scene, which: List, ctx: StaffContext | None = None, cursor: str = "") -> Pages:
    return scene.database.read(profile_lists.turn_to, ctx or scene.dana_ctx(), scene.alice, which, cursor)


def alice(scene: Scene) -> Person:
    return scene.rows(Person, id=scene.alice)[0]


def without_account(scene: Scene, who: str = "alice") -> None:
    with scene.database.writing() as tx:
        [account] = scene.rows(Account, person_id=scene.people[who])
        tx.delete(tx.get_one(Account, account.id))


def failed(scene: Scene, kind: str = "visit_cancelled", **facts: str) -> str:
    with scene.database.writing() as tx:
        message = OutboxMessage(
            clinic_id=scene.cedar.clinic_id, person_id=scene.alice, dedupe=kind, kind=kind, language="en",
            recipient="old@mail.test", facts=facts, due_at=NOW, created_at=NOW,
        )  # fmt: skip
        tx.add(message)
        tx.flush()
        outbox_store.mark_failed(tx, message, "recipient_refused")
    return message.id


class TestShow:
    def test_the_head_says_who_it_is(self, scene: Scene):
        with scene.database.writing() as tx:
            row = tx.get_one(Person, scene.alice)
            row.date_of_birth, row.mobile, row.pronouns = date(1988, 11, 20), "+14165550111;ext=5", "she/her"
            row.emergency_name, row.emergency_phone = "Bob", "+14165550112"
        shown = head(scene)
        assert (shown.name, shown.born) == ("Alice Moreau", "20 November 1988 · 38 years")
        assert (shown.phone, shown.phone_url) == ("416-555-0111 ext. 5", "tel:+14165550111,5")
        assert (shown.email_url, shown.email_verified) == (f"mailto:{FAMILY_EMAIL}", True)
        assert (shown.emergency, shown.language, shown.pronouns) == ("Bob · 416-555-0112", "English", "")
        assert (shown.has_account, shown.can_edit, shown.can_reset, shown.can_welcome) == (True, True, True, False)
        scene.set("client_pronouns", True)
        assert head(scene).pronouns == "she/her"
        assert head(scene, scene.dana_ctx(now=NOW - timedelta(days=1))).born.endswith("37 years")

    @elsewhere
    def test_who_may_not_see_it_gets_the_answer_of_an_unknown_id(self, scene: Scene, who: str):
        ctx = scene.staff_ctx(who)
        for person_id in (scene.alice, "A" * 22, "", "x" * 5000, "\0", "\ud800"):
            for ask in (profiles.show, profiles.opened):
                with pytest.raises(NotFound):
                    scene.database.write(ask, ctx, person_id)
            for which in ("appointments", "messages", "activity"):
                with pytest.raises(NotFound):
                    scene.database.read(profile_lists.turn_to, ctx, person_id, which, "")
        assert not scene.audit("profile.opened")

    def test_a_practitioner_reads_who_had_an_appointment_with_them_and_changes_nothing(self, scene: Scene):
        scene.book("alice", NOW - timedelta(days=3), state=AppointmentState.NO_SHOW)
        sam = scene.staff_ctx("sam")
        shown = head(scene, sam)
        assert (shown.name, shown.can_edit, shown.can_reset) == ("Alice Moreau", False, False)
        message = failed(scene)
        for change in (
            lambda tx: contact.save_desk(tx, sam, scene.alice, {"first_name": "A"}),
            lambda tx: profiles.override_booking(tx, sam, scene.alice, "off"),
            lambda tx: profile_mails.send_welcome(tx, sam, scene.alice),
            lambda tx: profile_mails.send_reset(tx, sam, scene.alice),
            lambda tx: profile_mails.send_again(tx, sam, scene.alice, message),
        ):
            with pytest.raises(NotAllowed):
                scene.database.write(change)
        assert (alice(scene).first_name, alice(scene).online_booking) == ("Alice", None)

    def test_opening_it_is_written_down_once_in_ten_minutes_for_each(self, scene: Scene):
        for at in (NOW, NOW + 10 * MINUTE - TICK, NOW + 10 * MINUTE):
            scene.database.write(profiles.opened, scene.dana_ctx(now=at), scene.alice)
        scene.database.write(profiles.opened, scene.staff_ctx("robin"), scene.alice)
        entries = scene.audit("profile.opened")
        assert [entry.actor_id for entry in entries] == [scene.people[who] for who in ("dana", "dana", "robin")]
        assert {entry.person_id for entry in entries} == {scene.alice}


class TestSave:
    def test_the_desk_writes_by_the_rules_of_contact_info_and_it_is_kept_who_did(self, scene: Scene):
        said = save(scene, mobile="416 555 0111", mobile_was="", date_of_birth="1988-02-03", date_of_birth_was="")
        assert said == Saved({}, changed=("mobile", "date_of_birth"))
        assert (alice(scene).mobile, alice(scene).date_of_birth) == ("+14165550111", date(1988, 2, 3))
        assert {(row.field, row.after, row.actor_id) for row in scene.rows(ContactChange)} == {
            ("mobile", "+14165550111", scene.people["dana"]),
            ("date_of_birth", "1988-02-03", scene.people["dana"]),
        }
        [entry] = scene.audit("contact.changed")
        assert (entry.actor_id, entry.person_id, entry.facts) == (
            scene.people["dana"], scene.alice, {"fields": "mobile,date_of_birth"},
        )  # fmt: skip

    def test_what_the_patient_changed_meanwhile_is_a_clash_and_nothing_is_written(self, scene: Scene):
        scene.database.write(contact.save, scene.alice_ctx(), {"mobile": "4165550111"})
        said = save(scene, mobile="4165550122", mobile_was="", address="9 New Road", address_was="")
        assert said == Saved({}, ("mobile",))
        assert (alice(scene).mobile, alice(scene).address) == ("+14165550111", None)

    @pytest.mark.parametrize(
        ("field", "typed", "word"),
        [("first_name", " ", "Enter a first name"), ("first_name", "x" * 5000, "at most 200"),
         ("email", "", "can’t go without"), ("date_of_birth", "2026-11-21", "in the past"), ("mobile", "1", "phone")],
    )  # fmt: skip
    def test_what_cannot_be_kept_is_refused_at_its_field(self, scene: Scene, field: str, typed: str, word: str):
        assert word in save(scene, **{field: typed}).problems[field]
        assert not scene.rows(ContactChange)

    @pytest.mark.parametrize("name", ["Zoë 🦊", "أليس", "אליס", "x" * 200])
    def test_names_of_all_the_world_are_kept(self, scene: Scene, name: str):
        save(scene, first_name=name, last_name="")
        assert head(scene).name == name

    def test_a_new_address_is_told_to_the_old_one_and_no_code_goes_to_it(self, scene: Scene):
        assert save(scene, email="new@mail.test") == Saved({}, changed=("email",), code_sent=False)
        assert (alice(scene).email_key, alice(scene).email_verified_at) == ("new@mail.test", None)
        assert [(row.kind, row.recipient) for row in scene.rows(OutboxMessage)] == [("email_changed", FAMILY_EMAIL)]
        assert not scene.rows(OneTimeLink)

    @pytest.mark.parametrize("field", ["marketing_opt_in", "clinic_id", "email_verified_at", "online_booking"])
    def test_the_desk_does_not_opt_anybody_in_or_write_what_is_no_field(self, scene: Scene, field: str):
        with pytest.raises(NotAllowed):
            save(scene, **{field: "yes"})

    def test_a_date_of_birth_is_no_field_of_the_patients_own_form(self, scene: Scene):
        with pytest.raises(NotAllowed):
            scene.database.write(contact.save, scene.alice_ctx(), {"date_of_birth": "1990-01-01"})

    @elsewhere
    def test_nobody_else_writes(self, scene: Scene, who: str):
        with pytest.raises((NotAllowed, NotFound)):
            save(scene, scene.staff_ctx(who), first_name="Mallory")
        assert alice(scene).first_name == "Alice"


class TestBooking:
    def test_an_override_is_kept_with_before_and_after_and_blank_follows_the_clinic(self, scene: Scene):
        for value in ("off", "off", "sign_in_required", "allowed", ""):
            scene.database.write(profiles.override_booking, scene.dana_ctx(), scene.alice, value)
        assert alice(scene).online_booking is None
        assert [(one.facts["before"], one.facts["after"]) for one in scene.audit("online_booking.changed")] == [
            (None, "off"), ("off", "sign_in_required"), ("sign_in_required", "allowed"), ("allowed", None),
        ]  # fmt: skip

    def test_it_is_nobodys_of_another_clinic(self, scene: Scene):
        with pytest.raises(NotFound):
            scene.database.write(profiles.override_booking, scene.dana_ctx(), scene.people["charlie"], "off")


class TestColleagues:
    """Somebody of the clinic is a patient too. Whoever can send their Welcome e-mail elsewhere has their role."""

    @pytest.mark.parametrize("who", ["robin", "sam"])
    def test_the_front_desk_writes_nobody_of_the_clinic_another_address(self, scene: Scene, who: str):
        form = {"email": "dana.at.home@mail.test", "first_name": "R."}
        with pytest.raises(OwnerOnly):
            scene.database.write(contact.save_desk, scene.dana_ctx(), scene.people[who], form)
        [person] = scene.rows(Person, id=scene.people[who])
        assert (person.email, person.first_name) == (f"{who}@clinic.test", who.title())
        saved = scene.database.write(contact.save_desk, scene.dana_ctx(), scene.people[who], {"mobile": "416-555-0177"})
        assert saved.changed == ("mobile",)

    def test_nor_does_it_invite_them_also_when_they_are_archived(self, scene: Scene):
        without_account(scene, "sam")
        for at in (None, NOW):
            with scene.database.writing() as tx:
                tx.get_one(Staff, scene.staff["sam"]).archived_at = at
            with pytest.raises(OwnerOnly):
                scene.database.write(profile_mails.send_welcome, scene.dana_ctx(), scene.people["sam"])
        assert scene.rows(OneTimeLink) == []
        assert not head(scene, person_id=scene.people["sam"]).can_welcome

    def test_the_owner_does_both(self, scene: Scene):
        without_account(scene, "sam")
        robin = scene.staff_ctx("robin")
        assert head(scene, robin, scene.people["sam"]).can_welcome
        scene.database.write(contact.save_desk, robin, scene.people["sam"], {"email": "sam@new.test"})
        assert scene.database.write(profile_mails.send_welcome, robin, scene.people["sam"]) == "sam@new.test"


class TestMails:
    def test_the_welcome_email_goes_once_a_minute(self, scene: Scene):
        without_account(scene)
        for at, refused in ((NOW, False), (NOW + MINUTE - TICK, True), (NOW + MINUTE, False)):
            ctx = scene.dana_ctx(now=at)
            if refused:
                with pytest.raises(JustSent):
                    scene.database.write(profile_mails.send_welcome, ctx, scene.alice)
            else:
                assert scene.database.write(profile_mails.send_welcome, ctx, scene.alice) == FAMILY_EMAIL
        assert [entry.actor_id for entry in scene.audit("welcome.sent")] == [scene.people["dana"]] * 2
        assert len(scene.rows(OutboxMessage, kind="welcome")) == 2

    def test_a_welcome_link_to_an_address_that_was_put_right_since_opens_nothing(self, scene: Scene):
        without_account(scene)
        link = scene.database.write(welcome.send, scene.dana_ctx(), alice(scene))
        save(scene, email="alice.moreau@mail.test")
        with pytest.raises(LinkExpired):
            scene.database.read(welcome.open_link, scene.clinic_ctx(), link.rpartition("/")[2])

    def test_who_has_an_account_is_sent_a_reset_instead(self, scene: Scene):
        with pytest.raises(AlreadyDone):
            scene.database.write(profile_mails.send_welcome, scene.dana_ctx(), scene.alice)
        assert scene.database.write(profile_mails.send_reset, scene.dana_ctx(), scene.alice) == FAMILY_EMAIL
        with pytest.raises(JustSent):
            scene.database.write(profile_mails.send_reset, scene.dana_ctx(), scene.alice)
        [entry] = scene.audit("reset.sent")
        assert (entry.actor_id, entry.person_id) == (scene.people["dana"], scene.alice)

    def test_an_address_that_staff_wrote_down_opens_no_account(self, scene: Scene):
        save(scene, email="dana.at.home@mail.test")
        with pytest.raises(AddressNotVerified):
            scene.database.write(profile_mails.send_reset, scene.dana_ctx(), scene.alice)

    def test_without_an_address_it_says_so(self, scene: Scene):
        with scene.database.writing() as tx:
            row = tx.get_one(Person, scene.alice)
            row.email = row.email_key = None
        for send in (profile_mails.send_welcome, profile_mails.send_reset):
            with pytest.raises(NoAddress):
                scene.database.write(send, scene.dana_ctx(), scene.alice)

    def test_a_reset_for_nobody_with_an_account_is_not_found(self, scene: Scene):
        without_account(scene)
        with pytest.raises(NotFound):
            scene.database.write(profile_mails.send_reset, scene.dana_ctx(), scene.alice)

    def test_a_failed_message_is_sent_again_to_the_address_of_today(self, scene: Scene):
        message = failed(scene, day="Tue", link="secret")
        assert scene.database.write(profile_mails.send_again, scene.dana_ctx(), scene.alice, message) == FAMILY_EMAIL
        [row] = scene.rows(OutboxMessage)
        assert (row.state, row.recipient, row.facts, row.error) == ("unsent", FAMILY_EMAIL, {"day": "Tue"}, None)
        with pytest.raises(NotFound):
            scene.database.write(profile_mails.send_again, scene.dana_ctx(), scene.alice, message)
        assert len(scene.audit("message.sent_again")) == 1

    def test_a_failed_text_goes_to_the_verified_number_of_today_and_to_no_email_address(self, scene: Scene):
        message = failed(scene, "visit_reminder")
        with scene.database.writing() as tx:
            tx.get_one(OutboxMessage, message).channel = "text"
            tx.get_one(Person, scene.alice).mobile = "+14165550188"
        with pytest.raises(NoMobile):
            scene.database.write(profile_mails.send_again, scene.dana_ctx(), scene.alice, message)
        with scene.database.writing() as tx:
            tx.get_one(Person, scene.alice).mobile_verified_at = NOW
        told = scene.database.write(profile_mails.send_again, scene.dana_ctx(), scene.alice, message)
        assert (told, scene.rows(OutboxMessage)[0].recipient) == ("416-555-0188", "+14165550188")

    def test_a_failed_reset_is_made_anew_and_a_code_is_the_patients_to_ask_for(self, scene: Scene):
        scene.database.write(profile_mails.send_again, scene.dana_ctx(), scene.alice, failed(scene, "reset"))
        assert len(scene.rows(OneTimeLink, kind="reset")) == 1
        with pytest.raises(NotAllowed):
            scene.database.write(profile_mails.send_again, scene.dana_ctx(), scene.alice, failed(scene, "verify_email"))

    def test_somebody_elses_message_is_not_found(self, scene: Scene):
        message = failed(scene)
        for ctx, whose in ((scene.dana_ctx(), scene.people["bob"]), (scene.dana_ctx(), scene.people["charlie"])):
            with pytest.raises(NotFound):
                scene.database.write(profile_mails.send_again, ctx, whose, message)


class TestLists:
    def test_appointments_come_latest_first_twenty_at_a_time(self, scene: Scene):
        for day in range(21):
            scene.book("alice", NOW - timedelta(days=day), claims=False)
        scene.book("alice", NOW + timedelta(days=4), state=AppointmentState.ARCHIVED, claims=False)
        scene.book("alice", NOW + timedelta(days=4))
        first = turned(scene, "appointments")
        second = turned(scene, "appointments", cursor=first.cursor)
        assert (len(first.visits), len(second.visits), second.cursor) == (20, 2, "")
        assert len({visit.id for visit in (*first.visits, *second.visits)}) == 22
        line = first.visits[0]
        assert (line.when, line.practitioner) == ("Tuesday 24 November 2026, 10:00–11:00 a.m.", "Sam Field")
        assert [visit.is_coming for visit in first.visits[:3]] == [True, True, False]

    def test_messages_say_what_where_and_why_not(self, scene: Scene):
        failed(scene)
        [line] = turned(scene, "messages").messages
        assert (line.kind, line.address, line.state_line) == ("Visit cancelled", "old@mail.test", "Failed")
        assert line.reason == "The mail server knows no such address."
        assert line.can_send_again

    def test_activity_says_when_who_and_what(self, scene: Scene):
        save(scene, mobile="4165550111")
        scene.database.write(contact.save, scene.alice_ctx(), {"address": "9 New Road"})
        mine, desks = turned(scene, "activity").activity
        assert (mine.who, mine.what, mine.detail) == ("The patient", "Changed contact details", "address")
        assert (desks.who, desks.detail, desks.when) == ("Dana Oduya", "mobile", "20 November 2026, 10:00 a.m.")

    def test_what_nobody_was_signed_in_for_is_told_as_whose_it_was(self, scene: Scene):
        ctx = scene.clinic_ctx()
        with scene.database.writing() as tx:
            for action in (Action.SIGNED_IN, Action.SIGN_IN_REFUSED, Action.WELCOME_SENT, Action.FORM_REMINDED):
                audit.record(tx, ctx, action, person_id=scene.alice)
        assert [line.who for line in turned(scene, "activity").activity] == [
            "The portal", "The clinic’s operator", "Somebody who was not signed in", "The patient",
        ]  # fmt: skip

    def test_a_text_and_what_was_withdrawn_are_told_as_what_they_are(self, scene: Scene):
        with scene.database.writing() as tx:
            tx.add(OutboxMessage(
                clinic_id=scene.cedar.clinic_id, person_id=scene.alice, dedupe="text", kind="visit_reminder",
                channel="text", language="en", recipient="+14165550188", state="withdrawn", error="visit_changed",
                due_at=NOW, created_at=NOW,
            ))  # fmt: skip
        [line] = turned(scene, "messages").messages
        assert (line.kind, line.channel, line.state_line) == ("Visit reminder", "Text message", "Not needed any more")
        assert (line.address, line.reason, line.can_send_again) == ("416-555-0188", "", False)

    def test_what_the_owner_changes_of_a_colleague_is_told_without_the_fields_of_the_staff_page(self, scene: Scene):
        scene.database.write(staff.save, scene.staff_ctx("robin"), scene.staff["sam"], {"buffer_minutes": "15"})
        pages = scene.database.read(profile_lists.turn_to, scene.dana_ctx(), scene.people["sam"], "activity", "")
        assert [(line.what, line.detail) for line in pages.activity] == [("Changed the staff profile", "")]

    @pytest.mark.parametrize("which", ["appointments", "messages", "activity"])
    def test_a_cursor_that_no_page_gave_out_is_not_found(self, sqlite_scene: Scene, which: List):
        for cursor in ("-1", "x", "2026-11-20~x", "~", "9" * 19):
            with pytest.raises(NotFound):
                turned(sqlite_scene, which, cursor=cursor)


@pytest.mark.parametrize("kind", Kind)
def test_every_mail_has_a_name_for_the_message_log(kind: Kind):
    assert all(f"message.{kind.value}" in words for words in CATALOGUES.values())


@pytest.mark.parametrize("action", Action)
def test_everything_in_the_trail_is_told_in_words(action: Action):
    assert all(f"activity.{action.value}" in words for words in CATALOGUES.values())
