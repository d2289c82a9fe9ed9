"""Where and in which zone somebody is reached."""

from myaccount.domain.reminders import Channel
from myaccount.models import Person
from myaccount.services.context import ClinicFacts


def address_of(person: Person, channel: Channel) -> str:
    """Tell where somebody is reached; blank for who cannot be. A text goes to a verified mobile number only."""
    if channel is Channel.EMAIL:
        return person.email or ""
    return (person.mobile or "") if person.mobile_verified_at else ""


def zone_of(person: Person, clinic: ClinicFacts) -> str:
    """Tell in which zone somebody lives: the clinic's, unless they say otherwise."""
    return person.time_zone or clinic.time_zone
