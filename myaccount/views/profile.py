"""What the clinic sees of one patient."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Profile:
    """The head of a profile, in words; blank is what there is not. An empty `id` stands for nobody.

    `booking` is how this patient may book online, blank for as the clinic has it. `can_edit` is for who keeps
    profiles, `can_welcome` and `can_reset` for what can be sent besides, `has_packages` and `has_family` while the
    clinic has them.
    """

    id: str = ""
    name: str = ""
    preferred_name: str = ""
    pronouns: str = ""
    born: str = ""
    phone: str = ""
    phone_url: str = ""
    email: str = ""
    email_url: str = ""
    email_verified: bool = False
    language: str = ""
    address: str = ""
    emergency: str = ""
    has_account: bool = False
    marketing: bool = False
    booking: str = ""
    has_packages: bool = False
    has_family: bool = False
    can_edit: bool = False
    can_welcome: bool = False
    can_reset: bool = False


@dataclass(frozen=True)
class VisitLine:
    """One appointment in a profile. `is_coming` until its end."""

    id: str
    when: str
    treatment: str
    practitioner: str
    place: str
    state: str
    is_coming: bool


@dataclass(frozen=True)
class MessageLine:
    """One message to a patient: what, how, to where, when, and what became of it. `reason` is why it failed."""

    id: str
    kind: str
    channel: str
    address: str
    when: str
    state: str
    state_line: str
    reason: str = ""
    can_send_again: bool = False


@dataclass(frozen=True)
class ActivityLine:
    """One entry of the trail: when, who, what; `detail` says more."""

    id: str
    when: str
    who: str
    what: str
    detail: str = ""


@dataclass(frozen=True)
class Pages:
    """A page of one of a profile's three lists. `cursor` says where the next one starts; blank on the last."""

    visits: tuple[VisitLine, ...] = ()
    messages: tuple[MessageLine, ...] = ()
    activity: tuple[ActivityLine, ...] = ()
    cursor: str = ""
