"""Credit Cards on File through the gate: what a patient does, what nobody can, and what the desk does live."""

from datetime import timedelta
from typing import Any

import pytest
from reflex_base.registry import RegistrationContext

from myaccount.clock import now
from myaccount.models import Card, CardSetup, Task
from myaccount.state.account.cards import AddCardState, CardsState
from myaccount.state.clinic.payment_keys import PaymentKeysState
from myaccount.state.clinic.settings import SettingsState
from myaccount.state.live import LiveState
from myaccount.state.notice import NoticeState
from myaccount.state.profile.cards import ProfileCardsState
from myaccount.state.profile.profile import ProfileState
from tests.scenes import Scene
from tests.state.conftest import Visitors
from tests.state.tab import Tab
from tests.stripe_cards import SECURE, set_up, type_card

PATH = "/account/cards"


@pytest.fixture
async def taking(visitors: Visitors, stripe: str) -> Visitors:
    set_up(visitors.scene)
    return visitors


async def cards_page(visitors: Visitors, who: str = "alice") -> Tab:
    tab = await visitors.tab(who, path=PATH)
    await tab.call(CardsState.load)
    return tab


async def added(visitors: Visitors, stripe: str, number: str = "4242424242424242") -> Tab:
    tab = await cards_page(visitors)
    await tab.call(AddCardState.begin)
    type_card(stripe, tab.var(AddCardState, "form").client_secret, number)
    await tab.call(AddCardState.saved)
    return tab


def rows(tab: Tab) -> list[Any]:
    return tab.var(CardsState, "rows")


def on_file(scene: Scene) -> list[Card]:
    return [card for card in scene.rows(Card) if card.removed_at is None]


async def test_a_card_that_the_processor_took_is_listed_and_the_form_is_gone(taking: Visitors, stripe: str):
    tab = await added(taking, stripe)
    assert [row.title for row in rows(tab)] == ["Visa ending in 4242"]
    assert (tab.var(AddCardState, "is_open"), tab.var(AddCardState, "done")) == (False, "The card is on file.")
    await tab.call(AddCardState.begin)
    type_card(stripe, tab.var(AddCardState, "form").client_secret)
    await tab.call(AddCardState.saved)
    assert tab.var(AddCardState, "done") == "That card is on file already."
    assert len(rows(tab)) == 1


async def test_a_browser_that_says_a_card_was_saved_is_not_believed(taking: Visitors):
    tab = await cards_page(taking)
    await tab.call(AddCardState.begin)
    await tab.call(AddCardState.saved)
    assert (rows(tab), on_file(taking.scene)) == ([], [])


async def test_the_list_finishes_what_a_closed_browser_left(taking: Visitors, stripe: str):
    first = await cards_page(taking)
    await first.call(AddCardState.begin)
    type_card(stripe, first.var(AddCardState, "form").client_secret)
    assert [row.title for row in rows(await cards_page(taking))] == ["Visa ending in 4242"]


async def test_no_handler_of_a_patient_removes_a_card(taking: Visitors, stripe: str):
    tab = await added(taking, stripe)
    handlers = [
        name for name in RegistrationContext.get().event_handlers if "cards_state" in name or "add_card" in name
    ]
    [card] = on_file(taking.scene)
    assert len(handlers) > 8
    for name in handlers:
        await tab.send(name, card_id=card.id)
        await tab.send(name)
    assert [one.id for one in on_file(taking.scene)] == [card.id]


async def test_asking_twice_sends_one_request(taking: Visitors, stripe: str):
    tab = await added(taking, stripe)
    await tab.call(CardsState.ask, card_id=rows(tab)[0].id)
    assert tab.var(CardsState, "about") == "Visa ending in 4242"
    await tab.call(CardsState.send)
    await tab.call(CardsState.send)
    assert len(taking.scene.rows(Task)) == 1
    assert rows(tab)[0].asked_line.startswith("You asked the clinic to remove it")


