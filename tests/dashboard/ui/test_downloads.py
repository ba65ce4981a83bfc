"""What leaves the page: French CSV with sources, statuses and build."""

from __future__ import annotations

import csv
import io
import logging
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.core.catalog import Catalog
from dashboard.core.files import HEADER, level_rows, to_csv
from dashboard.core.values import LevelValues
from dashboard.queries.cache import open_build
from dashboard.queries.catalog import read_catalog
from dashboard.queries.levels import read_level
from dashboard.ui.downloads import log_failures

BOM = b"\xef\xbb\xbf"


@pytest.fixture(scope="module")
def connection(warehouse) -> Iterator:
    with open_build(str(warehouse.path)) as opened:
        yield opened


@pytest.fixture(scope="module")
def catalog(connection) -> Catalog:
    return read_catalog(connection.cursor())


@pytest.fixture
def values(catalog) -> LevelValues:
    """Three départements: an estimate, an observation, a missing value."""
    source_id = next(iter(catalog.sources))
    return LevelValues(
        indicator_id="couverture_pct",
        level="departement",
        period="2024",
        ids=("DEP-01", "DEP-12", "DEP-2A"),
        values=(-1234.56, 80.0, None),
        low=(-2000.0, None, None),
        high=(12.34, None, None),
        status=("estimated", "observed", None),
        notes=("indéterminé", None, None),
        source_ids=(source_id, source_id, None),
        locators=("tableau 3", "p. 4", None),
        method_ids=("msu-v1", None, None),
    )


def read(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(BOM)
    text = content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def test_a_french_spreadsheet_opens_it_bom_semicolons_decimal_commas(catalog, values):
    content = to_csv(HEADER, level_rows(catalog, values))
    assert content.startswith(BOM)
    assert content.decode("utf-8-sig").splitlines()[0] == ";".join(HEADER)
    first, second, _ = read(content)
    assert (first["valeur"], first["borne_basse"], first["borne_haute"]) == (
        "-1234,6",
        "-2000,0",
        "12,3",
    )
    assert second["valeur"] == "80,0"
    assert second["borne_basse"] == ""


def test_a_missing_value_is_n_d_and_not_published(catalog, values):
    missing = read(to_csv(HEADER, level_rows(catalog, values)))[-1]
    assert missing["valeur"].split() == ["n.", "d."]
    assert missing["statut"] == "non publié"
    assert missing["source"] == ""


def test_each_row_carries_status_source_place_method_and_build(catalog, values):
    estimated, observed, _ = read(to_csv(HEADER, level_rows(catalog, values)))
    assert (estimated["statut"], observed["statut"]) == ("estimé", "observé")
    assert estimated["source"] == next(iter(catalog.sources.values())).citation
    assert estimated["emplacement"] == "tableau 3"
    assert estimated["methode"] == "msu-v1"
    assert estimated["construction"] == catalog.build.build_id
    assert estimated["version_donnees"] == catalog.build.data_version
    assert estimated["unite"] == "%"


def test_an_observation_has_no_estimation_method(catalog, values):
    observed = level_rows(catalog, values)[1]
    assert dict(zip(HEADER, observed, strict=True))["methode"] == ""


def test_codes_keep_their_zeros_and_letters(catalog, values):
    rows = read(to_csv(HEADER, level_rows(catalog, values)))
    assert [row["code"] for row in rows] == ["01", "12", "2A"]


def test_every_row_of_a_demonstration_says_it_is_fictitious_and_no_other_does(catalog, values):
    rows = read(to_csv(HEADER, level_rows(catalog, values), is_demo=True))
    assert {row["avertissement"] for row in rows} == {"DONNÉES FICTIVES"}
    real = read(to_csv(HEADER, level_rows(catalog, values)))
    assert "FICTIVES" not in str(real)


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+33", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0", "-1+cmd|' /C calc'!A0"],
)
def test_what_a_spreadsheet_would_run_is_made_inert(cell):
    written = read(to_csv(("a",), [(cell,)]))[0]["a"]
    assert written == f"'{cell}"


@pytest.mark.parametrize("cell", ["-12", "-0,5", "-1234,6", "12", "n. d.", ""])
def test_negative_numbers_and_plain_text_are_left_alone(cell):
    assert read(to_csv(("a", "b"), [(cell, "x")]))[0]["a"] == cell


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20),
        min_size=2,
        max_size=2,
    )
)
def test_no_text_breaks_the_columns_or_starts_a_formula(cells):
    row = read(to_csv(("a", "b"), [cells]))[0]
    assert set(row) == {"a", "b"}
    for written, cell in zip(row.values(), cells, strict=True):
        assert written in (cell, f"'{cell}")
        assert not written.startswith(("=", "+", "@", "\t", "\r"))


@pytest.mark.parametrize("level", ["departement", "region", "subdivision"])
def test_every_indicator_of_the_map_exports_every_territory_of_a_level(connection, catalog, level):
    for indicator_id in catalog.map_indicators:
        values = read_level(
            connection.cursor(),
            catalog,
            indicator_id,
            level,
            year=catalog.years[-1],
            target=catalog.targets[catalog.default_target],
            key_id="population",
        )
        rows = read(to_csv(HEADER, level_rows(catalog, values)))
        assert [row["territoire_id"] for row in rows] == list(catalog.level_ids[level])
        for row in rows:
            missing = row["valeur"].startswith("n.")
            assert missing == (row["statut"] == "non publié")
            assert missing or row["source"]


def test_a_file_that_cannot_be_made_leaves_its_name_and_its_cause_in_the_log(caplog):
    def fail() -> bytes:
        raise OSError("disque plein")

    with caplog.at_level(logging.ERROR), pytest.raises(OSError, match="disque plein"):
        log_failures("msu_12_aveyron.pdf", fail)()
    assert "msu_12_aveyron.pdf" in caplog.text
    assert "disque plein" in caplog.text
    assert log_failures("x", lambda: b"ok")() == b"ok"
