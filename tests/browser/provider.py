"""A real OpenID Connect provider on this machine, and the server set up to trust it."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import BrowserContext, Page, Request, expect

from browser.visitor import READY, is_about_speed
from etl.settings import Settings
from tests.support.importing import environment
from tests.support.paths import ROOT
from tests.support.patience import PATIENCE_SECONDS

Wait = Callable[[str, subprocess.Popen, Path], None]
CONTRIBUTOR, ADMINISTRATOR, UNKNOWN, UNVERIFIED = "contrib", "admin-sub", "inconnu", "menteur"
ADDRESS = "demographie@cdom12.example"
ACCOUNTS = (
    User(sub=CONTRIBUTOR, claims={"email": ADDRESS.upper(), "email_verified": True}),
    User(sub=ADMINISTRATOR),
    User(sub=UNKNOWN, claims={"email": "autre@cdom12.example", "email_verified": True}),
    User(sub=UNVERIFIED, claims={"email": ADDRESS, "email_verified": False}),
)
SETTINGS = f"""
[acces]
mode = "serveur"
lecture = "{{reading}}"

[[acces.comptes]]
identifiant = "{ADDRESS}"
role = "contributeur"
territoires = ["DEP-12"]
libelle = "CDOM de l’Aveyron"

[[acces.comptes]]
identifiant = "{ADMINISTRATOR}"
role = "administrateur"
libelle = "Administration"
"""


@dataclass(frozen=True)
class Installation:
    """A server that asks people to sign in: its address, its settings, its folder."""

    base: str
    folder: Path

    @property
    def settings(self) -> Path:
        """The file that ``MSU_SETTINGS`` names."""
        return self.folder / "reglages.toml"

    def restrict(self, reading: str) -> None:
        """Choose who reads, « publique » or « restreinte », without starting again."""
        self.settings.write_text(SETTINGS.format(reading=reading), encoding="utf-8")


@contextmanager
def installation(folder: Path, warehouse: Settings, wait: Wait) -> Iterator[Installation]:
    """Run the provider and the server, which reads its secrets in ``folder``."""
    site = Installation(f"http://127.0.0.1:{free_port()}", folder)
    site.restrict("publique")
    settings = environment(warehouse) | {"MSU_SETTINGS": str(site.settings)}
    with run_server_in_thread(user_claims=ACCOUNTS) as provider:
        _configure(site, f"http://127.0.0.1:{provider.server_port}")
        with served(site, "dashboard.asgi:app", settings, wait):
            yield site


@contextmanager
def served(
    site: Installation, application: str, settings: Mapping[str, str], wait: Wait
) -> Iterator[None]:
    """Run an application from the folder of the installation until the end."""
    log = site.folder / "server.log"
    port = site.base.rpartition(":")[2]
    path = os.pathsep.join([str(ROOT), str(site.folder)])
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "uvicorn", application, "--port", port],
            cwd=site.folder,
            env=os.environ | {"PYTHONPATH": path} | settings,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait(site.base, process, log)
        yield
    finally:
        stop(process)


def stop(process: subprocess.Popen) -> None:
    """End a server; kill the one that waits for its visitors without end."""
    process.terminate()
    try:
        process.wait(timeout=PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _configure(site: Installation, provider: str) -> None:
    folder = site.folder / ".streamlit"
    folder.mkdir()
    shutil.copy(ROOT / ".streamlit" / "config.toml", folder)
    (folder / "secrets.toml").write_text(
        f"""
[auth]
redirect_uri = "{site.base}/oauth2callback"
cookie_secret = "{secrets.token_hex(32)}"
client_id = "observatoire"
client_secret = "{secrets.token_hex(16)}"
server_metadata_url = "{provider}/.well-known/openid-configuration"
client_kwargs = {{ timeout = {PATIENCE_SECONDS} }}
""",
        encoding="utf-8",
    )


@dataclass
class Person:
    """Someone with a browser of their own, who goes from the dashboard to the provider."""

    context: BrowserContext
    site: Installation
    faults: list[str] = field(default_factory=list)
    page: Page = field(init=False)

    def __post_init__(self) -> None:
        self.page = self.context.new_page()
        # The provider's pages ask for a style sheet of another site: nothing must leave.
        self.page.route(
            lambda url: "//127.0.0.1:" not in url,
            lambda route: route.fulfill(body="", content_type="text/css"),
        )
        self.page.on("pageerror", lambda error: self.faults.append(f"page: {error}"))
        self.page.on("console", self._hear)
        self.page.on("request", self._see)

    def _hear(self, message: Any) -> None:
        ours = message.location["url"].startswith(self.site.base)
        if ours and message.type in ("error", "warning") and not is_about_speed(message):
            self.faults.append(f"console {message.type}: {message.text}")

    def _see(self, request: Request) -> None:
        ours = self.page.url.startswith(self.site.base) and not request.is_navigation_request()
        if ours and not request.url.startswith((self.site.base, "data:", "blob:")):
            self.faults.append(f"request outside: {request.url}")

    def open(self, path: str = "/") -> None:
        """Open an address of the dashboard."""
        self.page.goto(f"{self.site.base}{path}")
        self.settle()

    def settle(self) -> None:
        """Wait for a script at rest, with something to press or to read."""
        expect(self.page.locator(READY).first).to_be_attached()

    def press(self, name: str) -> None:
        """Press a button of the dashboard or of the provider."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def sign_in(self, account: str) -> None:
        """Sign in as one of the accounts of the provider."""
        self.press("Se connecter")
        self.press(account)
        self.page.wait_for_url(f"{self.site.base}/**")
        expect(self.page.get_by_role("button", name="Se déconnecter")).to_be_visible()
        self.settle()

    def sign_out(self) -> None:
        """Sign out here and at the provider, and come back."""
        self.press("Se déconnecter")
        self.press("End session")
        self.page.wait_for_url(f"{self.site.base}/**")
        expect(self.page.get_by_role("button", name="Se connecter")).to_be_visible()
        self.settle()

    def says(self, text: str) -> None:
        """Wait until the page shows a text."""
        expect(self.page.get_by_text(text).first).to_be_visible()
