"""Intervals of the rates by région of diploma, and the rate of all régions together."""

from __future__ import annotations

import pandas as pd
import pytest

from etl.transform.diploma_rates import DIPLOMA_RATES, with_intervals

STAYED = DIPLOMA_RATES[0]


def observed(*rows: tuple[str, str, float]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            (territory_id, 2025, indicator_id, value, "feuille : 1 rapporté à 2", "derived-high")
            for territory_id, indicator_id, value in rows
        ],
        columns=["territory_id", "year", "indicator_id", "value", "locator", "confidence"],
    )


def flows(*rows: tuple[str, str, int]) -> pd.DataFrame:
    return pd.DataFrame(
        [(origin, destination, 2025, count, "feuille") for origin, destination, count in rows],
        columns=["origin_id", "destination_id", "year", "count_n", "locator"],
    )


def test_a_rate_has_the_interval_of_its_counts():
    rates = with_intervals(observed(("REG-53", STAYED, 75.0)), flows(("REG-53", "REG-53", 300)))
    row = rates[rates["territory_id"] == "REG-53"].iloc[0]
    # Wilson at 95 % for 300 of 400.
    assert (row["low"], row["high"]) == pytest.approx((70.5, 79.0), abs=0.1)


def test_the_nation_is_the_sum_of_the_regions_not_their_mean():
    rates = with_intervals(
        observed(("REG-53", STAYED, 75.0), ("REG-11", STAYED, 50.0)),
        flows(("REG-53", "REG-53", 300), ("REG-11", "REG-11", 50), ("REG-11", "REG-53", 50)),
    )
    nation = rates[rates["territory_id"] == "FR"].iloc[0]
    assert nation["value"] == pytest.approx(70.0)
    assert nation["low"] < 70 < nation["high"]
    assert nation["locator"] == "feuille : 350 rapporté à 500 (somme de 2 régions)"


def test_a_rate_whose_counts_are_not_published_has_no_interval():
    rates = with_intervals(observed(("REG-53", STAYED, 75.0)), flows(("REG-11", "REG-53", 5)))
    assert rates["territory_id"].tolist() == ["REG-53"]
    assert rates["low"].isna().all()


def test_a_rate_above_100_is_left_to_the_checks_of_the_build():
    rates = with_intervals(observed(("REG-53", STAYED, 150.0)), flows(("REG-53", "REG-53", 3)))
    assert rates["value"].tolist() == [150.0]
    assert rates["low"].isna().all()


def test_other_values_are_left_as_they_are():
    before = observed(("DEP-12", "mg_primo_installations_hors_mep", 12.0))
    rates = with_intervals(before, flows())
    assert rates[before.columns.tolist()].equals(before)
    assert rates["low"].isna().all()
