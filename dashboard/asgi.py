"""The server: Streamlit as an ASGI application, with the answers that make it fast and French.

``uvicorn dashboard.asgi:app`` sends small messages at once, where ``streamlit run`` waits for
the network to acknowledge the previous one.
"""

from __future__ import annotations

import gc
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.core.catalog import BuildInfo
from dashboard.core.registry import PAGES, SITE
from dashboard.core.selection import UNKNOWN_PAGE
from dashboard.preload import preload_hints
from dashboard.queries.cache import NoWarehouseError, served_build
from dashboard.queries.catalog import fetch_catalog
from dashboard.queries.geometry import GEOMETRY_PATH, find_outlines
from dashboard.server import texts
from dashboard.server.api.api import Api, is_api
from dashboard.server.api.routes import API
from dashboard.server.app import Observatory, guarded
from dashboard.server.doors import CALLBACK, CORE, HEALTH, SIGN_IN, SIGN_OUT, is_file
from dashboard.server.headers import SCRIPTS, script_hashes
from dashboard.server.serving import Patience, calm_log, watch_connections
from foundation.deposits import swept_deposits

YEAR_IN_SECONDS = 31_536_000
NOT_KEPT = {"cache-control": "no-store"}
KNOWN_PAGES = {spec.url_path for spec in PAGES}
# Addresses of Streamlit's own where a browser goes to sign in, come back, sign out.
SIGN_IN_PATHS = {SIGN_IN, SIGN_OUT, CALLBACK}
# Streamlit looks for its server under the address of the page, then under its parent: on a deep
# link the first try fails. Telling it where the server is saves the failure and its time.
BASE_SCRIPT = '<script>window.__streamlit={BACKEND_BASE_URL:location.origin+"/"}</script>'
# What Streamlit's own scripts do not do, each in its file.
SCRIPTS_FOLDER = Path(__file__).parent / "server" / "js"
OWN_SCRIPTS = "".join(
    f"<script>{(SCRIPTS_FOLDER / name).read_text(encoding='utf-8')}</script>"
    for name in ("history.js", "reconnection.js", "menu.js")
)
# Without JavaScript, Streamlit offers an interface in English that this server does not open.
NO_SCRIPT = re.compile(rb"<noscript>.*?</noscript>", re.S)
FRENCH_NO_SCRIPT = (
    "<noscript><p>L’observatoire a besoin de JavaScript, que ce navigateur n’exécute pas. Que "
    "faire : l’autoriser pour ce site, ou demander à votre service informatique.</p></noscript>"
)
# What a browser asks of the file of Streamlit's document, which is not what it receives.
OF_THE_FILE = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"if-range", b"range")


def send_outlines(request: Request) -> Response:
    """The outlines of the map, which browsers keep for good: their name changes with them."""
    path = find_outlines(request.path_params["name"])
    if path is None:
        return Response(status_code=404)
    kept = {"cache-control": f"public, max-age={YEAR_IN_SECONDS}, immutable"}
    return FileResponse(path, headers=kept)


def send_health(request: Request) -> Response:
    """Whether the observatory can serve: 200, « sain » or « dégradé », or 503, « indisponible »."""
    try:
        build = served_build()
        fetch_catalog(build)
    except NoWarehouseError as error:
        return JSONResponse({"etat": "indisponible", "anomalies": [str(error)]}, 503, NOT_KEPT)
    state = "dégradé" if build.damages else "sain"
    faults = [damage.message_fr for damage in build.damages]
    answer = {"etat": state, "construction": build.build_id, "anomalies": faults}
    return JSONResponse(answer, headers=NOT_KEPT)


