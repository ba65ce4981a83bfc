"""Rates of cohorts in words: denominator, delay, interval, and what is not published."""

from __future__ import annotations

import re
from dataclasses import replace

from dashboard.themes.retention import rate_sentence
from tests.support.cohorts import RATE, WITHHELD


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
