"""What every test can ask for: a fresh database, the small scene in it, and servers of the tests' own."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import Engine

from demo.mailbox import mailbox
from demo.sign_in_stand_ins import StandIns, sign_in_stand_ins
from demo.stripe_stand_in import SCRIPT, stripe_stand_in
from myaccount import config as configuration
from myaccount.config import OAUTH
from myaccount.services.clinic import clinics
from myaccount.store import engine
from myaccount.store.engine import Database
from tests import databases, servers, stripe_contract
from tests.openid import OpenId, openid
from tests.portal import Portal, served
from tests.scenes import Scene, small_world

LONGEST_FIRST = ("ui/accessibility/", "ui/", "attack/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest, so that no process is left with one of them at the end."""
    here = Path(__file__).parent
    items.sort(key=lambda item: _turn(item.path.relative_to(here).as_posix()))


def _turn(name: str) -> int:
    return next((turn for turn, start in enumerate(LONGEST_FIRST) if name.startswith(start)), len(LONGEST_FIRST))


NOBODY = "http://127.0.0.1:9"
"""Where nothing answers: a test that asks Stripe without the stand-in is told at once that it is silent."""


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


@pytest.fixture(scope="session")
def stripe_base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a stand-in for Stripe; started when first asked for."""
    with stripe_stand_in(tmp_path_factory.mktemp("stripe")) as address:
        yield address


@pytest.fixture
def stripe(stripe_base: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The stand-in for Stripe as the one that this process asks. Ask for it after the scene."""
    monkeypatch.setenv("MYACCOUNT_STRIPE_API_BASE", stripe_base)
    configuration.config.cache_clear()
    return stripe_base


@pytest.fixture(scope="session")
def all_providers() -> Iterator[StandIns]:
    """The stand-ins for Google, Facebook and X; started when first asked for."""
    with sign_in_stand_ins() as stand_ins:
        yield stand_ins


@pytest.fixture(scope="session")
def openid_provider() -> Iterator[OpenId]:
    """A real OpenID provider; started when first asked for."""
    with openid() as running:
        yield running


@pytest.fixture
def openid_google(openid_provider: OpenId, monkeypatch: pytest.MonkeyPatch) -> OpenId:
    """The same as whom this process asks in place of Google. Ask for it after the scene."""
    monkeypatch.setenv("MYACCOUNT_OAUTH_GOOGLE_BASE", openid_provider.base)
    configuration.config.cache_clear()
    return openid_provider


@pytest.fixture
def providers(all_providers: StandIns, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIns]:
    """The same as those that this process asks, well-behaved again afterwards. Ask for them after the scene."""
    for provider in OAUTH:
        monkeypatch.setenv(f"MYACCOUNT_OAUTH_{provider.upper()}_BASE", all_providers.base_of(provider))
    configuration.config.cache_clear()
    yield all_providers
    all_providers.behave()


@pytest.fixture(scope="session", autouse=True)
def _stripe_contract() -> Iterator[None]:
    """Hold every request to Stripe, in all tests, against Stripe's own types."""
    stripe_contract.install()
    yield
    stripe_contract.remove()


@pytest.fixture
def sqlite_url(sqlite_template: Path) -> Iterator[str]:
    """The address of a fresh, migrated SQLite database."""
    with databases.sqlite(sqlite_template) as url:
        yield url


@pytest.fixture(scope="session")
def postgres_database(postgres_server: str) -> Iterator[databases.Emptied]:
    """The database that one test after the other uses, and leaves empty."""
    database = databases.Emptied(postgres_server)
    yield database
    database.close()


@pytest.fixture
def postgres_url(postgres_database: databases.Emptied) -> Iterator[str]:
    """The address of a fresh, migrated PostgreSQL database."""
    with postgres_database.taken() as url:
        yield url


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory, stripe_base: str, all_providers: StandIns) -> Iterator[Portal]:
    """The portal, served once for all who come in from outside, with a mail server that keeps what it is given."""
    folder = tmp_path_factory.mktemp("portal")
    mails = folder / "mailbox"
    script = f"{stripe_base}{SCRIPT}"
    cards = {"stripe_api_base": stripe_base, "stripe_js_url": script, "demo_stripe": stripe_base}
    elsewhere = {f"oauth_{provider}_base": all_providers.base_of(provider) for provider in OAUTH}
    more = cards | elsewhere
    with mailbox(mails) as smtp, served(folder, smtp_url=smtp, demo_mailbox=str(mails), **more) as running:
        running.clinic()  # so that there is never only one: each is found by its host
        yield running


_make_engine = engine._make_engine
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
    return small_world(database)


@pytest.fixture
def sqlite_scene(sqlite_database: Database) -> Scene:
    """Two clinics and their people, in SQLite only."""
    return small_world(sqlite_database)


def _opened(url: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    monkeypatch.setenv("MYACCOUNT_DATABASE_URL", url)
    monkeypatch.setenv("MYACCOUNT_DATA_DIR", str(folder / "data"))
    monkeypatch.setattr(engine, "_make_engine", _kept_engine)
    monkeypatch.setenv("MYACCOUNT_STRIPE_API_BASE", NOBODY)
    _forget()
    place = engine.database()
    yield place
    place.close()
    _forget()


@cache
def _kept_engine(url: str) -> Engine:
    """Keep the engine from test to test, and with it what SQLAlchemy has compiled; its connections are not kept."""
    return _make_engine(url)


def _forget() -> None:
    configuration.config.cache_clear()
    clinics._known.clear()  # the next test's clinics have the same ids, and other settings
    engine.database.cache_clear()
