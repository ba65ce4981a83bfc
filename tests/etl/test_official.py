"""The archives of the official series: what they keep of the years before."""

from __future__ import annotations

import pytest

from etl.connectors.reading import table
from etl.errors import DataError
from etl.official import OfficialSeries, Tables, Vintage, archive_bytes, read_archive
from tests.support.official_faults import damaged_inside

VINTAGE = Vintage(
    connector_id="rpps-personnes",
    source_id="RPPS-EXTRACTION",
    title="Extraction",
    publisher="ANS",
    licence="Licence Ouverte 2.0",
    url="https://exemple.test",
    file="extraction.txt",
    sha256="ab" * 32,
    fetched_at="2026-11-30T10:00:00Z",
    released_on="2026-11-29",
    first_year=2026,
    last_year=2026,
    reader_version=1,
)


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


def test_it_is_said_that_they_are_not_in_the_file():
    (note,) = told(2026, value=9).with_past(told(2025, value=8)).notes_fr
    assert note.startswith("années d’avant 2026")
    assert told(2026, value=9).with_past(told(2026, value=8)).notes_fr == ()


def test_a_year_told_again_is_that_of_the_last_file():
    assert values(told(2026, value=9).with_past(told(2025, 2026, value=8))) == {2025: 8, 2026: 9}


def test_an_older_file_brings_nothing_back_after_its_years():
    assert values(told(2024, value=7).with_past(told(2024, 2026, value=8))) == {2024: 7}


@pytest.mark.parametrize("name", ["vintage.json", "observation.csv"])
def test_an_archive_that_is_damaged_inside_says_what_to_do(name):
    content = archive_bytes(OfficialSeries(VINTAGE, told(2026, value=9)))
    assert values(read_archive("publie/x.zip", content).tables) == {2026: 9}
    with pytest.raises(DataError, match="python -m etl refresh"):
        read_archive("publie/x.zip", damaged_inside(content, name))
