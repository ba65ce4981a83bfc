"""Retention measured by surveys: read line by line, published with what was asked of whom."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

from etl.errors import DataError
from etl.extract.figures import RETENTION_SURVEYS
from etl.extract.retention_surveys import RetentionSurvey, extract_retention_surveys
from tests.support.paths import DATA

LINE = {
    "survey_id": "ici",
    "label_fr": "Internes d’ici",
    "asked_territory_ids": "SUB-028;SUB-030",
    "place_territory_id": "REG-52",
    "family_id": "region_3_6_ans_tous_repondants",
    "period": "2017",
    "cohort_fr": "promotions 2011",
    "delay_min_years": "3",
    "delay_max_years": "6",
    "asked_n": "200",
    "respondents_n": "100",
    "response_pct": "50",
    "base_n": "100",
    "practising_n": "79",
    "value_pct": "79",
    "denominator_fr": "ceux qui ont répondu",
    "caveat_fr": "Répondants seulement.",
    "source_id": "S214",
    "locator": "résumé",
    "confidence": "high",
}


def _read(folder: Path, **changed: str) -> RetentionSurvey:
    with (folder / RETENTION_SURVEYS).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(LINE))
        writer.writeheader()
        writer.writerow(LINE | changed)
    (survey,) = extract_retention_surveys(folder)
    return survey


@pytest.fixture
def surveys(tables):
    return tables["retention_survey"].set_index("survey_id")


def test_a_line_names_those_who_were_asked_apart_from_the_place_they_practise_in(tmp_path):
    survey = _read(tmp_path)
    assert survey.asked_territories == ("SUB-028", "SUB-030")
    assert survey.place_territory_id == "REG-52"
    assert (survey.practising_n, survey.base_n) == (79, 100)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"practising_n": "81"}, "practising_n / base_n"),
        ({"response_pct": "60"}, "respondents_n / asked_n"),
        ({"base_n": "120", "practising_n": ""}, "au plus égale aux répondants"),
        ({"delay_min_years": "6", "delay_max_years": "3"}, "deux délais dans l’ordre"),
        ({"delay_max_years": ""}, "deux délais dans l’ordre"),
        ({"delay_max_years": "9"}, "3 à 6 ans et tous les répondants"),
        ({"place_territory_id": "SUB-028"}, "3 à 6 ans et tous les répondants"),
        ({"base_n": "60", "practising_n": ""}, "3 à 6 ans et tous les répondants"),
        ({"family_id": "autre"}, "une valeur parmi"),
        ({"value_pct": "179", "practising_n": ""}, "au plus égal à 100"),
        ({"caveat_fr": ""}, "un texte non vide"),
    ],
)
def test_a_line_that_contradicts_itself_is_refused_in_french(tmp_path, changed, expected):
    with pytest.raises(DataError, match="ligne 2") as caught:
        _read(tmp_path, **changed)
    assert expected in caught.value.expected


def test_a_rate_belongs_to_the_subdivision_that_was_asked(surveys):
    toulouse = surveys.loc["toulouse-occitanie"]
    assert toulouse["asked_territory_ids"] == "SUB-040"
    assert toulouse["place_territory_id"] == "REG-76"
    assert toulouse["value_pct"] == 81
    assert (toulouse["low_pct"], toulouse["high_pct"]) == pytest.approx((76.32, 84.94), abs=0.01)


def test_the_comparable_family_is_all_respondents_three_to_six_years_after(surveys):
    comparable = surveys[surveys["is_comparable"]]
    assert comparable["value_pct"].to_dict() == {
        "angers-nantes-pays-de-la-loire": 78,
        "rennes-bretagne": 79,
        "toulouse-occitanie": 81,
    }
    assert comparable["delay_min_years"].min() >= 3
    assert comparable["delay_max_years"].max() <= 6


def test_a_rate_whose_base_is_not_said_has_no_interval(surveys):
    unknown = surveys[surveys["base_n"].isna()]
    assert {"angers-nantes-pays-de-la-loire", "ocean-indien-installes"} <= set(unknown.index)
    assert unknown[["low_pct", "high_pct"]].isna().all().all()
    known = surveys[surveys["base_n"].notna()]
    assert (known["low_pct"] < known["value_pct"]).all()
    assert (known["value_pct"] < known["high_pct"]).all()


def test_what_is_weak_says_so(surveys):
    assert set(surveys.index[surveys["confidence"] == "low"]) == {
        "amiens-debut",
        "amiens-intention",
        "angers-liberaux",
    }
    assert surveys.loc["angers-liberaux", "caveat_fr"].startswith("Notre déduction")


def test_no_published_observation_repeats_the_rate_of_a_survey(observation, surveys):
    # One home for a figure: a survey is cited by its table, its source by no observation.
    assert set(surveys["source_id"]) & set(observation["source_id"]) == set()


def test_the_committed_lines_have_an_identifier_each_and_a_sentence_of_caveat():
    rows = pd.read_csv(DATA / "figures" / RETENTION_SURVEYS, dtype=str, keep_default_na=False)
    assert rows["survey_id"].is_unique
    assert rows["caveat_fr"].str.endswith(".").all()
    assert (rows.loc[rows["period"] == "n.d.", "confidence"] == "low").all()
