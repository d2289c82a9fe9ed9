"""Packages and memberships on a patient's profile: given, changed and ended by the desk."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from myaccount.domain import packages as rules
from myaccount.domain.clinic_side import DESK
from myaccount.domain.money import percent
from myaccount.domain.parsing import YES, FieldError, ticked
from myaccount.domain.redemption import Cycle, Pass, PassKind
from myaccount.domain.refusals import PackagesOff
from myaccount.domain.topics import Topic
from myaccount.messages.amounts import amount, number
from myaccount.models import Package
from myaccount.services import form_merge
from myaccount.services.context import StaffContext
from myaccount.services.form_merge import audit_facts, differences, word_problems
from myaccount.services.packages import bills as package_bills
from myaccount.services.packages import redemptions
from myaccount.services.packages.words import cards
from myaccount.services.profiles import profiles
from myaccount.services.roles import only
from myaccount.services.trail import audit
from myaccount.services.trail.audit import Action
from myaccount.store import bus
from myaccount.store import packages as store
from myaccount.store import practice as practice_store
from myaccount.views.packages import PackageCard, PackageForm
from myaccount.views.practice import Option, Outcome

AT_MOST = 50
CODES = frozenset({"kind", "quantity", "cycle", "price_cents", "tax_ppm"})
"""What the trail may say of a package besides its ids."""

PRICED = frozenset({"price_cents", "cycle", "purchased_on"})
"""What decides when a membership's next invoice is due."""

TREATMENT = "treatment."


def of_patient(tx: Session, ctx: StaffContext, person_id: str) -> tuple[PackageCard, ...]:
    """Show what a patient has bought, the latest first; nothing while the clinic has no packages in its portal.

    Raises: NotFound, also for a practitioner who has had no appointment with the patient.
    """
    person = profiles.one(tx, ctx, person_id)
    if not ctx.settings.packages:
        return ()
    return tuple(cards(tx, ctx, store.latest_of_person(tx, ctx.clinic.id, person.id, AT_MOST)))


def form(tx: Session, ctx: StaffContext, person_id: str, package_id: str) -> PackageForm:
    """Show the form of a patient's package; a blank id begins a new one.

    Raises: NotAllowed · PackagesOff · NotFound.
    """
    _check(ctx)
    person = profiles.one(tx, ctx, person_id)
    row = store.own(tx, ctx.clinic.id, person.id, package_id) if package_id else _blank(ctx, person.id)
    options = _treatments(tx, ctx, row)
    return PackageForm(
        id=package_id,
        name=row.name,
        fields=_shown(row, ctx) | {option.box: ticked(on) for option, on in options},
        treatments=tuple(option for option, _ in options),
        ended=row.ended_at is not None,
    )


def save(tx: Session, ctx: StaffContext, person_id: str, package_id: str, typed: Mapping[str, str]) -> Outcome:
    """Give a patient a package or a membership, or change one: all that was typed or nothing.

    Edges: there are never fewer uses than are gone; its kind stays what it is. Raises: NotAllowed · PackagesOff ·
    NotFound.
    """
    row = _own(tx, ctx, person_id, package_id) if package_id else _blank(ctx, person_id)
    before = form(tx, ctx, person_id, package_id)
    merged = form_merge.merge(typed, before.fields)
    values, problems = rules.read(merged.values, ctx.decimal)
    if package_id:
        problems |= _of_changing(tx, row, values)
    chosen = _ticked(merged.values)
    if not chosen:
        problems["treatments"] = FieldError("pass.no_treatment")
    if problems or merged.clashed:
        return Outcome(package_id, word_problems(problems, ctx.lang), merged.clashed)
    changes = differences({name: getattr(row, name) for name in values}, values)
    for name, value in values.items():
        setattr(row, name, value)
    tx.add(row)
    tx.flush()
    if not package_id:
        package_bills.sell(tx, ctx, row)
    elif PRICED & changes.keys():
        package_bills.plan(tx, ctx, row)
    had = _ticked(before.fields) if package_id else set()
    store.set_treatments(tx, row.id, sorted(chosen - had), sorted(had - chosen))
    if changes or chosen != had:
        action = Action.PACKAGE_CHANGED if package_id else Action.PACKAGE_GIVEN
        _note(tx, ctx, action, row, **audit_facts(changes, CODES), treatments=",".join(sorted(chosen ^ had)))
    return Outcome(row.id, changed=bool(changes or chosen != had))


