"""Withheld counts stay unknown, whatever the sums that territories make."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from etl.extract.reference import extract_crosswalk
from etl.transform.secrecy import (
    CountTable,
    settled,
    territory_parts,
    whole,
    with_sums,
)
from models.secrecy.deduction import Relation
from models.territories.cells import NATION, Cells
from tests.support.attacker import MOST, Attacker
from tests.support.importing import OCCITANIE
from tests.support.imports import LOOKUP
from tests.support.paths import DATA
from tests.support.reader import narrowed

# Two régions of two and three départements; the second is made of two subdivisions, the first
# shares one with nobody: E lies in two subdivisions.
CELLS = Cells.from_links(
    [
        ("DEP-A", "SUB-1", 1.0),
        ("DEP-B", "SUB-1", 1.0),
        ("DEP-C", "SUB-2", 1.0),
        ("DEP-D", "SUB-2", 1.0),
        ("DEP-E", "SUB-2", 0.4),
        ("DEP-E", "SUB-3", 0.6),
    ],
    {"DEP-A": "REG-1", "DEP-B": "REG-1", "DEP-C": "REG-2", "DEP-D": "REG-2", "DEP-E": "REG-2"},
)
PARTS = territory_parts(CELLS)
SUMS = CELLS.exact_sums


def _withheld(
    counts: dict[str, int],
    threshold: int = 5,
    fixed: frozenset[str] = frozenset(),
    cells: Cells = CELLS,
):
    table = CountTable(threshold)
    for name, value in counts.items():
        table.add(name, value, is_published=name in fixed)
    table.add_territory_sums(cells, {name: name for name in counts})
    return table.withheld()


def test_a_subdivision_with_a_piece_of_a_departement_is_no_sum_of_departements():
    assert PARTS["SUB-1"] == ("DEP-A", "DEP-B")
    assert "SUB-2" not in PARTS
    assert "SUB-3" not in PARTS
    assert PARTS["REG-2"] == ("DEP-C", "DEP-D", "DEP-E")
    assert PARTS[NATION] == ("DEP-A", "DEP-B", "DEP-C", "DEP-D", "DEP-E")


def test_every_exact_sum_of_territories_is_known():
    assert set(SUMS) == {
        (NATION, ("DEP-A", "DEP-B", "DEP-C", "DEP-D", "DEP-E")),
        ("REG-1", ("DEP-A", "DEP-B")),
        ("REG-2", ("DEP-C", "DEP-D", "DEP-E")),
        ("SUB-1", ("DEP-A", "DEP-B")),
        (NATION, ("REG-1", "REG-2")),
        ("SUB-1", ("REG-1",)),
        (NATION, ("SUB-1", "SUB-2", "SUB-3")),
        ("REG-1", ("SUB-1",)),
        ("REG-2", ("SUB-2", "SUB-3")),
    }


def test_the_sums_of_the_real_territories_hold_cell_by_cell():
    crosswalk = extract_crosswalk(DATA / "reference")
    links = crosswalk[["departement_id", "subdivision_id", "weight"]].itertuples(index=False)
    levels = LOOKUP.territories
    regions = levels[levels["level"] == "departement"].set_index("territory_id")["region_id"]
    cells = Cells.from_links([tuple(link) for link in links], regions.to_dict())
    sums = cells.exact_sums
    for parent, children in sums:
        members = [cells.members([child]) for child in children]
        assert sorted(itertools.chain(*members)) == list(cells.members([parent]))
    assert ("REG-76", ("SUB-035", "SUB-040")) in sums
    assert ("REG-76", tuple(f"DEP-{code}" for code in OCCITANIE)) in sums
    assert (NATION, cells.subdivision_ids) in sums


def test_a_sum_is_added_only_when_all_its_parts_are_known_and_it_is_not():
    assert with_sums({"DEP-A": 6, "DEP-B": 7}, PARTS) == {
        "DEP-A": 6,
        "DEP-B": 7,
        "REG-1": 13,
        "SUB-1": 13,
    }
    assert with_sums({"DEP-A": 6, "DEP-C": 7}, PARTS) == {"DEP-A": 6, "DEP-C": 7}
    assert with_sums({"DEP-A": 6, "DEP-B": 7, "REG-1": 20, "SUB-1": 20}, PARTS)["REG-1"] == 20


def test_a_total_that_all_its_parts_contradict_takes_their_sum():
    counts = {"DEP-A": 6, "DEP-B": 7, "REG-1": 20, "REG-2": 9, NATION: 50}
    assert settled(counts, SUMS) == counts | {"REG-1": 13, NATION: 22}


def test_a_total_is_left_as_it_is_when_a_part_is_not_known():
    counts = {"DEP-A": 6, "REG-1": 20, "REG-2": 9}
    assert settled(counts, SUMS) == counts


def test_a_small_count_takes_another_with_it_when_the_region_is_known():
    assert _withheld({"DEP-A": 3, "DEP-B": 40}) == {"DEP-A"}
    assert _withheld({"DEP-A": 3, "DEP-B": 40, "REG-1": 43}) == {"DEP-A", "DEP-B"}


def test_a_total_that_differs_from_its_parts_gives_none_of_them_back():
    assert _withheld({"DEP-A": 3, "DEP-B": 40, "REG-1": 44}) == {"DEP-A"}


def test_a_small_subdivision_is_protected_from_its_region():
    counts = {"REG-2": 100, "SUB-2": 97, "SUB-3": 3}
    assert _withheld(counts) == {"SUB-2", "SUB-3"}


def test_a_total_known_with_some_of_its_parts_does_not_give_them_back():
    # Were DEP-D and the nation both published, DEP-A could only be 0.
    assert _withheld({"DEP-A": 0, "DEP-D": 5, NATION: 5}) == {"DEP-A", "DEP-D"}


def test_a_total_above_its_known_parts_leaves_them_published():
    assert _withheld({"DEP-A": 3, "DEP-B": 50, NATION: 1000}) == {"DEP-A"}
    assert _withheld({"DEP-C": 3, "DEP-D": 50, "REG-2": 1000}) == {"DEP-C"}


def test_the_nation_and_one_region_do_not_give_back_a_part_of_another():
    # REG-1 is not there: REG-2 as large as the nation would leave nothing to its parts.
    assert _withheld({"DEP-A": 0, "REG-2": 5, NATION: 5}) == {"DEP-A", "REG-2"}
    assert _withheld({"DEP-A": 3, "DEP-B": 9, "REG-2": 40, NATION: 52}) == {"DEP-A", "DEP-B"}


def test_subdivisions_that_share_a_departement_do_not_give_back_its_neighbours():
    # C, D and E make up both subdivisions, even where no region is there to say so.
    counts = {"DEP-C": 3, "DEP-D": 50, "DEP-E": 60, "SUB-2": 63, "SUB-3": 50}
    assert _withheld(counts) == {"DEP-C", "DEP-D"}
    # SUB-2 counts D and a piece of E beside C.
    assert _withheld({"DEP-C": 0, "DEP-D": 5, "SUB-2": 5}) == {"DEP-C", "DEP-D"}


def test_a_total_below_its_known_parts_bounds_none_of_them():
    assert _withheld({"DEP-A": 3, "DEP-D": 50, NATION: 40}) == {"DEP-A"}


def test_places_that_count_the_same_doctors_twice_make_no_partial_sum():
    table = CountTable(5)
    for name, value in {"DEP-A": 0, "DEP-D": 5, NATION: 5}.items():
        table.add(name, value)
    names = {name: name for name in table.names}
    table.add_territory_sums(CELLS, names, partial=False)
    assert table.withheld() == {"DEP-A"}


def test_a_file_of_every_departement_needs_no_sum_beside_those_of_one_level():
    cells = Cells.from_links(
        [
            ("DEP-A", "SUB-1", 1),
            ("DEP-B", "SUB-1", 1),
            ("DEP-C", "SUB-2", 1),
            ("DEP-D", "SUB-3", 1),
        ],
        {"DEP-A": "REG-1", "DEP-B": "REG-1", "DEP-C": "REG-1", "DEP-D": "REG-2"},
    )
    # SUB-2 is not there: REG-1 could be written with SUB-1 and DEP-C, which says nothing more.
    counts = {"DEP-A": 6, "DEP-B": 7, "DEP-C": 8, "DEP-D": 9, "SUB-1": 13, "REG-1": 21, NATION: 30}
    tables = [CountTable(5), CountTable(5)]
    for table, partial in zip(tables, (True, False), strict=True):
        for name, value in counts.items():
            table.add(name, value)
        table.add_territory_sums(cells, {name: name for name in counts}, partial=partial)
    assert tables[0].relations == tables[1].relations
    assert not tables[0].unknown


def test_a_published_total_is_never_withheld_and_still_protects_its_parts():
    counts = {"DEP-A": 3, "DEP-B": 40, "REG-1": 43}
    assert _withheld(counts, fixed=frozenset({"REG-1"})) == {"DEP-A", "DEP-B"}
    alone = {"SUB-1": 3, "DEP-A": 40}
    assert _withheld(alone, fixed=frozenset({"SUB-1"})) == set()


def test_a_higher_threshold_withholds_more():
    counts = {"DEP-A": 6, "DEP-B": 40, "DEP-C": 12}
    assert _withheld(counts) == set()
    assert _withheld(counts, threshold=11) == {"DEP-A"}


def test_a_table_without_count_withholds_nothing():
    assert CountTable(5).withheld() == set()


@pytest.mark.parametrize("children", [(), ("DEP-A", "DEP-Z")])
def test_a_sum_of_unknown_counts_is_no_sum(children):
    table = CountTable(5)
    table.add("REG-1", 3)
    table.add("DEP-A", 3)
    assert not table.add_sum("REG-1", children)
    assert table.relations == []


@pytest.mark.parametrize(("value", "expected"), [(3, 3), (3.0, 3), (pd.NA, None), (None, None)])
def test_a_missing_count_is_none(value, expected):
    assert whole(value) == expected


# Two régions of two départements, each région being a subdivision too.
SQUARE = Cells.from_links(
    [("DEP-A", "SUB-1", 1), ("DEP-B", "SUB-1", 1), ("DEP-C", "SUB-2", 1), ("DEP-D", "SUB-2", 1)],
    {"DEP-A": "REG-1", "DEP-B": "REG-1", "DEP-C": "REG-2", "DEP-D": "REG-2"},
)
LARGEST = 20
# Every possible table: one axis by département.
GRID = dict(zip(SQUARE.departement_ids, np.indices((LARGEST + 1,) * 4), strict=True))


@given(
    st.lists(st.integers(0, 9), min_size=4, max_size=4),
    st.sets(st.sampled_from(SQUARE.departement_ids), min_size=2),
    st.sets(st.sampled_from(["REG-1", "REG-2", "SUB-1", "SUB-2", NATION])),
)
@example([0, 0, 0, 5], {"DEP-A", "DEP-D"}, {NATION})
@example([0, 0, 0, 5], {"DEP-A", "DEP-B"}, {NATION, "REG-2"})
def test_no_reader_of_the_published_counts_finds_a_withheld_one(values, places, totals):
    parts = territory_parts(SQUARE)
    truth = dict(zip(SQUARE.departement_ids, values, strict=True))
    truth |= {name: sum(truth[child] for child in children) for name, children in parts.items()}
    counts = with_sums({name: truth[name] for name in places | totals}, parts)
    table = CountTable(5)
    for name, value in counts.items():
        table.add(name, value)
    table.add_territory_sums(SQUARE, {name: name for name in counts})
    withheld = table.withheld()
    tables = GRID | {name: sum(GRID[child] for child in parts[name]) for name in parts}
    agree = np.ones_like(GRID["DEP-A"], dtype=bool)
    for name in counts.keys() - withheld:
        agree &= tables[name] == counts[name]
    assert {name for name, value in counts.items() if value < 5} <= withheld
    for name in withheld:
        possible = set(np.unique(tables[name][agree]))
        assert len(possible) >= 2, name
        if counts[name] < 5:
            assert {0, 4} <= possible, name


# Subdivisions overlap régions, as those of Marseille and Nice share Provence and Corse.
ACROSS = Cells.from_links(
    [
        ("DEP-A", "SUB-1", 1.0),
        ("DEP-B", "SUB-2", 1.0),
        ("DEP-C", "SUB-2", 1.0),
        ("DEP-D", "SUB-1", 0.5),
        ("DEP-D", "SUB-3", 0.5),
        ("DEP-E", "SUB-3", 1.0),
    ],
    {"DEP-A": "REG-1", "DEP-B": "REG-1", "DEP-C": "REG-2", "DEP-D": "REG-2", "DEP-E": "REG-2"},
)


@pytest.mark.parametrize("cells", [CELLS, ACROSS])
@settings(deadline=None)
@given(data=st.data(), counts=st.lists(st.integers(0, 9), min_size=6, max_size=6))
def test_no_one_who_knows_what_makes_up_each_territory_finds_a_withheld_count(cells, data, counts):
    known = data.draw(st.sets(st.sampled_from(cells.territory_ids), min_size=2))
    published = data.draw(st.sets(st.sampled_from(sorted(known)), max_size=1))
    values = np.array([*counts, *cells.sum_levels(np.array(counts)).astype(int)])
    row = {name: len(counts) + rank for rank, name in enumerate(cells.territory_ids)}
    sums = [Relation(row[name], cells.members([name])) for name in cells.territory_ids]
    truth = {name: int(values[row[name]]) for name in known}
    withheld = _withheld(truth, fixed=frozenset(published), cells=cells)
    mask = np.isin(np.arange(len(values)), [row[name] for name in withheld])
    unknown = set(range(len(values))) - {row[name] for name in known}
    fixed = [row[name] for name in published]
    assert narrowed(values, sums, mask, 5, fixed, unknown) == []
    assert {name for name, value in truth.items() if value < 5} - published <= withheld


@pytest.mark.parametrize("seed", range(25))
def test_a_zero_that_is_told_gives_no_other_count_back(seed):
    """The reader knows that every 0 is told: what is withheld is 1 at least."""
    draw = np.random.default_rng(seed)
    departements = {name: int(draw.integers(0, 9)) for name in CELLS.departement_ids}
    counts = with_sums(departements, territory_parts(CELLS))
    table = CountTable(5, tells_zero=lambda _: True)
    for name, value in counts.items():
        table.add(name, value, is_told=value == 0)
    table.add_territory_sums(CELLS, {name: name for name in counts})
    withheld = table.withheld()
    assert not [name for name in withheld if counts[name] == 0]
    assert {name for name, value in counts.items() if 0 < value < 5} <= withheld
    reader = Attacker()
    terms = {name: territory_parts(CELLS).get(name, (name,)) for name in counts}
    for name, value in counts.items():
        low, high = (1, MOST) if name in withheld else (value, value)
        reader.learns(terms[name], low, high)
    assert reader.finds({name: terms[name] for name in withheld}) == {}


def test_a_count_withheld_beside_told_zeros_is_protected_down_to_one():
    # Of two withheld parts of 2, each would be 1: the total goes with them.
    table = CountTable(5, tells_zero=lambda _: True)
    for name, value in {"DEP-A": 1, "DEP-B": 5, "REG-1": 6}.items():
        table.add(name, value)
    table.add_sum("REG-1", ["DEP-A", "DEP-B"])
    assert table.withheld() >= {"DEP-A", "DEP-B"}
