"""The clinic, as the papers name it that it gives out."""

from myaccount.messages import Language
from myaccount.models import Location
from myaccount.services.context import ClinicFacts
from myaccount.services.outgoing.phones import shown_phone
from myaccount.views.papers import Issuer


def at(clinic: ClinicFacts, place: Location | None, logo: str, lang: Language) -> Issuer:
    """Name a clinic at one of its locations, with its own phone where that has none.

    Edges: what it is registered under for tax stands on papers about money alone, which add it.
    """
    return Issuer(
        name=clinic.name,
        legal_name=clinic.legal_name or clinic.name,
        address=place.address if place else "",
        phone=shown_phone((place.phone if place else "") or clinic.phone, clinic.country, lang),
        email=clinic.email,
        color=clinic.color,
        logo=logo,
    )
