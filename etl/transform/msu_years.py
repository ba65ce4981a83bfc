"""MSU of one year at every level: what is counted locally, and the estimate of the rest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from etl.build import Build
from etl.extract.evidence import EvidenceRow, exact_rows
from etl.transform.imported import (
    SUM_LOCATOR,
    WithheldCell,
    contradiction_note,
    line_locator,
    local_status,
    withhold,
)
from etl.transform.msu_counts import imported_msu
from etl.transform.secrecy import territory_parts
from etl.warehouse import append
from models.msu import estimate, hierarchical
from models.msu.estimate import LocalCount
from models.msu.summary import YearSummary
from models.territories.apportionment import FloatArray
from models.territories.cells import NATION
from models.uncertainty import INTERVAL_LEVEL

MSU = "msu"
# Declared in data/sources.yml: an estimate is not credited to the press that gave the total.
ESTIMATE_SOURCE = "MSU-V2"
WITHHELD_NOTE = (
    "un comptage local existe, mais il est sous le seuil de publication ou permettrait d’en "
    "déduire un autre : l’estimation reste"
)


@dataclass(frozen=True)
class MsuCount:
    """The MSU counted in one territory for a year, and where the count comes from."""

    territory_id: str
    value: int
    status: str
    source_id: str
    locator: str
    confidence: str
    note_fr: str | None = None


@dataclass(frozen=True)
class NationalCount:
    """The national CNGE count of a year."""

    year: int
    value: int
    source_id: str

    @property
    def count(self) -> MsuCount:
        """The count of the nation, as that of any territory."""
        return MsuCount(
            NATION,
            self.value,
            "observed",
            self.source_id,
            f"comptage national CNGE {self.year}",
            "high",
        )


@dataclass(frozen=True)
class EstimatedYear:
    """A national count, the draws (draws, m) of its cells, and what is published of them."""

    national: NationalCount
    cell_draws: FloatArray
    summary: YearSummary


def known_counts(build: Build) -> dict[int, list[MsuCount]]:
    """Local counts that replace the estimate, by year: published ones, then imported ones.

    An imported count wins over a published one of the same territory and year; those that may
    not be published are left out. Every year that has a national count or a local one is there.
    """
    national = build.figure("msu_cnge")
    firm = national[national["confidence"] == "high"]["period_year"]
    by_year = {int(year): published_counts(build.evidence, int(year)) for year in firm}
    for year, counts in _imported(build).items():
        by_year.setdefault(year, {}).update(counts)
    return {year: list(by_year[year].values()) for year in sorted(by_year)}


def published_counts(rows: Sequence[EvidenceRow], year: int) -> dict[str, MsuCount]:
    """Published counts precise enough to replace the estimate of a year, by territory.

    The last of a year wins.
    """
    return {
        row.territory_ids: MsuCount(
            row.territory_ids,
            round(row.value),
            "observed",
            row.source_id,
            row.locator,
            "medium" if row.is_press else "high",
        )
        for row in exact_rows(rows, year)
    }


def _imported(build: Build) -> dict[int, dict[str, MsuCount]]:
    """Imported totals that may be published; of several dates in a year, the last counts."""
    by_year: dict[int, dict[str, MsuCount]] = defaultdict(dict)
    hidden = []
    for totals in imported_msu(build).totals:
        hidden += [WithheldCell(name, str(totals.year), "total_msu") for name in totals.withheld]
        for row in totals.lines.itertuples():
            name = str(row.territory_id)
            if name in totals.public:
                value = totals.public[name]
                note = contradiction_note(totals.stated[name], value)
                line = _count_locator(row)
                by_year[totals.year][name] = MsuCount(
                    name,
                    value,
                    local_status(build),
                    str(row.source_id),
                    SUM_LOCATOR if note else line,
                    "derived-high" if note else "high",
                    note,
                )
    if hidden:
        withhold(build, "msu", hidden)
    return by_year


def _count_locator(row: NamedTuple) -> str:
    """Where an imported count stands in its file, its date, where it comes from, who says so."""
    facts = row._asdict()
    parts = [f"{line_locator(facts['line'])}, comptage daté {facts['period']}"]
    # Imports older than these columns do not have them.
    for column_id, said in (("origin_fr", "origine"), ("declared_by_fr", "donné par")):
        value = facts.get(column_id)
        if isinstance(value, str) and value:
            parts.append(f"{said} : {value}")
    return " ; ".join(parts)


def build_year(build: Build, estimated: EstimatedYear, counts: Sequence[MsuCount]) -> None:
    """Publish a year that has a national count: known counts, and the estimate of the rest.

    Local counts that leave nothing to share, or exceed the nation, are kept as they are; the
    other territories then have no value, and the gap is published.
    """
    cells, national, summary = build.cells, estimated.national, estimated.summary
    nation = national.count
    if reason := _irreconcilable(build, national, counts):
        _publish_gap(build, national, counts, reason)
        build_known_year(build, national.year, [nation, *counts])
        return
    build.msu_cells[national.year] = summary.cells
    build.msu_draws[national.year] = estimated.cell_draws
    frame = pd.DataFrame(
        {
            "territory_id": cells.territory_ids,
            "value": summary.mean.astype(np.float64),
            "low": summary.low[INTERVAL_LEVEL],
            "high": summary.high[INTERVAL_LEVEL],
            "status": "estimated",
            "source_id": ESTIMATE_SOURCE,
            "locator": f"comptage national {national.year} ({_publisher(build, national)}, "
            f"{national.source_id}) réparti par la méthode {hierarchical.METHOD_ID}",
            "confidence": "derived-medium",
            "method_id": hierarchical.METHOD_ID,
            "note_fr": None,
        }
    ).set_index("territory_id")
    _note_withheld(build, frame, national.year)
    for item in (nation, *counts, *_summed(build, [nation, *counts])):
        row_value = float(frame["value"][item.territory_id])
        if row_value == item.value:
            _overwrite(frame, item)
        else:
            # Some of its parts alone exceed a wide count: it is not what the row says.
            frame.loc[item.territory_id, "note_fr"] = contradiction_note(item.value, row_value)
    _append_year(build, national.year, frame)


def _publisher(build: Build, national: NationalCount) -> str:
    """Who published a national count."""
    return next(
        item.publisher for item in build.registers.sources if item.source_id == national.source_id
    )


def build_known_year(build: Build, year: int, counts: Sequence[MsuCount]) -> None:
    """Publish a year of which only local counts are known; the other territories have no row."""
    everything = [*_summed(build, counts), *counts]
    rows = {
        item.territory_id: {
            "value": float(item.value),
            "status": item.status,
            "source_id": item.source_id,
            "locator": item.locator,
            "confidence": item.confidence,
            "note_fr": item.note_fr,
        }
        for item in everything
    }
    if rows:
        frame = pd.DataFrame.from_dict(rows, orient="index")
        _append_year(build, year, frame.rename_axis("territory_id"))


def _append_year(build: Build, year: int, frame: pd.DataFrame) -> None:
    append(
        build.connection,
        "pub.observation",
        frame.reset_index().assign(period=str(year), period_year=year, indicator_id=MSU),
    )


def _overwrite(frame: pd.DataFrame, item: MsuCount) -> None:
    row = {
        "low": np.nan,
        "high": np.nan,
        "status": item.status,
        "source_id": item.source_id,
        "locator": item.locator,
        "confidence": item.confidence,
        "method_id": None,
        "note_fr": item.note_fr,
    }
    frame.loc[item.territory_id, list(row)] = list(row.values())


def _note_withheld(build: Build, frame: pd.DataFrame, year: int) -> None:
    rows = build.local.of("msu")
    if rows.empty:
        return
    given = rows[rows["period"].str[:4] == str(year)]["territory_id"]
    frame.loc[list(given), "note_fr"] = WITHHELD_NOTE


def _summed(build: Build, counts: Sequence[MsuCount]) -> list[MsuCount]:
    """Territories whose départements are all counted: their count is the sum."""
    by_id = {item.territory_id: item for item in counts}
    sums = []
    for parent, children in territory_parts(build.cells).items():
        if parent in by_id or not all(child in by_id for child in children):
            continue
        parts = [by_id[child] for child in children]
        statuses = {item.status for item in parts}
        first = parts[0]
        sums.append(
            MsuCount(
                parent,
                sum(item.value for item in parts),
                _status_of_sum(statuses),
                first.source_id,
                SUM_LOCATOR if statuses != {"observed"} else "somme des départements publiés",
                "derived-high",
            )
        )
    return sums


def _status_of_sum(statuses: Collection[str]) -> str:
    """Status of a sum: fictitious as soon as one part is, else imported as soon as one is."""
    return next(name for name in ("demo", "imported", "observed") if name in statuses)


def _irreconcilable(
    build: Build, national: NationalCount, counts: Sequence[MsuCount]
) -> str | None:
    """Why local counts cannot share the nation with the rest, in French; None when they can."""
    known = _known_total(build, counts)
    if known > national.value:
        return "les comptages locaux dépassent à eux seuls le comptage national"
    covered = set().union(*(build.cells.members([item.territory_id]) for item in counts))
    is_whole = len(covered) == len(build.cells.weight)
    if is_whole and known < national.value:
        return "tous les territoires sont comptés, et leur somme est sous le comptage national"
    if known == national.value and not is_whole:
        return "les comptages locaux ne laissent aucun MSU aux autres territoires"
    return None


def _known_total(build: Build, counts: Sequence[MsuCount]) -> int:
    """MSU that the local counts alone hold; a wide count holds those of its parts."""
    known = [LocalCount(build.cells.members([item.territory_id]), item.value) for item in counts]
    flat = np.ones(len(build.cells.weight))
    return int(np.rint(estimate.reconcile(0.0, flat, known).sum())) if known else 0


def _publish_gap(
    build: Build, national: NationalCount, counts: Sequence[MsuCount], reason: str
) -> None:
    row: Mapping[str, object] = {
        "period": str(national.year),
        "national_msu": national.value,
        "known_msu": _known_total(build, counts),
        "reason_fr": reason,
    }
    append(build.connection, "pub.national_gap", pd.DataFrame([row]))
