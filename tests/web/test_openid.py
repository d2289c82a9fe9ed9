"""Signing in with a real OpenID provider in place of Google: what it has to prove, and what nobody can forge."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from myaccount.clock import now
from myaccount.domain.social import Provider
from myaccount.models import LoginSession, ProviderKeys, SocialAttempt, SocialIdentity
from myaccount.services.clinic import settings
from myaccount.services.social import keys, oauth_attempts, provider_keys
from myaccount.web import rate_limits, refusal_delay
from tests.openid import OpenId
from tests.scenes import Scene
from tests.social import Browser, changed, session_of, way
from tests.web.test_sign_in import flash_of

CALLBACK = "http://localhost:3000/auth/google/callback"


@pytest.fixture(autouse=True)
def _fresh_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    rate_limits._own.cache_clear()
    monkeypatch.setattr(refusal_delay, "REFUSED_AFTER", 0.0)


class There:
    """Cedar, registered at the provider, and the way there and back."""

    def __init__(self, scene: Scene, provider: OpenId) -> None:
        self.scene, self.provider = scene, provider
        owner = scene.staff_ctx("robin", now=now())
        scene.database.write(provider_keys.save, owner, "google", provider.register(CALLBACK))
        scene.database.write(settings.change, scene.staff_ctx("robin", now=now()), "social_google", True)

    def linked(self, who: str) -> Browser:
        browser = Browser.of(self.scene, who)
        answer = browser.back(self.came(browser.post("/account/social/link", provider="google"), who))
        assert flash_of(answer).done
        return browser

    def came(self, leaving, who: str) -> str:
        return self.provider.chosen(way(leaving), who)

    def address(self, browser: Browser, who: str) -> str:
        """Go there to sign in; the address that the provider sends the browser back to."""
        return self.provider.chosen(browser.leave("google"), who)


@pytest.fixture
def there(sqlite_scene: Scene, openid_google: OpenId) -> There:
    return There(sqlite_scene, openid_google)


def refused(answer) -> str:
    said = flash_of(answer)
    assert said is not None and not said.done
    assert not [one for one in answer.headers.get_list("set-cookie") if one.startswith("myaccount=")]
    return said.code


def test_linked_from_inside_signs_in_and_unlinked_signs_in_no_more(there: There):
    inside = there.linked("alice")
    [row] = there.scene.rows(SocialIdentity)
    assert (row.issuer, row.subject) == (there.provider.base, "p-alice")
    browser = Browser(there.scene)
    session = session_of(there.scene, browser.back(there.address(browser, "alice")))
    assert (session.person_id, session.how) == (there.scene.alice, "google")
    assert flash_of(inside.post("/account/social/unlink", provider="google")).done
    assert refused(browser.back(there.address(browser, "alice"))) == "social_not_linked"


def test_the_question_carries_pkce_a_state_and_a_nonce(there: There):
    asked = {name: one[0] for name, one in parse_qs(urlsplit(Browser(there.scene).leave("google")).query).items()}
    assert asked["code_challenge_method"] == "S256"
    assert all(len(asked[name]) == 43 for name in ("code_challenge", "state", "nonce"))


def test_the_email_address_of_a_victim_at_the_provider_opens_nothing(there: There):
    """Whoever registers the victim's address at a provider first has a profile that nobody linked."""
    browser = Browser(there.scene)
    assert refused(browser.back(there.address(browser, "alice"))) == "social_not_linked"
    there.linked("bob")
    assert refused(browser.back(there.address(browser, "alice"))) == "social_not_linked"


class TestAttacks:
    def test_an_answer_that_comes_twice_counts_once(self, there: There):
        there.linked("alice")
        browser = Browser(there.scene)
        address = there.address(browser, "alice")
        kept = dict(browser.cookies)
        assert session_of(there.scene, browser.back(address))
        browser.cookies = kept
        assert refused(browser.back(address)) == "social_over"

    def test_a_stolen_code_is_no_use_in_another_browser(self, there: There):
        """The thief puts the victim's code into a way of their own: the provider finds that the verifier is another."""
        there.linked("alice")
        stolen = parse_qs(urlsplit(there.address(Browser(there.scene), "alice")).query)["code"][0]
        thief = Browser(there.scene)
        assert refused(thief.back(changed(there.address(thief, "bob"), code=stolen))) == "social_failed"

    def test_a_victim_is_not_signed_in_by_the_address_of_an_attacker(self, there: There):
        """Fixation: the attacker sends the victim the end of a way that the attacker began."""
        there.linked("bob")
        address = there.address(Browser(there.scene), "bob")
        assert refused(Browser(there.scene).back(address)) == "social_over"

    def test_a_profile_is_not_linked_by_the_address_of_an_attacker(self, there: There):
        attacker = Browser.of(there.scene, "bob")
        address = there.came(attacker.post("/account/social/link", provider="google"), "bob")
        victim = Browser.of(there.scene, "alice")
        victim.post("/account/social/link", provider="google")
        assert refused(victim.back(address)) == "social_over"
        assert not there.scene.rows(SocialIdentity)

    @pytest.mark.parametrize("iss", ["https://accounts.google.com", "http://127.0.0.1:1", "", None])
    def test_the_answer_of_another_issuer_is_refused(self, there: There, iss: str | None):
        there.linked("alice")
        browser = Browser(there.scene)
        address = there.address(browser, "alice")
        assert parse_qs(urlsplit(address).query)["iss"] == [there.provider.base]
        assert refused(browser.back(changed(address, iss=iss))) == "social_failed"

    @pytest.mark.parametrize(
        "said", [{"code": "forged"}, {"code": None}, {"state": "forged"}, {"error": "server_error"}]
    )
    def test_a_forged_answer_is_refused(self, there: There, said: dict):
        there.linked("alice")
        browser = Browser(there.scene)
        assert refused(browser.back(changed(there.address(browser, "alice"), **said))) in (
            "social_failed",
            "social_over",
        )
        assert not there.scene.rows(LoginSession, how="google")

    def test_a_swapped_nonce_is_refused(self, there: There, monkeypatch: pytest.MonkeyPatch):
        """The provider signs the nonce that it was asked with; another one is not of this way."""
        there.linked("alice")
        browser = Browser(there.scene)
        address = there.address(browser, "alice")
        real = oauth_attempts._made_of
        monkeypatch.setattr(
            oauth_attempts,
            "_made_of",
            lambda what, *rest: real(what, *rest)[::-1] if what == "nonce" else real(what, *rest),
        )
        assert refused(browser.back(address)) == "social_failed"

    def test_after_ten_minutes_it_is_too_late(self, there: There):
        there.linked("alice")
        browser = Browser(there.scene)
        address = there.address(browser, "alice")
        with there.scene.database.writing() as tx:
            for row in there.scene.rows(SocialAttempt, used_at=None):
                tx.get_one(SocialAttempt, row.id).expires_at = now() - timedelta(microseconds=1)
        assert refused(browser.back(address)) == "social_over"

    def test_keys_that_the_provider_does_not_know_sign_nobody_in(self, there: There):
        there.linked("alice")
        browser = Browser(there.scene)
        address = there.address(browser, "alice")
        with there.scene.database.writing() as tx:
            row = tx.get_one(ProviderKeys, (there.scene.cedar.clinic_id, "google"))
            row.client_secret = keys.sealed("another", there.scene.cedar.clinic_id, Provider.GOOGLE)
        assert refused(browser.back(address)) == "social_failed"
