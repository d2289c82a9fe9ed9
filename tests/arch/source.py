"""The source of the product, read as text and as syntax trees."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PRODUCT = ROOT / "myaccount"


def modules(*folders: str) -> list[Path]:
    """List the product's modules, or those of some of its folders."""
    places = [PRODUCT / folder for folder in folders] or [PRODUCT]
    return sorted(path for place in places for path in place.rglob("*.py") if "versions" not in path.parts)


@cache
def tree(path: Path) -> ast.Module:
    """Parse a module."""
    return ast.parse(path.read_text())


def name(path: Path) -> str:
    """Name a file as the repository does."""
    return str(path.relative_to(ROOT))


def calls(path: Path) -> Iterator[str]:
    """List what a module calls, or looks up by a dotted name."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute):
            yield ast.unparse(node)


def repository() -> list[Path]:
    """List the text files of the repository that people wrote."""
    skipped = {
        ".git",
        ".venv",
        ".web",
        ".states",
        ".cache",
        "data",
        "node_modules",
        "reflex.lock",
        "__pycache__",
        ".hypothesis",
    }
    kinds = {".py", ".md", ".toml", ".sh", ".yml", ".yaml", ".css", ".js", ".jsx", ".json", ".mako", ".svg", ""}
    return [path for path in ROOT.rglob("*") if path.suffix in kinds and path.is_file() and not _parts(path) & skipped]


def _parts(path: Path) -> set[str]:
    return {"__pycache__" if part.endswith("_cache") else part for part in path.relative_to(ROOT).parts}
