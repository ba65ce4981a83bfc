"""What moved between two builds is counted by indicator, and nothing else is."""

from __future__ import annotations

import duckdb
import pytest

from etl.differences import compare_builds
from etl.errors import EtlError
from foundation.answers import ValueChange
from stores import find_served
from tests.support.importing import copy_build, new_installation


@pytest.fixture
def two_builds(warehouse, tmp_path):
    """An installation whose second build lacks a value, has one more and another changed."""
    settings = new_installation(warehouse.settings, tmp_path)
    kept = settings.store
    served = find_served(kept)
    with kept.building("suivante") as path:
        copy_build(served.path, path)
        with duckdb.connect(str(path)) as connection:
            where = "indicator_id = 'mg_rpps' AND period = '2022' AND territory_id ="
            connection.execute(f"UPDATE pub.observation SET value = 1 WHERE {where} 'DEP-12'")
            connection.execute(f"DELETE FROM pub.observation WHERE {where} 'DEP-48'")
            connection.execute(
                "INSERT INTO pub.observation SELECT * REPLACE ('2019' AS period) "
                f"FROM pub.observation WHERE {where} 'DEP-46'"
            )
        kept.publish(path, "suivante", served.build.outlines)
    return settings, served.build.build_id


def test_values_added_removed_and_changed_are_counted_the_largest_first(two_builds):
    settings, first = two_builds
    (moved,) = compare_builds(settings, first, "suivante")
    assert moved.indicator_id == "mg_rpps"
    assert (moved.added_n, moved.removed_n, moved.changed_n) == (1, 1, 1)
    assert isinstance(moved.largest[0], ValueChange)
    assert (moved.largest[0].territory_id, moved.largest[0].after) == ("DEP-12", 1.0)
    assert {item.before is None for item in moved.largest} == {True, False}


def test_a_value_that_another_source_takes_over_is_changed_unless_it_is_the_same(two_builds):
    settings, first = two_builds
    kept = settings.store
    with kept.building("reprise") as path:
        copy_build(find_served(kept).path, path)
        with duckdb.connect(str(path)) as connection:
            where = "indicator_id = 'mg_rpps' AND period = '2022' AND territory_id ="
            connection.execute(f"""
                UPDATE pub.observation SET source_id = 'OFFICIELLE', value = value + 1
                WHERE {where} 'DEP-46'
            """)
            connection.execute(
                f"UPDATE pub.observation SET source_id = 'OFFICIELLE' WHERE {where} 'DEP-81'"
            )
        kept.publish(path, "reprise", find_served(kept).build.outlines)
    (moved,) = compare_builds(settings, "suivante", "reprise")
    assert (moved.added_n, moved.removed_n, moved.changed_n) == (0, 0, 1)
    (change,) = moved.largest
    assert (change.territory_id, change.source_id) == ("DEP-46", "OFFICIELLE")
    assert change.after == change.before + 1


def test_a_build_does_not_differ_from_itself(two_builds):
    settings, first = two_builds
    assert compare_builds(settings, first, first[:15]) == ()


def test_an_unknown_build_is_refused_with_those_that_are_kept(two_builds):
    settings, first = two_builds
    with pytest.raises(EtlError, match=rf"construction inconnue.*{first}"):
        compare_builds(settings, "20200101", first)
