"""Counts with several dimensions where totals stand beside their details: kept apart, checked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from etl.connectors.faults import ShapeError

# What stands for all the values of a dimension.
TOTAL = "*"
# Below this a gap is a matter of rounding.
LEAST_GAP = 2

Key = tuple[str, ...]
Counts = tuple[int | None, ...]


@dataclass
class Collected:
    """Counts by key, one per year, as they are read."""

    years: tuple[int, ...]
    cells: dict[Key, Counts] = field(default_factory=dict)

    def add(self, key: Key, counts: Counts, place_fr: str) -> None:
        """Keep the counts of a key; the same line twice is a file that was doubled.

        Raises
        ------
        ShapeError
            When the key is already there.
        """
        if key in self.cells:
            raise ShapeError(
                f"{place_fr} : ligne en double ({', '.join(key)}) ; le fichier répète des lignes, "
                "ou une colonne nouvelle les distingue"
            )
        self.cells[key] = counts

    def without(self, position: int, gap_pct: float, what_fr: str) -> Collected:
        """The same counts without a dimension: its total where there is one, else its details."""
        groups: dict[Key, dict[str, Counts]] = {}
        for key, counts in self.cells.items():
            rest = (*key[:position], *key[position + 1 :])
            groups.setdefault(rest, {})[key[position]] = counts
        cells = {}
        for rest, group in groups.items():
            details = [counts for name, counts in group.items() if name != TOTAL]
            summed = _sum(details, len(self.years))
            total = group.get(TOTAL)
            if total is None:
                cells[rest] = summed
                continue
            if details:
                self._compare(total, summed, gap_pct, f"{what_fr}, {', '.join(rest)}")
            cells[rest] = total
        return Collected(self.years, cells)

    def _compare(self, total: Counts, summed: Counts, gap_pct: float, what_fr: str) -> None:
        for year, whole, parts in zip(self.years, total, summed, strict=True):
            if is_gap(whole, parts, gap_pct):
                raise ShapeError(
                    f"{what_fr}, {year} : le total publié ({whole}) n’est pas la somme de ses "
                    f"parties ({parts})"
                )

    def select(self, keep: Callable[[Key], bool]) -> Collected:
        """Some of the counts."""
        return Collected(self.years, {key: one for key, one in self.cells.items() if keep(key)})


def is_gap(whole: int | None, parts: int | None, gap_pct: float) -> bool:
    """Whether a total is further from the sum of its parts than is admitted."""
    if whole is None or parts is None:
        return False
    return abs(whole - parts) > max(LEAST_GAP, gap_pct / 100 * whole)


def check_territories(
    counts: Collected, children: Mapping[str, Iterable[str]], gap_pct: float, what_fr: str
) -> tuple[str, ...]:
    """Compare each parent with the sum of its children: the first of the key is a territory.

    Returns the parents and years whose total differs, though less than what is admitted.

    Raises
    ------
    ShapeError
        When one differs by more.
    """
    differing = []
    for key, total in counts.cells.items():
        parts = [
            counts.cells.get((child, *key[1:]), (None,) * len(counts.years))
            for child in children.get(key[0], ())
        ]
        if not parts:
            continue
        summed = _sum(parts, len(counts.years))
        for year, whole, part in zip(counts.years, total, summed, strict=True):
            if is_gap(whole, part, gap_pct):
                raise ShapeError(
                    f"{what_fr}, {year}, {key[0]} : le total publié ({whole}) n’est pas la somme "
                    f"de ses territoires ({part})"
                )
            if None not in (whole, part) and whole != part:
                differing.append(f"{key[0]}|{year}")
    return tuple(differing)


def _sum(details: list[Counts], years_n: int) -> Counts:
    """Sum of the details of each year; None when one of them is unknown."""
    sums: list[int | None] = []
    for index in range(years_n):
        known = [counts[index] for counts in details]
        whole = [count for count in known if count is not None]
        sums.append(sum(whole) if known and len(whole) == len(known) else None)
    return tuple(sums)
