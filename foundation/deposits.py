"""Files that visitors give, for the time it takes to read them: none is left behind."""

from __future__ import annotations

import hashlib
import os
import shutil
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath

PREFIX = "observatoire-depot-"
WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
# A machine that is not this one may share the folder: its files are judged by their age.
DAY_IN_SECONDS = 86_400


@contextmanager
def deposited(name: str, content: bytes) -> Iterator[Path]:
    """The file in a folder that only this account reads, under a name of our own."""
    suffix = PurePath(name).suffix.lower()
    with tempfile.TemporaryDirectory(prefix=_prefix(), ignore_cleanup_errors=True) as folder:
        path = Path(folder) / f"depot{suffix if suffix in WORKBOOKS else '.csv'}"
        path.write_bytes(content)
        yield path


@contextmanager
def swept_deposits() -> Iterator[None]:
    """Remove what a server that was killed left behind; then, at the end, what this one would."""
    sweep()
    try:
        yield
    finally:
        for folder in _deposits():
            if folder.name.startswith(_prefix()):
                shutil.rmtree(folder, ignore_errors=True)


def sweep() -> None:
    """Remove the deposits of the processes that are no more, this one having made none yet."""
    for folder in _deposits():
        if _is_left(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _prefix() -> str:
    return f"{PREFIX}{_host()}-{os.getpid()}-"


def _host() -> str:
    """The machine, or the container, in a few letters."""
    return hashlib.sha256(socket.gethostname().encode()).hexdigest()[:8]


def _deposits() -> Iterator[Path]:
    """Folders of deposits that this account made."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        try:
            status = folder.lstat()
        except OSError:
            continue
        is_ours = not hasattr(os, "getuid") or status.st_uid == os.getuid()
        if is_ours and folder.is_dir() and not folder.is_symlink():
            yield folder


def _is_left(folder: Path) -> bool:
    """Whether no process reads a deposit any more."""
    host, _, rest = folder.name.removeprefix(PREFIX).partition("-")
    number = rest.partition("-")[0]
    if host == _host() and number.isdecimal():
        # A server that starts has no deposit: one of its number is of an earlier server.
        return int(number) == os.getpid() or not _is_alive(int(number))
    return time.time() - folder.lstat().st_mtime > DAY_IN_SECONDS


def _is_alive(number: int) -> bool:
    """Whether a process has this number; where asking would stop it, it is taken to be there."""
    if os.name == "nt":
        return True
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
