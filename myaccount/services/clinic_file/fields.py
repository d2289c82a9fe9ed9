"""The kinds of value that a clinic file holds, each refused with a plain sentence."""

import re
from datetime import date, time
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, WithJsonSchema

from myaccount.domain import origins
from myaccount.domain.documents import TEXT_AT_MOST
from myaccount.domain.npi import is_npi
from myaccount.domain.packages import MOST_USES
from myaccount.domain.parsing import FieldError
from myaccount.domain.staff import LONGEST_INTERVAL
from myaccount.domain.superbills import diagnosis, is_cpt, is_modifier
from myaccount.domain.time import zone
from myaccount.services.clinic_file import times

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_EMAIL = re.compile(r"[^@\s<>()\[\],;:\\\"]+@[^@\s<>()\[\],;:\\\"]+")
_HOST_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_SLUG = re.compile(_HOST_LABEL)
_HOST = re.compile(rf"{_HOST_LABEL}(\.{_HOST_LABEL})+")
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5][05]")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NPI = re.compile(r"\d{10}")


def clean(text: str) -> str:
    """Refuse control characters. Raises: ValueError saying so."""
    if _CONTROL.search(text):
        raise ValueError("This must not contain control characters")
    return text


def one_line(text: str) -> str:
    """Refuse more than one line. Raises: ValueError saying so."""
    if "\n" in text:
        raise ValueError("This must be a single line")
    return clean(text)


def _email(text: str) -> str:
    if not _EMAIL.fullmatch(text):
        raise ValueError("This is not an e-mail address")
    return clean(text)


def _zone(text: str) -> str:
    zone(text)
    return text


def _slug(text: str) -> str:
    if not _SLUG.fullmatch(text):
        raise ValueError("A slug is made of small letters, digits and hyphens, at most 63")
    return text


def _host(text: str) -> str:
    if not _HOST.fullmatch(text.lower()):
        raise ValueError("This is not a host name")
    return text.lower()


def _color(text: str) -> str:
    if not _COLOR.fullmatch(text):
        raise ValueError("A colour is written like #1f6f5c")
    return text.lower()


def _clock(text: str) -> str:
    if not _CLOCK.fullmatch(text):
        raise ValueError("A time of day is written like 09:05, in steps of five minutes")
    return text


def _day(value: Any) -> Any:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("A date is written like 1988-02-03")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"There is no day {value}") from None


def _rough_day(value: Any) -> Any:
    if isinstance(value, str) and times.is_relative_day(value):
        return value
    _day(value)
    return value


def _url(text: str) -> str:
    url = urlsplit(text)
    if url.scheme not in ("http", "https") or not url.hostname or " " in text:
        raise ValueError("This must be a web address that begins with https://")
    return clean(text)


def _origin(text: str) -> str:
    try:
        return origins.read(text)
    except FieldError:
        raise ValueError("A website is written like https://www.cedar.example, without a page of it") from None


def _each_once(values: list[str]) -> list[str]:
    return list(dict.fromkeys(values))


def _npi(text: str) -> str:
    if not _NPI.fullmatch(text):
        raise ValueError("An NPI has ten digits")
    if not is_npi(text):
        raise ValueError("This is not an NPI: its last digit does not check the others")
    return text


def _cpt(text: str) -> str:
    if not is_cpt(text):
        raise ValueError("A CPT code has five characters, such as 97110")
    return text


def _modifier(text: str) -> str:
    if not is_modifier(text):
        raise ValueError("A modifier has two characters, such as GP")
    return text


def _diagnosis(text: str) -> str:
    if not (code := diagnosis(text)):
        raise ValueError("An ICD-10 code is written like M54.50")
    return code


def time_of_day(text: str) -> time:
    """Read a time of day that has been checked. Times: as the clocks of the place show it that the hours are for."""
    return time.fromisoformat(text)


_short = StringConstraints(strip_whitespace=True, min_length=1, max_length=200)
_optional = StringConstraints(strip_whitespace=True, max_length=200)

Id = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100), AfterValidator(one_line)]
Name = Annotated[str, _short, AfterValidator(one_line)]
Line = Annotated[str, _optional, AfterValidator(one_line)]
Lines = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500), AfterValidator(clean)]
FileName = Annotated[str, StringConstraints(min_length=1, max_length=500), AfterValidator(one_line)]
ChartText = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=TEXT_AT_MOST), AfterValidator(clean)
]
Email = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=254), AfterValidator(_email)]
Phone = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40), AfterValidator(one_line)]
Zone = Annotated[str, StringConstraints(max_length=100), AfterValidator(_zone)]
Slug = Annotated[str, AfterValidator(_slug), Field(json_schema_extra={"pattern": f"^{_SLUG.pattern}$"})]
Host = Annotated[str, StringConstraints(max_length=253), AfterValidator(_host)]
Color = Annotated[str, AfterValidator(_color), Field(json_schema_extra={"pattern": f"^{_COLOR.pattern}$"})]
Clock = Annotated[str, AfterValidator(_clock), Field(json_schema_extra={"pattern": f"^({_CLOCK.pattern})$"})]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
RoughDay = Annotated[
    str,
    BeforeValidator(_rough_day),
    WithJsonSchema({"type": "string", "pattern": f"^({_DAY.pattern}|{times.RELATIVE_DAY})$"}),
]
Url = Annotated[str, StringConstraints(max_length=2000), AfterValidator(_url)]
Origin = Annotated[str, StringConstraints(max_length=origins.LONGEST), AfterValidator(_origin)]
Origins = Annotated[list[Origin], Field(max_length=origins.MOST), AfterValidator(_each_once)]
Npi = Annotated[str, AfterValidator(_npi), Field(json_schema_extra={"pattern": f"^{_NPI.pattern}$"})]
Cpt = Annotated[str, AfterValidator(_cpt)]
Modifier = Annotated[str, AfterValidator(_modifier)]
Diagnosis = Annotated[str, AfterValidator(_diagnosis)]
Password = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
Moment = Annotated[
    str,
    StringConstraints(max_length=40),
    AfterValidator(times.check),
    Field(json_schema_extra={"pattern": times.PATTERN, "description": times.HOW}),
]

Minutes = Annotated[int, Field(ge=5, le=24 * 60, multiple_of=5)]
Interval = Annotated[int, Field(ge=5, le=LONGEST_INTERVAL, multiple_of=5)]
Buffer = Annotated[int, Field(ge=0, le=24 * 60, multiple_of=5)]
Price = Annotated[int, Field(ge=0, le=100_000_000)]
Money = Annotated[int, Field(ge=1, le=100_000_000)]
Parts = Annotated[int, Field(ge=0, le=1_000_000)]
Seats = Annotated[int, Field(ge=1, le=10_000)]
Uses = Annotated[int, Field(ge=1, le=MOST_USES)]
Used = Annotated[int, Field(ge=0, le=MOST_USES)]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
