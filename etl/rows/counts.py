"""An anonymous list of MSU becomes counts by département; the list itself is forgotten."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence

import pandas as pd

from etl.declared.kinds import Kind
from etl.reading.sorting import Line
from etl.reading.text import cell_text, plain
from etl.rows.cells import CellError, integer, is_missing
from etl.rows.convert import LINES, Converter, Record
from foundation.answers import Doctors, Problem, SetAside

CYCLE_3 = ("N1", "SASPAS", "SF", "SE", "SFE", "DJ")
COUNTED = {
    "cycle2_msu": ("EXT2C",),
    "cycle3_msu": CYCLE_3,
    "n1_msu": ("N1",),
    "saspas_msu": ("SASPAS",),
    "sante_femme_msu": ("SF", "SFE"),
    "sante_enfant_msu": ("SE", "SFE"),
    "docteur_junior_msu": ("DJ",),
}
ACTIVE = "actif"
STATUS_FR = {
    "suspendu": "agrément suspendu : non compté",
    "termine": "agrément terminé : non compté",
    "en_cours": "agrément en cours de demande : non compté",
}
EXPIRED_FR = "agrément échu à la date de la liste : non compté"


def count_lines(records: Sequence[Mapping[str, object]]) -> list[dict[str, object]]:
    """MSU by département and period, each counted once in every column.

    Parameters
    ----------
    records : one for each line of the list
        line, local_id, territory_id, stage_type, period, and possibly statut, date_echeance.

    Returns
    -------
    One record of kind ``msu`` per département and period, ``line`` being its first line. A
    type of stage that no line of the file holds is missing (None), not 0.
    """
    lines = pd.DataFrame.from_records(
        [
            {name: record[name] for name in ("line", "local_id", "territory_id", "period")}
            | {"stage_type": record["stage_type"], "counted": why_not_counted(record) == ""}
            for record in records
        ]
    )
    seen = set(lines["stage_type"])
    counts = []
    for (territory_id, period), group in lines.groupby(["territory_id", "period"], sort=False):
        active = group[group["counted"]]
        counts.append(
            {
                "territory_id": territory_id,
                "period": period,
                "line": int(group["line"].min()),
                "total_msu": int(active["local_id"].nunique()),
            }
            | {
                column: int(active.loc[active["stage_type"].isin(types), "local_id"].nunique())
                for column, types in COUNTED.items()
                if seen.intersection(types)
            }
        )
    return counts


def why_not_counted(record: Mapping[str, object]) -> str:
    """Why a line is not counted, '' when it is: its status, or an approval that has expired."""
    status = record.get("statut") or ACTIVE
    if status != ACTIVE:
        return STATUS_FR[str(status)]
    until = record.get("date_echeance")
    if until is not None and _last_day(str(until)) < _first_day(str(record["period"])):
        return EXPIRED_FR
    return ""


def doctors_of(records: Sequence[Mapping[str, object]]) -> Doctors:
    """Doctors of a list: those read, those counted, why the others are not.

    A doctor is counted as soon as one line is; else the reason is that of the first one.
    """
    reasons: dict[object, str] = {}
    for record in records:
        who = (record["territory_id"], record["local_id"])
        why = why_not_counted(record)
        reasons[who] = why if reasons.get(who, why) else ""
    left_out = Counter(why for why in reasons.values() if why)
    return Doctors(len(reasons), len(reasons) - left_out.total(), tuple(left_out.most_common()))


def lines_not_counted(records: Sequence[Mapping[str, object]]) -> list[SetAside]:
    """Lines of a list that are not counted, and why; nothing of their content is kept."""
    reasons = ((int(str(record["line"])), why_not_counted(record)) for record in records)
    # A doctor of two stages is two records of one line.
    return [SetAside(line, why, "") for line, why in dict.fromkeys(reasons) if why]


def other_periods(records: Sequence[Mapping[str, object]]) -> list[tuple[int, str]]:
    """Lines whose date is not that of the first line of their département, with that date."""
    dates: dict[object, str] = {}
    others = []
    for record in records:
        first = dates.setdefault(record["territory_id"], str(record["period"]))
        if first != record["period"]:
            others.append((int(str(record["line"])), first))
    return others


def _first_day(period: str) -> datetime.date:
    return datetime.date.fromisoformat((period + "-01-01")[:10])


def _last_day(period: str) -> datetime.date:
    if len(period) == 10:
        return datetime.date.fromisoformat(period)
    year, month = int(period[:4]), int(period[5:7] or 12)
    following = datetime.date(year + month // 12, month % 12 + 1, 1)
    return following - datetime.timedelta(days=1)


WHEN = ("period", "semester", "year", "cohort")


def stated_totals(
    totals: Sequence[Line], records: Sequence[Record], converter: Converter
) -> list[Problem]:
    """A warning for each stated total that differs from the sum of the lines it should cover.

    A sub-total covers the lines since the total above, a total all of them; both cover only
    the date they give, if they give one. Files that mix levels, or an age class with all ages,
    have no sum to compare.
    """
    kind = converter.kind
    if kind.kind_id == LINES or not _summable(records, converter):
        return []
    problems = []
    above = 0
    for line in totals:
        partial = _is_partial(line)
        covered = [r for r in records if not partial or above < int(str(r["line"])) < line.number]
        covered = _same_date(line, covered, converter)
        above = line.number
        problems += _differences(line, covered, kind, converter)
    return problems


def _differences(
    line: Line, covered: Sequence[Record], kind: Kind, converter: Converter
) -> list[Problem]:
    problems = []
    for column_id in kind.measures:
        cell = line.cells.get(column_id)
        column = kind.column(column_id)
        if column.type != "integer" or is_missing(cell) or not covered:
            continue
        values = [record[column_id] for record in covered]
        summed = sum(value for value in values if isinstance(value, int))
        try:
            stated = integer(cell)
        except CellError:
            continue
        if stated != summed:
            unknown = sum(value is None for value in values)
            more = f", {unknown} valeur(s) manquante(s)" if unknown else ""
            expected = f"{summed}, la somme des lignes retenues{more}"
            remedy = "vérifier qu’aucune ligne ne manque ; le total n’est pas enregistré."
            problems.append(converter.problem(line, column, expected, remedy))
    return problems


def _is_partial(line: Line) -> bool:
    return any(
        plain(cell_text(cell)).startswith(("sous total", "s total")) for cell in line.cells.values()
    )


def _same_date(line: Line, records: Sequence[Record], converter: Converter) -> list[Record]:
    for column in converter.kind.columns:
        cell = line.cells.get(column.column_id)
        if column.column_id in WHEN and cell_text(cell):
            try:
                date = converter.value(column, cell)
            except CellError:
                continue
            records = [record for record in records if record[column.column_id] == date]
    return list(records)


def _summable(records: Sequence[Record], converter: Converter) -> bool:
    levels = {converter.places.level(str(record["territory_id"])) for record in records}
    ages = {record.get("age_class") for record in records}
    return len(levels) == 1 and (len(ages) == 1 or "ensemble" not in ages)
