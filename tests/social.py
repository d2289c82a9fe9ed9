"""A clinic with the stand-ins for Google, Facebook and X, and a browser that goes there and comes back."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
from sqlmodel import col, select

from demo.sign_in_stand_ins import CLIENT_ID, CLIENT_SECRET, StandIns
from myaccount.clock import now
from myaccount.crypto.sealing import seal
from myaccount.domain.social import Provider
from myaccount.models import Account, Clinic, ClinicSetting, LoginSession, ProviderKeys, SocialIdentity
from myaccount.services.clinic import settings
from myaccount.services.identity import sessions
from myaccount.services.social import keys, linking, provider_keys
from myaccount.store.engine import Database
from tests.scenes import Scene
from tests.services.identity.test_two_step import signed_in
from tests.web.portal import portal

PROVIDERS = ("google", "facebook", "x")
HOST = "cedar.test:3000"
FORM = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}


def connect(scene: Scene, *providers: str) -> None:
    """Give Cedar keys at the providers, and turn their switches on."""
    give_keys(scene, *providers)
    for provider in providers or PROVIDERS:
        scene.database.write(settings.change, scene.staff_ctx("robin", now=now()), f"social_{provider}", True)


def give_keys(scene: Scene, *providers: str) -> None:
    """Register Cedar at the providers: without keys nothing is turned on."""
    for provider in providers or PROVIDERS:
        scene.database.write(provider_keys.save, scene.staff_ctx("robin", now=now()), provider, FORM)


def linked(scene: Scene, who: str, provider: str, issuer: str, subject: str) -> str:
    """Link a profile to somebody's account, as if they had done it yesterday."""
    [account] = scene.rows(Account, person_id=scene.people[who])
    row = SocialIdentity(
        clinic_id=account.clinic_id, account_id=account.id, provider=provider, issuer=issuer, subject=subject,
        linked_at=now() - timedelta(days=1),
    )  # fmt: skip
    with scene.database.writing() as tx:
        tx.add(row)
    return row.id


def profile(stand_ins: StandIns, provider: str, who: str) -> tuple[str, str]:
    """Name the profile that a stand-in knows somebody by: its issuer, and its subject there."""
    issuers = {"google": stand_ins.base_of("google"), "facebook": "https://www.facebook.com", "x": "https://x.com"}
    return issuers[provider], {"google": f"google-{who}", "facebook": f"fb-{who}", "x": f"x-{who}"}[provider]


@dataclass
class Browser:
    """A browser at Cedar: signed out, or signed in as somebody."""

    scene: Scene
    session_id: str | None = None
    slug: str = "cedar"
    host: str = HOST
    cookies: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, scene: Scene, who: str, proven: bool = True) -> "Browser":
        """Open one where somebody is signed in, who gave their password just now, or an hour ago."""
        ctx = signed_in(scene, who, now())
        if not proven:
            with scene.database.writing() as tx:
                tx.get_one(LoginSession, ctx.session_id).proven_at = now() - timedelta(hours=1)
        return cls(scene, ctx.session_id)

    def post(self, path: str, **typed: str):
        """Send a form; cookies are kept."""
        return self._kept(self._client().post(path, data={"next": "", **typed}))

    def get(self, path: str):
        """Follow an address; cookies are sent along and kept."""
        return self._kept(self._client().get(path))

    def leave(self, provider: str, **typed: str) -> str:
        """Begin to sign in; give the address of the provider that the page leads to."""
        return way(self.post(f"/auth/{provider}", **typed))

    def back(self, address: str):
        """Come back from a provider: the callback, whatever host it names."""
        url = urlsplit(address)
        return self.get(f"{url.path}?{url.query}")

    def sign_in(self, provider: str, who: str, **typed: str):
        """Go there, choose somebody, and come back."""
        return self.back(chosen(self.leave(provider, **typed), who))

    def link(self, provider: str, who: str, **typed: str):
        """Go there to link somebody's profile, and come back."""
        return self.back(chosen(way(self.post("/account/social/link", provider=provider, **typed)), who))

    def _client(self):
        client = portal(self.scene, self.slug, session_id=self.session_id, host=self.host)
        client.cookies.update(self.cookies)
        return client

    def _kept(self, answer):
        for header in answer.headers.get_list("set-cookie"):
            name, _, rest = header.partition("=")
            value = rest.partition(";")[0].strip('"')
            self.cookies.pop(name, None)
            if value:
                self.cookies[name] = value
        return answer


def way(answer) -> str:
    """Read where the page that leads to a provider leads."""
    assert answer.status_code == 200, (answer.status_code, answer.headers)
    [address] = re.findall(r'http-equiv="refresh" content="0;url=([^"]+)"', answer.text)
    return unescape(address)


def chosen(address: str, who: str = "") -> str:
    """Choose somebody at a stand-in, or nobody; give the address that it sends the browser back to."""
    page = httpx.get(address)
    assert page.status_code == 200, page.text
    wanted = [unescape(link) for link in re.findall(r'href="(/[^"]+)"', page.text)]
    link = next(one for one in wanted if (f"who={who}" in one if who else "who=" not in one))
    url = urlsplit(address)
    return httpx.get(f"{url.scheme}://{url.netloc}{link}").headers["location"]


def changed(address: str, **said: str | None) -> str:
    """Forge an address: with other values in it, or without them."""
    url = urlsplit(address)
    query = {name: values[0] for name, values in parse_qs(url.query).items()} | said
    return f"{url.path}?{urlencode({name: value for name, value in query.items() if value is not None})}"


def session_of(scene: Scene, answer) -> LoginSession | None:
    """Find the sign-in that an answer's cookie opens."""
    cookies = [header for header in answer.headers.get_list("set-cookie") if header.startswith("myaccount=")]
    if not cookies:
        return None
    value = cookies[0].partition("=")[2].partition(";")[0]
    [row] = scene.rows(LoginSession, cookie_hash=sessions.hash_of(value))
    return row


def everything_on(database: Database, slug: str, username: str) -> None:
    """Turn every provider on at a clinic that is served, and link somebody's profile at Google."""
    with database.writing() as tx:
        clinic = tx.exec(select(Clinic).where(col(Clinic.slug) == slug)).one()
        account = tx.exec(
            select(Account).where(col(Account.clinic_id) == clinic.id, col(Account.username) == username)
        ).one()
        for provider in Provider:
            tx.add(
                ProviderKeys(
                    clinic_id=clinic.id, provider=provider.value, client_id=CLIENT_ID,
                    client_secret=keys.sealed(CLIENT_SECRET, clinic.id, provider), set_at=now(),
                    set_by=account.person_id,
                )
            )  # fmt: skip
            tx.merge(ClinicSetting(clinic_id=clinic.id, key=provider.setting, value=True))
        clinic.settings_version += 1
        row = SocialIdentity(
            clinic_id=clinic.id, account_id=account.id, provider="google", issuer="https://accounts.google.com",
            subject="1", linked_at=now(),
        )  # fmt: skip
        row.shown = seal(f"{username}@mail.test", *linking.SHOWN, row.id)
        tx.add(row)
