"""``reglages.toml``: the build and the page read the same file in the same way."""

from __future__ import annotations

import pytest

from dashboard.access.settings import read_access
from etl.settings import Settings

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
CHOICES = '[acces]\nmode = "serveur"\nlecture = "publique"\n\n[secret]\nseuil = 7\n'


@pytest.fixture
def saved_by_notepad(tmp_path):
    path = tmp_path / "reglages.toml"
    path.write_bytes(BYTE_ORDER_MARK + CHOICES.replace("\n", "\r\n").encode())
    return path


def test_a_file_saved_by_notepad_builds_and_serves(saved_by_notepad):
    assert Settings(choices=saved_by_notepad).secrecy_threshold() == 7
    assert read_access(saved_by_notepad).mode == "serveur"
