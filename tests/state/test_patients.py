"""The clinic's patients and their profiles, asked over the real event pipeline."""

import pytest

from myaccount.models import AuditEntry, Person
from myaccount.state.account.contact import ContactState
from myaccount.state.clinic.patients import PatientsState
from myaccount.state.live import LiveState
from myaccount.state.notice import NoticeState
from myaccount.state.profile.profile import ProfileState
from myaccount.store.bus import Notice
from myaccount.store.presence import presence
from tests.scenes import NOW
from tests.state.conftest import Visitors
from tests.state.tab import Tab

LIST = "/clinic/patients"
PROFILE = "/clinic/patients/[person_id]"
strangers = pytest.mark.parametrize("who", ["alice", "bob", "charlie", "kim", None])


async def at_profile(visitors: Visitors, who: str | None, whose: str = "alice") -> Tab:
    tab = await visitors.tab(who, path=PROFILE)
    tab.query = {"person_id": visitors.scene.people[whose]}
    await tab.call(ProfileState.load)
    return tab


async def at_list(visitors: Visitors, who: str | None) -> Tab:
    tab = await visitors.tab(who, path=LIST)
    await tab.call(PatientsState.load)
    return tab


def names(tab: Tab) -> list[str]:
    return [line.name for line in tab.var(PatientsState, "lines")]


@pytest.mark.parametrize(
    ("who", "asked", "shown"),
    [
        ("dana", "messages", "messages"),
        ("dana", "", "contact"),
        ("dana", "nonsense", "contact"),
        ("dana", "packages", "contact"),
        ("sam", "billing", "contact"),
        ("sam", "cards", "contact"),
    ],
)
async def test_a_profile_opens_at_the_part_that_its_address_names(
    visitors: Visitors, who: str, asked: str, shown: str
) -> None:
    visitors.scene.book("alice", NOW)
    tab = await visitors.tab(who, path=PROFILE)
    tab.query = {"person_id": visitors.scene.alice, "part": asked}
    await tab.call(ProfileState.load)
    assert (tab.var(ProfileState, "head").name, tab.var(ProfileState, "part")) == ("Alice Moreau", shown)


async def test_the_desk_searches_and_finds_whom_it_opened_last_when_the_box_is_empty(visitors: Visitors) -> None:
    await at_profile(visitors, "dana", "bob")
    tab = await at_list(visitors, "dana")
    assert names(tab) == ["Bob Moreau"]
    await tab.call(PatientsState.search, words="mor ali")
    assert (names(tab), tab.var(PatientsState, "told")) == (["Alice Moreau"], "1 patient found.")
    await tab.call(PatientsState.search, words="nobody")
    assert names(tab) == []
    assert "No patient matches" in tab.var(PatientsState, "told")
    await tab.call(PatientsState.search, words="")
    assert names(tab) == ["Bob Moreau"]


@strangers
async def test_nobody_else_searches_or_adds(visitors: Visitors, who: str | None) -> None:
    tab = await at_list(visitors, who)
    await tab.call(PatientsState.search, words="moreau")
    await tab.call(PatientsState.add, form={"first_name": "Mallory"})
    assert "Alice" not in str(tab.sent) or who == "alice"
    assert names(tab) == []
    assert not visitors.scene.rows(Person, first_name="Mallory")


async def test_a_new_patient_is_added_and_opened(visitors: Visitors) -> None:
    tab = await at_list(visitors, "dana")
    await tab.call(PatientsState.begin)
    await tab.call(PatientsState.add, form={"first_name": "", "mobile": "1"})
    assert set(tab.var(PatientsState, "problems")) == {"first_name", "mobile"}
    form = {"first_name": "alice", "last_name": "Moreau", "email": "moreau@mail.test"}
    await tab.call(PatientsState.add, form=form)
    assert tab.var(PatientsState, "others") == visitors.scene.alice
    await tab.call(PatientsState.add, form={**form, "others": visitors.scene.alice})
    [made] = visitors.scene.rows(Person, first_name="alice")
    assert tab.redirects == [f"/clinic/patients/{made.id}"]
    assert tab.var(PatientsState, "adding") is False


async def test_a_practitioner_adds_nobody(visitors: Visitors) -> None:
    tab = await at_list(visitors, "sam")
    assert tab.var(PatientsState, "can_add") is False
    await tab.call(PatientsState.add, form={"first_name": "Mallory"})
    assert not visitors.scene.rows(Person, first_name="Mallory")


