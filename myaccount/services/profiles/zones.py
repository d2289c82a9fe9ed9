"""By whose clocks somebody's visits are told: what there is to choose from, and what their browser suggests."""

from sqlmodel import Session

from myaccount.domain import zones as rules
from myaccount.messages import dates, say
from myaccount.services.context import ClinicContext, PatientContext
from myaccount.services.form_merge import SEEN_SUFFIX
from myaccount.services.profiles import contact
from myaccount.store import people as store
from myaccount.views.contact import ZoneGroup, ZoneOffer
from myaccount.views.practice import Option


def choices(ctx: ClinicContext, chosen: str) -> tuple[ZoneGroup, ...]:
    """List the zones to choose from by their cities, with how far their clocks are from Greenwich's today.

    Edges: one that is chosen, and is not among those that are offered, is offered as well.
    """
    extra = () if not chosen or any(chosen in names for names in rules.OFFERED.values()) else (chosen,)
    groups = {**rules.OFFERED, "elsewhere": (*rules.OFFERED["elsewhere"], *extra)}
    return tuple(ZoneGroup(say(f"zones.{key}", ctx.lang), _options(names, ctx)) for key, names in groups.items())


def offer(tx: Session, ctx: PatientContext, zone: str) -> ZoneOffer:
    """Ask a patient whether to go by the clocks of their browser, which are of `zone`.

    Edges: nothing is asked of whoever has chosen, whose clocks show the same as the clinic's, or who acts for another.
    Source: product rules, "Time" 3.
    """
    if ctx.acting or not differs(ctx, zone) or store.own(tx, ctx.clinic.id, ctx.person_id).time_zone:
        return ZoneOffer()
    words = {"city": dates.city(zone, ctx.lang), "zone": dates.zone_time(zone, ctx.lang)}
    return ZoneOffer(say("zone.offer", ctx.lang, **words), say("zone.take", ctx.lang, **words))


def take(tx: Session, ctx: PatientContext, zone: str) -> bool:
    """Go by the clocks of `zone` from now on, as if it were chosen in Contact Info.

    Edges: False when it is no zone, or another was chosen meanwhile.
    """
    return bool(contact.save(tx, ctx, {"time_zone": zone, f"time_zone{SEEN_SUFFIX}": ""}).changed)


def is_one(zone: str) -> bool:
    """Tell whether a text, which anybody may send, names a zone that a place on earth can have."""
    return zone in rules.names()


def differs(ctx: ClinicContext, zone: str) -> bool:
    """Tell whether what a browser says of its zone is one, and its clocks are others than the clinic's."""
    return is_one(zone) and not rules.same_clocks(zone, ctx.clinic.time_zone, ctx.now)


def _options(names: tuple[str, ...], ctx: ClinicContext) -> tuple[Option, ...]:
    shown = [Option(name, dates.city_and_offset(name, ctx.now, ctx.lang)) for name in names]
    return tuple(sorted(shown, key=lambda one: one.name))
