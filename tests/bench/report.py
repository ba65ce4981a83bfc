"""The report: a table on the terminal, the same in Markdown, and every sample in a file."""

from __future__ import annotations

import json
import os
import platform
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench.budgets import LINES, Line, is_met, value_of
from tests.bench.samples import PLOTLY, Samples

RESULTS = Path(__file__).parent / "results"
HEADER = ("what", "ours", "floor", "plotly", "ours / floor", "budget", "met")
VERDICTS = {True: "yes", False: "NO", None: ""}


@dataclass(frozen=True)
class Run:
    """One run: its samples and what it ran on."""

    samples: Samples
    environment: dict[str, str]

    def save(self) -> Path:
        """Write the run under its date."""
        RESULTS.mkdir(exist_ok=True)
        path = RESULTS / f"{datetime.now().astimezone():%Y-%m-%dT%H%M%S}.json"
        plain = {"environment": self.environment, **self.samples.as_json()}
        path.write_text(json.dumps(plain, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        return path

    @classmethod
    def load(cls, path: Path) -> Run:
        """Read a run back."""
        plain = json.loads(path.read_text(encoding="utf-8"))
        return cls(Samples.from_json(plain), plain["environment"])


def describe_environment(browser_version: str | None, rounds: int) -> dict[str, str]:
    """What the figures depend on."""
    return {
        "date": f"{datetime.now().astimezone():%Y-%m-%d}",
        "rounds": str(rounds),
        "cores": str(os.cpu_count()),
        "python": platform.python_version(),
        "streamlit": version("streamlit"),
        "plotly": version("plotly"),
        "chromium": browser_version or "not run",
    }


def latest_run() -> Path | None:
    """File of the last run saved."""
    return max(RESULTS.glob("*.json"), default=None)


def rows(samples: Samples) -> list[tuple[str, ...]]:
    """Cells of the table, one row per line that was measured."""
    return [row for line in LINES if (row := _row(samples, line))]


def print_table(run: Run, console: Console) -> None:
    """Print the run for the terminal."""
    table = Table(*HEADER)
    for row in rows(run.samples):
        style = {"NO": "red", "yes": "green"}.get(row[-1])
        table.add_row(*row[:-1], f"[{style}]{row[-1]}[/]" if style else "")
    console.print(table)
    for measure, reason in run.samples.skipped.items():
        console.print(f"not measured: {measure}, {reason}")


def as_markdown(run: Run) -> str:
    """The run as the table of docs/performance.md."""
    about = ", ".join(f"{name} {value}" for name, value in run.environment.items())
    lines = [
        "| " + " | ".join(HEADER) + " |",
        "| --- |" + " ---: |" * (len(HEADER) - 2) + " --- |",
        *("| " + " | ".join(row) + " |" for row in rows(run.samples)),
        "",
        f"Run of {about}.",
        *(f"Not measured: {name}, {reason}." for name, reason in run.samples.skipped.items()),
    ]
    return "\n".join(lines)


def _row(samples: Samples, line: Line) -> tuple[str, ...] | None:
    ours, floor, plotly = (
        value_of(samples, line, contender) for contender in (line.contender, line.floor, PLOTLY)
    )
    if ours is None:
        return None
    return (
        line.what,
        _number(ours, line.unit),
        _number(floor, line.unit),
        _number(plotly, line.unit),
        f"{ours / floor:.2f}" if floor else "",
        _budget(line),
        VERDICTS[is_met(line, ours, floor)],
    )


def _number(value: float | None, unit: str) -> str:
    if value is None:
        return ""
    decimals = 0 if value >= 100 or not unit else 1
    return f"{value:.{decimals}f} {unit}".strip()


def _budget(line: Line) -> str:
    if line.limit is None:
        return ""
    sign = "≥" if line.at_least else "≤"
    unit = "× floor" if line.against == "floor" else line.unit
    return f"{sign} {line.limit:g} {unit}".strip()
