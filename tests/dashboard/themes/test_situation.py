"""Situations in words: chances that agree with their class, and no minus sign above a share."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dashboard.core.catalog import COVERAGE, GAP, MSU
from dashboard.themes.situation import (
    BELOW,
    ORDER,
    SHORT_WORDS,
    VERDICT_WORDS,
    Situations,
    answer_clause,
    certainty,
    chances,
    errors_text,
    gap_interval,
    gap_words,
    headline,
    later_count,
    missing_between,
    missing_counted,
    neighbours_sentence,
    situation_clause,
)
from models.msu.decision import verdict
from tests.support.situations import situation, words

PROBABILITIES = np.linspace(0.0, 1.0, 401)


def level(*verdicts: tuple[str, float | None], name: str = "departement", more: int = 0):
    """Situations of a level, in order; ``more`` territories have no MSU."""
    ids = tuple(f"T-{rank:02}" for rank in range(len(verdicts) + more))
    by_id = {
        item: situation(verdict_id, p_below, item)
        for item, (verdict_id, p_below) in zip(ids, verdicts, strict=False)
    }
    return Situations(name, ids, by_id)


MIXED = level(
    ("probably_below", 0.9),
    ("counted_below", None),
    ("rather_below", 0.7),
    ("undecided", 0.5),
    ("probably_above", 0.05),
    ("probably_below", 0.97),
)


def test_every_verdict_has_its_words_alone_and_of_several():
    for table in (VERDICT_WORDS, SHORT_WORDS):
        assert set(table) == set(ORDER)
        assert len(set(table.values())) == len(ORDER)


def test_chances_are_never_ten_in_ten_and_never_contradict_the_class():
    for p_below in PROBABILITIES:
        here = situation(verdict(p_below), float(p_below))
        text = words(here.chances)
        assert "10 chances" not in text
        tenths = int(text.removeprefix("plus de ")[0])
        if here.verdict_id == "undecided":
            assert text.endswith("d’être sous sa part")
            assert 4 <= tenths < 6
        elif here.verdict_id.startswith("probably"):
            assert 8 <= tenths <= 9
        else:
            assert 6 <= tenths < 8


@pytest.mark.parametrize(
    ("probability", "said"),
    [
        (0.77, "7 chances sur 10"),
        (0.8, "8 chances sur 10"),
        (0.94, "9 chances sur 10"),
        (0.95, "plus de 9 chances sur 10"),
        (1.0, "plus de 9 chances sur 10"),
    ],
)
def test_chances_are_whole_tenths_reached(probability, said):
    assert chances(probability) == said


def test_a_count_is_a_fact_without_chances():
    here = situation("counted_below", None)
    assert (here.chances, here.is_counted, here.is_decided) == ("", True, True)
    assert here.detail == here.words == "compté, sous sa part"
    assert here.label == "compté"


@pytest.mark.parametrize(
    ("verdict_id", "p_below", "detail", "label"),
    [
        ("probably_below", 0.83, "probablement sous sa part (8 chances sur 10)", "↓ 8/10"),
        ("rather_above", 0.35, "plutôt au-dessus de sa part (6 chances sur 10)", "↑ 6/10"),
        ("undecided", 0.48, "indécis (5 chances sur 10 d’être sous sa part)", "indécis"),
        ("probably_above", 0.0, "probablement au-dessus de sa part (plus de 9 chances", "↑ 9/10"),
    ],
)
def test_a_verdict_is_said_with_the_chances_of_what_it_says(verdict_id, p_below, detail, label):
    here = situation(verdict_id, p_below)
    assert here.detail.startswith(detail)
    assert here.label == label


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (12, 40, "il manquerait 12 à 40 MSU sur 62"),
        (0, 40, "il manquerait jusqu’à 40 MSU sur 62"),
        (-24, 12, "de 24 MSU au-dessus à 12 manquants sur 62"),
        (-24, 1, "de 24 MSU au-dessus à 1 manquant sur 62"),
        (-40, -12, "12 à 40 MSU au-dessus de sa part (62)"),
        (-40, 0, "jusqu’à 40 MSU au-dessus de sa part (62)"),
    ],
)
def test_what_is_missing_between_two_bounds_bears_no_minus_sign(low, high, said):
    assert words(missing_between(low, high, 62)) == said


@pytest.mark.parametrize(
    ("msu", "said"),
    [
        (50, "il manque 12 MSU sur 62"),
        (74, "12 MSU au-dessus de sa part (62)"),
        (62, "sa part (62 MSU) est exactement atteinte"),
    ],
)
def test_what_is_missing_where_it_is_counted_is_a_fact(msu, said):
    assert words(missing_counted(msu, 62)) == said


@pytest.mark.parametrize(
    ("gap", "said"),
    [(12, "12 manquants"), (1, "1 manquant"), (-12, "12 au-dessus"), (-0.2, "part atteinte")],
)
def test_a_gap_is_a_number_and_a_word(gap, said):
    assert words(gap_words(gap)) == said


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (12, 40, "12 à 40 manquants"),
        (0, 1, "0 à 1 manquant"),
        (-24, 12, "24 au-dessus à 12 manquants"),
        (-24, 0, "0 à 24 au-dessus"),
        (-24, -3, "3 à 24 au-dessus"),
    ],
)
def test_the_bounds_of_a_gap_are_numbers_and_words(low, high, said):
    assert words(gap_interval(low, high)) == said


def test_the_interval_at_80_follows_from_the_msu_and_the_share():
    here = situation("undecided", 0.5)
    assert here.bounds(MSU) == (20, 38)
    assert here.bounds(GAP) == here.gap80 == (2, 20)
    assert here.bounds(COVERAGE) == (50, 95)
    assert here.bounds("apl_mg") is None
    assert here.gap95 == (-5, 28)
    assert situation("undecided", 0.5, share=0).bounds(COVERAGE) is None
    assert situation("counted_below", None).bounds(MSU) is None


def test_the_headline_counts_both_sides_and_says_which_are_facts():
    assert words(headline(MIXED, 10_000, 2024)) == (
        "En 2024, 3 départements sur 6 sont probablement sous leur part de la cible de "
        "10 000 MSU ; 1 probablement au-dessus (dont 1 compté)"
    )


@pytest.mark.parametrize(
    ("verdicts", "name", "said"),
    [
        ([("probably_below", 0.9)], "departement", "1 département sur 1 est probablement sous sa"),
        ([("probably_below", 0.9)] * 2, "region", "2 régions sur 2 sont probablement sous leur"),
        ([("undecided", 0.5)], "subdivision", "aucune subdivision sur 1 n’est sous sa part"),
        ([("counted_below", None)] * 2, "region", "2 régions sur 2 sont sous leur part"),
    ],
)
def test_the_headline_agrees_in_number_and_gender(verdicts, name, said):
    assert said in words(headline(level(*verdicts, name=name), 10_000, 2024))


@pytest.mark.parametrize(
    ("name", "said"),
    [("departement", "aucun probablement au-dessus"), ("region", "aucune probablement au-dessus")],
)
def test_nobody_above_is_a_word_and_not_zero(name, said):
    assert words(headline(level(("probably_below", 0.9), name=name), 10_000, 2010)).endswith(said)


def test_a_year_partly_counted_says_out_of_how_many():
    some = level(("counted_below", None), name="region", more=3)
    assert "1 région sur 1 comptée est sous sa part" in words(headline(some, 10_000, 2026))


def test_a_level_without_msu_has_a_headline_too():
    assert situation_clause(level(more=2), 10_000, 2024) == (
        "aucun comptage de MSU publié par département"
    )
    assert certainty(level(more=2)) == ""


def test_the_certainty_gives_the_errors_to_expect_and_who_is_left():
    assert words(certainty(MIXED)) == (
        "Parmi les 3 départements ainsi nommés, moins d’une erreur est attendue. 2 départements "
        "restent à départager : un comptage local trancherait."
    )
    one = level(("probably_above", 0.1), ("undecided", 0.5), name="subdivision")
    assert words(certainty(one)).endswith(
        "1 subdivision reste à départager : un comptage local trancherait."
    )
    assert certainty(level(("counted_above", None))) == ""


@pytest.mark.parametrize(
    ("errors", "said"),
    [
        (0.2, "moins d’une erreur est attendue"),
        (0.6, "moins d’une erreur est attendue"),
        (1.05, "environ 1 erreur est attendue"),
        (4.0, "environ 4 erreurs sont attendues"),
        (4.5, "4 à 5 erreurs sont attendues"),
    ],
)
def test_the_expected_errors_are_a_sentence(errors, said):
    assert words(errors_text(errors)) == said


def test_the_answer_for_a_territory_counts_the_neighbours_of_its_class():
    here = situation("probably_below", 0.93)
    around = [
        situation("counted_below", None, "B"),
        situation("rather_below", 0.7, "C"),
        situation("probably_above", 0.1, "D"),
        situation("undecided", 0.5, "E"),
    ]
    assert words(answer_clause(here, around)) == (
        "probablement sous sa part (9 chances sur 10) ; il manquerait 2 à 20 MSU sur "
        "40 ; 1 voisin est dans le même cas (sur 4) ; un comptage local trancherait"
    )
    assert "aucun voisin n’est dans le même cas (sur 1)" in words(answer_clause(here, around[2:3]))
    assert "voisin" not in answer_clause(here, [])
    assert words(neighbours_sentence(here, around)) == "1 voisin est dans le même cas (sur 4)."


def test_an_undecided_territory_has_no_case_to_share():
    here, around = situation("undecided", 0.5), [situation("undecided", 0.5)]
    assert "voisin" not in answer_clause(here, around)
    others = [*around, situation("counted_below", None, "B"), situation("probably_above", 0.1)]
    assert words(neighbours_sentence(here, others)) == (
        "Voisins (sur 3) : 1 probablement sous leur part, 1 probablement au-dessus."
    )


def test_the_clause_names_a_later_count_and_asks_for_none():
    here = replace(situation("undecided", 0.5), later=later_count(190, "en 2026"))
    text = words(answer_clause(here, []))
    assert text.endswith("compté 190 MSU en 2026, ce dont l’estimation tient compte")
    assert "trancherait" not in text


def test_the_clause_of_a_counted_territory_asks_for_no_count():
    text = answer_clause(situation("counted_above", None, msu=49), [])
    assert words(text) == "compté, part atteinte ; 9 MSU au-dessus de sa part (40)"


def test_situations_are_taken_by_territory_and_by_verdict_the_surest_first():
    assert [item.territory_id for item in MIXED.of("probably_below", "counted_below")] == [
        "T-01",
        "T-05",
        "T-00",
    ]
    some = MIXED.among(["T-03", "T-00", "elsewhere"])
    assert set(some.by_id) == {"T-03", "T-00"}
    assert (some.named, some.decided, some.everywhere) == (1, 1, False)
    assert (MIXED.named, MIXED.decided, MIXED.everywhere) == (3, 4, True)


def test_the_errors_are_those_of_the_territories_named_by_an_estimate():
    assert MIXED.errors() == pytest.approx(0.1 + 0.05 + 0.03)
    assert MIXED.errors("probably_below") == pytest.approx(0.13)
    assert MIXED.errors("counted_below") == 0


def test_what_is_below_is_named_so_by_its_words():
    assert all("sous" in VERDICT_WORDS[item] for item in BELOW)
    assert not any("sous" in VERDICT_WORDS[item] for item in set(ORDER) - set(BELOW))
