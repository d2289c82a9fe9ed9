"""What a page that takes a card may load, and the demo's stand-in under the portal's own address."""

import pytest

from myaccount import config as configuration
from myaccount.web.response_headers import CARD_PAGES, policy, processor_sources
from tests.scenes import Scene
from tests.web.portal import portal

STRIPE = "https://js.stripe.com/v3/"


def test_only_pages_that_take_a_card_are_open_to_the_processor():
    for path in (*CARD_PAGES, "/account/forms/xY3"):
        said = policy(path, "cedar.test")
        assert (
            "https://js.stripe.com" in said
            and "connect-src 'self' ws://cedar.test wss://cedar.test https://api.str" in said
        )
        assert "frame-src https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com" in said
        assert policy(f"{path}/", "cedar.test") == said
    others = ("/account", "/account/contact", "/account/forms", "/account/forms/", "/account/cardsx")
    for path in (*others, "/clinic/settings"):
        assert "stripe" not in policy(path, "cedar.test")


@pytest.mark.parametrize(
    ("script", "origin"),
    [("/demo/stripe/js.stripe.com/v3/", ""), ("http://127.0.0.1:8420/js.stripe.com/v3/", " http://127.0.0.1:8420")],
)
def test_another_script_opens_its_own_address_and_no_other(script: str, origin: str):
    assert processor_sources(script).script == processor_sources(script).connect == origin


@pytest.fixture
def demo(sqlite_scene: Scene, stripe_base: str, monkeypatch: pytest.MonkeyPatch) -> Scene:
    monkeypatch.setenv("MYACCOUNT_DEMO_STRIPE", stripe_base)
    configuration.config.cache_clear()
    return sqlite_scene


def test_the_demo_serves_the_stand_ins_script_and_what_it_asks(demo: Scene):
    found = portal(demo).get("/demo/stripe/js.stripe.com/v3/")
    assert found.status_code == 200 and "javascript" in found.headers["content-type"]
    asked = portal(demo).post("/demo/stripe/v1/setup_intents/seti_unknown/confirm", content=b"{}")
    assert asked.status_code == 401


@pytest.mark.parametrize("path", ["v1/customers", "v1/setup_intents/x/../../customers", "_config/data", "v1/balance"])
def test_it_passes_nothing_else_on(demo: Scene, path: str):
    for answer in (portal(demo).post(f"/demo/stripe/{path}", content=b"{}"), portal(demo).get(f"/demo/stripe/{path}")):
        assert answer.status_code == 404
    large = b"x" * 10_001
    assert portal(demo).post("/demo/stripe/v1/setup_intents/x/confirm", content=large).status_code == 413


def test_outside_the_demo_it_is_not_there(sqlite_scene: Scene):
    assert portal(sqlite_scene).get("/demo/stripe/js.stripe.com/v3/").status_code == 404
