"""What is promised on paper exists in code, and the other way round."""

import ast
import re
import runpy
from dataclasses import fields
from pathlib import Path

import pytest

from myaccount.config import PREFIX, Config
from myaccount.domain.settings import REGISTRY
from tests.arch.source import ROOT, modules, tree

RULES = (ROOT / "docs" / "rules.md").read_text()
SETTINGS = (ROOT / "docs" / "settings.md").read_text()
BUILT = [
    *(f"S{number:02}" for number in (1, 3, 4, 5, *range(7, 45), 51, 53, 54, 59, 60, 61, 62, 63, 64)),
    "S56–S58",
]
"""The lines of the portal's guide; some tell of two or three."""
SECURITY = (ROOT / "docs" / "security.md").read_text()
NAMED = r"`(tests/[\w/]+\.py)(?:::(\w+))?(?:::(\w+))?`"
PROMISES = (ROOT / "docs" / "promises.md").read_text()
PROOFS = sorted({proof for text in (RULES, SECURITY, PROMISES) for proof in re.findall(NAMED, text)})
DECISIONS = sorted((ROOT / "docs" / "adr").glob("*.md"))


def test_each_rule_has_a_number_of_its_own():
    numbers = re.findall(r"^\| ([A-Z]\d+) \|", RULES, re.MULTILINE)
    assert len(numbers) > len(BUILT)
    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize("rule", BUILT)
def test_every_rule_that_is_built_is_on_paper(rule: str):
    assert re.search(rf"^\| {rule} \|", RULES, re.MULTILINE)


@pytest.mark.parametrize(("file", "first", "second"), PROOFS, ids=["::".join(filter(None, proof)) for proof in PROOFS])
def test_every_proof_that_is_named_exists(file: str, first: str, second: str):
    assert (ROOT / file).is_file()
    names = {node.name for node in ast.walk(tree(ROOT / file)) if hasattr(node, "name") and node.name}
    assert {first, second} - {""} <= names


def test_every_line_of_the_rules_names_a_proof():
    rows = re.findall(r"^\| [A-Z]\d+(?:–[A-Z]\d+)? \|.*$", RULES, re.MULTILINE)
    assert len(rows) > len(BUILT)
    assert [row for row in rows if "`tests/" not in row] == []


def test_every_requirement_of_security_stands_once_and_in_its_columns():
    rows = re.findall(r"^\| [\d., –-]+ \|.*$", SECURITY, re.MULTILINE)
    assert len(rows) > 100
    assert [row for row in rows if row.count(" | ") != 3] == []
    numbers = [number for row in rows for number in re.findall(r"\d+\.\d+\.\d+", row.split("|")[1])]
    assert len(numbers) == len(set(numbers))


def test_every_rule_that_the_code_names_is_on_paper():
    named = {rule for path in modules() for rule in re.findall(r"\bS\d\d\b", path.read_text())}
    assert {rule for rule in named if f"| {rule} |" not in RULES} == set()


def test_the_table_of_settings_is_the_registry():
    generator = runpy.run_path(str(ROOT / "scripts" / "settings_doc.py"))
    assert generator["table"]() in SETTINGS, "run: uv run python scripts/settings_doc.py"


@pytest.mark.parametrize("key", REGISTRY)
def test_every_setting_is_documented(key: str):
    assert f"`{key}`" in SETTINGS


@pytest.mark.parametrize("path", DECISIONS, ids=[path.stem for path in DECISIONS])
def test_a_decision_is_told_in_fifty_lines(path: Path):
    text = path.read_text()
    assert len(text.splitlines()) <= 50
    assert re.match(r"# \d{4}\. ", text)


def test_decisions_are_numbered_without_a_gap():
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))


def test_every_setting_of_the_deployment_is_documented():
    documented = set(re.findall(r"^\| `(MYACCOUNT_\w+)`", SETTINGS, re.MULTILINE))
    assert documented == {f"{PREFIX}{field.name.upper()}" for field in fields(Config)}
