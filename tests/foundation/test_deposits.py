"""Files that visitors give leave nothing behind, whatever ends the server."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from foundation import deposits
from foundation.deposits import deposited, swept_deposits


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(deposits.tempfile, "gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(deposits.tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_a_deposit_lasts_as_long_as_its_reading(folder):
    with deposited("msu.XLSX", b"octets") as path:
        assert path.read_bytes() == b"octets"
        assert path.suffix == ".xlsx"
        assert path.parent.stat().st_mode & 0o077 == 0
    assert not list(folder.iterdir())


def test_what_a_killed_server_left_is_removed_at_the_next_start(folder):
    dead = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True
    ).stdout.strip()
    left = folder / f"{deposits.PREFIX}{deposits._host()}-{dead}-abc"
    left.mkdir()
    (left / "depot.csv").write_text("12;2024;61")
    with swept_deposits():
        assert not left.exists()


def test_a_server_that_restarts_under_the_same_number_removes_what_it_left(folder):
    left = folder / f"{deposits.PREFIX}{deposits._host()}-{os.getpid()}-abc"
    left.mkdir()
    with swept_deposits():
        assert not left.exists()


def test_the_deposits_of_a_server_that_runs_are_left_alone(folder):
    live = folder / f"{deposits.PREFIX}{deposits._host()}-{os.getppid()}-abc"
    live.mkdir()
    elsewhere = folder / f"{deposits.PREFIX}autrehot-7-abc"
    elsewhere.mkdir()
    with swept_deposits():
        pass
    assert live.exists() and elsewhere.exists()


def test_what_was_left_elsewhere_goes_with_time(folder):
    old = time.time() - 2 * deposits.DAY_IN_SECONDS
    for name in ("autrehot-7-abc", "ancien"):
        left = folder / f"{deposits.PREFIX}{name}"
        left.mkdir()
        os.utime(left, (old, old))
    with swept_deposits():
        assert not list(folder.iterdir())


def test_a_server_that_stops_removes_what_is_being_read(folder):
    with swept_deposits():
        reading = deposited("msu.csv", b"octets")
        path = reading.__enter__()
        assert path.exists()
    assert not list(folder.iterdir())
    reading.__exit__(None, None, None)


def test_a_link_is_not_followed(folder):
    kept = folder / "ailleurs"
    kept.mkdir()
    (folder / f"{deposits.PREFIX}{deposits._host()}-999999-x").symlink_to(kept)
    with swept_deposits():
        pass
    assert kept.exists()
