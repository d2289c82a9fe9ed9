"""The clinic's settings: shown to the owner, and changed one at a time."""

from collections.abc import Mapping

from sqlmodel import Session

from myaccount.domain import origins
from myaccount.domain.calls import OnlineProvider
from myaccount.domain.clinic_side import may_open
from myaccount.domain.contact import tidy
from myaccount.domain.money import read_cents
from myaccount.domain.origins import Origins
from myaccount.domain.parsing import FieldError
from myaccount.domain.refusals import NotAcceptable, NotAllowed, NotFound
from myaccount.domain.settings import REGISTRY, TOPIC, Setting, Value, resolve
from myaccount.domain.social import SWITCHES
from myaccount.messages import dates, say
from myaccount.messages.amounts import amount
from myaccount.services.clinic import clinics
from myaccount.services.context import StaffContext
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import appointments, bus
from myaccount.store import clinics as store
from myaccount.views.settings import SettingsPage

PAGE = "/clinic/settings"


def page(tx: Session, ctx: StaffContext) -> SettingsPage:
    """Show every setting with its value, and what it is about at this moment.

    Raises: NotAllowed for a role that may not open the settings.
    """
    _check_role(ctx)
    settings = clinics.facts(tx, ctx.clinic.id).settings
    values = {key: getattr(settings, key) for key in REGISTRY}
    return SettingsPage(
        switches={key: value for key, value in values.items() if REGISTRY[key].kind is bool},
        numbers={
            key: value for key, value in values.items() if REGISTRY[key].kind is int and not REGISTRY[key].is_money
        },
        choices={key: value.value for key, value in values.items() if REGISTRY[key].choices},
        lists={key: "\n".join(value) for key, value in values.items() if REGISTRY[key].kind is Origins},
        texts={key: _text(value, ctx) for key, value in values.items() if _is_typed(REGISTRY[key])},
        touches=_touches(tx, ctx),
    )


def change(tx: Session, ctx: StaffContext, key: str, value: Value | None) -> None:
    """Give one setting another value; open pages of the whole clinic hear of it. No other setting is touched.

    Edges: the value it has already changes nothing and leaves no trace. `None` stands for what is no whole number. A
    list is taken as it is typed, one entry a line, a text as one line, and an amount of money too.
    Raises: NotAllowed for a role that may not · NotFound for a key that is no setting · NotAcceptable for a value
    that the setting cannot take.
    """
    _check_role(ctx)
    setting = REGISTRY.get(key)
    if setting is None:
        raise NotFound()
    if isinstance(value, str):
        value = _read(setting, value, ctx)
    store.lock(tx, ctx.clinic.id)  # two people change the settings of a clinic in turn
    before = getattr(resolve(store.stored_settings(tx, ctx.clinic.id)), key)
    if value is None or not setting.accepts(value):
        raise NotAcceptable(field=key, reason=_possible(setting, before, ctx))
    if key == "payments" and value and not ctx.clinic.has_processor:
        raise NotAcceptable(field=key, reason=say("settings.refused.no_processor", ctx.lang))
    if key in SWITCHES and value and SWITCHES[key].value not in ctx.clinic.sign_in_providers:
        reason = say("settings.refused.no_provider_keys", ctx.lang, provider=SWITCHES[key].label)
        raise NotAcceptable(field=key, reason=reason)
    if value == OnlineProvider.JITSI and key == "online_provider" and not ctx.clinic.video_server:
        raise NotAcceptable(field=key, reason=say("settings.refused.no_video_server", ctx.lang))
    if value == before:
        return
    store.set_setting(tx, ctx.clinic.id, key, value)
    store.next_version(tx, ctx.clinic.id)
    audit.record(tx, ctx, Action.SETTING_CHANGED, subject_id=key, before=_noted(before), after=_noted(value))
    bus.announce(tx, ctx.clinic.id, f"{TOPIC}.{key}", ctx.now)


def _noted(value: Value) -> bool | int | str:
    """Write a value down for the trail."""
    return " ".join(value) if isinstance(value, Origins) else value


def _read(setting: Setting, typed: str, ctx: StaffContext) -> Value | None:
    if setting.kind is Origins:
        return _read_lines(setting.key, typed, ctx)
    if setting.is_money:
        return _read_amount(typed, ctx)
    return " ".join(tidy(typed).split()) if setting.kind is str else typed


def _read_lines(key: str, typed: str, ctx: StaffContext) -> Origins:
    try:
        return origins.read_lines(typed)
    except FieldError as wrong:
        raise NotAcceptable(field=key, reason=say(wrong.key, ctx.lang, **wrong.facts)) from wrong


def _read_amount(typed: str, ctx: StaffContext) -> int | None:
    try:
        return read_cents(typed, ctx.decimal)
    except FieldError:
        return None


def _is_typed(setting: Setting) -> bool:
    return setting.kind is str or setting.is_money


def _text(value: str | int, ctx: StaffContext) -> str:
    return value if isinstance(value, str) else amount(value, ctx.clinic.currency, ctx.lang)


def _bounds(setting: Setting, ctx: StaffContext) -> dict[str, str]:
    """Word the least and the most that an amount can be."""
    bounds = {"minimum": setting.minimum or 0, "maximum": setting.maximum or 0}
    return {name: amount(cents, ctx.clinic.currency, ctx.lang) for name, cents in bounds.items()}


def _possible(setting: Setting, before: Value, ctx: StaffContext) -> str:
    if setting.kind is Origins:
        return say("settings.refused.list", ctx.lang)
    if setting.kind is str:
        return say("typed.too_long", ctx.lang, longest=str(setting.maximum))
    if setting.choices:
        return say("settings.refused.choice", ctx.lang, value=say(f"setting.{setting.key}.{before}", ctx.lang))
    if setting.is_money and isinstance(before, int):
        value = amount(before, ctx.clinic.currency, ctx.lang)
        return say("settings.refused.amount", ctx.lang, value=value, **_bounds(setting, ctx))
    bounds = {"minimum": str(setting.minimum), "maximum": str(setting.maximum), "value": str(before)}
    return say("settings.refused", ctx.lang, **bounds)


def _check_role(ctx: StaffContext) -> None:
    if not may_open(ctx.role, PAGE):
        raise NotAllowed()


def _touches(tx: Session, ctx: StaffContext) -> Mapping[str, str]:
    visits = _visits(appointments.count_coming(tx, ctx.clinic.id, ctx.now), ctx)
    return {
        "show_phone": _shown(ctx.clinic.phone, ctx),
        "show_email": _shown(ctx.clinic.email, ctx),
        "show_clinic_time_zone": _shown(dates.zone_time(ctx.clinic.time_zone, ctx.lang), ctx),
        "allow_cancellations": visits,
        "cancellation_period_hours": visits,
        "deposit_cents": say("settings.bounds.money", ctx.lang, **_bounds(REGISTRY["deposit_cents"], ctx)),
    }


def _visits(count: int, ctx: StaffContext) -> str:
    if count == 0:
        return say("settings.touches.no_visits", ctx.lang)
    return say("settings.touches.one_visit" if count == 1 else "settings.touches.visits", ctx.lang, count=count)


def _shown(what: str, ctx: StaffContext) -> str:
    return say("settings.touches.shown", ctx.lang, shown=what) if what else say("settings.touches.nothing", ctx.lang)
