"""An invitation's link: kept out of addresses, shown to who is signed in, and answered once."""

from datetime import timedelta

import pytest
from sqlmodel import select

from myaccount.clock import now
from myaccount.domain.family import Permission
from myaccount.models import Account, LoginSession, OutboxMessage, Relationship
from myaccount.services.family import inviting
from myaccount.web import rate_limits
from tests.scenes import FAMILY_EMAIL, Scene
from tests.services.family.people import granted
from tests.web.portal import portal


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    rate_limits._own.cache_clear()


@pytest.fixture
def token(sqlite_scene: Scene) -> str:
    """The token of an invitation of Alice's."""
    sqlite_scene.set("family_profiles", True)
    ctx, may = sqlite_scene.alice_ctx(now=now()), frozenset({Permission.BOOKINGS})
    sqlite_scene.database.write(inviting.invite, ctx, FAMILY_EMAIL, "child", permissions=may, expires_on=None)
    with sqlite_scene.database.writing() as tx:
        return str(tx.exec(select(OutboxMessage)).one().facts["link"]).rpartition("/")[2]


def signed_in(scene: Scene, who: str) -> str:
    """Sign somebody in."""
    with scene.database.writing() as tx:
        account = tx.exec(select(Account).where(Account.person_id == scene.people[who])).one()
        row = LoginSession(
            clinic_id=account.clinic_id, account_id=account.id, person_id=account.person_id, cookie_hash=who,
            created_at=now(), last_used_at=now(), proven_at=now(), two_step_at=now(),
        )  # fmt: skip
        tx.add(row)
        return row.id


def granted_now(scene: Scene) -> int:
    """How many permissions there are."""
    with scene.database.writing() as tx:
        return len(tx.exec(select(Relationship)).all())


def test_the_token_goes_into_a_cookie_and_whoever_is_signed_out_signs_in_first(sqlite_scene: Scene, token: str):
    client = portal(sqlite_scene)
    there = client.get(f"/family/{token}")
    assert (there.status_code, there.headers["location"]) == (303, "/family")
    assert "HttpOnly" in there.headers["set-cookie"] and "Path=/family" in there.headers["set-cookie"]
    assert client.get("/family").headers["location"] == "/sign-in?next=/family"


def test_who_is_signed_in_reads_both_names_and_accepts_once(sqlite_scene: Scene, token: str):
    client = portal(sqlite_scene, session_id=signed_in(sqlite_scene, "bob"))
    client.get(f"/family/{token}")
    page = client.get("/family")
    assert "You are signed in as Bob Moreau. Alice Moreau invites you" in page.text
    assert (page.headers["cache-control"], token in page.text) == ("no-store", False)
    assert client.post("/family", data={"answer": "accept"}).headers["location"] == "/account/family"
    assert granted_now(sqlite_scene) == 1
    client.get(f"/family/{token}")
    assert client.post("/family", data={"answer": "accept"}).status_code == 410
    assert granted_now(sqlite_scene) == 1


def test_declined_it_opens_nothing(sqlite_scene: Scene, token: str):
    client = portal(sqlite_scene, session_id=signed_in(sqlite_scene, "bob"))
    client.get(f"/family/{token}")
    assert client.post("/family", data={"answer": "decline"}).headers["location"] == "/account/family"
    client.get(f"/family/{token}")
    assert client.get("/family").status_code == 410
    assert granted_now(sqlite_scene) == 0


@pytest.mark.parametrize("who", ["alice", "charlie"])
def test_neither_the_inviter_nor_somebody_of_another_clinic_accepts(sqlite_scene: Scene, token: str, who: str):
    sqlite_scene.set("family_profiles", True, "birch")
    slug = "birch" if who == "charlie" else "cedar"
    client = portal(sqlite_scene, slug, session_id=signed_in(sqlite_scene, who))
    client.get(f"/family/{token}")
    assert client.post("/family", data={"answer": "accept"}).status_code == 410
    assert granted_now(sqlite_scene) == 0


def test_a_made_up_token_says_the_same_as_one_that_is_over(sqlite_scene: Scene, token: str):
    client = portal(sqlite_scene, session_id=signed_in(sqlite_scene, "bob"))
    client.get("/family/made-up")
    assert "This link has expired or was already used" in client.get("/family").text


def test_a_visits_calendar_file_is_for_who_may_book_and_names_for_whom(sqlite_scene: Scene):
    visit = sqlite_scene.book("alice", now().replace(minute=0, second=0, microsecond=0) + timedelta(days=3))
    books = granted(sqlite_scene, Permission.BOOKINGS)
    client = portal(sqlite_scene, session_id=signed_in(sqlite_scene, "bob"))
    path = f"/calendar/visit/{visit}.ics"
    assert client.get(path).status_code == 404
    assert client.get(f"{path}?for={books}").status_code == 200
    assert client.get(f"{path}?for={'x' * 22}").status_code == 404
    stranger = portal(sqlite_scene, session_id=signed_in(sqlite_scene, "dana"))
    assert stranger.get(f"{path}?for={books}").status_code == 404
    granted(sqlite_scene, Permission.FORMS)
    assert client.get(f"{path}?for={books}").status_code == 404
