"""« Actualiser » in the browser: its progress, seen and cancelled by another administrator."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import Locator, expect

from browser.visitor import PHONE, Site
from tests.browser.conftest import running_server
from tests.support.importing import digests, new_installation
from tests.support.official_sites import network_settings, official_sites

pytestmark = pytest.mark.browser


def official_tab(site: Site) -> Locator:
    """The tab of the official sources, opened."""
    page = site.open("donnees", mode="expert", territoire="12")
    page.get_by_role("tab", name="Sources officielles").click()
    return page.get_by_role("tabpanel")


def test_a_refresh_is_followed_by_whoever_comes_and_cancelled_by_any_administrator(
    warehouse, visitors, tmp_path, monkeypatch
):
    settings = replace(new_installation(warehouse.settings, tmp_path), raw=tmp_path / "raw")
    monkeypatch.setenv("MSU_SETTINGS", str(settings.choices))
    before = digests(settings.warehouse)
    with (
        official_sites() as sites,
        running_server(settings, tmp_path) as base,
        visitors.come() as first,
        visitors.come(PHONE) as second,
    ):
        settings.choices.write_text(network_settings(sites), encoding="utf-8")
        for name in sites.files:
            sites.faults[name] = ["slow"]
        one, other = Site(first, base), Site(second, base)
        official_tab(one).get_by_role("button", name="Actualiser").click()
        running = "Actualisation en cours"
        expect(one.page.get_by_role("region", name=running)).to_be_visible()
        panel = official_tab(other)
        expect(panel.get_by_role("region", name=running)).to_be_visible()
        # One who leaves stops nothing.
        one.page.close()
        panel.get_by_role("button", name="Annuler").click()
        expect(panel.get_by_text("Traitement annulé à votre demande")).to_be_visible()
        width = other.page.evaluate("document.documentElement.scrollWidth")
        assert width <= PHONE["width"]
        other.check()
    assert digests(settings.warehouse) == before
    assert settings.official.state() is None
