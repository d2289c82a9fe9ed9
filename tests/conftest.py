"""What every test can ask for: a fresh database, the small scene in it, and servers of the tests' own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.mailbox import mailbox
from myaccount import config as configuration
from myaccount.store import engine
from myaccount.store.engine import Database
from tests import databases, servers
from tests.portal import Portal, served
from tests.scenes import Scene


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy; made once."""
    return databases.sqlite_template(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server with a migrated template; started when first asked for."""
    with servers.postgres() as server:
        yield databases.postgres_template(server)


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """The address of a Redis; started when first asked for."""
    with servers.redis() as url:
        yield url


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh, migrated SQLite database."""
    with databases.sqlite(sqlite_template, tmp_path) as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The address of a fresh, migrated PostgreSQL database."""
    with databases.postgres(postgres_server) as url:
        yield url


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """The portal, served once for all who come in from outside, with a mail server that keeps what it is given."""
    folder = tmp_path_factory.mktemp("portal")
    mails = folder / "mailbox"
    with mailbox(mails) as smtp, served(folder, smtp_url=smtp, demo_mailbox=str(mails)) as running:
        running.clinic()  # so that there is never only one: each is found by its host
        yield running


BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a fresh, migrated database, once for each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(params=BOTH)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table, once for each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    with databases.postgres(request.getfixturevalue("postgres_server"), "template1") as url:
        yield url


@pytest.fixture
def database(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """This process's database (what `engine.database()` gives), once for each kind."""
    yield from _opened(database_url, tmp_path, monkeypatch)


@pytest.fixture
def sqlite_database(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """This process's database, SQLite only: where the kind makes no difference to what is tested."""
    yield from _opened(sqlite_url, tmp_path, monkeypatch)


@pytest.fixture
def scene(database: Database) -> Scene:
    """Two clinics and their people, in each kind of database."""
    return database.write(Scene.build, database)


@pytest.fixture
def sqlite_scene(sqlite_database: Database) -> Scene:
    """Two clinics and their people, in SQLite only."""
    return sqlite_database.write(Scene.build, sqlite_database)


def _opened(url: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    monkeypatch.setenv("MYACCOUNT_DATABASE_URL", url)
    monkeypatch.setenv("MYACCOUNT_DATA_DIR", str(folder / "data"))
    _forget()
    place = engine.database()
    yield place
    place.close()
    _forget()


def _forget() -> None:
    configuration.config.cache_clear()
    engine.database.cache_clear()
