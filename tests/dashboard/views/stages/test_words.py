"""Sentences of the page « Stages »: no surer than the figures."""

from __future__ import annotations

import re

import pytest

from dashboard.core.values import Measure
from dashboard.themes.stages import UNKNOWN, Balance, Fact
from dashboard.views.stages import words
from models.msu.blank_zones import Count, Known, Zone


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def of(low: float | None, high: float | None, *, need: float | None = 100.0, **other) -> Balance:
    value = None if low is None or high is None else (low + high) / 2
    needed = Measure(need, need, need)
    fact = Fact("estimated", 2024, "offered", None, None)
    others = {"recruit": UNKNOWN, "fact": fact, "territory_id": "DEP-12"} | other
    offer = Measure(100.0, 90.0, 110.0)
    return Balance(
        year=2027,
        level_id="N1",
        need=needed,
        offer=offer,
        balance=Measure(value, low, high),
        **others,
    )


def test_territories_are_counted_by_class_and_unknown_ones_left_out():
    chances = [0.9, 0.5, 0.45, 0.1, 0.15, 0.35]
    balances = [of(-3, 2, p_short=p) for p in chances] + [of(None, None)]
    text = plain(words.class_counts(balances, "region"))
    assert "Sur 6 régions" in text
    assert "offre probablement insuffisante pour 1" in text
    assert "indécis pour 2" in text
    assert "plutôt insuffisante" not in text
    assert "moins d’une erreur est attendue" in text


def test_where_none_is_named_the_sentence_says_so():
    text = plain(words.class_counts([of(-3, 2, p_short=0.5)], "subdivision"))
    assert text.endswith("Aucune subdivision n’atteint 8 chances sur 10.")
    assert words.class_counts([of(None, None)], "region") == "Probabilité connue : aucune région."


def test_a_departement_names_its_subdivisions_with_their_chances():
    one = of(-3, 2, p_short=0.1)
    assert words.own_subdivisions("Aveyron (12)", ["Toulouse"], [one]) == (
        "Aveyron (12), subdivision : Toulouse, offre probablement suffisante (9 chances sur 10)."
    )
    assert words.own_subdivisions("Isère (38)", ["Grenoble", "Lyon"], [one, one]).startswith(
        "Isère (38), subdivisions : Grenoble, offre"
    )


def test_the_fourth_year_comes_with_its_figures():
    text = plain(
        words.fourth_year_sentence(
            of(0, 1, need=8_131), of(0, 1, need=15_765), of(0, 1, need=7_716)
        )
    )
    assert "7 716" in text
    assert "8 131" in text
    assert words.fourth_year_sentence(of(0, 1), of(0, 1), of(0, 1, need=None)) == ""


@pytest.mark.parametrize(
    ("recruit", "text"),
    [
        (Measure(12, 3, 30), "**12 MSU** à recruter (bornes 3 à 30)"),
        (
            Measure(0, 0, 9),
            "**aucun MSU** à recruter d’après l’estimation ; selon les hypothèses, de 0 à 9",
        ),
        (
            Measure(12, 0, 30),
            "d’après l’estimation ; selon les hypothèses, de 0 à 30 MSU",
        ),
        (Measure(0, 0, 0), "aucun MSU à recruter, d’une borne à l’autre"),
        (UNKNOWN, "n. d."),
    ],
)
def test_the_msu_to_recruit_come_with_their_interval(recruit, text):
    assert text in plain(words.recruitment_sentence(of(-20, 10, recruit=recruit), "Aveyron (12)"))


COUNTED = Known(Count(40, "2026", "observed", "S001", ""))


def zones(*known: Known, unzoned: int = 0) -> list[Zone]:
    return [
        *(Zone(f"DEP-{rank}", 10_000, 20.0, 30.0, item) for rank, item in enumerate(known)),
        *(Zone(f"DEP-97{rank}", 10_000, None, None, Known()) for rank in range(unzoned)),
    ]


@pytest.mark.parametrize(
    ("listed", "text"),
    [
        (zones(), "aucune population en ZIP connue."),
        (zones(COUNTED), "1 département a une population en ZIP, tous avec un comptage de MSU."),
        (
            zones(COUNTED, Known(), Known()),
            "3 départements ont une population en ZIP, dont 2 sans comptage complet de MSU connu "
            "(4 000 habitants en ZIP).",
        ),
    ],
)
def test_departements_without_a_full_count_are_counted_with_their_people(listed, text):
    assert plain(words.blank_zones_sentence(listed, "Occitanie")) == f"**Occitanie : {text}**"


def test_departements_without_zoning_are_counted_apart():
    sentence = words.blank_zones_sentence(zones(COUNTED, unzoned=2), "France entière")
    assert "**1 département" not in plain(sentence)
    assert plain(sentence).endswith("Zonage non publié ici pour 2 départements.")


def test_a_picture_names_the_levers_that_changed_and_an_unknown_status():
    assert words.picture_note(["estimé"], []) == "Statut de l’offre : estimé."
    assert words.picture_note([], ["MSU : 110", "DJ : 2"]) == (
        "Statut de l’offre : n. d.. Hypothèses modifiées : MSU : 110 ; DJ : 2."
    )


def test_a_value_that_the_address_cannot_hold_is_quoted_in_short():
    problem = words.impossible_value("Durée", "x" * 60, "de 1 à 26", "la référence")
    assert f"« {'x' * 40} »" in problem
    assert "(valeur vide)" in words.impossible_value("Durée", "", "de 1 à 26", "la référence")
