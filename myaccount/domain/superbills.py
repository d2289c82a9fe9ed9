"""Superbills: the codes of a visit, as an insurer of the United States wants them, and what is missing for one.

No code and no text of a code comes with the portal: the clinic types its own.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from string import ascii_uppercase
from typing import Any

from myaccount.domain.npi import is_npi
from myaccount.domain.parsing import FieldError, Parser, parse_all, whole
from myaccount.domain.refusals import Refused

COUNTRY = "US"
MODIFIERS_AT_MOST = 4
DIAGNOSES_AT_MOST = 12
"""As many as a claim has letters for. Source: CMS-1500, item 21."""

POINTERS_AT_MOST = 4
UNITS_AT_MOST = 99
AT_HOME = "10"
IN_OFFICE = "11"
"""Where a service was given. Source: CMS, Place of Service Codes."""

_CPT = re.compile(r"\d{4}[0-9A-Z]|[A-Z]\d{4}")
_MODIFIER = re.compile(r"[0-9A-Z]{2}")
_DIAGNOSIS = re.compile(r"([A-Z]\d[0-9AB])\.?([0-9A-Z]{1,4})?")
_BETWEEN = re.compile(r"[\s,;]+")


class SuperbillIncomplete(Refused):
    """A superbill cannot be issued yet; `reason` names in words what is missing."""

    code = "superbill_incomplete"


@dataclass(frozen=True)
class Service:
    """What a superbill says of one visit."""

    cpt: str
    diagnoses: tuple[str, ...]
    npi: str


def issues_superbills(country: str) -> bool:
    """Tell whether the clinics of a country issue superbills, and keep the codes that stand on them.

    Source: product rules, "Canada and the US".
    """
    return country == COUNTRY


def missing(tax_number: str, born_on: date | None, services: Iterable[Service]) -> tuple[str, ...]:
    """Name what a superbill lacks; none when it can be issued.

    Times: `born_on` is the patient's date of birth.

    Edges: an NPI whose check digit is wrong is none, and neither is a CPT code that has not the form of one.
    Source: product rules, "Canada and the US".
    """
    every = tuple(services)
    lacking = {
        "tax_id": not tax_number.strip(),
        "npi": any(not is_npi(one.npi) for one in every),
        "cpt": any(not is_cpt(one.cpt) for one in every),
        "icd10": any(not one.diagnoses for one in every),
        "born_on": born_on is None,
    }
    return tuple(name for name, lacks in lacking.items() if lacks)


def sheets(services: Sequence[Service]) -> list[list[int]]:
    """Spread the services of a superbill, by their places, over as few sheets as their order allows.

    Edges: a sheet has at most as many different diagnoses as there are letters, and one visit is never on two.
    Source: CMS-1500, item 21.
    """
    spread: list[list[int]] = []
    named: set[str] = set()
    for place, service in enumerate(services):
        named |= set(service.diagnoses)
        if not spread or len(named) > DIAGNOSES_AT_MOST:
            spread.append([])
            named = set(service.diagnoses)
        spread[-1].append(place)
    return spread


def letters(services: Iterable[Service]) -> dict[str, str]:
    """Give each diagnosis of a sheet the letter that lines point to it by, in order of their first use."""
    found = dict.fromkeys(code for one in services for code in one.diagnoses)
    return dict(zip(found, ascii_uppercase, strict=False))


def pointers(service: Service, letter_of: Mapping[str, str]) -> str:
    """Name the diagnoses of a line by their letters, at most four."""
    return ", ".join([letter_of[code] for code in service.diagnoses if code in letter_of][:POINTERS_AT_MOST])


def place_of_service(online: bool) -> str:
    """Give the code of where a service was given: the office, or by video in the patient's home."""
    return AT_HOME if online else IN_OFFICE


def read_codes(typed: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, FieldError]]:
    """Read the codes of a visit as staff typed them; what cannot be taken is named by its box.

    Edges: small letters are taken, and a diagnosis without its point. Raises nothing.
    """
    return parse_all(typed, _PARSERS)


def read_cpt(text: str) -> str:
    """Read a CPT or HCPCS code as it was typed; blank for none. Edges: small letters are taken. Raises: FieldError."""
    code = text.strip().upper()
    if code and not is_cpt(code):
        raise FieldError("superbill.cpt_wrong")
    return code


def is_cpt(text: str) -> bool:
    """Tell whether a text has the form of a CPT or HCPCS code."""
    return _CPT.fullmatch(text) is not None


def is_modifier(text: str) -> bool:
    """Tell whether a text has the form of a modifier."""
    return _MODIFIER.fullmatch(text) is not None


def diagnosis(text: str) -> str:
    """Read an ICD-10 code, with or without its point; blank for what is none."""
    found = _DIAGNOSIS.fullmatch(text)
    return (f"{found[1]}.{found[2]}" if found[2] else found[1]) if found else ""


def split(kept: str) -> tuple[str, ...]:
    """Take apart the codes that are kept in one text."""
    return tuple(kept.split())


def _modifiers(text: str) -> str:
    found = _parts(text)
    if len(found) > MODIFIERS_AT_MOST or not all(is_modifier(one) for one in found):
        raise FieldError("superbill.modifiers_wrong", most=MODIFIERS_AT_MOST)
    return " ".join(found)


def _diagnoses(text: str) -> str:
    found = [diagnosis(one) for one in _parts(text)]
    if len(found) > DIAGNOSES_AT_MOST or not all(found):
        raise FieldError("superbill.diagnoses_wrong", most=DIAGNOSES_AT_MOST)
    return " ".join(dict.fromkeys(found))


def _parts(text: str) -> Sequence[str]:
    return [part for part in _BETWEEN.split(text.upper()) if part]


_PARSERS: Mapping[str, Parser] = {
    "cpt": read_cpt,
    "modifiers": _modifiers,
    "diagnoses": _diagnoses,
    "units": whole(1, UNITS_AT_MOST),
}
