"""A letter from a clinic, as text and as HTML."""

from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from myaccount.integrations.delivery import NotDelivered
from myaccount.messages import language, say

LONGEST_ADDRESS = 254
"""Source: RFC 5321, 4.5.3.1.3."""

_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, undefined=StrictUndefined
)


@dataclass(frozen=True)
class Detail:
    """One line below a letter's sentences: what it is, what it says, and where a link on it leads, if there is one."""

    label: str
    text: str
    url: str = ""
    url_label: str = ""


@dataclass(frozen=True)
class Letter:
    """What a mail says, in words. `code`, `link` and its label may be blank.

    `details` and `notes` stand below the sentences; `calendar` is an iCalendar file to attach.
    """

    lang: str
    clinic: str
    reply_to: str
    accent: str
    on_accent: str
    subject: str
    title: str
    paragraphs: tuple[str, ...]
    code: str
    link: str
    link_label: str
    link_hint: str
    footer: tuple[str, ...]
    details: tuple[Detail, ...] = ()
    notes: tuple[str, ...] = ()
    calendar: bytes = b""


def email(letter: Letter, *, sender: str, recipient: str, key: str) -> EmailMessage:
    """Put a letter into an envelope. The same `key` gives the same Message-ID, so a second copy is known as one.

    Raises: NotDelivered for an address that is none; nothing typed can add a header.
    """
    message = EmailMessage(policy=SMTP)
    domain = _address(sender).domain
    message["From"] = Address(letter.clinic, addr_spec=_address(sender).addr_spec)
    message["To"] = _address(recipient)
    if letter.reply_to:
        message["Reply-To"] = _address(letter.reply_to)
    message["Subject"] = letter.subject
    message["Message-ID"] = f"<{sha256(key.encode()).hexdigest()[:40]}@{domain}>"
    message["Content-Language"] = letter.lang
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text(letter))
    message.add_alternative(html(letter), subtype="html")
    if letter.calendar:
        _attach(message, letter.calendar)
    return message


def text(letter: Letter) -> str:
    """Write a letter as plain text."""
    parts = [letter.title, *letter.paragraphs]
    parts += ["\n".join(_line(detail, letter.lang) for detail in letter.details), *letter.notes]
    parts += [f"    {letter.code}"] if letter.code else []
    parts += [f"{_before(letter.link_label, letter.lang)}\n{letter.link}"] if letter.link else []
    parts += ["--", *letter.footer]
    return "\n\n".join(part for part in parts if part) + "\n"


def html(letter: Letter) -> str:
    """Write a letter as HTML: one table, styles inline, readable without pictures."""
    return _templates.get_template("letter.html").render(letter=letter)


def _line(detail: Detail, lang: str) -> str:
    link = f"\n{_before(detail.url_label, lang)} {detail.url}" if detail.url else ""
    return f"{_before(detail.label, lang)} {detail.text}{link}"


def _before(label: str, lang: str) -> str:
    return say("mail.before", language(lang), label=label)


def _attach(message: EmailMessage, calendar: bytes) -> None:
    """Attach a calendar file. It goes as text in UTF-8, which is what calendars read. Source: RFC 6047, 2.4."""
    message.add_attachment(calendar.decode(), subtype="calendar", filename="visit.ics", params={"method": "PUBLISH"})


def _address(typed: str) -> Address:
    if len(typed) > LONGEST_ADDRESS or not typed.isprintable():
        raise NotDelivered("bad_address", is_final=True)
    user, _, domain = typed.rpartition("@")
    try:
        return Address(addr_spec=f"{user}@{domain.encode('idna').decode()}")
    except (ValueError, LookupError, MessageError) as error:
        raise NotDelivered("bad_address", is_final=True) from error
