"""Under-served départements without a known count of MSU: which, and in what order."""

from __future__ import annotations

import duckdb
import pytest

from dashboard.queries.stages import fetch_local_counts
from models.msu.blank_zones import Count, Known, Zone, by_priority, is_blank, people

COUNTED = Known(Count(12.0, "2024", "observed", "S", "page 1"))
PARTIAL = Known(Count(12.0, "2024", "observed", "S", "page 1", is_partial=True))


def zone(name: str, zip_pct: float | None, known: Known | None = None) -> Zone:
    return Zone(name, 100_000, zip_pct, zip_pct, known or Known())


def test_people_are_told_to_the_nearest_hundred():
    assert people(279_609, 23.4) == 65_400
    assert people(279_609, 0.0) == 0
    assert people(279_609, None) is None


@pytest.mark.parametrize(
    ("known", "knowledge", "blank"),
    [
        (Known(), "unknown", True),
        (Known(is_withheld=True), "withheld", True),
        (PARTIAL, "partial", True),
        (COUNTED, "counted", False),
    ],
)
def test_only_a_full_count_fills_a_blank(known, knowledge, blank):
    assert known.knowledge == knowledge
    assert is_blank(zone("DEP-01", 10.0, known)) is blank


def test_nobody_in_a_zip_or_no_zoning_is_not_a_blank():
    assert not is_blank(zone("DEP-01", 0.0))
    assert not is_blank(zone("DEP-01", None))


def test_blanks_come_first_then_the_most_people():
    zones = [
        zone("DEP-01", 10.0),
        zone("DEP-02", 90.0, COUNTED),
        zone("DEP-03", 50.0, PARTIAL),
        zone("DEP-04", 10.0),
        zone("DEP-05", None),
        zone("DEP-06", 0.0),
    ]
    assert [item.departement_id for item in by_priority(zones)] == [
        "DEP-03",
        "DEP-01",
        "DEP-04",
        "DEP-02",
    ]


def test_what_is_known_is_what_was_counted_never_what_is_estimated(connection):
    known = fetch_local_counts.read(connection)
    counts = {
        name: (item.count.value, item.count.period) for name, item in known.items() if item.count
    }
    assert counts == {
        "DEP-01": (42.0, "2011"),
        "DEP-12": (55.0, "2016"),
        "DEP-19": (56.0, "2023"),
        "DEP-24": (27.0, "2022/2023"),
        "DEP-26": (50.0, "2018-03"),
        "DEP-57": (42.0, "2016"),
    }
    assert [name for name, item in known.items() if item.knowledge == "partial"] == ["DEP-24"]


@pytest.fixture
def tables() -> duckdb.DuckDBPyConnection:
    """The tables that the query reads, with imported counts and places."""
    made = duckdb.connect()
    made.execute("""
        CREATE SCHEMA pub;
        CREATE TABLE pub.territory AS
            SELECT 'DEP-' || d AS territory_id, 'departement' AS level FROM range(10, 14) t(d);
        CREATE TABLE pub.observation (territory_id VARCHAR, indicator_id VARCHAR, value DOUBLE,
            period VARCHAR, period_year INTEGER, status VARCHAR, source_id VARCHAR,
            locator VARCHAR);
        CREATE TABLE pub.withheld_cell (kind_id VARCHAR, territory_id VARCHAR, period VARCHAR,
            detail VARCHAR, measure_id VARCHAR);
        CREATE TABLE pub.stage_place (territory_id VARCHAR, semester VARCHAR, level_id VARCHAR,
            measure_id VARCHAR, places_n INTEGER, status VARCHAR, source_id VARCHAR);
        INSERT INTO pub.observation VALUES
            ('DEP-10', 'msu', 80, '2024', 2024, 'estimated', 'A', ''),
            ('DEP-11', 'msu_local_partiel', 9, '2024', 2024, 'observed', 'A', ''),
            ('DEP-11', 'msu', 30, '2020', 2020, 'imported', 'B', 'ligne 2');
        INSERT INTO pub.withheld_cell VALUES
            ('msu', 'DEP-12', '2024', '', 'total_msu'), ('msu', 'DEP-13', '2024', '', 'n1_msu'),
            ('stages', 'DEP-13', '2026-05', 'N1', 'offered_n');
        INSERT INTO pub.stage_place VALUES
            ('DEP-13', '2026-05', 'SASPAS', 'offered_n', 8, 'imported', 'B'),
            ('DEP-13', '2026-05', '2C', 'offered_n', 6, 'imported', 'B'),
            ('DEP-13', '2025-11', '2C', 'offered_n', 99, 'imported', 'B'),
            ('DEP-13', '2026-11', '2C', 'approved_n', 99, 'imported', 'B'),
            ('DEP-11', '2026-05', '2C', 'offered_n', 7, 'imported', 'B');
    """)
    return made


def test_a_full_count_beats_a_later_partial_one(tables):
    known = fetch_local_counts.read(tables)
    assert known["DEP-11"].count == Count(30.0, "2020", "imported", "B", "ligne 2")
    assert "DEP-10" not in known


def test_a_count_that_is_withheld_is_said_and_its_parts_do_not_say_it(tables):
    known = fetch_local_counts.read(tables)
    assert known["DEP-12"].knowledge == "withheld"
    assert known["DEP-13"].knowledge == "unknown"


def test_places_are_those_of_the_latest_semester_and_at_least_so_when_some_are_withheld(tables):
    known = fetch_local_counts.read(tables)
    assert (known["DEP-13"].places.semester, known["DEP-13"].places.offered_n) == ("2026-05", 14)
    assert known["DEP-13"].places.is_at_least
    assert not known["DEP-11"].places.is_at_least
