"""Signing in for real: the server, an OpenID Connect provider, and people with a browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import expect

from browser.conftest import Visitors, _wait_until_healthy
from browser.provider import (
    ADDRESS,
    ADMINISTRATOR,
    CONTRIBUTOR,
    UNKNOWN,
    UNVERIFIED,
    Installation,
    Person,
    free_port,
    installation,
    served,
)
from browser.visitor import LAPTOP, PHONE

# The provider is written for an older Authlib.
pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::DeprecationWarning")]
SIGN_IN = "Se connecter"
# What the browser tells a server is not in the headers of a test that has no browser.
LONE_PAGE = """
import streamlit as st
from dashboard.ui.sign_in import current_rights
rights = current_rights()
st.html(f"<p id=who>{rights.visitor.label_fr}, {rights.can_import}. {rights.reason_fr}</p>")
"""
LONE_APPLICATION = """
from pathlib import Path
import streamlit as st
app = st.App(Path(__file__).with_name("page.py"))
"""
RESERVED = "La lecture est réservée aux comptes déclarés"


@pytest.fixture(scope="module")
def guarded(warehouse: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The server in mode « serveur », with its provider."""
    folder = tmp_path_factory.mktemp("installation")
    with installation(folder, warehouse.settings, _wait_until_healthy) as site:
        yield site


@pytest.fixture
def person(visitors: Visitors, guarded: Installation) -> Iterator[Callable[..., Person]]:
    """Someone who has never come; what goes wrong in their browser fails the test."""
    people: list[Person] = []
    with ExitStack() as stack:

        def start(reading: str, viewport: dict[str, int] = LAPTOP) -> Person:
            guarded.restrict(reading)
            context = stack.enter_context(visitors.come(viewport))
            people.append(Person(context, guarded))
            return people[-1]

        yield start
    assert [fault for one in people for fault in one.faults] == []