async def test_somebody_elses_card_is_not_found(taking: Visitors, stripe: str):
    await added(taking, stripe)
    [card] = on_file(taking.scene)
    for who in ("bob", "charlie"):
        tab = await cards_page(taking, who)
        await tab.call(CardsState.ask, card_id=card.id)
        await tab.call(CardsState.send)
        await tab.call(CardsState.make_default, card_id=card.id)
        assert tab.var(NoticeState, "problem") != ""
        assert rows(tab) == []
    assert taking.scene.rows(Task) == []


async def test_the_desk_removes_it_and_the_open_page_follows(taking: Visitors, stripe: str):
    alice = await added(taking, stripe, SECURE)
    dana = await taking.tab("dana", path="/clinic/patients/[person_id]")
    dana.query = {"person_id": taking.scene.alice}
    await dana.call(ProfileState.load)
    assert (dana.var(ProfileCardsState, "is_there"), dana.var(ProfileCardsState, "rows")) == (True, [])
    await dana.call(ProfileState.turn, part="cards")
    [row] = dana.var(ProfileCardsState, "rows")
    await dana.call(ProfileCardsState.remove)
    assert len(on_file(taking.scene)) == 1
    await dana.call(ProfileCardsState.ask, card_id=row.id)
    await dana.call(ProfileCardsState.remove)
    assert dana.var(NoticeState, "notice") == "The card was removed."
    assert dana.var(ProfileCardsState, "rows") == []
    await alice.call(LiveState.refresh)
    assert rows(alice) == []


async def test_turned_off_while_the_page_is_open_it_shows_and_does_nothing_more(taking: Visitors, stripe: str):
    tab = await added(taking, stripe)
    await tab.call(CardsState.ask, card_id=rows(tab)[0].id)
    assert tab.var(CardsState, "asking") == rows(tab)[0].id
    taking.scene.set("payments", False)
    await tab.call(AddCardState.begin)
    assert "does not take card payments" in tab.var(NoticeState, "problem")
    await tab.call(LiveState.refresh)
    assert (tab.var(CardsState, "is_open"), rows(tab)) == (False, [])
    assert (tab.var(CardsState, "asking"), tab.var(CardsState, "about")) == ("", "")
    await tab.call(CardsState.send)
    assert taking.scene.rows(Task) == []


async def test_a_silent_processor_is_said_so(visitors: Visitors):
    set_up(visitors.scene)
    tab = await cards_page(visitors)
    await tab.call(AddCardState.begin)
    assert "does not answer" in tab.var(NoticeState, "problem")
    with visitors.scene.database.writing() as tx:
        tx.add(CardSetup(clinic_id=visitors.scene.cedar.clinic_id, person_id=visitors.scene.alice, setup_id="seti_x",
                         created_at=now() - timedelta(minutes=1)))  # fmt: skip
    assert (await cards_page(visitors)).var(CardsState, "loaded") is True


async def test_the_owner_sets_the_keys_and_no_secret_comes_back(visitors: Visitors, stripe: str):
    robin = await visitors.tab("robin", path="/clinic/settings")
    await robin.call(SettingsState.load)
    await robin.call(SettingsState.change, key="payments", value=True)
    assert robin.var(SettingsState, "error").startswith("Set up Stripe first")
    await robin.call(PaymentKeysState.edit)
    secret = "sk_test_stand_in_for_stripe"
    form = {"publishable_key": "pk_test_stand_in_for_stripe", "secret_key": secret, "webhook_secret": "nonsense"}
    await robin.call(PaymentKeysState.save, form=form)
    assert robin.var(PaymentKeysState, "problems") == {
        "webhook_secret": "Paste the webhook’s signing secret: it begins with whsec_."
    }
    await robin.call(PaymentKeysState.save, form=form | {"webhook_secret": ""})
    assert robin.var(NoticeState, "notice") == "Stripe is connected."
    await robin.call(SettingsState.change, key="payments", value=True)
    assert robin.var(SettingsState, "switches")["payments"] is True
    assert secret not in str(robin.sent) and secret not in str(robin.shown)
