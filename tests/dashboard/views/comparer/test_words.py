"""The sentences of « Comparer »: no more than the intervals allow."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.core.catalog import GAP, LEVEL_NOUNS, SITUATION, Target
from dashboard.core.names import Name
from dashboard.themes.situation import Situations
from dashboard.views.comparer.columns import Placed, behind, most_behind_first, placed_among
from dashboard.views.comparer.words import (
    cloud_note,
    construction_note,
    dots_title,
    estimates_finding,
    focus_finding,
    legend_note,
    nearest_label,
    own_answer,
    possible_ranks,
    publishers_words,
    ranks_note,
    ranks_title,
    set_answer,
    set_finding,
    similar_label,
    situation_of_set,
    situation_row,
    subdivision_reason,
    tooltip,
    uncapitalised,
    value_words,
    years_key,
)
from models.comparison.spine import RankRange
from tests.support.comparison import FRANCE, column, indicator, plain
from tests.support.situations import situation

TARGET = Target("t", "10 000 MSU", 10_000, "2018", "", None, None)


CREUSE = Name("de la Creuse", "la Creuse", "le département de la Creuse")
DEPARTEMENT = LEVEL_NOUNS["departement"]


def test_the_answer_says_where_a_territory_is_behind_and_who_is_more_so():
    columns = (
        column((40.0, 60.0), FRANCE, name="densite"),
        column((60.0, 70.0), FRANCE, "down", name="age"),
        column((60.0, 40.0), FRANCE, low=(1.0, 1.0), high=(99.0, 99.0), status="estimated"),
    )
    assert behind(columns) == {"DEP-01": ("densite", "age"), "DEP-02": ("age",)}
    assert most_behind_first(columns, "DEP-02") == (1, 0)
    placed = placed_among(columns, "DEP-02")
    assert (placed.judged_n, placed.further) == (2, 1)
    assert plain(own_answer(CREUSE, placed, DEPARTEMENT, " de la région X")) == (
        "La Creuse est moins bien que la France pour 1 des 2 indicateurs observés ; "
        "1 autre département de la région X l’est pour davantage."
    )
    first = plain(own_answer(CREUSE, Placed(("a", "b"), 2, 0), DEPARTEMENT, " de la région X"))
    assert first.endswith("aucun autre département de la région X ne l’est pour davantage.")
    assert "aucun indicateur observé" in own_answer(CREUSE, Placed((), 0, 0), DEPARTEMENT, "")


def test_the_answer_for_a_set_names_those_behind_for_the_most():
    assert plain(set_answer("Corse", ["A", "B"], 3, 4, DEPARTEMENT)) == (
        "Corse : A et B sont moins bien que la France pour 3 des 4 indicateurs observés, plus "
        "que les autres départements."
    )
    assert "A, B, C et 2 autres" in plain(set_answer("X", list("ABCDE"), 3, 4, DEPARTEMENT))
    assert "aucun département n’est moins bien" in set_answer("X", [], 0, 4, DEPARTEMENT)


def test_the_answer_counts_who_is_named_in_the_set_on_each_side():
    here = {
        item: situation(verdict_id, p_below, item)
        for item, verdict_id, p_below in (
            ("DEP-01", "probably_below", 0.9),
            ("DEP-02", "counted_below", None),
            ("DEP-03", "undecided", 0.5),
        )
    }
    situations = Situations("departement", tuple(here), here)
    assert plain(situation_of_set(situations, TARGET, 2024)) == (
        "MSU : en 2024, 2 départements sur 3 sont probablement sous leur part de la cible "
        "de 10 000 MSU ; aucun probablement au-dessus (dont 1 compté)."
    )


def test_what_is_missing_is_said_without_sign_and_a_situation_with_its_chances():
    (gap,) = column((-31.0,), low=(-74.0,), high=(1.0,), status="estimated", name=GAP).values
    assert plain(value_words(gap, indicator(GAP))) == (
        "31 au-dessus (74 au-dessus à 1 manquant, est.)"
    )
    assert "31 au-dessus" in plain(tooltip("Ain (01)", gap, indicator(GAP)))
    (chances,) = column((90.0,), name=SITUATION).values
    told = replace(chances, situation=situation("probably_below", 0.9))
    assert value_words(told, indicator(SITUATION)) == "probablement sous (9 chances sur 10)"


def test_a_row_of_situations_gives_both_intervals_and_a_count_gives_none():
    row = [plain(cell) for cell in situation_row("Ain (01)", situation("rather_below", 0.7))]
    assert row == [
        "Ain (01)",
        "plutôt sous (7 chances sur 10)",
        "30",
        "20 à 38",
        "12 à 45",
        "2 à 20 manquants",
        "5 au-dessus à 28 manquants",
        "estimé",
    ]
    counted = [plain(cell) for cell in situation_row("A", situation("counted_below", None))]
    assert counted[1:] == ["compté, sous", "30", "", "", "10 manquants", "", "observé"]
    assert situation_row("A", None)[-1] == "non publié"


def test_sentences_name_what_differs_and_how_many():
    columns = (
        column((60.0, 40.0), FRANCE, name="densite"),
        column((60.0, 70.0), FRANCE, "down", name="age"),
        column((60.0, 40.0), FRANCE, low=(1.0, 1.0), high=(99.0, 99.0), status="estimated"),
    )
    assert plain(focus_finding(columns, "DEP-01", "Ain (01)")) == (
        "Ain (01) face à la référence (France). **Mieux** : densite. **Moins bien** : age. Sans "
        "écart sûr : densite."
    )
    assert focus_finding((column((60.0,)),), "DEP-01", "Ain (01)") == ""
    assert "2 territoires sur 2 sont moins bien placés" in plain(set_finding(columns))
    assert "ne départagent aucun territoire" in estimates_finding(columns)


def test_estimates_that_differ_for_sure_are_counted():
    apart = column((60.0, 9.0), FRANCE, low=(1.0, 1.0), high=(99.0, 9.0), status="estimated")
    assert "pour 1 territoire, toute la fourchette" in plain(estimates_finding((apart,)))
    mixed = column(
        (90.0, 9.0), FRANCE, low=(None, 1.0), high=(None, 9.0), status=("demo", "estimated")
    )
    assert "pour 1 territoire, toute la fourchette" in plain(estimates_finding((mixed,)))
    assert estimates_finding((column((60.0,), FRANCE),)) == ""
    assert set_finding((apart,)) == ""


def test_ranks_are_told_with_their_ties_and_nothing_is_a_ranking_when_intervals_meet():
    assert possible_ranks(RankRange(1, 13, 13), is_exact=False) == "1 à 13"
    assert possible_ranks(RankRange(12, 14, 20), is_exact=True) == "12 à 14 ex æquo"
    assert possible_ranks(RankRange(4, 4, 20), is_exact=True) == "4"
    assert possible_ranks(None, is_exact=True) == ""
    exact, all_possible = RankRange(1, 1, 3), RankRange(1, 3, 3)
    assert ranks_title([exact, None], all_exact=False) == "Classement"
    assert "aucun territoire" in ranks_title([all_possible] * 3, all_exact=False)
    assert "en partie" in ranks_title([exact, RankRange(2, 3, 3)], all_exact=False)


def test_the_title_of_the_dots_counts_each_side():
    densities = column((60.0, 40.0, 50.0, None), FRANCE)
    assert plain(dots_title(densities)) == (
        "Indicateur densite, 2024 : 1 au-dessus de la référence, 1 au-dessous, 1 non départagé"
    )
    assert plain(dots_title(column((60.0,)))) == "Indicateur densite, 2024"


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("couverture_pct", "densite_mg_liberaux_cnam_pour_100k", "en partie construit"),
        ("couverture_pct", "msu_pour_100k", "même nombre de MSU"),
        ("part_population_zip_zac_pct", "densite_mg_liberaux_cnam_pour_100k", ""),
        ("couverture_pct", "couverture_pct", ""),
    ],
)
def test_a_cloud_of_an_estimate_and_what_it_is_made_from_says_so(one, other, said):
    text = construction_note(indicator(one), indicator(other))
    assert said in text if said else not text


def test_the_title_is_ended_by_one_full_stop_even_after_an_abbreviation():
    finding = focus_finding((column((60.0,), FRANCE, name="MSU pour 100 k hab."),), "DEP-01", "Ain")
    assert finding.endswith("hab.")
    assert not finding.endswith("hab..")


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("Couverture", "couverture"),
        ("MSU pour 100 000", "MSU pour 100 000"),
        ("60 ans et plus", "60 ans et plus"),
    ],
)
def test_a_label_inside_a_sentence_loses_its_capital_but_not_an_acronym(label, text):
    assert uncapitalised(label) == text


def test_territories_that_are_all_far_are_not_called_similar():
    noun = LEVEL_NOUNS["departement"]
    assert (
        plain(similar_label("Aveyron (12)", 1, noun)) == "Aveyron (12) et 1 département semblable"
    )
    assert nearest_label("Paris", 7, noun) == "Paris et les 7 départements les moins éloignés"


def test_an_estimate_is_written_with_its_interval_and_a_count_alone():
    about = indicator()
    estimate, missing = column(
        (45.3, None), low=(12.0, None), high=(80.1, None), status=("estimated", "observed")
    ).values
    (count,) = column((45.3,), FRANCE).values
    assert plain(value_words(estimate, about)) == "45,3 (12,0 à 80,1, est.)"
    assert plain(value_words(missing, about)) == "n. d."
    assert plain(tooltip("Ain (01)", count, about)) == "Ain (01) : 45,3 %<br>au-dessous, moins bien"


@pytest.mark.parametrize(
    ("direction", "first"),
    [("up", "la plus élevée"), ("down", "la plus basse"), ("none", "ni bien ni mal")],
)
def test_rank_1_is_the_best_end_of_the_indicator(direction, first):
    for all_exact in (True, False):
        assert first in ranks_note(direction, all_exact=all_exact).partition("Rang 1")[2]
    assert "rangs possibles" not in ranks_note(direction, all_exact=True)


def test_the_legend_explains_inherited_values_only_where_there_are_some():
    assert plain(legend_note(["", ""])).endswith("avec son intervalle.")
    assert plain(legend_note(["", "SUB-040"])).endswith(
        "; subd. : valeur de la subdivision d’internat."
    )
    assert plain(legend_note(["REG-76"])).endswith("intervalle ; rég. : valeur de la région.")


def test_the_first_publisher_is_named_and_the_others_are_mentioned():
    assert publishers_words([]) == ""
    assert publishers_words(["CNAM"]) == "CNAM"
    assert publishers_words(["DREES", "CNAM"]) == "DREES et autres"


def test_the_cloud_names_at_most_eight_territories_without_value():
    assert "Sans valeur" not in cloud_note("Départements", 101, [])
    note = plain(cloud_note("Départements", 91, [f"T{rank}" for rank in range(10)]))
    assert note.startswith("Départements : 91 points")
    assert note.endswith("Sans valeur (10) : T0, T1, T2, T3, T4, T5, T6, T7….")


def test_the_key_of_the_years_names_the_reference_drawn():
    assert years_key("Occitanie").startswith("Pointillés gris : Occitanie. Tirets")
    assert years_key().startswith("Tirets")


def test_a_departement_held_in_part_says_which_part():
    assert subdivision_reason(1.0, is_whole=True) == "dans la subdivision"
    assert plain(subdivision_reason(0.4, is_whole=False)).endswith("subdivision (40 %)")
