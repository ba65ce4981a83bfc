"""The verdict of a value beside a reference, and the colour that it takes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.themes.situation import Situations
from dashboard.views.comparer.columns import Reference, column_of, verdict_of
from tests.support.comparison import FRANCE, column, indicator, level_values
from tests.support.situations import situation


@pytest.mark.parametrize(
    ("direction", "tones"),
    [
        ("up", ["better", "worse", "unsure", ""]),
        ("down", ["worse", "better", "unsure", ""]),
        ("none", ["apart", "apart", "unsure", ""]),
    ],
)
def test_the_colour_means_better_or_worse_than_the_reference_never_big(direction, tones):
    values = column((60.0, 40.0, 50.0, None), FRANCE, direction).values
    assert [value.tone for value in values] == tones
    assert values[3].words == values[3].place == ""


def test_the_words_of_a_value_are_its_place_then_the_judgement():
    over, under, equal = column((60.0, 40.0, 50.0), FRANCE).values
    assert (over.place, over.judgement, over.words) == ("au-dessus", "mieux", "au-dessus, mieux")
    assert under.words == "au-dessous, moins bien"
    assert equal.words == equal.place == "non départagé"


@pytest.mark.parametrize(
    ("verdict_id", "p_below", "tone", "words"),
    [
        ("probably_below", 0.9, "worse", "probablement sous sa part, moins bien"),
        ("counted_above", None, "better", "compté, part atteinte, mieux"),
        ("rather_below", 0.7, "unsure", "plutôt sous sa part"),
        ("undecided", 0.5, "unsure", "indécis"),
    ],
)
def test_against_the_share_the_verdict_is_the_situation_whatever_the_interval(
    verdict_id, p_below, tone, words
):
    values = level_values((90.0,), (60.0,), (140.0,), "estimated", "couverture_pct")
    here = Situations(
        "departement", values.ids, {"DEP-01": situation(verdict_id, p_below, "DEP-01")}
    )
    share = Reference(value=100.0, label="part de la cible")
    (value,) = column_of(
        indicator("couverture_pct"), values, share, values.ids, here, is_against_share=True
    ).values
    assert (value.tone, value.words) == (tone, words)


def test_an_interval_that_holds_the_reference_is_grey_however_far_the_value():
    values = column(
        (90.0, 90.0, 10.0, 10.0),
        FRANCE,
        low=(49.0, 51.0, 1.0, 1.0),
        high=(120.0, 120.0, 50.0, 49.9),
        status="estimated",
    ).values
    assert [value.tone for value in values] == ["unsure", "better", "unsure", "worse"]
    assert {value.mark for value in values} == {"est."}


def test_an_estimate_without_interval_is_undetermined():
    values = column((90.0, 90.0), FRANCE, status=("estimated", "observed")).values
    assert [value.verdict for value in values] == ["undetermined", "over"]


def test_a_reference_that_is_an_estimate_has_an_interval_too():
    reference = Reference(value=50.0, low=40.0, high=60.0, status="estimated", label="France")
    assert verdict_of((55.0, 59.0), reference, 1) == "undetermined"
    assert verdict_of((61.0, 90.0), reference, 1) == "over"
    assert verdict_of((1.0, 39.0), reference, 1) == "under"
    bare = Reference(value=50.0, status="estimated", label="Région")
    assert verdict_of((90.0, 90.0), bare, 1) == "undetermined"


def test_values_that_are_printed_alike_are_not_told_apart():
    assert verdict_of((50.04, 50.04), FRANCE, 1) == "undetermined"
    assert verdict_of((50.06, 50.06), FRANCE, 1) == "over"


def test_sums_that_differ_by_noise_share_their_rank():
    bounds = column((0.1 + 0.2, 0.3, 0.5)).bounds
    assert bounds[0] == bounds[1]


def test_without_reference_or_value_there_is_no_verdict():
    assert verdict_of(None, FRANCE, 1) is None
    assert verdict_of((1.0, 2.0), None, 1) is None
    assert {value.tone for value in column((1.0, 2.0)).values} == {""}


def test_the_value_of_a_larger_territory_is_placed_and_not_judged():
    own = column((60.0, 60.0), FRANCE)
    level = replace(own.level_values, holders={"DEP-02": "REG-84"})
    shared = column_of(indicator(), level, FRANCE, level.ids)
    assert [shared.holder_of(value.territory_id) for value in shared.values] == ["", "REG-84"]
    assert [value.better for value in shared.values] == [True, None]
    assert [value.tone for value in shared.values] == ["better", "apart"]


def test_a_column_counts_its_values_and_its_verdicts():
    densities = column((60.0, 40.0, 70.0, None), FRANCE)
    assert densities.value_count == 3
    assert (densities.count("over"), densities.count("under")) == (2, 1)
    assert densities.value_of("DEP-03").value == 70.0


def test_a_value_under_a_reserve_is_placed_and_not_judged():
    values = level_values((80.0, 80.0))
    reserve = "Réserve : écart probablement en partie administratif : 157, puis 214."
    values = replace(values, notes=(reserve, None))
    reserved, sound = column_of(indicator(), values, FRANCE, values.ids).values
    assert (reserved.verdict, reserved.better, reserved.tone) == ("over", None, "apart")
    assert reserved.words == "au-dessus, écart probablement en partie administratif"
    assert (sound.better, sound.tone, sound.words) == (True, "better", "au-dessus, mieux")
