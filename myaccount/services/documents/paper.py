"""A chart entry as a paper: what is downloaded, and what the clinic prints."""

from sqlmodel import Session

from myaccount.domain.people import full_name
from myaccount.messages import dates, language, say
from myaccount.models import Document, DocumentVersion
from myaccount.services.clinic import issuer, logo
from myaccount.services.context import PatientContext, StaffContext
from myaccount.services.documents import words
from myaccount.store import documents as store
from myaccount.store import patients, people, practice
from myaccount.views.papers import ChartPaper


def paper(tx: Session, ctx: PatientContext, row: Document, version: DocumentVersion | None) -> ChartPaper:
    """Write a chart entry down as it was shared, or for the clinic as it is by now.

    Edges: who wrote it is named as whoever shared it, and before that as whoever began it; the patient
    is not named twice.
    """
    what = version or row
    person = people.own(tx, ctx.clinic.id, row.person_id)
    lang = language(person.language, ctx.clinic.language) if isinstance(ctx, StaffContext) else ctx.lang
    author_id = version.shared_by if version else row.created_by
    place = next(iter(practice.locations(tx, ctx.clinic.id)), None)
    wrote = [] if author_id in (None, person.id) else patients.people(tx, ctx.clinic.id, [author_id])
    return ChartPaper(
        lang=lang,
        title=what.title,
        kind=say(f"folder.one.{what.folder}", lang),
        issuer=issuer.at(ctx.clinic, place, logo.in_paper(tx, ctx), lang),
        patient=full_name(person.first_name, person.last_name),
        dated=dates.plain_day(what.dated, lang),
        author="".join(say("paper.by", lang, name=full_name(one.first_name, one.last_name)) for one in wrote),
        draft=say("document.draft", lang) if version is None else "",
        blocks=tuple(words.blocks(row.kind, store.text_of(what))),
    )
