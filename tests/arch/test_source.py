"""The house rules that a reader would otherwise have to enforce."""

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.arch.source import PRODUCT, ROOT, calls, modules, name, repository, tree

UNNAMED = re.compile(r"(^|_)(utils?|helpers?|base|managers?|common|misc|stuff)$")
LONGEST_FILE = 300
LONGEST_FUNCTION = 40
LONGEST_HANDLER = 12
CLOCK, CONFIG = PRODUCT / "clock.py", PRODUCT / "config.py"
HANDS_ON = tuple(
    PRODUCT / file for file in ("build.py", "serve.py", "first_run.py", "metrics.py", "store/backup/snapshot.py")
)
"""These hand things on to Reflex and its tools, to Prometheus, and to PostgreSQL's tools."""
EDGES = ("web/", "jobs/", "state/access.py", "state/gate.py", "state/live.py", "cli.py")
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
every_module = pytest.mark.parametrize("path", modules(), ids=name)


def test_every_module_is_named_after_what_it_holds():
    parts = {part for path in modules() for part in path.relative_to(PRODUCT).with_suffix("").parts}
    assert [part for part in parts if UNNAMED.search(part)] == []


def test_no_file_is_longer_than_three_hundred_lines():
    files = [*modules(), *(ROOT / "demo").rglob("*.py")]
    lengths = {name(path): len(path.read_text().splitlines()) for path in files}
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST_FILE} == {}


@every_module
def test_no_function_is_longer_than_forty_lines(path: Path):
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            assert length <= LONGEST_FUNCTION, f"{node.name} has {length} lines"


@pytest.mark.parametrize("path", modules("state"), ids=name)
def test_a_handler_says_in_a_few_lines_what_happens(path: Path):
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.AsyncFunctionDef) and any("event" in ast.unparse(one) for one in node.decorator_list):
            said = node.body[1:] if ast.get_docstring(node) else node.body
            length = (said[-1].end_lineno or 0) - said[0].lineno + 1 if said else 0
            assert length <= LONGEST_HANDLER, f"{node.name} has {length} lines"


def test_half_of_all_functions_have_ten_lines_or_fewer():
    functions = [node for path in modules() for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef)]
    lengths = sorted((node.end_lineno or 0) - node.lineno + 1 for node in functions)
    assert lengths[len(lengths) // 2] <= 10


@every_module
def test_only_the_clock_asks_what_time_it_is(path: Path):
    if path == CLOCK:
        return
    asked = {call for call in calls(path) if re.fullmatch(r"(datetime|date|time)\.(now|utcnow|today|time)", call)}
    assert asked == set()


@every_module
def test_only_the_configuration_reads_the_environment(path: Path):
    if path == CONFIG or path in HANDS_ON:
        return
    assert {call for call in calls(path) if call in ("os.environ", "os.getenv", "os.putenv")} == set()


@every_module
def test_only_the_edges_catch_everything(path: Path):
    if name(path).removeprefix("myaccount/").startswith(EDGES):
        return
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type else "everything"
            assert caught not in ("Exception", "BaseException", "everything"), f"line {node.lineno}"


@pytest.mark.parametrize("path", modules("web"), ids=name)
def test_tries_are_counted_off_the_event_loop(path: Path):
    """Counting may ask Redis: what is called directly in an async function would hold up everybody meanwhile."""
    waiting = [node for node in ast.walk(tree(path)) if isinstance(node, ast.AsyncFunctionDef)]
    calls_made = [ast.unparse(node.func) for one in waiting for node in ast.walk(one) if isinstance(node, ast.Call)]
    assert [call for call in calls_made if call.startswith("rate_limits.")] == []


@pytest.mark.parametrize("path", modules("domain", "services", "store"), ids=name)
def test_every_public_function_says_what_it_promises(path: Path):
    for node in _public(tree(path).body):
        said = ast.get_docstring(node)
        assert said, f"{node.name} has no docstring"
        assert said.splitlines()[0].endswith((".", "?")), f"the first line of {node.name} is no sentence"


@pytest.mark.parametrize("path", modules("domain"), ids=name)
def test_a_rule_is_given_the_time_and_never_asks(path: Path):
    asked = {node.func.attr for node in ast.walk(tree(path)) if _is_method_call(node)}
    imported = {node.module for node in ast.walk(tree(path)) if isinstance(node, ast.ImportFrom)}
    assert not asked & {"now", "utcnow", "today", "monotonic"}
    assert not imported & {"myaccount.clock", "time"}


def _is_method_call(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)


def test_the_types_of_everything_are_checked_by_one_of_two():
    makefile, project = (ROOT / "Makefile").read_text(), tomllib.loads((ROOT / "pyproject.toml").read_text())
    [listed] = re.findall(r"^TYPED := \$\(addprefix (\w+/),((?:.*\\\n)*.*)\)$", makefile, re.MULTILINE)
    strict = [listed[0] + one for one in listed[1].replace("\\", "").split()]
    here = {name(path) for path in PRODUCT.iterdir() if path.name not in ("__init__.py", "__pycache__")}
    assert sorted([*strict, *project["tool"]["pyright"]["include"]]) == sorted(here)


def test_every_package_says_what_it_is_for():
    for path in PRODUCT.rglob("__init__.py"):
        if path.parent != PRODUCT:
            assert ast.get_docstring(tree(path)), name(path)


def test_the_repository_speaks_of_itself_alone():
    this = Path(__file__)
    forbidden = re.compile(r"/work/|\bTODO\b|\bFIXME\b|\bXXX\b|issue #?\d+|localhost:\d{4,5}/simple", re.IGNORECASE)
    for path in repository():
        if path != this and path.name != "uv.lock":
            found = forbidden.search(path.read_text(errors="replace"))
            assert not found, f"{name(path)}: {found and found.group()}"


def test_no_registry_of_one_particular_network_is_written_down():
    hosts = set(re.findall(r'url = "https?://([^/"]+)/', (ROOT / "uv.lock").read_text()))
    assert hosts <= {"files.pythonhosted.org", "pypi.org"}


def _public(nodes: Iterable[ast.AST]) -> Iterator[Definition]:
    """List what a module, or a public class of it, offers to others."""
    for node in nodes:
        if isinstance(node, Definition) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from _public(node.body)


@pytest.mark.parametrize("path", sorted((ROOT / "assets").rglob("*.css")), ids=lambda path: path.name)
def test_every_block_of_a_stylesheet_is_closed(path: Path):
    lines = path.read_text().splitlines()
    assert sum(line.count("{") - line.count("}") for line in lines) == 0
    opened = 0
    for number, line in enumerate(lines, 1):
        assert opened == 0 or line.startswith((" ", "}")) or not line or "*/" in line, f"line {number}: {line}"
        opened += line.count("{") - line.count("}")
