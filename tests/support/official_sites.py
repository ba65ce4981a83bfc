"""A server of this machine that stands for the official sites, faults included."""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv4Address
from pathlib import Path, PurePosixPath
from threading import Event, Thread
from typing import Any
from urllib.parse import urlsplit

from etl.declared.connectors import Connector, load_connectors
from tests.support.certificates import write_certificate
from tests.support.official_faults import PAGE, SPECIMENS
from tests.support.paths import DATA

CONNECTORS = {item.connector_id: item for item in load_connectors(DATA)}
DATASETS = {item.dataset: name for name, item in CONNECTORS.items()}
RESOURCES = {
    name: f"11111111-2222-3333-4444-{rank:012d}"
    for rank, (name, item) in enumerate(CONNECTORS.items())
    if not item.portal
}
# Titles of the files of a data set: that of the source, then others that are not.
TITLES = {
    "drees-medecins": (
        "Médecins RPPS 2012-2026.xlsx",
        "Infirmiers RPPS 2012-2026.xlsx",
        "Notice des médecins RPPS",
    ),
    "rpps-personnes": (
        "ps-libreacces-personne-activite.txt",
        "ps-libreacces-savoirfaire.txt",
        "ps-libreacces-dipl-autexerc.txt",
    ),
}
HOSTS = {
    "https://www.data.gouv.fr/": "datagouv/",
    "https://static.data.gouv.fr/": "static/",
    "https://data.ameli.fr/": "ameli/",
    "https://data.drees.solidarites-sante.gouv.fr/": "drees/",
}
RELEASED = datetime(2026, 7, 2, 8, 0, tzinfo=UTC)


