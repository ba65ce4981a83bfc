"""A visitor of the dashboard: one tab, what it shows, and what must not happen in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request, expect

from tests.support.patience import PATIENCE_MS

LAPTOP = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
PATHS = {
    "ensemble": "/",
    "carte": "/carte",
    "comparer": "/comparer",
    "fiche": "/fiche",
    "stages": "/stages",
    "placer": "/placer",
    "fidelisation": "/fidelisation",
    "initiatives": "/initiatives",
    "vos_donnees": "/vos-donnees",
    "donnees": "/donnees",
    "reutiliser": "/reutiliser",
    "suivi": "/suivi",
    "collecte": "/collecte",
}
# What an expert may add to the map.
TWO_MAPS = {"comparer": "evolution_mg_rpps_pct"}
PAGES_WITH_MAP = ("carte", "stages", "fidelisation")
READY = '[data-test-script-state="notRunning"]'
expect.set_options(timeout=PATIENCE_MS)
# What the browser says of its own speed, or of that of a machine that does other things: the
# second is said when what was fetched early is not used within a few seconds of the page.
OF_SPEED = ("GL Driver Message", "preloaded using link")


def is_about_speed(message: ConsoleMessage) -> bool:
    """Say whether a message tells of a slow machine, not of a fault of the page."""
    return any(words in message.text for words in OF_SPEED)


@dataclass
class Site:
    """The dashboard in one tab, with what must not happen in it."""

    context: BrowserContext
    base: str
    faults: list[str] = field(default_factory=list)
    page: Page = field(init=False)

    def __post_init__(self) -> None:
        self.page = self.context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.faults.append(f"page: {error}"))
        self.page.on("request", self._see)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not is_about_speed(message):
            self.faults.append(f"console {message.type}: {message.text}")

    def _see(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob") and address.hostname != "127.0.0.1":
            self.faults.append(f"request outside: {request.url}")

    def open(self, name: str, **parameters: str) -> Page:
        """Open a page by its address, an expert's unless told, and wait until it is drawn."""
        view = {"mode": "expert"} | parameters
        if name == "carte" and view["mode"] == "expert":
            view = TWO_MAPS | view
        query = urlencode(view)
        self.page.goto(f"{self.base}{PATHS[name]}?{query}")
        self.settle()
        if name in PAGES_WITH_MAP:
            expect(self.territory("Aveyron (12)").or_(self.paths).first).to_be_visible()
        return self.page

    def settle(self) -> None:
        """Wait for the end of the run: the foot of the page, then a script at rest."""
        expect(self.page.locator(".page-foot")).to_be_visible()
        expect(self.page.locator(READY).first).to_be_attached()

    @property
    def paths(self) -> Locator:
        """The territories of the maps."""
        return self.page.locator("path.tm-t")

    def territory(self, label: str, panel: int = 0) -> Locator:
        """One territory of one map, by its name and code."""
        panels = self.page.locator("figure.tm-panel")
        return panels.nth(panel).locator(f'path.tm-t[aria-label^="{label}"]')

    def choose(self, label: str, option: str) -> None:
        """Choose an option of a selector of Streamlit's."""
        name = re.compile(rf"{re.escape(label)}\s*$")
        box = self.page.get_by_role("combobox", name=name).first
        # A list that opens while the page still scrolls closes at once.
        box.scroll_into_view_if_needed()
        box.click()
        self.page.get_by_role("option", name=re.compile(option)).first.click()

    def search(self, text: str) -> Locator:
        """Type in the search of a territory, take the first one offered; return the field."""
        field = self.page.get_by_role("combobox", name="Mon territoire")
        field.click()
        field.press_sequentially(text)
        expect(self.page.get_by_role("listbox").get_by_role("option").first).to_be_visible()
        field.press("Enter")
        return field

    @property
    def address(self) -> dict[str, str]:
        """The parameters of the address."""
        return dict(parse_qsl(urlsplit(self.page.url).query))

    def expect_parameter(self, name: str, value: str) -> None:
        """Wait until the address holds a value, and the page is drawn with it."""
        expect(self.page).to_have_url(re.compile(rf"[?&]{name}={re.escape(value)}(&|$)"))
        self.settle()

    def check(self) -> None:
        """Nothing wrong was logged, nothing outside was asked."""
        assert not self.faults, "\n".join(self.faults)
