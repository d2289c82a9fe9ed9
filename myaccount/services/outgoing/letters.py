"""Word a message of the outbox as a letter from the clinic, or as a text."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from myaccount.domain.colours import theme
from myaccount.integrations.mail.letter import Letter
from myaccount.messages import Language, language, say
from myaccount.models import OutboxMessage, WaitEntry
from myaccount.services import links
from myaccount.services.booking.coverage import Coverage, of_person
from myaccount.services.clinic import clinics
from myaccount.services.context import ClinicContext, ClinicFacts
from myaccount.services.family import copies
from myaccount.services.family.copies import COPY_TO
from myaccount.services.outgoing import visit_letters
from myaccount.services.outgoing.judgement import FORMS
from myaccount.services.outgoing.outbox import Kind
from myaccount.services.wait_list.offers import moved_by
from myaccount.store import wait_list

LONGEST_FACT = 120
BUTTON = frozenset({Kind.WELCOME, Kind.RESET, Kind.NEW_SIGN_IN, Kind.FAMILY_INVITATION, Kind.REQUEST_ANSWERED})
"""The kinds that lead somewhere: `mail.<kind>.button` is the label of their link."""


def letter(tx: Session, message: OutboxMessage, now: datetime) -> Letter:
    """Write a message in its language, from its clinic. What people typed is shortened to one line.

    Times: aware UTC. Raises: NotFound · KeyError for a fact that a message of another version does not carry.
    """
    clinic = clinics.facts(tx, message.clinic_id)
    if message.kind == Kind.TIME_OFFERED:
        return _offer(tx, message, clinic, now)
    if message.kind in FORMS:
        return _form(tx, message, clinic)
    if message.visit_id is None:
        return replace(_worded(tx, message, clinic, {}), notes=_money(message))
    visit = visit_letters.words(tx, message, clinic, language(message.language), now)
    worded = _worded(tx, message, clinic, visit.facts)
    if message.kind == Kind.VISIT_CANCELLED:
        notes = _money(message) if copies.may_read_money(tx, clinic, message, now) else ()
        return replace(worded, calendar=visit.calendar, notes=notes)
    return replace(
        worded,
        details=tuple(replace(detail, text=_short(detail.text)) for detail in visit.details),
        notes=visit.notes,
        link=visit.link,
        link_label=say("mail.visit.button", language(message.language)),
        link_hint=say("mail.link_hint", language(message.language)),
        calendar=visit.calendar,
    )


def text(tx: Session, message: OutboxMessage, now: datetime) -> str:
    """Write a message as a text: clinic, day and time, and nothing about anybody's health. Times: aware UTC."""
    clinic = clinics.facts(tx, message.clinic_id)
    lang = language(message.language)
    facts = {key: _short(str(value)) for key, value in message.facts.items()}
    if message.kind == Kind.TIME_OFFERED:
        facts["link"] = links.address(tx, clinic.id, "/account")
        brief = _uses(tx, message, clinic, now).brief
        facts["uses"] = f"{brief} " if brief else ""
    if message.visit_id is not None:
        facts |= visit_letters.words(tx, message, clinic, lang, now).facts
    return say(f"text.{message.kind}", lang, **facts, clinic=_short(clinic.name))


def _money(message: OutboxMessage) -> tuple[str, ...]:
    """List the sentences of a message that say what becomes of money."""
    return tuple(filter(None, str(message.facts.get("money", "")).split("\n")))


def _offer(tx: Session, message: OutboxMessage, clinic: ClinicFacts, now: datetime) -> Letter:
    lang = language(message.language)
    worded = _worded(tx, message, clinic, {})
    link, label = links.address(tx, clinic.id, "/account"), say("mail.time_offered.button", lang)
    uses = _short(_uses(tx, message, clinic, now).uses_line)
    notes = (uses,) if uses else ()
    return replace(worded, link=link, link_label=label, link_hint=say("mail.link_hint", lang), notes=notes)


def _form(tx: Session, message: OutboxMessage, clinic: ClinicFacts) -> Letter:
    lang = language(message.language)
    due = str(message.facts.get("due", ""))
    return replace(
        _worded(tx, message, clinic, {}),
        link=links.address(tx, clinic.id, f"/account/forms/{message.facts['form']}"),
        link_label=say("mail.form.button", lang),
        link_hint=say("mail.link_hint", lang),
        notes=(say("mail.form.due", lang, due=_short(due)),) if due else (),
    )


def _uses(tx: Session, message: OutboxMessage, clinic: ClinicFacts, now: datetime) -> Coverage:
    """Tell what a time that is offered would use of a package, as things are when it is told."""
    offer = wait_list.offer(tx, clinic.id, message.facts.get("offer", ""))
    if offer is None:
        return Coverage()
    entry, ctx = tx.get_one(WaitEntry, offer.entry_id), ClinicContext(clinic, now, language(message.language))
    return of_person(tx, ctx, offer.person_id, entry.treatment_id, offer.starts_at, moved_by(tx, entry))


def _worded(tx: Session, message: OutboxMessage, clinic: ClinicFacts, visit: dict[str, str]) -> Letter:
    lang = language(message.language)
    kind = Kind(message.kind)
    given = {**visit, **message.facts}
    facts = {key: _short(str(value)) for key, value in given.items() if key != "link"}
    palette = theme(clinic.color).light
    facts["clinic"] = _short(clinic.name)
    subject, body = (say(f"mail.{kind}.{part}", lang, **facts) for part in ("subject", "body"))
    if COPY_TO in facts:
        subject = say("mail.copy.subject", lang, subject=subject, first_name=facts["first_name"])
        body = say("mail.copy.body", lang, **facts) + "\n" + body
    return Letter(
        lang=lang,
        clinic=_short(clinic.name),
        reply_to=clinic.email,
        accent=palette.accent,
        on_accent=palette.on_accent,
        subject=subject,
        title=say(f"mail.{kind}.title", lang, **facts),
        paragraphs=tuple(body.split("\n")),
        code=facts.get("code", ""),
        link=str(message.facts["link"]) if kind in BUTTON else "",
        link_label=say(f"mail.{kind}.button", lang) if kind in BUTTON else "",
        link_hint=say("mail.link_hint", lang) if kind in BUTTON else "",
        footer=_footer(tx, message, clinic, lang),
    )


def _footer(tx: Session, message: OutboxMessage, clinic: ClinicFacts, lang: Language) -> tuple[str, ...]:
    """Say who writes and why. Edges: of a clinic that shows neither number nor address, where its portal is."""
    ways = [way for way in (clinic.shown_phone, clinic.shown_email) if way] or [links.address(tx, clinic.id, "")]
    contact = " · ".join([_short(clinic.name), *ways])
    why = "mail.footer" if message.person_id else "mail.footer.newcomer"  # who books for the first time has no profile
    return (contact, say(why, lang, clinic=_short(clinic.name)))


def _short(text: str) -> str:
    """Make one line of what somebody typed: no line breaks, no control characters, not too long."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return line if len(line) <= LONGEST_FACT else line[: LONGEST_FACT - 1] + "…"
