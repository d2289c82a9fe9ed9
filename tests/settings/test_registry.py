"""Every switch of the registry does what it says: it shows in a view, the services obey, and open pages follow.

A setting without a line in `PROOFS` fails the first test: whoever adds one says here how it is seen.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete

from myaccount.clock import now
from myaccount.config import config
from myaccount.domain.appointments import AppointmentState
from myaccount.domain.attempts import AllAtOnce, NoCard
from myaccount.domain.cards import PaymentsOff, ProcessorSilent
from myaccount.domain.family import FamilyOff, Permission
from myaccount.domain.prepaying import PaymentPolicy
from myaccount.domain.refusals import CannotCancel, PronounsOff, Refused, RemindersNotSelectable
from myaccount.domain.settings import REGISTRY, TOPIC, Value, concerns
from myaccount.domain.social import Provider, Purpose, SocialOff
from myaccount.domain.wait_list import OfferOrder, stands_until
from myaccount.models import Account, Appointment, Change, LoginSession, Person
from myaccount.services.billing import balance
from myaccount.services.booking import newcomers, question, search
from myaccount.services.booking.offer import offer
from myaccount.services.booking.review import review
from myaccount.services.calls import page as call_page
from myaccount.services.calls import participants as calls
from myaccount.services.calls import relay as call_relay
from myaccount.services.clinic import settings
from myaccount.services.clinic.shell import shell
from myaccount.services.context import PatientContext
from myaccount.services.documents import own, uploads
from myaccount.services.family import inviting
from myaccount.services.identity import sessions, sign_ins
from myaccount.services.identity.devices import Device
from myaccount.services.identity.sessions import ActiveSession, PendingSession
from myaccount.services.outgoing import visit_messages
from myaccount.services.packages import own as packages
from myaccount.services.paying import attempts, cards
from myaccount.services.paying.processor import answered
from myaccount.services.profiles import contact, notifications
from myaccount.services.social import oauth_attempts
from myaccount.services.social.keys import on_offer
from myaccount.services.social.oauth_attempts import Intent
from myaccount.services.visits import appointments
from myaccount.services.wait_list import joining
from myaccount.services.wait_list import page as wait_page
from myaccount.state.account.appointments import AppointmentsState
from myaccount.state.account.contact import ContactState
from myaccount.state.account.history import HistoryState
from myaccount.state.live import LiveState
from myaccount.store.bus import Notice
from myaccount.store.presence import presence
from myaccount.web import embed
from myaccount.web.visitor import KEY, Visitor
from tests.scenes import NOW, Scene
from tests.services.booking.clinic_week import booked, confirm, criteria, hold, labels, open_all_week, times
from tests.services.ledger.purse import Purse
from tests.services.packages import shelf
from tests.social import give_keys
from tests.state.conftest import Visitors, visitors  # noqa: F401  # a fixture
from tests.stripe_cards import set_up

SECTIONS: dict[str, Any] = {
    "/account": AppointmentsState, "/account/history": HistoryState, "/account/contact": ContactState,
}  # fmt: skip
OPEN_PAGES = (*SECTIONS, "/clinic/settings")


def _invites(scene: Scene, ctx: PatientContext) -> bool:
    terms: dict[str, Any] = {"permissions": frozenset({Permission.FORMS}), "expires_on": None}
    try:
        scene.database.write(inviting.invite, ctx, "bob@mail.test", "", **terms)
    except FamilyOff:
        return False
    return True


@dataclass(frozen=True)
class Proof:
    """How a setting is seen: what is there with `present` and gone with `absent`, and what then is refused."""

    present: Value
    absent: Value
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
    return isinstance(scene.database.read(sessions.resolve, ctx.clinic.id, session.id, later), ActiveSession)


def _owes_a_second_step(scene: Scene, ctx: PatientContext) -> bool:
    [account] = scene.rows(Account, person_id=ctx.person_id)
    new = scene.database.write(sign_ins.start, ctx, account, "password", False, Device())
    return isinstance(scene.database.read(sessions.resolve, ctx.clinic.id, new.session_id, ctx.now), PendingSession)


def _is_asked_for_a_code(scene: Scene, ctx: PatientContext) -> bool:
    guest = replace(scene.clinic_ctx(), guest_id=f"guest {ctx.settings.verify_new_patients}")
    said = {"first_name": "Noor", "last_name": "Haddad", "email": "n@mail.test", "date_of_birth": "1991-05-06"}
    scene.database.write(newcomers.introduce, guest, said)
    return scene.database.read(newcomers.show, guest).waits_for_code


def _reminder_hours(channel: str, index: int = 0):
    """Tell whether the reminders of a channel are as many, so many hours before the visit, as `index` asks for."""

    def is_planned(scene: Scene, ctx: PatientContext) -> bool:
        [card] = scene.database.read(appointments.upcoming, ctx).cards
        row = scene.appointment(card.id)
        [person] = scene.rows(Person, id=ctx.person_id)
        owed = visit_messages.owed(ctx, row, person, set())
        return len([one for one in owed if one.lead.channel == channel]) > index

    return is_planned


def _chooses_reminders(scene: Scene, ctx: PatientContext) -> bool:
    try:
        scene.database.write(notifications.choose, ctx, "email_reminder_hours", False)
    except RemindersNotSelectable:
        return False
    return True


def _may_be_framed(scene: Scene, ctx: PatientContext) -> bool:
    asked = {"path": embed.PAGE, KEY: Visitor(ctx.clinic, None, "", "en")}
    return "https://www.cedar.test" in embed.framers(asked)


def _asks(scene: Scene, ctx: PatientContext) -> bool:
    return scene.database.read(question.asked, ctx, _card(scene, ctx).id)[0] == "What brings you in?"


def _may_answer(scene: Scene, ctx: PatientContext) -> bool:
    said = f"My knee, asked: {ctx.settings.booking_question}"
    return not _is_refused(lambda: scene.database.write(question.answer, ctx, _card(scene, ctx).id, said))


def _waits(scene: Scene, ctx: PatientContext) -> bool:
    said = {"first": NOW.date().isoformat(), "last": (NOW + MONTH).date().isoformat()}
    return not _is_refused(lambda: scene.database.write(joining.join, ctx, criteria(scene), said))


def _begins(scene: Scene, ctx: PatientContext) -> bool:
    visit = _video_visit(scene)
    cards = scene.database.read(appointments.upcoming, ctx).cards
    return any(card.begin_url for card in cards if card.id == visit)


def _joins(scene: Scene, ctx: PatientContext) -> bool:
    visit = _video_visit(scene)
    return not _is_refused(lambda: scene.database.write(call_page.begin, ctx, None, visit))


def _meets_at_the_relay_only(scene: Scene, ctx: PatientContext) -> bool:
    place = scene.database.read(calls.participant, ctx, None, _video_visit(scene))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MYACCOUNT_TURN_URL", "turn:turn.test")
        patch.setenv("MYACCOUNT_TURN_SECRET", "a quiet river")
        config.cache_clear()
        hides = call_relay.hides_addresses(place)
    config.cache_clear()
    return hides


def _video_visit(scene: Scene) -> str:
    """Find the video visit that begins soon, or book it."""
    found = scene.rows(Appointment, online=True)
    return found[0].id if found else scene.book("alice", NOW + timedelta(minutes=30), treatment="video-45")


def _stands_for(ctx: PatientContext) -> timedelta:
    return stands_until(OfferOrder.IN_TURN, ctx.settings.wait_list_minutes, NOW + MONTH, NOW) - NOW


def _is_offered_to_all(scene: Scene, ctx: PatientContext) -> bool:
    return stands_until(ctx.settings.wait_list_order, 30, NOW + MONTH, NOW) == NOW + MONTH


def _may_send(scene: Scene, ctx: PatientContext) -> bool:
    return not _is_refused(lambda: scene.database.read(uploads.check, ctx, "", "referral.pdf"))


def _offers(scene: Scene, ctx: PatientContext) -> bool:
    return not _is_refused(lambda: scene.database.read(offer, ctx))


def _offers_today_at_one(scene: Scene, ctx: PatientContext) -> bool:
    return "1:00 p.m." in labels(scene, criteria(scene), NOW, ctx)


def _asks_for_too_soon(scene: Scene, ctx: PatientContext) -> bool:
    return any(one.contact for one in times(scene, criteria(scene), NOW, ctx))


def _offers_days_in_a_month(scene: Scene, ctx: PatientContext) -> bool:
    return (NOW + MONTH).date().isoformat() in {
        one.day for one in scene.database.read(search.days, ctx, criteria(scene))
    }


def _holds_after(later: timedelta) -> Callable[[Scene, PatientContext], bool]:
    return lambda scene, _: not _is_refused(lambda: hold(scene, NOW + later))


def _reaches_the_processor(scene: Scene, ctx: PatientContext) -> bool:
    """Tell whether adding a card gets as far as the processor, which in these tests does not answer."""
    try:
        answered(cards.begin, ctx)
    except ProcessorSilent:
        return True
    except PaymentsOff:
        return False
    raise AssertionError("something answered")


def _says_what_covers(scene: Scene, ctx: PatientContext) -> bool:
    shelf.give(scene)
    hold(scene, NOW + THREE_HOURS)
    return scene.database.read(review, ctx, "").cover_line != ""


def _is_redeemed(scene: Scene, ctx: PatientContext) -> bool:
    shelf.give(scene)
    later = timedelta(hours=4 if ctx.settings.redeems_online else 5)
    return shelf.live(scene, booked(scene, NOW + later)) != ""


def _asked(scene: Scene, ctx: PatientContext) -> str:
    """Hold a time, and tell what booking it asks for."""
    hold(scene, NOW + THREE_HOURS)
    shown = scene.database.read(review, ctx, "")
    return f"{shown.asks} {shown.asks_amount}".strip()


def _asks_who_has_come(scene: Scene, ctx: PatientContext) -> bool:
    scene.book("alice", NOW - MONTH, state=AppointmentState.ARRIVED, claims=False)
    return _asked(scene, ctx) == "full $120.00"


def _does_not_book_for_nothing(scene: Scene, ctx: PatientContext) -> bool:
    later = timedelta(hours=4 if PaymentPolicy.FULL in (ctx.settings.paying.first, ctx.settings.paying.later) else 5)
    held = hold(scene, NOW + later)
    return _is_refused(lambda: confirm(scene, held.id))


def _asks_for_a_deposit(scene: Scene, ctx: PatientContext) -> bool:
    scene.set("first_visit_payment_policy", "deposit")
    return _asked(scene, replace(ctx, clinic=scene.alice_ctx().clinic)) == "deposit $75.00"


def _two_invoices(scene: Scene) -> None:
    for name in ("1", "2"):
        Purse(scene).invoice(name, 3000)


def _chooses(scene: Scene, ctx: PatientContext) -> bool:
    _two_invoices(scene)
    return scene.database.read(balance.of, ctx).can_choose


def _pays_one_of_two(scene: Scene, ctx: PatientContext) -> bool:
    """Tell whether paying one of two invoices gets as far as the card, which in these tests there is none of."""
    _two_invoices(scene)
    try:
        answered(attempts.pay, ctx, "", 3000, [scene.database.read(balance.of, ctx).invoices[0].id])
    except NoCard:
        return True
    except AllAtOnce:
        return False
    raise AssertionError("a card was charged")


def _is_refused(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except Refused:
        return True
    return False


MONTH = timedelta(days=30)
THREE_HOURS = timedelta(hours=3)


def _goes_to(scene: Scene, ctx: PatientContext, provider: Provider) -> bool:
    try:
        scene.database.write(oauth_attempts.begin, ctx, provider, Intent(Purpose.SIGN_IN))
    except SocialOff:
        return False
    return True


def _give_keys(scene: Scene) -> None:
    """Register the clinic at every sign-in provider, which is no change of a setting."""
    give_keys(scene)
    with scene.database.writing() as tx:
        tx.execute(delete(Change))


PROOFS: dict[str, Proof] = {
    "online_booking": Proof("allowed", "off", _offers, _holds_after(THREE_HOURS)),
    "same_day_booking": Proof(True, False, _offers_today_at_one, _holds_after(THREE_HOURS)),
    "min_notice_hours": Proof(3, 4, _offers_today_at_one, _holds_after(THREE_HOURS)),
    "too_soon": Proof("contact_to_book", "hide", _asks_for_too_soon),
    "horizon_days": Proof(30, 29, _offers_days_in_a_month, _holds_after(MONTH)),
    "upcoming_limit": Proof(2, 1, _offers, _holds_after(THREE_HOURS)),
    "booking_question": Proof("What brings you in?", "", _asks, _may_answer),
    "wait_list": Proof(True, False, lambda scene, ctx: scene.database.read(wait_page.shown, ctx).is_on, _waits),
    "wait_list_order": Proof("first_come", "in_turn", _is_offered_to_all),
    "wait_list_minutes": Proof(60, 30, lambda _, ctx: _stands_for(ctx) > timedelta(minutes=40)),
    "show_phone": Proof(True, False, lambda _, ctx: shell(ctx).clinic_phone != ""),
    "show_email": Proof(True, False, lambda _, ctx: shell(ctx).clinic_email != ""),
    "show_clinic_time_zone": Proof(True, False, lambda scene, ctx: "Toronto time" in _card(scene, ctx).time_line),
    "online_provider": Proof("built_in", "link", _begins, _joins),
    "hide_addresses": Proof(True, False, _meets_at_the_relay_only),
    "client_pronouns": Proof(
        True, False, lambda scene, ctx: scene.database.read(contact.show, ctx).asks_pronouns, _saves_pronouns
    ),
    "embed_allowed_origins": Proof("https://www.cedar.test", "", _may_be_framed),
    "verify_new_patients": Proof(True, False, _is_asked_for_a_code),
    "family_profiles": Proof(True, False, lambda _, ctx: "/account/family" in shell(ctx).optional, _invites),
    "packages": Proof(True, False, lambda scene, ctx: scene.database.read(packages.page, ctx).is_open, _is_redeemed),
    "auto_redeem_online": Proof(True, False, _says_what_covers, _is_redeemed),
    "patient_uploads": Proof(
        True, False, lambda scene, ctx: scene.database.read(own.page, ctx, "", "").may_send, _may_send
    ),
    "allow_cancellations": Proof(True, False, lambda scene, ctx: _card(scene, ctx).can_cancel, _cancels),
    "cancellation_period_hours": Proof(24, 72, lambda scene, ctx: _card(scene, ctx).can_cancel, _cancels),
    "email_reminder_hours": Proof(24, 0, _reminder_hours("email")),
    "second_email_reminder_hours": Proof(12, 0, _reminder_hours("email", 1)),
    "text_reminder_hours": Proof(24, 0, _reminder_hours("text")),
    "client_selectable_reminders": Proof(
        True, False, lambda scene, ctx: scene.database.read(notifications.page, ctx).is_open, _chooses_reminders
    ),
    "payments": Proof(True, False, lambda _, ctx: "/account/cards" in shell(ctx).optional, _reaches_the_processor),
    "payment_policy": Proof("full", "none", _asks_who_has_come, _does_not_book_for_nothing),
    "first_visit_payment_policy": Proof(
        "full", "none", lambda scene, ctx: _asked(scene, ctx) == "full $120.00", _does_not_book_for_nothing
    ),
    "deposit_cents": Proof(7500, 5000, _asks_for_a_deposit),
    "choose_invoices": Proof(True, False, _chooses, _pays_one_of_two),
    "require_two_step": Proof(True, False, _owes_a_second_step),
    **{
        provider.setting: Proof(
            True,
            False,
            lambda _, ctx, provider=provider: provider in on_offer(ctx),
            lambda scene, ctx, provider=provider: _goes_to(scene, ctx, provider),
        )
        for provider in Provider
    },
    "idle_sign_out_minutes": Proof(60, 30, _stands_after_forty_minutes, _stands_after_forty_minutes),
}
every_setting = pytest.mark.parametrize("key", REGISTRY)


@pytest.fixture
def visit_soon(sqlite_scene: Scene) -> Scene:
    """Alice, signed in, with a visit in two days."""
    scene = sqlite_scene
    set_up(scene)
    _give_keys(scene)
    open_all_week(scene)
    shelf.turn_on(scene)
    scene.book("alice", NOW + timedelta(days=2, hours=1))
    [alice] = [row for row in _accounts(scene) if row.person_id == scene.alice]
    with scene.database.writing() as tx:
        person = tx.get_one(Person, scene.alice)
        person.mobile, person.mobile_verified_at = "+14165550111", NOW
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
    set_up(scene)
    _give_keys(scene)
    tabs = [await visitors.tab("robin" if "clinic" in path else "alice", path=path) for path in OPEN_PAGES]
    for tab in tabs:
        await tab.send("reflex___state____state.hydrate")
    proof = PROOFS[key]
    scene.database.write(settings.change, scene.staff_ctx("robin", now=now()), key, proof.absent)
    scene.database.write(settings.change, scene.staff_ctx("robin", now=now()), key, proof.present)
    written = [Notice(row.clinic_id, row.topic, row.person_id) for row in scene.rows(Change)]
    assert {notice.topic for notice in written} == {f"{TOPIC}.{key}"}
    for notice in written:
        assert {tab.token for tab in tabs} <= {tab.token for tab in presence.concerned([notice])}


@every_setting
@pytest.mark.parametrize("path", [path for path in OPEN_PAGES if path.startswith("/account")])
async def test_a_page_that_a_setting_does_not_name_shows_nothing_else_after_it(visitors: Visitors, key: str, path: str):  # noqa: F811
    scene, proof = visitors.scene, PROOFS[key]
    set_up(scene)
    _give_keys(scene)
    scene.book("alice", now().replace(minute=0, second=0, microsecond=0) + timedelta(days=2))
    alice = await visitors.tab("alice", path=path)
    await alice.call(SECTIONS[path].load)
    for value in (proof.absent, proof.present):
        scene.database.write(settings.change, scene.staff_ctx("robin", now=now()), key, value)
        await alice.call(LiveState.refresh, frame_only=not concerns(f"{TOPIC}.{key}", path))
        alice.sent.clear()
        await alice.call(LiveState.refresh)
        assert alice.sent == []
