"""The documents of a meeting: one warm, all formats, a mailing to every département."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from tempfile import TemporaryDirectory

from dashboard.briefs.brief import FORMATS, BriefOptions, make_brief
from dashboard.briefs.formats import build_document
from dashboard.core.selection import default_selection
from dashboard.queries.cache import served_build
from dashboard.queries.catalog import fetch_catalog
from dashboard.queries.desk import Desk
from tests.bench.samples import OURS, Samples
from tests.support.paths import ROOT

# Each round makes another territory: the values differ, the program is warm.
TERRITORIES = ("DEP-12", "DEP-01", "DEP-2A", "DEP-75", "DEP-976", "DEP-59", "REG-76")


def measure_briefs(rounds: int, samples: Samples, tick: Callable[[], None]) -> None:
    """Milliseconds from the click to the bytes, then seconds of the mailing, its start included."""
    _make("DEP-33", tuple(FORMATS))
    for index in range(rounds):
        territory_id = TERRITORIES[index % len(TERRITORIES)]
        samples.add("brief_pdf", OURS, 1000 * _make(territory_id, ("pdf",)))
        samples.add("brief_formats", OURS, 1000 * _make(territory_id, tuple(FORMATS)))
        tick()
    with TemporaryDirectory(prefix="bench-") as folder:
        started = time.perf_counter()
        command = ["-m", "dashboard", "export", "brief", "--all-departements", "--out", folder]
        subprocess.run([sys.executable, *command], cwd=ROOT, check=True, capture_output=True)
        samples.add("brief_mailing", OURS, time.perf_counter() - started)
    tick()


def _make(territory_id: str, formats: tuple[str, ...]) -> float:
    """Seconds to read a profile and make its documents."""
    started = time.perf_counter()
    build = served_build()
    catalog = fetch_catalog(build)
    selection = replace(default_selection(catalog), territory_id=territory_id)
    brief = make_brief(Desk(build, catalog, selection), BriefOptions())
    for extension in formats:
        build_document(brief, catalog, extension)
    return time.perf_counter() - started
