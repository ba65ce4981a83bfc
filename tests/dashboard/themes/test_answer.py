"""The sentence that answers for a territory."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.core.names import Name
from dashboard.themes.answer import msu_answer, sureness
from tests.support.situations import situation, words

CREUSE = Name("de la Creuse", "la Creuse", "le département de la Creuse")
LANDES = Name("des Landes", "les Landes", "le département des Landes", plural=True)


@pytest.mark.parametrize(
    ("msu", "said"),
    [
        (
            16,
            "La Creuse compte 16 MSU en 2024 : il en manque 24 pour atteindre sa part de la "
            "cible de 10 000 (40).",
        ),
        (
            49,
            "La Creuse compte 49 MSU en 2024 : 9 au-dessus de sa part de la cible de 10 000 (40).",
        ),
        (40, "La Creuse compte 40 MSU en 2024 : exactement sa part de la cible de 10 000 (40)."),
        (
            0,
            "La Creuse compte 0 MSU en 2024 : il en manque 40 pour atteindre sa part de la cible "
            "de 10 000 (40).",
        ),
    ],
)
def test_a_count_is_a_fact_without_minus_sign(msu, said):
    verdict = "counted_below" if msu < 40 else "counted_above"
    assert words(msu_answer(CREUSE, situation(verdict, None, msu=msu), 10_000, 2024)) == said
    assert sureness(situation(verdict, None, msu=msu)).startswith("C’est un comptage publié")


def test_a_fictitious_count_says_so_in_the_sentence():
    here = replace(situation("counted_below", None, msu=16), status="demo")
    assert "compte 16 MSU (fictif) en 2024" in words(msu_answer(CREUSE, here, 10_000, 2024))
    assert "fictive" in sureness(here)


@pytest.mark.parametrize(
    ("verdict", "probability", "start"),
    [
        ("probably_below", 0.93, "La Creuse manque probablement de MSU : entre"),
        ("rather_below", 0.7, "La Creuse manque plutôt de MSU : entre"),
        ("rather_above", 0.3, "La Creuse atteint plutôt sa part : entre"),
        ("probably_above", 0.1, "La Creuse atteint probablement sa part : entre"),
    ],
)
def test_an_estimate_says_its_side_and_its_interval(verdict, probability, start):
    text = words(msu_answer(CREUSE, situation(verdict, probability), 15_000, 2024))
    assert text.startswith(start)
    assert text.endswith("pour une part de 40 dans la cible de 15 000.")
    assert "chances sur 10 ; l’intervalle est juste" in words(
        sureness(situation(verdict, probability))
    )


def test_an_undecided_territory_is_told_so_and_what_would_settle_it():
    here = situation("undecided", 0.5)
    assert words(msu_answer(CREUSE, here, 10_000, 2024)).endswith(
        ": on ne peut pas dire s’il en manque."
    )
    assert sureness(here).endswith("Un comptage local trancherait.")
    later = sureness(replace(here, later="compté 21 MSU en 2026"))
    assert "Compté 21 MSU en 2026." in later


def test_a_plural_name_has_a_plural_verb():
    assert "Les Landes manquent probablement" in msu_answer(
        LANDES, situation("probably_below", 0.9), 10_000, 2024
    )
    assert "Les Landes comptent 49 MSU" in words(
        msu_answer(LANDES, situation("counted_above", None, msu=49), 10_000, 2024)
    )


def test_a_territory_without_count_or_estimate_is_told_so():
    assert words(msu_answer(CREUSE, None, 10_000, 2026)) == (
        "La Creuse : ni comptage ni estimation des MSU en 2026."
    )
    assert sureness(None) == ""
