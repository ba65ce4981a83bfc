"""Every fault has its row in the table of docs/fiabilite.md, and a broken one is red."""

from __future__ import annotations

import ast

import pytest

from tests.faults import __main__ as faults
from tests.faults.__main__ import BROKEN, HELD, SKIPPED, Row, as_markdown, result_fr, write_report
from tests.support.paths import ROOT

FILES = sorted((ROOT / "tests" / "faults").glob("test_*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_of_faults_has_rows_under_a_theme_of_the_table(path):
    marks = [
        [argument.value for argument in call.args]
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "pytest.mark.fault"
    ]
    assert marks
    assert all(len(texts) == 2 and all(texts) for texts in marks)
    assert path.stem.removeprefix("test_") in faults.THEMES


@pytest.mark.parametrize(
    ("outcomes", "told"),
    [
        ([HELD], "tenu"),
        ([HELD] * 3, "tenu, 3 essais"),
        ([HELD, BROKEN], "ROMPU, 2 essais"),
        ([SKIPPED], "non essayé"),
        ([HELD, SKIPPED], "tenu, 2 essais"),
        ([SKIPPED, BROKEN], "ROMPU, 2 essais"),
    ],
)
def test_a_row_says_its_worst_outcome(outcomes, told):
    assert result_fr(outcomes) == told


def test_the_table_takes_its_place_in_the_document(monkeypatch, tmp_path):
    report = tmp_path / "fiabilite.md"
    text = (ROOT / "docs" / "fiabilite.md").read_text(encoding="utf-8")
    report.write_text(text, encoding="utf-8")
    monkeypatch.setattr(faults, "REPORT", report)
    for outcome in (HELD, BROKEN):
        write_report(as_markdown({Row("storage", "couper la base", "rien ne change"): [outcome]}))
        written = report.read_text(encoding="utf-8")
        row = f"| Stockage et publication | couper la base | rien ne change | {outcome} |"
        assert written.count(row) == 1
        assert written.startswith(text.partition("<!--")[0])
