"""Sentences of « Et sans eux ? »: never more than the bounds allow."""

from __future__ import annotations

import re
from types import SimpleNamespace

from dashboard.views.fidelisation.removal.scenario import STAGES
from dashboard.views.fidelisation.removal.words import (
    footprint_sentence,
    outside_sentence,
    removal_finding,
    threshold_sentence,
)
from models.retention.removal import BELOW, FALLS, HOLDS, UNDETERMINED, CohortFlows, footprint
from tests.support.removal import by_effect, counted, imported

NAMES = {"DEP-A": "Ain", "DEP-B": "Brie", "DEP-C": "Caux", "SUB-1": "Uni"}
CATALOG = SimpleNamespace(
    territories={key: SimpleNamespace(label=name) for key, name in NAMES.items()}
)


def words(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("**", ""))


def test_the_bounds_decide_what_is_said():
    # Half the settlers: 5 % of the GPs, and A keeps 66.5.
    scenario = by_effect()
    assert [one.verdict for one in scenario.touched] == [UNDETERMINED, HOLDS]
    text = words(threshold_sentence(CATALOG, scenario))
    assert "aucun département ne passe dessous dans tout l’intervalle" in text
    assert "1 est indéterminé, le seuil étant dans l’intervalle : Ain." in text
    assert "Caux" not in text


def test_a_departement_whose_whole_interval_falls_is_named():
    text = words(threshold_sentence(CATALOG, by_effect(threshold=68)))
    assert "Au seuil choisi, 68 MG" in text
    assert "1 département passe dessous dans tout l’intervalle : Ain." in text


def test_an_estimated_finding_says_it_is_a_scenario_with_its_interval():
    text = words(removal_finding(CATALOG, by_effect(promotions=2)))
    assert text == (
        "Uni, scénario : si les internes de 2 promotions avaient été formés ailleurs, environ 80 "
        "généralistes libéraux de moins dans la subdivision (est., intervalle 40 à 80)"
    )


def test_counted_doctors_are_said_as_counted():
    scenario = counted(imported({"DEP-A": 8, "DEP-B": 30}))
    assert [one.verdict for one in scenario.touched] == [FALLS, HOLDS]
    assert words(removal_finding(CATALOG, scenario)) == (
        "Uni : retrait de 38 médecins formés ici et installés dans 2 départements "
        "(promotion 2020, 5 ans après)"
    )
    assert {one.status for one in scenario.touched} == {"imported"}
    assert "intervalle" not in words(threshold_sentence(CATALOG, scenario))


def test_a_withheld_count_makes_the_sum_a_minimum_and_the_departement_undetermined():
    scenario = counted(imported({"DEP-B": 30}, "DEP-A DEP-C"))
    assert "retrait d’au moins 30 médecins" in words(removal_finding(CATALOG, scenario))
    assert [one.territory_id for one in scenario.touched] == ["DEP-B", "DEP-A", "DEP-C"]
    assert [one.verdict for one in scenario.touched] == [HOLDS, UNDETERMINED, BELOW]
    text = words(threshold_sentence(CATALOG, scenario))
    assert "1 est indéterminé, un effectif y étant masqué : Ain." in text
    # Caux was under the threshold, and nothing published is removed from it.
    assert "Caux" not in text


def test_those_settled_out_of_the_departement_of_their_stage_are_told_apart():
    cohorts = [
        imported({"DEP-A": 12}, region_n=7, elsewhere_n=None),
        imported({"DEP-A": 9}, cohort=2021, region_n=None, elsewhere_n=None),
    ]
    scenario = counted(*cohorts, basis=STAGES)
    assert scenario.footprint is None
    text = words(outside_sentence(scenario))
    assert "Ailleurs dans la région : au moins 7 médecins ; ailleurs en France : n. d." in text


def test_a_stage_whose_only_count_is_withheld_is_told_so():
    scenario = counted(imported({}, "DEP-A"), basis=STAGES)
    assert "effectif masqué" in removal_finding(CATALOG, scenario)
    assert "au moins 0" not in removal_finding(CATALOG, scenario)


def test_the_footprint_sentence_says_what_secrecy_leaves_open():
    found = footprint([CohortFlows({"DEP-A": 16}, frozenset({"DEP-B", "DEP-C"}), 23)])
    text = words(footprint_sentence(found))
    assert "1 département réunit 100,0 % des 16 médecins" in text
    assert "2 départements ont un effectif masqué" in text
    assert "Rapporté aux 23 installés en tout, ce groupe en réunit 69,6 %" in text
    assert "au moins 2 départements et un nombre maximal que le secret" in text


def test_a_footprint_without_secrecy_says_nothing_of_it():
    found = footprint([CohortFlows({"DEP-A": 16, "DEP-B": 2}, frozenset(), 18)])
    assert "masqué" not in footprint_sentence(found)
    assert words(footprint_sentence(found)).endswith("est publié.")
