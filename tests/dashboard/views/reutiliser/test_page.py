"""« Réutiliser »: what is to be copied works as it stands."""

from __future__ import annotations

import contextlib
import io
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace

import geopandas
import pandas as pd
import pyogrio
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route

from dashboard.core.catalog import MSU
from dashboard.queries.cache import served_build
from dashboard.queries.catalog import fetch_catalog
from dashboard.server.api.api import Api
from dashboard.server.api.routes import API
from dashboard.ui.etl_process import export_package
from dashboard.views.donnees import words as method_words
from dashboard.views.donnees.package import package_bytes
from dashboard.views.reutiliser import words
from dashboard.views.reutiliser.examples import (
    EXAMPLES,
    figures_address,
    gdal_source,
)
from tests.support.paths import DATA
from tests.support.patience import PATIENCE_SECONDS

TOOLS = [item.tool for item in EXAMPLES]


@pytest.fixture(autouse=True)
def served(served_demonstration) -> None:
    """The published build, and its demonstration."""


@pytest.fixture
def site() -> Iterator[str]:
    """The API, asked through a real server of this machine."""
    app = Starlette(routes=[Route(f"{API}/{{rest:path}}", Api())])
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    waiting = threading.Event()
    for _ in range(PATIENCE_SECONDS * 20):
        if server.started:
            break
        waiting.wait(0.05)
    (port,) = {socket.getsockname()[1] for one in server.servers for socket in one.sockets}
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


def address(site: str, territory_id: str = "FR", *, demo: bool = False) -> str:
    catalog = fetch_catalog(served_build(demo=demo))
    scope = catalog.territories[territory_id]
    departements = catalog.departements_in(territory_id)
    return figures_address(site, MSU, scope, departements, catalog.build)


def program(tool: str, where: str) -> str:
    example = next(item for item in EXAMPLES if item.tool == tool)
    return example.texts(where, "msu")[-1][1]


@pytest.mark.parametrize(
    ("territory_id", "rows"), [("FR", 101), ("REG-76", 13), ("DEP-12", 1), ("SUB-040", 8)]
)
def test_the_program_of_python_reads_the_values_of_the_territory(site, territory_id, rows):
    names: dict[str, pd.DataFrame] = {}
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(program("Python", address(site, territory_id)), names)
    frame = names["msu"]
    assert len(frame) == rows
    assert pd.api.types.is_numeric_dtype(frame["value"]) and frame["low"].notna().all()
    assert frame["code"].map(len).min() >= 2
    assert {"source_fr", "locator", "status"} <= set(frame.columns)
    assert "unit_fr" in printed.getvalue()


def test_the_source_of_qgis_is_read_by_its_library_and_joins_the_outlines(site):
    frame = pyogrio.read_dataframe(gdal_source(address(site)))
    assert len(frame) == 101
    outlines = geopandas.read_file(DATA / "reference" / "geometry" / "departements.geojson")
    joined = outlines.merge(frame, on="code")
    assert len(joined) == 101
    assert joined["value"].astype(float).gt(0).all()


def test_the_request_of_excel_names_columns_of_the_answer(site):
    where = address(site)
    text = program("Excel", where)
    assert text.startswith("let\n") and text.endswith("in\n    Types")
    assert where in text and text.count("{") == text.count("}")
    columns = pd.read_csv(where, nrows=0).columns
    assert set(re.findall(r'\{"(\w+)", type number\}', text)) <= set(columns)
    assert "{{" in text and "Encoding = 65001" in text


