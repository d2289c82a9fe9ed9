"""Cards on file, in front of the stand-in for Stripe: added by the patient, removed by the clinic alone."""

from datetime import timedelta

import pytest

from myaccount.domain.cards import PaymentsOff, ProcessorSilent
from myaccount.domain.refusals import NotAllowed, NotFound, TooManyTries
from myaccount.integrations.stripe.gateway import Silent
from myaccount.models import Card, CardSetup, ProcessorCustomer, Task
from myaccount.services.paying import cards, desk_cards
from myaccount.services.paying.processor import answered, open_gateway
from tests import stripe_contract
from tests.scenes import NOW, Scene
from tests.stripe_cards import CANNOT_PAY, DECLINED, KEYS, SECURE, VISA, add_card, set_up, type_card


@pytest.fixture
def taking(scene: Scene, stripe: str) -> Scene:
    """Cedar takes cards."""
    set_up(scene)
    return scene


def shown(scene: Scene, who: str = "alice", **facts):
    return scene.database.read(cards.on_file, scene.ctx(who, **facts))


def test_a_card_is_on_file_with_its_last_four_digits_and_nothing_more(taking: Scene, stripe: str):
    add_card(taking, stripe, taking.alice_ctx())
    [row] = shown(taking)
    assert (row.title, row.expiry_line, row.notice, row.is_default) == (
        "Visa ending in 4242", "Expires 12/2031", "", True,
    )  # fmt: skip
    assert [entry.facts for entry in taking.audit("card.added")] == [{}]
    assert VISA not in repr(taking.rows(Card))


def test_a_second_card_leaves_the_default_and_can_become_it(taking: Scene, stripe: str):
    add_card(taking, stripe, taking.alice_ctx())
    second = add_card(taking, stripe, taking.alice_ctx(now=NOW + timedelta(minutes=1)), SECURE)
    assert [row.title for row in shown(taking)] == ["Visa ending in 4242", "Visa ending in 3155"]
    answered(cards.make_default, taking.alice_ctx(), second.id)
    answered(cards.make_default, taking.alice_ctx(), second.id)
    assert [(row.title[-4:], row.is_default) for row in shown(taking)] == [("3155", True), ("4242", False)]
    assert len(taking.audit("card.chosen")) == 1


def test_what_was_begun_comes_on_file_though_the_browser_was_closed(taking: Scene, stripe: str):
    form = answered(cards.begin, taking.alice_ctx())
    assert taking.database.read(cards.is_unfinished, taking.alice_ctx())
    type_card(stripe, form.client_secret)
    assert answered(cards.finish, taking.alice_ctx()) == 1
    assert answered(cards.finish, taking.alice_ctx()) == 0
    assert len(shown(taking)) == 1
    assert not taking.database.read(cards.is_unfinished, taking.alice_ctx())


def test_a_card_that_the_bank_has_not_confirmed_or_has_declined_is_not_on_file(taking: Scene, stripe: str):
    for number in (SECURE, DECLINED):
        form = answered(cards.begin, taking.alice_ctx())
        type_card(stripe, form.client_secret, number, proves=False)
        assert answered(cards.finish, taking.alice_ctx()) == 0
    assert shown(taking) == ()


def test_the_same_card_twice_is_on_file_once(taking: Scene, stripe: str):
    add_card(taking, stripe, taking.alice_ctx())
    form = answered(cards.begin, taking.alice_ctx())
    type_card(stripe, form.client_secret)
    assert answered(cards.finish, taking.alice_ctx()) == 0
    assert len(shown(taking)) == 1
    [known] = taking.rows(ProcessorCustomer)
    assert len(open_gateway(KEYS).methods(known.customer_id)) == 1


def test_a_setup_of_somebody_else_counts_for_nothing(taking: Scene, stripe: str):
    form = answered(cards.begin, taking.bob_ctx())
    type_card(stripe, form.client_secret)
    answered(cards.begin, taking.alice_ctx())
    with taking.database.writing() as tx:
        [bobs] = [row for row in taking.rows(CardSetup) if row.person_id == taking.people["bob"]]
        tx.add(
            CardSetup(clinic_id=taking.cedar.clinic_id, person_id=taking.alice, setup_id=bobs.setup_id, created_at=NOW)
        )
    assert answered(cards.finish, taking.alice_ctx()) == 0
    assert shown(taking) == ()


def test_old_setups_are_looked_at_no_longer(taking: Scene, stripe: str):
    answered(cards.begin, taking.alice_ctx())
    later = taking.alice_ctx(now=NOW + timedelta(hours=1, seconds=1))
    assert not taking.database.read(cards.is_unfinished, later)
    answered(cards.finish, taking.alice_ctx(now=NOW + timedelta(days=1, seconds=1)))
    assert taking.rows(CardSetup)[0].finished_at is not None


