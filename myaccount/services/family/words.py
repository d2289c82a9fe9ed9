"""What stands between two people, in words."""

from collections.abc import Collection
from datetime import date

from myaccount.domain.family import Label, Permission, read_permissions
from myaccount.domain.people import full_name
from myaccount.messages import Language, dates, say
from myaccount.models import Person, Relationship
from myaccount.services.context import PatientContext
from myaccount.services.family.acting import may_act_for
from myaccount.views.family import Allowed, Granted


def label(kept: str, lang: Language) -> str:
    """Say who somebody is to another. Edges: what a clinic file calls it otherwise is said as it is."""
    return say(f"family.label.{kept}", lang) if kept in set(Label) else kept


def named(first: str, last: str, kept: str, lang: Language) -> str:
    """Name somebody, and who they are to the reader, if that is known."""
    name = full_name(first, last)
    return say("family.named", lang, name=name, label=label(kept, lang)) if kept else name


def listed(permissions: Collection[Permission], lang: Language) -> str:
    """Say everything that is granted in one line."""
    return ", ".join(say(f"family.permission.{one}", lang) for one in Permission if one in permissions)


def until(expires_on: date | None, lang: Language) -> str:
    """Say until when something holds; blank for no end."""
    return say("family.until", lang, day=dates.plain_day(expires_on, lang)) if expires_on else ""


def row(found: Relationship, other: Person, ctx: PatientContext) -> Granted:
    """Show a relationship to one of the two: `other` is the other one."""
    is_theirs = found.to_id == ctx.person_id
    about = "family.is_your" if is_theirs else "family.you_are"
    return shown(found, other, about, ctx.lang, can_act=is_theirs and may_act_for(ctx, found))


def shown(found: Relationship, other: Person, about: str, lang: Language, *, can_act: bool = False) -> Granted:
    """Show a relationship; the sentence `about` says who the one whose data it is, is to the other."""
    permissions = read_permissions(found.permissions)
    return Granted(
        id=found.id,
        name=full_name(other.first_name, other.last_name),
        about=say(about, lang, label=label(found.label, lang)) if found.label else "",
        may=[Allowed(one.value, say(f"family.permission.{one}", lang), one in permissions) for one in Permission],
        until=until(found.expires_on, lang),
        until_day=found.expires_on.isoformat() if found.expires_on else "",
        can_act=can_act,
    )
