"""The archives of the official series: what they keep of the years before."""

from __future__ import annotations

from etl.connectors.reading import table
from etl.official import Tables


def told(*years: int, value: float) -> Tables:
    """Tables of one indicator."""
    rows = [("DEP-12", year, "mg_rpps_extraction", value, "ligne 1", "high") for year in years]
    return Tables(observation=table("observation", rows))


def values(tables: Tables) -> dict[int, float]:
    return dict(zip(tables.observation["year"], tables.observation["value"], strict=True))


def test_years_that_a_file_no_longer_tells_are_kept():
    assert values(told(2026, value=9).with_past(told(2024, 2025, value=8))) == {
        2024: 8,
        2025: 8,
        2026: 9,
    }


def test_a_year_told_again_is_that_of_the_last_file():
    assert values(told(2026, value=9).with_past(told(2025, 2026, value=8))) == {2025: 8, 2026: 9}


def test_an_older_file_brings_nothing_back_after_its_years():
    assert values(told(2024, value=7).with_past(told(2024, 2026, value=8))) == {2024: 7}
