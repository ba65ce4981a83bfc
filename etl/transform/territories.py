"""Territories, their links, the registers and the geometry of the map."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict

import numpy as np
import pandas as pd

from etl.build import Build
from etl.declared.catalog import Indicator
from etl.declared.domains import DOMAINS
from etl.declared.kinds import Kind, stored_kind
from etl.errors import DataError
from etl.geo.drawing import build_map_geometry, neighbour_pairs
from etl.geo.ground import build_areas, build_limits, map_points
from etl.warehouse import append
from models.territories.cells import NATION, Cells

CROSSWALK = "data/reference/crosswalk.csv"
POPULATION = "population_municipale_hab"


def build_territories(build: Build) -> None:
    """Publish the territories, how they nest and which départements touch."""
    frame = build.territories
    _check_crosswalk(build.crosswalk, set(frame["territory_id"]))
    departements = frame[frame["level"] == "departement"].set_index("territory_id")
    build.cells = Cells.from_links(
        list(
            build.crosswalk[["departement_id", "subdivision_id", "weight"]].itertuples(
                index=False, name=None
            )
        ),
        departements["region_id"].to_dict(),
    )
    population = departement_population(build)
    totals = build.cells.sum_levels(build.cells.spread(population.to_numpy()))
    by_territory = pd.Series(totals, index=list(build.cells.territory_ids)).round().astype("int64")
    append(
        build.connection,
        "pub.territory",
        frame.assign(
            population_hab=frame["territory_id"].map(by_territory),
            article_tncc=frame["territory_id"].map(build.articles).astype("Int64"),
        ),
    )
    append(build.connection, "pub.territory_name", build.names)
    append(build.connection, "pub.territory_link", _links(build, departements))


def _check_crosswalk(crosswalk: pd.DataFrame, known: set[str]) -> None:
    """Refuse a crosswalk that names a territory unknown to territories.csv, or a pair twice."""
    for column in ("departement_id", "subdivision_id"):
        unknown = crosswalk[~crosswalk[column].isin(known)]
        if not unknown.empty:
            raise DataError(
                CROSSWALK,
                int(unknown.index[0]) + 2,
                column,
                str(unknown[column].iloc[0]),
                "un identifiant de territories.csv",
                "Corriger l’identifiant.",
            )
    repeated = crosswalk[crosswalk.duplicated(["departement_id", "subdivision_id"])]
    if not repeated.empty:
        raise DataError(
            CROSSWALK,
            int(repeated.index[0]) + 2,
            "departement_id, subdivision_id",
            ", ".join(repeated[["departement_id", "subdivision_id"]].iloc[0]),
            "une seule ligne par département et subdivision",
            "Supprimer la ligne répétée.",
        )


def departement_population(build: Build) -> pd.Series:
    """Population 2023; Mayotte keeps its 2017 census, as INSEE does."""
    rows = build.figure(POPULATION).sort_values("period")
    latest = rows.drop_duplicates("territory_id", keep="last").set_index("territory_id")["value"]
    return latest.reindex(list(build.cells.departement_ids))


def _links(build: Build, departements: pd.DataFrame) -> pd.DataFrame:
    regions = [
        {"parent_id": NATION, "child_id": region_id, "kind": "nation", "weight": 1.0}
        for region_id in build.cells.region_ids
    ]
    nested = [
        {"parent_id": region_id, "child_id": departement_id, "kind": "region", "weight": 1.0}
        for departement_id, region_id in departements["region_id"].items()
    ]
    crossed = [
        {
            "parent_id": row.subdivision_id,
            "child_id": row.departement_id,
            "kind": "subdivision",
            "weight": row.weight,
            "basis_fr": row.basis_fr,
        }
        for row in build.crosswalk.itertuples()
    ]
    pairs = neighbour_pairs(build.geometry["departements"])
    touching = [
        {"parent_id": f"DEP-{one}", "child_id": f"DEP-{other}", "kind": "neighbour"}
        for pair in pairs
        for one, other in (pair, pair[::-1])
    ]
    return pd.DataFrame(regions + nested + crossed + touching)


def build_registers(build: Build) -> None:
    """Publish sources, indicators, targets, keys, glossary, layouts of files, what is not known."""
    registers = build.registers
    tables = {
        "pub.source": [item.model_dump() for item in registers.sources],
        "pub.glossary_term": [item.model_dump() for item in registers.glossary],
        "pub.unpublished": [item.model_dump() for item in registers.unpublished],
        "pub.known_gap": [item.model_dump() for item in registers.known_gaps],
        "pub.indicator": [_indicator(item) for item in registers.indicators],
        "pub.target": [
            item.model_dump(exclude={"default"}) | {"is_default": item.default}
            for item in registers.targets
        ],
        "pub.allocation_key": [item.model_dump(exclude={"numerator"}) for item in registers.keys],
        "pub.import_kind": _import_kinds(build.kinds),
    }
    for table, rows in tables.items():
        append(build.connection, table, pd.DataFrame(rows))


def _indicator(item: Indicator) -> dict[str, object]:
    """An indicator, with the values that it may have."""
    domain = DOMAINS[item.domain] if item.domain else None
    return item.model_dump(exclude={"map", "source_ids", "publishes", "domain"}) | {
        "on_map": item.map,
        "least": domain.least if domain else None,
        "most": domain.most if domain else None,
        "is_whole": domain is not None and domain.is_whole,
    }


def _import_kinds(kinds: Mapping[str, Kind]) -> list[dict[str, object]]:
    """The layouts a file to import may have, in their own order."""
    return [
        {
            "kind_id": kind.kind_id,
            "position": position,
            "label_fr": kind.label_fr,
            "description_fr": kind.description_fr,
            "stores": kind.stores,
            "stored_kind_id": stored_kind(kinds, kind).kind_id,
            "fields_json": json.dumps(
                [asdict(column.field()) for column in kind.columns], ensure_ascii=False
            ),
        }
        for position, kind in enumerate(kinds.values(), start=1)
    ]


def build_geometry(build: Build) -> None:
    """Write the outlines the browser fetches, named by their content, and publish the build.

    A geometry in use by a build still served keeps its own name, so nothing is overwritten.
    """
    names = build.territories.set_index("territory_id")["name_fr"].to_dict()
    document = build_map_geometry(
        build.geometry["departements_carto"],
        build.geometry["regions_carto"],
        build.geometry["encarts_cadres"],
        _dominant_subdivision(build.crosswalk),
        names,
        build.names.groupby("territory_id")["name_fr"].agg(list).to_dict(),
    )
    append(
        build.connection, "pub.map_point", pd.DataFrame(map_points(document, _main_parts(build)))
    )
    append(
        build.connection,
        "pub.build",
        pd.DataFrame(
            [
                {
                    "build_id": build.build_id,
                    "built_at": pd.Timestamp.now("UTC").tz_localize(None).floor("s"),
                    "data_version": build.data_version,
                    "geometry_file": _write_geometry(build, "carte", document),
                    "is_demo": build.settings.is_demo,
                    "secrecy_threshold_n": build.threshold,
                    "areas_file": _write_geometry(build, "carte-aires", build_areas(document)),
                    "limits_file": _write_geometry(build, "carte-limites", build_limits(document)),
                }
            ]
        ),
    )


def _main_parts(build: Build) -> dict[str, list[tuple[str, float]]]:
    """Départements of each subdivision in its most populous région, and their inhabitants."""
    cells = build.cells
    inhabitants = cells.spread(departement_population(build).to_numpy())
    parts = {}
    for rank, subdivision_id in enumerate(cells.subdivision_ids):
        inside = cells.subdivision == rank
        by_region = np.bincount(cells.region[inside], weights=inhabitants[inside])
        main = np.flatnonzero(inside & (cells.region == by_region.argmax()))
        parts[subdivision_id] = [
            (cells.departement_ids[int(cells.departement[cell])], float(inhabitants[cell]))
            for cell in main
        ]
    return parts


def _write_geometry(build: Build, kind: str, document: object) -> str:
    """Write a document that browsers fetch, and return its name, which holds its digest."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    name = f"{kind}-{hashlib.sha256(text.encode()).hexdigest()[:12]}.json"
    build.settings.store.write_outline(name, text.encode())
    return name


def _dominant_subdivision(crosswalk: pd.DataFrame) -> dict[str, str]:
    widest = crosswalk.sort_values(["weight", "subdivision_id"], ascending=[False, True])
    first = widest.drop_duplicates("departement_id")
    codes = first["departement_id"].str.removeprefix("DEP-")
    return dict(zip(codes, first["subdivision_id"], strict=True))
