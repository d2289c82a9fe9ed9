"""The relay of a call: where two networks let nothing through, a server of the clinic's own carries sound and picture.

It cannot listen: what it carries is encrypted between the two browsers.
"""

import base64
import hashlib
import hmac
from datetime import timedelta
from typing import Any

from myaccount.config import config
from myaccount.services.calls.participants import Participant

LASTS_AFTER_END = timedelta(minutes=30)
"""For how long after the visit's end the credentials stand: who is still talking then is not cut off."""


def servers(participant: Participant) -> list[dict[str, Any]]:
    """Tell a page what helps it through, as `RTCPeerConnection` takes it: the deployment's relay, or nothing.

    The credentials are good for this visit and end with it. Source: "A REST API For Access To TURN Services",
    draft-uberti-behave-turn-rest-00, which coturn calls `use-auth-secret`.
    """
    urls = config().turn_urls
    if not urls:
        return []
    until = int((participant.visit.ends_at + LASTS_AFTER_END).timestamp())
    name = f"{until}:{hashlib.sha256(participant.ticket.encode()).hexdigest()[:16]}"
    digest = hmac.new(config().turn_secret.encode(), name.encode(), hashlib.sha1).digest()
    return [{"urls": urls, "username": name, "credential": base64.b64encode(digest).decode()}]


def hides_addresses(participant: Participant) -> bool:
    """Tell whether the two are to meet at the relay only, so that neither learns the other's network address.

    Edges: without a relay there is nothing to hide behind.
    """
    return participant.ctx.settings.hide_addresses and bool(config().turn_urls)
