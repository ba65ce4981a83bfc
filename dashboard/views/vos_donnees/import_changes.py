"""What an import changed on the pages: values before and after, and a map that shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dashboard.core.catalog import GAP, MSU, STATUS_LABELS, Catalog
from dashboard.core.formatting import MISSING, number, period_in, plural
from dashboard.core.selection import Selection, write_parameters
from dashboard.queries import cached
from dashboard.queries.connection import ServedBuild
from dashboard.queries.kinds import KindSpec
from dashboard.queries.series import Value
from dashboard.ui.etl_process import Answer

TOLD_CHANGES = 5


def history_after(history: Answer, answer: Answer) -> Answer:
    """The history once an import was answered, without asking for it again."""
    if answer["state"] != "accepted":
        return history
    entry = answer["import"]
    imports = [
        past | {"state": "replaced"} if past["import_id"] == entry["replaces"] else past
        for past in history["imports"]
    ]
    return {"imports": [*imports, entry], "pending": False}


def imported_fr(catalog: Catalog, kind: KindSpec, answer: Answer) -> str:
    """« Aveyron (12) : 61 MSU importés » for one count, how many rows and territories else."""
    entry = answer["import"]
    rows = answer["preview"]["rows"]
    label = f"« {entry['label_fr']} »"
    if kind.stores == MSU and entry["rows_n"] == 1:
        territory = catalog.territories[rows[0]["territory_id"]].label
        count = plural(int(rows[0]["total_msu"]), "MSU importé", "MSU importés")
        return f"{territory} : {count} sous le nom {label}."
    territories = plural(len(entry["territory_ids"]), "territoire")
    return (
        f"{label} : {plural(entry['rows_n'], 'ligne importée', 'lignes importées')}, {territories}."
    )


def changes_fr(
    before: ServedBuild,
    after: ServedBuild,
    catalog: Catalog,
    kind: KindSpec,
    preview: Mapping[str, Any],
) -> tuple[str, ...]:
    """One sentence for each of the first values that the pages now show otherwise."""
    sentences = []
    for row in preview["rows"][:TOLD_CHANGES]:
        indicator_id = _indicator(kind, row)
        if indicator_id not in catalog.indicators:
            continue
        values = [_value(build, row, indicator_id) for build in (before, after)]
        sentences.append(_change_fr(catalog, row, indicator_id, *values))
    more = preview["kept_n"] - TOLD_CHANGES
    if sentences and more > 0:
        sentences.append(f"… et {plural(more, 'autre ligne', 'autres lignes')}.")
    return tuple(sentences)


def map_parameters(
    catalog: Catalog, selection: Selection, kind: KindSpec, preview: Mapping[str, Any]
) -> dict[str, str]:
    """Address of the map on the first territory of the file, in its year, on its indicator."""
    row = preview["rows"][0]
    territory = catalog.territories[row["territory_id"]]
    shown = replace(selection, territory_id=territory.territory_id)
    if territory.level != "national":
        shown = shown.at_level(territory.level)
    year = _year(row)
    if year in catalog.years:
        shown = shown.in_year(year)
    indicator_id = _indicator(kind, row)
    if indicator_id in catalog.map_indicators:
        shown = replace(shown, indicator_id=indicator_id, second_id=GAP)
    return write_parameters(shown)


def _indicator(kind: KindSpec, row: Mapping[str, Any]) -> str:
    return MSU if kind.stores == MSU else str(row.get("indicator_id") or "")


def _year(row: Mapping[str, Any]) -> int:
    period = row.get("period") or row.get("semester") or row.get("year") or "0"
    return int(str(period)[:4])


def _value(build: ServedBuild, row: Mapping[str, Any], indicator_id: str) -> Value | None:
    """Value of the year of a row; None when there is none, or when it is withheld."""
    year = _year(row)
    found = cached.load_territory_values(build, row["territory_id"], (indicator_id,), year)
    value = found.get(indicator_id)
    return value if value and value.period.startswith(str(year)) else None


def _change_fr(
    catalog: Catalog,
    row: Mapping[str, Any],
    indicator_id: str,
    before: Value | None,
    after: Value | None,
) -> str:
    indicator = catalog.indicators[indicator_id]
    territory = catalog.territories[row["territory_id"]].label
    when = period_in(str(row["period"]))
    now = _value_fr(after, indicator.decimals)
    if after is None:
        now = f"non publié, sous le seuil de {catalog.build.secrecy_threshold}"
    return (
        f"{territory}, {indicator.short_fr} {when} : {now} "
        f"(auparavant {_value_fr(before, indicator.decimals)})."
    )


def _value_fr(value: Value | None, decimals: int) -> str:
    if value is None:
        return MISSING
    return f"{number(value.value, decimals)}, {STATUS_LABELS[value.status]}"