class FrenchDocument:
    """Serve Streamlit's HTML document as a French page, with our title and server address."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Rewrite HTML answers to GET; let everything else through untouched."""
        if not asks_for_document(scope):
            await self.app(scope, receive, send)
            return
        page = scope["path"].strip("/")
        if page not in KNOWN_PAGES:
            where = f"/?{urlencode({UNKNOWN_PAGE: page})}"
            await RedirectResponse(where)(scope, receive, send)
            return
        # A compressed document could not be rewritten; one that the browser keeps would take the
        # policy of an answer without content, which names none of its scripts.
        plain = [header for header in scope["headers"] if header[0] not in OF_THE_FILE]
        scope = {**scope, "headers": plain}
        start: Message | None = None
        body = b""

        async def send_rewritten(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                content_type = MutableHeaders(scope=message).get("content-type", "")
                if "text/html" in content_type and message["status"] == 200:
                    start = message
                    return
            if start is None or message["type"] != "http.response.body":
                await send(message)
                return
            body += message.get("body", b"")
            if message.get("more_body"):
                return
            rewritten = french_document(body, preload_hints(page, _served_info()))
            headers = MutableHeaders(scope=start)
            headers["content-length"] = str(len(rewritten))
            for name in ("etag", "last-modified"):
                del headers[name]
            headers[SCRIPTS] = script_hashes(rewritten.decode())
            await send(start)
            await send({**message, "body": rewritten})

        await self.app(scope, receive, send_rewritten)


class FrenchSignInFailure:
    """Say in French that signing in failed, where Streamlit answers two words in English."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Replace the answers that are errors; let everything else through untouched."""
        if scope["type"] != "http" or scope["path"] not in SIGN_IN_PATHS:
            await self.app(scope, receive, send)
            return
        failed = False

        async def send_french(message: Message) -> None:
            nonlocal failed
            if message["type"] == "http.response.start" and message["status"] >= 400:
                failed = True
                await texts.page(texts.SIGN_IN_FAILED, message["status"])(scope, receive, send)
            elif not failed:
                await send(message)

        await self.app(scope, receive, send_french)


def asks_for_document(scope: Scope) -> bool:
    """Whether a request wants a page of the dashboard, known or not."""
    asked = dict(scope.get("headers", ()))
    return (
        scope.get("method") == "GET"
        and b"text/html" in asked.get(b"accept", b"")
        and scope["path"] not in CORE
        and not is_file(scope["path"])
        and not is_api(scope["path"])
    )


def french_document(html: bytes, hints: str = "") -> bytes:
    """Streamlit's document with the French language, our title, the server's address, hints."""
    return (
        NO_SCRIPT.sub(FRENCH_NO_SCRIPT.encode(), html)
        .replace(b'<html lang="en">', b'<html lang="fr">', 1)
        .replace(b"<title>Streamlit</title>", f"<title>{SITE}</title>".encode(), 1)
        .replace(b"<head>", f"<head>{BASE_SCRIPT}{OWN_SCRIPTS}".encode(), 1)
        # The agent interface of Streamlit is closed.
        .replace(b'<link rel="service-desc" href="./_stcore/agent/openapi.json" />', b"", 1)
        # After what Streamlit's document asks for, which nothing is drawn without.
        .replace(b"</head>", f"{hints}</head>".encode(), 1)
    )


def _served_info() -> BuildInfo | None:
    """The build served; None when nothing has been published."""
    try:
        return fetch_catalog(served_build()).build
    except NoWarehouseError:
        return None


@asynccontextmanager
async def warm(_: st.App) -> AsyncIterator[None]:
    """Read the catalog before the first visitor; give the collector back what was frozen."""
    calm_log()
    with suppress(NoWarehouseError):
        fetch_catalog(served_build())
    with swept_deposits():
        yield
    gc.unfreeze()


api = Api()
watch_connections(Patience())
app = guarded(
    Observatory(
        Path(__file__).with_name("app.py"),
        lifespan=warm,
        routes=[
            Route(f"{GEOMETRY_PATH}{{name}}", send_outlines),
            Route(HEALTH, send_health),
            Route(API, api),
            Route(f"{API}/{{rest:path}}", api),
        ],
        middleware=[
            Middleware(FrenchDocument),
            Middleware(FrenchSignInFailure),
        ],
    )
)
