"""Acting for somebody else in a tab: what is open, what is not, and how it ends."""

from datetime import timedelta
from typing import Any

import pytest
from reflex_base.registry import RegistrationContext
from sqlmodel import select

from myaccount.clock import now
from myaccount.domain.appointments import AppointmentState
from myaccount.domain.family import ForOthers, Permission
from myaccount.domain.time import wall_time
from myaccount.models import Acting, AuditEntry, Person, Relationship
from myaccount.services.family import granting
from myaccount.state.account.appointments import AppointmentsState
from myaccount.state.account.balance import BalanceState
from myaccount.state.account.contact import ContactState
from myaccount.state.account.documents import DocumentsState
from myaccount.state.account.family import FamilyState
from myaccount.state.account.forms import FormsState
from myaccount.state.acting import ActingState
from myaccount.state.clinic.today import TodayState
from myaccount.state.live import LiveState
from myaccount.state.marks import MARK, Access, Mark
from myaccount.state.notice import NoticeState
from myaccount.state.shell import ShellState
from tests.scenes import ZONE, Scene
from tests.services.family.people import granted, rows
from tests.state.conftest import Visitors
from tests.state.tab import Tab

LATER = timedelta(days=5)


def visit(scene: Scene, who: str = "alice", hours: int = 0) -> str:
    """Book a visit far enough ahead to be cancelled."""
    return scene.book(who, now().replace(minute=0, second=0, microsecond=0) + LATER + timedelta(hours=hours))


async def acting(visitors: Visitors, *permissions: Permission, path: str = "/account", **terms: Any) -> Tab:
    """Open a tab of Bob's that acts for Alice."""
    relationship_id = granted(visitors.scene, *permissions, **terms)
    tab = await visitors.tab("bob", path)
    await tab.call(ActingState.act_for, relationship_id=relationship_id)
    return tab


async def test_whoever_may_book_sees_and_cancels_the_others_visits(visitors: Visitors):
    hers = visit(visitors.scene)
    tab = await acting(visitors, Permission.BOOKINGS)
    assert tab.redirects[-1].startswith("/account?as=")
    await tab.call(AppointmentsState.load)
    assert [card.id for card in tab.var(AppointmentsState, "cards")] == [hers]
    assert tab.var(ActingState, "line") == "You are acting for Alice Moreau (child)"
    assert tab.var(ShellState, "person_name") == "Bob Moreau"
    await tab.call(AppointmentsState.cancel, appointment_id=hers, reason="")
    assert visitors.scene.appointment(hers).state == AppointmentState.CANCELLED


async def test_the_trail_names_both(visitors: Visitors):
    hers, scene = visit(visitors.scene), visitors.scene
    tab = await acting(visitors, Permission.BOOKINGS)
    await tab.call(AppointmentsState.cancel, appointment_id=hers, reason="")
    with scene.database.reading() as tx:
        entry = tx.exec(select(AuditEntry).where(AuditEntry.action == "appointment.cancelled")).one()
        assert (entry.actor_id, entry.person_id) == (scene.people["bob"], scene.people["alice"])
        assert entry.facts["by_relationship"]


@pytest.mark.parametrize("state", [ContactState, DocumentsState, FamilyState, BalanceState, FormsState])
async def test_a_page_that_is_not_open_says_so_and_shows_nothing(visitors: Visitors, state: Any):
    tab = await acting(visitors, Permission.BOOKINGS, path={
        ContactState: "/account/contact", DocumentsState: "/account/documents", FamilyState: "/account/family",
        BalanceState: "/account/balance", FormsState: "/account/forms",
    }[state])  # fmt: skip
    await tab.call(state.load)
    assert tab.var(ActingState, "here") == "This page is Alice’s own. It is not open to anybody else."
    assert not tab.var(state, "loaded")
    assert tab.path in tab.var(ActingState, "closed")
    await tab.call(LiveState.refresh)
    assert not tab.var(state, "loaded")


async def test_what_one_permission_opens_is_closed_without_it(visitors: Visitors):
    hers = visit(visitors.scene)
    tab = await acting(visitors, Permission.FORMS)
    await tab.call(AppointmentsState.cancel, appointment_id=hers, reason="")
    assert visitors.scene.appointment(hers).state == AppointmentState.BOOKED
    assert tab.var(NoticeState, "problem") == "That is Alice Moreau’s own. Go back to yourself to do it for you."


def others_may() -> dict[str, Permission | ForOthers]:
    """What opens each handler of ours to whoever acts for another, by the handler's short name."""
    found: dict[str, Permission | ForOthers] = {}
    for name, registered in RegistrationContext.get().event_handlers.items():
        mark: Mark | None = getattr(registered.handler.fn, MARK, None)
        if mark is not None and mark.access is not Access.STAFF and mark.others is not ForOthers.NEVER:
            found[".".join(name.split("____")[-1].split("."))] = mark.others
    return found


