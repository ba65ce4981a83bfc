"""``python -m etl diff``: the values that two builds do not publish alike, by indicator."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from etl.errors import EtlError
from etl.settings import Settings
from etl.warehouse import read_warehouse, run_sql
from stores import BuildFile, Store

KEY = ["indicator_id", "territory_id", "period", "source_id"]
LARGEST = 5
# An estimate is drawn again at each build: what differs by less is the same value.
SAME = 1e-9


@dataclass(frozen=True)
class Change:
    """One value before and after, in the unit of its indicator; None where there is none."""

    territory_id: str
    period: str
    source_id: str
    before: float | None
    after: float | None


@dataclass(frozen=True)
class IndicatorChanges:
    """What moved of one indicator: how many values, and the largest moves first."""

    indicator_id: str
    added_n: int
    removed_n: int
    changed_n: int
    largest: tuple[Change, ...]

    @property
    def moved_n(self) -> int:
        """All the values that moved."""
        return self.added_n + self.removed_n + self.changed_n


def compare_builds(settings: Settings, before: str, after: str) -> tuple[IndicatorChanges, ...]:
    """What moved between two builds, the indicators that moved most first.

    Parameters
    ----------
    settings : of the installation that keeps both
    before, after : identifiers of the builds, or how they begin

    Raises
    ------
    EtlError
        When no build, or more than one, begins so.
    """
    kept = settings.store
    tables = [_values(kept, name) for name in (before, after)]
    joined = tables[0].merge(tables[1], on=KEY, how="outer", suffixes=("_before", "_after"))
    size = (joined["value_after"] - joined["value_before"]).abs()
    moved = joined[~(size <= SAME)].assign(size=size)
    changes = [_of_indicator(str(name), group) for name, group in moved.groupby("indicator_id")]
    return tuple(sorted(changes, key=lambda item: (-item.moved_n, item.indicator_id)))


def _values(kept: Store, name: str) -> pd.DataFrame:
    with read_warehouse(kept.local_path(_build(kept, name))) as connection:
        return run_sql(connection, "observed_values")


def _build(kept: Store, name: str) -> BuildFile:
    builds = kept.builds()
    found = [build for build in builds if build.build_id.startswith(name)]
    if len(found) == 1:
        return found[0]
    why = "plusieurs constructions commencent ainsi" if found else "construction inconnue"
    known = ", ".join(build.build_id for build in builds)
    raise EtlError(f"« {name} » : {why}. Constructions gardées : {known}.")


def _of_indicator(indicator_id: str, moved: pd.DataFrame) -> IndicatorChanges:
    added, removed = moved["value_before"].isna(), moved["value_after"].isna()
    largest = moved.sort_values(["size", *KEY], ascending=[False, *([True] * len(KEY))])
    return IndicatorChanges(
        indicator_id=indicator_id,
        added_n=int(added.sum()),
        removed_n=int(removed.sum()),
        changed_n=int((~added & ~removed).sum()),
        largest=tuple(
            Change(
                str(row.territory_id),
                str(row.period),
                str(row.source_id),
                None if pd.isna(row.value_before) else float(row.value_before),
                None if pd.isna(row.value_after) else float(row.value_after),
            )
            for row in largest.head(LARGEST).itertuples()
        ),
    )
