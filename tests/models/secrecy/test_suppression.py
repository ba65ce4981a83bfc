import numpy as np
import pytest

from models.secrecy.deduction import Relation
from models.secrecy.suppression import complete_relations, suppress

REGION = {"REG-76": ["DEP-09", "DEP-12", "DEP-31"]}
NATION = {
    "REG-04": ["DEP-974"],
    "REG-28": ["DEP-14", "DEP-27", "DEP-76"],
    "REG-53": ["DEP-22", "DEP-29", "DEP-35"],
    "FR": ["REG-04", "REG-28", "REG-53"],
}
BRITTANY_AND_NORMANDY = {
    "DEP-14": 30,
    "DEP-27": 10,
    "DEP-76": 40,
    "DEP-22": 25,
    "DEP-29": 50,
    "DEP-35": 75,
}


def with_totals(counts, parts):
    counts = dict(counts)
    for total, members in parts.items():
        counts[total] = sum(counts[part] for part in members)
    return counts


def withheld(counts, parts, threshold=5, fixed=()):
    counts = with_totals(counts, parts)
    ids = list(counts)
    mask = suppress(
        np.array(list(counts.values())),
        complete_relations(ids, parts),
        threshold,
        fixed=[ids.index(name) for name in fixed],
    )
    return {name for name, hidden in zip(ids, mask, strict=True) if hidden}


def test_a_lone_small_departement_hides_the_smallest_other_of_its_region():
    assert withheld({"DEP-09": 3, "DEP-12": 61, "DEP-31": 8}, REGION) == {"DEP-09", "DEP-31"}


def test_of_two_equal_departements_the_first_is_hidden():
    assert withheld({"DEP-09": 3, "DEP-12": 8, "DEP-31": 8}, REGION) == {"DEP-09", "DEP-12"}


def test_two_small_departements_hide_each_other_when_either_could_be_four():
    assert withheld({"DEP-09": 3, "DEP-12": 1, "DEP-31": 8}, REGION) == {"DEP-09", "DEP-12"}


def test_two_departements_too_small_to_hide_each_other_hide_a_third():
    counts = {"DEP-09": 2, "DEP-12": 1, "DEP-31": 8}
    assert withheld(counts, REGION) == set(counts)


def test_two_zeros_that_would_be_read_from_the_total_hide_a_third():
    counts = {"DEP-09": 0, "DEP-12": 0, "DEP-31": 8, "DEP-32": 9}
    assert withheld(counts, {"REG-76": [*counts]}) == {"DEP-09", "DEP-12", "DEP-31"}


def test_a_table_of_zeros_is_hidden_whole():
    counts = {"DEP-09": 0, "DEP-12": 0, "DEP-31": 0}
    assert withheld(counts, REGION) == {*counts, "REG-76"}


def test_nothing_is_hidden_when_nothing_is_small():
    assert withheld({"DEP-09": 5, "DEP-12": 61, "DEP-31": 8}, REGION) == set()


def test_cells_linked_by_no_sum_hide_nothing_else():
    assert suppress(np.array([3, 60, 0, 5]), []).tolist() == [True, False, True, False]


def test_an_empty_table_has_nothing_to_hide():
    assert suppress(np.array([], dtype=np.int64), []).tolist() == []


def test_a_small_region_of_one_departement_hides_another_region_and_one_of_its_departements():
    counts = BRITTANY_AND_NORMANDY | {"DEP-974": 3}
    assert withheld(counts, NATION) == {"DEP-974", "REG-04", "REG-28", "DEP-27"}


def test_a_region_of_one_departement_chosen_to_protect_another_is_hidden_with_it():
    parts = NATION | {"REG-28": ["DEP-14"]}
    counts = {"DEP-974": 12, "DEP-14": 3, "DEP-22": 25, "DEP-29": 50, "DEP-35": 75}
    assert withheld(counts, parts) == {"DEP-14", "REG-28", "DEP-974", "REG-04"}


