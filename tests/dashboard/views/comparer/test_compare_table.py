"""Verdicts beside a reference, the colours they take, and the sentences they allow."""

from __future__ import annotations

import pytest

from dashboard.core.catalog import Indicator, Target
from dashboard.core.values import LevelValues
from dashboard.views.comparer.columns import Column, Reference, column_of, tone_of, verdict_of
from dashboard.views.comparer.sets import ComparedSet
from dashboard.views.comparer.words import (
    built_together,
    central_rank,
    dots_title,
    estimates_sentence,
    finding,
    focus_sentence,
    possible_ranks,
    ranks_title,
    set_sentence,
)
from models.comparison.spine import RankRange

IDS = ("DEP-01", "DEP-02", "DEP-03", "DEP-04")
TARGET = Target("t", "10 000 MSU", 10_000, "2018", "", None, None)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def indicator(name="densite", direction="up", *, decimals=1, additive=False) -> Indicator:
    return Indicator(
        name, f"Indicateur {name}", name, "", "%", decimals, direction, additive, "", None, True
    )


def level(values, low=None, high=None, status="observed", name="densite") -> LevelValues:
    none = (None,) * len(values)
    ids = IDS[: len(values)]
    statuses = status if isinstance(status, tuple) else (status,) * len(values)
    return LevelValues(
        name, "departement", "2024", ids, tuple(values), low or none, high or none, statuses,
        none, ("S1",) * len(values), none, none,
    )  # fmt: skip


def column(values, reference=None, direction="up", **options) -> Column:
    found = level(values, **options)
    about = indicator(options.get("name", "densite"), direction)
    return column_of(about, found, reference, found.ids)


FRANCE = Reference("France", 50.0)


@pytest.mark.parametrize(
    ("direction", "tones"),
    [
        ("up", ["better", "worse", "unsure", ""]),
        ("down", ["worse", "better", "unsure", ""]),
        ("none", ["apart", "apart", "unsure", ""]),
    ],
)
def test_the_colour_says_better_or_worse_than_the_reference_never_big(direction, tones):
    shown = column((60.0, 40.0, 50.0, None), FRANCE, direction)
    assert [tone_of(cell) for cell in shown.cells] == tones
    assert [cell.words for cell in shown.cells][3] == ""


def test_an_interval_that_holds_the_reference_is_grey_however_far_the_value():
    shown = column(
        (90.0, 90.0, 10.0, 10.0),
        FRANCE,
        low=(49.0, 51.0, 1.0, 1.0),
        high=(120.0, 120.0, 50.0, 49.9),
        status="estimated",
    )
    assert [tone_of(cell) for cell in shown.cells] == ["unsure", "better", "unsure", "worse"]
    assert {cell.mark for cell in shown.cells} == {"est."}


def test_an_estimate_without_interval_is_undetermined():
    shown = column((90.0, 90.0), FRANCE, status=("estimated", "observed"))
    assert [cell.verdict for cell in shown.cells] == ["undetermined", "over"]


def test_a_reference_that_is_an_estimate_has_an_interval_too():
    reference = Reference("France", 50.0, 40.0, 60.0, "estimated")
    assert verdict_of((55.0, 59.0), reference, 1) == "undetermined"
    assert verdict_of((61.0, 90.0), reference, 1) == "over"
    assert verdict_of((1.0, 39.0), reference, 1) == "under"
    bare = Reference("Région", 50.0, status="estimated")
    assert verdict_of((90.0, 90.0), bare, 1) == "undetermined"


def test_values_that_are_printed_alike_are_not_told_apart():
    assert verdict_of((50.04, 50.04), FRANCE, 1) == "undetermined"
    assert verdict_of((50.06, 50.06), FRANCE, 1) == "over"


def test_sums_that_differ_by_noise_share_their_rank():
    shown = column((0.1 + 0.2, 0.3, 0.5))
    assert shown.bounds[0] == shown.bounds[1]


def test_without_reference_or_value_nothing_is_said():
    assert verdict_of(None, FRANCE, 1) is None
    assert verdict_of((1.0, 2.0), None, 1) is None
    assert {tone_of(cell) for cell in column((1.0, 2.0)).cells} == {""}


def test_the_title_counts_the_set_and_says_what_the_intervals_confirm():
    compared = ComparedSet("region", "Occitanie", IDS[:3], None)
    gaps = level((5.0, -3.0, 2.0, 9.0), (1.0, -9.0, -4.0, 1.0), (9.0, 4.0, 8.0, 12.0), "estimated")
    assert plain(finding(compared, gaps, TARGET, 2024)) == (
        "Occitanie : en 2024, 2 départements sur 3 seraient sous leur part de la cible (10 000) ; "
        "l’intervalle n’en confirme qu’un."
    )


