"""Installations and departures: published counts beside what the net change lets estimate."""

from __future__ import annotations

import numpy as np
import pandas as pd

from etl.build import Build
from etl.transform.observations import build_method_parameters
from etl.warehouse import append, run_sql
from models.retention import entries
from models.retention.entries import EntryAssumptions, Flows
from models.uncertainty import INTERVAL_LEVEL

NET_CHANGE = "solde_mg_rpps"
NET_CHANGE_PERIOD = "2022/2026"
NET_CHANGE_YEARS = 4
OLDER_GPS = "mg_liberaux_60_ans_et_plus_cartosante"
OLDER_GPS_YEAR = "2019"
LOCATOR = (
    f"solde {NET_CHANGE_PERIOD} et départs estimés des libéraux de 60 ans et plus, "
    f"méthode {entries.METHOD_ID}"
)
UNEXPLAINED = (
    "La baisse dépasse les départs que le taux national explique : entrées et départs ne sont pas "
    "estimés."
)


def build_installations(build: Build) -> None:
    """Publish the observed counts, then the entries and exits estimated for every territory."""
    run_sql(build.connection, "derived/installations")
    cells = build.cells
    change = cells.spread(build.departement_values(NET_CHANGE, NET_CHANGE_PERIOD).to_numpy())
    older = cells.spread(build.departement_values(OLDER_GPS, OLDER_GPS_YEAR).to_numpy())
    net = cells.sum_levels(change)
    assumptions = entry_assumptions(build)
    found = entries.flows(net, cells.sum_levels(older), assumptions)
    append(build.connection, "pub.installation", _rows(build, net, found))
    build_method_parameters(build, entries.METHOD_ID, _parameters(assumptions))


def entry_assumptions(build: Build) -> EntryAssumptions:
    """Ranges left open by the published national figures.

    Two cessation counts are published (2021, 2022): the first sets the rate, the distance to
    the second its margin.
    """
    older = build.national(OLDER_GPS, OLDER_GPS_YEAR)
    in_2021 = build.national("mg_cessations_activite_liberale_recul_1_an", "2021") / older
    in_2022 = build.national("mg_cessations_activite_liberale", "2022") / older
    return EntryAssumptions(
        cessation_rate=in_2021,
        cessation_rate_margin=abs(in_2021 - in_2022),
        years=NET_CHANGE_YEARS,
    )


def _parameters(assumptions: EntryAssumptions) -> list[tuple[str, str, float, str]]:
    """Parameters of the method: (identifier, French label, value, French unit)."""
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
        ("draws", "Tirages de la simulation", entries.DRAWS, "tirages"),
    ]


def _rows(build: Build, net: np.ndarray, flows: Flows) -> pd.DataFrame:
    """One row per territory, in GPs over the whole period; the note of its net change is kept."""
    ids = build.cells.territory_ids
    figures = build.figure(NET_CHANGE, NET_CHANGE_PERIOD).set_index("territory_id")
    notes = figures["note"].reindex(list(ids))
    unknown = np.isnan(flows.entries)
    frame = pd.DataFrame(
        {
            "territory_id": ids,
            "entries_n": flows.entries,
            "entries_low_n": flows.entries_low,
            "entries_high_n": flows.entries_high,
            "exits_n": flows.exits,
            "exits_low_n": flows.exits_low,
            "exits_high_n": flows.exits_high,
            "net_n": net,
        }
    )
    # NaN is a value for the database: missing is NULL.
    frame = frame.astype(object).where(frame.notna(), None)
    return frame.assign(
        year=int(NET_CHANGE_PERIOD[:4]),
        period=NET_CHANGE_PERIOD,
        duration_ans=NET_CHANGE_YEARS,
        age_class="ensemble",
        field_id="rpps_and_liberal",
        status="estimated",
        source_id=figures["source_id"].iloc[0],
        locator=LOCATOR,
        method_id=entries.METHOD_ID,
        note_fr=[_note(*texts) for texts in zip(notes, unknown, strict=True)],
    )


def _note(note: object, is_unknown: bool) -> str | None:
    texts = [note] if isinstance(note, str) else []
    return " ".join([*texts, UNEXPLAINED] if is_unknown else texts) or None
