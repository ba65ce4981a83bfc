"""What the pages compute at each click is what the warehouse published, to the unit."""

from __future__ import annotations

import pytest

from dashboard.core.catalog import COVERAGE, GAP
from dashboard.queries.cache import open_build
from dashboard.queries.catalog import read_catalog
from dashboard.queries.levels import read_level, read_territory_shortfall

COLUMNS = {
    GAP: ("gap_msu", "gap_low_msu", "gap_high_msu"),
    COVERAGE: ("coverage_pct", "coverage_low_pct", "coverage_high_pct"),
}
PUBLISHED = """
    SELECT territory_id, {columns}, msu_status
    FROM pub.msu_gap JOIN pub.territory USING (territory_id)
    WHERE target_id = ? AND key_id = ? AND period = ? AND level = ?
    ORDER BY territory_id
"""


@pytest.fixture(scope="module")
def connection(warehouse):
    with open_build(str(warehouse.path)) as opened:
        yield opened


@pytest.fixture(scope="module")
def catalog(connection):
    return read_catalog(connection.cursor())


def published(connection, indicator_id, *keys):
    statement = PUBLISHED.format(columns=", ".join(COLUMNS[indicator_id]))
    return connection.cursor().execute(statement, list(map(str, keys))).fetchall()


@pytest.mark.parametrize("indicator_id", [GAP, COVERAGE])
@pytest.mark.parametrize("level", ["departement", "region", "subdivision"])
@pytest.mark.parametrize("which", [0, -1], ids=["first-year", "latest-year"])
def test_maps_show_the_published_shortfall(connection, catalog, indicator_id, level, which):
    year = catalog.years[which]
    for target in catalog.targets.values():
        for key_id in catalog.keys:
            shown = read_level(
                connection.cursor(),
                catalog,
                indicator_id,
                level,
                year=year,
                target=target,
                key_id=key_id,
            )
            rows = published(connection, indicator_id, target.target_id, key_id, year, level)
            ids, values, low, high, status = zip(*rows, strict=True)
            assert shown.ids == ids
            assert shown.values == values
            assert shown.status == status
            estimated = [item == "estimated" for item in status]
            assert list(shown.low) == [
                v if e else None for v, e in zip(low, estimated, strict=True)
            ]
            assert list(shown.high) == [
                v if e else None for v, e in zip(high, estimated, strict=True)
            ]


@pytest.mark.parametrize("indicator_id", [GAP, COVERAGE])
def test_key_figures_show_the_published_shortfall_of_the_country(connection, catalog, indicator_id):
    for target in catalog.targets.values():
        for year in catalog.years:
            shown = read_territory_shortfall(
                connection.cursor(),
                catalog,
                indicator_id,
                "FR",
                year=year,
                target=target,
                key_id="population",
            )
            keys = (target.target_id, "population", year, "national")
            ((_, value, *_),) = published(connection, indicator_id, *keys)
            assert shown.value == value
