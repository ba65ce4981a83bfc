"""« Refaire le calcul du besoin national », on the page « Stages »."""

from __future__ import annotations

import re

import pytest

from tests.dashboard.conftest import plain

pytestmark = pytest.mark.usefixtures("served_warehouse")


def opened(visit):
    shown = visit("stages")
    shown.test.session_state["stages.besoin.ouvert"] = True
    shown.test.run()
    shown.is_sound()
    return shown


def text(shown) -> str:
    return plain(re.sub(r"<[^>]+>", " ", shown.html))


def test_it_starts_from_a_combination_that_is_not_the_authors_calculation(visit):
    shown = opened(visit)
    assert "Besoin total MSU 9 000" in text(shown)
    captions = plain(" ".join(item.value for item in shown.test.caption))
    assert "ne reconstitue pas le calcul des auteurs" in captions
    assert "13 908 MSU en 2024 : 155 % de ce besoin simulé" in text(shown)


def test_the_latest_headcounts_are_dated_and_the_need_becomes_a_target(visit):
    shown = opened(visit)
    shown.test.segmented_control(key="stages.besoin.depart").set_value("publie").run()
    shown.is_sound()
    captions = plain(" ".join(item.value for item in shown.test.caption))
    assert "13 817 inscrits au DES de médecine générale (1er janvier 2021)" in captions
    assert "8 500 étudiants par promotion" in captions
    assert "Besoin total MSU 13 639" in text(shown)
    assert "cible=13639" in shown.html


def test_a_hypothesis_changes_the_result_and_a_contradiction_stops_it(visit):
    shown = opened(visit)
    shown.test.number_input(key="stages.besoin.2010.msu_per_post").set_value(2.0).run()
    assert "Besoin total MSU 7 500" in text(shown)
    shown.test.number_input(key="stages.besoin.2010.ambulatory_semesters").set_value(7.0).run()
    shown.is_sound()
    assert "Besoin total" not in text(shown)
    assert "font partie de la maquette" in plain(" ".join(item.value for item in shown.test.info))
