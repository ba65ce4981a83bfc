"""Small countries, to test what depends on who holds whom and on nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard.core.catalog import BuildInfo, Catalog, Level, Territory
from models.territories.cells import NATION, Cells

NO_BUILD = BuildInfo("", "", "", "", "", False, 5, "", "", 0.0, 0.0)


def small_catalog(
    region_of: Mapping[str, str], crosswalk: Sequence[tuple[str, str, float]]
) -> Catalog:
    """Catalog of a country without figures.

    Parameters
    ----------
    region_of : région of each département
    crosswalk : (departement_id, subdivision_id, weight)
    """
    cells = Cells.from_links(crosswalk, dict(region_of))
    levels: dict[Level, tuple[str, ...]] = {
        "region": cells.region_ids,
        "departement": cells.departement_ids,
        "subdivision": cells.subdivision_ids,
    }
    return Catalog(
        build=NO_BUILD,
        territories={
            item: Territory(item, level, item[4:], item, region_of.get(item), 0)
            for level, ids in ({"national": (NATION,)} | levels).items()
            for item in ids
        },
        indicators={},
        targets={},
        keys={},
        sources={},
        years=(),
        national_years=(),
        national_gaps={},
        default_target="",
        cells=cells,
        key_weights={},
        neighbours={},
        subdivisions_of={
            item: tuple((holder, weight) for child, holder, weight in crosswalk if child == item)
            for item in cells.departement_ids
        },
        level_ids=levels,
    )
