"""The servers measured: the dashboard and the pages of the bench, with the same settings."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from etl.settings import Settings
from tests.support.importing import environment
from tests.support.paths import ROOT

APPS = Path(__file__).parent / "apps"
GEOMETRY = ROOT / "data" / "reference" / "geometry" / "departements_carto.geojson"
# A map of the world without anything in it.
EMPTY_TOPOLOGY = '{"type":"Topology","arcs":[],"objects":{}}'
START_TIMEOUT = 60
PAGES = {"floor": "floor.py", "alone": "map_alone.py", "plotly": "plotly_maps.py"}


@dataclass(frozen=True)
class Server:
    """A running server."""

    pid: int
    port: int

    @property
    def url(self) -> str:
        """Address of its first page."""
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def running_servers() -> Iterator[dict[str, Server]]:
    """The dashboard (« ours »), the floor, our maps alone and the plotly maps."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="bench-")))
        servers = {"ours": stack.enter_context(_running("dashboard.asgi:app", ROOT, folder))}
        for name, page in PAGES.items():
            home = _home(folder / name, page)
            servers[name] = stack.enter_context(_running("served:app", home, folder))
        yield servers


@contextmanager
def server_of(settings: Settings, logs: Path) -> Iterator[Server]:
    """The dashboard on an installation of its own."""
    with _running("dashboard.asgi:app", ROOT, logs, environment(settings)) as server:
        yield server


def cpu_seconds(server: Server) -> float | None:
    """Processor time of a server since its start; None where the system does not tell."""
    try:
        fields = Path(f"/proc/{server.pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return None
    user, system = fields.rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _home(folder: Path, page: str) -> Path:
    """Folder of a page: its script, our configuration and the outlines."""
    outlines = folder / "static" / "geo"
    topology = folder / "static" / "topo"
    for directory in (outlines, topology):
        directory.mkdir(parents=True)
    shutil.copytree(ROOT / ".streamlit", folder / ".streamlit")
    shutil.copy(APPS / page, folder / "page.py")
    shutil.copy(APPS / "served.py", folder)
    shutil.copy(GEOMETRY, outlines / "departements.geojson")
    for ours in (ROOT / "data" / "warehouse" / "geometry").glob("*.json"):
        shutil.copy(ours, outlines)
    (topology / "world_110m.json").write_text(EMPTY_TOPOLOGY, encoding="utf-8")
    return folder


@contextmanager
def _running(
    application: str, folder: Path, logs: Path, variables: Mapping[str, str] | None = None
) -> Iterator[Server]:
    port = _free_port()
    log = logs / f"{port}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "uvicorn", application),
                *("--host", "127.0.0.1", "--port", str(port)),
                *("--log-level", "warning", "--no-access-log"),
            ],
            cwd=folder,
            env=_environment(variables or os.environ),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            server = Server(process.pid, port)
            _wait_until_up(server, process, log)
            yield server
        finally:
            process.terminate()
            process.wait(timeout=START_TIMEOUT)


def _environment(variables: Mapping[str, str]) -> Mapping[str, str]:
    inherited = os.environ.get("PYTHONPATH")
    paths = [str(ROOT), *([inherited] if inherited else [])]
    return {**variables, "PYTHONPATH": os.pathsep.join(paths)}


def _wait_until_up(server: Server, process: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{server.url}/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    tail = log.read_text(encoding="utf-8", errors="replace")[-2000:]
    raise RuntimeError(f"the server on port {server.port} did not start:\n{tail}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