@pytest.mark.parametrize("until", ["2020-01-01", "someday"])
async def test_all_that_is_wrong_with_an_invitation_is_said_at_once(visitors: Visitors, until: str):
    visitors.scene.set("family_profiles", True)
    tab = await visitors.tab("alice", "/account/family")
    await tab.call(FamilyState.load)
    await tab.call(FamilyState.give)
    await tab.call(FamilyState.send, form={"contact": "Bob, my brother", "label": "", "until": until})
    assert list(tab.var(FamilyState, "problems")) == ["contact", "what", "until"]
    assert (tab.var(FamilyState, "form"), tab.var(FamilyState, "attempt")) == ("new", 1)
    await tab.call(FamilyState.send, form={"contact": "bob@mail.test", "label": "", "until": "", "bookings": "on"})
    assert (tab.var(FamilyState, "form"), tab.var(FamilyState, "problems")) == ("", {})


async def test_all_that_is_wrong_with_a_change_is_said_at_once(visitors: Visitors):
    relationship_id = granted(visitors.scene)
    tab = await visitors.tab("alice", "/account/family")
    await tab.call(FamilyState.load)
    await tab.call(FamilyState.change, relationship_id=relationship_id)
    await tab.call(FamilyState.save, form={"until": "2020-01-01"})
    assert list(tab.var(FamilyState, "problems")) == ["what", "until"]


def test_every_handler_that_is_open_to_others_is_one_of_these():
    found = others_may()
    by_state: dict[tuple[str, str], set[str]] = {}
    for name, needed in found.items():
        state, _, handler = name.partition(".")
        by_state.setdefault((state, needed.value), set()).add(handler)
    assert by_state == {
        ("acting_state", "oneself"): {"act_for", "back"},
        ("add_card_state", "oneself"): {"begin", "keep", "saved"},
        ("appointments_state", "bookings"): {"load", "ask", "keep", "choose_reason", "cancel", "answer", "more"},
        ("balance_state", "payments"): {"load", "choose", "choose_invoice", "pay", "look", "give_up"},
        ("booking_state", "bookings"): {
            "load", "begin_with", "choose_treatment", "choose_staff", "choose_location", "change", "choose_day",
            "more_days", "choose_time",
        },
        ("form_state", "forms"): {"load", "answer", "arrived", "confirm", "submit"},
        ("forms_state", "forms"): {"load"},
        ("held_state", "bookings"): {"back", "confirm", "move", "whoops", "answer", "more"},
        ("history_state", "bookings"): {"load", "filter", "clear", "older", "newer"},
        ("live_state", "any"): {"refresh"},
        ("prepay_state", "payments"): {"add", "keep", "saved", "choose", "pay", "look", "give_up"},
        ("shell_state", "any"): {"load", "dismiss"},
        ("shell_state", "oneself"): {"stay_signed_in", "own_news", "choose_language"},
        ("visit_state", "bookings"): {"load", "tell_desk"},
        ("wait_list_state", "bookings"): {"join", "leave", "take", "decline"},
        ("zone_state", "any"): {"notice_zone"},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("permissions", "page"),
    [
        ({Permission.FORMS, Permission.BOOKINGS}, "/account"),
        ({Permission.PAYMENTS, Permission.FORMS, Permission.NOTIFICATIONS}, "/account/forms"),
        ({Permission.PAYMENTS}, "/account/balance"),
    ],
)
async def test_whoever_acts_for_another_begins_where_they_may(
    visitors: Visitors, permissions: set[Permission], page: str
):
    tab = await acting(visitors, *permissions)
    assert tab.redirects[-1].startswith(f"{page}?as=")


async def test_a_permission_that_is_taken_back_refuses_the_next_click_and_leads_home_in_words(visitors: Visitors):
    scene, hers = visitors.scene, visit(visitors.scene)
    tab = await acting(visitors, Permission.BOOKINGS)
    await tab.call(AppointmentsState.load)
    revoke(scene)
    await tab.call(AppointmentsState.cancel, appointment_id=hers, reason="")
    assert scene.appointment(hers).state == AppointmentState.BOOKED
    words = "You can no longer act for Alice Moreau. You are back in your own My Account."
    assert tab.var(NoticeState, "problem") == words
    assert tab.var(AppointmentsState, "cards") == []
    await tab.call(LiveState.refresh)
    assert tab.redirects[-1].startswith("/account?as=")
    await tab.call(AppointmentsState.load)
    assert (tab.var(NoticeState, "problem"), tab.var(ActingState, "line")) == (words, "")
    await tab.call(AppointmentsState.load)
    assert tab.var(NoticeState, "problem") == ""


async def test_an_open_page_is_cleared_before_anything_else_is_sent(visitors: Visitors):
    visit(visitors.scene)
    tab = await acting(visitors, Permission.BOOKINGS)
    await tab.call(AppointmentsState.load)
    revoke(visitors.scene)
    tab.shown.clear()
    await tab.send("reflex___state____state.hydrate")
    assert tab.var(AppointmentsState, "cards") == []


