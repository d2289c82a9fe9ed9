"""Timeouts of PostgreSQL and Redis: how long is waited for a server that is silent. Seconds, unless said otherwise.

A server that falls says so, or its machine does. One behind a cable that was pulled says nothing: whoever asks it would
wait for a quarter of an hour, and whoever only listens for ever.
"""

from typing import Any

POSTGRES: dict[str, Any] = {
    "connect_timeout": 5,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
"""How a connection is opened; the last in milliseconds, for what was sent and never arrived.

Source: PostgreSQL, libpq, 34.1.2 Parameter Key Words.
"""

REDIS: dict[str, Any] = {"socket_timeout": 2.0, "socket_connect_timeout": 2.0}

SIGN_OF_LIFE = 30.0
"""Whoever listens asks for a sign of life after so long a silence."""
ANSWER = 5.0
"""So long the other side has to give it."""
