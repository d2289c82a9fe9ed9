"""Texts over the form-and-basic-auth interface that many carriers offer, on a connection that is kept."""

from urllib.parse import unquote, urlsplit

import httpx

from myaccount.integrations.delivery import NotDelivered

TIMEOUT = 20.0
FINAL = frozenset({400, 404})
"""Answers that are about this text: its number is none, or takes no texts (any more). Others are about us, or pass."""


class HttpTexter:
    """Carries texts to `https://account:secret@host`, as a form to `/2010-04-01/Accounts/<account>/Messages.json`."""

    def __init__(self, url: str, sender: str) -> None:
        where = urlsplit(url)
        account, secret = unquote(where.username or ""), unquote(where.password or "")
        host = where.netloc.rpartition("@")[2]
        self._sender = sender
        self._address = f"{where.scheme}://{host}{where.path.rstrip('/')}/2010-04-01/Accounts/{account}/Messages.json"
        self._client = httpx.AsyncClient(auth=(account, secret), timeout=TIMEOUT)

    async def send(self, mobile: str, text: str, receipt: str = "") -> None:
        """Hand a text over; `receipt` is where to tell whether it arrived, blank for nowhere. Raises: NotDelivered."""
        form = {"To": mobile, "From": self._sender, "Body": text} | ({"StatusCallback": receipt} if receipt else {})
        try:
            answer = await self._client.post(self._address, data=form)
        except httpx.HTTPError as error:
            raise NotDelivered(type(error).__name__, is_final=False) from error
        if not answer.is_success:
            raise NotDelivered(f"http_{answer.status_code}", is_final=answer.status_code in FINAL)

    async def close(self) -> None:
        """Let go of the connection."""
        await self._client.aclose()
