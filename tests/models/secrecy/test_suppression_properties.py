"""Tables read by someone who knows the published cells and the sums, and solves for the rest."""

from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from models.secrecy.deduction import Relation
from models.secrecy.suppression import suppress
from tests.support.reader import narrowed

COUNTS = st.integers(0, 15)
thresholds = st.integers(2, 11)


class Table:
    """Cells added one after the other, totals after their parts."""

    def __init__(self):
        self.values = []
        self.relations = []

    def add(self, value):
        self.values.append(value)
        return len(self.values) - 1

    def total(self, children):
        parent = self.add(sum(self.values[child] for child in children))
        self.relations.append(Relation(parent, tuple(children)))
        return parent


@st.composite
def trees(draw, counts=COUNTS):
    table = Table()

    def branch(depth):
        if depth == 0 or draw(st.integers(0, 3)) == 0:
            return table.add(draw(counts))
        return table.total([branch(depth - 1) for _ in range(draw(st.integers(1, 4)))])

    table.total([branch(2) for _ in range(draw(st.integers(1, 4)))])
    return table


@st.composite
def crossed(draw, counts=COUNTS):
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(2, 4))
    table = Table()
    grid = np.array([[table.add(draw(counts)) for _ in range(columns)] for _ in range(rows)])
    row_totals = [table.total(row.tolist()) for row in grid]
    column_totals = [table.total(column.tolist()) for column in grid.T]
    whole = table.total(row_totals)
    table.relations.append(Relation(whole, tuple(column_totals)))
    return table


@st.composite
def overlapping(draw, counts=COUNTS):
    table = Table()
    for _ in range(draw(st.integers(2, 6))):
        table.add(draw(counts))
    for _ in range(draw(st.integers(1, 5))):
        cells = st.integers(0, len(table.values) - 1)
        table.total(draw(st.lists(cells, min_size=1, max_size=4, unique=True)))
    return table


tables = st.one_of(trees(), crossed(), overlapping())
large = st.integers(11, 99)
tables_of_large_counts = st.one_of(trees(large), crossed(large), overlapping(large))
tiny_tables = st.one_of(trees(), crossed()).filter(lambda table: len(table.values) <= 9)
solved = settings(max_examples=60, deadline=None)


@solved
@given(table=tables, threshold=thresholds)
def test_no_withheld_cell_is_computed_and_no_small_one_narrowed(table, threshold):
    values = np.array(table.values)
    withheld = suppress(values, table.relations, threshold)
    assert narrowed(values, table.relations, withheld, threshold) == []


@solved
@given(table=tables, threshold=thresholds, data=st.data())
def test_fixed_cells_cost_no_more_than_what_they_tell_themselves(table, threshold, data):
    values = np.array(table.values)
    fixed = data.draw(st.sets(st.integers(0, len(values) - 1), max_size=4))
    withheld = suppress(values, table.relations, threshold, fixed=fixed)
    assert narrowed(values, table.relations, withheld, threshold, fixed) == []
    assert not withheld[list(fixed)].any()


@solved
@given(table=tables, threshold=thresholds, data=st.data())
def test_cells_that_nobody_gives_let_no_small_one_be_narrowed(table, threshold, data):
    values = np.array(table.values)
    unknown = data.draw(st.sets(st.integers(0, len(values) - 1), max_size=4))
    withheld = suppress(values, table.relations, threshold, unknown=unknown)
    assert narrowed(values, table.relations, withheld, threshold, unknown=unknown) == []
    assert not withheld[list(unknown)].any()


@solved
@given(table=st.one_of(trees(), crossed()), threshold=thresholds)
def test_publishing_any_other_withheld_cell_would_narrow_a_small_one(table, threshold):
    values = np.array(table.values)
    withheld = suppress(values, table.relations, threshold)
    for cell in np.flatnonzero(withheld & (values >= threshold)):
        lighter = withheld.copy()
        lighter[cell] = False
        found = narrowed(values, table.relations, lighter, threshold)
        assert (values[found] < threshold).any()


@solved
@given(table=tables, threshold=thresholds, data=st.data())
def test_a_published_cell_reaches_the_threshold_or_is_fixed(table, threshold, data):
    values = np.array(table.values)
    fixed = data.draw(st.sets(st.integers(0, len(values) - 1), max_size=4))
    published = ~suppress(values, table.relations, threshold, fixed=fixed)
    published[list(fixed)] = False
    assert (values[published] >= threshold).all()


@given(table=tables_of_large_counts, threshold=thresholds)
def test_nothing_is_withheld_when_nothing_is_small(table, threshold):
    assert not suppress(np.array(table.values), table.relations, threshold).any()


@solved
@given(table=tables, threshold=thresholds)
def test_the_same_table_is_always_withheld_the_same_way(table, threshold):
    values = np.array(table.values)
    first = suppress(values, table.relations, threshold)
    again = suppress(values.astype(np.float64), list(table.relations), threshold)
    assert first.tolist() == again.tolist()


@solved
@given(table=tables, threshold=thresholds, data=st.data())
def test_the_order_of_cells_and_relations_does_not_weaken_the_protection(table, threshold, data):
    order = data.draw(st.permutations(range(len(table.values))))
    relations = [
        Relation(order[relation.parent], tuple(order[child] for child in relation.children))
        for relation in data.draw(st.permutations(table.relations))
    ]
    values = np.empty(len(order), dtype=np.int64)
    values[list(order)] = table.values
    withheld = suppress(values, relations, threshold)
    assert narrowed(values, relations, withheld, threshold) == []


@st.composite
def tiny(draw):
    return draw(st.one_of(trees(), crossed()).filter(lambda table: len(table.values) <= 9))


@solved
@given(table=tiny(), threshold=st.integers(2, 4))
def test_every_table_tried_one_by_one_leaves_small_cells_their_whole_range(table, threshold):
    values = np.array(table.values)
    withheld = suppress(values, table.relations, threshold)
    parents = {relation.parent for relation in table.relations}
    leaves = [cell for cell in range(len(values)) if cell not in parents]
    tried = [
        range(values[leaf] + threshold) if withheld[leaf] else [values[leaf]] for leaf in leaves
    ]
    assume(np.prod([len(choices) for choices in tried]) <= 20_000)
    seen = [set() for _ in values]
    for choice in product(*tried):
        candidate = dict(zip(leaves, choice, strict=True))
        consistent = True
        for relation in table.relations:
            total = sum(candidate[child] for child in relation.children)
            consistent &= candidate.setdefault(relation.parent, total) == total
        if consistent and all(
            withheld[cell] or candidate[cell] == values[cell] for cell in candidate
        ):
            for cell, value in candidate.items():
                seen[cell].add(value)
    for cell in np.flatnonzero(withheld):
        assert len(seen[cell]) > 1
        if values[cell] < threshold:
            assert seen[cell] >= set(range(threshold))


@pytest.mark.parametrize("mean", [3, 12, 40])
def test_a_table_the_size_of_the_country_gives_nothing_away(mean):
    random = np.random.default_rng(mean)
    table = Table()
    regions = [
        [table.add(int(count)) for count in random.poisson(random.gamma(1, mean, size))]
        for size in (1, 1, 1, 1, 1, 2, 5, 5, 5, 5, 6, 7, 8, 8, 8, 12, 12, 13)
    ]
    totals = [table.total(departements) for departements in regions]
    nation = table.total(totals)
    table.relations.append(Relation(nation, tuple(sum(regions, []))))
    values = np.array(table.values)
    withheld = suppress(values, table.relations)
    assert withheld.any()
    assert narrowed(values, table.relations, withheld, 5) == []
