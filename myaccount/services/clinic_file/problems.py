"""What is wrong with a clinic file: collected, with JSON paths and plain sentences, and told all at once."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from myaccount.views.clinic_file import Problem

_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")

_SENTENCES: Mapping[str, str] = {
    "missing": "This is required",
    "extra_forbidden": "This key is not known here",
    "string_type": "This must be text",
    "string_unicode": "This is not readable text",
    "string_too_short": "This must not be blank",
    "string_too_long": "This must be at most {max_length} characters long",
    "int_type": "This must be a whole number",
    "int_from_float": "This must be a whole number",
    "int_parsing_size": "This number is too large",
    "bool_type": "This must be true or false",
    "list_type": "This must be a list",
    "too_long": "This list must have at most {max_length} entries",
    "model_type": "This must be an object",
    "model_attributes_type": "This must be an object",
    "literal_error": "This must be {expected}",
    "greater_than_equal": "This must be at least {ge}",
    "less_than_equal": "This must be at most {le}",
    "multiple_of": "This must be a multiple of {multiple_of}",
    "value_error": "{error}",
}


class BadClinicFile(Exception):
    """A clinic file that cannot be taken. Nothing of it was; `problems` say why, in the order of the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(map(str, self.problems[:3])))


class Problems:
    """The problems found so far."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def add(self, path: str, sentence: str) -> None:
        """Note a problem."""
        self._found.append(Problem(path, sentence))

    def add_all(self, path: str, error: ValidationError) -> None:
        """Note everything that does not fit the schema under a path."""
        for detail in error.errors(include_url=False, include_input=False):
            self.add(joined(path, detail["loc"]), _sentence(detail))

    def attempt(self, path: str, read: Callable[[], Any]) -> Any:
        """Read a value; note why when it cannot be read, and give back None."""
        try:
            return read()
        except ValueError as error:
            self.add(path, str(error))
            return None

    def refuse_if_any(self) -> None:
        """Stop when there is a problem. Raises: BadClinicFile."""
        if self._found:
            raise BadClinicFile(self._found)


def joined(path: str, keys: Iterable[str | int]) -> str:
    """Lengthen a JSON path: `$.patients[3]` and `email` are `$.patients[3].email`."""
    return path + "".join(_step(key) for key in keys)


def _step(key: str | int) -> str:
    if isinstance(key, int):
        return f"[{key}]"
    return f".{key}" if _PLAIN_KEY.fullmatch(key) else f"[{_quoted(key)}]"


def _quoted(key: str) -> str:
    short = key if len(key) <= 60 else key[:60] + "…"
    return '"' + short.encode("unicode_escape").decode().replace('"', '\\"') + '"'


def _sentence(detail: Mapping[str, Any]) -> str:
    sentence = _SENTENCES.get(detail["type"])
    return sentence.format(**detail.get("ctx", {})) if sentence else str(detail["msg"])
