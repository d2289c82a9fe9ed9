"""The clinic's logo over HTTP: who may send one, what gets in, and who sees it."""

import io
from typing import Any
from urllib.parse import quote

import pytest
from PIL import Image
from starlette.datastructures import MutableHeaders

from myaccount.config import config
from myaccount.models import ClinicLogo, StoredFile
from myaccount.services.clinic import logo
from myaccount.services.clinic.shell import logo_address, shell
from myaccount.services.documents import content, sweeping
from myaccount.web import rate_limits, response_headers
from tests.scenes import Scene
from tests.services.documents.cabinet import PDF, picture
from tests.services.documents.test_uploads import ATTACKS
from tests.web.portal import portal
from tests.web.test_receipts import signed_in

ADDRESS = "/clinic/settings/logo"


@pytest.fixture(autouse=True)
def _unlimited() -> None:
    rate_limits._own.cache_clear()


def send(client: Any, body: bytes, name: str = "logo.png", **more: str):
    return client.post(ADDRESS, content=body, headers={"x-file-name": quote(name), **more})


def lying() -> list[str]:
    return [one.name for one in (config().data / "files").rglob("*") if one.is_file()]


def address(scene: Scene, slug: str = "cedar") -> str:
    return logo_address(scene.clinic_ctx(slug).clinic.logo)


@pytest.mark.parametrize(("kind", "name"), [("PNG", "a.png"), ("JPEG", "a.jpeg"), ("WEBP", "a.webp")])
def test_the_owners_picture_is_drawn_anew_and_everybody_at_the_clinics_address_sees_it(
    sqlite_scene: Scene, kind: str, name: str
):
    answer = send(signed_in(sqlite_scene, "robin"), picture(kind, size=(2000, 1500)), name)
    assert answer.status_code == 200
    shown = portal(sqlite_scene).get(address(sqlite_scene))
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/png")
    assert shown.headers["content-security-policy"].startswith("default-src 'none'")
    assert Image.open(io.BytesIO(shown.content)).size == (320, 240)
    assert shell(sqlite_scene.alice_ctx()).logo == f"/logo/{answer.json()['id']}.png"
    assert sqlite_scene.audit("clinic.changed")[0].facts == {"fields": "logo"}


def test_its_address_names_its_content_and_may_be_kept_for_good(sqlite_scene: Scene):
    for status, expected in ((200, "public, max-age=31536000, immutable"), (404, "no-store")):
        found = MutableHeaders()
        response_headers._set_caching(found, "/logo/abc.png", status)
        assert found["cache-control"] == expected
    assert response_headers.FIXED["x-content-type-options"] == "nosniff"


def test_another_clinic_does_not_show_it(sqlite_scene: Scene):
    send(signed_in(sqlite_scene, "robin"), picture())
    where = address(sqlite_scene)
    assert portal(sqlite_scene, "birch").get(where).status_code == 404
    assert address(sqlite_scene, "birch") == ""
    assert portal(sqlite_scene).get("/logo/.png").status_code == 404


@pytest.mark.parametrize("who", ["alice", "dana", "sam", None])
def test_nobody_but_the_owner_sends_one(sqlite_scene: Scene, who: str | None):
    client = signed_in(sqlite_scene, who) if who else portal(sqlite_scene)
    assert send(client, picture()).status_code == 404
    assert (lying(), sqlite_scene.rows(ClinicLogo)) == ([], [])


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_does_not_get_in(sqlite_scene: Scene, attack: str):
    name, body = ATTACKS[attack]
    answer = send(signed_in(sqlite_scene, "robin"), body, name, **{"content-type": "image/png"})
    assert (answer.status_code, set(answer.json())) == (415, {"problem"})
    assert (lying(), sqlite_scene.rows(ClinicLogo), sqlite_scene.rows(StoredFile)) == ([], [], [])


@pytest.mark.parametrize("name", ["a.svg", "a.gif", "a.pdf", "a.docx", "a.heic", "logo", "", "a.png.html", "png"])
def test_what_is_no_picture_of_those_kinds_is_turned_away_by_its_name(sqlite_scene: Scene, name: str):
    answer = send(signed_in(sqlite_scene, "robin"), PDF, name)
    assert (answer.status_code, "PNG, JPEG or WebP" in answer.json()["problem"]) == (415, True)


def test_what_is_too_large_is_turned_away(sqlite_scene: Scene, monkeypatch: pytest.MonkeyPatch):
    robin = signed_in(sqlite_scene, "robin")
    assert send(robin, bytes(5 * 1024 * 1024 + 1)).status_code == 413
    assert "5 MB" in send(robin, bytes(5 * 1024 * 1024 + 1)).json()["problem"]
    monkeypatch.setattr(content, "MOST_PIXELS", 99)
    assert send(robin, picture(size=(10, 10))).status_code == 413
    assert (lying(), sqlite_scene.rows(ClinicLogo)) == ([], [])


async def test_another_one_or_none_takes_its_place_and_the_old_file_goes(sqlite_scene: Scene):
    robin = signed_in(sqlite_scene, "robin")
    send(robin, picture(size=(40, 30)))
    first = address(sqlite_scene)
    send(robin, picture(size=(80, 30)))
    assert (portal(sqlite_scene).get(first).status_code, sqlite_scene.alice_ctx().clinic.logo_is_wide) == (404, True)
    sqlite_scene.database.write(logo.remove, sqlite_scene.staff_ctx("robin"))
    assert (address(sqlite_scene), len(lying())) == ("", 2)
    later = max(row.unused_since for row in sqlite_scene.rows(StoredFile)) + sweeping.WAITS * 2
    await sweeping.sweep(later)
    assert (lying(), sqlite_scene.rows(StoredFile)) == ([], [])


def test_a_sign_in_page_without_a_script_shows_it_and_speaks_the_name_once(sqlite_scene: Scene):
    send(signed_in(sqlite_scene, "robin"), picture(size=(30, 30)))
    page = portal(sqlite_scene).get("/reset/nothing").text
    assert f'<img class="clinic-logo" src="{address(sqlite_scene)}" alt="Cedar Physio">' in page
    assert '<span class="alone-clinic" aria-hidden="true">Cedar Physio</span>' in page
