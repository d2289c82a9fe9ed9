"""The JSON Schema that `import --schema` prints."""

from typing import Any

import pytest

from myaccount.domain.settings import REGISTRY
from myaccount.services import clinic_file
from tests.services.clinic_file.files import small_file

jsonschema = pytest.importorskip("jsonschema")


def _errors(file: dict[str, Any]) -> list[str]:
    validator = jsonschema.Draft202012Validator(clinic_file.json_schema())
    return [error.json_path for error in validator.iter_errors(file)]


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(clinic_file.json_schema())


def test_a_good_file_fits_it() -> None:
    assert _errors(small_file()) == []


def test_an_unknown_key_does_not() -> None:
    assert _errors(small_file() | {"x": []}) == ["$"]


def test_it_knows_the_forms_of_a_time() -> None:
    file = small_file()
    for good in ("now-30s", "now+40m", "today+1d 14:00", "2026-11-24T15:00", "2026-11-24T15:00:00-08:00"):
        file["appointments"][0]["start"] = good
        assert _errors(file) == []
    file["appointments"][0]["start"] = "soon"
    assert _errors(file) == ["$.appointments[0].start"]


def test_it_spells_out_every_setting() -> None:
    spelled = clinic_file.json_schema()["$defs"]["SettingsSection"]["properties"]
    assert spelled.keys() == REGISTRY.keys()
    assert {key: one["default"] for key, one in spelled.items()} == {
        key: list(one.default) if isinstance(one.default, tuple) else one.default for key, one in REGISTRY.items()
    }


def test_two_steps_for_patients_go_by_the_name_that_is_promised() -> None:
    file = small_file()
    file["settings"] = {"require_two_step": True}
    assert _errors(file) == []
    file["settings"] = {"patient_two_step": True}
    assert _errors(file) == ["$.settings"]
