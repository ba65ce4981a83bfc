"""The three sentences of a profile, each rule both ways."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from dashboard.core.catalog import Key, Target
from dashboard.core.values import Measure
from dashboard.profile.model import KeyFigure, ProfileValue
from dashboard.profile.names import Name
from dashboard.profile.sentences import (
    gap_class,
    msu_sentence,
    practice_sentence,
    stage_sentence,
)
from dashboard.themes.stages import UNKNOWN, Balance, Fact

NAME = Name("de l’Aveyron", "le département de l’Aveyron")
TARGET = Target("t", "10 000 MSU d’ici 2018", 10_000, "2018", "", "S001", None)
KEY = Key("population", "Population", "", None)
MISSING = ProfileValue(None, label="MSU", unit="MSU", decimals=0)
COUNT = replace(MISSING, value=53.0, status="imported", period="2024")
ESTIMATE = replace(COUNT, low=17.0, high=114.0, status="estimated")


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def gap(value: float | None, low: float | None = None, high: float | None = None) -> ProfileValue:
    return ProfileValue(value, low, high, label="Manque", unit="MSU", decimals=0, signed=True)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (gap(5, 1, 9), "manque"),
        (gap(5, 0, 9), "indetermine"),
        (gap(-5, -9, 0), "atteint"),
        (gap(-5, -9, 1), "indetermine"),
        (gap(5), "manque"),
        (gap(0), "atteint"),
        (gap(-5), "atteint"),
        (gap(None), None),
    ],
)
def test_a_gap_is_confirmed_by_its_whole_interval_only(found, expected):
    assert gap_class(found) == expected


@pytest.mark.parametrize(
    ("msu", "found", "expected"),
    [
        (ESTIMATE, gap(-12, -73, 24), "l’intervalle la contient, le manque est indéterminé."),
        (ESTIMATE, gap(30, 3, 41), "il en manque dans tout l’intervalle (3 à 41)."),
        (ESTIMATE, gap(-30, -73, -2), "elle est atteinte dans tout l’intervalle."),
        (COUNT, gap(9), "il en manque 9."),
        (COUNT, gap(-9), "elle est dépassée de 9."),
        (COUNT, gap(0), "elle est exactement atteinte."),
        (ESTIMATE, gap(None), "l’écart n’est pas connu."),
    ],
)
def test_msu_are_set_against_their_share_as_far_as_the_interval_allows(msu, found, expected):
    text = plain(msu_sentence(NAME, 2024, TARGET, KEY, 41, msu, found))
    assert text.endswith(expected)
    assert "est de 41 MSU" in text


def test_an_estimate_is_called_one_and_a_count_says_its_status():
    estimated = plain(msu_sentence(NAME, 2024, TARGET, KEY, 41, ESTIMATE, gap(0, -1, 1)))
    counted = plain(msu_sentence(NAME, 2024, TARGET, KEY, 41, COUNT, gap(0)))
    assert estimated.startswith(
        "En 2024, l’estimation donne 53 MSU dans le département de l’Aveyron (intervalle 17 à 114)"
    )
    assert counted.startswith(
        "En 2024, le département de l’Aveyron compte 53 MSU (effectif importé)"
    )


def test_msu_that_are_not_known_are_said_to_be_so():
    text = plain(msu_sentence(NAME, 2024, TARGET, KEY, 41, MISSING, gap(None)))
    assert "aucun effectif de MSU n’est publié ni estimé dans le département de l’Aveyron" in text
    assert "41 MSU" in text


def balance(low: float | None, high: float | None, need: float | None = 50.0) -> Balance:
    value = None if low is None or high is None else (low + high) / 2
    known = Measure(need, need, need)
    left = Measure(value, low, high)
    fact = Fact("estimated", 2024, "offered", None, None)
    return Balance("DEP-12", 2027, "3C", known, UNKNOWN, left, UNKNOWN, fact)


@pytest.mark.parametrize(
    ("low", "high", "need", "expected"),
    [
        (-34, 117, 50, "Indéterminé (solde de −34 à +117 places-semestres)."),
        (-34, -3, 50, "manquent dans tout l’intervalle"),
        (3, 50, 50, "couvre le besoin dans tout l’intervalle"),
        (None, None, 50, "l’offre de places de 3e cycle n’est pas connue."),
        (None, None, None, "le besoin de places de 3e cycle n’est pas connu."),
    ],
)
def test_the_stages_are_said_to_be_enough_by_their_whole_interval_only(low, high, need, expected):
    text = plain(stage_sentence(NAME, balance(low, high, need)))
    assert text.startswith("Dans le département de l’Aveyron, année de formation 2026-2027 : ")
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
