"""From a click to the repaint of what it changes, and the bytes it costs."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass

from playwright.sync_api import Browser, Locator, Page

from tests.bench.browser import Received, fresh_context, settle, wait_for_all
from tests.bench.samples import ALONE, CROSSING, FLOOR, OURS, PLOTLY, Samples
from tests.bench.servers import Server

OPTION = '[role="option"]'
WARM_UP_ROUNDS = 2


@dataclass(frozen=True)
class Choice:
    """A selector and the two options it goes between, the first one being the initial."""

    name: str
    css_key: str
    options: tuple[int, int]


CHOICES = (
    Choice("indicator", "carte-indicateur", (1, 2)),
    Choice("target", "vue-cible", (0, 1)),
    Choice("key", "vue-cle", (0, 1)),
    Choice("year", "vue-annee", (0, 1)),
)
FLOOR_CHOICE = Choice("floor", "choice", (0, 1))
CROSSED_CHOICE = Choice("indicator", "fidelisation-shortage_id", (0, 1))
PATHS = {OURS: "/carte", CROSSING: "/fidelisation", FLOOR: "/?widgets=1", ALONE: "/", PLOTLY: "/"}
PROBES = {
    OURS: "maps",
    CROSSING: "crossing",
    FLOOR: "text",
    ALONE: "maps",
    PLOTLY: "plotlyMaps",
}
# Large enough to be clicked in their middle, without an inset.
TERRITORIES = ("Cher (18)", "Creuse (23)")


class OpenPage:
    """A page kept open, with what it received."""

    def __init__(self, page: Page, probe: str) -> None:
        self.page = page
        self.probe = probe
        self.received = Received(page)
        self._chosen: dict[str, int] = {}

    def change(self, choice: Choice) -> tuple[float, int]:
        """Go to the other option of a selector: milliseconds to the repaint, bytes received."""
        rank = 1 - self._chosen.get(choice.css_key, 0)
        self._chosen[choice.css_key] = rank
        self.page.bring_to_front()
        self.page.locator(f'.st-key-{choice.css_key} [role="combobox"]').click()
        option = self.page.locator(OPTION).nth(choice.options[rank])
        option.wait_for()
        # Let the list finish opening: it is not what is measured.
        self.page.wait_for_timeout(200)
        return self.click(option, self.probe)

    def click(self, target: Locator, probe: str) -> tuple[float, int]:
        """Click: milliseconds to the change of what the probe sees, bytes received."""
        before = self.received.bytes
        self.page.evaluate("(name) => window.__bench.arm(name)", probe)
        target.click()
        wait_for_all(self.page, "changed", (probe,))
        settle(self.page)
        elapsed = self.page.evaluate("(name) => window.__bench.changed[name]", probe)
        return elapsed, self.received.bytes - before


def open_page(stack: ExitStack, browser: Browser, address: str, probe: str) -> OpenPage:
    """Open a page in a context of its own, and wait until it is all there."""
    page = OpenPage(stack.enter_context(fresh_context(browser)).new_page(), probe)
    page.page.goto(address)
    page.page.wait_for_function(f"window.__bench && window.__bench.see('{probe}')")
    settle(page.page)
    return page


def measure_changes(
    browser: Browser,
    servers: dict[str, Server],
    rounds: int,
    samples: Samples,
    tick: Callable[[], None],
) -> None:
    """Change every selector of every page in turn, then click territories."""
    with ExitStack() as stack:
        pages = {}
        for name, path in PATHS.items():
            address = servers[OURS if name == CROSSING else name].url + path
            pages[name] = open_page(stack, browser, address, PROBES[name])
        for number in range(-WARM_UP_ROUNDS, rounds):
            _change_everything(pages, samples, warm=number >= 0)
            tick()
        for number in range(-WARM_UP_ROUNDS, rounds):
            _click_a_territory(pages, samples, number)
            tick()


def _change_everything(pages: dict[str, OpenPage], samples: Samples, *, warm: bool) -> None:
    """One change of each selector on each page; the first ones ask for values never read."""
    for choice in CHOICES:
        for name, page in pages.items():
            chosen = _choice_of(name, choice)
            if chosen is None:
                continue
            elapsed, received = page.change(chosen)
            if not warm:
                samples.add("change_first_time", name, elapsed)
                continue
            samples.add(f"change_{choice.name}", name, elapsed)
            samples.add(f"bytes_{choice.name}", name, received)


def _choice_of(name: str, choice: Choice) -> Choice | None:
    """The selector of a page that asks for what the choice changes; None when it has none."""
    if name == FLOOR:
        return FLOOR_CHOICE
    if name == CROSSING:
        # Only the first of its two indicators follows the target, the key and the year.
        return CROSSED_CHOICE if choice.name == CROSSED_CHOICE.name else None
    return choice


def _click_a_territory(pages: dict[str, OpenPage], samples: Samples, number: int) -> None:
    label = TERRITORIES[number % len(TERRITORIES)]
    ours = pages[OURS]
    ours.page.bring_to_front()
    path = ours.page.locator(f'.st-key-carte-carte path.tm-t[aria-label^="{label}"]').first
    elapsed, received = ours.click(path, "panel")
    floor = pages[FLOOR]
    floor.page.bring_to_front()
    reference, floor_received = floor.click(floor.page.locator(".st-key-click button"), floor.probe)
    if number < 0:
        return
    samples.add("panel", OURS, elapsed)
    samples.add("panel", FLOOR, reference)
    samples.add("bytes_panel", OURS, received)
    samples.add("bytes_panel", FLOOR, floor_received)
