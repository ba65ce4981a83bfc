"""Fidélisation apparente by subdivision, région and nation (``fid-v1``)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from etl.build import Build
from etl.transform.interns import fill_rates, interns_in_training
from etl.transform.observations import build_method_parameters
from etl.warehouse import append
from models.retention import apparent
from models.retention.apparent import FIRST_COHORT, LATEST_COHORT, EntryAssumptions
from models.territories.cells import NATION
from models.uncertainty import INTERVAL_LEVEL

RETENTION, ENTRIES = "fidelisation_apparente", "entrees_mg_estimees_par_an"
NET_CHANGE = "solde_mg_rpps"
NET_CHANGE_PERIOD = "2022/2026"
NET_CHANGE_YEARS = 4
OLDER_GPS = "mg_liberaux_60_ans_et_plus_cartosante"
OLDER_GPS_YEAR = "2019"
COHORTS = LATEST_COHORT - FIRST_COHORT + 1


@dataclass(frozen=True)
class Group:
    """Territories that share one value, and the subdivisions (indices) it adds up."""

    ids: list[str]
    subdivisions: list[int]


def build_apparent_retention(build: Build) -> None:
    """Publish fid-v1 with its interval, and the parameters it used."""
    cells = build.cells
    change = cells.spread(build.departement_values(NET_CHANGE, NET_CHANGE_PERIOD).to_numpy())
    older = cells.spread(build.departement_values(OLDER_GPS, OLDER_GPS_YEAR).to_numpy())
    posts = interns_in_training(build, LATEST_COHORT) / COHORTS
    groups = _groups(build)
    subdivisions = np.arange(len(cells.subdivision_ids))
    members = np.array(
        [np.isin(cells.subdivision, group.subdivisions) for group in groups], dtype=np.float64
    )
    trained = np.array([posts[np.isin(subdivisions, g.subdivisions)].sum() for g in groups])
    assumptions = entry_assumptions(build)
    result = apparent.apparent_retention(members @ change, members @ older, trained, assumptions)
    append(build.connection, "pub.observation", _rows(build, groups, result))
    build_method_parameters(build, apparent.METHOD_ID, _parameters(assumptions))


def entry_assumptions(build: Build) -> EntryAssumptions:
    """Ranges left open by the published national figures.

    Two cessation counts are published (2021, 2022): the first sets the rate, the distance to
    the second its margin. Posts offered are filled as those of the nation were, cohort by cohort.
    """
    older = build.national(OLDER_GPS, OLDER_GPS_YEAR)
    in_2021 = build.national("mg_cessations_activite_liberale_recul_1_an", "2021") / older
    in_2022 = build.national("mg_cessations_activite_liberale", "2022") / older
    filled = fill_rates(build).loc[FIRST_COHORT:LATEST_COHORT]
    return EntryAssumptions(
        cessation_rate=in_2021,
        cessation_rate_margin=abs(in_2021 - in_2022),
        fill_low=float(filled.min()),
        fill_high=float(filled.max()),
        years=NET_CHANGE_YEARS,
    )


def _groups(build: Build) -> list[Group]:
    """Territories to publish, each with the subdivisions it adds up.

    A subdivision that covers several régions (PACA and Corse; Antilles and Guyane; La Réunion
    and Mayotte) joins them: each of these régions gets the value of the whole.
    """
    cells = build.cells
    groups = [
        Group([territory_id], [index]) for index, territory_id in enumerate(cells.subdivision_ids)
    ]
    groups += [
        Group([cells.region_ids[r] for r in regions], list(subdivisions))
        for regions, subdivisions in _joined_regions(cells.region, cells.subdivision)
    ]
    groups.append(Group([NATION], list(range(len(cells.subdivision_ids)))))
    return groups


def _joined_regions(
    region: np.ndarray, subdivision: np.ndarray
) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    joined: list[tuple[set[int], set[int]]] = []
    for one_region, one_subdivision in zip(region.tolist(), subdivision.tolist(), strict=True):
        touching = [g for g in joined if one_region in g[0] or one_subdivision in g[1]]
        merged: tuple[set[int], set[int]] = ({one_region}, {one_subdivision})
        for group in touching:
            merged[0].update(group[0])
            merged[1].update(group[1])
            joined.remove(group)
        joined.append(merged)
    return [(tuple(sorted(g[0])), tuple(sorted(g[1]))) for g in joined]


def _rows(build: Build, groups: list[Group], result: apparent.ApparentRetention) -> pd.DataFrame:
    source = build.figure(NET_CHANGE, NET_CHANGE_PERIOD)["source_id"].iloc[0]
    names = build.territories.set_index("territory_id")["name_fr"]
    rows = []
    for index, group in enumerate(groups):
        ids = group.ids
        shared = " et ".join(names[ids]) if len(ids) > 1 else None
        for territory_id in ids:
            for indicator_id, values, low, high in (
                (RETENTION, result.per_100_interns, result.low, result.high),
                (ENTRIES, result.entries_per_year, result.entries_low, result.entries_high),
            ):
                # A count common to several régions belongs to none of them: it would be
                # counted twice in a sum.
                if shared and indicator_id == ENTRIES:
                    continue
                rows.append(
                    {
                        "territory_id": territory_id,
                        "indicator_id": indicator_id,
                        "value": values[index],
                        "low": low[index],
                        "high": high[index],
                        "note_fr": f"valeur commune à {shared}" if shared else None,
                    }
                )
    return pd.DataFrame(rows).assign(
        period=NET_CHANGE_PERIOD,
        period_year=int(NET_CHANGE_PERIOD[:4]),
        status="estimated",
        source_id=source,
        locator=f"solde {NET_CHANGE_PERIOD} et départs estimés, méthode {apparent.METHOD_ID}",
        confidence="derived-medium",
        method_id=apparent.METHOD_ID,
    )


def flow_parameters(assumptions: EntryAssumptions) -> list[tuple[str, str, float, str]]:
    """Parameters of any estimate of entries: (identifier, French label, value, French unit)."""
    return [
        (
            "cessation_rate",
            "Cessations par an pour 100 généralistes libéraux de 60 ans et plus",
            100 * assumptions.cessation_rate,
            "%",
        ),
        (
            "cessation_rate_margin",
            "Marge sur ce taux",
            100 * assumptions.cessation_rate_margin,
            "points",
        ),
        ("years", "Durée du solde observé", assumptions.years, "ans"),
        ("interval_level", "Niveau de l’intervalle", 100 * INTERVAL_LEVEL, "%"),
        ("draws", "Tirages de la simulation", apparent.DRAWS, "tirages"),
    ]


def _parameters(assumptions: EntryAssumptions) -> list[tuple[str, str, float, str]]:
    return [
        *flow_parameters(assumptions),
        ("fill_low", "Part des postes pourvus, borne basse", 100 * assumptions.fill_low, "%"),
        ("fill_high", "Part des postes pourvus, borne haute", 100 * assumptions.fill_high, "%"),
    ]
