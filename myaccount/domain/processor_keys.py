"""The keys of a card processor as an owner pastes them. Source: https://docs.stripe.com/keys."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

PUBLISHABLE = re.compile(r"pk_(test|live)_\w{8,240}", re.ASCII)
SECRET = re.compile(r"[sr]k_(test|live)_\w{8,240}", re.ASCII)
WEBHOOK = re.compile(r"whsec_[\w+/=]{8,240}", re.ASCII)


@dataclass(frozen=True)
class Typed:
    """What was pasted, without blanks around it. A blank secret means the one that is kept."""

    publishable_key: str
    secret_key: str
    webhook_secret: str


def read(form: Mapping[str, str], *, has_secret: bool) -> tuple[Typed, dict[str, str]]:
    """Read a form of keys; give what was typed, and what is wrong with each box as the key of a sentence.

    Edges: the two keys must be both for tests or both for real money. The webhook's secret may be left out.
    """
    names = ("publishable_key", "secret_key", "webhook_secret")
    typed = Typed(*(str(form.get(name, "")).strip() for name in names))
    problems: dict[str, str] = {}
    public, secret = PUBLISHABLE.fullmatch(typed.publishable_key), SECRET.fullmatch(typed.secret_key)
    if public is None:
        problems["publishable_key"] = "processor_keys.no_publishable"
    if secret is None and (typed.secret_key or not has_secret):
        problems["secret_key"] = "processor_keys.no_secret"
    if public and secret and public[1] != secret[1]:
        problems["secret_key"] = "processor_keys.two_modes"
    if typed.webhook_secret and not WEBHOOK.fullmatch(typed.webhook_secret):
        problems["webhook_secret"] = "processor_keys.no_webhook"
    return typed, problems
