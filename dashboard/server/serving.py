"""uvicorn: its settings in one place, and the connections that never finish a request.

uvicorn waits for ever for the headers of a request. A connection that says nothing, or one letter
a minute, keeps a descriptor; when none is left, nobody is answered and the log fills.
"""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

try:
    import resource
except ImportError:  # Windows has no limit of this kind.
    resource = None  # type: ignore[assignment]

APPLICATION = "dashboard.asgi:app"
HEADER_SECONDS = 10
# A visitor who reads nothing of an answer for so long is gone.
READING_SECONDS = 60
KEEP_ALIVE_SECONDS = 5
STOP_SECONDS = 10
BACKLOG = 128
# Warehouse, libraries, log, files of the ETL: what is not a visitor.
OWN_DESCRIPTORS = 64
LARGEST_HEADERS = 64 * 1024
BAD_REQUEST = "Demande HTTP invalide."
SAME_WARNING_SECONDS = 10
logger = logging.getLogger(__name__)


@dataclass
class Patience:
    """How long connections are waited for, and how many may be open.

    Parameters
    ----------
    header_seconds, reading_seconds : float
        Time for the headers of a request, from the opening of the connection or from the latest
        answer; time without reading anything of an answer.
    most : int
        Connections open at once: beyond, the oldest that has not finished its request is closed.
    """

    header_seconds: float = HEADER_SECONDS
    reading_seconds: float = READING_SECONDS
    most: int = field(default_factory=lambda: most_connections())
    waiting: dict[H11Protocol, asyncio.TimerHandle] = field(default_factory=dict)
    stalled: WeakKeyDictionary[H11Protocol, asyncio.TimerHandle] = field(
        default_factory=WeakKeyDictionary
    )

    def begin(self, connection: H11Protocol) -> None:
        """Wait for the headers of a connection, from now."""
        self.settle(connection)
        self.waiting[connection] = connection.loop.call_later(
            self.header_seconds, self.close, connection
        )
        if len(connection.connections) > self.most:
            self.close(next(iter(self.waiting)))

    def settle(self, connection: H11Protocol) -> None:
        """Wait no more: the request is there, or the connection is gone."""
        timer = self.waiting.pop(connection, None)
        if timer is not None:
            timer.cancel()

    def stall(self, connection: H11Protocol) -> None:
        """Wait for a visitor who reads nothing."""
        self.stalled[connection] = connection.loop.call_later(
            self.reading_seconds, self.close, connection
        )

    def resume(self, connection: H11Protocol) -> None:
        """Wait no more: the visitor reads, or is gone."""
        timer = self.stalled.pop(connection, None)
        if timer is not None:
            timer.cancel()

    def close(self, connection: H11Protocol) -> None:
        """Close a connection at once."""
        self.settle(connection)
        self.resume(connection)
        if connection.transport is not None:
            connection.transport.abort()


def most_connections() -> int:
    """Connections that the descriptors of the process allow, some being kept for itself."""
    if resource is None:
        return 1_000
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    limit = 65_536 if hard == resource.RLIM_INFINITY else hard
    # As many connections as the backlog may be accepted before the first is looked at.
    return max(16, limit - OWN_DESCRIPTORS - backlog(limit))


def backlog(limit: int) -> int:
    """Connections that may wait to be accepted, for a limit of descriptors."""
    return max(8, min(BACKLOG, limit // 5))


def watch_connections(patience: Patience) -> None:
    """Have uvicorn close the connections that never finish a request, however it was started.

    The class is completed in place: ``uvicorn dashboard.asgi:app`` has chosen it before it reads
    the application.
    """
    if getattr(H11Protocol, "is_watched", False):
        return
    H11Protocol.is_watched = True  # type: ignore[attr-defined]

    def after(name: str, act: Callable[[H11Protocol], None]) -> None:
        real = getattr(H11Protocol, name)

        def watched(connection: H11Protocol, *arguments: Any) -> Any:
            result = real(connection, *arguments)
            act(connection)
            return result

        setattr(H11Protocol, name, watched)

    def look(connection: H11Protocol) -> None:
        if connection.cycle is not None and not connection.cycle.response_complete:
            patience.settle(connection)

    def wait_again(connection: H11Protocol) -> None:
        # A request that came with the one before may have begun already.
        if connection.cycle is None or connection.cycle.response_complete:
            patience.begin(connection)

    def forget(connection: H11Protocol) -> None:
        patience.settle(connection)
        patience.resume(connection)

    after("connection_made", patience.begin)
    after("data_received", look)
    after("on_response_complete", wait_again)
    after("handle_websocket_upgrade", patience.settle)
    after("connection_lost", forget)
    after("pause_writing", patience.stall)
    after("resume_writing", patience.resume)
    refuse = H11Protocol.send_400_response

    def refuse_in_french(connection: H11Protocol, msg: str) -> None:
        refuse(connection, BAD_REQUEST)

    H11Protocol.send_400_response = refuse_in_french  # type: ignore[assignment]


def calm_log() -> None:
    """Say once in a while that no descriptor is left, not at each connection that is refused.

    Also keep uvicorn from writing a line for each request that is not HTTP.
    """
    loop = asyncio.get_running_loop()
    latest = -float(SAME_WARNING_SECONDS)

    def handle(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        nonlocal latest
        if "out of system resource" not in str(context.get("message", "")):
            loop.default_exception_handler(context)
        elif time.monotonic() - latest > SAME_WARNING_SECONDS:
            latest = time.monotonic()
            logger.error("no descriptor is left: new connections wait")

    loop.set_exception_handler(handle)
    logging.getLogger("uvicorn.error").addFilter(Repeated())


class Repeated(logging.Filter):
    """What lets a warning of uvicorn about bad requests through once in a while."""

    def __init__(self) -> None:
        super().__init__()
        self._latest = -float(SAME_WARNING_SECONDS)

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a record is written."""
        if record.levelno != logging.WARNING or "request" not in record.getMessage():
            return True
        if time.monotonic() - self._latest < SAME_WARNING_SECONDS:
            return False
        self._latest = time.monotonic()
        return True


def serve(host: str, port: int, proxies: str = "") -> None:
    """Serve the dashboard until it is stopped.

    Parameters
    ----------
    host, port : str, int
        Where to listen.
    proxies : str
        Addresses of the proxies that are believed when they say whom they speak for, separated by
        commas; this machine only when empty.
    """
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1] if resource else 1_024
    uvicorn.run(
        APPLICATION,
        host=host,
        port=port,
        http="h11",
        log_level="warning",
        access_log=False,
        server_header=False,
        backlog=backlog(limit) if limit > 0 else BACKLOG,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=STOP_SECONDS,
        h11_max_incomplete_event_size=LARGEST_HEADERS,
        forwarded_allow_ips=proxies or os.environ.get("FORWARDED_ALLOW_IPS") or "127.0.0.1",
    )
