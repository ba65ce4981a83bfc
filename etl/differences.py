"""``python -m etl diff``: the values that two builds do not publish alike, by indicator."""

from __future__ import annotations

import pandas as pd

from etl.settings import Settings
from etl.warehouse import named_build, read_warehouse, run_sql
from foundation.answers import IndicatorChanges, ValueChange
from stores import Store

PLACE = ["indicator_id", "territory_id", "period"]
KEY = [*PLACE, "source_id"]
LOCAL = "LOCAL-"
LARGEST = 5
# An estimate is drawn again at each build: what differs by less is the same value.
SAME = 1e-9


def compare_builds(
    settings: Settings, before: str, after: str, largest: int | None = LARGEST
) -> tuple[IndicatorChanges, ...]:
    """What moved between two builds, the indicators that moved most first.

    Parameters
    ----------
    settings : of the installation that keeps both
    before, after : identifiers of the builds, or how they begin
    largest : how many moves of each indicator are told one by one, all of them when None

    Raises
    ------
    EtlError
        When no build, or more than one, begins so.
    """
    kept = settings.store
    tables = [_values(kept, name) for name in (before, after)]
    joined = tables[0].merge(tables[1], on=KEY, how="outer", suffixes=("_before", "_after"))
    joined = _with_replaced(joined)
    size = (joined["value_after"] - joined["value_before"]).abs()
    moved = joined[~(size <= SAME)].assign(size=size)
    changes = [
        _of_indicator(str(name), group, largest) for name, group in moved.groupby("indicator_id")
    ]
    return tuple(sorted(changes, key=lambda item: (-item.moved_n, item.indicator_id)))


def _with_replaced(joined: pd.DataFrame) -> pd.DataFrame:
    """Join the value of a source to that which took its place: the only one gone, the only one new.

    Those of imports stay apart: what has replaced a value that is withheld would tell it.
    """
    is_public = ~joined["source_id"].str.startswith(LOCAL)
    gone = joined[joined["value_after"].isna() & is_public]
    new = joined[joined["value_before"].isna() & is_public]
    pairs = (
        gone.drop_duplicates(PLACE, keep=False)
        .drop(columns=["source_id", "value_after"])
        .merge(new.drop_duplicates(PLACE, keep=False).drop(columns="value_before"), on=PLACE)
    )
    if pairs.empty:
        return joined
    paired = pd.MultiIndex.from_frame(pairs[PLACE])
    is_paired = pd.MultiIndex.from_frame(joined[PLACE]).isin(paired)
    is_alone = joined["value_before"].isna() | joined["value_after"].isna()
    left = joined[~(is_paired & is_alone & is_public)]
    return pd.concat([left, pairs[joined.columns]], ignore_index=True)


def _values(kept: Store, name: str) -> pd.DataFrame:
    with read_warehouse(kept.local_path(named_build(kept, name))) as connection:
        return run_sql(connection, "observed_values")


def _of_indicator(indicator_id: str, moved: pd.DataFrame, told_n: int | None) -> IndicatorChanges:
    added, removed = moved["value_before"].isna(), moved["value_after"].isna()
    largest = moved.sort_values(["size", *KEY], ascending=[False, *([True] * len(KEY))])
    return IndicatorChanges(
        indicator_id=indicator_id,
        added_n=int(added.sum()),
        removed_n=int(removed.sum()),
        changed_n=int((~added & ~removed).sum()),
        largest=tuple(
            ValueChange(
                str(row.territory_id),
                str(row.period),
                str(row.source_id),
                None if pd.isna(row.value_before) else float(row.value_before),
                None if pd.isna(row.value_after) else float(row.value_after),
            )
            for row in largest.head(len(moved) if told_n is None else told_n).itertuples()
        ),
    )
