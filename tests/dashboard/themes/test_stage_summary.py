"""What the page « Stages » says: no more than the interval allows."""

from __future__ import annotations

import re

import pytest

from dashboard.queries.cache import open_build
from dashboard.queries.catalog import read_catalog
from dashboard.queries.stages import fetch_model
from dashboard.themes.stages import (
    UNKNOWN,
    Balance,
    Fact,
    Figure,
    compute,
    finding,
    level_sentence,
    msu_needed,
    recruitment_sentence,
    signed_interval,
    step_sentence,
)
from dashboard.ui.territory_map import layer_payload
from dashboard.views.stages.levers import changed_levers, lever_reference
from dashboard.views.stages.maps import TENSION_BREAKS, stage_layers
from dashboard.views.stages.table import CSV_HEADER, csv_row
from dashboard.views.stages.view import StageView

FACT = Fact("estimated", 2024, "offered", None, None)


@pytest.fixture(scope="module")
def connection(warehouse):
    with open_build(str(warehouse.path)) as opened:
        yield opened


@pytest.fixture(scope="module")
def catalog(connection):
    return read_catalog(connection.cursor())


@pytest.fixture(scope="module")
def model(connection):
    return fetch_model.read(connection.cursor())


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def of(low: float | None, high: float | None, *, need: float | None = 100.0, **other) -> Balance:
    value = None if low is None or high is None else (low + high) / 2
    known = Figure(need, need, need)
    facts = {"recruit": UNKNOWN, "fact": FACT, "territory_id": "DEP-12"} | other
    offer = Figure(100.0, 90.0, 110.0)
    return Balance(
        year=2027, level_id="N1", need=known, offer=offer, balance=Figure(value, low, high), **facts
    )


@pytest.mark.parametrize(
    ("balance", "said", "not_said"),
    [
        (of(-20, -10), "manque confirmé", "couvre"),
        (of(-20, 10), "Indéterminé", "manque"),
        (of(10, 20), "couvre le besoin dans tout l’intervalle", "manque"),
        (of(None, None, need=None), "le besoin de places de niveau 1 n’est pas connu", "manque"),
    ],
)
def test_the_title_says_no_more_than_the_interval(balance, said, not_said):
    title = plain(finding(balance, "Aveyron (12)", changed=False, in_force=True))
    assert title.startswith("Aveyron (12), année de formation 2026-2027 :")
    assert said in title
    assert not_said not in title


def test_a_title_on_changed_levers_says_so():
    assert "avec vos hypothèses" in finding(of(-2, 3), "Ain", changed=True, in_force=True)
    assert "hypothèses" not in finding(of(-2, 3), "Ain", changed=False, in_force=True)


def test_a_level_not_in_force_is_not_a_missing_figure():
    title = finding(of(None, None, need=None), "Ain", changed=False, in_force=False)
    assert "aucune maquette" in title


def test_the_sign_of_a_bound_near_zero_is_readable():
    assert signed_interval(Figure(-3, -5.2, -0.3)) == "−5,2 à −0,3"
    assert signed_interval(Figure(0, -568.2, 120.4)) == "−568 à +120"
    assert signed_interval(UNKNOWN) == ""


def test_territories_are_counted_by_verdict_and_unknown_ones_left_out():
    found = [of(-3, -2), of(-3, 2), of(-1, 2), of(2, 3), of(None, None)]
    text = plain(level_sentence(found, "region"))
    assert "Sur 4 régions" in text
    assert "manque confirmé pour 1" in text
    assert "couvert pour 1" in text
    assert "indéterminé pour 2" in text


def test_the_step_of_the_fourth_year_is_said_with_its_figures():
    text = plain(step_sentence(of(0, 1, need=8_131), of(0, 1, need=15_765), of(0, 1, need=7_716)))
    assert "7 716" in text
    assert "8 131" in text
    assert step_sentence(of(0, 1), of(0, 1), of(0, 1, need=None)) == ""


