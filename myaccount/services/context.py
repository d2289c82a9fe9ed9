"""Who asks, at which clinic, and when: the facts that every use case is given.

`now` is read once per event and passed down, so one event is judged at one instant.
"""

from dataclasses import dataclass
from datetime import date, datetime

from myaccount.domain.family import Permission
from myaccount.domain.money import DecimalSign
from myaccount.domain.people import Role
from myaccount.domain.sessions import WARNING
from myaccount.domain.settings import ClinicSettings
from myaccount.domain.time import wall_time
from myaccount.messages import USAGES, Language, dates
from myaccount.models import Person


@dataclass(frozen=True)
class ClinicFacts:
    """What the portal knows of a clinic, settings included. `version` grows with every change of any of it.

    `has_processor` tells whether it can take card payments at all, `sign_in_providers` where it has keys, and
    `video_server` where its own Jitsi server is, if it has one. `logo` is the digest of its logo, blank for none.
    """

    id: str
    slug: str
    name: str
    legal_name: str
    tax_number: str
    country: str
    currency: str
    language: Language
    time_zone: str
    phone: str
    email: str
    color: str
    settings: ClinicSettings
    version: int
    has_processor: bool = False
    sign_in_providers: tuple[str, ...] = ()
    video_server: str = ""
    logo: str = ""
    logo_is_wide: bool = False

    @property
    def shown_phone(self) -> str:
        """The number at which the clinic wants to be called; blank where it shows none."""
        return self.phone if self.settings.show_phone else ""

    @property
    def shown_email(self) -> str:
        """The address at which the clinic wants to be written to; blank where it shows none."""
        return self.email if self.settings.show_email else ""

    def local(self, at: datetime) -> datetime:
        """Tell what clocks at the clinic show at an instant. Times: aware UTC in, clinic-local without a zone out."""
        return wall_time(at, self.time_zone).local

    def day_of(self, at: datetime) -> date:
        """Tell on which day of the clinic's calendar an instant is. Times: aware UTC in, a clinic-local day out."""
        return self.local(at).date()


@dataclass(frozen=True)
class ClinicContext:
    """Anybody at a clinic's address, signed in or not. Times: `now` is aware UTC.

    `guest_id` names the browser of somebody who has opened the booking page; what they hold there is found by it.
    """

    clinic: ClinicFacts
    now: datetime
    lang: Language
    address: str = ""
    guest_id: str = ""

    @property
    def settings(self) -> ClinicSettings:
        """The clinic's settings as they are now."""
        return self.clinic.settings

    @property
    def decimal(self) -> DecimalSign:
        """What they write before the cents."""
        return USAGES[self.lang].decimal

    @property
    def today(self) -> date:
        """Tell which day it is at the clinic. Times: the clinic's day at `now`, wherever who asks may be."""
        return self.clinic.day_of(self.now)

    def moment(self, at: datetime) -> str:
        """Say an instant as clocks at the clinic show it. Times: aware UTC."""
        return dates.moment(self.clinic.local(at), self.lang)


@dataclass(frozen=True, kw_only=True)
class PatientContext(ClinicContext):
    """Somebody signed in, acting as a patient. `role` says who of the clinic they are besides, and grants nothing.

    `online_booking` is what the clinic set for them besides its setting of that name.

    With `acting` they act for somebody else: `person_id`, the names and `online_booking` are that person's, whose data
    it is; language and zone are those of who reads it, and no role comes along.

    Times: `ends_at` is when the sign-in ends unless it is used before, aware UTC.
    """

    person_id: str
    session_id: str
    time_zone: str
    first_name: str
    last_name: str
    ends_at: datetime
    role: Role | None = None
    online_booking: str | None = None
    acting: "Acting | None" = None

    @property
    def oneself(self) -> "PatientContext":
        """Whoever is signed in, in their own right."""
        return self.acting.actor if self.acting else self

    @property
    def on_behalf(self) -> str:
        """What the address of a file says of whom it is asked for; blank for oneself."""
        return f"?for={self.acting.relationship_id}" if self.acting else ""

    @property
    def is_ending(self) -> bool:
        """Whether it is time to warn that the sign-in ends."""
        return self.now >= self.ends_at - WARNING

    @property
    def next_session_moment(self) -> datetime:
        """When an open page has something to say about the sign-in next: the warning, then the end."""
        return self.ends_at if self.is_ending else self.ends_at - WARNING


@dataclass(frozen=True)
class Acting:
    """Who acts for somebody else, and by what. `label` is who that is to them. Times: `until` is aware UTC."""

    actor: PatientContext
    relationship_id: str
    label: str
    permissions: frozenset[Permission]
    until: datetime | None


@dataclass(frozen=True, kw_only=True)
class StaffContext(PatientContext):
    """Somebody of the clinic, acting for the clinic."""

    staff_id: str
    role: Role

    @property
    def own_staff_id(self) -> str | None:
        """Whose visits alone they see and act on: a practitioner's own. None for who sees everybody's."""
        return self.staff_id if self.role is Role.PRACTITIONER else None


def without_session(ctx: ClinicContext, person: Person, by: Acting | None = None) -> PatientContext:
    """Act as a person in what they have begun themselves, or another for them, though nobody is signed in."""
    return PatientContext(
        clinic=ctx.clinic,
        now=ctx.now,
        lang=ctx.lang,
        address=ctx.address,
        guest_id=ctx.guest_id,
        person_id=person.id,
        session_id="",
        time_zone=person.time_zone or ctx.clinic.time_zone,
        first_name=person.first_name,
        last_name=person.last_name,
        ends_at=ctx.now,
        acting=by,
    )