async def test_the_last_day_is_the_clinics_and_the_next_begins_without_it(visitors: Visitors):
    visit(visitors.scene)
    today = wall_time(now(), ZONE).local.date()
    tab = await acting(visitors, Permission.BOOKINGS, until=today)
    await tab.call(AppointmentsState.load)
    assert tab.var(AppointmentsState, "cards")
    expire(visitors.scene, today - timedelta(days=1))
    await tab.call(AppointmentsState.load)
    assert tab.var(AppointmentsState, "cards") == []
    assert tab.var(NoticeState, "problem").startswith("You can no longer act for Alice")


async def test_with_the_switch_off_nobody_acts_for_anybody(visitors: Visitors):
    hers = visit(visitors.scene)
    tab = await acting(visitors, Permission.BOOKINGS)
    visitors.scene.set("family_profiles", False)
    await tab.call(AppointmentsState.cancel, appointment_id=hers, reason="")
    assert visitors.scene.appointment(hers).state == AppointmentState.BOOKED
    assert tab.var(NoticeState, "problem").startswith("You can no longer act for Alice")


async def test_two_tabs_of_one_sign_in_act_for_whom_each_of_them_chose(visitors: Visitors):
    scene = visitors.scene
    visits = {"alice": visit(scene), "dana": visit(scene, "dana", hours=2)}
    first, second = granted(scene, whose="alice"), granted(scene, whose="dana")
    session = visitors.sign_in("bob")
    tabs = [await visitors.tabs.open(scene.cedar.clinic_id, session).hydrate() for _ in range(3)]
    await tabs[0].call(ActingState.act_for, relationship_id=first)
    await tabs[1].call(ActingState.act_for, relationship_id=second)
    for tab in tabs:
        await tab.call(AppointmentsState.load)
    shown = [[card.id for card in tab.var(AppointmentsState, "cards")] for tab in tabs]
    assert shown == [[visits["alice"]], [visits["dana"]], []]


async def test_the_way_back_is_open_and_leaves_nothing_behind(visitors: Visitors):
    visit(visitors.scene)
    tab = await acting(visitors, Permission.BOOKINGS)
    await tab.call(AppointmentsState.load)
    await tab.call(ActingState.back)
    assert tab.var(AppointmentsState, "cards") == []
    await tab.call(AppointmentsState.load)
    assert (tab.var(AppointmentsState, "cards"), tab.var(ActingState, "line")) == ([], "")
    with visitors.scene.database.reading() as tx:
        assert tx.exec(select(Acting)).all() == []


@pytest.mark.parametrize("who", ["alice", "charlie", "dana"])
async def test_nobody_acts_by_a_permission_that_is_another_ones(visitors: Visitors, who: str):
    relationship_id = granted(visitors.scene)
    tab = await visitors.tab(who)
    await tab.call(ActingState.act_for, relationship_id=relationship_id)
    await tab.call(ActingState.act_for, relationship_id="x" * 22)
    assert tab.redirects == []
    with visitors.scene.database.reading() as tx:
        assert tx.exec(select(Acting)).all() == []


async def test_another_sign_in_with_the_same_tab_token_acts_for_nobody(visitors: Visitors):
    visit(visitors.scene)
    tab = await acting(visitors, Permission.BOOKINGS)
    other = await visitors.tab("bob")
    other.token = tab.token
    visitors.tabs.tabs[tab.token] = other
    await other.call(AppointmentsState.load)
    assert other.var(AppointmentsState, "cards") == []


async def test_a_role_does_nothing_while_acting_and_the_clinics_side_ends_it(visitors: Visitors):
    scene = visitors.scene
    relationship_id = granted(scene, who="dana")
    tab = await visitors.tab("dana")
    await tab.call(ActingState.act_for, relationship_id=relationship_id)
    await tab.call(AppointmentsState.load)
    assert (tab.var(ShellState, "role"), tab.var(ShellState, "clinic_home")) == ("", "")
    tab.path = "/clinic"
    await tab.call(TodayState.load)
    assert tab.var(ShellState, "role") == "front_desk"
    tab.path = "/account"
    await tab.call(AppointmentsState.load)
    assert tab.var(ActingState, "line") == ""


async def test_the_language_that_is_chosen_is_ones_own(visitors: Visitors):
    tab = await acting(visitors, Permission.BOOKINGS)
    await tab.call(ShellState.choose_language, lang="fr")
    with visitors.scene.database.reading() as tx:
        languages = {who: tx.get_one(Person, visitors.scene.people[who]).language for who in ("alice", "bob")}
    assert (languages["alice"] != "fr", languages["bob"]) == (True, "fr")


def revoke(scene: Scene) -> None:
    """Let Alice take back what she granted Bob."""
    scene.database.write(granting.revoke, scene.alice_ctx(now=now()), rows(scene)[0].id)


def expire(scene: Scene, last: Any) -> None:
    """Move the last day of every permission."""
    with scene.database.writing() as tx:
        for row in tx.exec(select(Relationship)).all():
            row.expires_on = last
