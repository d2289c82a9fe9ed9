"""The clinic's settings: shown to the owner, and changed one at a time."""

from collections.abc import Mapping

from sqlmodel import Session

from myaccount.domain.clinic_side import may_open
from myaccount.domain.refusals import NotAcceptable, NotAllowed, NotFound
from myaccount.domain.settings import REGISTRY, resolve
from myaccount.messages import dates, say
from myaccount.services import audit, clinics
from myaccount.services.audit import Action
from myaccount.services.context import StaffContext
from myaccount.store import appointments, bus
from myaccount.store import clinics as store
from myaccount.views.settings import SettingsPage

TOPIC = "settings"
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
        numbers={key: value for key, value in values.items() if REGISTRY[key].kind is int},
        touches=_touches(tx, ctx),
    )


def change(tx: Session, ctx: StaffContext, key: str, value: bool | int | None) -> None:
    """Give one setting another value; open pages of the whole clinic hear of it. No other setting is touched.

    Edges: the value it has already changes nothing and leaves no trace. `None` stands for what is no whole number.
    Raises: NotAllowed for a role that may not · NotFound for a key that is no setting · NotAcceptable for a value
    that the setting cannot take.
    """
    _check_role(ctx)
    setting = REGISTRY.get(key)
    if setting is None:
        raise NotFound()
    store.lock(tx, ctx.clinic.id)  # two people change the settings of a clinic in turn
    before = getattr(resolve(store.stored_settings(tx, ctx.clinic.id)), key)
    if value is None or not setting.accepts(value):
        bounds = {"minimum": str(setting.minimum), "maximum": str(setting.maximum), "value": str(before)}
        raise NotAcceptable(field=key, reason=say("settings.refused", ctx.lang, **bounds))
    if value == before:
        return
    store.set_setting(tx, ctx.clinic.id, key, value)
    store.next_version(tx, ctx.clinic.id)
    audit.record(tx, ctx, Action.SETTING_CHANGED, subject_id=key, before=before, after=value)
    bus.announce(tx, ctx.clinic.id, TOPIC, ctx.now)


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
    }


def _visits(count: int, ctx: StaffContext) -> str:
    if count == 0:
        return say("settings.touches.no_visits", ctx.lang)
    return say("settings.touches.one_visit" if count == 1 else "settings.touches.visits", ctx.lang, count=count)


def _shown(what: str, ctx: StaffContext) -> str:
    return say("settings.touches.shown", ctx.lang, shown=what) if what else say("settings.touches.nothing", ctx.lang)
