"""The nginx of ``deploy/``, run on this machine in a folder, without what only root may do."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.paths import ROOT
from tests.support.patience import PATIENCE_SECONDS

SYSTEM = "/usr/sbin"
TWO = ROOT / "deploy" / "nginx-two.conf"


def program() -> str:
    """The program; skipped where there is none, never in CI."""
    path = shutil.which("nginx", path=os.pathsep.join([os.environ.get("PATH", ""), SYSTEM]))
    if path is None:
        why = "nginx n’est pas sur cette machine (paquet « nginx-light »)"
        if os.environ.get("CI") == "true":
            pytest.fail(why)
        pytest.skip(why)
    return path


def configured(folder: Path, conf: Path, port: int, servers: Sequence[int]) -> Path:
    """Write in a folder a configuration of ``deploy/``, on this port, for these servers.

    Only addresses and paths are changed: TLS is left when the port is 0, for « nginx -t ».
    """
    text = conf.read_text(encoding="utf-8")
    for rank, server in enumerate(servers, start=1):
        text = text.replace(f"app{rank}:8501", f"127.0.0.1:{server}")
    text = text.replace("/var/log/nginx/", f"{folder}/").replace("/etc/nginx/tls/", f"{folder}/")
    (folder / "mime.types").write_text("types { text/html html; }\n", encoding="utf-8")
    text = text.replace("/etc/nginx/mime.types", f"{folder}/mime.types")
    if port:
        lines = [line for line in text.splitlines() if "ssl_" not in line]
        text = "\n".join(lines).replace("listen 443 ssl http2", f"listen 127.0.0.1:{port}")
        text = text.replace("; Secure'", "'").replace(
            "listen 80 default_server", f"listen unix:{folder}/plain"
        )
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"    {kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    text = text.replace("http {\n", f"http {{\n{temporary}", 1)
    # The workers need no account of the system: root's own folder is not theirs.
    text = f"daemon off;\nuser {_user()};\npid {folder}/pid;\nerror_log {folder}/error.log;\n{text}"
    path = folder / "nginx.conf"
    path.write_text(text, encoding="utf-8")
    return path


def _user() -> str:
    return "root" if os.getuid() == 0 else "nobody"


@contextmanager
def proxy(folder: Path, port: int, servers: Sequence[int]) -> Iterator[subprocess.Popen[bytes]]:
    """Run nginx in front of servers of this machine."""
    path = configured(folder, TWO, port, servers)
    process = subprocess.Popen([program(), "-p", str(folder), "-c", str(path)])
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE_SECONDS)
