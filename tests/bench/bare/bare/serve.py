"""Serve the bare app as our portal is served: pages, websocket and HTTP on one port, from one worker."""

import sys

from granian import Granian
from granian.constants import Interfaces
from reflex_base.constants import Env
from reflex_base.environment import environment

environment.REFLEX_ENV_MODE.set(Env.PROD)
environment.REFLEX_SKIP_COMPILE.set(True)
environment.REFLEX_MOUNT_FRONTEND_COMPILED_APP.set(True)

if __name__ == "__main__":
    Granian(
        target="bare.bare:app",
        factory=True,
        address="127.0.0.1",
        port=int(sys.argv[1]),
        interface=Interfaces.ASGI,
        workers_kill_timeout=3,
        log_access=False,
        log_level="warning",
    ).serve()
