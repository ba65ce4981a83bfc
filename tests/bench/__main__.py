"""``python -m tests.bench``: measure, print the ratios, keep every sample."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Error as PlaywrightError
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from dashboard.queries.cache import NoWarehouseError, served_build
from tests.bench.briefs import measure_briefs
from tests.bench.browser import BrowserMissingError, chromium
from tests.bench.changes import WARM_UP_ROUNDS, measure_changes
from tests.bench.estimate import measure_estimate
from tests.bench.etl_build import measure_etl_build
from tests.bench.lines import measure_lines, ticks
from tests.bench.load import PAGES, measure_cpu, measure_load
from tests.bench.official import measure_official
from tests.bench.official_readers import TASKS
from tests.bench.paints import VISITS, measure_paints
from tests.bench.report import Run, as_markdown, describe_environment, latest_run, print_table
from tests.bench.samples import Samples
from tests.bench.servers import Server, running_servers

Tick = Callable[[], None]
PARTS = ("paints", "changes", "lines", "cpu", "load", "etl", "official", "estimate", "brief")
ROUNDS, QUICK_ROUNDS = 7, 3
LOAD_SECONDS, QUICK_LOAD_SECONDS = 30.0, 9.0
BUILDS = 3
# Width of the table where there is no terminal to tell.
LOG_WIDTH = 120


@dataclass(frozen=True)
class Plan:
    """What to measure, and how many times."""

    parts: frozenset[str]
    rounds: int
    seconds: float
    builds: int

    @classmethod
    def of(cls, options: argparse.Namespace) -> Plan:
        """The plan asked for on the command line."""
        parts = frozenset(options.only)
        if options.quick:
            return cls(parts, options.rounds or QUICK_ROUNDS, QUICK_LOAD_SECONDS, 1)
        return cls(parts, options.rounds or ROUNDS, LOAD_SECONDS, BUILDS)


def main() -> int:
    """Run the parts asked for."""
    options = _parse()
    console = Console()
    if not console.is_terminal:
        console = Console(width=LOG_WIDTH)
    if options.markdown:
        path = Path(options.results) if options.results else latest_run()
        if path is None:
            console.print("no run saved yet: « python -m tests.bench » first")
            return 1
        sys.stdout.write(as_markdown(Run.load(path)) + "\n")
        return 0
    try:
        served_build()
        run = _measure(options, console)
    except NoWarehouseError as error:
        console.print(f"no warehouse in {error}: « python -m etl build » first")
        return 1
    except BrowserMissingError as error:
        console.print(f"{error}; « --only cpu load etl brief » needs none")
        return 1
    path = run.save()
    print_table(run, console)
    console.print(f"every sample: {path.name} in tests/bench/results")
    return 0


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_ROUNDS} rounds, short loads")
    parser.add_argument("--rounds", type=int, help=f"rounds of each measure ({ROUNDS})")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, metavar="PART")
    parser.add_argument("--markdown", action="store_true", help="print a run saved, no measure")
    parser.add_argument("--results", help="with --markdown: file of the run, the last by default")
    return parser.parse_args()


def _measure(options: argparse.Namespace, console: Console) -> Run:
    plan = Plan.of(options)
    samples = Samples()
    version = None
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:

        def ticker(part: str, total: int) -> Tick:
            task = progress.add_task(part, total=total)
            return lambda: progress.advance(task)

        if plan.parts & {"paints", "changes", "lines", "cpu", "load"}:
            with running_servers() as servers:
                version = _measure_pages(plan, servers, samples, ticker)
                if "cpu" in plan.parts:
                    measure_cpu(servers, plan.rounds, samples, ticker("cpu", plan.rounds + 1))
                if "load" in plan.parts:
                    measure_load(servers, plan.seconds, samples, ticker("load", 2 * len(PAGES)))
        if "etl" in plan.parts:
            measure_etl_build(plan.builds, samples, ticker("etl", plan.builds))
        if "official" in plan.parts:
            total = plan.builds * len(TASKS)
            measure_official(plan.builds, samples, ticker("official", total))
        if "estimate" in plan.parts:
            measure_estimate(plan.rounds, samples, ticker("estimate", plan.rounds))
        if "brief" in plan.parts:
            measure_briefs(plan.rounds, samples, ticker("brief", plan.rounds + 1))
    return Run(samples, describe_environment(version, plan.rounds))


def _measure_pages(
    plan: Plan, servers: dict[str, Server], samples: Samples, ticker: Callable[[str, int], Tick]
) -> str | None:
    """Run the parts that need a browser; a page that fails costs its part, not the run."""
    parts = {
        "paints": (measure_paints, plan.rounds * len(VISITS)),
        "changes": (measure_changes, 2 * (plan.rounds + WARM_UP_ROUNDS)),
        "lines": (measure_lines, ticks(plan.rounds)),
    }
    wanted = [part for part in parts if part in plan.parts]
    if not wanted:
        return None
    with chromium() as browser:
        for part in wanted:
            measure, total = parts[part]
            try:
                measure(browser, servers, plan.rounds, samples, ticker(part, total))
            except PlaywrightError as error:
                samples.skipped[f"the end of {part}"] = error.message.splitlines()[0]
        return browser.version


if __name__ == "__main__":
    sys.exit(main())
