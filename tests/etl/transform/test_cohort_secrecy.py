"""Counts of a cohort are not given back by those that include them in part."""

from types import SimpleNamespace

import pandas as pd
import pytest

from etl.transform.cohorts import SETTLED, withheld_counts
from models.territories.cells import Cells

# One région of four départements, each a subdivision, and another of two.
CELLS = Cells.from_links(
    [(f"DEP-{letter}", f"SUB-{letter}", 1.0) for letter in "ABCDEF"],
    {f"DEP-{letter}": "REG-1" if letter in "ABCD" else "REG-2" for letter in "ABCDEF"},
)
BUILD = SimpleNamespace(cells=CELLS, threshold=5, ledger=None)
COLUMNS = ["territory_id", "scope", "trained_n", *SETTLED, "not_followed_n"]
NO_FLOW = pd.DataFrame()


def cohorts(*rows):
    frame = pd.DataFrame(rows, columns=COLUMNS, index=[row[0] for row in rows])
    return frame.assign(cohort=2019, delay_years=5)


def flows(origin, counts):
    rows = [(origin, destination, count) for destination, count in counts.items()]
    frame = pd.DataFrame(rows, columns=["territory_id", "destination_id", "settled_n"])
    return frame.assign(cohort=2019, delay_years=5).set_index(pd.Index(list(counts)))


def withheld(cohorts, flows=NO_FLOW):
    """Territory (destination, for a flow) and measure of the counts withheld."""
    return {(index, measure) for _, index, measure in withheld_counts(BUILD, cohorts, flows)}


def test_a_part_of_a_cohort_is_not_bounded_by_the_others_when_one_is_missing():
    # 18 of 20 in the département: were both published, at most 2 would be in the région.
    tight = cohorts(("DEP-A", "stage", 20, 18, 1, None, None))
    assert withheld(tight) == {("DEP-A", "settled_region_n"), ("DEP-A", "settled_departement_n")}
    loose = cohorts(("DEP-A", "stage", 40, 18, 1, None, None))
    assert withheld(loose) == {("DEP-A", "settled_region_n")}


@pytest.mark.parametrize(
    ("settled", "hidden"),
    [(7, {("DEP-F", "settled_n"), ("DEP-E", "settled_n")}), (40, {("DEP-F", "settled_n")})],
)
def test_a_flow_is_not_bounded_by_those_settled_elsewhere(settled, hidden):
    rows = cohorts(("REG-1", "region_diplome", 99, None, 30, settled, 69 - settled))
    assert withheld(rows, flows("REG-1", {"DEP-A": 20, "DEP-E": 6, "DEP-F": 0})) == hidden


@pytest.mark.parametrize(
    ("settled", "hidden"),
    [(7, {("DEP-B", "settled_n"), ("DEP-C", "settled_n")}), (40, {("DEP-B", "settled_n")})],
)
def test_a_flow_is_not_bounded_by_those_settled_in_the_region(settled, hidden):
    rows = cohorts(("DEP-A", "stage", 99, 20, settled, 30, 49 - settled))
    assert withheld(rows, flows("DEP-A", {"DEP-A": 18, "DEP-B": 0, "DEP-C": 6})) == hidden


def test_a_flow_is_not_bounded_by_those_trained_when_nothing_else_is_told():
    rows = cohorts(("SUB-A", "subdivision", 20, None, None, None, None))
    told = flows("SUB-A", {"DEP-A": 11, "DEP-B": 0, "DEP-E": 8})
    assert withheld(rows, told) == {("DEP-B", "settled_n"), ("DEP-E", "settled_n")}


def test_a_flow_is_not_bounded_by_those_trained_less_those_who_stayed():
    rows = cohorts(("SUB-A", "subdivision", 20, None, 12, None, None))
    told = flows("SUB-A", {"DEP-B": 0, "DEP-E": 7})
    assert withheld(rows, told) == {("DEP-B", "settled_n"), ("DEP-E", "settled_n")}


def test_a_region_trains_those_of_its_subdivisions_but_not_those_of_its_stages():
    parts = {"SUB-A": 0, "SUB-B": 6, "REG-1": 7}
    rows = [(name, "subdivision", count, None, None, None, None) for name, count in parts.items()]
    assert withheld(cohorts(*rows)) == {("SUB-A", "trained_n"), ("SUB-B", "trained_n")}
    parts = {"DEP-A": 0, "DEP-B": 6, "REG-1": 7}
    rows = [(name, "stage", count, None, None, None, None) for name, count in parts.items()]
    assert withheld(cohorts(*rows)) == {("DEP-A", "trained_n")}


def test_a_flow_to_a_region_bounds_no_flow_to_its_departements():
    told = flows("SUB-E", {"DEP-A": 0, "DEP-B": 6, "REG-1": 7})
    assert withheld(NO_FLOW, told) == {("DEP-A", "settled_n"), ("DEP-B", "settled_n")}


def test_flows_to_a_region_and_to_its_departements_are_not_counted_twice():
    rows = cohorts(("SUB-E", "subdivision", 20, None, None, None, None))
    told = flows("SUB-E", {"DEP-A": 7, "DEP-B": 0, "REG-1": 12})
    assert withheld(rows, told) == {("DEP-B", "settled_n")}


def test_flows_of_another_scope_say_nothing_of_a_cohort():
    rows = cohorts(("REG-1", "subdivision", 99, None, 30, 7, 62))
    assert withheld(rows, flows("REG-1", {"DEP-E": 6, "DEP-F": 0})) == {("DEP-F", "settled_n")}
