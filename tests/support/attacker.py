"""A reader who keeps every publication and wants the withheld counts: exact bounds by a solver.

Nothing here comes from the defence: the attacker writes down what each publication says of the
people behind the counts, cell by cell, and asks for the least and the most each count may be.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

MOST = 10_000.0


@dataclass
class Attacker:
    """What is known: linear facts about unknown whole numbers from 0."""

    names: dict[Hashable, int] = field(default_factory=dict)
    facts: list[tuple[dict[int, float], float, float]] = field(default_factory=list)

    def number(self, name: Hashable) -> int:
        """Rank of an unknown number."""
        return self.names.setdefault(name, len(self.names))

    def learns(self, terms: Iterable[Hashable], low: float, high: float) -> None:
        """Some numbers add up to something between two bounds."""
        row: dict[int, float] = {}
        for term in terms:
            row[self.number(term)] = row.get(self.number(term), 0.0) + 1.0
        self.facts.append((row, low, high))

    def compares(self, small: Iterable[Hashable], large: Iterable[Hashable]) -> None:
        """Some numbers add up to at most what others add up to."""
        row: dict[int, float] = {}
        for terms, sign in ((small, 1.0), (large, -1.0)):
            for term in terms:
                row[self.number(term)] = row.get(self.number(term), 0.0) + sign
        self.facts.append((row, -np.inf, 0.0))

    def finds(self, counts: Mapping[Hashable, Iterable[Hashable]]) -> dict[Hashable, int]:
        """Counts, each a sum of numbers, that have one possible value only."""
        sums = {name: [self.number(term) for term in terms] for name, terms in counts.items()}
        return {
            name: low
            for name, terms in sums.items()
            if (low := self._bound(terms, 1)) == self._bound(terms, -1)
        }

    def _bound(self, terms: Iterable[int], sign: int) -> int:
        size = len(self.names)
        cost = np.zeros(size)
        np.add.at(cost, list(terms), float(sign))
        matrix = np.zeros((len(self.facts), size))
        for rank, (row, _, _) in enumerate(self.facts):
            matrix[rank, list(row)] = list(row.values())
        low = [fact[1] for fact in self.facts]
        high = [fact[2] for fact in self.facts]
        # The solver now and then calls infeasible what is not, one way or the other.
        for presolve in (True, False):
            result = milp(
                cost,
                integrality=np.ones(size),
                bounds=Bounds(0.0, MOST),
                constraints=LinearConstraint(matrix, low, high),
                options={"mip_rel_gap": 0, "presolve": presolve},
            )
            if result.x is not None:
                return round(sign * float(result.fun))
        raise AssertionError("the truth agrees with everything that was published")
