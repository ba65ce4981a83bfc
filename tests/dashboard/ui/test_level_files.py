"""Files of the maps: what is set against a share says its situation, the rest has no column."""

from __future__ import annotations

import csv
import io

import pytest

from dashboard.core.catalog import COVERAGE, GAP, MSU, SITUATION
from dashboard.core.files import HEADER
from dashboard.core.selection import default_selection
from dashboard.queries.cache import served_build
from dashboard.queries.catalog import fetch_catalog
from dashboard.queries.desk import Desk
from dashboard.ui.level_files import SITUATION_COLUMNS, level_csv

DENSITY = "densite_mg_liberaux_cnam_pour_100k"


@pytest.fixture
def desk(served_warehouse):
    build = served_build()
    catalog = fetch_catalog(build)
    return Desk(build, catalog, default_selection(catalog))


def read(desk: Desk, *indicator_ids: str) -> tuple[list[str], list[dict[str, str]]]:
    """Header and rows of the file of some indicators."""
    content = level_csv(desk, [desk.values(item) for item in indicator_ids])
    lines = csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
    return list(lines.fieldnames or ()), list(lines)


def of_aveyron(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return [row for row in rows if row["code"] == "12"]


def test_an_indicator_without_share_has_the_columns_that_all_files_share(desk):
    header, _ = read(desk, DENSITY)
    assert tuple(header) == HEADER


@pytest.mark.parametrize(
    ("indicator_id", "bounds"),
    [(MSU, ("49", "97")), (GAP, ("-56", "-8")), (COVERAGE, ("119,5", "236,6"))],
)
def test_what_is_set_against_a_share_says_the_situation_and_both_intervals(
    desk, indicator_id, bounds
):
    header, rows = read(desk, indicator_id)
    assert tuple(header) == (*HEADER, *SITUATION_COLUMNS)
    (row,) = of_aveyron(rows)
    assert (row["borne_basse_80"], row["borne_haute_80"]) == bounds
    assert row["situation"] == "probablement au-dessus de sa part"
    assert (row["probabilite_sous_part"], row["part_msu"]) == ("0,03", "41")
    assert (row["cible"], row["cle"]) == (desk.target.label_fr, "Population")


def test_the_situation_alone_has_its_probability_and_no_bounds(desk):
    (row,) = of_aveyron(read(desk, SITUATION)[1])
    assert (row["borne_basse_80"], row["borne_haute_80"]) == ("", "")
    assert row["probabilite_sous_part"] == "0,03"


def test_beside_a_situation_another_indicator_leaves_its_columns_empty(desk):
    _, rows = read(desk, SITUATION, DENSITY)
    situation, density = of_aveyron(rows)
    assert situation["situation"]
    assert {density[name] for name in SITUATION_COLUMNS} == {""}


def test_a_counted_territory_is_a_fact_without_probability(desk):
    _, rows = read(desk.at(desk.selection.in_year(2014)), MSU)
    (row,) = of_aveyron(rows)
    assert row["situation"] == "compté, part atteinte"
    assert (row["probabilite_sous_part"], row["borne_basse_80"]) == ("", "")
