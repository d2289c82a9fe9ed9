"""Forms at the desk through the gate: built by several at once, sent, read, sent back, live on both sides."""

from typing import Any

from myaccount.messages import say
from myaccount.models import Form, FormAnswer, FormDraft, FormTemplate, FormVersion
from myaccount.state.clinic.form_builder import FormBuilderState as Builder
from myaccount.state.clinic.form_occasion import OccasionState as Occasion
from myaccount.state.clinic.form_preview import FormPreviewState as Preview
from myaccount.state.clinic.form_templates import FormTemplatesState as Templates
from myaccount.state.live import LiveState
from myaccount.state.notice import NoticeState
from myaccount.state.profile.form_reading import FormReadingState as Reading
from myaccount.state.profile.forms import ProfileFormsState as Forms
from myaccount.state.profile.profile import ProfileState
from tests.services.intake import paper
from tests.services.intake.test_reading import submitted
from tests.state.conftest import Visitors
from tests.state.tab import Tab
from tests.stripe_cards import set_up

LIST = "/clinic/forms"
PROFILE = "/clinic/patients/[person_id]"


async def the_list(visitors: Visitors, who: str = "dana") -> Tab:
    tab = await visitors.tab(who, path=LIST)
    await tab.call(Templates.load)
    return tab


async def builder(visitors: Visitors, template_id: str, who: str = "dana") -> Tab:
    tab = await visitors.tab(who, path=f"{LIST}/[template_id]")
    tab.query = {"template_id": template_id}
    await tab.call(Builder.load)
    return tab


async def desk(visitors: Visitors, by: str = "dana", who: str = "alice") -> Tab:
    tab = await visitors.tab(by, path=PROFILE)
    tab.query = {"person_id": visitors.scene.people[who]}
    await tab.call(ProfileState.load)
    await tab.call(ProfileState.turn, part="forms")
    return tab


def cards(tab: Tab) -> list[str]:
    return [one.id for one in tab.var(Builder, "page").cards]


def listed(tab: Tab) -> list[Any]:
    return tab.var(Forms, "rows")


def said(tab: Tab) -> str:
    return tab.var(NoticeState, "problem") or tab.var(NoticeState, "notice")


async def test_a_form_of_the_library_is_begun_and_published(visitors: Visitors):
    dana = await the_list(visitors)
    await dana.call(Templates.choose)
    assert (dana.var(Templates, "rows"), dana.var(Templates, "is_choosing")) == ([], True)
    await dana.call(Templates.take, key="en.physiotherapy")
    [template] = visitors.scene.rows(FormTemplate)
    assert dana.redirects == [f"{LIST}/{template.id}"]
    tab = await builder(visitors, template.id)
    await tab.call(Builder.publish)
    assert said(tab) == say("builder.published_now", "en", number=1)
    assert tab.var(Builder, "page").may_publish is False


async def test_a_new_form_is_named_and_opened(visitors: Visitors):
    dana = await the_list(visitors)
    await dana.call(Occasion.edit, template_id="")
    await dana.call(Occasion.choose_trigger, value="every")
    await dana.call(Occasion.save, form={"name": "Check-in", "every_months": "0"})
    assert set(dana.var(Occasion, "problems")) == {"every_months"}
    await dana.call(Occasion.save, form={"name": "Check-in", "every_months": "6"})
    [template] = visitors.scene.rows(FormTemplate)
    assert (template.name, template.every_months, dana.redirects) == ("Check-in", 6, [f"{LIST}/{template.id}"])


async def test_an_address_that_nobody_gave_out_leads_nowhere(visitors: Visitors):
    dana = await the_list(visitors)
    for forged in (paper.template(visitors.scene, slug="birch"), "//evil.test", "A" * 22):
        await dana.call(Templates.open_one, template_id=forged)
    assert dana.redirects == []


async def test_two_build_one_form_and_see_each_other(visitors: Visitors):
    template_id = paper.template(visitors.scene)
    dana, robin = await builder(visitors, template_id), await builder(visitors, template_id, "robin")
    await dana.call(Builder.move_up, question_id="why")
    await robin.call(LiveState.refresh)
    assert cards(robin)[:2] == cards(dana)[:2] == ["why", "today"]
    await robin.call(Builder.edit, question_id="why")
    await dana.call(Builder.remove, question_id="why")
    await robin.call(LiveState.refresh)
    assert (robin.var(Builder, "is_open"), "why" in cards(robin)) == (False, False)
    assert robin.var(Builder, "page").undo == "What brings you in?"
    await robin.call(Builder.undo)
    await dana.call(LiveState.refresh)
    assert cards(dana)[0] == "why"


