"""Every fragment goes through the wrapper that reads the rights again at each of its runs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.support.paths import ROOT

WRAPPER = ROOT / "dashboard" / "ui" / "fragment.py"
MADE = re.compile(r"\bst\.fragment\b|from streamlit import .*\bfragment\b")


def test_only_the_wrapper_makes_fragments():
    sources = {*(ROOT / "dashboard").rglob("*.py")} - {WRAPPER}
    makers = [path.name for path in sources if MADE.search(path.read_text(encoding="utf-8"))]
    assert makers == []
    assert len(MADE.findall(WRAPPER.read_text(encoding="utf-8"))) == 1


def test_the_linter_refuses_another_one():
    done = subprocess.run(
        [
            str(Path(sys.executable).parent / "ruff"),
            *("check", "--select", "TID251", "--stdin-filename", "dashboard/views/a.py", "-"),
        ],
        input="import streamlit as st\n\n\n@st.fragment\ndef draw() -> None: ...\n",
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert "streamlit.fragment" in done.stdout