def test_the_program_of_r_is_one(site, tmp_path):
    text = program("R", address(site))
    columns = pd.read_csv(address(site), nrows=0).columns
    assert set(re.findall(r'"(\w+)"', text.partition("head(")[2])) <= set(columns)
    if not shutil.which("Rscript"):
        pytest.skip("R is not on this machine")
    (tmp_path / "exemple.R").write_text(text, encoding="utf-8")
    ran = subprocess.run(["Rscript", str(tmp_path / "exemple.R")], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr


def test_the_address_of_a_demonstration_asks_for_it(site):
    frame = pd.read_csv(address(site, "REG-76", demo=True), dtype={"code": str})
    assert frame["is_demo"].all()
    assert not pd.read_csv(address(site, "REG-76"))["is_demo"].any()


@pytest.mark.parametrize("tool", TOOLS)
def test_each_tool_has_its_example_on_the_page(visit, tool):
    page = visit("reutiliser", territoire="12")
    page.test.session_state["reutiliser.outils"] = tool
    page.test.run()
    page.is_sound()
    shown = [item.value for item in page.test.code]
    asked = "/api/v1/observations?indicator_id=msu&level=departement&region_id=REG-76"
    assert any(asked in text for text in shown)
    assert page.title.startswith("L’Aveyron : ")


def test_the_address_is_that_of_the_site(visit, tmp_path, monkeypatch):
    settings = tmp_path / "reglages.toml"
    settings.write_text('[site]\nadresse = "https://observatoire.example"\n', encoding="utf-8")
    monkeypatch.setenv("MSU_SETTINGS", str(settings))
    page = visit("reutiliser")
    page.is_sound()
    assert page.test.code[0].value.startswith("https://observatoire.example/api/v1/observations?")
    assert [item.value for item in page.test.info] == []


def test_a_page_without_site_a_demonstration_and_a_closed_reading_are_told():
    told = words.warnings(is_demo=True, is_restricted=True, has_site=False)
    assert ["fictives" in told[0], "se lit connecté" in told[1], "réglée" in told[2]] == [True] * 3
    assert words.warnings(is_demo=False, is_restricted=False, has_site=True) == []


def test_an_indicator_without_value_gives_way_to_the_msu(visit):
    for asked, read in (("apl_mg", "apl_mg"), ("gap_msu", "msu"), ("couverture_pct", "msu")):
        page = visit("reutiliser", indicateur=asked)
        page.is_sound()
        assert f"indicator_id={read}&" in page.test.code[0].value


def test_what_to_cite_and_what_each_licence_allows_are_on_the_page(visit):
    page = visit("reutiliser", donnees="demo")
    for key in ("reutiliser.citation.ouvert", "reutiliser.api.ouvert"):
        page.test.session_state[key] = True
    page.test.run()
    page.is_sound()
    citation = page.test.code[-1].value
    assert served_build(demo=True).build_id in citation and "DONNÉES FICTIVES" in citation
    assert words.LICENCES_CAPTION in page.html
    sources = fetch_catalog(served_build(demo=True)).sources.values()
    assert {item.licence for item in sources} | {"usage interne"} <= set(words.LICENCES)
    assert any("/api/v1/aide" in item.value for item in page.test.markdown)


@pytest.mark.parametrize("mode", ["essentiel", "expert"])
def test_the_package_is_offered_under_the_method(visit, mode):
    page = visit("donnees", mode=mode)
    page.test.session_state["donnees.onglets"] = method_words.PACKAGE
    page.test.session_state["donnees.paquet.ouvert"] = True
    page.test.run()
    page.is_sound()
    labels = {item.label for item in page.test.get("download_button")}
    assert set(method_words.PACKAGE_FORMATS.values()) <= labels


def test_the_package_of_the_page_is_made_once_and_its_failure_is_told(monkeypatch, tmp_path):
    from dashboard.views.donnees import package

    made = []

    def make(build_id: str, format_id: str, *, demo: bool) -> bytes:
        made.append((build_id, format_id, demo))
        return b"archive"

    monkeypatch.setattr(package, "export_package", make)
    build = served_build(demo=True)
    for sight in (None, frozenset(), frozenset({"DEP-12"})):
        seen = replace(build, sight=sight)
        assert package_bytes(seen, "parquet", is_demo=True) == b"archive"
    assert made == [(build.build_id, "parquet", True)]
    with pytest.raises(RuntimeError, match="construction inconnue"):
        export_package("1999", "csv", demo=False)