def test_a_region_whose_hidden_departements_are_zeros_protects_nothing_alone():
    counts = BRITTANY_AND_NORMANDY | {"DEP-974": 1, "DEP-14": 0, "DEP-27": 0, "DEP-76": 40}
    parts = NATION | {"FR": ["REG-04", "REG-28"]}
    assert withheld(counts, parts) == {"DEP-974", "REG-04", "DEP-14", "DEP-27", "DEP-76", "REG-28"}


def test_a_nation_known_as_the_sum_of_regions_and_of_departements_is_read_both_ways():
    counts = with_totals(BRITTANY_AND_NORMANDY | {"DEP-974": 3}, NATION)
    ids = list(counts)
    departements = tuple(ids.index(name) for name in ids if name.startswith("DEP"))
    relations = [*complete_relations(ids, NATION), Relation(ids.index("FR"), departements)]
    mask = suppress(np.array(list(counts.values())), relations)
    hidden = {ids[cell] for cell in np.flatnonzero(mask)}
    assert hidden == {"DEP-974", "REG-04", "REG-28", "DEP-27"}


def test_a_fixed_total_is_published_and_protected_by_its_parts():
    counts = {"DEP-09": 3, "DEP-12": 61, "DEP-31": 8}
    assert withheld(counts, REGION, fixed=["REG-76"]) == {"DEP-09", "DEP-31"}


def test_a_small_fixed_total_stays_published_over_its_hidden_parts():
    counts = {"DEP-09": 1, "DEP-12": 2, "DEP-31": 0}
    assert withheld(counts, REGION, fixed=["REG-76"]) == set(counts)


def test_a_small_fixed_total_does_not_empty_the_rest_of_the_table():
    counts = BRITTANY_AND_NORMANDY | {"DEP-974": 3}
    assert withheld(counts, NATION, fixed=["REG-04"]) == {"DEP-974"}


def test_a_small_total_given_by_its_fixed_parts_hides_no_other_in_vain():
    counts = BRITTANY_AND_NORMANDY | {"DEP-974": 30, "DEP-22": 1, "DEP-29": 1, "DEP-35": 1}
    assert withheld(counts, NATION, fixed=["DEP-22", "DEP-29", "DEP-35"]) == {"REG-53"}


def test_a_fixed_departement_is_never_chosen_to_protect_another():
    counts = {"DEP-09": 3, "DEP-12": 61, "DEP-31": 8}
    assert withheld(counts, REGION, fixed=["DEP-31"]) == {"DEP-09", "DEP-12"}


def test_a_total_is_hidden_when_its_other_parts_cannot_be():
    counts = {"DEP-09": 3, "DEP-12": 61, "DEP-31": 8}
    assert withheld(counts, REGION, fixed=["DEP-12", "DEP-31"]) == {"DEP-09", "REG-76"}


def test_parts_that_nobody_gives_leave_a_total_to_bound_the_known_ones():
    # 0 = 1 + 2 + 3, where nobody gives 3: published, 0 and 2 would say that 1 counts nobody.
    mask = suppress(np.array([5, 0, 5, 0]), [Relation(0, (1, 2, 3))], unknown=[3])
    assert mask.tolist() == [False, True, True, False]


def test_parts_that_nobody_gives_hide_a_small_one_when_the_total_leaves_room():
    mask = suppress(np.array([1000, 3, 50, 947]), [Relation(0, (1, 2, 3))], unknown=[3])
    assert mask.tolist() == [False, True, False, False]


def test_cells_that_nobody_gives_need_no_protection():
    mask = suppress(np.array([9, 9, 0, 3]), [Relation(0, (1, 2))], unknown=[2])
    assert mask.tolist() == [False, False, False, True]


def test_what_nobody_gives_may_be_anything_the_sums_allow():
    relations = [Relation(0, (1, 2, 3)), Relation(4, (3, 5))]
    masks = [
        suppress(np.array([8, 2, 6 - rest, rest, 9, 9 - rest]), relations, unknown=[2, 3, 5])
        for rest in range(7)
    ]
    assert {tuple(mask.tolist()) for mask in masks} == {(False, True, False, False, False, False)}


