"""Intake forms through the gate: answers that go to and fro one at a time, two devices, and the banner everywhere."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from myaccount.domain.family import Permission
from myaccount.domain.forms.answers import SAID_AT_MOST
from myaccount.domain.forms.definition import CardPage, Definition, Question, QuestionType
from myaccount.domain.settings import concerns
from myaccount.messages import say
from myaccount.models import FormAnswer
from myaccount.services.intake import own, sending
from myaccount.state.account.appointments import AppointmentsState
from myaccount.state.account.form import FormState
from myaccount.state.account.forms import FormsState
from myaccount.state.form_paper import NEWS_AT_MOST
from myaccount.state.live import LiveState
from myaccount.state.notice import NoticeState
from myaccount.state.shell import ShellState
from tests.services.intake.paper import COMPLETE, INTAKE, form, let_expire, row, template
from tests.services.intake.test_card_page import put_on_file
from tests.state.conftest import Visitors
from tests.state.tab import Tab
from tests.state.test_family import acting
from tests.stripe_cards import set_up

LIST = "/account/forms"
ONE = f"{LIST}/[form_id]"


async def opened(visitors: Visitors, form_id: str, who: str = "alice") -> Tab:
    tab = await visitors.tab(who, path=ONE)
    tab.query = {"form_id": form_id}
    await tab.call(FormState.load)
    return tab


async def say_in(tab: Tab, question: str, said: str, turn: int = 1) -> None:
    form_id = tab.query["form_id"]
    await tab.call(FormState.answer, form_id=form_id, question_id=question, answer=said, turn=turn)


def last(tab: Tab) -> Any:
    return tab.var(FormState, "news")[-1]


def problem(tab: Tab) -> str:
    return tab.var(NoticeState, "problem")


async def test_the_banner_is_on_every_page_and_comes_and_goes_live(visitors: Visitors):
    tab = await visitors.tab("alice")
    await tab.call(AppointmentsState.load)
    assert tab.var(ShellState, "forms_line") == ""
    form_id = form(visitors.scene)
    await tab.call(LiveState.refresh, frame_only=True)
    assert tab.var(ShellState, "forms_line") == "1 intake form to complete"
    assert tab.var(ShellState, "forms_url") == f"{LIST}/{form_id}"
    visitors.scene.database.write(sending.withdraw, visitors.scene.dana_ctx(), visitors.scene.alice, form_id)
    await tab.call(LiveState.refresh, frame_only=True)
    assert tab.var(ShellState, "forms_line") == ""


async def test_an_answer_is_kept_and_only_that_answer_goes_to_and_fro(visitors: Visitors):
    many = Definition(tuple(Question(f"q{n}", QuestionType.SHORT_TEXT, f"Question {n}") for n in range(200)))
    tab = await opened(visitors, form(visitors.scene, template(visitors.scene, many)))
    for number in range(20):
        tab.sent.clear()
        await say_in(tab, f"q{number}", "y", number + 1)
    sent = [delta[FormState.get_full_name()] for delta in tab.sent if FormState.get_full_name() in delta]
    assert {name for one in sent for name in one} == {"news_rx_state_", "progress_rx_state_", "percent_rx_state_"}
    assert len(repr(sent)) < 3000
    assert len(tab.var(FormState, "news")) == NEWS_AT_MOST
    assert (last(tab).question, last(tab).turn, last(tab).wrong) == ("q19", 20, "")


async def test_what_a_page_has_just_answered_is_not_read_back_for_it(
    visitors: Visitors, monkeypatch: pytest.MonkeyPatch
):
    tab = await opened(visitors, form(visitors.scene))
    await tab.call(LiveState.refresh)
    read: list[str] = []
    show = own.show
    monkeypatch.setattr(own, "show", lambda tx, ctx, form_id: read.append(form_id) or show(tx, ctx, form_id))
    await say_in(tab, "why", "My knee")
    await tab.call(LiveState.refresh)
    await say_in(tab, "pain", "4", 2)
    await tab.call(LiveState.refresh)
    assert read == []


async def test_another_device_sees_the_answer_at_once_and_is_told_that_it_comes_from_elsewhere(visitors: Visitors):
    form_id = form(visitors.scene)
    phone, laptop = await opened(visitors, form_id), await opened(visitors, form_id)
    await say_in(phone, "why", "My knee", 7)
    await phone.call(LiveState.refresh)
    await laptop.call(LiveState.refresh)
    assert [(one.turn, one.said) for one in phone.var(FormState, "news")] == [(7, "My knee")]
    assert [(one.turn, one.said) for one in laptop.var(FormState, "news")] == [(0, "My knee")]
    await say_in(laptop, "why", "My left knee")
    await phone.call(LiveState.refresh)
    assert (last(phone).turn, last(phone).said) == (0, "My left knee")


async def test_who_comes_back_goes_on_where_they_were(visitors: Visitors):
    form_id = form(visitors.scene)
    await say_in(await opened(visitors, form_id), "why", "My knee")
    tab = await opened(visitors, form_id)
    assert tab.var(FormState, "start")["why"].said == "My knee"
    assert tab.var(FormState, "progress") == "1 of 6 answered"


async def test_what_cannot_be_taken_is_told_beside_its_box_and_holds_the_form_back(visitors: Visitors):
    tab = await opened(visitors, form(visitors.scene))
    for question, said in COMPLETE.items():
        await say_in(tab, question, said)
    await say_in(tab, "pain", "99")
    assert last(tab).wrong == say("typed.choose", "en")
    await tab.call(FormState.submit)
    assert [one.id for one in tab.var(FormState, "missing")] == ["pain"]
    await say_in(tab, "pain", "9")
    assert tab.var(FormState, "missing") == []
    await tab.call(FormState.submit)
    assert tab.var(FormState, "stands") == "submitted"


async def test_it_is_submitted_once_and_the_banner_goes(visitors: Visitors):
    form_id = form(visitors.scene)
    tab = await opened(visitors, form_id)
    await tab.call(FormState.submit)
    assert [one.id for one in tab.var(FormState, "missing")] == ["why", "consent", "signature"]
    for question, said in COMPLETE.items():
        await say_in(tab, question, said)
    await tab.call(FormState.submit)
    assert tab.var(NoticeState, "notice") == say("form.thanks", "en")
    assert (tab.var(FormState, "stands"), tab.var(ShellState, "forms_line")) == ("submitted", "")
    await tab.call(FormState.submit)
    assert len(visitors.scene.audit("form.submitted")) == 1
    await say_in(tab, "why", "Later")
    assert problem(tab) == say("refused.form_closed", "en")


async def test_a_form_that_comes_back_opens_again_in_the_open_page(visitors: Visitors):
    form_id = form(visitors.scene)
    tab = await opened(visitors, form_id)
    for question, said in COMPLETE.items():
        await say_in(tab, question, said)
    await tab.call(FormState.submit)
    scene = visitors.scene
    scene.database.write(sending.send_back, scene.dana_ctx(), scene.alice, form_id, "Which knee?")
    await tab.call(LiveState.refresh)
    assert (tab.var(FormState, "stands"), tab.var(FormState, "note")) == ("open", "Which knee?")
    assert tab.var(FormState, "start")["why"].said == "My knee"
    assert tab.var(ShellState, "forms_line") == "1 intake form to complete"
    await tab.call(FormState.submit)
    assert problem(tab) == say("refused.form_unchanged", "en")
    assert (tab.var(FormState, "stands"), tab.var(FormState, "is_returned")) == ("open", True)
    await tab.call(FormState.confirm)
    assert (tab.var(FormState, "note"), tab.var(FormState, "is_returned")) == ("Which knee?", False)
    await tab.call(FormState.submit)
    assert (tab.var(FormState, "stands"), row(scene, form_id).note) == ("submitted", None)


async def test_what_came_back_is_begun_by_an_answer_in_the_open_page(visitors: Visitors):
    form_id, scene = form(visitors.scene), visitors.scene
    tab = await opened(visitors, form_id)
    for question, said in COMPLETE.items():
        await say_in(tab, question, said)
    await tab.call(FormState.submit)
    scene.database.write(sending.send_back, scene.dana_ctx(), scene.alice, form_id, "Which knee?")
    await tab.call(LiveState.refresh)
    await say_in(tab, "why", "My left knee")
    await tab.call(LiveState.refresh)
    assert (tab.var(FormState, "note"), tab.var(FormState, "is_returned")) == ("Which knee?", False)
    await tab.call(FormState.submit)
    assert tab.var(FormState, "stands") == "submitted"


@pytest.mark.parametrize(("act", "stands"), [(sending.withdraw, "withdrawn"), (let_expire, "expired")])
async def test_what_is_closed_while_it_is_open_says_so(visitors: Visitors, act: Any, stands: str):
    form_id = form(visitors.scene)
    tab = await opened(visitors, form_id)
    visitors.scene.database.write(act, visitors.scene.dana_ctx(), visitors.scene.alice, form_id)
    await say_in(tab, "why", "More")
    assert problem(tab) == say("refused.form_closed", "en")
    await tab.call(LiveState.refresh)
    assert (tab.var(FormState, "stands"), tab.var(FormState, "sections")) == (stands, [])


@pytest.mark.parametrize("who", ["bob", "charlie", "dana"])
async def test_a_stranger_reads_and_writes_nothing(visitors: Visitors, who: str):
    form_id = form(visitors.scene)
    await say_in(await opened(visitors, form_id), "why", "My knee")
    tab = await opened(visitors, form_id, who)
    assert tab.var(FormState, "shown") == ""
    await say_in(tab, "why", "Hello")
    assert problem(tab) == say("refused.not_found", "en")
    await tab.call(FormState.submit)
    await tab.call(FormState.arrived, question_id="scan")
    assert "knee" not in str(tab.shown[FormState.get_full_name()])
    assert row(visitors.scene, form_id).revision == 1
    lists = await visitors.tab(who, path=LIST)
    await lists.call(FormsState.load)
    assert (lists.var(FormsState, "waiting"), lists.var(FormsState, "done")) == ([], [])


HOSTILE: list[dict[str, Any]] = [
    {"answer": "x" * (SAID_AT_MOST + 1)},
    {"answer": 5},
    {"answer": None},
    {"answer": ["x"]},
    {"question_id": "x" * 101},
    {"question_id": {"id": "why"}},
    {"turn": -1},
    {"turn": "1"},
    {"turn": True},
    {"form_id": ["x"]},
    {"extra": 1},
]


@pytest.mark.parametrize("change", HOSTILE)
async def test_hostile_arguments_reach_nothing(visitors: Visitors, change: dict[str, Any]):
    form_id = form(visitors.scene)
    tab = await opened(visitors, form_id)
    given = {"form_id": form_id, "question_id": "why", "answer": "x", "turn": 1} | change
    await tab.call(FormState.answer, **given)
    assert visitors.scene.rows(FormAnswer) == []


async def test_a_sign_in_that_ends_in_the_middle_loses_nothing(visitors: Visitors):
    form_id = form(visitors.scene)
    tab = await opened(visitors, form_id)
    await say_in(tab, "why", "My knee")
    visitors.leave_alone(tab, timedelta(days=2))
    await say_in(tab, "why", "Written after the end")
    assert tab.redirects
    again = await opened(visitors, form_id)
    assert again.var(FormState, "start")["why"].said == "My knee"


async def test_a_card_that_is_missing_is_led_to_and_forgotten_once_one_is_on_file(visitors: Visitors):
    set_up(visitors.scene)
    form_id = form(visitors.scene, template(visitors.scene, replace(INTAKE, card=CardPage.REQUIRED)))
    tab = await opened(visitors, form_id)
    for question, said in COMPLETE.items():
        await say_in(tab, question, said)
    await tab.call(FormState.submit)
    assert [one.label for one in tab.var(FormState, "missing")] == ["Card on file"]
    put_on_file(visitors.scene)
    await tab.call(LiveState.refresh)
    assert (tab.var(FormState, "missing"), tab.var(FormState, "has_card")) == ([], True)
    assert [one.title for one in tab.var(FormState, "cards")] == ["Visa ending in 4242"]
    await tab.call(FormState.submit)
    assert row(visitors.scene, form_id).state == "submitted"


async def test_the_card_page_goes_from_the_open_form_as_payments_are_turned_off(visitors: Visitors):
    set_up(visitors.scene)
    form_id = form(visitors.scene, template(visitors.scene, replace(INTAKE, card=CardPage.REQUIRED)))
    tab = await opened(visitors, form_id)
    assert tab.var(FormState, "card") == "required"
    visitors.scene.set("payments", False)
    assert concerns("setting.payments", ONE)
    await tab.call(LiveState.refresh)
    assert tab.var(FormState, "card") == ""


@pytest.mark.parametrize("pays", [False, True])
async def test_who_fills_in_anothers_form_is_asked_for_a_card_of_their_own_if_they_may_pay(
    visitors: Visitors, pays: bool
):
    set_up(visitors.scene)
    form_id = form(visitors.scene, template(visitors.scene, replace(INTAKE, card=CardPage.REQUIRED)))
    put_on_file(visitors.scene, "alice", last4="4242")
    tab = await acting(visitors, Permission.FORMS, *([Permission.PAYMENTS] if pays else []), path=ONE)
    tab.query = {"form_id": form_id}
    await tab.call(FormState.load)
    assert (tab.var(FormState, "card"), tab.var(FormState, "cards")) == ("required" if pays else "", [])
    put_on_file(visitors.scene, "bob", last4="3155")
    await tab.call(LiveState.refresh)
    titles = [one.title for one in tab.var(FormState, "cards")]
    assert titles == (["Visa ending in 3155"] if pays else [])
