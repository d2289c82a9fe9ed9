"""Every switch of the registry does what it says: it shows in a view, the services obey, and open pages follow.

A setting without a line in `PROOFS` fails the first test: whoever adds one says here how it is seen.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from myaccount.clock import now
from myaccount.domain.refusals import CannotCancel, PronounsOff
from myaccount.domain.settings import REGISTRY
from myaccount.models import LoginSession
from myaccount.services import appointments, contact, sessions, settings
from myaccount.services.context import PatientContext
from myaccount.services.sessions import Standing
from myaccount.services.shell import shell
from myaccount.store.bus import Notice
from myaccount.store.presence import presence
from tests.scenes import NOW, Scene
from tests.state.conftest import Visitors, visitors  # noqa: F401  # a fixture

OPEN_PAGES = ("/account", "/account/history", "/clinic/settings")


@dataclass(frozen=True)
class Proof:
    """How a setting is seen: what is there with `present` and gone with `absent`, and what then is refused."""

    present: bool | int
    absent: bool | int
    is_shown: Callable[[Scene, PatientContext], bool]
    is_let: Callable[[Scene, PatientContext], bool] | None = None


def _card(scene: Scene, ctx: PatientContext):
    [card] = scene.database.read(appointments.upcoming, ctx).cards
    return card


def _cancels(scene: Scene, ctx: PatientContext) -> bool:
    card = _card(scene, ctx)
    try:
        scene.database.write(appointments.cancel, ctx, card.id, "")
    except CannotCancel:
        return False
    return True


def _saves_pronouns(scene: Scene, ctx: PatientContext) -> bool:
    try:
        scene.database.write(contact.save, ctx, {"pronouns": "they/them"})
    except PronounsOff:
        return False
    return True


def _stands_after_forty_minutes(scene: Scene, ctx: PatientContext) -> bool:
    session = scene.rows(LoginSession)[0]
    later = session.last_used_at + timedelta(minutes=40)
    return isinstance(scene.database.read(sessions.standing, ctx.clinic.id, session.id, later), Standing)


PROOFS: dict[str, Proof] = {
    "show_phone": Proof(True, False, lambda _, ctx: shell(ctx).clinic_phone != ""),
    "show_email": Proof(True, False, lambda _, ctx: shell(ctx).clinic_email != ""),
    "show_clinic_time_zone": Proof(True, False, lambda scene, ctx: "Toronto time" in _card(scene, ctx).time_line),
    "client_pronouns": Proof(
        True, False, lambda scene, ctx: scene.database.read(contact.show, ctx).asks_pronouns, _saves_pronouns
    ),
    "allow_cancellations": Proof(True, False, lambda scene, ctx: _card(scene, ctx).can_cancel, _cancels),
    "cancellation_period_hours": Proof(24, 72, lambda scene, ctx: _card(scene, ctx).can_cancel, _cancels),
    "idle_sign_out_minutes": Proof(60, 30, _stands_after_forty_minutes, _stands_after_forty_minutes),
}
every_setting = pytest.mark.parametrize("key", REGISTRY)


@pytest.fixture
def visit_soon(sqlite_scene: Scene) -> Scene:
    """Alice, signed in, with a visit in two days."""
    scene = sqlite_scene
    scene.book("alice", NOW + timedelta(days=2))
    [alice] = [row for row in _accounts(scene) if row.person_id == scene.alice]
    with scene.database.writing() as tx:
        tx.add(
            LoginSession(
                clinic_id=scene.cedar.clinic_id, account_id=alice.id, person_id=scene.alice, cookie_hash="x",
                created_at=NOW, last_used_at=NOW, proven_at=NOW,
            )
        )  # fmt: skip
    return scene


def _accounts(scene: Scene):
    from myaccount.models import Account

    return scene.rows(Account)


def test_every_setting_has_its_proof():
    assert PROOFS.keys() == REGISTRY.keys()


@every_setting
def test_what_it_turns_off_is_gone_from_the_view_and_refused(visit_soon: Scene, key: str):
    proof = PROOFS[key]
    for value, seen in ((proof.absent, False), (proof.present, True)):
        visit_soon.database.write(settings.change, visit_soon.staff_ctx("robin"), key, value)
        ctx = visit_soon.alice_ctx()
        assert proof.is_shown(visit_soon, ctx) is seen
        if proof.is_let is not None:
            assert proof.is_let(visit_soon, ctx) is seen


@every_setting
def test_who_opened_the_page_before_is_judged_by_what_holds_now(visit_soon: Scene, key: str):
    proof = PROOFS[key]
    visit_soon.database.write(settings.change, visit_soon.staff_ctx("robin"), key, proof.present)
    stale = visit_soon.alice_ctx()
    visit_soon.database.write(settings.change, visit_soon.staff_ctx("robin"), key, proof.absent)
    fresh = replace(stale, clinic=visit_soon.alice_ctx().clinic)
    assert proof.is_shown(visit_soon, fresh) is False


@every_setting
async def test_open_pages_of_the_whole_clinic_are_refreshed(visitors: Visitors, key: str):  # noqa: F811
    scene = visitors.scene
    tabs = [await visitors.tab("robin" if "clinic" in path else "alice", path=path) for path in OPEN_PAGES]
    for tab in tabs:
        await tab.send("reflex___state____state.hydrate")
    proof = PROOFS[key]
    scene.database.write(settings.change, scene.staff_ctx("robin", now=now()), key, proof.absent)
    scene.database.write(settings.change, scene.staff_ctx("robin", now=now()), key, proof.present)
    concerned = {tab.token for tab in presence.concerned([Notice(scene.cedar.clinic_id, settings.TOPIC)])}
    assert {tab.token for tab in tabs} <= concerned
