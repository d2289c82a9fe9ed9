"""Read a clinic file's text: object by object, so that one bad object does not hide what is wrong with others."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from myaccount.domain.settings import Value
from myaccount.services.clinic_file.form_schema import FormSection, FormTemplateSection
from myaccount.services.clinic_file.money_schema import InvoiceSection, PaymentSection
from myaccount.services.clinic_file.problems import BadClinicFile, Problems, joined
from myaccount.services.clinic_file.relationship_schema import RelationshipSection
from myaccount.services.clinic_file.schema import (
    FORMAT,
    AppointmentSection,
    ClassSection,
    ClinicFile,
    ClinicSection,
    DocumentSection,
    LocationSection,
    PackageSection,
    PatientSection,
    SettingsSection,
    StaffSection,
    TreatmentSection,
)
from myaccount.services.clinic_file.section import Section
from myaccount.views.clinic_file import Problem

T = TypeVar("T", bound=Section)


@dataclass(frozen=True)
class Entry(Generic[T]):
    """An object of the file, and where in it."""

    path: str
    said: T


@dataclass(frozen=True)
class Sections:
    """A file as far as it could be read. `broken` holds the ids of objects that could not, by kind."""

    clinic: ClinicSection
    settings: dict[str, Value]
    locations: list[Entry[LocationSection]]
    treatments: list[Entry[TreatmentSection]]
    staff: list[Entry[StaffSection]]
    patients: list[Entry[PatientSection]]
    classes: list[Entry[ClassSection]]
    appointments: list[Entry[AppointmentSection]]
    form_templates: list[Entry[FormTemplateSection]]
    forms: list[Entry[FormSection]]
    documents: list[Entry[DocumentSection]]
    packages: list[Entry[PackageSection]]
    invoices: list[Entry[InvoiceSection]]
    payments: list[Entry[PaymentSection]]
    relationships: list[Entry[RelationshipSection]]
    broken: dict[str, set[str]] = field(default_factory=dict)


def read(text: str | bytes, problems: Problems) -> Sections:
    """Read a file's text into typed objects; what does not fit the schema becomes a problem.

    Raises: BadClinicFile at once when the text is no JSON object of this format, or tells of no clinic.
    """
    raw = parsed(text)
    _check_top(raw, problems)
    clinic = _object(ClinicSection, raw.get("clinic"), "$.clinic", problems) if "clinic" in raw else None
    settings = _object(SettingsSection, raw.get("settings", {}), "$.settings", problems)
    broken: dict[str, set[str]] = {}

    def listed(key: str, kind: type[T]) -> list[Entry[T]]:
        return list(_entries(key, kind, raw.get(key, []), problems, broken.setdefault(key, set())))

    sections = (
        listed("locations", LocationSection),
        listed("treatments", TreatmentSection),
        listed("staff", StaffSection),
        listed("patients", PatientSection),
        listed("classes", ClassSection),
        listed("appointments", AppointmentSection),
        listed("form_templates", FormTemplateSection),
        listed("forms", FormSection),
        listed("documents", DocumentSection),
        listed("packages", PackageSection),
        listed("invoices", InvoiceSection),
        listed("payments", PaymentSection),
        listed("relationships", RelationshipSection),
    )
    if clinic is None:
        problems.refuse_if_any()
    assert clinic is not None
    return Sections(clinic, settings.model_dump(exclude_unset=True) if settings else {}, *sections, broken)


def parsed(text: str | bytes) -> dict[str, Any]:
    """Parse a file's text. Raises: BadClinicFile when it is no JSON object."""
    try:
        raw = json.loads(text, object_pairs_hook=_no_twins, parse_constant=_no_constant)
    except UnicodeDecodeError:
        raise BadClinicFile([Problem("$", "The file is not UTF-8 text")]) from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise BadClinicFile([Problem("$", f"The file is not JSON: {error.msg} at {where}")]) from None
    except (ValueError, RecursionError) as error:
        reason = str(error) if type(error) is ValueError else "it is nested too deeply"
        raise BadClinicFile([Problem("$", f"The file cannot be read: {reason}")]) from None
    if not isinstance(raw, dict):
        raise BadClinicFile([Problem("$", "The file must be a JSON object")])
    return raw


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twin = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the key {twin[:60]!r} appears twice in one object")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON number")


def _check_top(raw: dict[str, Any], problems: Problems) -> None:
    if raw.get("format") != FORMAT:
        problems.add("$.format", f'This must be "{FORMAT}"')
    if "clinic" not in raw:
        problems.add("$.clinic", "This is required")
    for key in sorted(raw.keys() - ClinicFile.model_fields.keys()):
        problems.add(joined("$", [key]), "This key is not known here")


def _object(kind: type[T], raw: Any, path: str, problems: Problems) -> T | None:
    try:
        return kind.model_validate(raw)
    except ValidationError as error:
        problems.add_all(path, error)
        return None


def _entries(key: str, kind: type[T], raw: Any, problems: Problems, broken: set[str]) -> Iterator[Entry[T]]:
    if not isinstance(raw, list):
        problems.add(joined("$", [key]), "This must be a list")
        return
    seen: dict[str, str] = {}
    for path, item in _numbered(key, raw):
        said = _object(kind, item, path, problems)
        external_id = str(getattr(said, "id", "")) or _id_of(item)
        if external_id in seen:
            problems.add(f"{path}.id", f"The id {external_id[:60]!r} is used twice, first at {seen[external_id]}")
        elif said is not None:
            yield Entry(path, said)
        else:
            broken.add(external_id)
        if external_id:
            seen.setdefault(external_id, path)


def _numbered(key: str, raw: Iterable[Any]) -> Iterator[tuple[str, Any]]:
    return ((f"$.{key}[{index}]", item) for index, item in enumerate(raw))


def _id_of(item: Any) -> str:
    found = item.get("id") if isinstance(item, dict) else None
    return found.strip() if isinstance(found, str) else ""