@pytest.fixture(scope="module")
def lone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A page that says what its visitor may do, alone on its machine."""
    folder = tmp_path_factory.mktemp("poste")
    (folder / "page.py").write_text(LONE_PAGE, encoding="utf-8")
    (folder / "lone.py").write_text(LONE_APPLICATION, encoding="utf-8")
    (folder / "reglages.toml").write_text('[acces]\nmode = "poste"\n', encoding="utf-8")
    site = Installation(f"http://127.0.0.1:{free_port()}", folder)
    settings = {"MSU_SETTINGS": str(site.settings)}
    with served(site, "lone:app", settings, _wait_until_healthy):
        yield site.base.rpartition(":")[2]


@pytest.mark.parametrize(
    ("host", "headers", "told"),
    [
        ("127.0.0.1", {}, "Poste local, True."),
        ("localhost", {}, "Poste local, True."),
        # A browser takes every name under « localhost » to this machine, as a rebound name would.
        ("ailleurs.localhost", {}, "Visiteur d’un autre poste, False."),
        ("127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}, "Visiteur d’un autre poste, False."),
        ("127.0.0.1", {"X-Real-IP": "127.0.0.1"}, "Visiteur d’un autre poste, False."),
    ],
)
def test_alone_on_a_machine_only_a_page_opened_on_it_may_import(
    visitors, lone, host, headers, told
):
    with visitors.come(extra_http_headers=headers) as context:
        page = context.new_page()
        page.goto(f"http://{host}:{lone}/")
        expect(page.locator("#who")).to_contain_text(told)


def test_public_reading_asks_nobody_to_sign_in(person):
    visitor = person("publique")
    visitor.open()
    expect(visitor.page.locator(".page-foot")).to_be_visible()
    expect(visitor.page.get_by_role("button", name=SIGN_IN)).to_be_visible()


@pytest.mark.parametrize("path", ["/", "/carte", "/donnees", "/?territoire=DEP-12", "/nulle-part"])
def test_restricted_reading_shows_nothing_but_the_way_in(person, path):
    visitor = person("restreinte")
    visitor.open(path)
    visitor.says(RESERVED)
    expect(visitor.page.get_by_role("button")).to_have_count(1)
    expect(visitor.page.get_by_role("button", name=SIGN_IN)).to_be_visible()
    expect(visitor.page.locator("path.tm-t, .page-foot, table, svg.chart")).to_have_count(0)
    expect(visitor.page.get_by_text("Page not found")).to_have_count(0)


@pytest.mark.parametrize(
    ("account", "told"),
    [
        (CONTRIBUTOR, "Connecté : CDOM de l’Aveyron (contributeur)"),
        (ADMINISTRATOR, "Connecté : Administration (administrateur)"),
    ],
)
def test_a_declared_account_signs_in_reads_and_signs_out(person, account, told):
    visitor = person("restreinte")
    visitor.open()
    visitor.sign_in(account)
    expect(visitor.page.locator(".page-foot")).to_be_visible()
    expect(visitor.page.locator(".note").filter(has_text=told)).to_be_visible()
    assert "@" not in visitor.page.locator("section[data-testid=stSidebar]").inner_text()
    visitor.sign_out()
    visitor.says(RESERVED)
    visitor.page.reload()
    visitor.says(RESERVED)


@pytest.mark.parametrize("account", [UNKNOWN, UNVERIFIED])
def test_an_account_that_is_not_declared_only_reads_what_is_public(person, guarded, account):
    visitor = person("publique")
    visitor.open()
    visitor.sign_in(account)
    expect(visitor.page.locator(".page-foot")).to_be_visible()
    visitor.says("Compte non déclaré")
    guarded.restrict("restreinte")
    visitor.page.reload()
    visitor.says(RESERVED)
    visitor.says("le vôtre ne l’est pas")
    expect(visitor.page.locator(".page-foot")).to_have_count(0)
    visitor.sign_out()
    expect(visitor.page.get_by_text("le vôtre ne l’est pas")).to_have_count(0)


def test_who_refuses_at_the_provider_comes_back_signed_out(person):
    visitor = person("restreinte")
    visitor.open()
    visitor.press(SIGN_IN)
    visitor.press("Deny")
    visitor.says(RESERVED)
    expect(visitor.page.get_by_role("button", name=SIGN_IN)).to_be_visible()


def test_an_account_withdrawn_from_the_settings_is_shut_out_at_once(person, guarded):
    visitor = person("restreinte")
    visitor.open()
    visitor.sign_in(CONTRIBUTOR)
    text = guarded.settings.read_text(encoding="utf-8")
    guarded.settings.write_text(text.replace(ADDRESS, "autre@cdom12.example"), encoding="utf-8")
    visitor.page.get_by_test_id("stSidebarNavItems").get_by_role("link", name="Carte").click()
    visitor.says(RESERVED)


def test_broken_settings_shut_everyone_out_and_say_why(person, guarded):
    visitor = person("publique")
    guarded.settings.write_text('[acces]\nmode = "server"\n', encoding="utf-8")
    visitor.open()
    visitor.says("champ « mode » — valeur lue : « server »")
    expect(visitor.page.locator(".page-foot")).to_have_count(0)
    expect(visitor.page.get_by_role("button")).to_have_count(0)


def test_a_forged_cookie_signs_nobody_in(person, guarded):
    visitor = person("restreinte")
    visitor.context.add_cookies(
        [{"name": "_streamlit_user", "value": f'"{ADDRESS}"', "url": guarded.base}]
    )
    visitor.open()
    visitor.says(RESERVED)
    expect(visitor.page.get_by_role("button", name=SIGN_IN)).to_be_visible()


@pytest.mark.parametrize("viewport", [LAPTOP, PHONE], ids=["1366", "390"])
def test_the_way_in_fits_the_screen(person, viewport):
    visitor = person("restreinte", viewport)
    visitor.open()
    button = visitor.page.get_by_role("button", name=SIGN_IN)
    expect(button).to_be_in_viewport(ratio=1)
    heading = visitor.page.get_by_role("heading", level=1)
    expect(heading).to_have_text(re.compile("Observatoire"))
    assert button.bounding_box()["height"] >= 24
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert visitor.page.evaluate(wide) <= 0
