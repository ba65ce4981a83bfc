"""What is said of a crossing: no more than the intervals allow, and every territory counted."""

from __future__ import annotations

import re

import pytest

from dashboard.core.catalog import Indicator
from dashboard.core.values import LevelValues
from dashboard.ui.territory_map import MapCrossing, PlotAxis, crossing_payload
from dashboard.views.fidelisation.crossing.classes import Reference, cross_sides, side_of
from dashboard.views.fidelisation.crossing.words import (
    GROUPS,
    crossing_sentence,
    group_count,
    reading,
)

COVERAGE = ("couverture_pct", 1, Reference(100.0, "part de la cible atteinte à 100 %"))
ENTRIES = ("fidelisation_apparente", 0, Reference(80.99, "France : 81", low=74.9, high=92.2))
CHANGE = ("evolution_mg_rpps_pct", 1, Reference(0.0, "effectif inchangé"))
DENSITY = ("densite_mg_liberaux_cnam_pour_100k", 1, Reference(81.0, "France, 2024 : 81,0"))


def side(which, rows, status="estimated", level="departement"):
    indicator_id, decimals, reference = which
    size = len(rows)
    nothing = (None,) * size
    values, low, high = zip(*rows, strict=True)
    indicator = Indicator(
        indicator_id, indicator_id, indicator_id, "", "%", decimals, "up", False, "", None, True
    )
    level_values = LevelValues(
        indicator_id=indicator_id,
        level=level,
        period="2024",
        ids=tuple(f"DEP-{rank:02}" for rank in range(1, size + 1)),
        values=values,
        low=low,
        high=high,
        status=tuple(None if value is None else status for value in values),
        notes=nothing,
        source_ids=nothing,
        locators=nothing,
        method_ids=nothing,
    )
    known = [value for value in values if value is not None]
    return side_of(indicator, level_values, reference, known, "2024")


def counted(which, *values):
    return side(which, [(value, None, None) for value in values], status="observed")


def words(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("*", ""))


WIDE = [(80, 20, 300), (90, 30, 310), (150, 50, 400)]
CLEAR = [(80, 60, 90), (90, 70, 95), (150, 50, 400)]
STRONG = [(115, 104, 134), (76, 66, 91), (115, 104, 134)]


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
    assert crossing.known == 2
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


def test_the_group_is_that_of_the_figures_shown_not_of_hidden_decimals():
    crossing = cross_sides(counted(COVERAGE, 80.0, 80.0), counted(ENTRIES, 80.6, 80.4))
    assert crossing.upwards.values.values == (81, 80)
    assert crossing.upwards.axis.reference == 81
    assert crossing.quadrants.quadrant.tolist() == [2, 0]


def test_every_group_of_every_pair_has_a_reading():
    for across in (COVERAGE, DENSITY):
        for upwards in (ENTRIES, CHANGE):
            crossing = cross_sides(counted(across, 1.0), counted(upwards, 1.0))
            readings = {reading(crossing, quadrant) for quadrant in range(4)}
            assert len(readings) == 4
    assert len({group.name for group in GROUPS}) == 4


def plot_axis(**changes):
    axis = {
        "reference": 100.0,
        "reference_label": "repère",
        "limits": (80.0, 120.0),
        "frame": (0.0, 200.0),
        "more_is_better": True,
    }
    return PlotAxis(**(axis | changes))


def map_crossing(**changes):
    crossing = {
        "title": "A × B",
        "subtitle": "2024",
        "across": plot_axis(),
        "upwards": plot_axis(),
        "classes": (0, 8, -1),
        "quadrants": (0, 3, -1),
        "is_certain": (False, True, False),
        "colors": ("#000000",) * 9,
        "names": ("a", "b", "c", "d"),
    }
    return MapCrossing(**(crossing | changes))


def test_classes_quadrants_and_certainty_travel_as_one_character_each():
    payload = crossing_payload(map_crossing(), 3)
    assert (payload["cls"], payload["q"], payload["sure"]) == ("08-", "03-", "010")
    assert "span" not in payload["x"]
    estimated = map_crossing(upwards=plot_axis(reference_span=(90.0, 110.0)))
    assert crossing_payload(estimated, 3)["y"]["span"] == [90.0, 110.0]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"classes": (0, 9, -1)}, "classes must be under 9"),
        ({"quadrants": (0, 3)}, "2 quadrants for 3 values"),
        ({"names": ("a",)}, "4 names"),
        ({"across": plot_axis(limits=(120.0, 80.0))}, "must ascend"),
        ({"across": plot_axis(frame=(90.0, 200.0))}, "must ascend"),
    ],
)
def test_a_crossing_that_cannot_be_drawn_is_refused_with_the_reason(changes, message):
    with pytest.raises(ValueError, match=message):
        crossing_payload(map_crossing(**changes), 3)
