"""The three sentences of a profile, each rule both ways."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from dashboard.core.catalog import Key, Target
from dashboard.core.names import Name
from dashboard.core.values import Measure
from dashboard.profile.model import KeyFigure, ProfileValue
from dashboard.profile.sentences import (
    headline,
    msu_sentence,
    practice_sentence,
    stage_sentence,
)
from dashboard.themes.situation import Situation
from dashboard.themes.stages import UNKNOWN, Balance, Fact
from tests.support.situations import situation

NAME = Name("de l’Aveyron", "l’Aveyron", "le département de l’Aveyron")
TARGET = Target("t", "10 000 MSU d’ici 2018", 10_000, "2018", "", "S001", None)
KEY = Key("population", "Population", "", None)
MISSING = ProfileValue(None, label="MSU", unit="MSU", decimals=0)
COUNT = replace(MISSING, value=53.0, status="imported", period="2024")
ESTIMATE = replace(COUNT, low=17.0, high=114.0, low80=34.0, high80=80.0, status="estimated")


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def sentence(msu: ProfileValue, here: Situation | None, *neighbours: Situation) -> str:
    return plain(msu_sentence(NAME, 2024, TARGET, KEY, 40, msu, here, neighbours))


@pytest.mark.parametrize(
    ("msu", "here", "expected"),
    [
        (
            ESTIMATE,
            situation("undecided", 0.45),
            "indécis (4 chances sur 10 d’être sous sa part) ; il manquerait 2 à 20 MSU sur 40 ; "
            "un comptage local trancherait.",
        ),
        (
            ESTIMATE,
            situation("probably_above", 0.04, low80=45, high80=60),
            "probablement au-dessus de sa part (plus de 9 chances sur 10) ; 5 à 20 MSU au-dessus "
            "de sa part (40) ; aucun voisin n’est dans le même cas (sur 1) ; un comptage local "
            "trancherait.",
        ),
        (COUNT, situation("counted_below", None, msu=31), "il manque 9 MSU sur 40 ; 1 voisin est"),
        (COUNT, situation("counted_above", None, msu=49), "9 MSU au-dessus de sa part (40) ;"),
        (COUNT, situation("counted_above", None, msu=40), "(40 MSU) est exactement atteinte ;"),
    ],
)
def test_msu_are_set_against_their_share_with_chances_and_without_minus_sign(msu, here, expected):
    text = sentence(msu, here, situation("probably_below", 0.9, "DEP-02"))
    assert expected in text
    assert "est de 40 MSU : " in text
    assert "−" not in text


def test_an_estimate_is_called_one_and_a_count_says_its_status():
    estimated = sentence(ESTIMATE, situation("rather_below", 0.7))
    counted = sentence(COUNT, situation("counted_below", None))
    assert estimated.startswith(
        "En 2024, l’estimation donne 53 MSU dans le département de l’Aveyron "
        "(intervalle à 80 % : 34 à 80)"
    )
    assert counted.startswith(
        "En 2024, le département de l’Aveyron compte 53 MSU (effectif importé)"
    )
    assert "un comptage local trancherait" not in counted


def test_msu_that_are_not_known_are_said_to_be_so():
    text = sentence(MISSING, None)
    assert "aucun effectif de MSU n’est publié ni estimé dans le département de l’Aveyron" in text
    assert "40 MSU" in text


def test_the_title_gives_the_verdict_its_chances_the_msu_and_the_share():
    here = situation("rather_below", 0.72)
    assert plain(headline("Aveyron (12)", TARGET, 40, ESTIMATE, here)) == (
        "Aveyron (12) : plutôt sous sa part (7 chances sur 10) ; 53 MSU en 2024 (estimé, "
        "intervalle à 80 % : 34 à 80) pour une part de 40 (cible 10 000)"
    )
    assert plain(headline("Aveyron (12)", TARGET, 40, MISSING, None)) == (
        "Aveyron (12) : effectif de MSU non publié, part de 40 (cible 10 000)"
    )


def balance(p_short: float | None, need: float | None = 50.0) -> Balance:
    known = Measure(need, need, need)
    fact = Fact("estimated", 2024, "offered", None, None)
    return Balance("DEP-12", 2027, "3C", known, UNKNOWN, UNKNOWN, UNKNOWN, fact, p_short)


@pytest.mark.parametrize(
    ("p_short", "need", "expected"),
    [
        (0.9, 50, "est probablement insuffisante (9 chances sur 10)."),
        (0.5, 50, "suffit-elle ? Indécis (5 chances sur 10 que des places manquent)."),
        (0.3, 50, "est plutôt suffisante (7 chances sur 10)."),
        (None, 50, "l’offre de places de 3e cycle n’est pas connue."),
        (None, None, "le besoin de places de 3e cycle n’est pas connu."),
    ],
)
def test_the_stages_are_said_to_be_enough_with_their_chances(p_short, need, expected):
    text = plain(stage_sentence(NAME, balance(p_short, need)))
    assert text.startswith("Dans le département de l’Aveyron, en 2026-2027 : ")
    assert expected in text
    assert text.endswith(".")


def figure(value: ProfileValue, nation: float | None, verdict: str | None) -> KeyFigure:
    reference = replace(value, value=nation, low=None, high=None)
    return KeyFigure("f", "f", None, value, value, reference, None, verdict, None, "", "", ())


DENSITY = ProfileValue(
    81.9, status="observed", period="2024", label="Densité", unit="MG", decimals=1
)
ASK = "DMG de la subdivision, ORS."


def practice(density: ProfileValue = DENSITY, **other) -> str:
    given = {"measured": "", "ask": ASK, "nation": 81.0} | other
    compared = figure(density, given["nation"], "over")
    return plain(practice_sentence(NAME, compared, given["measured"], given["ask"]))


def test_a_density_stands_beside_that_of_the_nation():
    text = practice()
    assert text.startswith(
        "Le département de l’Aveyron compte 81,9 généralistes libéraux pour 100 000 habitants "
        "(2024), contre 81,0 en France ; "
    )
    assert "en France" not in practice(nation=None).split(";")[0]


def test_a_density_that_is_estimated_or_missing_says_so():
    estimated = practice(replace(DENSITY, status="estimated"))
    assert "compterait 81,9" in estimated
    assert "(estimation, 2024)" in estimated
    missing = practice(replace(DENSITY, value=None, status=None))
    assert missing.startswith("La densité de généralistes libéraux n’est pas publiée dans le dép")


def test_what_was_measured_follows_the_density():
    text = practice(measured="Sur 31 médecins formés, 10 sont installés.")
    assert text.endswith("; sur 31 médecins formés, 10 sont installés.")


def test_where_nothing_is_measured_the_sentence_says_whom_to_ask():
    assert practice().endswith(
        "; la fidélisation n’y est pas mesurée (à demander : DMG de la subdivision, ORS)."
    )
