"""The scenario of one place, its sentences and its chart: never more than the bounds allow."""

from __future__ import annotations

import json
import re
from types import SimpleNamespace

import numpy as np
import pytest

from dashboard.themes.removal import ImportedCohort
from dashboard.views.fidelisation.removal.footprint import NEXT_SHOWN, plot_footprint
from dashboard.views.fidelisation.removal.scenario import (
    EFFECT,
    FLOWS,
    STAGES,
    Densities,
    NationalFigures,
    counted_scenario,
    effect_scenario,
    intern_share,
    latest_cohorts,
    zone_losses,
)
from dashboard.views.fidelisation.removal.words import (
    crossing,
    finding,
    footprint_sentence,
    outside_sentence,
)
from models.retention.removal import BELOW, FALLS, HOLDS, UNDETERMINED, CohortFlows, footprint
from models.territories.cells import Cells

NAMES = {"DEP-A": "Ain", "DEP-B": "Brie", "DEP-C": "Caux", "SUB-1": "Uni"}
CATALOG = SimpleNamespace(
    territories={key: SimpleNamespace(label=name) for key, name in NAMES.items()}
)
CELLS = Cells.from_links(
    [("DEP-A", "SUB-1", 1.0), ("DEP-B", "SUB-1", 1.0), ("DEP-C", "SUB-2", 1.0)],
    dict.fromkeys(("DEP-A", "DEP-B", "DEP-C"), "REG-1"),
)
DENSITIES = Densities(
    ("DEP-A", "DEP-B", "DEP-C"),
    np.array([100.0, 300.0, 100.0]),
    np.array([70.0, 90.0, 50.0]),
    ("observed",) * 3,
)
# A tenth of the interns, 1 000 settlers a year, 500 at least; posts all filled.
NATIONAL = NationalFigures(
    {"SUB-1": (10.0, 10.0, 10.0), "SUB-2": (90.0, 90.0, 90.0), "FR": (100.0, 100.0, 100.0)},
    0.4,
    (1000.0, 500.0, 1000.0),
)


def by_effect(promotions: int = 1, threshold: float = 65.0):
    share = intern_share(NATIONAL, "SUB-1")
    return effect_scenario(
        CELLS,
        DENSITIES,
        NATIONAL,
        share,
        {"SUB-1": 1.0},
        origin_id="SUB-1",
        removed_kind="internes",
        promotions=promotions,
        threshold=threshold,
    )


def imported(counts, withheld: str = "", settled=None, cohort: int = 2020, delay: int = 5, **apart):
    known = CohortFlows(counts, frozenset(withheld.split()), settled)
    return ImportedCohort(cohort, delay, known, "imported", "LOCAL", "ligne 1", **apart)


def counted(*cohorts: ImportedCohort, basis: str = FLOWS, threshold: float = 65.0):
    return counted_scenario(
        DENSITIES,
        cohorts,
        basis=basis,
        origin_id="SUB-1",
        removed_kind="internes",
        threshold=threshold,
    )


def words(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("**", ""))


def test_the_average_effect_removes_the_same_part_all_over_the_subdivision():
    # 1 cohort x 0.4 x 10 % x 1 000 = 40 GPs of 400: a tenth
    scenario = by_effect()
    assert scenario.total.value == pytest.approx(40)
    assert [one.removed.value for one in scenario.departements] == pytest.approx([10, 30, 0])
    assert [one.after.value for one in scenario.departements] == [63, 81, 50]
    assert [one.status for one in scenario.departements] == ["estimated", "estimated", "observed"]


def test_the_bounds_decide_what_is_said():
    # Half the settlers: 5 % of the GPs, and A keeps 66.5.
    scenario = by_effect()
    assert [one.verdict for one in scenario.touched] == [UNDETERMINED, HOLDS]
    text = words(crossing(CATALOG, scenario))
    assert "aucun département ne passe dessous dans tout l’intervalle" in text
    assert "1 est indéterminé, le seuil étant dans l’intervalle : Ain." in text
    assert "Caux" not in text


