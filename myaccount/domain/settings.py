"""The settings registry: one record for every switch a clinic can flip.

The same record feeds the services (which refuse), the views (which leave out), the settings page, the clinic file
and docs/settings.md. Words for people live in `messages/` under `setting.<key>` and `setting.<key>.help`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any

from myaccount.domain.booking import BookingRules, OnlineBooking, TooSoonTimes
from myaccount.domain.calls import OnlineProvider
from myaccount.domain.cancellation import CancellationRules
from myaccount.domain.clinic_side import SIDE
from myaccount.domain.contact import can_be_kept
from myaccount.domain.origins import Origins
from myaccount.domain.prepaying import LEAST_DEPOSIT, MOST_DEPOSIT, PaymentPolicy, PaymentRules
from myaccount.domain.questions import QUESTION_AT_MOST
from myaccount.domain.reminders import Channel, Lead
from myaccount.domain.social import SWITCHES, Provider
from myaccount.domain.wait_list import OfferOrder

VISITS = ("/account", "/account/history", "/visit/[appointment_id]")
"""The pages that show visits."""

BOOKING = ("/book", "/book/embed")
"""The pages where visits are booked: our own, and the one that is shown within a clinic's website."""

BALANCE = "/account/balance"
"""The page where patients pay what is due."""

MONEY = ("/account/cards", BALANCE)
"""The pages where patients pay."""

FORM = "/account/forms/[form_id]"
"""The page where patients fill in a form, which may end with a page for the card on file."""

PACKAGES = "/account/packages"
"""The page where patients see what they have bought ahead."""

DOCUMENTS = "/account/documents"
"""The page where patients see what the clinic shares, and may send files."""

CHOICES = "/account/notifications"
"""The page where patients choose their reminders."""

FAMILY = "/account/family"
"""The page where people say who may act for them."""

SIGN_IN = "/sign-in"
"""The page where people sign in, and newcomers are led to online booking."""

SOCIAL = (SIGN_IN, "/account/social")
"""The pages where profiles of other providers sign in, and are linked."""

TOPIC = "setting"
"""What a change of a setting is announced as: this, a dot, and its key."""

Value = bool | int | str | Origins
"""What a setting can be. One of several is a text: the value of its enumeration."""


class Section(StrEnum):
    """The part of the settings page that a switch stands in, in the order of the page.

    The switches of Client Sign In Settings stand inside Online Booking. A section shows with its first switch.
    """

    CLINIC_INFO = "clinic_info"
    ONLINE_BOOKING = "online_booking"
    CLIENT_SIGN_IN = "client_sign_in"
    ONLINE_VISITS = "online_visits"
    REMINDERS = "reminders"
    PACKAGES = "packages"
    PAYMENTS = "payments"
    DOCUMENTS = "documents"
    CANCELLATION = "cancellation"
    SECURITY = "security"


@dataclass(frozen=True)
class Setting:
    """What is known of one switch besides its value.

    `kind` is bool for a switch, int for a number, an enumeration for one of several, str for a line of text, or Origins
    for a list of websites. `minimum` and `maximum` bound a number, both inclusive; `maximum` also how long a text is.
    `pages` are those that show something else when it changes, besides the frame around every page. `is_money` makes a
    number an amount in cents, and `under` names the switch without which it is not offered.
    """

    key: str
    kind: type[bool] | type[int] | type[StrEnum] | type[str] | type[Origins]
    default: Value
    section: Section
    pages: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    is_money: bool = False
    under: str = ""

    def accepts(self, value: object) -> bool:
        """Tell whether a value is one that this switch can take. Edges: a bool is no number, a number no bool."""
        if self.choices:
            return isinstance(value, str) and value in self.choices
        if self.kind is Origins:
            return Origins.accepts(value)
        if self.kind is str:
            return isinstance(value, str) and len(value) <= (self.maximum or 0) and can_be_kept(value)
        if type(value) is not self.kind or not isinstance(value, int):
            return False
        low = self.minimum is None or value >= self.minimum
        return low and (self.maximum is None or value <= self.maximum)

    @property
    def choices(self) -> tuple[str, ...]:
        """The values to choose from, in the order in which they are offered; none for a switch and a number."""
        return tuple(choice.value for choice in self.kind) if issubclass(self.kind, StrEnum) else ()


