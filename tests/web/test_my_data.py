"""My data over HTTP: asked for with a recent password, streamed once, also in two parts, and nobody else's."""

import io
import zipfile
from datetime import timedelta

import pytest
from sqlmodel import select

from myaccount.clock import now
from myaccount.jobs import data_exports
from myaccount.models import Account, DataExport, LoginSession
from myaccount.models.columns import new_id
from myaccount.web import rate_limits
from tests.scenes import PASSWORD, Scene
from tests.web.portal import portal


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    rate_limits._own.cache_clear()


def signed_in(scene: Scene, who: str = "alice", ago: timedelta = timedelta()) -> str:
    """Sign somebody in who gave their password a while ago, in another browser each time."""
    with scene.database.writing() as tx:
        account = tx.exec(select(Account).where(Account.person_id == scene.people[who])).one()
        row = LoginSession(
            clinic_id=account.clinic_id, account_id=account.id, person_id=account.person_id, cookie_hash=new_id(),
            created_at=now(), last_used_at=now(), proven_at=now() - ago, two_step_at=now(),
        )  # fmt: skip
        tx.add(row)
        return row.id


def test_a_password_given_too_long_ago_is_asked_for_again(sqlite_scene: Scene):
    client = portal(sqlite_scene, session_id=signed_in(sqlite_scene, ago=timedelta(minutes=16)))
    assert client.post("/account/data", data={"current": "wrong"}).headers["location"] == "/account/data"
    assert sqlite_scene.rows(DataExport) == []
    client.post("/account/data", data={"current": PASSWORD})
    assert len(sqlite_scene.rows(DataExport)) == 1


async def test_it_is_downloaded_once_by_its_owner_alone(sqlite_scene: Scene):
    client = portal(sqlite_scene, session_id=signed_in(sqlite_scene))
    client.post("/account/data", data={"current": ""})
    await data_exports.make_waiting(now())
    [row] = sqlite_scene.rows(DataExport)
    path = f"/account/data/{row.id}.zip"
    for who in ("bob", "dana"):
        assert portal(sqlite_scene, session_id=signed_in(sqlite_scene, who)).get(path).status_code == 404
    assert portal(sqlite_scene).get(path).status_code == 404
    found = client.get(path)
    assert (found.status_code, found.headers["content-type"]) == (200, "application/zip")
    assert zipfile.ZipFile(io.BytesIO(found.content)).namelist() == ["data.json"]
    begun = client.get(path, headers={"range": "bytes=0-9"})
    rest = {"range": "bytes=10-", "if-range": begun.headers["etag"]}
    resumed = client.get(path, headers=rest)
    assert (resumed.status_code, begun.content + resumed.content) == (206, found.content)
    assert client.get(path, headers=rest | {"if-range": '"another"'}).content == found.content
    elsewhere = portal(sqlite_scene, session_id=signed_in(sqlite_scene))
    assert elsewhere.get(path).status_code == 404
