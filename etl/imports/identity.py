"""Which set a file is: what it covers and who gives it, not the name of a file.

Two councils send the same template back, a workbook has a sheet a year: sets of the same file name
that share no territory at the same date are kept side by side, under names told apart. A name that
the user gives is taken at its word: the set of that name is replaced.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from etl.declared.kinds import Kind
from etl.errors import DataError
from etl.imports.plausibility import YEAR_COLUMNS
from etl.store import ImportEntry
from foundation.answers import Change

LABEL_MAX = 80
NAMED_MAX = 2
CHANGES_MAX = 200
ELSEWHERE_FR = "la valeur d’un autre organisme"
LINE_FR = "ligne"
Row = Mapping[Hashable, Any]
RowsOf = Callable[[ImportEntry], pd.DataFrame]


@dataclass(frozen=True)
class Placed:
    """Where a set goes: its name, the set it replaces, and those of the same name it leaves.

    ``beside`` are sets of the same file name that cover something else: they stay in force.
    """

    label_fr: str
    replaced: ImportEntry | None = None
    beside: tuple[ImportEntry, ...] = ()


def placed_by_name(
    label_fr: str,
    rows: pd.DataFrame,
    who_fr: str,
    active: Sequence[ImportEntry],
    rows_of: RowsOf,
    names: Mapping[str, str],
) -> Placed:
    """Place a set that only its file names.

    It replaces the set of this name, given by the same hands, with which it shares a territory at
    a date; the others stay.

    Parameters
    ----------
    active : sequence of ImportEntry
        Sets in force that become the same rows.
    rows_of : callable
        Rows of a set; a DataError when they are damaged.
    names : mapping
        Name of each territory.
    """
    alike = [entry for entry in active if _is_named(entry.label_fr, label_fr)]
    mine = [entry for entry in alike if entry.imported_by_fr == who_fr]
    shared = [(_shared(rows, entry, rows_of), entry) for entry in mine]
    most, replaced = max(shared, key=lambda pair: pair[0], default=(0, None))
    if replaced is not None and (most or rows.empty):
        return Placed(replaced.label_fr, replaced, _without(mine, replaced))
    taken = {entry.label_fr for entry in alike}
    if label_fr not in taken:
        return Placed(label_fr, beside=tuple(mine))
    return Placed(told_apart(label_fr, rows, taken, names), beside=tuple(mine))


def changes_of(
    kind: Kind,
    old: pd.DataFrame,
    new: pd.DataFrame,
    others: pd.DataFrame,
    names: Mapping[str, str],
    *,
    is_shown: bool = True,
) -> tuple[Change, ...]:
    """Values of a replaced set that would change, those lost first.

    Parameters
    ----------
    old, new, others : DataFrame
        Rows of the set replaced, of the new one, and of the other sets in force, the last one
        winning: what the new set lacks may still have its value from them.
    is_shown : bool
        Whether the old values may be told; else only the places that are lost are.
    """
    keys = [key for key in kind.keys if key in old.columns]
    measures = [name for name in kind.measures if name in old.columns] or [""]
    now, elsewhere = _by_key(new, keys), _by_key(others, keys)
    changes = []
    for key, row in _by_key(old, keys).items():
        for measure in measures:
            before = _shown(row, measure, kind)
            after = _shown(now.get(key), measure, kind) or _shown(elsewhere.get(key), measure, kind)
            if before and before != after and (is_shown or after is None):
                told = before if is_shown else ELSEWHERE_FR
                changes.append(_change(kind, keys, key, measure, (told, after), names))
    return tuple(sorted(changes, key=lambda change: change.new_fr is not None))


def _change(
    kind: Kind,
    keys: Sequence[str],
    key: tuple[object, ...],
    measure: str,
    values: tuple[str, str | None],
    names: Mapping[str, str],
) -> Change:
    named = dict(zip(keys, map(str, key), strict=True))
    territory = named.pop("territory_id", "")
    when = next((name for name in YEAR_COLUMNS if name in named), "")
    period = named.pop(when, "")
    what = kind.column(measure).header_fr if measure else LINE_FR
    measure_fr = ", ".join([what, *(names.get(text, text) for text in named.values())])
    return Change(territory, names.get(territory, territory), period, measure_fr, *values)


def _by_key(rows: pd.DataFrame, keys: Sequence[str]) -> dict[tuple[object, ...], Row]:
    if rows.empty or not set(keys) <= set(rows.columns):
        return {}
    # A row of the last set wins.
    return {tuple(row[key] for key in keys): row for row in rows.to_dict("records")}


def _shown(row: Row | None, measure: str, kind: Kind) -> str | None:
    """A value as a reader writes it, None without; a row that counts nothing is a line."""
    if row is None:
        return None
    if not measure:
        return LINE_FR
    value = row.get(measure)
    return None if value is None or pd.isna(value) else f"{float(value):.15g}".replace(".", ",")


def _shared(rows: pd.DataFrame, entry: ImportEntry, rows_of: RowsOf) -> int:
    """How many territories and dates a set shares with new rows; damaged rows share them all."""
    try:
        stored = rows_of(entry)
    except DataError:
        return len(set(entry.territory_ids) & set(rows["territory_id"]))
    return len(set(_coverage(rows)) & set(_coverage(stored)))


def _coverage(rows: pd.DataFrame) -> Iterator[tuple[str, str]]:
    when = next((name for name in YEAR_COLUMNS if name in rows.columns), "")
    dates = rows[when].astype(str) if when else [""] * len(rows)
    yield from zip(rows["territory_id"].astype(str), dates, strict=True)


def _is_named(label_fr: str, base: str) -> bool:
    return label_fr == base or label_fr.startswith(f"{base} (")


def _without(entries: Sequence[ImportEntry], one: ImportEntry) -> tuple[ImportEntry, ...]:
    return tuple(entry for entry in entries if entry.import_id != one.import_id)


def told_apart(label_fr: str, rows: pd.DataFrame, taken: set[str], names: Mapping[str, str]) -> str:
    """A name that also says what is covered, and a number when that is not enough."""
    covered = list(_coverage(rows))
    places = sorted({names.get(place, place) for place, _ in covered})
    dates = sorted({date for _, date in covered} - {""})
    where = ", ".join(places) if len(places) <= NAMED_MAX else f"{len(places)} territoires"
    when = dates[0] if len(dates) == 1 else f"{dates[0]} à {dates[-1]}" if dates else ""
    inside = ", ".join(filter(None, (where, when)))
    for rank in range(1, len(taken) + 2):
        more = f" ({inside}{f', {rank}' if rank > 1 else ''})"
        named = f"{label_fr[: LABEL_MAX - len(more)].rstrip()}{more}"
        if named not in taken:
            return named
    raise AssertionError("more ranks than names taken")
