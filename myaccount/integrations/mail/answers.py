"""Ask a mail server whether it is there."""

import smtplib
from urllib.parse import unquote, urlsplit

TIMEOUT = 10.0


def why_silent(url: str) -> str:
    """Tell why the mail server at an address takes no mail from us; blank when it would."""
    where = urlsplit(url)
    kind = smtplib.SMTP_SSL if where.scheme == "smtps" else smtplib.SMTP
    try:
        with kind(where.hostname or "", where.port or 0, timeout=TIMEOUT) as server:
            server.ehlo_or_helo_if_needed()
            if where.scheme == "smtp" and server.has_extn("starttls"):
                server.starttls()
            if where.username:
                server.login(unquote(where.username), unquote(where.password or ""))
            server.noop()
    except (OSError, smtplib.SMTPException) as error:
        return f"{type(error).__name__}: {error}"
    return ""
