"""Contact Info: what is written, what is refused, and who hears of it, in both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from myaccount import config as configuration
from myaccount.domain.refusals import AlreadyDone, NotAllowed, PronounsOff, TooManyTries
from myaccount.messages import say
from myaccount.models import ContactChange, OneTimeLink, OutboxMessage, Person
from myaccount.services.context import PatientContext
from myaccount.services.outgoing import letters
from myaccount.services.profiles import contact, contact_proof
from myaccount.services.profiles.contact_proof import Way
from myaccount.views.contact import Saved
from tests.scenes import FAMILY_EMAIL, NOW, Scene

NEW = "alice.new@mail.test"
TICK = timedelta(microseconds=1)


def save(scene: Scene, ctx: PatientContext | None = None, **form: str) -> Saved:
    return scene.database.write(contact.save, ctx or scene.alice_ctx(), form)


def alice(scene: Scene) -> Person:
    return scene.rows(Person, id=scene.alice)[0]


def shown(scene: Scene, ctx: PatientContext | None = None):
    return scene.database.read(contact.show, ctx or scene.alice_ctx())


def mails(scene: Scene, kind: str) -> list[OutboxMessage]:
    return scene.rows(OutboxMessage, kind=kind)


def verify(scene: Scene, code: str, ctx: PatientContext | None = None) -> bool:
    return scene.database.write(contact_proof.verify, ctx or scene.alice_ctx(), code)


def wrong(code: str) -> str:
    return "00000001" if code == "00000000" else "00000000"


def test_only_what_was_changed_is_written_and_kept_with_before_and_after(scene: Scene):
    said = save(scene, first_name="Alice", first_name_was="Alice", mobile="416 555 0111", mobile_was="")
    assert said == Saved({}, changed=("mobile",))
    assert alice(scene).mobile == "+14165550111"
    [change] = scene.rows(ContactChange)
    assert (change.field, change.before, change.after, change.actor_id, change.at) == (
        "mobile", None, "+14165550111", scene.alice, NOW,
    )  # fmt: skip
    assert [entry.facts for entry in scene.audit("contact.changed")] == [{"fields": "mobile"}]


def test_the_trail_holds_no_names_and_no_numbers(scene: Scene):
    save(scene, first_name="Alicia", mobile="416 555 0111", address="9 New Road")
    assert not {"Alicia", "0111", "Road"} & set(str(scene.audit("contact.changed")[0].facts))


def test_everything_can_be_changed_and_comes_back_as_people_write_it(scene: Scene):
    scene.set("client_pronouns", True)
    form = {
        "first_name": "Alicia", "last_name": "Moreau-Bell", "preferred_name": "Ali", "pronouns": "she/her",
        "mobile": "416-555-0111", "other_phone": "604-555-0142 ext. 7", "address": "9 New Road\nToronto",
        "emergency_name": "Bob Moreau", "emergency_phone": "+33 1 99 00 12 34", "marketing_opt_in": "yes",
    }  # fmt: skip
    assert set(save(scene, **form).changed) == set(form)
    after = shown(scene)
    assert {name: getattr(after, name) for name in form} == form


def test_an_extension_is_worded_in_the_readers_language_and_unchanged_it_is_no_change(scene: Scene):
    save(scene, other_phone="604-555-0142 ext. 7")
    french = scene.alice_ctx(lang="fr")
    assert shown(scene, french).other_phone == "604-555-0142 poste 7"
    assert save(scene, french, other_phone="604-555-0142 poste 7", address="9 New Road").changed == ("address",)
    assert save(scene, french, other_phone="604-555-0142 poste 8").changed == ("other_phone",)
    assert alice(scene).other_phone == "+16045550142;ext=8"


@pytest.mark.parametrize("name", ["Zoë 🦊", "أليس", "אליס", "Nguyễn Thị Ánh", "👩‍👧", "x" * 200])
def test_names_of_all_the_world_are_kept_as_they_are(scene: Scene, name: str):
    assert save(scene, first_name=name).changed == ("first_name",)
    assert alice(scene).first_name == name


@pytest.mark.parametrize(
    ("field", "typed", "word"),
    [
        ("first_name", "  ", "Enter your first name"),
        ("first_name", "x" * 5000, "at most 200"),
        ("last_name", "a\0b", "can’t be saved"),
        ("last_name", "\ud800", "can’t be saved"),
        ("address", "x" * 501, "at most 500"),
        ("email", "alice", "name@example.com"),
        ("email", "", "Enter an email"),
        ("mobile", "123", "phone number"),
        ("emergency_phone", "call me", "phone number"),
        ("language", "de", "Choose"),
        ("marketing_opt_in", "true", "Choose"),
    ],
)
def test_what_cannot_be_kept_is_told_and_nothing_at_all_is_written(scene: Scene, field: str, typed: str, word: str):
    before = alice(scene)
    said = save(scene, preferred_name="Ali", **{field: typed})
    assert list(said.problems) == [field]
    assert word in said.problems[field]
    assert alice(scene) == before
    assert scene.rows(ContactChange) == []


def test_a_field_that_changed_underneath_is_a_clash_and_nothing_is_written(scene: Scene):
    save(scene, mobile="416-555-0111", mobile_was="")
    said = save(scene, mobile="416-555-0122", mobile_was="", first_name="Alicia", first_name_was="Alice")
    assert said.clashes == ("mobile",)
    assert (alice(scene).mobile, alice(scene).first_name) == ("+14165550111", "Alice")


def test_two_people_who_change_different_fields_overwrite_nothing(scene: Scene):
    save(scene, mobile="416-555-0111", mobile_was="", address="", address_was="")
    save(scene, mobile="", mobile_was="", address="9 New Road", address_was="")
    assert (alice(scene).mobile, alice(scene).address) == ("+14165550111", "9 New Road")


def test_of_two_at_the_same_moment_one_is_written_and_the_other_told(scene: Scene):
    with ThreadPoolExecutor(2) as threads:
        numbers = ("416-555-0111", "416-555-0122")
        said = list(threads.map(lambda number: save(scene, mobile=number, mobile_was=""), numbers))
    assert sorted(one.clashes for one in said) == [(), ("mobile",)]
    assert len(scene.rows(ContactChange)) == 1


def test_pronouns_are_refused_and_hidden_while_the_clinic_does_not_ask_for_them(scene: Scene):
    scene.set("client_pronouns", True)
    save(scene, pronouns="she/her")
    assert shown(scene).pronouns == "she/her"
    scene.set("client_pronouns", False)
    assert (shown(scene).pronouns, shown(scene).asks_pronouns) == ("", False)
    with pytest.raises(PronounsOff):
        save(scene, pronouns="they/them", first_name="Alicia")
    assert (alice(scene).pronouns, alice(scene).first_name) == ("she/her", "Alice")


@pytest.mark.parametrize("name", ["clinic_id", "id", "email_verified_at", "imported", "date_of_birth", "_was", ""])
def test_no_other_column_can_be_written(scene: Scene, name: str):
    before = alice(scene)
    with pytest.raises(NotAllowed):
        save(scene, **{name: "x"})
    assert alice(scene) == before


def test_marketing_is_off_by_default_and_turning_it_on_keeps_time_and_wording(scene: Scene):
    assert shown(scene).marketing_opt_in == "no"
    save(scene, scene.alice_ctx(lang="fr"), marketing_opt_in="yes")
    [change] = scene.rows(ContactChange, field="marketing_opt_in")
    assert change.wording == say("contact.marketing", "fr", clinic="Cedar Physio")
    assert (change.at, alice(scene).marketing_opt_in) == (NOW, True)
    save(scene, marketing_opt_in="no", marketing_opt_in_was="yes")
    assert alice(scene).marketing_opt_in is False


def test_the_language_is_the_one_of_the_account_menu(scene: Scene):
    assert shown(scene).language == "en"
    save(scene, language="fr")
    assert alice(scene).language == "fr"


class TestEmail:
    def test_a_new_address_serves_nothing_until_its_code_is_typed(self, scene: Scene):
        with scene.database.writing() as tx:
            tx.get_one(Person, scene.alice).email_verified_at = NOW
        assert save(scene, email=NEW, email_was=FAMILY_EMAIL).code_sent
        assert (alice(scene).email_key, alice(scene).email_verified_at) == (NEW, None)
        [mail] = mails(scene, "verify_email")
        assert mail.recipient == NEW
        assert (shown(scene).unverified_email, shown(scene).code_sent) == (NEW, True)
        assert verify(scene, mail.facts["code"])
        assert alice(scene).email_verified_at == NOW
        assert shown(scene).unverified_email == ""

    def test_the_old_address_is_told(self, scene: Scene):
        save(scene, email=NEW)
        [mail] = mails(scene, "email_changed")
        assert mail.recipient == FAMILY_EMAIL
        assert NEW not in str(mail.facts)

    def test_other_capitals_are_no_new_address(self, scene: Scene):
        with scene.database.writing() as tx:
            tx.get_one(Person, scene.alice).email_verified_at = NOW
        assert not save(scene, email=FAMILY_EMAIL.upper()).code_sent
        assert alice(scene).email_verified_at == NOW

    def test_a_wrong_code_counts_and_after_five_the_right_one_opens_nothing(self, scene: Scene):
        save(scene, email=NEW)
        code = mails(scene, "verify_email")[0].facts["code"]
        assert not any(verify(scene, wrong(code)) for _ in range(5))
        assert not verify(scene, code)

    def test_a_code_expires_after_half_an_hour(self, scene: Scene):
        save(scene, email=NEW)
        code = mails(scene, "verify_email")[0].facts["code"]
        assert not verify(scene, code, scene.alice_ctx(now=NOW + timedelta(minutes=30)))
        assert verify(scene, code, scene.alice_ctx(now=NOW + timedelta(minutes=30) - TICK))

    def test_a_code_for_one_address_proves_no_other(self, scene: Scene):
        save(scene, email=NEW)
        code = mails(scene, "verify_email")[0].facts["code"]
        save(scene, email="third@mail.test")
        assert not verify(scene, code)
        assert alice(scene).email_verified_at is None

    def test_bob_cannot_use_alices_code(self, scene: Scene):
        scene.unverify("bob")
        save(scene, email=NEW)
        code = mails(scene, "verify_email")[0].facts["code"]
        assert not verify(scene, code, scene.bob_ctx())
        assert alice(scene).email_verified_at is None

    def test_no_more_than_five_codes_an_hour_are_mailed(self, scene: Scene):
        for number in range(5):
            assert save(scene, email=f"a{number}@mail.test").code_sent
        assert "Too many" in save(scene, email="b@mail.test").problems["email"]
        with pytest.raises(TooManyTries):
            scene.database.write(contact_proof.send, scene.alice_ctx())
        assert len(scene.rows(OneTimeLink, kind="verify")) == 5

    def test_a_verified_address_is_verified(self, scene: Scene):
        with scene.database.writing() as tx:
            tx.get_one(Person, scene.alice).email_verified_at = NOW
        with pytest.raises(AlreadyDone):
            verify(scene, "12345678")
        with pytest.raises(AlreadyDone):
            scene.database.write(contact_proof.send, scene.alice_ctx())


def test_a_new_mobile_number_serves_no_recovery_until_it_is_verified(scene: Scene):
    from myaccount.services.identity import reset

    with scene.database.writing() as tx:
        row = tx.get_one(Person, scene.alice)
        row.email_verified_at = row.mobile_verified_at = NOW
        row.mobile = "+14165550111"
    save(scene, mobile="416-555-0122")
    scene.database.write(reset.ask, scene.clinic_ctx(), "416-555-0122")
    assert mails(scene, "reset") == []


def test_charlie_and_bob_reach_only_themselves(scene: Scene):
    before = alice(scene)
    save(scene, scene.bob_ctx(), address="1 Bob Street")
    save(scene, scene.charlie_ctx(), address="1 Charlie Street")
    assert alice(scene) == before


class TestMobile:
    NUMBER = "+14165550111"

    @pytest.fixture(autouse=True)
    def _texts_are_sent(self, scene: Scene, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setenv("MYACCOUNT_TEXT_URL", "https://account:secret@texts.test")
        monkeypatch.setenv("MYACCOUNT_TEXT_FROM", "+14165550100")
        configuration.config.cache_clear()
        save(scene, mobile=self.NUMBER, mobile_was="")

    def send(self, scene: Scene) -> str:
        scene.database.write(contact_proof.send, scene.alice_ctx(), Way.MOBILE)
        return scene.rows(OutboxMessage, kind="verify_mobile")[-1].facts["code"]

    def verify(self, scene: Scene, code: str) -> bool:
        return scene.database.write(contact_proof.verify, scene.alice_ctx(), code, Way.MOBILE)

    def test_a_number_is_verified_by_a_texted_code(self, scene: Scene):
        assert (shown(scene).unverified_mobile, shown(scene).mobile_code_sent) == ("416-555-0111", False)
        code = self.send(scene)
        [text] = scene.rows(OutboxMessage, kind="verify_mobile")
        assert (text.channel, text.recipient) == ("text", self.NUMBER)
        assert code in scene.database.read(letters.text, text, NOW)
        assert shown(scene).mobile_code_sent
        assert not self.verify(scene, wrong(code))
        assert self.verify(scene, code)
        assert scene.rows(Person, id=scene.alice)[0].mobile_verified_at == NOW
        assert shown(scene).unverified_mobile == ""
        assert len(scene.audit("mobile.verified")) == 1

    def test_a_code_opens_another_number_no_more_than_the_email(self, scene: Scene):
        code = self.send(scene)
        save(scene, mobile="+14165550122", mobile_was="416-555-0111")
        assert not self.verify(scene, code)
        scene.unverify("alice")
        assert not verify(scene, code)

    def test_five_texts_an_hour_are_enough(self, scene: Scene):
        for _ in range(5):
            self.send(scene)
        with pytest.raises(TooManyTries):
            self.send(scene)

    def test_nothing_is_asked_where_no_texts_are_sent(self, scene: Scene, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.delenv("MYACCOUNT_TEXT_URL")
        configuration.config.cache_clear()
        assert shown(scene).unverified_mobile == ""
        with pytest.raises(AlreadyDone):
            self.send(scene)
