"""Documents through the gate: a patient's own page, and a patient's documents at the desk, live on both sides."""

from typing import Any

import pytest

from myaccount.messages import say
from myaccount.models import Document
from myaccount.state.account.documents import DocumentsState, DocumentState
from myaccount.state.live import LiveState
from myaccount.state.notice import NoticeState
from myaccount.state.profile.documents import ProfileDocumentsState
from myaccount.state.profile.profile import ProfileState
from tests.services.documents import cabinet
from tests.state.conftest import Visitors
from tests.state.tab import Tab

LIST = "/account/documents"
ONE = f"{LIST}/[document_id]"
PROFILE = "/clinic/patients/[person_id]"
NEW = {"title": "Plan", "folder": "treatment_plan", "dated": "2026-11-24", "text": "- Walk"}


async def own_list(visitors: Visitors, who: str = "alice") -> Tab:
    tab = await visitors.tab(who, path=LIST)
    await tab.call(DocumentsState.load)
    return tab


async def one(visitors: Visitors, document_id: str, who: str = "alice") -> Tab:
    tab = await visitors.tab(who, path=ONE)
    tab.query = {"document_id": document_id}
    await tab.call(DocumentState.load)
    return tab


async def desk(visitors: Visitors, by: str = "dana", who: str = "alice") -> Tab:
    tab = await visitors.tab(by, path=PROFILE)
    tab.query = {"person_id": visitors.scene.people[who]}
    await tab.call(ProfileState.load)
    await tab.call(ProfileState.turn, part="documents")
    return tab


def titles(tab: Tab) -> list[str]:
    return [card.title for card in tab.var(DocumentsState, "cards")]


def row(tab: Tab, number: int = 0) -> Any:
    return tab.var(ProfileDocumentsState, "rows")[number]


def said(tab: Tab) -> str:
    return tab.var(NoticeState, "notice") or tab.var(NoticeState, "problem")


async def test_what_is_shared_appears_in_the_open_page_and_what_is_withdrawn_is_gone_from_it(visitors: Visitors):
    alice, dana = await own_list(visitors), await desk(visitors)
    await dana.call(ProfileDocumentsState.edit, document_id="")
    await dana.call(ProfileDocumentsState.save, form=NEW)
    assert (row(dana).title, row(dana).is_shared, titles(alice)) == ("Plan", False, [])
    await dana.call(ProfileDocumentsState.share, document_id=row(dana).id)
    assert said(dana) == say("chart.shared", "en")
    await alice.call(LiveState.refresh)
    assert titles(alice) == ["Plan"]
    reading = await one(visitors, row(dana).id)
    assert reading.var(DocumentState, "view").blocks[0].kind == "list"
    await dana.call(LiveState.refresh)
    assert row(dana).opened.startswith("First opened")
    await dana.call(ProfileDocumentsState.withdraw, document_id=row(dana).id)
    for tab in (alice, reading):
        await tab.call(LiveState.refresh)
    assert (titles(alice), reading.var(DocumentState, "view").id) == ([], "")
    assert "Walk" not in str(reading.shown[DocumentState.get_full_name()])


async def test_a_folder_is_chosen_and_left_when_it_becomes_empty(visitors: Visitors):
    plan = cabinet.shared(visitors.scene, title="Plan", folder="treatment_plan")
    cabinet.shared(visitors.scene, title="Report")
    alice = await own_list(visitors)
    await alice.call(DocumentsState.choose, folder="treatment_plan")
    assert titles(alice) == ["Plan"]
    cabinet.withdraw(visitors.scene, plan)
    await alice.call(LiveState.refresh)
    assert (titles(alice), alice.var(DocumentsState, "folder")) == (["Report"], "")


async def test_the_pages_turn_on_and_back(visitors: Visitors):
    for number in range(21):
        cabinet.shared(visitors.scene, title=f"{number}", dated=f"2026-10-{number + 1:02}")
    alice = await own_list(visitors)
    assert (len(titles(alice)), alice.var(DocumentsState, "has_older")) == (20, True)
    await alice.call(DocumentsState.older)
    assert (titles(alice), alice.var(DocumentsState, "has_newer")) == (["0"], True)
    await alice.call(DocumentsState.newer)
    assert len(titles(alice)) == 20


