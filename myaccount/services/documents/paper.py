"""A chart entry as a paper: what is downloaded, and what the clinic prints."""

from sqlmodel import Session

from myaccount.domain.people import full_name
from myaccount.messages import dates, language, say
from myaccount.models import Document, DocumentVersion
from myaccount.services.clinic import logo
from myaccount.services.context import PatientContext, StaffContext
from myaccount.services.documents import words
from myaccount.services.outgoing.phones import shown_phone
from myaccount.store import documents as store
from myaccount.store import patients, people, practice
from myaccount.views.documents import ChartPaper, Issuer


def paper(tx: Session, ctx: PatientContext, row: Document, version: DocumentVersion | None) -> ChartPaper:
    """Write a chart entry down as it was shared, or for the clinic as it is by now.

    Edges: who wrote it is named as whoever shared it, and before that as whoever began it; the patient
    is not named twice.
    """
    what = version or row
    person = people.own(tx, ctx.clinic.id, row.person_id)
    lang = language(person.language, ctx.clinic.language) if isinstance(ctx, StaffContext) else ctx.lang
    author_id = version.shared_by if version else row.created_by
    wrote = [] if author_id in (None, person.id) else patients.people(tx, ctx.clinic.id, [author_id])
    return ChartPaper(
        lang=lang,
        title=what.title,
        kind=say(f"folder.one.{what.folder}", lang),
        issuer=_issuer(tx, ctx),
        patient=full_name(person.first_name, person.last_name),
        dated=dates.plain_day(what.dated, lang),
        author="".join(say("paper.by", lang, name=full_name(one.first_name, one.last_name)) for one in wrote),
        draft=say("document.draft", lang) if version is None else "",
        blocks=tuple(words.blocks(row.kind, store.text_of(what))),
    )


def _issuer(tx: Session, ctx: PatientContext) -> Issuer:
    clinic = ctx.clinic
    place = next(iter(practice.locations(tx, clinic.id)), None)
    return Issuer(
        name=clinic.name,
        legal_name=clinic.legal_name or clinic.name,
        address=place.address if place else "",
        phone=shown_phone((place.phone if place else "") or clinic.phone, clinic.country, ctx.lang),
        email=clinic.email,
        tax_label="",
        tax_number="",
        color=clinic.color,
        logo=logo.in_paper(tx, ctx),
    )
