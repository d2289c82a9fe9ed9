"""Bring the clinic's logo in: a picture that lies beside the clinic file."""

from sqlmodel import Session

from myaccount.domain.logo import kind_of
from myaccount.domain.refusals import Refused
from myaccount.messages import say
from myaccount.services.clinic import logo
from myaccount.services.clinic_file.documents import arrived_from, hash_of, source
from myaccount.services.clinic_file.plan import Plan
from myaccount.services.clinic_file.reading import Sections
from myaccount.services.context import ClinicContext
from myaccount.store import clinics
from myaccount.store import logos as store

PATH = "$.clinic.logo"


def plan(sections: Sections, plan: Plan) -> None:
    """Plan the logo; it is looked into before anything is written."""
    name = sections.clinic.logo
    if name is None:
        return
    try:
        kind_of(name)
    except Refused as refused:
        plan.problems.add(PATH, say(f"refused.{refused.code}", "en", **refused.facts))
        return
    plan.logo = source(PATH, name, plan)


def load(tx: Session, ctx: ClinicContext, plan: Plan, *, writes_files: bool) -> None:
    """Write the logo. Edges: a picture that an earlier import brought changes nothing: the clinic may have another."""
    if plan.logo is None:
        return
    digest = hash_of(plan.logo)
    if store.imported(tx, ctx.clinic.id) == digest or not writes_files:
        return
    file, sha256 = arrived_from(plan.logo)
    row = logo.put(tx, ctx, logo.drawn(file, sha256, plan.logo.name, plan.logo.stem))
    row.imported = digest
    tx.add(row)
    clinics.next_version(tx, ctx.clinic.id)
