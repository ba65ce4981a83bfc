"""Sentences of a crossing: no more than the intervals allow, and every territory counted."""

from __future__ import annotations

import re

from dashboard.views.fidelisation.crossing.classes import cross_sides
from dashboard.views.fidelisation.crossing.words import (
    GROUPS,
    crossing_sentence,
    group_count,
    reading,
)
from tests.support.crossing import (
    CHANGE,
    CLEAR,
    COVERAGE,
    DENSITY,
    ENTRIES,
    STRONG,
    WIDE,
    counted,
    side,
)


def words(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("*", ""))


def test_where_no_interval_clears_its_reference_the_sentence_says_so_first():
    text = words(crossing_sentence(cross_sides(side(COVERAGE, WIDE), side(ENTRIES, STRONG))))
    assert text == (
        "Sur 3 départements dont les deux valeurs sont connues, aucun n’a de groupe confirmé par "
        "ses intervalles. D’après les seules valeurs centrales, 1 département serait du groupe "
        "« Former et garder » (part de la cible non atteinte ; au moins autant d’entrées pour 100 "
        "internes qu’en France)."
    )


def test_groups_that_intervals_confirm_are_counted_apart_from_central_values():
    text = words(crossing_sentence(cross_sides(side(COVERAGE, CLEAR), side(ENTRIES, STRONG))))
    assert (
        "1 a un groupe confirmé par ses intervalles, dont 1 du groupe « Former et garder »" in text
    )
    assert "D’après les seules valeurs centrales, 1 département serait de ce groupe." in text


def test_counted_values_are_said_without_interval_and_without_conditional():
    crossing = cross_sides(counted(DENSITY, 70.0, 90.0, 60.0), counted(CHANGE, 1.0, -2.0, 0.0))
    text = words(crossing_sentence(crossing))
    assert "2 départements sont du groupe « Former et garder »" in text
    assert "comptées, sans intervalle" in text
    assert "serai" not in text
    assert words(group_count(crossing, 2)) == "2 départements"
    assert words(group_count(crossing, 0)) == "aucun département"


def test_a_group_that_nobody_is_in_is_said_in_good_french():
    nobody = cross_sides(counted(DENSITY, 90.0), counted(CHANGE, 1.0))
    assert "aucun département n’est du groupe" in words(crossing_sentence(nobody))
    estimated = cross_sides(side(COVERAGE, [(150, 50, 400)]), side(ENTRIES, STRONG[:1]))
    assert "aucun département ne serait du groupe" in words(crossing_sentence(estimated))


def test_territories_without_a_value_are_counted_and_never_grouped():
    across = side(COVERAGE, [(None, None, None), *WIDE[1:]])
    crossing = cross_sides(across, side(ENTRIES, STRONG))
    assert crossing.classed_n == 2
    assert "Sans l’une des deux valeurs : 1 département (n. d.)" in words(
        crossing_sentence(crossing)
    )
    empty = cross_sides(side(COVERAGE, [(None, None, None)] * 3), side(ENTRIES, STRONG))
    assert "aucun département" in crossing_sentence(empty)


def test_regions_agree_in_gender():
    rows = [(76, 60, 90), (150, 130, 170)]
    crossing = cross_sides(
        side(COVERAGE, [(80, 60, 90), (80, 60, 90)], level="region"),
        side(ENTRIES, rows, level="region"),
    )
    assert words(group_count(crossing, 2)) == "1 confirmée, 0 indéterminée"
    assert words(group_count(crossing, 0)) == "0 confirmée, 1 indéterminée"
    text = words(crossing_sentence(crossing))
    assert "Sur 2 régions" in text
    none = cross_sides(side(COVERAGE, WIDE, level="region"), side(ENTRIES, STRONG, level="region"))
    assert "aucune n’a de groupe confirmé" in words(crossing_sentence(none))


def test_every_group_of_every_pair_has_a_reading():
    for across in (COVERAGE, DENSITY):
        for upwards in (ENTRIES, CHANGE):
            crossing = cross_sides(counted(across, 1.0), counted(upwards, 1.0))
            readings = {reading(crossing, quadrant) for quadrant in range(4)}
            assert len(readings) == 4
    assert len({group.name for group in GROUPS}) == 4
