"""What does not change within a build: registers, territories, links, build."""

from __future__ import annotations

import gc
from collections import defaultdict

import duckdb
import pandas as pd

from dashboard.core.catalog import (
    NEED_TARGET,
    OFFICIAL_SERIES,
    BuildInfo,
    Catalog,
    Indicator,
    Key,
    NationalGap,
    Source,
    Target,
    Territory,
)
from dashboard.core.formatting import number, period
from dashboard.queries.cache import (
    Cursor,
    NoWarehouseError,
    ServedBuild,
    cursor_of,
    kept_per_build,
)
from dashboard.themes.stages import msu_needed
from models.territories.cells import Cells


def read_catalog(cursor: Cursor) -> Catalog:
    """Read the catalog of a build."""
    territories = {row[0]: Territory(*row) for row in _rows(cursor, TERRITORIES)}
    links = _rows(cursor, "SELECT kind, parent_id, child_id, weight FROM pub.territory_link")
    crosswalk = [
        (child, parent, weight) for kind, parent, child, weight in links if kind == "subdivision"
    ]
    cells = Cells.from_links(
        sorted(crosswalk),
        {
            item.territory_id: str(item.region_id)
            for item in territories.values()
            if item.level == "departement"
        },
    )
    return Catalog(
        build=_build(cursor),
        territories=territories,
        indicators={row[0]: Indicator(*row) for row in _indicators(cursor)},
        targets={row[0]: Target(*row) for row in _rows(cursor, TARGETS)},
        keys={
            row[0]: Key(*row)
            for row in _rows(
                cursor, "SELECT key_id, label_fr, definition_fr, caveat_fr FROM pub.allocation_key"
            )
        },
        sources={row[0]: Source(*row) for row in _rows(cursor, SOURCES)},
        years=tuple(row[0] for row in _rows(cursor, YEARS)),
        national_years=tuple(row[0] for row in _rows(cursor, NATIONAL_YEARS)),
        national_gaps={int(row[0]): NationalGap(*row[1:]) for row in _rows(cursor, GAPS)},
        default_target=str(
            _rows(cursor, "SELECT target_id FROM pub.target WHERE is_default")[0][0]
        ),
        cells=cells,
        key_weights=_key_weights(cursor, cells),
        neighbours=_neighbours(links),
        subdivisions_of=_subdivisions(crosswalk),
        other_names=_other_names(cursor),
        level_ids={
            "region": cells.region_ids,
            "departement": cells.departement_ids,
            "subdivision": cells.subdivision_ids,
        },
        need_target=_need_target(cursor),
        counted_years=dict(_rows(cursor, COUNTED_YEARS)),
    )


TERRITORIES = """
    SELECT territory_id, level, code, name_fr, region_id, population_hab, article_tncc
    FROM pub.territory ORDER BY level = 'national' DESC, level, code
"""
# A series that only a refresh of the official sources brings is offered once it is there.
INDICATORS = """
    SELECT indicator_id, label_fr, short_fr, definition_fr, unit_fr, decimals, direction,
        additive, theme, caveat_fr, on_map OR indicator_id IN (
            SELECT indicator_id FROM pub.observation JOIN pub.vintage USING (source_id)
            WHERE indicator_id IN (SELECT unnest($official))
        )
    FROM pub.indicator
"""
TARGETS = """
    SELECT target_id, label_fr, value_msu, horizon, scope_fr, source_id, note_fr
    FROM pub.target ORDER BY is_default DESC, value_msu
"""
SOURCES = """
    SELECT source_id, title, publisher, deposit, url, licence, published, kind
    FROM pub.source ORDER BY source_id
"""
OTHER_NAMES = "SELECT territory_id, name_fr FROM pub.territory_name ORDER BY ALL"
YEARS = "SELECT DISTINCT period::INTEGER AS year FROM pub.msu_gap ORDER BY year"
# An imported year may hold a few territories only: it is offered, and never shown first.
NATIONAL_YEARS = """
    SELECT DISTINCT period::INTEGER AS year FROM pub.msu_gap WHERE territory_id = 'FR' ORDER BY year
"""
COUNTED_YEARS = """
    SELECT territory_id, max(period_year) FROM pub.observation
    WHERE indicator_id = 'msu' AND status IN ('imported', 'demo') AND territory_id <> 'FR'
    GROUP BY territory_id
"""
NEEDS = """
    SELECT year, level_id, need_place_semestres FROM pub.stage_balance
    WHERE territory_id = 'FR' AND year = (
        -- After the latest cohort the need of some levels only is known.
        SELECT max(year) FROM pub.stage_balance
        WHERE territory_id = 'FR' AND level_id = '3C' AND need_place_semestres IS NOT NULL
    )
"""
PLACES_PER_MSU = """
    SELECT parameter_id, value FROM pub.method
    WHERE method_id = 'stages-v1' AND parameter_id IN ('third_cycle_places', 'dj_places')
"""
GAPS = "SELECT period, national_msu, known_msu, reason_fr FROM pub.national_gap"
BUILD = """
    SELECT build_id, built_at, data_version, geometry_file, is_demo, secrecy_threshold_n,
        areas_file, limits_file, observed_pct, imported_pct
    FROM pub.build CROSS JOIN (
        SELECT 100.0 * count(*) FILTER (status = 'observed') / count(*) AS observed_pct,
            100.0 * count(*) FILTER (status IN ('imported', 'demo')) / count(*) AS imported_pct
        FROM pub.observation JOIN pub.territory USING (territory_id)
        WHERE indicator_id = 'msu' AND level = 'departement'
    )
"""