def test_the_eleventh_within_an_hour_is_refused(taking: Scene, stripe: str):
    with taking.database.writing() as tx:
        for number in range(10):
            tx.add(CardSetup(clinic_id=taking.cedar.clinic_id, person_id=taking.alice, setup_id=str(number),
                             created_at=NOW - timedelta(minutes=5)))  # fmt: skip
    with pytest.raises(TooManyTries):
        answered(cards.begin, taking.alice_ctx())
    answered(cards.begin, taking.alice_ctx(now=NOW + timedelta(minutes=55)))


def test_a_card_that_runs_out_says_so(taking: Scene, stripe: str):
    add_card(taking, stripe, taking.alice_ctx(), year=2026)
    assert shown(taking)[0].state == "soon"
    assert shown(taking, now=NOW + timedelta(days=45))[0].notice == "Expired. Add another card to pay online."


def test_nothing_shows_and_nothing_is_added_while_payments_are_off(taking: Scene, stripe: str):
    card = add_card(taking, stripe, taking.alice_ctx())
    taking.set("payments", False)
    assert shown(taking) == ()
    for attempt in (
        lambda: answered(cards.begin, taking.alice_ctx()),
        lambda: answered(cards.finish, taking.alice_ctx()),
        lambda: answered(cards.make_default, taking.alice_ctx(), card.id),
        lambda: answered(desk_cards.remove, taking.dana_ctx(), taking.alice, card.id),
        lambda: taking.database.write(cards.ask_to_remove, taking.alice_ctx(), card.id),
    ):
        with pytest.raises(PaymentsOff):
            attempt()
    taking.set("payments", True)
    assert len(shown(taking)) == 1


def test_another_patient_finds_no_card(taking: Scene, stripe: str):
    card = add_card(taking, stripe, taking.alice_ctx())
    for ctx in (taking.bob_ctx(), taking.charlie_at_cedar_ctx()):
        for card_id in (card.id, "unknown", ""):
            with pytest.raises(NotFound):
                answered(cards.make_default, ctx, card_id)
            with pytest.raises(NotFound):
                taking.database.write(cards.ask_to_remove, ctx, card_id)
        assert taking.database.read(cards.on_file, ctx) == ()


def test_the_patient_asks_and_the_desk_removes(taking: Scene, stripe: str):
    first = add_card(taking, stripe, taking.alice_ctx())
    second = add_card(taking, stripe, taking.alice_ctx(now=NOW + timedelta(minutes=1)), SECURE)
    for _ in range(2):
        taking.database.write(cards.ask_to_remove, taking.alice_ctx(), first.id)
    [task] = taking.rows(Task)
    assert (task.kind, task.note, task.subject_id) == ("card_removal", "Visa ending in 4242", first.id)
    assert shown(taking)[0].asked_line == "You asked the clinic to remove it on Friday 20 November."
    answered(desk_cards.remove, taking.dana_ctx(), taking.alice, first.id)
    assert [(row.id, row.is_default) for row in shown(taking)] == [(second.id, True)]
    assert taking.rows(Task)[0].done_by == taking.people["dana"]
    [entry] = taking.audit("card.removed")
    assert (entry.person_id, entry.subject_id) == (taking.alice, first.id)
    [known] = [row for row in taking.rows(ProcessorCustomer) if row.person_id == taking.alice]
    assert [method.id for method in open_gateway(KEYS).methods(known.customer_id)] == [second.method_id]
    with pytest.raises(NotFound):
        answered(desk_cards.remove, taking.dana_ctx(), taking.alice, first.id)


def test_only_the_desk_removes_and_only_of_its_own_patients(taking: Scene, stripe: str):
    card = add_card(taking, stripe, taking.alice_ctx(), CANNOT_PAY)
    with pytest.raises(NotAllowed):
        answered(desk_cards.remove, taking.staff_ctx("sam"), taking.alice, card.id)
    for person_id in (taking.people["bob"], taking.people["charlie"], "unknown"):
        with pytest.raises(NotFound):
            answered(desk_cards.remove, taking.dana_ctx(), person_id, card.id)
    with pytest.raises(NotAllowed):
        taking.database.read(desk_cards.on_file, taking.staff_ctx("sam"), taking.alice)
    assert [row.id for row in taking.database.read(desk_cards.on_file, taking.dana_ctx(), taking.alice)] == [card.id]


def test_a_processor_that_does_not_answer_is_said_so_and_nothing_changes(sqlite_scene: Scene):
    set_up(sqlite_scene)
    with pytest.raises(ProcessorSilent):
        answered(cards.begin, sqlite_scene.alice_ctx())
    with pytest.raises(Silent):
        cards.begin(sqlite_scene.database, sqlite_scene.alice_ctx())
    assert (sqlite_scene.rows(CardSetup), sqlite_scene.rows(ProcessorCustomer)) == ([], [])


def test_nothing_of_a_patient_is_told_to_the_processor_but_an_id(taking: Scene, stripe: str):
    before = len(stripe_contract.sent)
    add_card(taking, stripe, taking.alice_ctx())
    sent = "".join(stripe_contract.sent[before:])
    assert taking.alice in sent
    assert [word for word in ("Alice", "Moreau", "mail.test") if word in sent] == []
