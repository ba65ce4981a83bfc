"""What a request says of itself: headers, cookies, address, site, TLS."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.types import Scope

from dashboard.access.rights import Origin
from dashboard.access.settings import configured_access, public_address
from foundation.settings_file import SettingsError

DEFAULT_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}


def headers_of(scope: Scope) -> dict[str, str]:
    """Headers by small name; the last one wins when a name is repeated."""
    return {
        name.decode("latin-1").lower(): text.decode("latin-1") for name, text in scope["headers"]
    }


def count_of(scope: Scope, name: bytes) -> int:
    """How many times a header is there."""
    return sum(key.lower() == name for key, _ in scope["headers"])


def cookies_of(scope: Scope) -> Mapping[str, str]:
    """Cookies by name."""
    return HTTPConnection({**scope, "type": "http"}).cookies


def address_of(scope: Scope) -> str:
    """Address at the other end, empty when the server does not know it."""
    client = scope.get("client")
    return str(client[0]) if client else ""


def origin_of(scope: Scope) -> Origin:
    """Where a request comes from, as the rights read it."""
    return Origin(address_of(scope) or None, headers_of(scope))


def site_of(address: str) -> tuple[str, str, int | None] | None:
    """Scheme, host and port of an address, in small letters; None when it is not one."""
    try:
        parts = urlsplit(address)
        port = parts.port or DEFAULT_PORTS.get(parts.scheme)
    except ValueError:
        return None
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname or parts.username is not None:
        return None
    return parts.scheme, parts.hostname.rstrip("."), port


def configured_site() -> str:
    """Public address of the settings, empty when none is set or the file is at fault."""
    try:
        return public_address()
    except SettingsError:
        return ""


def _is_server() -> bool:
    try:
        return configured_access().mode == "serveur"
    except SettingsError:
        return False


def is_encrypted(scope: Scope) -> bool:
    """Whether the visitor speaks to this server, or to the proxy before it, by TLS.

    A visitor who claims it without being behind a proxy only gets cookies that it cannot use.
    """
    headers = headers_of(scope)
    if scope.get("scheme") in ("https", "wss"):
        return True
    if headers.get("x-forwarded-proto", "").partition(",")[0].strip() == "https":
        return True
    site = site_of(configured_site())
    asked = site_of(f"https://{headers.get('host', '')}")
    return site is not None and site == asked


def own_sites(scope: Scope) -> set[tuple[str, int | None]]:
    """Hosts and ports under which a page of this server may have been opened.

    The name that a proxy was asked for counts in mode « serveur »: in mode « poste » there is no
    proxy, and whoever writes this header only claims to be one.
    """
    headers = headers_of(scope)
    hosts = [headers.get("host", "")]
    forwarded = headers.get("x-forwarded-host", "").partition(",")[0].strip()
    if forwarded and _is_server():
        hosts.append(forwarded)
    # Both default ports: a proxy that ends the encryption may not say so.
    sites = [
        site_of(f"{scheme}://{host}") for host in hosts if host for scheme in ("http", "https")
    ]
    sites.append(site_of(configured_site()))
    return {(site[1], site[2]) for site in sites if site is not None}


def is_own_origin(origin: str, scope: Scope) -> bool:
    """Whether an origin is that of our own pages."""
    site = site_of(origin)
    if site is None or site[0] not in ("http", "https") or urlsplit(origin).path not in ("", "/"):
        return False
    return (site[1], site[2]) in own_sites(scope)


def comes_from_own_page(scope: Scope) -> bool:
    """Whether a page of ours asked: the browser says so, or names the page that asked."""
    headers = headers_of(scope)
    fetched_from = headers.get("sec-fetch-site")
    if fetched_from is not None:
        return fetched_from == "same-origin"
    origin = headers.get("origin")
    if origin is not None:
        return is_own_origin(origin, scope)
    page = site_of(headers.get("referer", ""))
    return page is not None and (page[1], page[2]) in own_sites(scope)
