"""Sign-ins that are over: their cookie is not shown to Streamlit; signing out ends them."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.web.server.starlette.starlette_server_config import (
    TOKENS_COOKIE_NAME,
    USER_COOKIE_NAME,
)

from dashboard.access.identity import identity_of, is_over, sign_out
from dashboard.server.doors import SIGN_OUT, STREAM, UPLOADS
from dashboard.server.requests import cookies_of
from foundation.settings_file import SettingsError


class Sessions:
    """Forget the cookie of a sign-in that is over, wherever it comes back."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass every demand on, with the cookies that still say something."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        is_judged = scope["path"] == STREAM or scope["path"].startswith(UPLOADS)
        if is_judged and _is_over(scope):
            scope = without_sign_in(scope)
        await self.app(scope, receive, send)
        # After Streamlit, which reads the cookie to sign out at the provider too.
        if scope["type"] == "http" and scope["path"] == SIGN_OUT:
            sign_out(cookies_of(scope))


def without_sign_in(scope: Scope) -> Scope:
    """The demand without the cookies of the sign-in."""
    kept = [
        f"{name}={value}"
        for name, value in _pairs(scope)
        if not name.startswith((USER_COOKIE_NAME, TOKENS_COOKIE_NAME))
    ]
    headers = [(key, text) for key, text in scope["headers"] if key.lower() != b"cookie"]
    if kept:
        headers.append((b"cookie", "; ".join(kept).encode("latin-1")))
    return {**scope, "headers": headers}


def _pairs(scope: Scope) -> list[tuple[str, str]]:
    texts = [text.decode("latin-1") for key, text in scope["headers"] if key.lower() == b"cookie"]
    pairs = [part.strip().partition("=") for text in texts for part in text.split(";")]
    return [(name.strip(), value) for name, _, value in pairs]


def _is_over(scope: Scope) -> bool:
    """Whether the cookies are those of a sign-in that is over; so is any when nobody can tell."""
    identity = identity_of(cookies_of(scope))
    if identity is None:
        return False
    try:
        return is_over(identity)
    except SettingsError:
        return True
