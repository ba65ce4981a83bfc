"""Totals of which some parts only are known, and the counts that nobody gives."""

import numpy as np

from models.secrecy.deduction import Relation
from models.secrecy.partial_sums import completed, largest_parts
from models.territories.cells import NATION, Cells

# E lies in two subdivisions; SUB-1 and REG-1 are the same two départements.
CELLS = Cells.from_links(
    [
        ("DEP-A", "SUB-1", 1.0),
        ("DEP-B", "SUB-1", 1.0),
        ("DEP-C", "SUB-2", 1.0),
        ("DEP-E", "SUB-2", 0.4),
        ("DEP-E", "SUB-3", 0.6),
    ],
    {"DEP-A": "REG-1", "DEP-B": "REG-1", "DEP-C": "REG-2", "DEP-E": "REG-2"},
)


def sums(*names):
    """Parts of each total, and the groups of cells left, numbered from 1 as they come."""
    found, number = {}, {}
    for total, parts, rest in largest_parts(CELLS, names):
        groups = {number.setdefault(group, len(number) + 1) for group in rest}
        found[total] = {*parts, *groups}
    return found


def test_a_territory_without_known_part_is_no_sum():
    assert largest_parts(CELLS, []) == []
    assert sums("DEP-A", "DEP-E", "REG-1") == {"REG-1": {"DEP-A", 1}}


def test_a_total_is_made_of_its_largest_known_parts():
    assert sums("DEP-A", "REG-1", "DEP-C", NATION) == {
        "REG-1": {"DEP-A", 1},
        NATION: {"REG-1", "DEP-C", 2},
    }


def test_parts_of_several_levels_may_make_up_a_total():
    assert sums("REG-1", "DEP-C", "DEP-E", NATION) == {NATION: {"REG-1", "DEP-C", "DEP-E"}}


def test_of_two_territories_made_of_the_same_cells_one_is_part_of_the_other():
    assert sums("REG-1", "SUB-1", "DEP-A", NATION) == {
        "SUB-1": {"DEP-A", 1},
        "REG-1": {"SUB-1"},
        NATION: {"REG-1", 2},
    }


def test_territories_that_overlap_are_part_of_none_and_share_the_cells_they_have_in_common():
    assert sums("DEP-C", "DEP-E", "SUB-2", "REG-2") == {
        "DEP-E": {1, 2},
        "SUB-2": {"DEP-C", 1},
        "REG-2": {"DEP-C", 1, 2},
    }
    # The département C, which nobody gives, is in SUB-2 and in REG-2.
    assert sums("DEP-E", "SUB-2", "REG-2") == {
        "DEP-E": {1, 2},
        "SUB-2": {1, 3},
        "REG-2": {1, 2, 3},
    }
    assert sums("DEP-E", "SUB-1", NATION) == {NATION: {"DEP-E", "SUB-1", 1}}


def test_what_is_left_of_a_total_is_the_count_that_nobody_gives():
    # 0 = 1 + 2, 2 unknown.
    relations = [Relation(0, (1, 2))]
    counts, kept = completed(np.array([9, 4, 0]), [2], relations)
    assert counts.tolist() == [9, 4, 5]
    assert kept == relations


def test_unknown_counts_shared_by_sums_make_them_all_true():
    # 4 and 5 share the département 0, in the cells 2 and 3; 1 is the rest of 4.
    relations = [Relation(0, (2, 3)), Relation(4, (1, 2)), Relation(5, (3,))]
    counts, kept = completed(np.array([10, 0, 0, 0, 8, 7]), [1, 2, 3], relations)
    assert counts.tolist() == [10, 5, 3, 7, 8, 7]
    assert kept == relations


def test_a_total_below_its_known_parts_is_left_out():
    relations = [Relation(0, (1, 2)), Relation(3, (1, 4))]
    counts, kept = completed(np.array([3, 4, 0, 6, 0]), [2, 4], relations)
    assert counts.tolist() == [3, 4, 0, 6, 2]
    assert kept == relations[1:]


def test_sums_of_known_counts_need_no_completion():
    values, relations = np.array([9, 4, 5]), [Relation(0, (1, 2))]
    counts, kept = completed(values, [], relations)
    assert counts.tolist() == [9, 4, 5]
    assert kept == relations


def test_unknown_counts_are_whole_even_where_halves_alone_would_make_every_sum_true():
    relations = [Relation(0, (3, 4)), Relation(1, (4, 5)), Relation(2, (3, 5))]
    counts, kept = completed(np.array([1, 1, 1, 0, 0, 0]), [3, 4, 5], relations)
    assert len(kept) == 2
    assert sorted(counts[3:]) == [0, 0, 1]
