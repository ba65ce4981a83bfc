"""Importing in the browser: a file dropped, checked, confirmed, seen on the map, undone."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from browser.visitor import Site
from tests.browser.conftest import Visitors, _wait_until_healthy
from tests.support.importing import serve_again
from tests.support.paths import ROOT

pytestmark = pytest.mark.browser

GOOD = "Département;Année;Nombre de MSU\nAveyron;2024;61\n"
BAD = "territoire;date;total\n12;2024;soixante\n99;2024;14\n"


@pytest.fixture(scope="module")
def own_server(
    warehouse: Any,
    copy_data: Callable[[Path], Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """A server on data, a warehouse and local files of its own: imports change them."""
    folder = tmp_path_factory.mktemp("own")
    data = copy_data(folder / "data")
    served = serve_again(warehouse.settings, folder / "warehouse")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = folder / "server.log"
    moved = {
        "MSU_DATA": data,
        "MSU_WAREHOUSE": served,
        "MSU_LOCAL": folder / "local",
    }
    with (
        log.open("wb") as output,
        subprocess.Popen(
            [sys.executable, "-m", "uvicorn", "dashboard.asgi:app", "--port", str(port)],
            cwd=ROOT,
            env=os.environ | {name: str(path) for name, path in moved.items()},
            stdout=output,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        base = f"http://127.0.0.1:{port}"
        try:
            _wait_until_healthy(base, process, log)
            yield base
        finally:
            process.terminate()


@pytest.fixture
def newcomer(visitors: Visitors, own_server: str) -> Iterator[Site]:
    """Someone whom the site does not know, on the page; their faults fail the test."""
    with visitors.come() as context:
        site = Site(context, own_server)
        site.open("vos_donnees")
        yield site
    site.check()


def deposit(site: Site, path: Path, text: str) -> Page:
    path.write_text(text, encoding="utf-8")
    page = site.page
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(path)
    heading = page.get_by_role("heading", name="4. Importer")
    expect(heading).to_be_visible()
    site.settle()
    return page


def aveyron(site: Site) -> str:
    """What the map of MSU says of the Aveyron in 2024, to whoever opens it by its address."""
    site.open("carte", indicateur="msu", annee="2024")
    return site.territory("Aveyron (12)").get_attribute("aria-label") or ""


def test_the_file_box_speaks_french(newcomer):
    box = newcomer.page.get_by_test_id("stFileUploaderDropzone")
    expect(box.get_by_role("button", name="Choisir un fichier")).to_be_visible()
    expect(box.get_by_text("Upload", exact=True)).to_be_hidden()
    expect(box.get_by_text("per file")).to_be_hidden()


def test_the_template_of_the_kind_chosen_is_downloaded(newcomer):
    newcomer.choose("Type de fichier", "Places de stage")
    # The button of the kind before makes no file any more once the page is drawn again.
    expect(newcomer.page.get_by_text("Places ambulatoires agréées")).to_be_visible()
    newcomer.settle()
    with newcomer.page.expect_download() as begun:
        newcomer.page.get_by_role("button", name="Modèle Excel").click()
    download = begun.value
    assert download.suggested_filename == "modele_stages.xlsx"
    assert Path(download.path()).read_bytes() == (ROOT / "data/templates/stages.xlsx").read_bytes()


def test_the_file_and_its_choices_outlive_a_visit_to_another_page(newcomer, tmp_path):
    page = deposit(newcomer, tmp_path / "msu_12.csv", "Département;Total\n12;61\n")
    date = page.get_by_role("textbox", name="Date")
    date.fill("2025")
    date.press("Tab")
    stored = page.locator(".st-key-import-lignes")
    expect(stored).to_contain_text("Aveyron (12)")
    for name in ("Données et méthode", "Vos données"):
        page.get_by_test_id("stSidebarNavLink").filter(has_text=name).click()
        expect(page).to_have_title(re.compile(name))
        newcomer.settle()
    expect(page.get_by_text("Fichier gardé le temps de votre visite")).to_contain_text("msu_12")
    expect(date).to_have_value("2025")
    expect(stored).to_contain_text("Aveyron (12)")
    page.get_by_role("button", name="Retirer ce fichier").click()
    expect(stored).to_have_count(0)


def test_a_bad_file_shows_its_refusals_and_changes_nothing(newcomer, tmp_path):
    page = deposit(newcomer, tmp_path / "mauvais.csv", BAD)
    expect(page.get_by_test_id("stAlert").filter(has_text="2 lignes à corriger")).to_be_visible()
    rows = page.locator(".st-key-import-refusals tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("soixante")
    expect(rows.first).to_contain_text("un nombre entier")
    expect(rows.first).to_contain_text("Écrire le nombre seul")
    expect(page.get_by_role("button", name="Importer", exact=True)).to_be_disabled()
    with page.expect_download() as begun:
        page.get_by_role("button", name="Copie annotée").click()
    assert Path(begun.value.path()).read_bytes().startswith(b"PK")
    expect(page.get_by_role("heading", level=1)).to_contain_text("aucun fichier importé")
    assert "estimé" in aveyron(newcomer)


def test_a_newcomer_imports_a_file_sees_the_map_change_and_undoes_it(newcomer, tmp_path, capsys):
    before = aveyron(newcomer)
    assert "estimé" in before
    newcomer.open("vos_donnees")
    page = deposit(newcomer, tmp_path / "cdom_12.csv", GOOD)
    start = page.get_by_role("button", name="Importer", exact=True)
    expect(start).to_be_disabled()
    page.get_by_text("J’ai vérifié la lecture des en-têtes").click()
    expect(start).to_be_enabled()
    begun = time.monotonic()
    start.click()
    link = page.get_by_role("link", name="Voir sur la carte")
    expect(link).to_be_visible()
    link.click()
    shape = newcomer.territory("Aveyron (12)")
    expect(shape).to_have_attribute("aria-label", re.compile(r"61\sMSU, importé"))
    with capsys.disabled():
        print(f"\nfrom « Importer » to the map: {time.monotonic() - begun:.1f} s")
    newcomer.expect_parameter("territoire", "DEP-12")

    page.get_by_test_id("stSidebarNavLink").filter(has_text="Vos données").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("1 fichier local en vigueur")
    page.get_by_role("button", name="Annuler…").click()
    page.get_by_role("button", name="Annuler cet import").click()
    undone = re.compile(r"«\s*\u2068?cdom_12\u2069?\s*» est annulé")
    expect(page.get_by_text(undone)).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("aucun fichier importé")
    assert aveyron(newcomer) == before


def test_our_own_count_takes_three_gestures_and_changes_the_map(newcomer, capsys):
    before = aveyron(newcomer)
    assert "estimé" in before
    page = newcomer.open("fiche", territoire="DEP-12")
    # One: the number. Two: who says so. Three: the button.
    page.get_by_label("MSU comptés").fill("61")
    # Typed: a list that opens while the page still scrolls closes at once.
    who = page.get_by_role("combobox", name="Qui le dit")
    who.fill("Secrétariat du conseil départemental")
    who.press("Enter")
    begun = time.monotonic()
    page.get_by_role("button", name="Enregistrer ce comptage").click()
    expect(page.get_by_text(re.compile(r"61\sMSU comptés au"))).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile(r"compte 61\sMSU"))
    page.get_by_role("link", name="Voir sur la carte").click()
    shape = newcomer.territory("Aveyron (12)")
    expect(shape).to_have_attribute("aria-label", re.compile(r"compté"))
    with capsys.disabled():
        print(f"\nfrom « Enregistrer » to the map: {time.monotonic() - begun:.1f} s")

    newcomer.open("vos_donnees")
    expect(page.get_by_text(re.compile("Aveyron, comptage saisi au")).first).to_be_visible()
    page.get_by_role("button", name="Annuler…").click()
    page.get_by_role("button", name="Annuler cet import").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("aucun fichier importé")
    assert aveyron(newcomer) == before