def test_a_departement_whose_whole_interval_falls_is_named():
    text = words(crossing(CATALOG, by_effect(threshold=68)))
    assert "Au seuil choisi, 68 MG" in text
    assert "1 département passe dessous dans tout l’intervalle : Ain." in text


def test_an_estimated_finding_says_it_is_a_scenario_with_its_interval():
    text = words(finding(CATALOG, by_effect(promotions=2)))
    assert text == (
        "Uni, scénario : si les internes de 2 promotions avaient été formés ailleurs, environ 80 "
        "généralistes libéraux de moins dans la subdivision (est., intervalle 40 à 80)"
    )


def test_more_cohorts_never_leave_more_gps():
    left = [by_effect(promotions).departements[0].after.value for promotions in range(1, 13)]
    assert left == sorted(left, reverse=True)


def test_every_subdivision_loses_its_part_of_its_own_gps():
    first, second = zone_losses(CELLS, DENSITIES, NATIONAL, promotions=1)
    assert (first.gps, first.part_pct.value) == (400, pytest.approx(10))
    assert second.loss.value == pytest.approx(360)


def test_counted_doctors_are_said_as_counted():
    scenario = counted(imported({"DEP-A": 8, "DEP-B": 30}))
    assert [one.verdict for one in scenario.touched] == [FALLS, HOLDS]
    assert words(finding(CATALOG, scenario)) == (
        "Uni : retrait de 38 médecins formés ici et installés dans 2 départements "
        "(promotion 2020, 5 ans après)"
    )
    assert {one.status for one in scenario.touched} == {"imported"}
    assert "intervalle" not in words(crossing(CATALOG, scenario))


def test_a_withheld_count_makes_the_sum_a_minimum_and_the_departement_undetermined():
    scenario = counted(imported({"DEP-B": 30}, "DEP-A DEP-C"))
    assert "retrait d’au moins 30 médecins" in words(finding(CATALOG, scenario))
    assert [one.territory_id for one in scenario.touched] == ["DEP-B", "DEP-A", "DEP-C"]
    assert [one.verdict for one in scenario.touched] == [HOLDS, UNDETERMINED, BELOW]
    text = words(crossing(CATALOG, scenario))
    assert "1 est indéterminé, un effectif y étant masqué : Ain." in text
    # Caux was under the threshold, and nothing published is removed from it.
    assert "Caux" not in text


def test_a_withheld_count_too_small_to_matter_leaves_the_departement_above():
    scenario = counted(imported({"DEP-B": 30}, "DEP-A", settled=35))
    assert [one.verdict for one in scenario.touched] == [HOLDS, HOLDS]


def test_the_latest_cohorts_of_one_delay_are_removed_each_once():
    known = [
        imported({}, cohort=year, delay=delay) for year in (2018, 2019, 2020) for delay in (3, 5)
    ]
    chosen = latest_cohorts(known, 3, 2)
    assert [(one.cohort, one.delay_years) for one in chosen] == [(2019, 3), (2020, 3)]
    assert {one.delay_years for one in latest_cohorts(known, 10, 12)} == {5}
    assert latest_cohorts([], 5, 10) == ()


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
    assert "effectif masqué" in finding(CATALOG, scenario)
    assert "au moins 0" not in finding(CATALOG, scenario)


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


def test_the_chart_shows_the_footprint_and_a_few_more_told_apart():
    counts = {f"DEP-{rank:02}": 40 - rank for rank in range(30)}
    found = footprint([CohortFlows(counts, frozenset(), None)])
    figure = plot_footprint(found, [place for place, _ in found.counts])
    (bars,) = figure["data"]
    assert len(bars["x"]) == found.size + NEXT_SHOWN
    colors = bars["marker"]["color"]
    assert len(set(colors[: found.size])) == 1
    assert set(colors[: found.size]).isdisjoint(colors[found.size :])
    assert bars["text"][found.size - 1].endswith("%)")
    json.dumps(figure)


def test_the_scenario_says_what_it_rests_on():
    assert by_effect().basis == EFFECT
    assert by_effect().footprint is None
    assert counted(imported({"DEP-A": 8})).footprint is not None
