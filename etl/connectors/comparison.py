"""What a new reading of a source changes in what was published of it before."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from etl.official import COLUMNS, OfficialSeries
from foundation.answers import SourceChange
from foundation.french import counted

EXAMPLES = 3
# Under this a count moves by a large part of itself for little.
LEAST = 20
MEASURES = ("value", "count_n")
TEXTS = ("locator", "confidence")


@dataclass(frozen=True)
class Move:
    """A value that is not what it was: where, before and after; None after when it is gone."""

    key: tuple[Hashable, ...]
    before: float
    after: float | None

    @property
    def size_pct(self) -> float:
        """How much it moved, in % of what it was, or of ``LEAST`` when that is more."""
        if self.after is None:
            return 100.0
        return 100 * abs(self.after - self.before) / max(abs(self.before), LEAST)

    def text_fr(self, names: Mapping[str, str]) -> str:
        """The move in French."""
        change = self.told(names)
        return f"{change.where_fr} : {change.before_fr} → {change.after_fr or 'absent'}"

    def told(self, names: Mapping[str, str]) -> SourceChange:
        """The move as it is answered, with the names of territories and indicators."""
        place = ", ".join(names.get(str(part), str(part)) for part in self.key[1:])
        after = "" if self.after is None else _number_fr(self.after)
        return SourceChange(place, _number_fr(self.before), after)


def moves(before: OfficialSeries, after: OfficialSeries) -> list[Move]:
    """Values that changed or are gone, the largest moves first."""
    old, new = _values(before), _values(after)
    found = [Move(key, value, new.get(key)) for key, value in old.items() if new.get(key) != value]
    return sorted(found, key=lambda move: (-move.size_pct, str(move.key)))


def doubts(
    before: OfficialSeries | None,
    after: OfficialSeries,
    change_pct: float,
    names: Mapping[str, str] | None = None,
    *,
    examples_n: int = EXAMPLES,
) -> list[str]:
    """Why a new reading is not published without being accepted, in French; empty when it is.

    ``names`` are those of territories and indicators, by their identifiers; ``examples_n`` of the
    largest moves are told.
    """
    if before is None:
        return []
    reasons = []
    if after.vintage.last_year < before.vintage.last_year:
        reasons.append(
            f"le fichier s’arrête en {after.vintage.last_year}, la version publiée va jusqu’en "
            f"{before.vintage.last_year}"
        )
    found = moves(before, after)
    gone = [move for move in found if move.after is None]
    large = [move for move in found if move.after is not None and move.size_pct > change_pct]
    if gone:
        gone_n = counted(len(gone), "valeur n’est", "valeurs ne sont")
        reasons.append(f"{gone_n} plus dans le fichier{_examples(gone, names, examples_n)}")
    if large:
        reasons.append(
            f"{counted(len(large), 'valeur change', 'valeurs changent')} de plus de "
            f"{change_pct:g} %{_examples(large, names, examples_n)}"
        )
    return reasons


def _number_fr(value: float) -> str:
    return f"{value:.6g}".replace(".", ",")


def _examples(found: list[Move], names: Mapping[str, str] | None, count: int) -> str:
    told = " ; ".join(move.text_fr(names or {}) for move in found[:count])
    return f" ({told})" if told else ""


def _values(series: OfficialSeries) -> dict[tuple[Hashable, ...], float]:
    values: dict[tuple[Hashable, ...], float] = {}
    for name, frame in series.tables.named().items():
        keys = [column for column in COLUMNS[name] if column not in (*MEASURES, *TEXTS)]
        measure = next(column for column in COLUMNS[name] if column in MEASURES)
        rows = frame[[*keys, measure]].itertuples(index=False, name=None)
        values |= {(name, *row[:-1]): float(row[-1]) for row in rows}
    return values
