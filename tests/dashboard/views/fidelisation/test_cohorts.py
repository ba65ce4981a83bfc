"""Grid and file of the cohorts: each missing rate says why, each number is one."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from dashboard.core.files import NUMBER
from dashboard.core.selection import default_selection
from dashboard.queries.cache import served_build
from dashboard.queries.catalog import fetch_catalog
from dashboard.queries.retention import fetch_cohorts, fetch_territory_rates
from dashboard.views.fidelisation.cohorts import CSV_HEADER, cohort_cells, csv_row
from dashboard.views.fidelisation.page import RetentionPage
from dashboard.views.fidelisation.view import RetentionView, options_of
from tests.support.cohorts import RATE, WITHHELD

NUMBERS = (
    "promotion",
    "delai_ans",
    "formes",
    "installes",
    "taux_pct",
    "taux_pct_borne_basse",
    "taux_pct_borne_haute",
    "sans_installation_connue",
)


def plain(text: str) -> str:
    return re.sub(r"\s", " ", text)


def test_each_cell_without_a_rate_says_why():
    one_year = replace(RATE, delay_years=1)
    oldest = replace(RATE, cohort=2017)
    lines = cohort_cells([RATE, one_year, WITHHELD, oldest], this_year=2024)
    assert [line[0].cohort for line in lines] == [2020, 2019, 2018, 2017]
    words = {(cell.cohort, cell.delay_years): plain(cell.text) for line in lines for cell in line}
    assert words[2019, 5] == "58,3 % (49 à 67)"
    assert words[2020, 5] == "masqué"
    assert words[2019, 10] == "pas encore observable"
    # Seen by then, and absent from the file: not the same as too recent.
    assert words[2019, 3] == "n. d."
    assert words[2018, 5] == "n. d."


def test_a_delay_that_ends_this_year_can_be_observed():
    (line,) = cohort_cells([replace(RATE, cohort=2014, delay_years=5)], this_year=2024)
    assert line[-1].missing == "unknown"


def test_no_rate_gives_no_line():
    assert cohort_cells([], this_year=2024) == []


@pytest.fixture
def rows(served_demonstration):
    """Lines of the file of every territory of the demonstration that has cohorts."""
    build = served_build(demo=True)
    catalog = fetch_catalog(build)
    options = options_of(catalog, fetch_cohorts(build))
    page = RetentionPage(build, catalog, default_selection(catalog), RetentionView(), options)
    return [
        dict(zip(CSV_HEADER, csv_row(page, rate), strict=True))
        for territory_id in catalog.territories
        for rate in fetch_territory_rates(build, territory_id)
    ]


def test_a_spreadsheet_reads_every_number_of_the_file(rows):
    values = [row[name] for row in rows for name in NUMBERS if row[name]]
    words = {value for value in values if not NUMBER.fullmatch(value)}
    assert words <= {"n. d.", "masqué", "aucun formé"}
    assert any(len(row["formes"]) > 3 for row in rows)


def test_a_rate_of_the_file_lies_between_its_bounds(rows):
    ends = ("taux_pct_borne_basse", "taux_pct", "taux_pct_borne_haute")
    rates = [row for row in rows if NUMBER.fullmatch(row["taux_pct"])]
    assert rates
    for row in rates:
        low, rate, high = (float(row[name].replace(",", ".")) for name in ends)
        assert low <= rate <= high


def test_a_withheld_rate_keeps_its_line_without_bounds(rows):
    withheld = [row for row in rows if row["taux_pct"] == "masqué"]
    assert withheld
    assert {(row["taux_pct_borne_basse"], row["installes"]) for row in withheld} == {("", "n. d.")}
