"""Try every fault, the long ones too, and write the table of ``docs/fiabilite.md``.

``python -m tests.faults`` (``make faults``); ``--only storage`` runs one theme and writes nothing.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from rich.console import Console
from rich.table import Table

HERE = Path(__file__).resolve().parent
REPORT = HERE.parents[1] / "docs" / "fiabilite.md"
BEGIN, END = "<!-- table : « make faults » -->", "<!-- fin de la table -->"
THEMES = {
    "storage": "Stockage et publication",
    "inputs": "Fichiers déposés",
    "secrecy": "Secret statistique",
    "surface": "Surface du serveur",
    "load": "Charge",
    "store_postgresql": "Plusieurs serveurs",
}
HELD, BROKEN, SKIPPED = "tenu", "ROMPU", "non essayé"


@dataclass(frozen=True)
class Row:
    """A kind of fault: its theme, what is tried, what must happen."""

    theme: str
    tried_fr: str
    expected_fr: str


@dataclass
class Collector:
    """A plugin of pytest that gathers the outcome of each fault, by row."""

    rows: dict[str, Row] = field(default_factory=dict)
    outcomes: dict[Row, list[str]] = field(default_factory=lambda: defaultdict(list))

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Read the rows that the tests declare."""
        for item in session.items:
            mark = item.get_closest_marker("fault")
            if mark is not None:
                theme = Path(item.path).stem.removeprefix("test_")
                self.rows[item.nodeid] = Row(theme, *mark.args)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep what came of a test: of its call, or of what went wrong around it."""
        row = self.rows.get(report.nodeid)
        if row is None or (report.when != "call" and report.passed):
            return
        outcome = {"passed": HELD, "failed": BROKEN, "skipped": SKIPPED}[report.outcome]
        self.outcomes[row].append(outcome)


def result_fr(outcomes: list[str]) -> str:
    """One word for a row, and how many tries it stands for."""
    word = next((word for word in (BROKEN, SKIPPED) if word in outcomes), HELD)
    if word == SKIPPED and HELD in outcomes:
        word = HELD
    tries = f", {len(outcomes)} essais" if len(outcomes) > 1 else ""
    return f"{word}{tries}"


def as_markdown(outcomes: dict[Row, list[str]]) -> str:
    """The table, theme by theme."""
    lines = ["| thème | ce qui est tenté | ce qui doit arriver | résultat |", "|---|---|---|---|"]
    for theme, title in THEMES.items():
        lines += [
            f"| {title} | {row.tried_fr} | {row.expected_fr} | {result_fr(tries)} |"
            for row, tries in outcomes.items()
            if row.theme == theme
        ]
    return "\n".join(lines)


def write_report(table: str) -> None:
    """Put the table in the document, between its two marks."""
    text = REPORT.read_text(encoding="utf-8")
    between = re.compile(f"{re.escape(BEGIN)}.*{re.escape(END)}", re.DOTALL)
    written = between.sub(lambda _: f"{BEGIN}\n\n{table}\n\n{END}", text)
    REPORT.write_text(written, encoding="utf-8")


def print_table(console: Console, outcomes: dict[Row, list[str]]) -> None:
    """Show the table, what broke in red."""
    table = Table("thème", "ce qui est tenté", "ce qui doit arriver", "résultat", show_lines=True)
    for row, tries in outcomes.items():
        style = "red" if BROKEN in tries else ""
        title = THEMES.get(row.theme, row.theme)
        table.add_row(title, row.tried_fr, row.expected_fr, result_fr(tries), style=style)
    console.print(table)


def main() -> int:
    """Run the faults asked for; the exit code is 1 when one of them broke something."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=list(THEMES), metavar="THEME")
    only = parser.parse_args().only
    files = [HERE / f"test_{theme}.py" for theme in only or THEMES]
    present = [str(path) for path in files if path.exists()]
    collector = Collector()
    code = pytest.main([*present, "-m", "", "-q", "-p", "no:cacheprovider"], plugins=[collector])
    print_table(Console(), collector.outcomes)
    if not only:
        write_report(as_markdown(collector.outcomes))
    return int(code != 0)


if __name__ == "__main__":
    sys.exit(main())
