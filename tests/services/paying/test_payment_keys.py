"""The keys of the card processor: tried before they are kept, sealed, and never shown again."""

from dataclasses import replace

import pytest

from demo.stripe_stand_in import PUBLISHABLE_KEY, SECRET_KEY, WEBHOOK_SECRET
from myaccount import config as configuration
from myaccount.domain.refusals import NotAcceptable, NotAllowed
from myaccount.models import Card, Clinic, ProcessorAccount, ProcessorCustomer
from myaccount.services.clinic import clinics, settings
from myaccount.services.paying import payment_keys, processor
from myaccount.services.paying.processor import answered
from tests.scenes import Scene
from tests.stripe_cards import KEYS, add_card, set_up

FORM = {"publishable_key": PUBLISHABLE_KEY, "secret_key": SECRET_KEY, "webhook_secret": WEBHOOK_SECRET}


def save(scene: Scene, who: str = "robin", **typed: str):
    return answered(payment_keys.save, scene.staff_ctx(who), FORM | typed)


def keys(scene: Scene):
    return scene.database.read(processor.keys, scene.cedar.clinic_id)


def test_keys_that_work_are_kept_sealed(scene: Scene, stripe: str):
    assert save(scene).changed
    [row] = scene.rows(ProcessorAccount)
    assert SECRET_KEY not in repr(row) and WEBHOOK_SECRET not in repr(row)
    assert keys(scene) == KEYS
    assert [entry.facts for entry in scene.audit("processor.set")] == [{"live": False, "other_account": False}]
    facts = scene.database.read(payment_keys.facts, scene.staff_ctx("robin"))
    assert (facts.is_set_up, facts.is_test, facts.hears) == (True, True, True)
    assert facts.webhook_url == "http://cedar.test:3000/hooks/stripe"
    assert SECRET_KEY not in repr(facts) and WEBHOOK_SECRET not in repr(facts)


def test_keys_that_the_processor_refuses_are_not_kept(sqlite_scene: Scene, stripe: str):
    problems = save(sqlite_scene, secret_key="rk_test_0123456789").problems
    assert problems == {
        "secret_key": "Stripe does not accept this key. Nothing was changed. Copy it again from Stripe’s dashboard."
    }
    assert sqlite_scene.rows(ProcessorAccount) == []


def test_a_silent_processor_leaves_things_as_they_are(sqlite_scene: Scene):
    assert "does not answer" in save(sqlite_scene).problems["secret_key"]
    assert sqlite_scene.rows(ProcessorAccount) == []


def test_a_blank_secret_stays_as_it_is(sqlite_scene: Scene, stripe: str):
    save(sqlite_scene)
    assert save(sqlite_scene, secret_key="", webhook_secret="").changed is False
    other = "whsec_another_secret_0123"
    assert save(sqlite_scene, secret_key="", webhook_secret=other).changed
    assert keys(sqlite_scene) == replace(KEYS, webhook_secret=other)


def test_only_the_owner_sees_and_sets_them(sqlite_scene: Scene, stripe: str):
    for who in ("dana", "sam"):
        with pytest.raises(NotAllowed):
            save(sqlite_scene, who)
        with pytest.raises(NotAllowed):
            sqlite_scene.database.read(payment_keys.facts, sqlite_scene.staff_ctx(who))


def test_keys_of_another_account_forget_the_cards_of_the_first(sqlite_scene: Scene, stripe: str):
    set_up(sqlite_scene)
    add_card(sqlite_scene, stripe, sqlite_scene.alice_ctx())
    assert save(sqlite_scene, webhook_secret="whsec_another_secret_0123").changed
    assert sqlite_scene.rows(Card)[0].removed_at is None
    with sqlite_scene.database.writing() as tx:
        tx.get_one(ProcessorCustomer, sqlite_scene.alice).customer_id = "cus_of_another_account"
    save(sqlite_scene)
    assert sqlite_scene.rows(Card)[0].removed_at is not None
    assert sqlite_scene.rows(ProcessorCustomer) == []


def test_payments_are_turned_on_only_with_a_processor(sqlite_scene: Scene, stripe: str):
    def turn_on() -> None:
        sqlite_scene.database.write(settings.change, sqlite_scene.staff_ctx("robin"), "payments", True)

    with pytest.raises(NotAcceptable) as refused:
        turn_on()
    assert refused.value.facts["reason"] == "Set up Stripe first, just above: then payments can be turned on."
    save(sqlite_scene)
    turn_on()
    assert processor.takes_payments(sqlite_scene.alice_ctx())


def test_a_file_that_turns_them_on_without_a_processor_opens_nothing(sqlite_scene: Scene):
    sqlite_scene.set("payments", True)
    assert not processor.takes_payments(sqlite_scene.alice_ctx())


def test_the_deployments_keys_serve_an_only_clinic(sqlite_scene: Scene, monkeypatch: pytest.MonkeyPatch):
    for name, value in (("SECRET_KEY", "sk_test_x"), ("PUBLISHABLE_KEY", "pk_test_x")):
        monkeypatch.setenv(f"MYACCOUNT_STRIPE_{name}", value)
    configuration.config.cache_clear()
    assert keys(sqlite_scene) is None
    monkeypatch.setattr("myaccount.store.clinics.only", lambda tx: tx.get(Clinic, sqlite_scene.cedar.clinic_id))
    assert keys(sqlite_scene) == processor.Keys("pk_test_x", "sk_test_x", "")
    sqlite_scene.set("payments", True)
    assert sqlite_scene.database.read(clinics.facts, sqlite_scene.cedar.clinic_id).has_processor


def test_a_key_alone_stops_the_start():
    with pytest.raises(configuration.BadConfiguration, match="come together"):
        configuration.read({"MYACCOUNT_STRIPE_SECRET_KEY": "sk_test_x"})
