"""Word a message of the outbox as a letter from the clinic."""

from sqlmodel import Session

from myaccount.domain.colours import theme
from myaccount.domain.refusals import NotFound
from myaccount.integrations.mail.letter import Letter
from myaccount.messages import Language, language, say
from myaccount.models import Clinic, OutboxMessage
from myaccount.services.outbox import Kind
from myaccount.store import clinics

LONGEST_FACT = 120
BUTTON = frozenset({Kind.WELCOME, Kind.RESET})
"""The kinds that lead somewhere: `mail.<kind>.button` is the label of their link."""


def letter(tx: Session, message: OutboxMessage) -> Letter:
    """Write a message in its language, from its clinic. What people typed is shortened to one line.

    Raises: NotFound · KeyError for a fact that a message of another version does not carry.
    """
    clinic = clinics.by_id(tx, message.clinic_id)
    if clinic is None:
        raise NotFound()
    return _worded(message, clinic)


def _worded(message: OutboxMessage, clinic: Clinic) -> Letter:
    lang = language(message.language)
    kind = Kind(message.kind)
    facts = {key: _short(str(value)) for key, value in message.facts.items() if key != "link"}
    palette = theme(clinic.color).light
    facts["clinic"] = _short(clinic.name)
    return Letter(
        lang=lang,
        clinic=_short(clinic.name),
        reply_to=clinic.email,
        accent=palette.accent,
        on_accent=palette.on_accent,
        subject=say(f"mail.{kind}.subject", lang, **facts),
        title=say(f"mail.{kind}.title", lang, **facts),
        paragraphs=tuple(say(f"mail.{kind}.body", lang, **facts).split("\n")),
        code=facts.get("code", ""),
        link=str(message.facts["link"]) if kind in BUTTON else "",
        link_label=say(f"mail.{kind}.button", lang) if kind in BUTTON else "",
        link_hint=say("mail.link_hint", lang) if kind in BUTTON else "",
        footer=_footer(clinic, lang),
    )


def _footer(clinic: Clinic, lang: Language) -> tuple[str, ...]:
    contact = " · ".join(part for part in (_short(clinic.name), clinic.phone, clinic.email) if part)
    return (contact, say("mail.footer", lang, clinic=_short(clinic.name)))


def _short(text: str) -> str:
    """Make one line of what somebody typed: no line breaks, no control characters, not too long."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return line if len(line) <= LONGEST_FACT else line[: LONGEST_FACT - 1] + "…"
