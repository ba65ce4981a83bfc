"""Rates of imported cohorts: each from its own counts, none where one of them is withheld."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.support.importing import build_with, few_draws, new_installation, read_served

HEADER = "territoire;perimetre;cohorte;delai;formes;meme_departement;meme_region;ailleurs"
FILES = {
    "cohortes Toulouse": [
        HEADER,
        "SUB-040;subdivision;2019;5;120;;70;28",
        "SUB-040;subdivision;2020;5;100;;40;",
        "REG-76;region_diplome;2015;10;200;;150;50",
        "12;stage;2018;5;60;24;18;10",
        "48;stage;2018;5;24;3;9;6",
        "81;stage;2018;5;40;;20;12",
        "31;subdivision;2017;5;90;3;40;30",
    ]
}


@pytest.fixture(scope="module")
def rates(warehouse, tmp_path_factory) -> pd.DataFrame:
    settings = new_installation(warehouse.settings, tmp_path_factory.mktemp("cohortes"))
    with few_draws():
        build_with(settings, FILES)
    table = read_served(settings)["retention"]
    return table.set_index(["territory_id", "scope", "settled_in"]).sort_index()


def _row(rates: pd.DataFrame, *key: object) -> pd.Series:
    found = rates.loc[key]
    return found if isinstance(found, pd.Series) else found.iloc[0]


def test_a_subdivision_counts_those_who_stayed_in_it_and_those_not_followed(rates):
    row = _row(rates, "SUB-040", "subdivision", "region")
    assert row[["cohort", "delay_years", "trained_n", "settled_n"]].tolist() == [2019, 5, 120, 70]
    assert row["rate_pct"] == pytest.approx(58.333, abs=0.001)
    assert (row["low_pct"], row["high_pct"]) == (
        pytest.approx(49.38, abs=0.01),
        pytest.approx(66.76, abs=0.01),
    )
    assert row["not_followed_n"] == 22
    assert row["not_followed_pct"] == pytest.approx(18.333, abs=0.001)
    assert row[["status", "method_id", "locator"]].tolist() == [
        "imported",
        "wilson-v1",
        "fichier local, ligne 2",
    ]


def test_a_cohort_whose_leavers_are_not_told_keeps_its_rate_and_no_share_of_unknown(rates):
    rows = rates.loc[("SUB-040", "subdivision", "region")]
    row = rows[rows["cohort"] == 2020].iloc[0]
    assert row["rate_pct"] == 40
    assert pd.isna(row["not_followed_n"])
    assert pd.isna(row["not_followed_pct"])


def test_a_stage_has_two_rates_the_departement_and_the_region_that_holds_it(rates):
    departement = _row(rates, "DEP-12", "stage", "departement")
    region = _row(rates, "DEP-12", "stage", "region")
    assert departement["settled_n"] == 24
    assert departement["rate_pct"] == 40
    assert region["settled_n"] == 42
    assert region["rate_pct"] == 70


def test_a_withheld_count_withholds_every_rate_it_enters_and_says_so(rates):
    for place in ("departement", "region"):
        row = _row(rates, "DEP-48", "stage", place)
        assert pd.isna(row["rate_pct"])
        assert pd.isna(row["settled_n"])
        assert row["missing"] == "withheld"


def test_a_departement_withheld_outside_the_stage_scope_is_not_taken_for_one_that_is_not_told(
    rates,
):
    for place in ("departement", "region"):
        row = _row(rates, "DEP-31", "subdivision", place)
        assert pd.isna(row["rate_pct"])
        assert row["missing"] == "withheld"


def test_what_a_file_does_not_tell_is_unknown_and_not_withheld(rates):
    row = _row(rates, "DEP-81", "stage", "departement")
    assert pd.isna(row["rate_pct"])
    assert row["missing"] == "unknown"


def test_scopes_stay_apart(rates):
    row = _row(rates, "REG-76", "region_diplome", "region")
    assert row["rate_pct"] == 75
    assert set(rates.index.get_level_values("scope")) == {"stage", "subdivision", "region_diplome"}


def test_without_cohorts_there_is_no_rate_at_all(connection):
    assert connection.execute("SELECT count(*) FROM pub.retention").fetchall() == [(0,)]
    methods = connection.execute("SELECT DISTINCT method_id FROM pub.method").fetchall()
    assert ("wilson-v1",) in methods