def test_a_threshold_of_eleven_hides_ten():
    counts = {"DEP-09": 10, "DEP-12": 61, "DEP-31": 11}
    assert withheld(counts, REGION, threshold=11) == {"DEP-09", "DEP-31"}


def test_a_threshold_of_one_hides_only_zeros():
    counts = {"DEP-09": 0, "DEP-12": 61, "DEP-31": 1}
    assert withheld(counts, REGION, threshold=1) == {"DEP-09", "DEP-31"}


def test_a_chain_of_equal_cells_is_hidden_from_end_to_end():
    parts = {"REG-04": ["DEP-974"], "SUB-042": ["REG-04"]}
    assert withheld({"DEP-974": 3}, parts) == {"DEP-974", "REG-04", "SUB-042"}


def test_one_small_cell_of_a_crossed_table_hides_four_corners():
    rows = {f"row {row}": [f"{row}{column}" for column in "xyz"] for row in "abc"}
    columns = {f"column {column}": [f"{row}{column}" for row in "abc"] for column in "xyz"}
    counts = dict(zip(sum(rows.values(), []), [2, 20, 30, 40, 70, 60, 80, 50, 90], strict=True))
    assert withheld(counts, rows | columns) == {"ax", "ay", "bx", "by"}


def test_three_hidden_cells_at_the_corners_of_a_crossed_table_would_give_all_back():
    rows = {f"row {row}": [f"{row}{column}" for column in "xy"] for row in "ab"}
    columns = {f"column {column}": [f"{row}{column}" for row in "ab"] for column in "xy"}
    counts = {"ax": 1, "ay": 2, "bx": 3, "by": 50}
    assert {"ax", "ay", "bx", "by"} <= withheld(counts, rows | columns)


def test_a_sum_is_listed_when_its_total_and_all_its_parts_are_there():
    parts = {"FR": ["REG-04", "REG-28"], "REG-04": ["DEP-974"], "REG-28": ["DEP-14", "DEP-27"]}
    ids = ["FR", "REG-04", "REG-28", "DEP-974", "DEP-14"]
    assert complete_relations(ids, parts) == [Relation(0, (1, 2)), Relation(1, (3,))]


def test_a_total_without_parts_is_no_sum():
    assert complete_relations(["FR"], {"FR": [], "REG-04": ["FR"]}) == []


@pytest.mark.parametrize(
    ("values", "relations", "threshold", "fixed", "message"),
    [
        ([3, -1], [], 5, [], "numbers from 0"),
        ([3, float("nan")], [], 5, [], "numbers from 0"),
        ([3, float("inf")], [], 5, [], "numbers from 0"),
        ([[3, 1]], [], 5, [], "a list"),
        ([3, 1.5], [], 5, [], "whole"),
        ([3, 1], [], 0, [], "at least 1"),
        ([3, 1, 1], [Relation(0, (1, 2))], 5, [], "3 is not 2"),
        ([3, 3], [Relation(0, (1, 2))], 5, [], "not among the 2"),
        ([3, 3], [Relation(0, (-1,))], 5, [], "not among the 2"),
        ([6, 3], [Relation(0, (1, 1))], 5, [], "each cell once"),
        ([0], [Relation(0, ())], 5, [], "must have children"),
        ([3, 3], [], 5, [2], "fixed"),
    ],
)
def test_a_table_that_makes_no_sense_is_refused_with_the_reason(
    values, relations, threshold, fixed, message
):
    with pytest.raises(ValueError, match=message):
        suppress(np.array(values), relations, threshold, fixed=fixed)


@pytest.mark.parametrize(
    ("fixed", "unknown", "message"), [([], [2], "unknown"), ([1], [1], "both fixed and unknown")]
)
def test_a_cell_that_cannot_be_unknown_is_refused_with_the_reason(fixed, unknown, message):
    with pytest.raises(ValueError, match=message):
        suppress(np.array([3, 3]), [], fixed=fixed, unknown=unknown)
