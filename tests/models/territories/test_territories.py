import numpy as np
import pytest

from models.territories.cells import Cells


@pytest.fixture
def cells() -> Cells:
    """Three départements, the second on two subdivisions; two régions."""
    return Cells.from_links(
        [
            ("DEP-01", "SUB-A", 1.0),
            ("DEP-38", "SUB-A", 0.4),
            ("DEP-38", "SUB-B", 0.6),
            ("DEP-2A", "SUB-B", 1.0),
        ],
        {"DEP-01": "REG-84", "DEP-38": "REG-84", "DEP-2A": "REG-94"},
    )


def test_every_level_is_a_sum_of_cells(cells):
    totals = dict(
        zip(cells.territory_ids, cells.sum_levels(np.array([1, 10, 100, 1000])), strict=True)
    )
    assert cells.territory_ids[0] == "FR"
    # cells are ordered by département code: 01, 2A, 38 (A then B)
    assert totals == {
        "FR": 1111,
        "REG-84": 1101,
        "REG-94": 10,
        "DEP-01": 1,
        "DEP-2A": 10,
        "DEP-38": 1100,
        "SUB-A": 101,
        "SUB-B": 1010,
    }


def test_a_quantity_is_spread_by_the_documented_weight(cells):
    assert cells.spread(np.array([10.0, 20.0, 30.0])).tolist() == [10.0, 20.0, 12.0, 18.0]


def test_a_target_sums_exactly_at_every_level(cells):
    shares = dict(
        zip(cells.territory_ids, cells.apportion(100, np.array([1.0, 1.0, 1.0])), strict=True)
    )
    assert [shares["DEP-01"], shares["DEP-2A"], shares["DEP-38"]] == [34, 33, 33]
    assert shares["REG-84"] + shares["REG-94"] == shares["FR"] == 100
    # 33 units of DEP-38 at 0.4 / 0.6: quotas 13.2 and 19.8
    assert (shares["SUB-A"], shares["SUB-B"]) == (34 + 13, 33 + 20)


def test_the_members_of_a_group_of_territories_are_its_cells(cells):
    assert cells.members(["DEP-01", "DEP-38"]) == (0, 2, 3)
    assert cells.members(["SUB-B"]) == (1, 3)


def test_a_territory_comes_after_those_it_contains_and_is_around_them(cells):
    inside = {
        name: {cells.inner_first[rank] for rank in np.flatnonzero(cells.around[:, row])}
        for row, name in enumerate(cells.inner_first)
    }
    # REG-94 and DEP-2A are made of the same cell.
    assert inside == {
        "DEP-01": set(),
        "DEP-2A": set(),
        "REG-94": {"DEP-2A"},
        "DEP-38": set(),
        "SUB-A": {"DEP-01"},
        "SUB-B": {"REG-94", "DEP-2A"},
        "REG-84": {"DEP-01", "DEP-38", "SUB-A"},
        "FR": set(cells.inner_first) - {"FR"},
    }


def test_territories_overlap_when_they_share_a_cell(cells):
    row = cells.overlaps[cells.inner_first.index("DEP-38")]
    names = {cells.inner_first[rank] for rank in np.flatnonzero(row)}
    assert names == {"DEP-38", "SUB-A", "SUB-B", "REG-84", "FR"}
