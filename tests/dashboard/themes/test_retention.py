"""What « Fidélisation » says in words, and why a cell of a cohort holds no rate."""

from __future__ import annotations

import re
from dataclasses import replace

from dashboard.core.values import Value
from dashboard.themes.retention import (
    CohortRate,
    cohort_cells,
    finding,
    national_validation,
    rate_sentence,
)

RATE = CohortRate(
    territory_id="SUB-040",
    scope="subdivision",
    settled_in="region",
    cohort=2019,
    delay_years=5,
    trained=120,
    settled=70,
    not_followed=22,
    rate=58.333,
    low=49.38,
    high=66.76,
    not_followed_pct=18.333,
    missing=None,
    status="imported",
    source_id="LOCAL-1",
    locator="fichier local, ligne 2",
)
WITHHELD = replace(
    RATE, cohort=2020, settled=None, rate=None, low=None, high=None, missing="withheld"
)
APPARENT = Value(
    "fidelisation_apparente",
    "2022/2026",
    94.0,
    83.8,
    110.5,
    "estimated",
    "S114",
    "",
    "fid-v1",
    None,
)


def plain(text: str) -> str:
    return re.sub(r"\s", " ", text)


def test_a_rate_is_told_with_its_denominator_delay_interval_and_share_not_followed():
    assert plain(rate_sentence(RATE, "Toulouse")) == (
        "Sur 120 médecins formés (subdivision d’internat : Toulouse), promotion sortie en 2019, "
        "70 sont installés dans la même région ou subdivision 5 ans après, soit 58,3 % "
        "(intervalle 49 à 67 %) ; 22 (18 %) n’ont pas d’installation connue."
    )


def test_a_share_not_followed_that_is_unknown_is_not_told_as_zero():
    unknown = replace(RATE, not_followed=None, not_followed_pct=None)
    assert "la part sans installation connue n’est pas publiée" in rate_sentence(unknown, "x")


def test_a_withheld_rate_says_so_and_gives_no_number():
    text = plain(rate_sentence(WITHHELD, "Toulouse"))
    assert text == "Toulouse, promotion sortie en 2020, 5 ans après : masqué."


def test_each_cell_without_a_rate_says_why():
    one_year = replace(RATE, delay_years=1)
    oldest = replace(RATE, cohort=2017)
    lines = cohort_cells([RATE, one_year, WITHHELD, oldest], this_year=2024)
    assert [line[0].cohort for line in lines] == [2020, 2019, 2018, 2017]
    words = {(cell.cohort, cell.delay_years): plain(cell.text) for line in lines for cell in line}
    assert words[2019, 5] == "58,3 % (49 à 67)"
    assert words[2020, 5] == "masqué"
    assert words[2019, 10] == "pas encore observable"
    # Seen by then, and absent from the file: not the same as too recent.
    assert words[2019, 3] == "n. d."
    assert words[2018, 5] == "n. d."


def test_a_delay_that_ends_this_year_can_be_observed():
    (line,) = cohort_cells([replace(RATE, cohort=2014, delay_years=5)], this_year=2024)
    assert line[-1].missing == "unknown"


def test_no_rate_gives_no_line():
    assert cohort_cells([], this_year=2024) == []


def test_the_title_gives_a_rate_where_cohorts_are_known_and_whose_it_is():
    assert plain(finding("Aveyron (12)", RATE, APPARENT, "Toulouse")) == (
        "Aveyron (12), subdivision de Toulouse : 58 % des formés de 2019 installés sur place "
        "5 ans après (49 à 67 %)"
    )


def test_the_title_never_calls_the_apparent_retention_a_rate():
    text = plain(finding("Toulouse (subdivision)", None, APPARENT, ""))
    assert text == (
        "Toulouse (subdivision) : 94 entrées de généralistes pour 100 internes formés "
        "(estimation, 84 à 110)"
    )
    assert "taux" not in text
    assert "%" not in text


def test_a_withheld_rate_leaves_the_title_to_the_apparent_retention():
    assert "entrées de généralistes" in finding("Toulouse", WITHHELD, APPARENT, "")
    assert "ni cohorte ni" in finding("Mayotte (976)", None, None, "")


def test_the_control_by_the_nation_gives_both_figures_and_their_gap():
    text = plain(national_validation(2857.75, 2357, "2022"))
    assert "2 858 entrées estimées par an" in text
    assert "2 357 premières installations libérales publiées en 2022, soit +21 %" in text
