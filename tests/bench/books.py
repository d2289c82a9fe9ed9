"""Receipts and what is owed, with a thousand and with a million receipts in the database."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sqlalchemy import text

from myaccount.services.billing import balance
from myaccount.services.receipts import receipts
from myaccount.store import migrate
from myaccount.store.engine import Database
from tests.bench.ratio import Ratio, compare
from tests.scenes import Scene
from tests.services.receipts.books import Books
from tests.services.receipts.many import fill

FEW, MANY = 1_000, 1_000_000
ALICES = 60
AT_MOST = 1.3


def run() -> list[Ratio]:
    """Compare the large books with the small ones, page by page."""
    with ExitStack() as stack:
        small, large = (stack.enter_context(books_with(many)) for many in (FEW, MANY))
        return [
            compare(f"{name}, {MANY:,} receipts against {FEW:,}", page(large), page(small), AT_MOST)
            for name, page in PAGES.items()
        ]


@contextmanager
def books_with(many: int) -> Iterator[Scene]:
    """Make a database with so many receipts, sixty of them Alice's, who owes for one thing."""
    with tempfile.TemporaryDirectory(prefix="myaccount-bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        migrate.upgrade(url)
        database = Database(url)
        scene = database.write(Scene.build, database)
        books = Books(scene)
        fill(books, "alice", ALICES, first=2 * MANY)
        fill(books, "bob", many - ALICES, first=MANY)
        books.invoice("alice", ("Physio", 12000))
        with database.writing() as tx:
            tx.execute(text("ANALYZE"))
        yield scene
        database.close()


def _receipts(scene: Scene) -> Callable[[], object]:
    ctx = scene.alice_ctx()
    return lambda: scene.database.read(receipts.page, ctx, "", None, None, "")


def _balance(scene: Scene) -> Callable[[], object]:
    ctx = scene.alice_ctx()
    return lambda: scene.database.read(balance.of, ctx)


PAGES = {"Receipts": _receipts, "What is due, and the credit": _balance}
