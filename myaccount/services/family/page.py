"""Family: who may act for a person, for whom they may act, and what a tab shows of it."""

from sqlmodel import Session

from myaccount.domain.family import read_permissions
from myaccount.messages import dates, say
from myaccount.models import Invitation
from myaccount.services.context import PatientContext
from myaccount.services.family import words
from myaccount.services.family.acting import may_act_for
from myaccount.services.family.granting import check_on
from myaccount.store import family as store
from myaccount.views.family import ActingBar, FamilyChoice, FamilyPage, Invited


def page(tx: Session, ctx: PatientContext) -> FamilyPage:
    """Show everything that stands between a person and others. Raises: FamilyOff."""
    check_on(ctx)
    key, today = (tx, ctx.clinic.id, ctx.person_id), ctx.today
    return FamilyPage(
        granted=[words.row(found.Relationship, found.Person, ctx) for found in store.granted_by(*key, today)],
        invited=[_invited(row, ctx) for row in store.invitations(*key, ctx.now)],
        received=[words.row(found.Relationship, found.Person, ctx) for found in store.granted_to(*key, today)],
    )


def bar(tx: Session, ctx: PatientContext) -> ActingBar:
    """Tell for whom a tab acts, and for whom whoever is signed in may act besides. Nothing while Family is off."""
    if not ctx.settings.family_profiles:
        return ActingBar()
    own, lang = ctx.oneself, ctx.lang
    choices = [
        FamilyChoice(found.Relationship.id, words.named(found.Person.first_name, found.Person.last_name,
                                                        found.Relationship.label, lang))
        for found in store.granted_to(tx, own.clinic.id, own.person_id, own.today)
        if may_act_for(own, found.Relationship) and found.Person.id != ctx.person_id
    ]  # fmt: skip
    if ctx.acting is None:
        return ActingBar(choices=choices)
    name = words.named(ctx.first_name, ctx.last_name, ctx.acting.label, lang)
    return ActingBar(line=say("acting.line", lang, name=name), is_acting=True, choices=choices)


def _invited(row: Invitation, ctx: PatientContext) -> Invited:
    last = ctx.clinic.local(row.expires_at)
    return Invited(
        id=row.id,
        sent_to=row.sent_to,
        may=words.listed(read_permissions(row.permissions), ctx.lang),
        until=say("family.invitation_until", ctx.lang, when=dates.day_and_time(last, ctx.lang)),
    )
