"""The way of the clinic's mail on the settings page."""

from collections.abc import Iterator

import pytest

from myaccount import config as configuration
from myaccount.models import MailServer
from myaccount.state.clinic.mail_server import MailServerState
from myaccount.state.clinic.settings import SettingsState
from myaccount.state.notice import NoticeState
from tests.services.own_post import SENDER, form, port_of
from tests.services.post import Post, mail_server
from tests.state.conftest import Visitors


@pytest.fixture
def post(visitors: Visitors, monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    monkeypatch.setenv("MYACCOUNT_SMTP_NETWORKS", "127.0.0.0/8")
    configuration.config.cache_clear()
    with mail_server(Post()) as server:
        yield server


async def test_robin_sets_it_up_tries_it_and_takes_it_away(visitors: Visitors, post: Post):
    tab = await visitors.tab("robin", path="/clinic/settings")
    await tab.call(SettingsState.load)
    assert "has no mail server" in tab.var(MailServerState, "facts").line
    await tab.call(MailServerState.edit)
    assert tab.var(MailServerState, "fields")["security"] == "starttls"
    await tab.call(MailServerState.save, form=form(1, sender="nobody"))
    assert set(tab.var(MailServerState, "problems")) == {"sender"}
    await tab.call(MailServerState.save, form=form(port_of(post)))
    assert tab.var(NoticeState, "notice").startswith("The mail server is kept.")
    assert tab.var(MailServerState, "facts").line == f"Goes over 127.0.0.1, from {SENDER}."
    await tab.call(MailServerState.send_test)
    assert tab.var(NoticeState, "notice") == f"A test mail is on its way to {post.recipients[0]}."
    post.answer = "554 no"
    await tab.call(MailServerState.send_test)
    assert tab.var(NoticeState, "problem").startswith("The test mail was not sent. ")
    await tab.call(MailServerState.edit)
    await tab.call(MailServerState.remove)
    assert (tab.var(MailServerState, "is_open"), visitors.scene.rows(MailServer)) == (False, [])


async def test_the_password_comes_back_to_no_page(visitors: Visitors, post: Post):
    tab = await visitors.tab("robin", path="/clinic/settings")
    await tab.call(SettingsState.load)
    wrong = form(port_of(post), "tls", username="robin", password="a very quiet word")
    await tab.call(MailServerState.save, form=wrong)
    assert tab.var(MailServerState, "problems")
    assert "quiet word" not in str(tab.sent)


@pytest.mark.parametrize("who", ["dana", "sam", "alice", "charlie", None])
async def test_nobody_but_the_owner_does(visitors: Visitors, post: Post, who: str | None):
    robin = await visitors.tab("robin", path="/clinic/settings")
    await robin.call(MailServerState.save, form=form(port_of(post)))
    seen = post.connections
    tab = await visitors.tab(who, path="/clinic/settings")
    await tab.call(MailServerState.edit)
    await tab.call(MailServerState.save, form=form(port_of(post), sender="evil@cedar.test"))
    await tab.call(MailServerState.send_test)
    await tab.call(MailServerState.remove)
    assert SENDER not in str(tab.sent)
    assert (post.connections, len(visitors.scene.rows(MailServer))) == (seen, 1)
