"""A real server on this machine, and demands that no browser would make."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.starlette.starlette_app_utils import (
    create_signed_value,
    generate_xsrf_token_string,
)
from websockets.sync.client import ClientConnection, connect

from etl.settings import Settings
from tests.support.importing import environment
from tests.support.paths import ROOT
from tests.support.patience import PATIENCE_SECONDS

READER, CONTRIBUTOR, ADMINISTRATOR = "lecture@ars.example", "demographie@cdom12.example", "admin"
ROLES = {"anonyme": "", "lecteur": READER, "contributeur": CONTRIBUTOR, "admin": ADMINISTRATOR}
SETTINGS = f"""
[acces]
mode = "serveur"
lecture = "{{reading}}"

[[acces.comptes]]
identifiant = "{READER}"
role = "lecteur"
libelle = "ARS Occitanie"

[[acces.comptes]]
identifiant = "{CONTRIBUTOR}"
role = "contributeur"
territoires = ["DEP-12"]
libelle = "CDOM de l’Aveyron"

[[acces.comptes]]
identifiant = "{ADMINISTRATOR}"
role = "administrateur"
libelle = "Administration"
"""
# Read by every Python at its start: what leaves the machine is written, and refused.
GUARD = """
import os, socket
LOCAL = ("127.0.0.1", "::1", "localhost", "0.0.0.0", "")
def told(what, name):
    with open(os.environ["OUTSIDE"], "a") as log:
        log.write(f"{what} {name}\\n")
    raise OSError("nothing leaves the machine")
def watch(owner, name, place):
    real = getattr(owner, name)
    def watched(*arguments, **options):
        address = arguments[place]
        host = address[0] if isinstance(address, tuple) else address
        if isinstance(host, bytes):
            host = host.decode()
        if host is not None and str(host) not in LOCAL and not str(host).startswith(("/", "\\0")):
            told(name, host)
        return real(*arguments, **options)
    setattr(owner, name, watched)
watch(socket, "getaddrinfo", 0)
class Socket(socket.socket):
    pass
for method in ("connect", "connect_ex"):
    watch(Socket, method, 1)
