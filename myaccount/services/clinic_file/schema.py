"""The clinic file, format 1, as types. The JSON Schema that people write files against is made from them.

The format grows by optional keys: a key is accepted once the portal has the section that shows it.
"""

from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    Field,
    StrictBool,
    StrictInt,
    StrictStr,
    create_model,
    model_validator,
)

from myaccount.domain.contact import can_be_kept
from myaccount.domain.origins import Origins
from myaccount.domain.settings import REGISTRY, Setting
from myaccount.messages import Language
from myaccount.services.clinic_file import fields
from myaccount.services.clinic_file.form_schema import FormSection, FormTemplateSection
from myaccount.services.clinic_file.money_schema import InvoiceSection, PaymentSection
from myaccount.services.clinic_file.relationship_schema import RelationshipSection
from myaccount.services.clinic_file.section import Section

FORMAT = "myaccount-clinic/1"


class ClinicSection(Section):
    """The clinic itself, found by its slug. Of one that there is, what is left out stays as it is.

    Its country and currency stay once it has an invoice or a payment.
    """

    slug: fields.Slug
    name: fields.Name
    legal_name: fields.Line = ""
    country: Literal["CA", "US"]
    currency: Literal["CAD", "USD"] | None = None
    language: Language = "en"
    time_zone: fields.Zone
    phone: fields.Phone = ""
    email: fields.Email | None = None
    domains: tuple[fields.Host, ...] = Field(default=(), strict=False)
    color: fields.Color = "#1f6f5c"
    tax_number: fields.Line | None = None
    logo: fields.Line | None = None


class LocationSection(Section):
    """A place where the clinic sees people."""

    id: fields.Id
    name: fields.Name
    time_zone: fields.Zone | None = None
    address: fields.Lines = ""
    phone: fields.Phone = ""


class TreatmentSection(Section):
    """A treatment or a class."""

    id: fields.Id
    name: fields.Name
    discipline: fields.Line = ""
    minutes: fields.Minutes
    buffer_minutes: fields.Buffer = 0
    price_cents: fields.Price = 0
    tax_ppm: fields.Parts = 0
    kind: Literal["one_on_one", "class"] = "one_on_one"
    online: bool = False
    capacity: fields.Seats | None = None
    book_online: bool = True
    cpt: fields.Cpt | None = None
    locations: tuple[fields.Id, ...] | None = Field(default=None, strict=False)

    @model_validator(mode="after")
    def _seats(self) -> Self:
        if (self.kind == "class") != (self.capacity is not None):
            raise ValueError("A class needs a capacity, and only a class has one")
        return self


class AccountSection(Section):
    """A username, and the password it begins with."""

    username: fields.Name
    password: fields.Password


class ShiftSection(Section):
    """Weekly hours of a practitioner at a location, on its wall clock."""

    location: fields.Id
    weekdays: tuple[fields.Weekday, ...] = Field(strict=False)
    opens: fields.Clock = Field(alias="from")
    closes: fields.Clock = Field(alias="to")
    mode: Literal["bookable", "contact_to_book", "not_bookable"] = "bookable"

    @model_validator(mode="after")
    def _lasts(self) -> Self:
        if self.opens >= self.closes:
            raise ValueError("A shift ends after it begins, on the same day")
        return self


class TimeOffSection(Section):
    """A span in which a practitioner does not work, in the clinic's zone."""

    starts: fields.Moment = Field(alias="from")
    ends: fields.Moment = Field(alias="to")
    note: fields.Lines = ""


class StaffSection(Section):
    """Somebody who works at the clinic; they get a patient profile of their own as well."""

    id: fields.Id
    first_name: fields.Name
    last_name: fields.Line = ""
    email: fields.Email | None = None
    role: Literal["owner", "front_desk", "practitioner"]
    account: AccountSection | None = None
    treatments: tuple[fields.Id, ...] = Field(default=(), strict=False)
    registration_number: fields.Line | None = None
    npi: fields.Npi | None = None
    credentials: fields.Line | None = None
    license_number: fields.Line | None = None
    signature: fields.Line | None = None
    shifts: tuple[ShiftSection, ...] = Field(default=(), strict=False)
    start_interval_minutes: fields.Interval | None = None
    buffer_minutes: fields.Buffer | None = None
    time_off: tuple[TimeOffSection, ...] = Field(default=(), strict=False)


class EmergencySection(Section):
    """Whom to call when something happens to a patient."""

    name: fields.Name
    phone: fields.Phone | None = None


class PatientSection(Section):
    """A patient."""

    id: fields.Id
    first_name: fields.Name
    last_name: fields.Line = ""
    preferred_name: fields.Line | None = None
    email: fields.Email | None = None
    mobile: fields.Phone | None = None
    other_phone: fields.Phone | None = None
    emergency_contact: EmergencySection | None = None
    date_of_birth: fields.Day | None = None
    pronouns: fields.Line | None = None
    address: fields.Lines | None = None
    time_zone: fields.Zone | None = None
    language: Language | None = None
    marketing_opt_in: bool = False
    account: AccountSection | None = None


