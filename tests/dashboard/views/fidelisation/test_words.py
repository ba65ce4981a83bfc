"""Title of « Fidélisation » and its national control: no more than the figures allow."""

from __future__ import annotations

import re

from dashboard.core.values import Value
from dashboard.views.fidelisation.words import national_validation, retention_finding
from tests.support.cohorts import RATE, WITHHELD

APPARENT = Value(
    value=94.0,
    low=83.8,
    high=110.5,
    status="estimated",
    period="2022/2026",
    source_ids=("S114",),
    method_id="fid-v1",
)


def plain(text: str) -> str:
    return re.sub(r"\s", " ", text)


def test_the_title_gives_a_rate_where_cohorts_are_known_and_whose_it_is():
    assert plain(retention_finding("Aveyron (12)", RATE, APPARENT, "Toulouse")) == (
        "Aveyron (12), subdivision de Toulouse : 58 % des formés de 2019 installés sur place "
        "5 ans après (49 à 67 %)"
    )


def test_the_title_never_calls_the_apparent_retention_a_rate():
    text = plain(retention_finding("Toulouse (subdivision)", None, APPARENT, ""))
    assert text == (
        "Toulouse (subdivision) : 94 entrées de généralistes pour 100 internes formés "
        "(estimation, 84 à 110)"
    )
    assert "taux" not in text
    assert "%" not in text


def test_a_withheld_rate_leaves_the_title_to_the_apparent_retention():
    assert "entrées de généralistes" in retention_finding("Toulouse", WITHHELD, APPARENT, "")
    assert "ni cohorte ni" in retention_finding("Mayotte (976)", None, None, "")


def test_the_control_by_the_nation_gives_both_figures_and_their_gap():
    text = plain(national_validation(2857.75, 2357, "2022"))
    assert "2 858 entrées estimées par an" in text
    assert "2 357 premières installations libérales publiées en 2022, soit +21 %" in text