async def test_the_desk_opens_a_profile_which_is_written_down(visitors: Visitors) -> None:
    tab = await at_profile(visitors, "dana")
    assert tab.var(ProfileState, "head").name == "Alice Moreau"
    await tab.call(ProfileState.turn, part="activity")
    assert [line.what for line in tab.var(ProfileState, "activity")] == ["Opened the profile"]
    assert [entry.actor_id for entry in visitors.scene.audit("profile.opened")] == [visitors.scene.people["dana"]]


@strangers
async def test_nobody_else_sees_or_changes_it(visitors: Visitors, who: str | None) -> None:
    before = visitors.scene.rows(Person, id=visitors.scene.alice)
    tab = await at_profile(visitors, who)
    await tab.call(ProfileState.save, form={"first_name": "Mallory"})
    await tab.call(ProfileState.book, booking="off")
    for handler in (ProfileState.send_welcome, ProfileState.send_reset):
        await tab.call(handler)
    await tab.call(ProfileState.turn, part="messages")
    await tab.call(LiveState.refresh)
    assert tab.var(ProfileState, "head").id == ""
    assert visitors.scene.rows(Person, id=visitors.scene.alice) == before
    assert not visitors.scene.audit("profile.opened")


async def test_a_practitioner_reads_their_own_patients_alone(visitors: Visitors) -> None:
    assert (await at_profile(visitors, "sam")).var(ProfileState, "head").id == ""
    visitors.scene.book("alice", NOW)
    tab = await at_profile(visitors, "sam")
    assert tab.var(ProfileState, "head").name == "Alice Moreau"
    await tab.call(ProfileState.save, form={"first_name": "Mallory"})
    assert visitors.scene.rows(Person, id=visitors.scene.alice)[0].first_name == "Alice"


@pytest.mark.parametrize("person_id", ["", "A" * 22, "x" * 5000, "\0"])
async def test_an_unknown_id_is_nobody(visitors: Visitors, person_id: str) -> None:
    tab = await visitors.tab("dana", path=PROFILE)
    tab.query = {"person_id": person_id}
    await tab.call(ProfileState.load)
    assert (tab.var(ProfileState, "loaded"), tab.var(ProfileState, "head").id) == (True, "")
    await tab.call(ProfileState.book, booking="off")
    assert "can’t find" in tab.var(NoticeState, "problem")


async def test_what_the_patient_saves_the_open_profile_shows_and_the_other_way_round(visitors: Visitors) -> None:
    dana = await at_profile(visitors, "dana")
    alice = await visitors.tab("alice", path="/account/contact")
    await alice.call(ContactState.load)
    await alice.call(ContactState.save, form={"mobile": "416-555-0111", "mobile_was": ""})
    concerned = presence.concerned([Notice(visitors.scene.cedar.clinic_id, "profile", visitors.scene.alice)])
    assert {dana.token, alice.token} <= {tab.token for tab in concerned}
    await dana.call(LiveState.refresh)
    assert dana.var(ProfileState, "form").mobile == dana.var(ProfileState, "head").phone == "416-555-0111"
    await dana.call(ProfileState.save, form={"mobile": "416-555-0122", "mobile_was": "416-555-0111"})
    assert dana.var(ProfileState, "done").startswith("Saved.")
    await alice.call(LiveState.refresh)
    assert alice.var(ContactState, "form").mobile == "416-555-0122"


async def test_a_clash_is_left_to_the_desk(visitors: Visitors) -> None:
    dana = await at_profile(visitors, "dana")
    alice = await visitors.tab("alice", path="/account/contact")
    await alice.call(ContactState.save, form={"mobile": "416-555-0111", "mobile_was": ""})
    await dana.call(ProfileState.save, form={"mobile": "416-555-0122", "mobile_was": ""})
    assert "changed elsewhere" in dana.var(ProfileState, "summary")
    assert visitors.scene.rows(Person, id=visitors.scene.alice)[0].mobile == "+14165550111"


async def test_online_booking_and_a_reset_at_the_desk(visitors: Visitors) -> None:
    tab = await at_profile(visitors, "dana")
    await tab.call(ProfileState.book, booking="sign_in_required")
    assert (tab.var(ProfileState, "head").booking, tab.var(ProfileState, "booked")) == ("sign_in_required", 1)
    await tab.call(ProfileState.book, booking="whatever")
    assert tab.var(ProfileState, "head").booking == "sign_in_required"
    await tab.call(ProfileState.send_reset)
    assert tab.var(NoticeState, "notice") == "The message is on its way to moreau@mail.test."
    await tab.call(ProfileState.send_reset)
    assert "less than a minute ago" in tab.var(NoticeState, "problem")
    await tab.call(ProfileState.send_welcome)
    assert "already done" in tab.var(NoticeState, "problem")
    assert len(visitors.scene.rows(AuditEntry, action="reset.sent")) == 1