def end(tx: Session, ctx: StaffContext, person_id: str, package_id: str) -> None:
    """Let a package cover no more visits; what is reserved stays. Raises: NotAllowed · PackagesOff · NotFound."""
    row = _own(tx, ctx, person_id, package_id)
    if row.ended_at is None:
        row.ended_at = ctx.now
        tx.add(row)
        _note(tx, ctx, Action.PACKAGE_ENDED, row)


def resume(tx: Session, ctx: StaffContext, person_id: str, package_id: str) -> None:
    """Let a package that was ended cover visits again. Raises: NotAllowed · PackagesOff · NotFound."""
    row = _own(tx, ctx, person_id, package_id)
    if row.ended_at is not None:
        row.ended_at = None
        package_bills.plan(tx, ctx, row)
        _note(tx, ctx, Action.PACKAGE_RESUMED, row)


def _own(tx: Session, ctx: StaffContext, person_id: str, package_id: str) -> Package:
    _check(ctx)
    return store.own(tx, ctx.clinic.id, profiles.one(tx, ctx, person_id).id, package_id, lock=True)


def _check(ctx: StaffContext) -> None:
    only(ctx, *DESK)
    if not ctx.settings.packages:
        raise PackagesOff()


def _of_changing(tx: Session, row: Package, values: dict[str, Any]) -> dict[str, FieldError]:
    """Say why a package that is in use cannot become what was typed."""
    if values.get("kind") != row.kind:
        return {"kind": FieldError("typed.choose")}
    [one] = redemptions.passes(tx, [row])
    gone, quantity = _most_gone(one), values.get("quantity")
    return {"quantity": FieldError("pass.fewer", count=gone)} if quantity is not None and quantity < gone else {}


def _most_gone(one: Pass) -> int:
    return max(one.taken.values(), default=0)


def _blank(ctx: StaffContext, person_id: str) -> Package:
    return Package(
        clinic_id=ctx.clinic.id,
        person_id=person_id,
        name="",
        kind=PassKind.PACKAGE.value,
        purchased_on=ctx.today,
        created_at=ctx.now,
    )


def _shown(row: Package, ctx: StaffContext) -> dict[str, str]:
    return {
        "name": row.name,
        "kind": row.kind,
        "quantity": str(row.quantity) if row.quantity else "",
        "cycle": row.cycle or Cycle.MONTH.value,
        "purchased_on": row.purchased_on.isoformat(),
        "expires_on": row.expires_on.isoformat() if row.expires_on else "",
        "price_cents": amount(row.price_cents, ctx.clinic.currency, ctx.lang) if row.price_cents else "",
        "tax_ppm": number(percent(row.tax_ppm), ctx.lang),
    }


def _treatments(tx: Session, ctx: StaffContext, row: Package) -> list[tuple[Option, bool]]:
    """List what a package can cover: what the clinic offers, and what this one covers already."""
    covered = {found.treatment_id for found in store.treatments(tx, [row.id])}
    offered = [one for one in practice_store.treatments(tx, ctx.clinic.id) if not one.archived_at or one.id in covered]
    return [(Option(TREATMENT + one.id, one.name), one.id in covered) for one in offered]


def _ticked(fields: Mapping[str, str]) -> set[str]:
    boxes = {name for name, on in fields.items() if on == YES}
    return {name.removeprefix(TREATMENT) for name in boxes if name.startswith(TREATMENT)}


def _note(tx: Session, ctx: StaffContext, action: Action, row: Package, **facts: Any) -> None:
    audit.record(tx, ctx, action, subject_id=row.id, person_id=row.person_id, **facts)
    bus.announce(tx, ctx.clinic.id, Topic.PACKAGE, ctx.now, row.person_id)
