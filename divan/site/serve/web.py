"""The web process: pages and sockets, in one event loop with a fixed pool of threads."""

from __future__ import annotations

import socket
import sys

import uvicorn
from django.conf import settings

from divan.site.asgi import application
from divan.site.serve.patience import PatientProtocol
from divan.site.serve.stopping import on_request

# A page that is being made and a file that is being sent may finish; the supervisor waits a little longer.
FINISH_SECONDS = 10
KEEP_ALIVE_SECONDS = 30
LARGEST_FRAME_BYTES = 16 * 1024
# The interpreter's default of 5 ms lets a busy page thread hold up every socket for as long.
SWITCH_SECONDS = 0.001


def run(listening: list[socket.socket]) -> None:
    """Serve on sockets that are already bound until asked to stop, then finish what is running."""
    sys.setswitchinterval(SWITCH_SECONDS)
    server = uvicorn.Server(_config())

    def stop() -> None:
        server.should_exit = True

    # For the moments before uvicorn takes the signals over, and after it has given them back.
    on_request(stop)
    server.run(sockets=listening)


def _config() -> uvicorn.Config:
    return uvicorn.Config(
        application,
        interface="asgi3",
        loop="uvloop",
        http=PatientProtocol,
        ws="websockets-sansio",
        ws_max_size=LARGEST_FRAME_BYTES,
        ws_per_message_deflate=False,
        lifespan="on",
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        forwarded_allow_ips=["127.0.0.1", "::1", *settings.TRUSTED_PROXIES],
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=FINISH_SECONDS,
    )
