"""A real server and a real browser; no page may log an error or reach outside."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from browser.provider import stop
from browser.visitor import LAPTOP, Site
from etl.settings import Settings
from tests.support.importing import environment
from tests.support.paths import ROOT
from tests.support.patience import PATIENCE_MS, PATIENCE_SECONDS

# The first is the engine of the second without its windows: a page costs a third less.
BROWSERS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "microsoft-edge",
)
BROWSER_OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser_path() -> str:
    found = os.environ.get("CHROMIUM_PATH") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found:
        return found
    reason = (
        f"no Chromium-family browser ({', '.join(BROWSERS)}): install one, for instance "
        "« apt-get install chromium », or name it in CHROMIUM_PATH"
    )
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


# Playwright keeps an event loop running in this thread: tests of other folders must not meet it.
@pytest.fixture(scope="package")
def browser(browser_path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=browser_path, args=list(BROWSER_OPTIONS), timeout=PATIENCE_MS
        )
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def server(demonstration: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the real server, on the warehouse built for the tests and the demonstration."""
    with running_server(demonstration, tmp_path_factory.mktemp("server")) as base:
        yield base


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def running_server(settings: Settings, folder: Path, port: int = 0) -> Iterator[str]:
    """Address of a real server on an installation, its log in a folder; any free port for 0."""
    port = port or free_port()
    log = folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "uvicorn", "dashboard.asgi:app", "--port", str(port)],
            cwd=ROOT,
            # It has no settings file of its own: that of the run is empty.
            env=environment(settings) | {"MSU_SETTINGS": os.environ["MSU_SETTINGS"]},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        base = f"http://127.0.0.1:{port}"
        try:
            _wait_until_healthy(base, process, log)
            yield base
        finally:
            stop(process)


def _wait_until_healthy(base: str, process: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urlopen(f"{base}/_stcore/health", timeout=PATIENCE_SECONDS) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"the server did not start:\n{log.read_text(errors='replace')[-2000:]}")


def _context(browser: Browser, viewport: dict[str, int], **options: Any) -> BrowserContext:
    context = browser.new_context(
        locale="fr-FR", viewport=viewport, accept_downloads=True, **options
    )
    context.set_default_timeout(PATIENCE_MS)
    return context


class Visitors:
    """Visitors of a worker: kept with the files they have fetched, forgetting all the rest.

    Opening a page for the first time takes twice as long, most of it to fetch and to read the
    scripts of Streamlit, which are the same for everybody.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: dict[str, list[BrowserContext]] = {}

    @contextmanager
    def come(
        self, viewport: dict[str, int] = LAPTOP, *, for_the_first_time: bool = False, **options: Any
    ) -> Iterator[BrowserContext]:
        """Give a visitor with this screen and these options to one test at a time."""
        free = self._free.setdefault(repr((viewport, sorted(options.items()))), [])
        if for_the_first_time or not free:
            context = _context(self._browser, viewport, **options)
        else:
            context = free.pop()
        yield context
        if for_the_first_time:
            context.close()
            return
        _forget(context)
        free.append(context)


def _forget(context: BrowserContext) -> None:
    """Close the tabs of a visitor, and forget what their sites had them remember."""
    sites = {urlsplit(page.url)[:2] for page in context.pages}
    for page in context.pages:
        page.close()
    blank = context.new_page()
    session = context.new_cdp_session(blank)
    for scheme, host in sites:
        remembered = {"origin": f"{scheme}://{host}", "storageTypes": "local_storage,indexeddb"}
        session.send("Storage.clearDataForOrigin", remembered)
    blank.close()
    context.clear_cookies()


@pytest.fixture(scope="package")
def visitors(browser: Browser) -> Visitors:
    """Visitors that the tests of a worker take in turn."""
    return Visitors(browser)


@pytest.fixture
def visit(visitors: Visitors, server: str) -> Iterator[Callable[..., Site]]:
    """Start a visitor who remembers nothing; every fault fails the test at its end.

    Only who comes ``for_the_first_time`` has nothing in its cache either.
    """
    sites: list[Site] = []
    with ExitStack() as stack:

        def start(viewport: dict[str, int] = LAPTOP, **options: Any) -> Site:
            context = stack.enter_context(visitors.come(viewport, **options))
            sites.append(Site(context, server))
            return sites[-1]

        yield start
    for site in sites:
        site.check()


@pytest.fixture
def site(visit: Callable[..., Site]) -> Site:
    """A visitor with the screen of a laptop."""
    return visit()


@pytest.fixture
def other_site(visit: Callable[..., Site]) -> Site:
    """Someone else, who shares nothing with the first."""
    return visit()
