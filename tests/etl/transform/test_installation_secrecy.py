"""Installations of one age are not given back by those of all ages."""

from types import SimpleNamespace

import pandas as pd
import pytest

from etl.transform.imported import ALL_AGES, _installations_of
from models.territories.cells import Cells

CELLS = Cells.from_links(
    [(f"DEP-{letter}", "SUB-1", 1.0) for letter in "ABC"],
    {f"DEP-{letter}": "REG-1" for letter in "ABC"},
)
BUILD = SimpleNamespace(cells=CELLS, threshold=5, ledger=None)


def withheld(counts):
    rows = [(*cell, count, "LOCAL", 2) for cell, count in counts.items()]
    columns = ["territory_id", "age_class", "entries_n", "source_id", "line"]
    return _installations_of(BUILD, pd.DataFrame(rows, columns=columns), "entries_n")[1]


@pytest.mark.parametrize(
    ("total", "hidden"),
    [(8, {("DEP-A", "60_plus"), ("DEP-A", "moins_40")}), (30, {("DEP-A", "60_plus")})],
)
def test_an_age_is_not_bounded_by_all_ages_when_some_are_missing(total, hidden):
    counts = {("DEP-A", ALL_AGES): total, ("DEP-A", "moins_40"): 7, ("DEP-A", "60_plus"): 0}
    assert withheld(counts) == hidden


def test_an_age_is_not_bounded_by_that_of_a_region_known_in_part():
    counts = {("DEP-A", "60_plus"): 0, ("DEP-B", "60_plus"): 7, ("REG-1", "60_plus"): 8}
    assert withheld(counts) == {("DEP-A", "60_plus"), ("DEP-B", "60_plus")}


def test_ages_that_are_all_there_and_do_not_make_up_the_total_are_not_given_back():
    ages = {("DEP-A", age): 7 for age in ("de_40_a_49", "de_50_a_59", "60_plus")}
    counts = {("DEP-A", ALL_AGES): 22, ("DEP-A", "moins_40"): 0, **ages}
    assert withheld(counts) == {("DEP-A", "moins_40")}