def _switch(default: bool | StrEnum | Origins, section: Section, *pages: str) -> Any:
    return field(default=default, metadata={"section": section, "pages": pages})


def _number(default: int, section: Section, *pages: str, minimum: int, maximum: int) -> Any:
    bounds = {"minimum": minimum, "maximum": maximum}
    return field(default=default, metadata={"section": section, "pages": pages} | bounds)


def _paying(default: PaymentPolicy | bool | int, *pages: str, **bounds: Any) -> Any:
    governed = {"section": Section.PAYMENTS, "pages": pages, "under": "payments"}
    return field(default=default, metadata=governed | bounds)


def _text(section: Section, *pages: str, longest: int) -> Any:
    return field(default="", metadata={"section": section, "pages": pages, "maximum": longest})


@dataclass(frozen=True)
class ClinicSettings:
    """A clinic's settings, every one of them with a value. The fields are the registry."""

    show_phone: bool = _switch(True, Section.CLINIC_INFO)
    show_email: bool = _switch(True, Section.CLINIC_INFO)
    show_clinic_time_zone: bool = _switch(True, Section.CLINIC_INFO, *VISITS, *BOOKING)
    client_pronouns: bool = _switch(False, Section.CLINIC_INFO, "/account/contact")
    family_profiles: bool = _switch(False, Section.CLINIC_INFO, FAMILY)
    online_booking: OnlineBooking = _switch(  # noqa: RUF009
        OnlineBooking.ALLOWED, Section.ONLINE_BOOKING, *BOOKING, *VISITS, SIGN_IN
    )
    same_day_booking: bool = _switch(True, Section.ONLINE_BOOKING, *BOOKING)
    min_notice_hours: int = _number(2, Section.ONLINE_BOOKING, *BOOKING, minimum=0, maximum=24 * 30)
    too_soon: TooSoonTimes = _switch(TooSoonTimes.HIDE, Section.ONLINE_BOOKING, *BOOKING)  # noqa: RUF009
    horizon_days: int = _number(90, Section.ONLINE_BOOKING, *BOOKING, minimum=1, maximum=365)
    upcoming_limit: int = _number(0, Section.ONLINE_BOOKING, *BOOKING, minimum=0, maximum=100)
    verify_new_patients: bool = _switch(True, Section.ONLINE_BOOKING, *BOOKING)
    embed_allowed_origins: Origins = _switch(Origins(), Section.ONLINE_BOOKING, "/book/embed")  # noqa: RUF009
    booking_question: str = _text(Section.ONLINE_BOOKING, *BOOKING, "/account", longest=QUESTION_AT_MOST)
    wait_list: bool = _switch(False, Section.ONLINE_BOOKING, *BOOKING, "/account")
    wait_list_order: OfferOrder = _switch(OfferOrder.FIRST_COME, Section.ONLINE_BOOKING)  # noqa: RUF009
    wait_list_minutes: int = _number(30, Section.ONLINE_BOOKING, minimum=5, maximum=24 * 60)
    social_google: bool = _switch(False, Section.CLIENT_SIGN_IN, *SOCIAL)
    social_facebook: bool = _switch(False, Section.CLIENT_SIGN_IN, *SOCIAL)
    social_x: bool = _switch(False, Section.CLIENT_SIGN_IN, *SOCIAL)
    online_provider: OnlineProvider = _switch(OnlineProvider.BUILT_IN, Section.ONLINE_VISITS, *VISITS)  # noqa: RUF009
    hide_addresses: bool = _switch(False, Section.ONLINE_VISITS, "/visit/[appointment_id]")
    email_reminder_hours: int = _number(48, Section.REMINDERS, CHOICES, minimum=0, maximum=14 * 24)
    second_email_reminder_hours: int = _number(0, Section.REMINDERS, CHOICES, minimum=0, maximum=14 * 24)
    text_reminder_hours: int = _number(0, Section.REMINDERS, CHOICES, minimum=0, maximum=14 * 24)
    client_selectable_reminders: bool = _switch(False, Section.REMINDERS, CHOICES, "/account")
    packages: bool = _switch(False, Section.PACKAGES, PACKAGES, *BOOKING)
    auto_redeem_online: bool = _switch(False, Section.PACKAGES, *BOOKING)
    payments: bool = _switch(False, Section.PAYMENTS, *MONEY, *BOOKING, FORM, "/account")
    payment_policy: PaymentPolicy = _paying(PaymentPolicy.NONE, *BOOKING, "/account")  # noqa: RUF009
    first_visit_payment_policy: PaymentPolicy = _paying(PaymentPolicy.NONE, *BOOKING, "/account")  # noqa: RUF009
    deposit_cents: int = _paying(5000, *BOOKING, "/account", minimum=LEAST_DEPOSIT, maximum=MOST_DEPOSIT, is_money=True)
    choose_invoices: bool = _paying(False, BALANCE)
    patient_uploads: bool = _switch(False, Section.DOCUMENTS, DOCUMENTS)
    allow_cancellations: bool = _switch(True, Section.CANCELLATION, *VISITS, *BOOKING)
    cancellation_period_hours: int = _number(24, Section.CANCELLATION, *VISITS, *BOOKING, minimum=0, maximum=24 * 60)
    require_two_step: bool = _switch(False, Section.SECURITY, "/account/password")
    idle_sign_out_minutes: int = _number(30, Section.SECURITY, minimum=5, maximum=10080)

    @property
    def cancellation(self) -> CancellationRules:
        """The settings that govern cancelling and rescheduling."""
        return CancellationRules(self.allow_cancellations, self.cancellation_period_hours)

    @property
    def booking(self) -> BookingRules:
        """The settings that govern which times can be booked online."""
        return BookingRules(self.min_notice_hours, self.same_day_booking, self.too_soon, self.horizon_days)

    @property
    def redeems_online(self) -> bool:
        """Whether what is booked online redeems a use by itself."""
        return self.packages and self.auto_redeem_online

    @property
    def social(self) -> Mapping[Provider, bool]:
        """With which providers people may sign in."""
        return {provider: getattr(self, key) for key, provider in SWITCHES.items()}

    @property
    def paying(self) -> PaymentRules:
        """The settings that govern what is paid at booking."""
        return PaymentRules(self.payment_policy, self.first_visit_payment_policy, self.deposit_cents)

    @property
    def reminders(self) -> tuple[Lead, ...]:
        """The reminders that the clinic sends. Edges: zero hours before the start is none."""
        offered = ((key, channel, getattr(self, key)) for key, channel in LEADS.items())
        return tuple(Lead(key, channel, hours) for key, channel, hours in offered if hours)


