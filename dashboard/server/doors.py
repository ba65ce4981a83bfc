"""Which addresses exist, for which methods, asked from where: all others are closed.

Streamlit answers its own document to any address, its metrics to anybody, and the origin of a
foreign websocket by a request to a site of Amazon. Here an address that no page of ours needs does
not exist.
"""

from __future__ import annotations

import logging
import re
import sys
from collections import Counter
from collections.abc import Collection
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.access.identity import rights_of_connection
from dashboard.access.settings import configured_access
from dashboard.access.surface import RateLimits, configured_surface
from dashboard.core.registry import PAGES
from dashboard.queries.geometry import GEOMETRY_PATH
from dashboard.server import texts
from dashboard.server.api.api import is_api
from dashboard.server.requests import (
    address_of,
    comes_from_own_page,
    cookies_of,
    count_of,
    headers_of,
    is_own_origin,
    origin_of,
)
from foundation.settings_file import SettingsError

STREAM = "/_stcore/stream"
UPLOADS = "/_stcore/upload_file/"
MEDIA = "/media/"
SIGN_IN, SIGN_OUT, CALLBACK = "/auth/login", "/auth/logout", "/oauth2callback"
# What Streamlit's own page asks for.
FILES = frozenset({"/favicon.png", "/manifest.json"})
HEALTH = "/sante"
CORE = frozenset({"/_stcore/health", "/_stcore/host-config", HEALTH, SIGN_IN, SIGN_OUT, CALLBACK})
FOLDERS = ("/static/", "/app/static/", GEOMETRY_PATH, MEDIA)
READING = frozenset({"GET", "HEAD"})
UPLOADING = frozenset({"PUT", "DELETE"})
# A page is asked for by its name; these are never one, even asked for as a page.
NEVER_PAGES = ("_stcore", "component", "media", "static", "app", "api")
# Errors of OAuth 2.0 and OpenID Connect are named so (RFC 6749, § 4.1.2.1).
ERROR_CODE = re.compile(r"[a-z_]{1,40}")
POLICY_VIOLATION, TRY_LATER = 1008, 1013
logger = logging.getLogger(__name__)


class Doors:
    """Refuse what does not exist and what comes from elsewhere, before Streamlit sees it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._open: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass what is open on, answer the rest."""
        if scope["type"] == "websocket":
            await self._open_stream(scope, receive, send)
            return
        if scope["type"] == "http":
            refusal = refusal_of(scope)
            if refusal is not None:
                await refusal(scope, receive, send)
                return
            if is_file(scope["path"]):
                send = without_fallback(scope, receive, send)
            if scope["path"] == CALLBACK:
                scope = without_words(scope)
        await self.app(scope, receive, send)

    async def _open_stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let our own pages in, and those who are no browser: they carry no one's cookie."""
        headers = headers_of(scope)
        origin = headers.get("origin")
        is_own = origin is None or (
            count_of(scope, b"origin") == 1 and is_own_origin(origin, scope)
        )
        if scope["path"] != STREAM or not is_own:
            logger.warning("websocket refused: %s", "origin" if not is_own else "address")
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})
            return
        address = address_of(scope)
        if self._open[address] >= most_pages():
            logger.warning("websocket refused: too many pages of one address")
            await send({"type": "websocket.close", "code": TRY_LATER})
            return
        self._open[address] += 1
        try:
            await self.app(_named_as(origin, scope), receive, send)
        finally:
            self._open[address] -= 1
            # Addresses that have left are forgotten.
            self._open += Counter()


def most_pages() -> int:
    """Pages that one address may have open; as many as it likes alone on a computer."""
    try:
        if configured_access().mode == "poste":
            return sys.maxsize
        return configured_surface().rates.pages_of_address
    except SettingsError:
        return RateLimits().pages_of_address


def refusal_of(scope: Scope) -> ASGIApp | None:
    """The answer to a request that is refused; None when it may pass."""
    path, method = scope["path"], scope["method"]
    if is_api(path):
        # It judges its own demands, and says why as programs read it.
        return None
    if not is_open(path, headers_of(scope)):
        return texts.line(texts.UNKNOWN, 404)
    allowed = methods_of(path)
    if method not in allowed:
        return texts.line(texts.WRONG_METHOD, 405, allow=", ".join(sorted(allowed)))
    if path in (SIGN_IN, SIGN_OUT) and not comes_from_own_page(scope):
        return texts.page(texts.FOREIGN_SIGN_OUT, 403)
    origin = headers_of(scope).get("origin")
    if method not in READING and origin is not None and not is_own_origin(origin, scope):
        return texts.line(texts.FOREIGN, 403)
    if path.startswith(MEDIA) and not _may_read(scope):
        return texts.line(texts.NO_READING, 403)
    return None


def is_file(path: str) -> bool:
    """Whether an address is that of a file, not of a page."""
    return path in FILES or path.startswith(FOLDERS)


def without_fallback(scope: Scope, receive: Receive, send: Send) -> Send:
    """What sends a file on; where there is none, Streamlit has two words, or its own document."""
    is_missing = False

    async def send_file(message: Message) -> None:
        nonlocal is_missing
        if message["type"] == "http.response.start":
            kind = Headers(raw=message.get("headers", [])).get("content-type", "")
            status = message["status"]
            is_fallback = status == 200 and kind.startswith("text/html")
            if is_fallback or status in (400, 404):
                is_missing = True
                await texts.line(texts.UNKNOWN, 404)(scope, receive, send)
        if not is_missing:
            await send(message)

    return send_file


def without_words(scope: Scope) -> Scope:
    """The answer of a sign-in service without its sentences: Streamlit writes them in the log.

    Anybody may ask for this address with sentences of their own. The code of the error stays.
    """
    fields = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    kept = [
        (name, text if name != "error" or ERROR_CODE.fullmatch(text) else "unknown")
        for name, text in fields
        if name not in ("error_description", "error_uri")
    ]
    return {**scope, "query_string": urlencode(kept).encode("ascii")}


def is_open(path: str, headers: dict[str, str]) -> bool:
    """Whether an address exists: a page, by whatever name, or one that pages need."""
    if path in CORE or is_file(path) or path.startswith(UPLOADS):
        return True
    page = path.strip("/")
    if page in {spec.url_path for spec in PAGES}:
        return True
    # A name that is no page of ours: the visitor is told so on a page.
    parts = path.lower().split("/")
    is_document = "text/html" in headers.get("accept", "")
    return is_document and not any(name in parts for name in NEVER_PAGES)


def methods_of(path: str) -> Collection[str]:
    """Methods that an address answers."""
    return UPLOADING if path.startswith(UPLOADS) else READING


def _may_read(scope: Scope) -> bool:
    return rights_of_connection(cookies_of(scope), origin_of(scope)).can_read


def _named_as(origin: str | None, scope: Scope) -> Scope:
    """The demand under the name that its origin has, which Streamlit compares with the host.

    Behind a proxy they may differ; Streamlit would then ask a site of Amazon for its own address.
    """
    if origin is None:
        return scope
    name = urlsplit(origin).netloc.encode()
    others = [(key, text) for key, text in scope["headers"] if key.lower() != b"host"]
    return {**scope, "headers": [*others, (b"host", name)]}
