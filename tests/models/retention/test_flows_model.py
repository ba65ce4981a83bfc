"""Who stayed, left and came, on a small country: nobody twice, nothing known more than it is."""

from __future__ import annotations

import pytest

from models.retention.flows import NOTHING, Count, Flow, Places, movements, settled_anywhere, total
from models.territories.cells import Cells

# Two régions; DEP-C is shared between the subdivisions of the first.
CELLS = Cells.from_links(
    [
        ("DEP-A", "SUB-1", 1.0),
        ("DEP-B", "SUB-1", 1.0),
        ("DEP-C", "SUB-1", 0.3),
        ("DEP-C", "SUB-2", 0.7),
        ("DEP-D", "SUB-2", 1.0),
        ("DEP-E", "SUB-3", 1.0),
    ],
    {"DEP-A": "REG-1", "DEP-B": "REG-1", "DEP-C": "REG-1", "DEP-D": "REG-1", "DEP-E": "REG-2"},
)
PLACES = Places.from_cells(CELLS)
SUBDIVISIONS = CELLS.subdivision_ids


def flows(*told: tuple[str, str, int | None]) -> list[Flow]:
    return [Flow(*one) for one in told]


def moved(territory_id: str, *told: tuple[str, str, int | None], origins=SUBDIVISIONS):
    return movements(territory_id, flows(*told), origins, PLACES)


EVERYWHERE = (
    ("SUB-1", "DEP-A", 10),
    ("SUB-1", "DEP-C", 7),
    ("SUB-1", "DEP-E", 6),
    ("SUB-2", "DEP-D", 9),
    ("SUB-2", "DEP-C", 8),
    ("SUB-2", "DEP-B", 5),
    ("SUB-3", "DEP-E", 12),
    ("SUB-3", "DEP-C", 11),
)


def test_those_who_settle_where_they_trained_stayed_and_others_left():
    here = moved("SUB-1", *EVERYWHERE)
    assert (here.kept, here.left) == (Count(17), Count(6))
    assert here.from_outside == Count(5)


def test_a_shared_departement_is_inside_the_subdivision_that_trained_there_and_came_to_no_other():
    first, second = moved("SUB-1", *EVERYWHERE), moved("SUB-2", *EVERYWHERE)
    # The 7 trained in SUB-1 who settled in DEP-C stayed; the 11 of SUB-3 came to its widest part.
    assert second.kept == Count(17)
    assert second.from_outside == Count(11)
    assert first.from_outside == Count(5)


def test_everyone_who_left_a_subdivision_came_to_another_once():
    each = [moved(name, *EVERYWHERE) for name in SUBDIVISIONS]
    assert sum(one.left.n for one in each) == sum(one.from_outside.n for one in each) == 22
    assert sum(one.kept.n + one.left.n for one in each) == sum(n for *_, n in EVERYWHERE)


def test_a_departement_tells_those_of_its_own_subdivision_from_the_others():
    here = moved("DEP-C", *EVERYWHERE)
    assert (here.from_around, here.from_outside) == (Count(15), Count(11))
    assert here.kept == here.left == NOTHING


def test_a_region_keeps_those_who_go_from_one_of_its_subdivisions_to_the_other():
    here = moved("REG-1", *EVERYWHERE)
    assert (here.kept, here.left, here.from_outside) == (Count(39), Count(6), Count(11))


def test_a_withheld_flow_makes_at_least_of_the_sums_it_belongs_to_and_of_no_other():
    told = [one for one in EVERYWHERE if one[:2] != ("SUB-1", "DEP-A")]
    here = moved("SUB-1", *told, ("SUB-1", "DEP-A", None))
    assert here.kept == Count(7, at_least=True)
    assert here.left == Count(6)


def test_a_sum_of_withheld_flows_only_is_unknown_and_never_zero():
    here = moved("SUB-1", *((o, d, None) for o, d, _ in EVERYWHERE))
    assert here.kept == here.left == here.from_outside == NOTHING
    assert settled_anywhere(flows(("SUB-1", "DEP-A", None)), PLACES) == NOTHING


def test_a_territory_that_no_flow_names_is_unknown_and_never_zero():
    told = [one for one in EVERYWHERE if one[1] != "DEP-B"]
    assert moved("DEP-B", *told).from_outside == NOTHING


def test_an_origin_without_flows_makes_at_least_of_those_who_came():
    known = [one for one in EVERYWHERE if one[0] != "SUB-3"]
    assert moved("SUB-1", *known).from_outside == Count(5, at_least=True)


def test_a_region_told_with_its_departements_is_counted_once():
    told = (("SUB-3", "REG-1", 20), ("SUB-3", "DEP-A", 8), ("SUB-3", "DEP-D", None))
    assert settled_anywhere(flows(*told), PLACES) == Count(20)
    assert moved("DEP-A", *told, origins=["SUB-3"]).from_outside == Count(8)
    # Part of the 20 may be there, and nothing says how many.
    assert moved("DEP-B", *told, origins=["SUB-3"]).from_outside == NOTHING
    assert moved("SUB-1", *told, origins=["SUB-3"]).from_outside == Count(8, at_least=True)


def test_a_region_withheld_leaves_its_departements_at_least():
    told = (("SUB-3", "REG-1", None), ("SUB-3", "DEP-A", 8))
    assert settled_anywhere(flows(*told), PLACES) == Count(8, at_least=True)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([Count(3), Count(4)], Count(7)),
        ([Count(3), NOTHING], Count(3, at_least=True)),
        ([Count(3), Count(4, at_least=True)], Count(7, at_least=True)),
        ([Count(0), Count(0)], NOTHING),
        ([Count(0), Count(5)], Count(5)),
        ([Count(0), NOTHING], NOTHING),
        ([NOTHING], NOTHING),
        ([], NOTHING),
    ],
)
def test_a_sum_is_as_sure_as_its_parts(parts, expected):
    assert total(parts) == expected
