"""Title and sentences of « Fidélisation »: whose rate it is, and no more than was measured."""

from __future__ import annotations

import re

import pytest

from dashboard.views.fidelisation.words import (
    asked_ids,
    class_name,
    measured_sentence,
    national_finding,
    retention_finding,
    survey_note,
    to_ask,
)
from tests.support.cohorts import RATE, WITHHELD
from tests.support.surveys import ANGERS_NANTES, INTENTION, SURVEYS, TOULOUSE


def plain(text: str) -> str:
    return re.sub(r"\s", " ", text)


def test_the_title_gives_a_rate_where_cohorts_are_known_and_whose_it_is():
    assert plain(retention_finding("Aveyron (12)", RATE, TOULOUSE, "de Toulouse")) == (
        "Aveyron (12), subdivision de Toulouse : 58 % des formés de 2019 installés sur place "
        "5 ans après (49 à 67 %)"
    )


def test_the_title_names_those_who_were_asked_and_says_they_are_respondents():
    assert plain(retention_finding("Aveyron (12)", None, TOULOUSE, "de Toulouse")) == (
        "Aveyron (12) : internes de Toulouse exerçant en Occitanie, 3 à 5 ans après l’internat, "
        "81 % (76 à 85 % ; répondants)"
    )
    assert "78 % (sans intervalle ; répondants)" in plain(
        retention_finding("Nantes (subdivision)", None, ANGERS_NANTES, "")
    )


def test_a_region_that_was_asked_in_part_has_no_rate_of_its_own():
    text = plain(retention_finding("Occitanie (région)", None, None, "", TOULOUSE))
    assert text.startswith(
        "Occitanie (région) : mesuré pour une partie des internes seulement ; internes de Toulouse"
    )


def test_where_nobody_was_asked_the_title_borrows_nothing():
    assert plain(retention_finding("Yvelines (78)", WITHHELD, None, "")) == (
        "Yvelines (78) : fidélisation non mesurée, aucune enquête publiée"
    )


def test_the_nation_has_a_span_of_comparable_rates_and_never_their_mean():
    assert plain(national_finding(SURVEYS, 28)) == (
        "Fidélisation mesurée pour 3 subdivisions sur 28 : 78 à 81 % des anciens internes "
        "interrogés exercent dans la région, 3 à 6 ans après"
    )
    assert "aucune mesure comparable" in national_finding((INTENTION,), 28)
    assert asked_ids(SURVEYS) == ("SUB-040", "SUB-028", "SUB-030")


def test_the_sentence_says_respondents_and_whom_to_ask_elsewhere():
    text = plain(measured_sentence(SURVEYS, 28, "DMG de la subdivision."))
    assert text.startswith("2 enquêtes comparables, 3 subdivisions sur 28 : 78 à 81 %")
    assert "**qui ont répondu**" in text
    assert "jamais celui de la région" in text
    assert text.endswith("**non mesuré** : DMG de la subdivision.")


def test_the_note_of_a_subdivision_has_every_rate_with_what_limits_it():
    text = plain(survey_note([TOULOUSE, INTENTION]))
    assert "81 % (76 à 85 % ; 317 répondants sur 460 (69 %) ; 3 à 5 ans après)" in text
    assert "intention de rester : 62,7 %" in text


@pytest.mark.parametrize(
    ("rate", "name"),
    [(40, "moins de 55 %"), (55, "55 à 65 %"), (81, "75 à 85 %"), (85, "85 % ou plus")],
)
def test_a_class_is_ten_points_wide(rate, name):
    assert class_name(rate) == name


def test_whom_to_ask_is_short_on_a_card():
    assert to_ask("DMG de la subdivision (thèses), ORS ; DREES.") == (
        "à demander : DMG de la subdivision"
    )
