"""Write a migration from what the models say now: `uv run python scripts/new_migration.py "add receipts"`.

Compares the models with a fresh database that has every migration so far. Read what it writes, and make it plain.
"""

import re
import sys
import tempfile
from pathlib import Path

from alembic import command
from sqlalchemy import create_engine

from myaccount.store import migrate


def write(message: str) -> None:
    """Write the next migration to the migrations' folder."""
    number = max(int(path.name[:4]) for path in (migrate.FOLDER / "versions").glob("[0-9]*.py")) + 1
    name = re.sub(r"\W+", "_", message.lower())
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'fresh.db'}"
        migrate.upgrade(url)
        with create_engine(url).begin() as connection:
            config = migrate.alembic_config(connection)
            config.set_main_option("file_template", f"{number:04}_{name}")
            command.revision(config, message, autogenerate=True, rev_id=f"{number:04}")


if __name__ == "__main__":
    write(sys.argv[1])
