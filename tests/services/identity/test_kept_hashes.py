"""What is kept of a secret, or goes to a device, stays as it is from version to version: others hold its other half."""

import base64
import hashlib
import hmac

import pytest

from myaccount.config import config
from myaccount.integrations.webauthn import Place
from myaccount.models import Account, OneTimeLink
from myaccount.services.identity.one_time_links import code_hash
from myaccount.services.passkeys import own
from tests.scenes import Scene
from tests.services.identity.test_two_step import signed_in


@pytest.fixture(autouse=True)
def given_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MYACCOUNT_SECRET_KEY", "a secret of the tests")


def test_a_code_that_was_mailed_still_opens_its_link(sqlite_scene: Scene):
    link = OneTimeLink(id="a-link")
    assert code_hash(link, "12345678") == "19b5f0e51bcfceb25310d4a1aa0293292e4e48ee652fd08e001c7c267b6594b5"


def test_a_device_knows_the_account_of_its_passkey_again(sqlite_scene: Scene):
    ask = sqlite_scene.database.read(
        own.begin, signed_in(sqlite_scene, "alice"), Place("cedar.test", "https://cedar.test")
    )
    [account] = sqlite_scene.rows(Account, person_id=sqlite_scene.alice)
    assert config().key == b"a secret of the tests"
    made = hmac.new(config().key, f"passkey-handle|{account.id}".encode(), hashlib.sha256).digest()
    assert ask["user"]["id"] == base64.urlsafe_b64encode(made).decode().rstrip("=")
