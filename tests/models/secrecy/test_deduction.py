import numpy as np

from models.secrecy.deduction import Need, Relation, Sums, nested, proven_ranges


def ranges(values, relations, withheld):
    sums = Sums.from_relations(len(values), relations)
    low, high = sums.outer_ranges(np.array(values, dtype=float), np.array(withheld, dtype=bool))
    return list(zip(low.tolist(), high.tolist(), strict=True))


def proven(values, relations, floor, ceiling):
    """Ranges proven for a table withheld whole."""
    counts = np.array(values, dtype=float)
    sums = Sums.from_relations(len(values), relations)
    everything = np.ones(len(values), dtype=bool)
    (group,) = sums.groups(everything, with_loop=True)
    need = Need(np.array(floor, float), np.array(ceiling, float), everything)
    low, high = proven_ranges(sums, counts, group, sums.outer_ranges(counts, everything), need)
    return low.tolist(), high.tolist()


def test_a_lone_withheld_part_is_what_the_others_leave_of_the_total():
    assert ranges([20, 3, 17], [Relation(0, (1, 2))], [0, 1, 0])[1] == (3, 3)


def test_two_withheld_parts_share_what_the_others_leave():
    relation = Relation(0, (1, 2, 3))
    assert ranges([20, 3, 7, 10], [relation], [0, 1, 1, 0])[1:3] == [(0, 10), (0, 10)]


def test_a_withheld_total_is_at_least_its_published_parts():
    assert ranges([20, 3, 17], [Relation(0, (1, 2))], [1, 1, 0])[0][0] == 17


def test_what_a_total_tells_goes_down_to_the_parts_of_its_parts():
    # 0 = 1 + 2 and 1 = 3 + 4: the nation leaves 6 to région 1, hence to its départements.
    relations = [Relation(0, (1, 2)), Relation(1, (3, 4))]
    assert ranges([16, 6, 10, 2, 4], relations, [0, 1, 0, 1, 1]) == [
        (16, 16),
        (6, 6),
        (10, 10),
        (0, 6),
        (0, 6),
    ]


def test_a_sum_is_written_with_the_largest_sums_it_contains():
    region, subdivision = Relation(5, (1, 2, 3)), Relation(6, (1, 2))
    nation = Relation(7, (1, 2, 3, 4))
    assert nested([nation, region, subdivision]) == [
        subdivision,
        Relation(5, (3, 6)),
        Relation(7, (4, 5)),
    ]


def test_the_nation_is_kept_once_as_a_sum_of_regions():
    regions = [Relation(4, (0, 1)), Relation(5, (2, 3))]
    assert nested([*regions, Relation(6, (4, 5)), Relation(6, (0, 1, 2, 3))]) == [
        *regions,
        Relation(6, (4, 5)),
    ]


def test_two_totals_of_the_same_parts_are_equal():
    assert nested([Relation(2, (0, 1)), Relation(3, (0, 1))]) == [
        Relation(2, (0, 1)),
        Relation(3, (2,)),
    ]


def test_groups_are_linked_by_sums_of_withheld_cells_only():
    sums = Sums.from_relations(6, [Relation(4, (0, 1)), Relation(5, (2, 3, 4))])
    groups = list(sums.groups(np.array([1, 1, 1, 1, 0, 0], dtype=bool)))
    assert [group.tolist() for group in groups] == [[0, 1], [2, 3]]
    withheld = np.array([1, 1, 1, 1, 0, 0], dtype=bool)
    assert list(sums.groups(withheld, with_loop=True)) == []
    having = np.array([0, 0, 1, 0, 0, 0], dtype=bool)
    assert [group.tolist() for group in sums.groups(withheld, having=having)] == [[2, 3]]


def test_only_whole_numbers_prove_a_range():
    # 0 = 1 + 2 where 1 and 2 both equal 3: cell 0 is even, and 3 follows it in whole numbers.
    relations = [Relation(0, (1, 2)), Relation(1, (3,)), Relation(2, (3,))]
    low, high = proven([2, 1, 1, 1], relations, [2, 1, 1, 1], [5, 1, 1, 1])
    assert low == [2, 1, 1, 1]
    assert high[0] >= 6
    assert high == [high[0], *[high[0] / 2] * 3]


def test_a_cell_that_loops_of_sums_force_to_zero_is_found_out():
    # 0 = 1 + 2 and 1 = 0 + 3: cells 2 and 3 can only be 0.
    relations = [Relation(0, (1, 2)), Relation(1, (0, 3))]
    low, high = proven([7, 7, 0, 0], relations, [0] * 4, [9] * 4)
    assert (low[2:], high[2:]) == ([0, 0], [0, 0])
    assert (low[0], high[0] >= 9) == (0, True)