async def test_what_was_not_on_the_page_is_not_published(visitors: Visitors):
    template_id = paper.template(visitors.scene)
    dana, robin = await builder(visitors, template_id), await builder(visitors, template_id, "robin")
    await dana.call(Builder.remove, question_id="scan")
    await robin.call(LiveState.refresh)
    await dana.call(Builder.remove, question_id="pain")
    await robin.call(Builder.publish)
    assert said(robin) == say("refused.form_draft_moved", "en")
    assert (len(visitors.scene.rows(FormVersion)), "pain" in cards(robin)) == (1, False)
    await robin.call(Builder.publish)
    assert len(visitors.scene.rows(FormVersion)) == 2


async def test_a_question_gets_its_condition_and_its_flags(visitors: Visitors):
    template_id = paper.template(visitors.scene)
    dana = await builder(visitors, template_id)
    await dana.call(Builder.begin, after="pregnant")
    await dana.call(Builder.choose_kind, value="single_choice")
    await dana.call(Builder.ask_after, value="pregnant")
    assert [one.box for one in dana.var(Builder, "answers")] == ["answer.pregnant.0", "answer.pregnant.1"]
    form = {"label": "First child?", "choices": "Yes\nNo", "answer.pregnant.0": "yes"}
    await dana.call(Builder.save, form=form)
    card = dana.var(Builder, "page").cards[4]
    assert (card.label, card.condition) == ("First child?", "Only if “I am pregnant” is answered Yes")
    await dana.call(Builder.edit, question_id=card.id)
    await dana.call(Builder.save, form={"flag.0": "yes", "flag.0_was": "no"})
    assert dana.var(Builder, "page").cards[4].flags == "Yes"


async def test_a_draft_outlives_the_page(visitors: Visitors):
    template_id = paper.template(visitors.scene)
    dana = await builder(visitors, template_id)
    await dana.call(Builder.move_down, question_id="why")
    again = await builder(visitors, template_id)
    assert cards(again)[1:3] == ["pain", "why"]
    assert "Dana Oduya" in again.var(Builder, "page").changed


async def test_a_consent_of_ten_thousand_letters_comes_through_and_more_does_not(visitors: Visitors):
    template_id = paper.template(visitors.scene)
    dana = await builder(visitors, template_id)
    await dana.call(Builder.edit, question_id="consent")
    await dana.call(Builder.save, form={"text": "é" * 10_000})
    assert len(visitors.scene.rows(FormDraft)) == 1
    await dana.call(Builder.edit, question_id="consent")
    await dana.call(Builder.save, form={"text": "é" * 10_001})
    assert set(dana.var(Builder, "problems")) == {"text"}


async def test_a_practitioner_reads_how_a_form_is_built(visitors: Visitors):
    sam = await builder(visitors, paper.template(visitors.scene), "sam")
    assert (len(cards(sam)), sam.var(Builder, "page").may_edit) == (len(paper.INTAKE.questions), False)
    assert (await the_list(visitors, "sam")).var(Templates, "library") == []


async def test_a_form_of_another_clinic_is_not_shown(visitors: Visitors):
    tab = await builder(visitors, paper.template(visitors.scene, slug="birch"))
    assert (tab.var(Builder, "loaded"), tab.var(Builder, "page").id) == (True, "")


async def test_a_form_is_sent_reminded_of_and_withdrawn(visitors: Visitors):
    template_id = paper.template(visitors.scene)
    dana = await desk(visitors)
    await dana.call(Forms.begin)
    await dana.call(Forms.send, form={"template": template_id, "due_on": "soon"})
    assert dana.var(Forms, "problem") == say("document.day_wrong", "en")
    await dana.call(Forms.send, form={"template": template_id, "due_on": "2026-12-24"})
    assert (said(dana), dana.var(Forms, "is_sending")) == (say("desk_form.sent_now", "en"), False)
    [row] = listed(dana)
    assert "due 24 December 2026" in row.about
    await dana.call(Forms.remind, form_id=row.id)
    assert said(dana) == say("desk_form.reminded", "en")
    await dana.call(Forms.remind, form_id=row.id)
    assert said(dana) == say("refused.form_reminded", "en")
    await dana.call(Forms.withdraw, form_id=row.id)
    assert (listed(dana)[0].state, listed(dana)[0].can_withdraw) == ("Withdrawn", False)


