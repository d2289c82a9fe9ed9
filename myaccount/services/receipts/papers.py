"""What stands on the papers of receipts, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Row
from sqlmodel import Session

from myaccount.domain import receipts as rules
from myaccount.domain import superbills as codes_of
from myaccount.domain.people import full_name
from myaccount.domain.receipts import Paper, ReceiptStatus
from myaccount.messages import Language, dates, say
from myaccount.messages.amounts import amount
from myaccount.models import Location, Person, Receipt
from myaccount.services import links
from myaccount.services.clinic import issuer, logo
from myaccount.services.context import PatientContext
from myaccount.services.receipts import superbills
from myaccount.services.receipts.receipts import Entry, Patient, is_ahead, said, title
from myaccount.store import papers as store
from myaccount.views.papers import (
    Diagnosis,
    Issuer,
    Proof,
    Provider,
    ReceiptLine,
    ReceiptPaper,
    ServiceLine,
    Signatory,
    SuperbillPaper,
)

VERIFY = "/verify"


@dataclass(frozen=True)
class Desk:
    """What the papers of one clinic and patient have in common."""

    ctx: PatientContext
    lang: Language
    person: Person
    places: Sequence[Location]
    verify: str
    codes: Mapping[str, str]
    logo: str = ""

    @classmethod
    def of(
        cls,
        tx: Session,
        ctx: PatientContext,
        whose: Patient,
        places: Sequence[Location],
        receipts: Sequence[Receipt],
    ) -> "Desk":
        """Look up what the papers need; receipts that have no code yet are given one."""
        return cls(
            ctx=ctx,
            lang=whose.lang,
            person=whose.person,
            places=places,
            verify=links.address(tx, ctx.clinic.id, VERIFY),
            logo=logo.in_paper(tx, ctx),
            codes=store.codes(tx, ctx.clinic.id, [one.id for one in receipts]),
        )

    def money(self, cents: int, row: Row[Any]) -> str:
        """Write an amount. Money: cents of the currency in which the receipt was paid."""
        return amount(cents, row.currency, self.lang)

    def day(self, day: date | None) -> str:
        """Write a day; blank for none."""
        return dates.plain_day(day, self.lang) if day else ""

    def day_of(self, at: datetime) -> str:
        """Write the day of an instant. Times: the day that it is at the clinic."""
        return self.day(self.ctx.clinic.day_of(at))

    def name(self) -> str:
        """Name the patient."""
        return full_name(self.person.first_name, self.person.last_name)

    def method(self, row: Row[Any]) -> str:
        """Say how a receipt was paid."""
        return say(f"money.method.{row.method}", self.lang)

    def issuer(self, lines: Sequence[Row[Any]]) -> Issuer:
        """Name the clinic, at the location of the first visit there is, else at its first one."""
        clinic = self.ctx.clinic
        where = next((line.location_id for line in lines if line.location_id), None)
        place = next((one for one in self.places if one.id == where), self.places[0] if self.places else None)
        label = say(f"paper.tax_label.{clinic.country}", self.lang)
        named = issuer.at(clinic, place, self.logo, self.lang)
        return replace(named, tax_label=label, tax_number=clinic.tax_number)

    def proof(self, receipt: Receipt) -> Proof:
        """Say how a receipt is checked."""
        code, url = self.codes[receipt.id], urlsplit(self.verify)
        return Proof(rules.spaced(code), f"{url.netloc}{url.path}", f"{self.verify}/{code}")


def sheets(desk: Desk, entry: Entry) -> tuple[ReceiptPaper | SuperbillPaper, ...]:
    """Write one paper of a receipt. Edges: a superbill with more diagnoses than a claim takes has several sheets."""
    return _superbills(desk, entry) if entry.paper is Paper.SUPERBILL else (_receipt(desk, entry),)


def _receipt(desk: Desk, entry: Entry) -> ReceiptPaper:
    receipt = entry.receipt
    reduced = rules.status_of(receipt.applied_cents, receipt.original_cents) is ReceiptStatus.REDUCED
    return ReceiptPaper(
        lang=desk.lang,
        title=title(receipt, entry.paper, desk.lang),
        issuer=desk.issuer(entry.lines),
        patient=desk.name(),
        paid_on=desk.day(receipt.paid_on),
        method=desk.method(entry.row),
        issued_on=desk.day_of(_issued_at(entry)),
        lines=tuple(_line(desk, entry, line) for line in entry.lines),
        signatories=signatories(entry.lines),
        amount=desk.money(receipt.applied_cents, entry.row),
        proof=desk.proof(receipt),
        is_ahead=any(is_ahead(line) for line in entry.lines),
        original=desk.money(receipt.original_cents, entry.row) if reduced else "",
        tax=desk.money(entry.tax, entry.row) if entry.tax else "",
    )


def _issued_at(entry: Entry) -> datetime:
    """Tell when a receipt came to say what it says: what was paid ahead is of a treatment only once that was given."""
    credited: list[datetime] = [line.credited_at for line in entry.lines if line.credited_at]
    return max((entry.receipt.issued_at, *credited))


def _line(desk: Desk, entry: Entry, line: Row[Any]) -> ReceiptLine:
    is_said = line.minutes is None or rules.says_minutes(line.description, line.minutes)
    return ReceiptLine(
        what=said(line, desk.lang),
        minutes="" if is_said else say("paper.minutes", desk.lang, minutes=line.minutes),
        visited_on=desk.day(line.served_on),
        practitioner=full_name(line.first_name, line.last_name) if line.staff_id else "",
        amount=desk.money(int(line.cents), entry.row),
        tax=desk.money(entry.tax_of(line), entry.row),
    )


def signatories(lines: Sequence[Row[Any]]) -> tuple[Signatory, ...]:
    """Name who treated. Edges: nobody signs for a visit that is yet to come."""
    staff = {line.staff_id: line for line in lines if line.staff_id and not is_ahead(line)}
    return tuple(
        Signatory(
            name=full_name(one.first_name, one.last_name),
            number=one.registration_number or "",
            signature=one.signature or "",
        )
        for one in staff.values()
    )


def _superbills(desk: Desk, entry: Entry) -> tuple[SuperbillPaper, ...]:
    visits = superbills.visits(entry.lines)
    spread = codes_of.sheets([superbills.service(line) for line in visits])
    return tuple(
        _superbill(desk, entry, [visits[place] for place in places], number if len(spread) > 1 else 0, len(spread))
        for number, places in enumerate(spread, 1)
    )


def _superbill(desk: Desk, entry: Entry, visits: Sequence[Row[Any]], number: int, of: int) -> SuperbillPaper:
    receipt = entry.receipt
    letters = codes_of.letters(superbills.service(line) for line in visits)
    providers = _providers(visits)
    return SuperbillPaper(
        lang=desk.lang,
        title=title(receipt, entry.paper, desk.lang),
        issuer=desk.issuer(visits),
        patient=desk.name(),
        born_on=desk.day(desk.person.date_of_birth),
        patient_address=desk.person.address or "",
        paid_on=desk.day(receipt.paid_on),
        method=desk.method(entry.row),
        receipt=str(receipt.number),
        providers=providers,
        diagnoses=tuple(Diagnosis(letter, code) for code, letter in letters.items()),
        lines=tuple(_service(desk, entry.row, line, letters, is_one_of=len(providers) > 1) for line in visits),
        fees=desk.money(sum(_fee(line) for line in visits), entry.row),
        paid=desk.money(sum(int(line.cents) for line in visits), entry.row),
        proof=desk.proof(receipt),
        is_part=any(int(line.cents) < _fee(line) for line in visits),
        sheet=say("paper.sheet", desk.lang, number=number, of=of) if number else "",
    )


def _service(desk: Desk, row: Row[Any], line: Row[Any], letters: Mapping[str, str], *, is_one_of: bool) -> ServiceLine:
    """Write a line. `is_one_of`: several have treated, so that each line names who did. Source: CMS-1500, item 24J."""
    who = full_name(line.first_name, line.last_name)
    by = say("paper.service_by", desk.lang, what=line.description, provider=who, npi=line.npi or "")
    service = superbills.service(line)
    return ServiceLine(
        served_on=desk.day(line.served_on),
        place=codes_of.place_of_service(bool(line.online)),
        what=by if is_one_of else line.description,
        cpt=service.cpt,
        modifiers=line.modifiers or "",
        pointers=codes_of.pointers(service, letters),
        units=str(line.units or 1),
        fee=desk.money(_fee(line), row),
        paid=desk.money(int(line.cents), row),
    )


def _fee(line: Row[Any]) -> int:
    return int(line.amount_cents + line.tax_cents)


def _providers(lines: Sequence[Row[Any]]) -> tuple[Provider, ...]:
    staff = {line.staff_id: line for line in lines if line.staff_id}
    return tuple(
        Provider(
            name=full_name(one.first_name, one.last_name),
            credentials=one.credentials or "",
            npi=one.npi or "",
            license=one.license_number or one.registration_number or "",
            signature=one.signature or "",
        )
        for one in staff.values()
    )
