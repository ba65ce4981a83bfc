"""An answer in French when the application fails; the log has the cause, without the request."""

from __future__ import annotations

import logging
import traceback

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.server import texts
from dashboard.server.api.api import is_api

logger = logging.getLogger(__name__)


class Failures:
    """Answer what went wrong with a page of ours, where servers answer three words in English."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; replace an answer that says that the server failed."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        has_begun = has_failed = False

        async def send_french(message: Message) -> None:
            nonlocal has_begun, has_failed
            if message["type"] == "http.response.start" and message["status"] == 500:
                # The API says it itself, as programs read it.
                has_failed = not is_api(scope["path"])
            if not has_failed:
                has_begun = True
                await send(message)

        try:
            await self.app(scope, receive, send_french)
        except Exception as error:
            # Where and what kind: the message, the address, the headers may name someone.
            places = "".join(traceback.format_tb(error.__traceback__))
            logger.error("the application failed: %s\n%s", type(error).__name__, places)
            has_failed = True
        if not has_failed:
            return
        if scope["type"] == "websocket":
            await _close(send)
        elif not has_begun:
            await texts.page(texts.FAILED, 500)(scope, receive, send)


async def _close(send: Send) -> None:
    try:
        await send({"type": "websocket.close", "code": 1011})
    except RuntimeError:
        # It is closed already.
        return
