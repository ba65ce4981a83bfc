"""What browsers are told to fetch early: files that exist, that are needed, each once."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.file_util import get_static_dir

from dashboard.core.registry import INITIATIVES, PAGES
from dashboard.preload import CHUNK_LINKS, EVERY_PAGE, OF_PAGE, chunk_files, preload_hints
from dashboard.queries.cache import served_build
from dashboard.queries.catalog import fetch_catalog

STREAMLIT = Path(get_static_dir())


@pytest.fixture
def pieces(tmp_path) -> Path:
    """A document and the pieces that a page of Streamlit's would ask for."""
    scripts = tmp_path / "static" / "js"
    scripts.mkdir(parents=True)
    (tmp_path / "index.html").write_text('<script src="./static/js/main.aa.js">')
    for name, text in {
        "Html.aa.js": 'import{a}from"./main.aa.js";import"./lib.bb.js";export{b}',
        "lib.bb.js": 'import{b}from"./Html.aa.js";const later=()=>import("./never.cc.js")',
        "never.cc.js": "",
        "main.aa.js": "",
    }.items():
        (scripts / name).write_text(text)
    return tmp_path


def test_a_piece_comes_with_what_it_imports_and_nothing_that_may_never_be_asked_for(pieces):
    assert chunk_files("", pieces) == ["Html.aa.js", "lib.bb.js"]


def test_every_piece_named_is_one_of_streamlit():
    for name in {*EVERY_PAGE, *(name for names in OF_PAGE.values() for name in names)}:
        assert len(list((STREAMLIT / "static" / "js").glob(f"{name}.*.js"))) == 1, name


def test_every_page_asks_early_for_files_that_exist_each_once_and_light():
    assert set(OF_PAGE) <= {spec.url_path for spec in PAGES}
    for spec in PAGES:
        names = re.findall(r'href="/static/js/([^"]+)"', CHUNK_LINKS[spec.url_path])
        assert len(names) == len(set(names)) > len(EVERY_PAGE)
        weight = sum((STREAMLIT / "static" / "js" / name).stat().st_size for name in names)
        assert weight < 1_500_000


@pytest.mark.usefixtures("served_warehouse")
def test_the_outlines_of_points_are_asked_for_where_there_are_points():
    build = replace(
        fetch_catalog(served_build()).build,
        geometry_file="maps.json",
        areas_file="areas.json",
        limits_file="limits.json",
    )
    assert "maps.json" in preload_hints("fiche", build)
    assert "areas.json" not in preload_hints("fiche", build)
    assert re.findall(r"geo/(\w+)", preload_hints(INITIATIVES, build)) == [
        "maps",
        "areas",
        "limits",
    ]
    assert "geo" not in preload_hints(INITIATIVES, None)
