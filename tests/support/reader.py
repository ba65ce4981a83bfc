"""A reader of the published counts, who knows the sums that link them and solves for the rest."""

from __future__ import annotations

import numpy as np
from scipy.optimize import LinearConstraint, milp

# No value of the tables drawn here comes near it: reaching it means « as high as one likes ».
HIGH = 5_000


class Reader:
    """Solves for each withheld cell alone, in whole numbers."""

    def __init__(self, values, relations, withheld):
        size = len(values)
        matrix = np.zeros((len(relations) + size, size))
        for row, relation in enumerate(relations):
            matrix[row, relation.parent] = 1
            matrix[row, list(relation.children)] = -1
        matrix[len(relations) :] = np.eye(size)
        sums = np.zeros(len(relations))
        self.constraints = LinearConstraint(
            matrix,
            np.concatenate([sums, np.where(withheld, 0, values)]),
            np.concatenate([sums, np.where(withheld, np.inf, values)]),
        )
        self.size = size

    def least(self, cell):
        return self._optimum(cell, 1)

    def most(self, cell):
        return self._optimum(cell, -1)

    def _optimum(self, cell, sign):
        cost = np.zeros(self.size)
        cost[cell] = sign
        upper = np.full(self.size, np.inf)
        upper[cell] = HIGH
        result = milp(
            cost,
            integrality=np.ones(self.size),
            bounds=(0, upper),
            constraints=self.constraints,
            options={"mip_rel_gap": 0},
        )
        assert result.success, result.message
        return round(result.x[cell])


def narrowed(values, relations, withheld, threshold, fixed=(), unknown=()):
    """Withheld cells narrowed more than they would be were everything withheld that can be."""
    published = np.isin(np.arange(len(values)), list(fixed))
    never_told = np.isin(np.arange(len(values)), list(unknown))
    hidden = (withheld | never_told, ~published)
    reader, best = (Reader(values, relations, cells) for cells in hidden)
    found = []
    for cell in np.flatnonzero(withheld):
        low, high = reader.least(cell), reader.most(cell)
        lowest, highest = best.least(cell), best.most(cell)
        computed = low == high and lowest < highest
        small = values[cell] < threshold
        if computed or small and (low > max(0, lowest) or high < min(threshold - 1, highest)):
            found.append(cell)
    return found
