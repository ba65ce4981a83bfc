"""Rates of cohorts and of surveys in words: denominator, delay, interval, what is not said."""

from __future__ import annotations

import re
from dataclasses import replace

from dashboard.themes.retention import comparable_span, rate_sentence, rates_of, survey_sentence
from tests.support.cohorts import RATE, WITHHELD
from tests.support.surveys import ANGERS_NANTES, INTENTION, SURVEYS, TOULOUSE


def plain(text: str) -> str:
    return re.sub(r"\s", " ", text)


def test_a_rate_is_told_with_its_denominator_delay_interval_and_share_not_followed():
    assert plain(rate_sentence(RATE, "Toulouse")) == (
        "Sur 120 médecins formés (subdivision d’internat : Toulouse), promotion sortie en 2019, "
        "70 sont installés dans la même région ou subdivision 5 ans après, soit 58,3 % "
        "(intervalle 49 à 67 %) ; 22 (18 %) n’ont pas d’installation connue."
    )


def test_a_share_not_followed_that_is_unknown_is_not_told_as_zero():
    unknown = replace(RATE, not_followed=None, not_followed_pct=None)
    assert "la part sans installation connue n’est pas publiée" in rate_sentence(unknown, "x")


def test_a_withheld_rate_says_so_and_gives_no_number():
    text = plain(rate_sentence(WITHHELD, "Toulouse"))
    assert text == "Toulouse, promotion sortie en 2020, 5 ans après : masqué."


def test_a_rate_of_a_survey_is_told_with_interval_answers_delay_and_caveat():
    assert plain(survey_sentence(TOULOUSE)) == (
        "Internes de Toulouse exerçant en Occitanie, 3 à 5 ans après l’internat : 81 % (76 à "
        "85 % ; 317 répondants sur 460 (69 %) ; 3 à 5 ans après). Répondants seulement (69 %)."
    )


def test_what_a_survey_does_not_say_is_said_not_to_be():
    text = plain(ANGERS_NANTES.detail)
    assert "sans intervalle : effectif non publié" in text
    assert "nombre de répondants non publié" in text
    unknown = replace(TOULOUSE, delay_min_years=None, delay_max_years=None, asked_n=None)
    assert unknown.delay_text == "délai non dit"
    assert plain(unknown.answers_text) == "317 répondants (69 %)"
    assert INTENTION.delay_text == "à la sortie de l’internat"


def test_a_rate_is_that_of_those_who_were_asked_the_comparable_one_first():
    assert rates_of((INTENTION, ANGERS_NANTES, TOULOUSE), ["SUB-040"]) == (TOULOUSE, INTENTION)
    assert rates_of(SURVEYS, ["SUB-030"]) == (ANGERS_NANTES,)
    assert rates_of(SURVEYS, ["SUB-041"]) == ()


def test_comparable_rates_have_a_span_and_the_others_are_not_in_it():
    assert plain(comparable_span(SURVEYS)) == "78 à 81 %"
    assert comparable_span((INTENTION,)) == "non mesuré"