def test_the_title_does_not_call_reached_what_the_intervals_do_not_assure():
    compared = ComparedSet("region", "Occitanie", IDS[:2], None)
    gaps = level((-5.0, -3.0), (-9.0, -9.0), (-1.0, 4.0), "estimated")
    assert plain(finding(compared, gaps, TARGET, 2024)).endswith(
        "(10 000) par la valeur centrale ; l’intervalle l’assure pour 1."
    )
    unsure = level((-5.0, -3.0), (-9.0, -9.0), (1.0, 4.0), "estimated")
    assert finding(compared, unsure, TARGET, 2024).endswith("ne l’assure pour aucun.")
    counted = level((-5.0, -3.0))
    assert plain(finding(compared, counted, TARGET, 2024)).endswith("(10 000).")


def test_sentences_name_what_differs_and_how_many():
    columns = (
        column((60.0, 40.0), FRANCE, name="densite"),
        column((60.0, 70.0), FRANCE, "down", name="age"),
        column((60.0, 40.0), FRANCE, low=(1.0, 1.0), high=(99.0, 99.0), status="estimated"),
    )
    assert plain(focus_sentence(columns, "DEP-01", "Ain (01)")) == (
        "Ain (01), par rapport à la référence (France) : **mieux** pour densite ; **moins bien** "
        "pour age ; indéterminé pour densite."
    )
    assert focus_sentence(columns, None, "") == ""
    assert "2 territoires sur 2 sont moins bien placés" in plain(set_sentence(columns))
    assert "ne départagent aucun territoire" in estimates_sentence(columns)


def test_estimates_that_differ_for_sure_are_counted():
    apart = column((60.0, 9.0), FRANCE, low=(1.0, 1.0), high=(99.0, 9.0), status="estimated")
    assert "1 territoire s’en écarte" in plain(estimates_sentence((apart,)))
    mixed = column(
        (90.0, 9.0), FRANCE, low=(None, 1.0), high=(None, 9.0), status=("demo", "estimated")
    )
    assert "1 territoire s’en écarte" in plain(estimates_sentence((mixed,)))
    assert estimates_sentence((column((60.0,), FRANCE),)) == ""
    assert set_sentence((apart,)) == ""


def test_ranks_are_told_with_their_ties_and_nothing_is_a_ranking_when_intervals_meet():
    assert central_rank((9.0, 7.0, 7.0, None), 1, ascending=False) == "2 à 3 ex æquo"
    assert central_rank((9.0, None), 1, ascending=False) == ""
    assert possible_ranks(RankRange(1, 13, 13), is_exact=False) == "1 à 13"
    assert possible_ranks(RankRange(12, 14, 20), is_exact=True) == "12 à 14 ex æquo"
    assert possible_ranks(RankRange(4, 4, 20), is_exact=True) == "4"
    assert possible_ranks(None, is_exact=True) == ""
    exact, all_possible = RankRange(1, 1, 3), RankRange(1, 3, 3)
    assert ranks_title([exact, None], all_exact=False) == "Classement"
    assert "aucun territoire" in ranks_title([all_possible] * 3, all_exact=False)
    assert "en partie" in ranks_title([exact, RankRange(2, 3, 3)], all_exact=False)


def test_the_title_of_the_dots_counts_each_side():
    shown = column((60.0, 40.0, 50.0, None), FRANCE)
    assert plain(dots_title(shown)) == (
        "Indicateur densite, 2024 : 1 au-dessus de la référence, 1 au-dessous, 1 indéterminé"
    )
    assert plain(dots_title(column((60.0,)))) == "Indicateur densite, 2024"


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("couverture_pct", "densite_mg_liberaux_cnam_pour_100k", "en partie construit"),
        ("evolution_mg_rpps_pct", "fidelisation_apparente", "en partie construit"),
        ("couverture_pct", "msu_pour_100k", "même nombre de MSU"),
        ("part_population_zip_zac_pct", "densite_mg_liberaux_cnam_pour_100k", ""),
        ("couverture_pct", "couverture_pct", ""),
    ],
)
def test_a_cloud_of_an_estimate_and_what_it_is_made_from_says_so(one, other, said):
    text = built_together(indicator(one), indicator(other))
    assert said in text if said else not text
