"""Rates by région of diploma: their intervals, and the rate of all régions together."""

from __future__ import annotations

import pandas as pd

from models.territories.cells import NATION
from models.uncertainty import whole_of, wilson

DIPLOMA_RATES = ("exercent_region_de_diplome_pct", "generalistes_diplomes_dans_la_region_pct")
DECIMALS = 4


def with_intervals(observed: pd.DataFrame, flows: pd.DataFrame) -> pd.DataFrame:
    """Rates with ``low`` and ``high`` (Wilson, 95 %), then those of the nation by year.

    Parameters
    ----------
    observed : values of a source, in % for the two rates
    flows : GPs of that source by région of diploma and of practice

    Returns
    -------
    The rows of ``observed``, bounds NaN where the counts of a rate are not published, and one more
    per rate and year: those counted in their own région among all those of the same régions.
    """
    own = flows[flows["origin_id"] == flows["destination_id"]]
    parts = own.rename(columns={"destination_id": "territory_id", "count_n": "part_n"})
    rates = observed.merge(
        parts[["territory_id", "year", "part_n"]], on=["territory_id", "year"], how="left"
    )
    # Above 100 it is no part of anything: the checks of the build refuse it.
    is_part = (rates["value"] > 0) & (rates["value"] <= 100)
    is_rate = rates["indicator_id"].isin(DIPLOMA_RATES) & is_part
    # What the rate was taken of is published as the rate itself, to its last decimals.
    is_counted = is_rate & rates["part_n"].notna()
    rates["whole_n"] = [
        float(whole_of(part, rate)) if known else float("nan")
        for part, rate, known in zip(rates["part_n"], rates["value"], is_counted, strict=True)
    ]
    rates["part_n"] = rates["part_n"].where(is_rate)
    nation = _of_the_nation(rates[is_rate])
    # An empty table has no types, and would take those of the others away.
    tables = [rates, nation] if len(nation) else [rates]
    return _bounded(pd.concat(tables, ignore_index=True))


def _of_the_nation(rates: pd.DataFrame) -> pd.DataFrame:
    counted = rates.dropna(subset=["part_n", "whole_n"])
    rows = []
    for (indicator_id, year), group in counted.groupby(["indicator_id", "year"], sort=True):
        part, whole = int(group["part_n"].sum()), int(group["whole_n"].sum())
        first = group.iloc[0]
        place = first["locator"].rpartition(" : ")[0]
        rows.append(
            {
                "territory_id": NATION,
                "year": year,
                "indicator_id": indicator_id,
                "value": round(100 * part / whole, DECIMALS),
                "locator": f"{place} : {part} rapporté à {whole} (somme de {len(group)} régions)",
                "confidence": first["confidence"],
                "part_n": part,
                "whole_n": whole,
            }
        )
    return pd.DataFrame(rows, columns=list(rates.columns))


def _bounded(rates: pd.DataFrame) -> pd.DataFrame:
    _, low, high = wilson(
        rates["part_n"].astype(float).to_numpy(), rates["whole_n"].astype(float).to_numpy()
    )
    return rates.assign(low=low, high=high).drop(columns=["part_n", "whole_n"])
