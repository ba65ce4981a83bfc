"""Sentences of a crossing: no more than the chances allow, and every territory counted."""

from __future__ import annotations

import re

from dashboard.views.fidelisation.crossing.classes import cross_sides
from dashboard.views.fidelisation.crossing.words import (
    GROUPS,
    crossing_sentence,
    group_count,
    reading,
    undecided_line,
)
from tests.support.crossing import CHANGE, DENSITY, RATES, STRONG, chances, counted, side


def words(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("*", ""))


def test_a_group_holds_those_decided_and_the_sentence_says_how_many_may_be_wrong():
    crossing = cross_sides(chances(0.9, 0.85, 0.5), counted(CHANGE, 1.0, 2.0, 3.0))
    assert words(crossing_sentence(crossing)) == (
        "France : sur 3 départements dont les deux valeurs sont connues, 2 départements sont "
        "probablement du groupe « Former et garder » (sous leur part de la cible ; au moins autant "
        "de généralistes qu’en 2022). En tout, 2 ont un groupe ; moins d’une erreur est attendue "
        "parmi eux. 1 reste indécis."
    )
    assert words(group_count(crossing, 2)) == "2 départements"
    assert words(undecided_line(crossing)).startswith("1 département sans groupe (indécis)")


def test_where_nobody_is_decided_no_group_has_a_member():
    crossing = cross_sides(chances(0.7, 0.3), counted(CHANGE, 1.0, 2.0))
    text = words(crossing_sentence(crossing))
    assert "aucun département n’est du groupe" in text
    assert "Aucun n’a de groupe" in text
    assert "2 restent indécis" in text
    assert {words(group_count(crossing, rank)) for rank in range(4)} == {"aucun département"}


def test_counted_values_are_said_without_interval_and_without_chances():
    crossing = cross_sides(counted(DENSITY, 70.0, 90.0, 60.0), counted(CHANGE, 1.0, -2.0, 0.0))
    text = words(crossing_sentence(crossing))
    assert "2 départements sont du groupe « Former et garder »" in text
    assert "comptées, sans intervalle" in text
    assert "probablement" not in text
    assert words(group_count(crossing, 2)) == "2 départements"
    assert undecided_line(crossing) == ""


def test_territories_without_a_value_are_counted_and_never_grouped():
    crossing = cross_sides(chances(None, 0.9, 0.1), side(RATES, STRONG, status="imported"))
    assert crossing.classed_n == 2
    assert "Sans l’une des deux valeurs : 1 département (n. d.)" in words(
        crossing_sentence(crossing)
    )
    empty = cross_sides(chances(None, None, None), side(RATES, STRONG))
    assert "aucun département" in crossing_sentence(empty)


def test_regions_agree_in_gender():
    crossing = cross_sides(
        chances(0.9, 0.5, level="region"),
        side(CHANGE, [(1, None, None), (2, None, None)], status="observed", level="region"),
    )
    assert words(group_count(crossing, 2)) == "1 région"
    assert words(group_count(crossing, 0)) == "aucune région"
    assert "sur 2 régions" in words(crossing_sentence(crossing))


def test_every_group_of_every_pair_has_a_reading():
    for across in (chances(0.5), counted(DENSITY, 1.0)):
        for upwards in (counted(RATES, 1.0), counted(CHANGE, 1.0)):
            crossing = cross_sides(across, upwards)
            readings = {reading(crossing, quadrant) for quadrant in range(4)}
            assert len(readings) == 4
    assert len({group.name for group in GROUPS}) == 4