@pytest.mark.parametrize(
    ("recruit", "said"),
    [
        (Figure(12, 3, 30), "**12 MSU** à recruter (intervalle 3 à 30)"),
        (Figure(0, 0, 9), "**aucun MSU** à recruter d’après l’estimation, de 0 à 9 MSU"),
        (Figure(12, 0, 30), "de 0 à 30 MSU selon l’intervalle, qui n’en confirme aucun"),
        (Figure(0, 0, 0), "aucun MSU à recruter, dans tout l’intervalle"),
        (UNKNOWN, "n. d."),
    ],
)
def test_the_msu_to_recruit_are_said_with_their_interval(recruit, said):
    assert said in plain(recruitment_sentence(of(-20, 10, recruit=recruit), "Aveyron (12)"))


def test_a_changed_lever_is_told_with_its_reference(model):
    view = StageView(2027).with_lever("intake", 110).with_lever("sfe_ambulatory", 40)
    promotions, share = changed_levers(view, model)
    assert "110" in promotions
    assert "référence : 100" in promotions
    assert "21,1" in share
    assert changed_levers(StageView(2027), model) == ()


def test_the_reference_of_a_stage_is_what_the_maquettes_ask_that_year(model):
    assert lever_reference(model, "dj_semesters", 2027).startswith("2,")
    assert lever_reference(model, "sfe_semesters", 2027).startswith("1,")
    assert lever_reference(model, "sfe_semesters", 2022).startswith("2,")
    assert lever_reference(model, "sfe_ambulatory", 2027).startswith("21,1,")
    assert "pas de ce stage" in lever_reference(model, "dj_semesters", 2026)
    assert lever_reference(model, "dj_zip_zac", 2027) == "comme les généralistes installés"


def test_the_msu_needed_are_those_of_the_most_demanding_kind():
    needs = {"N1": 40.0, "SASPAS": 30.0, "SFE": 10.0, "DJ": 90.0}
    assert msu_needed(needs, 0.8, 0.5) == 180
    without = {level: need for level, need in needs.items() if level != "DJ"}
    assert msu_needed(without, 0.8, 0.5) == 100
    assert msu_needed(needs | {"SFE": None}, 0.8, 0.5) is None


@pytest.mark.parametrize("level", ["departement", "region", "subdivision"])
def test_the_maps_hatch_what_is_estimated_and_show_counts_as_circles(catalog, model, level):
    ids = catalog.level_ids[level]
    found = compute(model, ids, (2027,), model.reference)
    view = StageView(2027, "N1")
    tension, missing = stage_layers(catalog, view, [found[(item, 2027, "N1")] for item in ids])
    assert set(layer_payload(tension)["st"]) == {"3"}
    assert tension.breaks == TENSION_BREAKS
    assert 100.0 in tension.breaks
    assert missing.kind == "circles"
    assert all(value is None or value >= 0 for value in missing.values)
    assert "2026-2027" in missing.subtitle


@pytest.mark.parametrize(("status", "code"), [("imported", "2"), ("demo", "4")])
def test_imported_and_fictitious_places_are_not_hatched_as_estimates(catalog, status, code):
    balance = of(-3, -2, fact=Fact(status, None, "offered", None, None))
    for layer in stage_layers(catalog, StageView(2026, "N1"), [balance]):
        assert layer_payload(layer)["st"] == code


def test_an_exported_row_says_unknown_values_sources_and_hypotheses(catalog, model):
    found = compute(model, ("DEP-12",), (2027,), model.reference)
    row = dict(
        zip(CSV_HEADER, csv_row(catalog, found[("DEP-12", 2027, "2C")], ("MSU",)), strict=True)
    )
    assert row["besoin"] == row["solde_borne_haute"] == "n. d."
    assert row["constat"] == "n. d."
    assert row["source_offre"]
    assert row["hypotheses"] == "MSU"
    assert row["statut_offre"] == "estimé"
