"""Chromium, and pages that time themselves."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WATCH = (Path(__file__).parent / "watch.js").read_text(encoding="utf-8")
IDLE = '[data-testid="stApp"][data-test-script-state="notRunning"]'
SETTLE_MS = 250
TIMEOUT_MS = 30_000
# Looking from outside costs the page some time: not too often.
LOOK_EVERY_MS = 50


class BrowserMissingError(Exception):
    """No Chromium on this machine."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser named by ``CHROMIUM_PATH``, else the first one found."""
    path = os.environ.get("CHROMIUM_PATH") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        raise BrowserMissingError("no Chromium found; name one in CHROMIUM_PATH")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def fresh_context(browser: Browser) -> Iterator[BrowserContext]:
    """A context with an empty cache, whose pages can be watched."""
    context = browser.new_context(viewport={"width": 1366, "height": 900}, locale="fr-FR")
    context.set_default_timeout(TIMEOUT_MS)
    context.add_init_script(WATCH)
    try:
        yield context
    finally:
        context.close()


def settle(page: Page) -> None:
    """Wait until the script has run and the page had time to draw."""
    page.wait_for_selector(IDLE)
    page.wait_for_timeout(SETTLE_MS)


def first_paints(page: Page, probes: tuple[str, ...]) -> dict[str, float]:
    """Milliseconds from the navigation to the paint of each thing watched."""
    wait_for_all(page, "painted", probes)
    return page.evaluate("window.__bench.painted")


def wait_for_all(page: Page, record: str, probes: tuple[str, ...]) -> None:
    """Wait until every probe has its time in a record of the page."""
    page.wait_for_function(
        "([record, names]) => names.every((name) => name in window.__bench[record])",
        arg=[record, list(probes)],
        polling=LOOK_EVERY_MS,
    )


class Received:
    """Bytes a page receives over its websocket, before any compression."""

    def __init__(self, page: Page) -> None:
        self.bytes = 0
        page.on("websocket", lambda socket: socket.on("framereceived", self._count))

    def _count(self, payload: str | bytes) -> None:
        self.bytes += len(payload)