@dataclass
class Sites:
    """What the sites hold and how they fail; the requests that they were asked.

    ``faults`` are taken in turn by the requests for the file of a source: a status, or one of
    « slow », « cut », « page », « empty », « loop »; « ok » answers. ``sent_n`` counts the bytes of
    the last file, over its tries.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    faults: dict[str, list[int | str]] = field(default_factory=dict)
    sent_n: int = 0
    requests: list[str] = field(default_factory=list)
    released: datetime = RELEASED
    catalogue_fault: int | None = None
    has_validators: bool = True
    retry_after: str = "2"
    release: Event = field(default_factory=Event)
    url: str = ""

    def files_asked(self) -> list[str]:
        """Requests for the files themselves, not for the catalogues."""
        return [path for path in self.requests if _connector_of(path) is not None]

    @property
    def mirrors(self) -> dict[str, str]:
        """What replaces the beginnings of the official addresses."""
        return {start: f"{self.url}/{name}" for start, name in HOSTS.items()}


@cache
def every_file() -> dict[str, bytes]:
    """The invented file of each source."""
    return {name: specimen.content() for name, specimen in SPECIMENS.items()}


@contextmanager
def official_sites(folder: Path | None = None) -> Iterator[Sites]:
    """Serve the invented files of every source; over TLS, with a new certificate, in a folder."""
    sites = Sites(dict(every_file()))

    class Handler(_Handler):
        pass

    Handler.sites = sites
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    scheme = "http"
    if folder is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(
            *write_certificate(folder, "site", "127.0.0.1", IPv4Address("127.0.0.1"))
        )
        server.socket = context.wrap_socket(server.socket, server_side=True)
        scheme = "https"
    sites.url = f"{scheme}://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield sites
    finally:
        sites.release.set()
        server.shutdown()
        thread.join()
        server.server_close()


def _connector_of(path: str) -> str | None:
    """The source whose file a path is."""
    if path.startswith("/static/"):
        return PurePosixPath(path).stem
    if "/exports/csv" in path or "/attachments/" in path:
        return DATASETS[path.split("/datasets/")[1].split("/")[0]]
    return None


def _source_of_resource(resource: str) -> str:
    """The source that a resource is of: the newest one, or that of the last known address."""
    return next(
        name
        for name, number in RESOURCES.items()
        if resource == number or CONNECTORS[name].address.endswith(resource)
    )


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    sites: Sites

    def log_message(self, *_: Any) -> None:
        """Say nothing on the output of the tests."""

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        self.sites.requests.append(path)
        connector_id = _connector_of(path)
        if connector_id is not None:
            self._file(connector_id)
        elif path.startswith("/datagouv/api/1/datasets/r/"):
            name = _source_of_resource(path.rsplit("/", 1)[-1])
            folder = "https://static.data.gouv.fr/resources/demo/20260702"
            target = f"{folder}/{name}.{CONNECTORS[name].format}"
            self._answer(302, b"", {"location": target})
        elif self.sites.catalogue_fault:
            self._answer(self.sites.catalogue_fault, b"")
        elif path.startswith("/datagouv/"):
            self._json(self._dataset(DATASETS[path.rstrip("/").rsplit("/", 1)[-1]]))
        else:
            dataset = path.rsplit("/", 1)[-1]
            default = {"title": dataset, "data_processed": self.sites.released.isoformat()}
            self._json({"dataset_id": dataset, "metas": {"default": default}})

    def _dataset(self, name: str) -> dict[str, Any]:
        """A data set of data.gouv.fr: the file of a source, its former edition, other files."""
        source, newest = CONNECTORS[name], RESOURCES[name]

        def resource(number: str, title: str, format_id: str, age_days: int = 0) -> dict[str, Any]:
            target = number if number == newest else "autre"
            return {
                "id": number,
                "title": title,
                "format": format_id,
                "url": "https://static.data.gouv.fr/resources/demo/x",
                "latest": f"https://www.data.gouv.fr/api/1/datasets/r/{target}",
                "last_modified": (self.sites.released - timedelta(days=age_days)).isoformat(),
                "filesize": len(self.sites.files[name]),
                "checksum": None,
            }

        title, sibling, notice = TITLES[name]
        return {
            "resources": [
                resource("0", title, source.format, age_days=365),
                resource(newest, title, source.format),
                resource("2", sibling, source.format),
                resource("3", notice, "pdf"),
            ]
        }

    def _file(self, connector_id: str) -> None:
        content = self.sites.files[connector_id]
        faults = self.sites.faults.get(connector_id) or ["ok"]
        fault = faults.pop(0) if len(faults) > 1 else faults[0]
        if isinstance(fault, int):
            self._answer(
                fault, b"", {"retry-after": self.sites.retry_after} if fault == 429 else {}
            )
        elif fault == "loop":
            self._answer(302, b"", {"location": self.path})
        elif fault in ("page", "empty"):
            self._answer(200, PAGE if fault == "page" else b"", {"content-type": "text/html"})
        else:
            self._content(content, str(fault))

    def _content(self, content: bytes, fault: str) -> None:
        """Send a file, or what is asked of it; in part when it is cut, and slowly when slow."""
        etag = f'"{sha256(content).hexdigest()[:16]}"'
        headers = {"content-type": "application/octet-stream"}
        if self.sites.has_validators:
            headers |= {"etag": etag, "last-modified": format_datetime(RELEASED, usegmt=True)}
            if self.headers.get("if-none-match") == etag:
                self._answer(304, b"", headers)
                return
        start, status = 0, 200
        asked = self.headers.get("range", "")
        if asked and self.headers.get("if-range", etag) == etag:
            first, _, last = asked.removeprefix("bytes=").partition("-")
            start, status = int(first), 206
            end = min(int(last) + 1, len(content)) if last else len(content)
            headers["content-range"] = f"bytes {start}-{end - 1}/{len(content)}"
            content = content[:end]
        body = content[start:]
        self.send_response(status)
        for name, value in (headers | {"content-length": str(len(body))}).items():
            self.send_header(name, value)
        self.end_headers()
        if fault == "slow":
            self.sites.release.wait(5)
            self.close_connection = True
        elif fault == "cut":
            self._send(body[: len(body) // 2])
            self.close_connection = True
        else:
            self._send(body)

    def _send(self, body: bytes) -> None:
        self.sites.sent_n += len(body)
        self.wfile.write(body)

    def _json(self, document: object) -> None:
        self._answer(200, json.dumps(document).encode(), {"content-type": "application/json"})

    def _answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {**(headers or {}), "content-length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def network_settings(
    sites: Sites, authority: Path | None = None, *, silence_seconds: int = 60
) -> str:
    """The section of the settings file that sends every request to these sites."""
    lines = ["[connecteurs]", f"delai_secondes = {silence_seconds}"]
    if authority is not None:
        lines.append(f'autorite = "{authority}"')
    mirrors = [f'"{start}" = "{to}"' for start, to in sites.mirrors.items()]
    return "\n".join([*lines, "[connecteurs.miroirs]", *mirrors, ""])


def connector(connector_id: str) -> Connector:
    """A source as it is declared."""
    return CONNECTORS[connector_id]
