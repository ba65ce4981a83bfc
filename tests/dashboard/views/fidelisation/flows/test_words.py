"""Sentences of the flows: minima, unknown numbers and files that disagree."""

from __future__ import annotations

from dataclasses import replace

from dashboard.themes.flows import FlowTotal
from dashboard.views.fidelisation.flows.words import count_words, excess_sentence
from models.retention.flows import NOTHING, Count

TOTAL = FlowTotal(
    "SUB-040",
    60,
    Count(30),
    Count(20),
    10,
    NOTHING,
    NOTHING,
    Count(65),
    0,
    15,
    "cohort",
    "imported",
    ("LOCAL-1",),
    "fichier local, ligne 2",
)


def test_a_count_says_when_it_is_a_minimum_and_when_it_is_unknown():
    assert count_words(Count(25)) == "25"
    assert count_words(Count(25, at_least=True)) == "au moins 25"
    assert count_words(NOTHING) == "n.\u00a0d."


def test_flows_beyond_their_cohort_are_told_with_both_numbers():
    text = excess_sentence(TOTAL)
    assert "65 installés, soit 15\u00a0médecins de plus que les 50 installés de la cohorte" in text
    unsure = replace(TOTAL, left=NOTHING, excess_n=5)
    assert "que les 60 formés" in excess_sentence(unsure)


def test_flows_within_their_cohort_need_no_word():
    for excess in (0, None):
        fitting = replace(TOTAL, excess_n=excess)
        assert excess_sentence(fitting) == ""
