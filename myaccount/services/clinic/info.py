"""What the clinic says of itself: its names, how to reach it, its colour, language, country and currency."""

from collections.abc import Mapping

from sqlmodel import Session

from myaccount.domain import places as rules
from myaccount.domain.colours import Palette, theme
from myaccount.domain.parsing import FieldError
from myaccount.domain.people import Role
from myaccount.domain.refusals import NotFound
from myaccount.models import Clinic
from myaccount.services import form_merge
from myaccount.services.context import StaffContext
from myaccount.services.form_merge import audit_facts, differences, word_problems
from myaccount.services.practice import changes as practice
from myaccount.services.roles import only
from myaccount.services.trail.audit import Action
from myaccount.store import clinics as store
from myaccount.views.practice import Outcome, Sample

CODES = frozenset({"color", "language", "country", "currency"})
"""What the trail may say of a clinic besides its id."""

FIXED = ("country", "currency")
"""What stays as it is once there is an invoice or a payment: the law and the money that it was written in."""

COLUMNS = ("name", "legal_name", "phone", "email", "color", "tax_number", "language", *FIXED)


def form(tx: Session, ctx: StaffContext) -> dict[str, str]:
    """Show what the clinic says of itself, to change it. Raises: NotAllowed."""
    only(ctx, Role.OWNER)
    row = _own(tx, ctx)
    return {name: getattr(row, name) or "" for name in COLUMNS}


def save(tx: Session, ctx: StaffContext, typed: Mapping[str, str]) -> Outcome:
    """Take the form back: write what the owner changed in it, all of it or nothing. Open pages follow.

    Edges: country and currency change only while the clinic has no invoice, not even a void one, and no payment.
    Raises: NotAllowed.
    """
    only(ctx, Role.OWNER)
    store.lock(tx, ctx.clinic.id)
    before = form(tx, ctx)
    merged = form_merge.merge(typed, before)
    values, problems = rules.read_clinic(merged.values)
    changes = differences(before, {name: value or "" for name, value in values.items()})
    if changes.keys() & FIXED and store.has_money(tx, ctx.clinic.id):
        problems |= {name: FieldError("info.fixed") for name in FIXED if name in changes}
    if problems or merged.clashed:
        return Outcome(ctx.clinic.id, word_problems(problems, ctx.lang), merged.clashed)
    if not changes:
        return Outcome(ctx.clinic.id)
    row = _own(tx, ctx)
    for name, value in values.items():
        setattr(row, name, value)
    tx.add(row)
    tx.flush()
    store.next_version(tx, ctx.clinic.id)
    practice.note(tx, ctx, Action.CLINIC_CHANGED, ctx.clinic.id, **audit_facts(changes, CODES))
    return Outcome(ctx.clinic.id, changed=True)


def sample(colour: str) -> Sample | None:
    """Show how a colour looks where people read it; None for what is no colour."""
    try:
        found = theme(colour)
    except ValueError:
        return None
    return Sample(_vars(found.light), _vars(found.dark))


def _vars(palette: Palette) -> dict[str, str]:
    return {
        "accent": palette.accent,
        "strong": palette.accent_strong,
        "soft": palette.accent_soft,
        "on": palette.on_accent,
    }


def _own(tx: Session, ctx: StaffContext) -> Clinic:
    found = store.by_id(tx, ctx.clinic.id)
    if found is None:
        raise NotFound()
    return found
