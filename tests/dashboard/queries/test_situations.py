"""Situations computed at each click are those that the warehouse published."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.core.selection import default_selection
from dashboard.queries.cache import open_build, served_build
from dashboard.queries.catalog import fetch_catalog, read_catalog
from dashboard.queries.desk import Desk
from dashboard.queries.situations import fetch_laws, situations_of

PUBLISHED = """
    SELECT territory_id, p_below, verdict_id, target_msu
    FROM pub.msu_gap JOIN pub.territory USING (territory_id)
    WHERE target_id = ? AND key_id = ? AND period = ? AND level = ?
"""
LEVELS = ("departement", "region", "subdivision", "national")


@pytest.fixture(scope="module")
def connection(warehouse):
    with open_build(str(warehouse.path)) as opened:
        yield opened


@pytest.fixture(scope="module")
def catalog(connection):
    return read_catalog(connection.cursor())


@pytest.fixture
def desk(served_warehouse):
    build = served_build()
    catalog = fetch_catalog(build)
    return Desk(build, catalog, default_selection(catalog))


@pytest.mark.parametrize("which", [0, 4, -1], ids=["first-year", "year-of-counts", "latest-year"])
@pytest.mark.parametrize("level", LEVELS)
def test_probabilities_and_verdicts_are_those_published(connection, catalog, level, which):
    year = catalog.years[which]
    laws = fetch_laws.read(connection.cursor(), year)
    for target in catalog.targets.values():
        for key_id in catalog.keys:
            found = situations_of(catalog, laws, level, target, key_id).by_id
            keys = [target.target_id, key_id, str(year), level]
            rows = connection.cursor().execute(PUBLISHED, keys).fetchall()
            assert {row[0] for row in rows} == set(found)
            for territory_id, p_below, verdict_id, share in rows:
                here = found[territory_id]
                assert (here.verdict_id, here.share) == (verdict_id, share)
                if p_below is None:
                    assert here.p_below is None
                else:
                    assert here.p_below == pytest.approx(p_below, abs=1e-9)


def test_a_counted_territory_has_no_probability_and_no_interval(desk):
    counted = desk.at(replace(desk.selection, year=2014, territory_id="DEP-12")).situation
    assert counted is not None
    assert (counted.is_counted, counted.status) == (True, "observed")
    assert {counted.low80, counted.high80, counted.low95, counted.high95} == {counted.msu}


def test_intervals_hold_one_another(desk):
    for level in ("departement", "region", "subdivision"):
        for item in desk.situations(level).by_id.values():
            assert item.low95 <= item.low80 <= item.msu <= item.high80 <= item.high95


def test_a_free_target_has_situations_too_and_more_are_below_a_higher_one(desk):
    low, high = (
        desk.at(desk.selection.with_value("target_id", value)).situations().by_id
        for value in ("10000", "20000")
    )
    named = desk.situations().by_id
    assert {item: here.p_below for item, here in low.items()} == {
        item: here.p_below for item, here in named.items()
    }
    for territory_id, here in high.items():
        assert here.share > low[territory_id].share
        assert here.p_below >= low[territory_id].p_below


def test_the_neighbours_of_a_territory_are_those_across_its_border(desk):
    here = desk.at(replace(desk.selection, territory_id="DEP-12"))
    assert {item.territory_id for item in here.neighbour_situations} == set(
        desk.catalog.neighbours_of("DEP-12")
    )
    assert desk.neighbour_situations == ()
