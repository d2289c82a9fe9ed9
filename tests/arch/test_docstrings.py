"""A function that takes or gives times or money says which: whose zone decides the day, and cents of which currency.

Names and types that mean one thing everywhere need no line:

- `now`, `moment` and what ends in `_at` are aware UTC, as the columns of those names are. Whatever the store is given
  or gives as a `datetime` is, too: its columns hold nothing else.
- What ends in `_on` is the clinic's day. `day` is one that the caller has chosen, and what is reckoned from it alone
  is a day as that one is. A `timedelta` is elapsed time.
- What a module named `words` is given is only shown.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.arch.source import modules, name, tree

DAYS, INSTANTS = {"date", "time"}, {"datetime"}
PLAIN = re.compile(r"(now|moment|day|\w+_(at|on))$")
SUMS = re.compile(r"(\w+_)?(cents|price)$")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@pytest.mark.parametrize("path", modules("domain", "services", "store"), ids=name)
def test_it_says_whose_times_they_are(path: Path):
    kinds = DAYS if "store" in path.parts else DAYS | INSTANTS
    for function, said in _offered(path):
        taken = {one.arg for one in _arguments(function) if _kinds(one.annotation) & kinds and not PLAIN.match(one.arg)}
        given = _kinds(function.returns) & kinds - ({"date"} if _takes_a_day(function) else set())
        if (given or taken) and path.stem != "words":
            assert "Times:" in said, f"{function.name}: {sorted(taken | given)}"


@pytest.mark.parametrize("path", modules("domain", "services", "store"), ids=name)
def test_it_says_of_which_currency_the_cents_are(path: Path):
    for function, said in _offered(path):
        named = [one.arg for one in _arguments(function) if "int" in _kinds(one.annotation)]
        named += [function.name] if "int" in _kinds(function.returns) else []
        if sums := [one for one in named if SUMS.match(one)]:
            assert "Money:" in said, f"{function.name}: {sums}"


def _offered(path: Path) -> Iterator[tuple[Function, str]]:
    """List what a module offers, with what is said of it: there, at its class, or for the whole of the module."""
    module = tree(path)
    yield from _public(module.body, ast.get_docstring(module) or "")


def _public(nodes: list[ast.stmt], said: str) -> Iterator[tuple[Function, str]]:
    for node in nodes:
        if isinstance(node, ast.ClassDef | Function) and not node.name.startswith("_"):
            about = f"{said} {ast.get_docstring(node)}"
            if isinstance(node, ast.ClassDef):
                yield from _public(node.body, about)
            else:
                yield node, about


def _takes_a_day(function: Function) -> bool:
    return any(one.arg == "day" for one in _arguments(function))


def _arguments(function: Function) -> list[ast.arg]:
    return [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]


def _kinds(annotation: ast.expr | None) -> set[str]:
    return {node.id for node in ast.walk(annotation) if isinstance(node, ast.Name)} if annotation else set()