async def test_a_submitted_form_arrives_is_read_and_sent_back_with_a_note(visitors: Visitors):
    template_id = paper.template(visitors.scene)
    dana = await desk(visitors)
    form_id = submitted(visitors.scene, template_id, {"pregnant": "yes", "weeks": "9"})
    await dana.call(LiveState.refresh)
    assert (listed(dana)[0].can_read, listed(dana)[0].flagged) == (True, "One flagged answer")
    await dana.call(Reading.read, form_id=form_id)
    assert dana.var(Reading, "form").flagged[0].label == "I am pregnant"
    await dana.call(Reading.begin_return)
    await dana.call(Reading.send_back, form={"note": " "})
    assert dana.var(Reading, "problem") and paper.row(visitors.scene, form_id).state == "submitted"
    await dana.call(Reading.send_back, form={"note": "Add the date of the accident."})
    assert (dana.var(Reading, "form").id, listed(dana)[0].state) == ("", "Sent back")
    assert said(dana) == say("desk_form.returned", "en")


async def test_what_another_tab_sends_back_closes_here(visitors: Visitors):
    form_id = submitted(visitors.scene, paper.template(visitors.scene))
    dana, robin = await desk(visitors), await desk(visitors, "robin")
    for tab in (dana, robin):
        await tab.call(Reading.read, form_id=form_id)
    await robin.call(Reading.send_back, form={"note": "Sign it."})
    await dana.call(LiveState.refresh)
    assert dana.var(Reading, "form").id == ""
    await dana.call(Reading.send_back, form={"note": "Again."})
    assert paper.row(visitors.scene, form_id).state == "returned"


async def test_forged_ids_open_and_change_nothing(visitors: Visitors):
    scene = visitors.scene
    theirs = submitted(scene, paper.template(scene))
    dana = await desk(visitors, who="bob")
    for form_id in (theirs, "A" * 22, "x", ""):
        await dana.call(Reading.read, form_id=form_id)
        await dana.call(Forms.withdraw, form_id=form_id)
        await dana.call(Forms.remind, form_id=form_id)
    await dana.call(Forms.send, form={"template": paper.template(scene, slug="birch"), "due_on": ""})
    assert (dana.var(Reading, "form").id, listed(dana)) == ("", [])
    assert [one.state for one in scene.rows(Form)] == ["submitted"]
    assert "My knee" not in str(dana.sent)


async def test_a_practitioner_opens_no_profile_but_those_of_their_own_patients(visitors: Visitors):
    form_id = submitted(visitors.scene, paper.template(visitors.scene))
    sam = await desk(visitors, "sam")
    await sam.call(Reading.read, form_id=form_id)
    assert (sam.var(Reading, "form").id, listed(sam)) == ("", [])


async def test_a_form_is_looked_at_as_a_patient_sees_it_and_nothing_is_kept(visitors: Visitors):
    scene = visitors.scene
    dana = await builder(visitors, paper.template(scene))
    await dana.call(Preview.begin)
    assert [one.heading for one in dana.var(Preview, "sections")] == ["Today", "Agreement"]
    assert dana.var(Preview, "hidden") == ["weeks"]
    assert {one.file_url for section in dana.var(Preview, "sections") for one in section.questions} == {""}
    shown = dana.var(Preview, "shown")
    for turn, (question, said_of_it) in enumerate([("pregnant", "yes"), ("weeks", "99"), ("nothing", "x")], start=1):
        await dana.call(Preview.answer, form_id=shown, question_id=question, answer=said_of_it, turn=turn)
    assert dana.var(Preview, "hidden") == []
    assert [(one.question, bool(one.wrong)) for one in dana.var(Preview, "news")] == [
        ("pregnant", False),
        ("weeks", True),
    ]
    await dana.call(Preview.submit)
    assert [one.id for one in dana.var(Preview, "missing")] == ["why", "weeks", "consent", "signature"]
    await dana.call(Preview.close)
    await dana.call(Preview.begin)
    assert dana.var(Preview, "hidden") == ["weeks"]
    assert (scene.rows(Form), scene.rows(FormAnswer), scene.rows(FormDraft)) == ([], [], [])


async def test_who_looks_follows_what_is_being_built(visitors: Visitors):
    template_id = paper.template(visitors.scene)
    sam, dana = await builder(visitors, template_id, "sam"), await builder(visitors, template_id)
    await sam.call(Preview.begin)
    await dana.call(Builder.remove, question_id="why")
    await sam.call(LiveState.refresh)
    assert "why" not in [one.id for section in sam.var(Preview, "sections") for one in section.questions]
    assert sam.var(Preview, "shown") == template_id


async def test_the_card_page_is_chosen_while_payments_are_taken_and_refused_else(visitors: Visitors):
    template_id = paper.template(visitors.scene)
    dana = await builder(visitors, template_id)
    assert not dana.var(Builder, "page").may_ask_card
    await dana.call(Builder.ask_card, value="required")
    assert said(dana) and dana.var(Builder, "page").card == "none"
    set_up(visitors.scene)
    await dana.call(Builder.ask_card, value="required")
    assert dana.var(Builder, "page").card == "required"
    await dana.call(Preview.begin)
    assert dana.var(Preview, "card") == "required"
