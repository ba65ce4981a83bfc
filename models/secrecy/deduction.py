"""What a reader can deduce about withheld counts from the published ones and the known sums."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import heapify, heappop, heappush
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse.csgraph import connected_components

from models.territories.apportionment import FloatArray, IntArray

BoolArray = NDArray[np.bool_]
# Stands for « no upper limit »: above any count, and sums of thousands of them are still exact.
UNLIMITED = 2.0**40
# Room given to a cell above what it must reach: more than the steps sums can impose (x = 2y).
ROOM = 1000.0
QUERIES_AT_ONCE = 32
# Distance from a whole number under which a solver's answer is that number.
WHOLE = 1e-6


@dataclass(frozen=True)
class Relation:
    """``parent`` equals the sum of ``children`` (indices of cells)."""

    parent: int
    children: tuple[int, ...]


@dataclass(frozen=True)
class Need:
    """What the reader must not be able to exclude, cell by cell.

    A withheld cell must be able to go down to ``floor``, up to ``ceiling``, and to take two
    values at least unless it is ``settled``: no choice of withheld cells could free it.
    """

    floor: FloatArray
    ceiling: FloatArray
    settled: BoolArray

    def lacks(self, low: FloatArray, high: FloatArray) -> tuple[BoolArray, BoolArray]:
        """(n,) cells that still have to go lower, and those that still have to go higher."""
        stuck = (low == high) & ~self.settled
        return (low > self.floor) | stuck, (high < self.ceiling) | stuck

    def is_met(self, low: FloatArray, high: FloatArray) -> BoolArray:
        """(n,) cells whose range is wide enough."""
        return (low <= self.floor) & (high >= self.ceiling) & ((low < high) | self.settled)


@dataclass(frozen=True)
class Sums:
    """Sums that link ``size`` cells, as flat arrays.

    ``child`` lists the children of every relation, ``owner`` the relation of each of them and
    ``parent`` the parent of each relation.
    """

    size: int
    parent: IntArray
    child: IntArray
    owner: IntArray

    @classmethod
    def from_relations(cls, size: int, relations: Sequence[Relation]) -> Sums:
        """Lay the relations out flat, without those the others imply."""
        kept = nested(relations)
        return cls(
            size,
            np.array([relation.parent for relation in kept], dtype=np.int64),
            np.array([cell for relation in kept for cell in relation.children], dtype=np.int64),
            np.repeat(np.arange(len(kept)), [len(relation.children) for relation in kept]),
        )

    @cached_property
    def cell(self) -> IntArray:
        """(k,) cells of every (relation, cell) pair, children then parents."""
        return np.concatenate([self.child, self.parent])

    @cached_property
    def relation(self) -> IntArray:
        """(k,) relations of every pair, in the order of :attr:`cell`."""
        return np.concatenate([self.owner, np.arange(len(self.parent))])

    @cached_property
    def sign(self) -> IntArray:
        """(k,) 1 for a child and -1 for a parent, in the order of :attr:`cell`."""
        return np.concatenate([np.ones_like(self.child), -np.ones_like(self.parent)])

    @cached_property
    def matrix(self) -> sparse.csr_array:
        """(relations, cells) matrix: 1 for a child, -1 for the parent; sums make it give 0."""
        return sparse.csr_array(
            (self.sign, (self.relation, self.cell)), shape=(len(self.parent), self.size)
        )

    def having(self, cells: BoolArray) -> BoolArray:
        """(relations,) those that have at least one of the cells."""
        return np.bincount(self.relation, cells[self.cell], len(self.parent)) > 0

    def outer_ranges(
        self,
        values: FloatArray,
        withheld: BoolArray,
        most: FloatArray | None = None,
        least: FloatArray | None = None,
    ) -> tuple[FloatArray, FloatArray]:
        """Narrow the range of each withheld cell, one sum at a time, until nothing moves.

        No possible value is left out. The ranges are exact where the sums that link withheld
        cells form no loop.

        Parameters
        ----------
        values : (n,) true value of every cell
        withheld : (n,) cells that are not published
        most : (n,) highest value that a reader knows possible for each cell; none unless given
        least : (n,) lowest value that a reader knows possible for each cell; 0 unless given

        Returns
        -------
        Lowest and highest value, (n,) each; those of a published cell are its value.
        """
        low = np.where(withheld, 0.0 if least is None else least, values)
        high = np.where(withheld, UNLIMITED if most is None else most, values)
        if not len(self.parent):
            return low, high
        for _ in range(self.size + len(self.parent)):
            before = low.copy(), high.copy()
            self._narrow(low, high)
            if np.array_equal(before, (low, high)):
                break
        return low, high

    def _narrow(self, low: FloatArray, high: FloatArray) -> None:
        least = np.bincount(self.owner, low[self.child], len(self.parent))
        most = np.bincount(self.owner, high[self.child], len(self.parent))
        others_least = least[self.owner] - low[self.child]
        others_most = most[self.owner] - high[self.child]
        np.maximum.at(low, self.parent, least)
        np.minimum.at(high, self.parent, most)
        np.maximum.at(low, self.child, low[self.parent[self.owner]] - others_most)
        np.minimum.at(high, self.child, high[self.parent[self.owner]] - others_least)

    def groups(
        self, withheld: BoolArray, *, having: BoolArray | None = None, with_loop: bool = False
    ) -> Iterator[IntArray]:
        """Part withheld cells into groups linked by sums.

        ``having`` leaves out the groups that have none of some cells, ``with_loop`` those whose
        links form no loop.
        """
        pairs = withheld[self.cell]
        nodes = self.size + len(self.parent)
        edges = (self.cell[pairs], self.size + self.relation[pairs])
        graph = sparse.coo_array((np.ones(len(edges[0])), edges), shape=(nodes, nodes))
        count, label = connected_components(graph, directed=False)
        is_chosen = np.ones(count, dtype=np.bool_)
        if with_loop:
            is_chosen = np.bincount(label[edges[0]], minlength=count) >= np.bincount(label)
        if having is not None:
            is_chosen &= np.bincount(label[: self.size], having & withheld, count) > 0
        cells = np.flatnonzero(withheld & is_chosen[label[: self.size]])
        if not len(cells):
            return
        cells = cells[np.argsort(label[cells], kind="stable")]
        yield from np.split(cells, np.flatnonzero(np.diff(label[cells])) + 1)


def nested(relations: Sequence[Relation]) -> list[Relation]:
    """Write each sum with the largest sums it contains, and drop repetitions.

    Nation, régions and subdivisions are often all given as sums of départements; the nation as a
    sum of régions tells as much, and leaves no loop to solve.
    """
    kept: dict[Relation, None] = {}
    patterns: list[tuple[int, frozenset[int]]] = []
    # Ranks of the patterns by their first cell: most relations share no cell with most others.
    begun: dict[int, list[int]] = defaultdict(list)
    for relation in sorted(relations, key=lambda relation: len(relation.children)):
        left = set(relation.children)
        waiting = [-rank for cell in left for rank in begun[cell]]
        heapify(waiting)
        while waiting:
            rank = -heappop(waiting)
            parent, part = patterns[rank]
            if part <= left and parent not in left and parent != relation.parent:
                left = left - part | {parent}
                for other in begun[parent]:
                    if other < rank:
                        heappush(waiting, -other)
        reduced = Relation(relation.parent, tuple(sorted(left)))
        if reduced not in kept:
            kept[reduced] = None
            for part in (frozenset(left), frozenset(relation.children)):
                begun[min(part)].append(len(patterns))
                patterns.append((relation.parent, part))
    return list(kept)


class Moves:
    """Changes of some cells at once that leave every sum true: found once, they stay proofs."""

    def __init__(self) -> None:
        self._cells = np.array([], dtype=np.int64)
        self._steps = np.array([], dtype=np.float64)
        self._rows = np.array([], dtype=np.int64)
        self._size = 0

    def add(self, cells: IntArray, moves: FloatArray) -> None:
        """Add moves of a group of cells: (moves, cells)."""
        rows, columns = np.nonzero(moves)
        self._cells = np.concatenate([self._cells, cells[columns]])
        self._steps = np.concatenate([self._steps, moves[rows, columns]])
        self._rows = np.concatenate([self._rows, rows + self._size])
        self._size += len(moves)

    def reached(self, values: FloatArray, withheld: BoolArray) -> tuple[FloatArray, FloatArray]:
        """Lowest and highest values that moves of withheld cells alone reach, (n,) each."""
        outside = np.bincount(self._rows, ~withheld[self._cells], self._size) > 0
        kept = ~outside[self._rows]
        cells, steps = self._cells[kept], self._steps[kept]
        low, high = values.copy(), values.copy()
        np.minimum.at(low, cells, values[cells] + steps)
        np.maximum.at(high, cells, values[cells] + steps)
        return low, high


def proven_ranges(
    sums: Sums,
    values: FloatArray,
    cells: IntArray,
    outer: tuple[FloatArray, FloatArray],
    need: Need,
    known: Moves | None = None,
) -> tuple[FloatArray, FloatArray]:
    """Look for tables of whole numbers that give a group of ``cells`` the ranges it needs.

    Each bound returned is reached by a table that agrees with everything published. The search
    for a cell ends once its need is met, and a bound that still falls short is the true one.

    Parameters
    ----------
    values : (n,) true value of every cell
    cells : indices of the group; every other cell of its sums is published
    outer : ranges known to hold, from :meth:`Sums.outer_ranges`
    known : moves found for other groups of the table; those found here are added

    Returns
    -------
    Lowest and highest value found, (n,) each; cells out of the group keep their value.
    """
    pool = Moves() if known is None else known
    inside = np.zeros(len(values), dtype=np.bool_)
    inside[cells] = True
    low, high = pool.reached(values, inside)
    if need.is_met(low, high)[cells].all():
        return low, high
    matrix = sums.matrix[:, cells]
    matrix = matrix[np.unique(matrix.nonzero()[0])]
    programme = _Programme(
        matrix,
        lower=(outer[0] - values)[cells],
        upper=(outer[1] - values)[cells],
        target=(np.maximum(need.ceiling, values) - values)[cells] + ROOM,
    )
    asked: set[tuple[int, int]] = set()
    while queries := _next_queries(need.lacks(low, high), cells, asked):
        asked.update(queries)
        moves = programme.moves(queries)
        pool.add(cells, moves)
        low[cells] = np.minimum(low[cells], values[cells] + moves.min(axis=0))
        high[cells] = np.maximum(high[cells], values[cells] + moves.max(axis=0))
    return low, high


def _next_queries(
    lacks: tuple[BoolArray, BoolArray], cells: IntArray, asked: set[tuple[int, int]]
) -> list[tuple[int, int]]:
    """First (rank in ``cells``, direction) pairs that are lacking and were not asked yet."""
    wanted = (
        (rank, direction)
        for direction, missing in zip((1, -1), (lacks[1], lacks[0]), strict=True)
        for rank in np.flatnonzero(missing[cells]).tolist()
    )
    return list(islice((query for query in wanted if query not in asked), QUERIES_AT_ONCE))


@dataclass(frozen=True)
class _Programme:
    """Moves of linked cells away from their values that leave every sum true.

    Parameters
    ----------
    matrix : (relations, cells), gives 0 for such moves
    lower, upper : (cells,) limits of the moves
    target : (cells,) highest move looked for in the cell that is being pushed
    """

    matrix: sparse.csr_array
    lower: FloatArray
    upper: FloatArray
    target: FloatArray

    def moves(self, queries: Sequence[tuple[int, int]]) -> FloatArray:
        """Push one cell as far as it goes, for each (rank, direction): (queries, cells) moves."""
        shape = (len(queries), len(self.lower))
        blocks, ranks = np.arange(len(queries)), [rank for rank, _ in queries]
        cost = np.zeros(shape)
        cost[blocks, ranks] = [-direction for _, direction in queries]
        upper = np.tile(np.where(self.upper < UNLIMITED / 2, self.upper, np.inf), (len(queries), 1))
        upper[blocks, ranks] = np.minimum(upper[blocks, ranks], self.target[ranks])
        # The continuous optima, all at once, are nearly always whole; the others are redone.
        every = sparse.kron(sparse.eye_array(len(queries)), self.matrix, format="csr")
        lower = np.tile(self.lower, (len(queries), 1))
        found = _solve(every, cost.ravel(), lower.ravel(), upper.ravel(), 0).reshape(shape)
        for block in blocks[~self._are_whole(found)]:
            found[block] = _solve(self.matrix, cost[block], self.lower, upper[block], 1)
        whole = self._are_whole(found)
        return np.where(whole[:, None], np.rint(found), 0.0)

    def _are_whole(self, moves: FloatArray) -> BoolArray:
        rounded = np.rint(moves)
        near = (np.abs(moves - rounded) < WHOLE).all(axis=1)
        return near & (self.matrix @ rounded.T == 0).all(axis=0)


def _solve(
    matrix: sparse.csr_array,
    cost: FloatArray,
    lower: FloatArray,
    upper: FloatArray,
    integrality: int,
) -> FloatArray:
    """Cheapest moves; no move at all, which proves nothing, when the solver gives up."""
    result = milp(
        cost,
        integrality=np.full(len(cost), integrality),
        bounds=Bounds(lower, upper),
        constraints=LinearConstraint(matrix, 0, 0),
        options={"mip_rel_gap": 0},
    )
    return np.zeros(len(cost)) if result.x is None else result.x
