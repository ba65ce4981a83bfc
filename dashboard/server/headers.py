"""What every answer says to browsers: what a page may load, who may frame it, its cookies."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.access.settings import read_frames
from dashboard.server.requests import headers_of, is_encrypted
from foundation.settings_file import SettingsError, settings_path

INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.S)
HOST = re.compile(r"[A-Za-z0-9.-]+(:\d+)?|\[[0-9a-fA-F:.]+\](:\d+)?")
HSTS = "max-age=31536000"
PERMISSIONS = ", ".join(
    f"{name}=()"
    for name in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)
FIXED = {
    "x-content-type-options": "nosniff",
    # Our own pages name the page that asks, which tells a sign-out of theirs from another's.
    "referrer-policy": "same-origin",
    "permissions-policy": PERMISSIONS,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
# Streamlit lets any site read our static files and its health: no page of ours needs it.
SHARING = (
    "access-control-allow-origin",
    "access-control-allow-credentials",
    "access-control-allow-headers",
    "access-control-allow-methods",
)
# Who sets it decides (the document names its own scripts).
SCRIPTS = "x-script-hashes"


class Headers:
    """Add the headers of safety to every answer, whoever made it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass every demand on; complete its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                message.setdefault("headers", [])
                complete(MutableHeaders(scope=message), scope)
            await send(message)

        await self.app(scope, receive, send_safely)


def complete(headers: MutableHeaders, scope: Scope) -> None:
    """Add to the headers of an answer what browsers must know."""
    for name in SHARING:
        del headers[name]
    for name, text in FIXED.items():
        headers[name] = text
    encrypted = is_encrypted(scope)
    frames = allowed_frames()
    host = headers_of(scope).get("host", "")
    headers["content-security-policy"] = policy(
        headers.get(SCRIPTS, "").split(), frames, host, encrypted=encrypted
    )
    del headers[SCRIPTS]
    # The older header knows no list: whoever is named is told by the policy only.
    if not frames:
        headers["x-frame-options"] = "DENY"
    if encrypted:
        headers["strict-transport-security"] = HSTS
        _secure_cookies(headers)


def allowed_frames() -> tuple[str, ...]:
    """Sites that may frame our pages; none when the settings are at fault."""
    try:
        return read_frames(settings_path())
    except SettingsError:
        return ()


def policy(scripts: Iterable[str], frames: Iterable[str], host: str, *, encrypted: bool) -> str:
    """The Content-Security-Policy of an answer.

    Measured in Chromium on every page (tests/browser): Streamlit imports the code of our
    components from a ``blob:``, reads its messages and draws its maps with WebAssembly, and
    styles its elements in place.
    """
    stream = f"{'wss' if encrypted else 'ws'}://{host}" if HOST.fullmatch(host) else ""
    sources = {
        "default-src": ("'self'",),
        "script-src": (
            "'self'",
            "blob:",
            "'wasm-unsafe-eval'",
            *(f"'{digest}'" for digest in scripts),
        ),
        "style-src": ("'self'", "'unsafe-inline'"),
        "img-src": ("'self'", "data:", "blob:"),
        "font-src": ("'self'", "data:"),
        "connect-src": ("'self'", stream, "data:", "blob:"),
        "worker-src": ("'self'", "blob:"),
        "frame-src": ("'none'",),
        "object-src": ("'none'",),
        "base-uri": ("'self'",),
        "form-action": ("'self'",),
        "frame-ancestors": ("'self'", *frames) if frames else ("'none'",),
    }
    return "; ".join(" ".join((name, *filter(None, of))) for name, of in sources.items())


def script_hashes(html: str) -> str:
    """Digests of the scripts written in a document, as a policy names them."""
    digests = (hashlib.sha256(text.encode()).digest() for text in INLINE_SCRIPT.findall(html))
    return " ".join(f"sha256-{base64.b64encode(digest).decode()}" for digest in digests)


def _secure_cookies(headers: MutableHeaders) -> None:
    """Keep cookies out of what is not encrypted."""
    raw = [
        (name, text + b"; Secure")
        if name.lower() == b"set-cookie" and b"secure" not in text.lower().split(b"; ")
        else (name, text)
        for name, text in headers.raw
    ]
    headers.raw[:] = raw