@pytest.mark.parametrize("who", ["bob", "charlie", "dana"])
async def test_nobody_else_opens_it_by_its_address(visitors: Visitors, who: str):
    document_id = cabinet.shared(visitors.scene)
    tab = await one(visitors, document_id, who)
    assert (tab.var(DocumentState, "loaded"), tab.var(DocumentState, "view").id) == (True, "")
    assert "Better" not in str(tab.sent)
    assert cabinet.versions(visitors.scene, document_id)[0].opened_at is None


async def test_sending_appears_with_the_setting_and_goes_with_it(visitors: Visitors):
    alice = await own_list(visitors)
    assert alice.var(DocumentsState, "may_send") is False
    visitors.scene.set("patient_uploads", True)
    await alice.call(LiveState.refresh)
    assert alice.var(DocumentsState, "may_send") is True
    await alice.call(DocumentsState.sent)
    assert said(alice) == say("documents.sent", "en")


async def test_a_form_is_turned_back_at_its_boxes(visitors: Visitors):
    dana = await desk(visitors)
    await dana.call(ProfileDocumentsState.edit, document_id="")
    await dana.call(ProfileDocumentsState.save, form={**NEW, "title": "", "dated": "soon"})
    assert set(dana.var(ProfileDocumentsState, "problems")) == {"title", "dated"}
    assert visitors.scene.rows(Document) == []


async def test_an_entry_of_four_pages_comes_through_and_a_longer_one_does_not(visitors: Visitors):
    dana = await desk(visitors)
    await dana.call(ProfileDocumentsState.edit, document_id="")
    await dana.call(ProfileDocumentsState.save, form={**NEW, "text": "é" * 10_000, "text_was": ""})
    assert len(visitors.scene.rows(Document)) == 1
    await dana.call(ProfileDocumentsState.edit, document_id="")
    await dana.call(ProfileDocumentsState.save, form={**NEW, "text": "é" * 20_001})
    await dana.call(ProfileDocumentsState.save, form={**NEW, "more": "x"})
    assert len(visitors.scene.rows(Document)) == 1


async def test_a_template_begins_a_new_entry_and_never_touches_one_that_there_is(visitors: Visitors):
    dana = await desk(visitors)
    await dana.call(ProfileDocumentsState.edit, document_id="")
    await dana.call(ProfileDocumentsState.begin_with, template="soap")
    assert dana.var(ProfileDocumentsState, "fields")["text"].startswith("# Subjective")
    await dana.call(LiveState.refresh)
    assert dana.var(ProfileDocumentsState, "fields")["text"].startswith("# Subjective")
    document_id = cabinet.write(visitors.scene)
    await dana.call(ProfileDocumentsState.edit, document_id=document_id)
    await dana.call(ProfileDocumentsState.begin_with, template="soap")
    assert dana.var(ProfileDocumentsState, "fields")["text"] == "# Better\n\n- Knee"


async def test_what_somebody_else_removes_closes_its_form(visitors: Visitors):
    document_id = cabinet.write(visitors.scene)
    dana, robin = await desk(visitors), await desk(visitors, by="robin")
    await dana.call(ProfileDocumentsState.edit, document_id=document_id)
    await robin.call(ProfileDocumentsState.remove, document_id=document_id)
    await dana.call(LiveState.refresh)
    assert (dana.var(ProfileDocumentsState, "is_open"), dana.var(ProfileDocumentsState, "rows")) == (False, [])


async def test_a_practitioner_shares_with_their_own_patients_and_is_told_nothing_of_others(visitors: Visitors):
    document_id = cabinet.write(visitors.scene, text="Of nobody’s business")
    sam = await desk(visitors, by="sam")
    for handler in (ProfileDocumentsState.edit, ProfileDocumentsState.share, ProfileDocumentsState.remove):
        await sam.call(handler, document_id=document_id)
    assert "nobody’s" not in str(sam.sent)
    assert cabinet.row(visitors.scene, document_id).shared_version is None