socket.socket = Socket
"""


@dataclass
class Served:
    """A server: its address, its folder, what signs its cookies."""

    port: int
    folder: Path
    process: subprocess.Popen
    secret: str = field(repr=False)

    @property
    def base(self) -> str:
        """Its address, without a last slash."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def settings(self) -> Path:
        """Its settings file."""
        return self.folder / "reglages.toml"

    @property
    def outside(self) -> str:
        """What tried to leave the machine."""
        path = self.folder / "outside.txt"
        return path.read_text() if path.exists() else ""

    @property
    def log(self) -> str:
        """What it has written."""
        return (self.folder / "server.log").read_text(errors="replace")

    def restrict(self, reading: str = "publique", more: str = "", without: str = "") -> None:
        """Write the settings; ``without`` is an account that is withdrawn."""
        text = SETTINGS.format(reading=reading) + more
        self.settings.write_text(text.replace(f'"{without}"', '"parti@ars.example"'))

    def cookies(self, account: str = "", nonce: str = "") -> dict[str, str]:
        """Cookies of a browser in which this account signed in; none signed when empty."""
        cookies = {"_streamlit_xsrf": generate_xsrf_token_string()}
        if account:
            who = {"email": account, "email_verified": True} if "@" in account else {}
            claims = {"sub": account, "nonce": nonce or secrets.token_hex(8), **who}
            signed = {**claims, "origin": self.base, "is_logged_in": True}
            name = "_streamlit_user"
            cookies[name] = create_signed_value(self.secret, name, json.dumps(signed)).decode()
        return cookies

    def ask(self, method: str, path: str, **options: object) -> httpx.Response:
        """Ask for something, without following where it leads."""
        timeout = PATIENCE_SECONDS
        return httpx.request(method, f"{self.base}{path}", timeout=timeout, **options)  # type: ignore[arg-type]

    def memory_mb(self) -> float:
        """Memory of the process, in MB."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1_048_576

    @contextmanager
    def visit(
        self, page: str = "", cookies: Mapping[str, str] | None = None, **headers: str
    ) -> Iterator[Visit]:
        """Open a page by its websocket, until its first run is over."""
        cookies = self.cookies() if cookies is None else cookies
        text = "; ".join(f"{name}={value}" for name, value in cookies.items())
        asked = {"Origin": self.base, "Cookie": text} | headers
        address = f"ws://127.0.0.1:{self.port}/_stcore/stream"
        with connect(
            address,
            additional_headers=asked,
            subprotocols=["streamlit", cookies["_streamlit_xsrf"]],  # type: ignore[list-item]
            max_size=None,
            open_timeout=PATIENCE_SECONDS,
        ) as opened:
            visit = Visit(opened, page, dict(cookies))
            visit.run()
            yield visit


@dataclass
class Visit:
    """A page opened by its websocket: what the server sent of it."""

    socket: ClientConnection
    page: str
    cookies: dict[str, str]
    session_id: str = ""
    script: str = ""
    query: str = ""
    texts: list[str] = field(default_factory=list)
    fragments: set[str] = field(default_factory=set)
    files: dict[str, str] = field(default_factory=dict)

    def run(self, fragment_id: str = "", pressed: str = "") -> str:
        """Run the page again, or a fragment of it: all the texts that came."""
        self.texts = []
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string = self.query
        asked.page_script_hash = self.script
        asked.fragment_id = fragment_id
        asked.page_name = "" if self.script else self.page
        if pressed:
            asked.widget_states.widgets.add(id=pressed, trigger_value=True)
        self._send(message)
        while self._read() != "script_finished":
            pass
        return "\n".join(self.texts)

    def addresses(self, count: int = 1) -> list[str]:
        """Addresses of files to send, as a page asks for them."""
        message = BackMsg()
        message.file_urls_request.request_id = "demande"
        message.file_urls_request.file_names.extend(f"{rank}.csv" for rank in range(count))
        message.file_urls_request.session_id = self.session_id
        self._send(message)
        while self._read() != "file_urls_response":
            pass
        return [item.upload_url for item in self.answer.file_urls_response.file_urls]

    def document(self, file_id: str) -> tuple[str, str]:
        """Address of a file made for a button, and why it was refused."""
        message = BackMsg()
        request = message.backend_operation_request
        request.request_id, request.session_id = "demande", self.session_id
        request.deferred_file.file_id = file_id
        self._send(message)
        while self._read() != "backend_operation_response":
            pass
        answer = self.answer.backend_operation_response
        return answer.deferred_file.url, answer.error_msg

    def _send(self, message: BackMsg) -> None:
        self.socket.send(message.SerializeToString())

    def _read(self) -> str:
        self.answer = ForwardMsg.FromString(self.socket.recv(timeout=PATIENCE_SECONDS))  # type: ignore[arg-type]
        kind = self.answer.WhichOneof("type")
        if kind == "new_session":
            self.session_id = self.answer.new_session.initialize.session_id
            self.script = self.answer.new_session.page_script_hash
        elif kind == "navigation":
            self.script = self.answer.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = self.answer.page_info_changed.query_string
        elif kind == "delta":
            delta = self.answer.delta
            if delta.fragment_id:
                self.fragments.add(delta.fragment_id)
            button = delta.new_element.download_button
            if button.deferred_file_id:
                self.files[button.label] = button.deferred_file_id
            self.texts.append(str(delta))
        return str(kind)


@contextmanager
def serving(
    folder: Path, warehouse: Settings, *, descriptors: int = 0, secured: bool = True
) -> Iterator[Served]:
    """Run the server from a folder of its own; ``descriptors`` limits those of the process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    secret = secrets.token_hex(32)
    (folder / ".streamlit").mkdir(parents=True)
    shutil.copy(ROOT / ".streamlit" / "config.toml", folder / ".streamlit")
    (folder / "sitecustomize.py").write_text(GUARD)
    if secured:
        (folder / ".streamlit" / "secrets.toml").write_text(
            f'[auth]\nredirect_uri = "http://127.0.0.1:{port}/oauth2callback"\n'
            f'cookie_secret = "{secret}"\nclient_id = "a"\nclient_secret = "b"\n'
            'server_metadata_url = "http://127.0.0.1:9/.well-known/openid-configuration"\n'
        )
    variables = {
        "PYTHONPATH": os.pathsep.join([str(folder), str(ROOT)]),
        "MSU_SETTINGS": str(folder / "reglages.toml"),
        "MSU_LOCAL": str(folder / "local"),
        "MSU_RAW": str(folder / "raw"),
        "OUTSIDE": str(folder / "outside.txt"),
    }
    command = [sys.executable, "-m", "dashboard", "serve", "--port", str(port)]
    if descriptors:
        command = ["bash", "-c", f'ulimit -n {descriptors}; exec "$@"', "bash", *command]
    with (folder / "server.log").open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=os.environ | environment(warehouse) | variables,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    served = Served(port, folder, process, secret)
    served.restrict() if secured else served.settings.touch()
    try:
        _wait(served)
        yield served
    finally:
        process.terminate()
        try:
            process.wait(timeout=PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(served: Served) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and served.process.poll() is None:
        try:
            if served.ask("GET", "/_stcore/health").status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise AssertionError(f"the server did not start:\n{served.log[-2000:]}")