def _rows(cursor: Cursor, statement: str) -> list[tuple]:
    return cursor.execute(statement).fetchall()


def _indicators(cursor: Cursor) -> list[tuple]:
    return cursor.execute(INDICATORS, {"official": list(OFFICIAL_SERIES)}).fetchall()


def _need_target(cursor: Cursor) -> Target | None:
    """MSU that the stages of the latest year ask for, as a target that no source carries."""
    needs = _rows(cursor, NEEDS)
    rates = dict(_rows(cursor, PLACES_PER_MSU))
    if not needs or len(rates) < 2:
        return None
    year = int(needs[0][0])
    value = msu_needed(
        {level: need for _, level, need in needs}, rates["third_cycle_places"], rates["dj_places"]
    )
    if value is None:
        return None
    return Target(
        NEED_TARGET,
        f"{number(value)} MSU : besoin des stages {year - 1}-{year}",
        value,
        f"année de formation {year - 1}-{year}",
        "MSU de médecine générale, France entière",
        None,
        "Calculé par la méthode stages-v1, sous ses hypothèses : aucune source ne le porte.",
    )


def _build(cursor: Cursor) -> BuildInfo:
    build_id, built_at, *facts = _rows(cursor, BUILD)[0]
    day = built_at.date().isoformat()
    return BuildInfo(build_id, period(day), day, *facts)


def _key_weights(cursor: Cursor, cells: Cells) -> dict[str, tuple[float, ...]]:
    frame = cursor.execute("SELECT key_id, territory_id, weight FROM pub.apportionment_key").df()
    table: pd.DataFrame = frame.pivot_table(
        index="territory_id", columns="key_id", values="weight"
    ).loc[list(cells.departement_ids)]
    return {str(key): tuple(table[key].astype(float)) for key in table.columns}


def _other_names(cursor: Cursor) -> dict[str, tuple[str, ...]]:
    names: dict[str, list[str]] = defaultdict(list)
    for territory_id, name in _rows(cursor, OTHER_NAMES):
        names[territory_id].append(name)
    return {key: tuple(texts) for key, texts in names.items()}


def _neighbours(links: list[tuple]) -> dict[str, tuple[str, ...]]:
    touching: dict[str, list[str]] = defaultdict(list)
    for kind, parent, child, _ in links:
        if kind == "neighbour":
            touching[parent].append(child)
    return {key: tuple(sorted(value)) for key, value in touching.items()}


def _subdivisions(
    crosswalk: list[tuple[str, str, float]],
) -> dict[str, tuple[tuple[str, float], ...]]:
    parts: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for departement_id, subdivision_id, weight in crosswalk:
        parts[departement_id].append((subdivision_id, weight))
    return {key: tuple(sorted(value)) for key, value in parts.items()}


@kept_per_build
def fetch_catalog(build: ServedBuild) -> Catalog:
    """Catalog of a build.

    Raises
    ------
    NoWarehouseError
        When the build was published by an older version, whose tables are not those of today, or
        when its file cannot be read.
    """
    try:
        catalog = read_catalog(cursor_of(build))
    except (duckdb.BinderException, duckdb.CatalogException) as error:
        older = f"La construction {build.build_id} est d’une version plus ancienne."
        raise NoWarehouseError(older) from error
    except duckdb.Error as error:
        raise NoWarehouseError("La construction servie ne peut pas être lue.") from error
    # Everything loaded so far lives as long as the process: taking it out of the collector's
    # sight makes each later collection, hence each click, much shorter.
    gc.collect()
    gc.freeze()
    return catalog


@kept_per_build
def fetch_shares(build: ServedBuild, target: Target, key_id: str) -> dict[str, int]:
    """Share of a target, in MSU, for each territory of every level."""
    return fetch_catalog(build).shares(target, key_id)
