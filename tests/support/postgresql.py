"""A real PostgreSQL for the tests: a server of its own, in a folder, stopped with the run."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg
import pytest

from tests.support.patience import PATIENCE_SECONDS

DEBIAN = Path("/usr/lib/postgresql")
USERS = ("postgres", "nobody")
PASSWORD = "secret-de-la-base"
OPTIONS = "-c fsync=off -c max_connections=60 -c shared_buffers=32MB"
NAMES = count(1)


@dataclass(frozen=True)
class PostgreSQL:
    """A server: its programs, its folder, the account that runs it, its port on this machine."""

    programs: Path
    folder: Path
    account: str
    port: int

    def url(self, database: str = "postgres") -> str:
        """Address of a database, with its password."""
        return f"postgresql://observatoire:{PASSWORD}@127.0.0.1:{self.port}/{database}"

    def create(self) -> None:
        """Make the folder of the server; accounts have the password on the network."""
        secret = self.folder / "secret"
        secret.write_text(PASSWORD, encoding="utf-8")
        if os.getuid() == 0:
            for path in (self.folder, secret):
                shutil.chown(path, self.account)
        self._run(
            "initdb", "-D", self._data, "-U", "observatoire", "-A", "scram-sha-256",
            f"--pwfile={secret}", "-E", "UTF8", "--locale=C", "--no-sync",
        )  # fmt: skip

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = f"-p {self.port} -k {self.folder} -h 127.0.0.1 {OPTIONS}"
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", self._data, "-l", log, "-w", "-o", options, "start")

    def stop(self) -> None:
        """Stop it at once, as a machine that goes down."""
        self._run("pg_ctl", "-D", self._data, "-m", "immediate", "-w", "stop")

    def new_database(self) -> str:
        """Address of a new database, empty."""
        name = f"essai_{next(NAMES)}"
        self.ask(f"CREATE DATABASE {name}")
        return self.url(name)

    def ask(self, statement: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """Rows of a statement asked by another program."""
        with closing(psycopg.connect(self.url(database), autocommit=True)) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    @property
    def _data(self) -> str:
        return str(self.folder / "data")

    def _run(self, program: str, *arguments: str) -> None:
        account = self.account if os.getuid() == 0 else None
        subprocess.run(
            [str(self.programs / program), *arguments],
            check=True,
            cwd=self.folder,
            user=account,
            group=pwd.getpwnam(account).pw_gid if account else None,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE_SECONDS,
        )


def programs() -> Path | None:
    """Folder of the newest programs of Debian's package, or of those on the path; None without."""
    folders = [path for path in DEBIAN.glob("*/bin") if (path / "initdb").exists()]
    if folders:
        return max(folders, key=lambda path: int(path.parent.name))
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


@contextmanager
def running() -> Iterator[PostgreSQL]:
    """A server that runs as long as the context; skipped where there is none, never in CI."""
    folder = programs()
    if folder is None:
        why = "PostgreSQL n’est pas sur cette machine (paquet « postgresql »)"
        if os.environ.get("CI") == "true":
            pytest.fail(why)
        pytest.skip(why)
    known = {user.pw_name for user in pwd.getpwall()}
    account = next((name for name in USERS if name in known), "")
    own = Path(tempfile.mkdtemp(prefix="observatoire-pg-"))
    server = PostgreSQL(folder, own, account, free_port())
    try:
        server.create()
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(own, ignore_errors=True)


def free_port() -> int:
    """A port of this machine that nothing uses."""
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
    return port
