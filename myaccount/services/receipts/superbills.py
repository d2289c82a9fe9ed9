"""Superbills: whether a receipt has one, what is missing for it, and the codes of visits that staff enter."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from myaccount.domain import superbills as rules
from myaccount.domain.superbills import Service
from myaccount.messages import say
from myaccount.models import Person
from myaccount.services.context import PatientContext


def has_one(ctx: PatientContext, lines: Sequence[Row[Any]]) -> bool:
    """Tell whether a receipt has a superbill besides: in the United States, when it paid for a visit."""
    return rules.issues_superbills(ctx.clinic.country) and bool(visits(lines))


def visits(lines: Sequence[Row[Any]]) -> list[Row[Any]]:
    """List the lines of a receipt that are visits. Edges: one that is yet to come is no service, nor is a fee."""
    return [line for line in lines if line.appointment_id and line.served_on]


def service(line: Row[Any]) -> Service:
    """Read what a superbill says of a visit. The visit's own code goes before the treatment's."""
    return Service(cpt=line.own_cpt or line.cpt or "", diagnoses=rules.split(line.diagnoses or ""), npi=line.npi or "")


def missing(ctx: PatientContext, person: Person, lines: Sequence[Row[Any]]) -> str:
    """Say what a superbill of somebody's lacks, and who adds it; blank when it can be issued."""
    lacking = rules.missing(ctx.clinic.tax_number, person.date_of_birth, [service(line) for line in visits(lines)])
    if not lacking:
        return ""
    return say(
        "superbill.missing", ctx.lang, what=", ".join(say(f"superbill.lacks.{one}", ctx.lang) for one in lacking)
    )
