"""A form that ends with a page for the card on file: while payments are taken, left out or held to."""

from dataclasses import replace

import pytest

from myaccount.domain.cards import PaymentsOff
from myaccount.domain.forms.definition import CardPage
from myaccount.domain.forms.triggers import Trigger
from myaccount.domain.refusals import NotAllowed
from myaccount.models import Card, Document, FormVersion
from myaccount.services.intake import builder, building, exchange, filling, own, preview
from myaccount.services.intake.exchange import Shared
from myaccount.store import documents as document_store
from tests.scenes import NOW, Scene
from tests.services.intake.paper import COMPLETE, INTAKE, form, row, template
from tests.stripe_cards import set_up

REQUIRED = replace(INTAKE, card=CardPage.REQUIRED)


@pytest.fixture
def taking(scene: Scene) -> Scene:
    """Cedar takes cards."""
    set_up(scene)
    return scene


def filled_in(scene: Scene, card: CardPage = CardPage.REQUIRED) -> str:
    form_id = form(scene, template(scene, replace(INTAKE, card=card)))
    scene.database.write(own.opened, scene.alice_ctx(), form_id)
    for question, said in COMPLETE.items():
        scene.database.write(filling.answer, scene.alice_ctx(), form_id, question, said)
    return form_id


def submit(scene: Scene, form_id: str) -> list[str]:
    return [one.label for one in scene.database.write(filling.submit, scene.alice_ctx(), form_id)]


def shown(scene: Scene, form_id: str):
    return scene.database.read(own.show, scene.alice_ctx(), form_id)


def put_on_file(scene: Scene, who: str = "alice", year: int = 2031, last4: str = "4242") -> None:
    with scene.database.writing() as tx:
        tx.add(
            Card(
                clinic_id=scene.cedar.clinic_id, person_id=scene.people[who], method_id=f"pm_{last4}", brand="visa",
                last4=last4, exp_month=12, exp_year=year, added_at=NOW,
            )
        )  # fmt: skip


def ask(scene: Scene, template_id: str, card: CardPage, who: str = "dana") -> None:
    scene.database.write(building.ask_card, scene.staff_ctx(who), template_id, card)


def test_a_required_card_is_on_file_before_the_form_is_submitted(taking: Scene):
    form_id = filled_in(taking)
    assert (shown(taking, form_id).card, shown(taking, form_id).has_card) == ("required", False)
    assert submit(taking, form_id) == ["Card on file"]
    assert row(taking, form_id).state == "in_progress"
    put_on_file(taking)
    assert [one.title for one in shown(taking, form_id).cards] == ["Visa ending in 4242"]
    assert shown(taking, form_id).has_card
    assert submit(taking, form_id) == []
    assert row(taking, form_id).state == "submitted"


def test_a_card_that_has_expired_or_is_somebody_elses_does_not_count(taking: Scene):
    form_id = filled_in(taking)
    put_on_file(taking, "bob", last4="3155")
    assert submit(taking, form_id) == ["Card on file"]
    put_on_file(taking, year=2025)
    assert submit(taking, form_id) == ["Card on file"]
    assert [(one.state, shown(taking, form_id).has_card) for one in shown(taking, form_id).cards] == [
        ("expired", False)
    ]


def test_an_optional_card_is_left_out(taking: Scene):
    form_id = filled_in(taking, CardPage.OPTIONAL)
    assert shown(taking, form_id).card == "optional"
    assert submit(taking, form_id) == []


def test_nothing_is_asked_while_the_clinic_takes_no_payments(taking: Scene):
    form_id = filled_in(taking)
    taking.set("payments", False)
    assert (shown(taking, form_id).card, shown(taking, form_id).cards) == ("", [])
    assert submit(taking, form_id) == []


def test_the_copy_says_nothing_of_the_card(taking: Scene):
    form_id = filled_in(taking)
    put_on_file(taking)
    submit(taking, form_id)
    [copy] = taking.rows(Document, id=row(taking, form_id).document_id)
    text = document_store.text_of(copy)
    assert "My knee" in text and "4242" not in text and "ard" not in text


def test_the_desk_chooses_and_it_counts_for_forms_that_are_opened_after_it_is_published(taking: Scene):
    template_id = template(taking)
    before = form(taking, template_id)
    taking.database.write(own.opened, taking.alice_ctx(), before)
    ask(taking, template_id, CardPage.OPTIONAL)
    page = taking.database.read(builder.page, taking.dana_ctx(), template_id)
    assert (page.card, page.may_ask_card) == ("optional", True)
    assert page.card_line == "Patients are asked for a card at the end, and may leave it out."
    taking.database.write(building.publish, taking.dana_ctx(), template_id, page.revision)
    assert sorted(one.card for one in taking.rows(FormVersion)) == ["none", "optional"]
    assert shown(taking, before).card == ""
    assert taking.database.read(preview.show, taking.dana_ctx(), template_id, {}).card == "optional"


def test_a_question_that_is_changed_leaves_it(taking: Scene):
    template_id = template(taking, REQUIRED)
    taking.database.write(building.move, taking.dana_ctx(), template_id, "pain", up=True)
    taking.database.write(building.remove, taking.dana_ctx(), template_id, "pain")
    taking.database.write(building.undo, taking.dana_ctx(), template_id)
    assert taking.database.read(builder.page, taking.dana_ctx(), template_id).card == "required"


def test_it_cannot_be_chosen_while_no_payments_are_taken_nor_by_a_practitioner(scene: Scene):
    template_id = template(scene)
    with pytest.raises(PaymentsOff):
        ask(scene, template_id, CardPage.REQUIRED)
    page = scene.database.read(builder.page, scene.dana_ctx(), template_id)
    assert (page.may_ask_card, page.card_line) == (False, "")
    set_up(scene)
    with pytest.raises(NotAllowed):
        ask(scene, template_id, CardPage.REQUIRED, "sam")


def test_it_goes_from_clinic_to_clinic_with_the_form():
    shared = Shared("Intake", Trigger.BY_HAND, None, REQUIRED)
    assert exchange.read(exchange.write(shared, "en")) == shared
    assert b'"card": "required"' in exchange.write(shared, "en")
