"""``python -m tests.bench``: measure, print the ratios, keep every sample."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from dashboard.queries.connection import NoWarehouseError, served_build
from tests.bench.browser import BrowserMissingError, chromium
from tests.bench.changes import WARM_UP_ROUNDS, measure_changes
from tests.bench.etl_build import measure_etl_build
from tests.bench.load import PAGES, measure_cpu, measure_load
from tests.bench.paints import VISITS, measure_paints
from tests.bench.report import Run, as_markdown, describe_environment, latest_run, print_table
from tests.bench.samples import Samples
from tests.bench.servers import running_servers

PARTS = ("paints", "changes", "cpu", "load", "etl")
ROUNDS, QUICK_ROUNDS = 7, 3
LOAD_SECONDS, QUICK_LOAD_SECONDS = 30.0, 9.0
BUILDS = 3


def main() -> int:
    """Run the parts asked for."""
    options = _parse()
    console = Console()
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
        console.print(f"{error}; « --only cpu load etl » needs none")
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
    rounds = options.rounds or (QUICK_ROUNDS if options.quick else ROUNDS)
    seconds = QUICK_LOAD_SECONDS if options.quick else LOAD_SECONDS
    builds = 1 if options.quick else BUILDS
    samples = Samples()
    browser_version = None
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:

        def ticker(part: str, total: int) -> Callable[[], None]:
            task = progress.add_task(part, total=total)
            return lambda: progress.advance(task)

        if set(options.only) & set(PARTS[:4]):
            with running_servers() as servers:
                if set(options.only) & {"paints", "changes"}:
                    with chromium() as browser:
                        browser_version = browser.version
                        if "paints" in options.only:
                            tick = ticker("first paints", rounds * len(VISITS))
                            measure_paints(browser, servers, rounds, samples, tick)
                        if "changes" in options.only:
                            tick = ticker("changes", 2 * (rounds + WARM_UP_ROUNDS))
                            measure_changes(browser, servers, rounds, samples, tick)
                if "cpu" in options.only:
                    tick = ticker("server time", rounds + 1)
                    measure_cpu(servers, rounds, samples, tick)
                if "load" in options.only:
                    measure_load(servers, seconds, samples, ticker("load", 2 * len(PAGES)))
        if "etl" in options.only:
            measure_etl_build(builds, samples, ticker("etl build", builds))
    return Run(samples, describe_environment(browser_version, rounds))


if __name__ == "__main__":
    sys.exit(main())
