"""The two pages of the registers, with the published lines and with many more."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser

from etl.settings import Settings
from tests.bench.changes import FLOOR_CHOICE, WARM_UP_ROUNDS, Choice, open_page
from tests.bench.load import Target, open_session
from tests.bench.many_lines import new_many_lines
from tests.bench.paints import Visit, measure_paints
from tests.bench.samples import FEW_LINES, FLOOR, MANY_LINES, OURS, Samples
from tests.bench.servers import Server, cpu_seconds, server_of

Tick = Callable[[], None]

# Each page: its path, what is watched in it, and a selector that changes it.
PAGES = {
    "initiatives": ("/initiatives", "initiatives", Choice("theme", "initiatives-theme", (1, 2))),
    "follow_up": ("/suivi", "followUp", Choice("register", "suivi-register_id", (0, 1))),
}
FLOOR_PATH = "/?widgets=1"
RUNS_PER_BATCH = 10


@contextmanager
def many_lines_server() -> Iterator[Server]:
    """The dashboard on an installation of many fictitious lines, built first: a minute or two."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="bench-")))
        settings = new_many_lines(Settings(), folder / "lines")
        yield stack.enter_context(server_of(settings, folder))


def measure_lines(
    browser: Browser, servers: dict[str, Server], rounds: int, samples: Samples, tick: Tick
) -> None:
    """First paints, changes and server time of both pages, by number of lines."""
    with many_lines_server() as many:
        ours = {FEW_LINES: servers[OURS], MANY_LINES: many}
        every = {**ours, FLOOR: servers[FLOOR]}
        measure_paints(browser, every, rounds, samples, tick, _visits())
        for page in PAGES:
            _measure_changes(page, browser, every, rounds, samples, tick)
        # In a thread of its own: the browser's driver holds the event loop of this one.
        with ThreadPoolExecutor(1) as pool:
            pool.submit(asyncio.run, _measure_cpu(every, rounds, samples, tick)).result()


def ticks(rounds: int) -> int:
    """Steps of the progress bar."""
    visits = len(_visits()) * rounds
    return visits + len(PAGES) * (rounds + WARM_UP_ROUNDS) + len(PAGES) * (rounds + 1)


def _visits() -> tuple[Visit, ...]:
    ours = [
        Visit(name, path, {probe: (f"paint_{page}",)})
        for page, (path, probe, _) in PAGES.items()
        for name in (FEW_LINES, MANY_LINES)
    ]
    return (*ours, Visit(FLOOR, "/", {"text": tuple(f"paint_{page}" for page in PAGES)}))


def _measure_changes(
    page: str,
    browser: Browser,
    servers: dict[str, Server],
    rounds: int,
    samples: Samples,
    tick: Tick,
) -> None:
    """One change on each page in turn; the first ones ask for values never read."""
    path, probe, choice = PAGES[page]
    with ExitStack() as stack:
        opened = {
            name: open_page(stack, browser, server.url + path, probe)
            for name, server in servers.items()
            if name != FLOOR
        }
        floor = servers[FLOOR].url + FLOOR_PATH
        opened[FLOOR] = open_page(stack, browser, floor, "text")
        for number in range(-WARM_UP_ROUNDS, rounds):
            for name, one in opened.items():
                elapsed, _ = one.change(FLOOR_CHOICE if name == FLOOR else choice)
                if number >= 0:
                    samples.add(f"change_{page}", name, elapsed)
            tick()


async def _measure_cpu(
    servers: dict[str, Server], batches: int, samples: Samples, tick: Tick
) -> None:
    """Processor time of the server for one change, by batches, each page in turn."""
    if cpu_seconds(servers[FLOOR]) is None:
        samples.skipped["cpu of the registers"] = "this system does not tell the time of a process"
        return
    for page, (path, _, choice) in PAGES.items():
        changed = (choice.css_key.replace("-", ".", 1),)
        targets = {
            name: Target(name, path.removeprefix("/"), "", changed)
            for name in servers
            if name != FLOOR
        } | {FLOOR: Target(FLOOR, "", FLOOR_PATH.removeprefix("/?"))}
        sessions = {
            name: await open_session(servers[name], target) for name, target in targets.items()
        }
        for number in range(-1, batches):
            for name, session in sessions.items():
                before = cpu_seconds(servers[name])
                for _ in range(RUNS_PER_BATCH):
                    await session.change()
                after = cpu_seconds(servers[name])
                if number >= 0 and before is not None and after is not None:
                    samples.add(f"cpu_{page}", name, 1000 * (after - before) / RUNS_PER_BATCH)
            tick()
        for session in sessions.values():
            await session.socket.close()