class ClassSection(Section):
    """One sitting of a class."""

    id: fields.Id
    treatment: fields.Id
    staff: fields.Id
    location: fields.Id
    start: fields.Moment


class CodesSection(Section):
    """What a superbill says of an appointment."""

    cpt: fields.Cpt | None = None
    modifiers: tuple[fields.Modifier, ...] = Field(default=(), strict=False, max_length=4)
    diagnoses: tuple[fields.Diagnosis, ...] = Field(default=(), strict=False, max_length=12)
    units: Annotated[StrictInt, Field(ge=1, le=99)] = 1


class AppointmentSection(Section):
    """One person's appointment; with a `class`, a seat in it.

    One that is only `reserved` holds its time for five minutes from `booked_at`, and is archived then.
    """

    id: fields.Id
    patient: fields.Id
    staff: fields.Id
    treatment: fields.Id
    location: fields.Id
    start: fields.Moment
    booked_at: fields.Moment
    state: Literal["reserved", "booked", "arrived", "no_show", "cancelled", "archived"] = "booked"
    class_id: fields.Id | None = Field(default=None, alias="class")
    call_url: fields.Url | None = None
    codes: CodesSection | None = None


class PackageSection(Section):
    """A package or a membership. Left out, the quantity of a membership is unlimited, and its cycle a month."""

    id: fields.Id
    patient: fields.Id
    name: fields.Name
    kind: Literal["package", "membership"] = "package"
    quantity: fields.Uses | None = None
    cycle: Literal["week", "month", "year"] | None = None
    used: fields.Used = 0
    treatments: tuple[fields.Id, ...] = Field(min_length=1, strict=False)
    purchased: fields.RoughDay
    expires: fields.RoughDay | None = None

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if self.kind == "package" and (self.quantity is None or self.cycle is not None):
            raise ValueError("A package has a quantity, and only a membership has a cycle")
        if self.quantity is not None and self.used > self.quantity:
            raise ValueError("There are fewer uses than are used")
        return self


class DocumentSection(Section):
    """A document of a patient's: a file beside the clinic file, or the text of a chart entry."""

    id: fields.Id
    patient: fields.Id
    kind: Literal["file", "chart_entry"] = "file"
    title: fields.Name
    folder: Literal["exercise_program", "progress_report", "treatment_plan", "chart_entry", "file"] | None = None
    file: fields.FileName | None = None
    text: fields.ChartText | None = None
    shared: bool = False
    dated: fields.RoughDay

    @model_validator(mode="after")
    def _has_content(self) -> Self:
        if (self.kind == "file", self.kind == "chart_entry") != (self.file is not None, self.text is not None):
            raise ValueError("A file has a file and no text, a chart entry a text and no file")
        return self


def _keepable(text: str) -> str:
    if not can_be_kept(text):
        raise ValueError("has a character that cannot be shown")
    return text


def _setting(setting: Setting) -> Any:
    kind: Any = StrictBool
    if setting.choices:
        kind = Literal[setting.choices]
    elif setting.kind is str:
        kind = Annotated[StrictStr, Field(max_length=setting.maximum), AfterValidator(_keepable)]
    elif setting.kind is Origins:
        return fields.Origins, Field(default=[])
    elif setting.kind is int:
        kind = Annotated[StrictInt, Field(ge=setting.minimum, le=setting.maximum)]
    return kind, Field(default=setting.default)


SettingsSection: type[Section] = create_model(
    "SettingsSection", __base__=Section, __doc__="The clinic's switches; one that is left out stays as it is.",
    **{key: _setting(setting) for key, setting in REGISTRY.items()},
)  # fmt: skip


class ClinicFile(Section):
    """A clinic file: how data comes in from another system."""

    format: Literal["myaccount-clinic/1"]
    clinic: ClinicSection
    settings: SettingsSection = Field(default_factory=SettingsSection)  # type: ignore[valid-type]
    locations: list[LocationSection] = []
    treatments: list[TreatmentSection] = []
    staff: list[StaffSection] = []
    patients: list[PatientSection] = []
    classes: list[ClassSection] = []
    appointments: list[AppointmentSection] = []
    form_templates: list[FormTemplateSection] = []
    forms: list[FormSection] = []
    documents: list[DocumentSection] = []
    packages: list[PackageSection] = []
    invoices: list[InvoiceSection] = []
    payments: list[PaymentSection] = []
    relationships: list[RelationshipSection] = []


def json_schema() -> dict[str, Any]:
    """Spell out the JSON Schema of the clinic file. Source: JSON Schema, draft 2020-12."""
    schema = ClinicFile.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"urn:{FORMAT}", **schema}