LEADS: Mapping[str, Channel] = {
    "email_reminder_hours": Channel.EMAIL,
    "second_email_reminder_hours": Channel.EMAIL,
    "text_reminder_hours": Channel.TEXT,
}
"""The settings that are a reminder each, and how it reaches the patient."""

REGISTRY: Mapping[str, Setting] = {
    f.name: Setting(key=f.name, kind=type(f.default), default=f.default, **f.metadata)  # type: ignore[arg-type]
    for f in fields(ClinicSettings)
}


def resolve(stored: Mapping[str, object]) -> ClinicSettings:
    """Complete what a clinic has set with the defaults.

    Edges: a stored key that this version does not know, or a value it cannot take, counts as not set.
    """
    known = {
        key: REGISTRY[key].kind(value)  # type: ignore[arg-type, call-overload]
        for key, value in stored.items()
        if key in REGISTRY and REGISTRY[key].accepts(value)
    }
    return ClinicSettings(**known)  # type: ignore[arg-type]


def concerns(topic: str, page: str) -> bool:
    """Tell whether a page shows something else after a change of this topic, besides its frame.

    Edges: what is no change of one known setting may concern every page; the clinic's side is always concerned.
    """
    kind, _, key = topic.partition(".")
    return kind != TOPIC or key not in REGISTRY or page.startswith(SIDE) or page in REGISTRY[key].pages
