"""Phone numbers on the way out."""

from myaccount.domain.contact_points import phone_parts
from myaccount.messages import Language, say


def shown_phone(kept: str | None, country: str, lang: Language) -> str:
    """Write a kept number as people of a country write it, with its extension in the reader's language."""
    number, extension = phone_parts(kept, country)
    return say("contact.extension", lang, number=number, extension=extension) if extension else number
