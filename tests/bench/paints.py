"""From the navigation to the paint of what the reader came for."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext

from tests.bench.browser import first_paints, fresh_context, settle
from tests.bench.samples import ALONE, FLOOR, OURS, PLOTLY, Samples
from tests.bench.servers import Server


@dataclass(frozen=True)
class Visit:
    """A page to open: its server, its path, and for each probe the measures it feeds."""

    contender: str
    path: str
    measures: dict[str, tuple[str, ...]]


MAP_PAGE = "/carte"
VISITS = (
    Visit(OURS, MAP_PAGE, {"maps": ("paint_map",)}),
    Visit(FLOOR, "/", {"text": ("paint_map", "paint_figures", "paint_chart")}),
    Visit(OURS, "/", {"figures": ("paint_figures",), "chart": ("paint_chart",)}),
    Visit(ALONE, "/", {"maps": ("paint_map",)}),
    Visit(PLOTLY, "/", {"plotlyMaps": ("paint_map",)}),
)


def measure_paints(
    browser: Browser,
    servers: dict[str, Server],
    rounds: int,
    samples: Samples,
    tick: Callable[[], None],
    visits: Sequence[Visit] = VISITS,
) -> None:
    """Open every page in turn, cold then warm, as many times as asked."""
    for visit in visits:
        with fresh_context(browser) as context:
            _open(context, servers[visit.contender], visit)
    for _ in range(rounds):
        for visit in visits:
            with fresh_context(browser) as context:
                for state in ("cold", "warm"):
                    _record(context, servers[visit.contender], visit, state, samples)
            tick()


def _record(
    context: BrowserContext, server: Server, visit: Visit, state: str, samples: Samples
) -> None:
    times, geometry, external = _open(context, server, visit)
    for probe, measures in visit.measures.items():
        for measure in measures:
            samples.add(f"{measure}_{state}", visit.contender, times[probe])
    if visit.path == MAP_PAGE:
        samples.add(f"geometry_sent_{state}", OURS, geometry["sent"])
        samples.add(f"geometry_asked_{state}", OURS, geometry["asked"])
    if visit.contender == OURS:
        samples.add("external_requests", OURS, external)


def _open(
    context: BrowserContext, server: Server, visit: Visit
) -> tuple[dict[str, float], dict[str, int], int]:
    """Times of paint, fetches of the outlines, requests to other machines."""
    external: list[str] = []

    def note(address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme in ("http", "https") and parts.hostname != "127.0.0.1":
            external.append(address)

    page = context.new_page()
    page.on("request", lambda request: note(request.url))
    probes = tuple(visit.measures)
    page.add_init_script(f"window.__bench.watch({json.dumps(probes)})")
    page.goto(server.url + visit.path, wait_until="commit")
    times = first_paints(page, probes)
    settle(page)
    geometry = page.evaluate("window.__bench.geometry()")
    page.close()
    return times, geometry, len(external)
