"""What a count of a year without national count changes: its year, the others, the sentence."""

from __future__ import annotations

from dataclasses import replace

from dashboard.core.selection import Selection
from dashboard.core.values import LevelValues
from dashboard.themes.situation import Situations, local_counts_sentence
from tests.support.catalogs import small_catalog
from tests.support.situations import situation, words

CATALOG = replace(
    small_catalog(
        {"DEP-01": "REG-84", "DEP-02": "REG-32"},
        [("DEP-01", "SUB-001", 1.0), ("DEP-02", "SUB-002", 1.0)],
    ),
    national_years=(2023, 2024),
    counted_years={"DEP-01": 2026, "DEP-02": 2019},
)
VIEW = Selection("DEP-02", "departement", "cible", None, "population", 2024, "msu", None, "expert")
COUNTED = replace(situation("counted_above", None, msu=39.0), period="2026")
ESTIMATED = replace(situation("undecided", 0.5, "DEP-02"), period="2024")
NAMES = {"DEP-01": "l’Ain", "DEP-02": "l’Aisne"}


def sentence(*items, year: int = 2026) -> str:
    ids = tuple(item.territory_id for item in items)
    situations = Situations("departement", ids, {item.territory_id: item for item in items})
    return words(local_counts_sentence("departement", year, NAMES, situations))


def test_a_territory_is_first_shown_in_the_year_of_its_last_count_if_it_is_later():
    assert CATALOG.last_year_of("DEP-01") == 2026
    assert CATALOG.last_year_of("DEP-02") == 2024
    assert CATALOG.last_year_of("FR") == 2024


def test_a_year_that_nobody_chose_follows_the_territory_and_a_chosen_one_stays():
    assert VIEW.at_territory("DEP-01", CATALOG).year == 2026
    assert VIEW.at_territory("DEP-01", CATALOG).at_territory("DEP-02", CATALOG).year == 2024
    assert VIEW.in_year(2023).at_territory("DEP-01", CATALOG).year == 2023


def test_the_only_count_of_a_year_is_named_and_the_others_are_dated():
    assert sentence(COUNTED, ESTIMATED) == (
        "En 2026, seul comptage : l’Ain, 39 MSU, à 1 MSU de sa part (40), qui est arrondie. "
        "Les autres départements gardent leur valeur de 2024."
    )


def test_nothing_is_said_where_nothing_is_counted_or_everything_is():
    assert sentence(ESTIMATED) == ""
    assert sentence(COUNTED) == ""


def test_values_of_a_year_alone_are_without_those_of_an_older_one():
    two = (None, None)
    values = LevelValues(
        "msu", "departement", "2026", ("DEP-01", "DEP-02"), (39.0, 30.0), two, two,
        ("imported", "estimated"), two, two, two, two, periods=("2026", "2024"),
    )  # fmt: skip
    assert [values.measure(index).period for index in (0, 1)] == ["2026", "2024"]
    assert values.only_of("2026").values == (39.0, None)
