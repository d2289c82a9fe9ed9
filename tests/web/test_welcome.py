"""The page behind a Welcome link."""

import pytest

from myaccount.clock import now
from myaccount.models import Account, Person
from myaccount.services.identity import welcome
from myaccount.web import rate_limits
from tests.scenes import Scene
from tests.web.portal import cookies_of, portal

GOOD = "copper lantern harbour"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    rate_limits._own.cache_clear()


@pytest.fixture
def path(sqlite_scene: Scene) -> str:
    """A link for Alice, who has no account yet."""
    with sqlite_scene.database.writing() as tx:
        tx.delete(sqlite_scene.rows(Account, person_id=sqlite_scene.alice)[0])
    clinic = sqlite_scene.clinic_ctx().clinic
    link = sqlite_scene.database.write(welcome.invite, clinic, sqlite_scene.alice, now())
    return "/welcome/" + link.rpartition("/")[2]


def post(scene: Scene, path: str, username: str = "alice", password: str = GOOD, **as_whom):
    return portal(scene, **as_whom).post(path, data={"username": username, "password": password})


def rename(scene: Scene, **values: str) -> None:
    with scene.database.writing() as tx:
        person = tx.get_one(Person, scene.alice)
        for name, value in values.items():
            setattr(person, name, value)


def test_the_form_has_labels_help_and_what_password_managers_look_for(sqlite_scene: Scene, path: str):
    page = portal(sqlite_scene).get(path)
    assert page.status_code == 200
    assert '<html lang="en">' in page.text
    assert "<title>Set up your account · Cedar Physio</title>" in page.text
    for part in (
        '<label class="field-label" for="username">',
        'autocomplete="username"',
        'autocomplete="new-password"',
    ):
        assert part in page.text
    assert "Welcome, Alice" in page.text
    assert 'role="alert"' not in page.text
    assert "<script" not in page.text
    assert "style=" not in page.text


def test_it_creates_the_account_and_lands_signed_in(sqlite_scene: Scene, path: str):
    for method in ("HEAD", "GET"):
        portal(sqlite_scene).request(method, path)
    answer = post(sqlite_scene, path)
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    assert cookies_of(answer)["myaccount"].value
    signed_in = portal(sqlite_scene).post("/sign-in", data={"username": "ALICE", "password": GOOD})
    assert signed_in.headers["location"] == "/account"


@pytest.mark.parametrize(("who", "side"), [("robin", "/clinic"), ("dana", "/clinic"), ("bob", "/account")])
def test_it_lands_where_this_person_works(sqlite_scene: Scene, who: str, side: str):
    person = sqlite_scene.people[who]
    with sqlite_scene.database.writing() as tx:
        tx.delete(sqlite_scene.rows(Account, person_id=person)[0])
    link = sqlite_scene.database.write(welcome.invite, sqlite_scene.clinic_ctx().clinic, person, now())
    answer = post(sqlite_scene, "/welcome/" + link.rpartition("/")[2], "someone")
    assert (answer.status_code, answer.headers["location"]) == (303, side)


def test_what_was_typed_is_kept_but_never_the_password(sqlite_scene: Scene, path: str):
    page = post(sqlite_scene, path, "my name", "short")
    assert page.status_code == 422
    assert 'value="my name"' in page.text
    assert "short" not in page.text.replace("too_short", "")
    assert page.text.count('aria-invalid="true"') == 2
    assert "<title>Not done yet: Set up your account" in page.text


def test_a_taken_username_is_refused_with_words(sqlite_scene: Scene, path: str):
    page = post(sqlite_scene, path, "BOB")
    assert page.status_code == 422
    assert "That username is taken" in page.text
    assert post(sqlite_scene, path).status_code == 303


@pytest.mark.parametrize(
    "typed", ['"><script>alert(1)</script>', "x" * 5000, "a\0b", "a\r\nSet-Cookie: b=c", "\u202ea"]
)
def test_nothing_typed_becomes_part_of_the_page(sqlite_scene: Scene, path: str, typed: str):
    page = post(sqlite_scene, path, typed)
    assert page.status_code == 422
    assert "<script" not in page.text
    assert "b" not in cookies_of(page)


def test_nothing_in_a_profile_becomes_part_of_the_page(sqlite_scene: Scene, path: str):
    rename(sqlite_scene, first_name="<img src=x onerror=alert(1)>{{ 7*7 }}{clinic}")
    page = portal(sqlite_scene).get(path)
    assert "<img" not in page.text
    assert "{{ 7*7 }}{clinic}" in page.text


def test_the_longest_name_breaks_nothing(sqlite_scene: Scene, path: str):
    rename(sqlite_scene, first_name="x" * 200)
    assert portal(sqlite_scene).get(path).status_code == 200
    assert post(sqlite_scene, path).status_code == 303


def test_the_page_speaks_french_to_a_french_browser(sqlite_scene: Scene, path: str):
    page = portal(sqlite_scene, lang="fr").get(path)
    assert '<html lang="fr">' in page.text
    assert "Bienvenue, Alice" in page.text


def test_the_persons_own_language_wins(sqlite_scene: Scene, path: str):
    rename(sqlite_scene, language="fr")
    assert "Bienvenue, Alice" in portal(sqlite_scene).get(path).text
    assert "est déjà pris" in post(sqlite_scene, path, "bob").text


@pytest.mark.parametrize("token", ["nothing", "%00", "%ED%A0%80", "x" * 3000, "..%2f..%2fetc"])
def test_an_unknown_link_says_what_to_do(sqlite_scene: Scene, path: str, token: str):
    page = portal(sqlite_scene).get(f"/welcome/{token}")
    assert page.status_code in (404, 410)
    if page.status_code == 410:
        assert "416-555-0100" in page.text
        assert 'href="/sign-in"' in page.text


def test_a_used_link_says_so_and_changes_nothing(sqlite_scene: Scene, path: str):
    post(sqlite_scene, path)
    before = sqlite_scene.rows(Account, person_id=sqlite_scene.alice)[0]
    assert post(sqlite_scene, path, "alice-2", "another good secret").status_code == 410
    assert sqlite_scene.rows(Account, person_id=sqlite_scene.alice)[0] == before
    assert [entry.person_id for entry in sqlite_scene.audit("link.refused")] == [sqlite_scene.alice]


def test_another_clinics_link_opens_nothing(sqlite_scene: Scene, path: str):
    there = portal(sqlite_scene, "birch")
    assert there.get(path).text == there.get("/welcome/nothing").text
    assert post(sqlite_scene, path, slug="birch").status_code == 410


def test_what_the_clinic_does_not_show_is_not_shown(sqlite_scene: Scene, path: str):
    for key in ("show_phone", "show_email"):
        sqlite_scene.set(key, False)
    page = portal(sqlite_scene).get(path).text
    assert "416-555-0100" not in page
    assert "desk@cedar.test" not in page
