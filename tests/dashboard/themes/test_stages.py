"""Balances of stage places: those of the warehouse at the reference, recomputed, in a sentence."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.core.values import Measure
from dashboard.queries.cache import open_build
from dashboard.queries.stages import fetch_model, fetch_places, fetch_theme
from dashboard.themes.stages import (
    UNKNOWN,
    Balance,
    Fact,
    compute_balances,
    finding,
    lever_contributions,
    msu_needed,
    signed_interval,
)
from dashboard.views.stages.view import LEVERS, StageView
from models.stages.maquettes import LEVELS

PUBLISHED = """
    SELECT territory_id, year, level_id, need_place_semestres, need_low, need_high,
        offer_place_semestres, offer_low, offer_high, balance_place_semestres, balance_low,
        balance_high, p_short, recruit_msu, recruit_low_msu, recruit_high_msu
    FROM pub.stage_balance WHERE year = ?
"""
TERRITORIES = ("FR", "REG-76", "DEP-12", "SUB-040")


@pytest.fixture(scope="module")
def connection(warehouse):
    with open_build(str(warehouse.path)) as opened:
        yield opened


@pytest.fixture(scope="module")
def model(connection):
    return fetch_model.read(connection.cursor())


def of(
    low: float | None,
    high: float | None,
    value: float | None = None,
    need: float | None = 100.0,
    p_short: float | None = None,
    status: str = "estimated",
) -> Balance:
    middle = value if value is not None or low is None else (low + high) / 2
    needed, figure = Measure(need, need, need), Measure(middle, low, high)
    fact = Fact(status, 2024, "offered", None, None)
    offered = Measure(100, 90, 110)
    return Balance("FR", 2027, "N1", needed, offered, figure, UNKNOWN, fact, p_short)


@pytest.mark.parametrize("year", [2013, 2018, 2027])
def test_at_the_reference_the_page_shows_the_published_balance(connection, model, year):
    rows = connection.cursor().execute(PUBLISHED, [year]).fetchall()
    found = compute_balances(model, model.territory_ids, (year,), model.reference)
    assert len(rows) >= 5 * len(model.territory_ids)
    for territory_id, _, level_id, *published in rows:
        balance = found[(territory_id, year, level_id)]
        assert balance.p_short == pytest.approx(published.pop(9), abs=1e-3)
        figures = (balance.need, balance.offer, balance.balance, balance.recruit)
        shown = [end for item in figures for end in (item.value, item.low, item.high)]
        assert shown == pytest.approx(published, abs=1e-6), (territory_id, level_id)


def test_the_page_opens_on_the_latest_year_known_whole_or_on_the_latest_whose_offer_is_known(model):
    assert model.default_year == 2027
    assert model.years[-1] == 2030
    nation = ("FR", 2026, "3C")
    known = replace(model.facts[nation], status="imported")
    assert replace(model, facts=model.facts | {nation: known}).default_year == 2026


def test_a_territory_asked_alone_has_the_same_balance_as_among_all(model):
    among = compute_balances(model, model.territory_ids, model.years, model.reference)
    alone = compute_balances(model, ("DEP-12",), (2026,), model.reference)
    assert alone[("DEP-12", 2026, "3C")] == among[("DEP-12", 2026, "3C")]


def test_a_level_without_maquette_has_no_balance(model):
    assert "DJ" not in model.levels_of(2026)
    assert "DJ" in model.levels_of(2027)
    balance = compute_balances(model, ("FR",), (2026,), model.reference)[("FR", 2026, "DJ")]
    assert balance.verdict is None
    assert balance.tension == UNKNOWN
    assert balance.fact is None


@pytest.mark.parametrize(
    ("p_short", "detail"),
    [
        (0.97, "offre probablement insuffisante (plus de 9 chances sur 10)"),
        (0.8, "offre probablement insuffisante (8 chances sur 10)"),
        (0.65, "offre plutôt insuffisante (6 chances sur 10)"),
        (0.45, "indécis (4 chances sur 10 que des places manquent)"),
        (0.4, "offre plutôt suffisante (6 chances sur 10)"),
        (0.2, "offre probablement suffisante (8 chances sur 10)"),
        (0.0, "offre probablement suffisante (plus de 9 chances sur 10)"),
    ],
)
def test_an_estimate_has_the_class_and_the_chances_of_its_probability(p_short, detail):
    # Whatever its bounds say.
    assert of(-20, -1, p_short=p_short).detail == detail


@pytest.mark.parametrize(
    ("low", "high", "detail"),
    [
        (-20.0, -1.0, "offre connue, insuffisante"),
        (-20.0, 0.0, "indécis : offre connue, besoin incertain"),
        (0.0, 20.0, "offre connue, suffisante"),
    ],
)
def test_a_known_offer_is_a_fact_that_the_need_alone_makes_uncertain(low, high, detail):
    known = of(low, high, status="imported")
    assert known.detail == detail
    assert known.chances == ""


def test_a_lever_that_is_set_moves_the_chances_and_a_known_offer_never_has_any(model):
    more = replace(model.reference, msu=1.5)
    before, after = (
        compute_balances(model, ("SUB-023",), (2026,), levers)[("SUB-023", 2026, "3C")]
        for levers in (model.reference, more)
    )
    assert after.p_short < 0.3 < before.p_short
    key = ("SUB-023", 2026, "3C")
    known = replace(model, facts=model.facts | {key: replace(model.facts[key], status="imported")})
    assert compute_balances(known, ("SUB-023",), (2026,), more)[key].p_short is None


def test_an_unknown_balance_has_no_verdict():
    assert of(None, None).verdict is None


def test_tension_and_missing_places_agree_with_the_balance():
    short = of(-50.0, -10.0, -20.0)
    assert short.tension == Measure(120.0, 110.0, 150.0)
    assert short.missing == Measure(20.0, 10.0, 50.0)
    covered = of(10.0, 150.0, 30.0)
    assert covered.tension == Measure(70.0, 0.0, 90.0)
    assert covered.missing == Measure(0.0, 0.0, 0.0)


def test_a_territory_without_any_place_has_no_tension_but_misses_places():
    empty = replace(of(-12.0, -8.0, -10.0), offer=Measure(0.0, 0.0, 0.0))
    assert empty.tension == UNKNOWN
    assert empty.missing.value == 10


levers = st.lists(st.sampled_from(LEVERS), unique=True).flatmap(
    lambda chosen: st.tuples(
        *(st.tuples(st.just(item.name), st.sampled_from(item.bounds)) for item in chosen)
    )
)


@settings(max_examples=60, deadline=None)
@given(levers, st.sampled_from(TERRITORIES), st.sampled_from([2018, 2026, 2027]))
def test_no_set_of_levers_gives_a_negative_or_non_finite_figure(model, chosen, item, year):
    parameters = StageView(year, levers=chosen).parameters(model.reference)
    for balance in compute_balances(model, (item,), (year,), parameters).values():
        never_negative = (balance.need, balance.offer, balance.recruit, balance.tension)
        for figure in never_negative:
            for end in (figure.value, figure.low, figure.high):
                assert end is None or (math.isfinite(end) and end >= 0)


@settings(max_examples=60, deadline=None)
@given(levers, st.sampled_from(TERRITORIES), st.sampled_from(LEVELS))
def test_what_the_levers_contribute_sums_to_the_difference(model, chosen, item, level_id):
    changed = StageView(2027, levers=chosen).parameters(model.reference)
    found = lever_contributions(model, item, 2027, level_id, changed)
    if found is None:
        assert level_id == "2C"
        return
    total = found.start + sum(value for _, value in found.levers)
    # Thousands of places are summed: around 0, binary noise is more than approx allows by default.
    assert total == pytest.approx(found.end, abs=1e-9)
    balance = compute_balances(model, (item,), (2027,), changed)[(item, 2027, level_id)]
    assert found.end == pytest.approx(balance.balance.value)


def test_no_place_is_imported_in_the_committed_data(connection):
    assert fetch_places.read(connection.cursor(), "FR") == ()


def test_every_fee_has_its_period_and_its_source(connection):
    fees = fetch_theme.read(connection.cursor(), "honoraires")
    assert len(fees) >= 8
    assert fees[["period", "source_id", "unit_fr"]].notna().all(axis=None)


@pytest.mark.parametrize(
    ("balance", "text", "absent"),
    [
        (
            of(-20, 10, p_short=0.85),
            "est probablement insuffisante (8 chances sur 10)",
            "couvre",
        ),
        (of(-20, 10, p_short=0.55), "suffit-elle ? Indécis (5 chances sur 10", "insuffisante"),
        (of(-20, 10, p_short=0.3), "est plutôt suffisante (7 chances sur 10)", "insuffisante"),
        (of(-20, -10, status="imported"), "l’offre connue", "probablement"),
        (of(10, 20, status="imported"), "couvre le besoin (solde de +10 à +20", "ne couvre"),
        (of(-20, 20, status="imported"), "est connue, le besoin est incertain", "couvre"),
        (of(None, None, need=None), "le besoin de places de niveau 1 n’est pas connu", "manque"),
    ],
)
def test_the_title_says_no_more_than_the_probability(balance, text, absent):
    title = re.sub(r"\s+", " ", finding(balance, "Aveyron (12)", changed=False, in_force=True))
    assert title.startswith("Aveyron (12), en 2026-2027 :")
    assert text in title
    assert absent not in title


def test_a_title_on_changed_levers_says_so():
    assert "avec vos hypothèses" in finding(of(-2, 3), "Ain", changed=True, in_force=True)
    assert "hypothèses" not in finding(of(-2, 3), "Ain", changed=False, in_force=True)


def test_a_level_not_in_force_is_not_a_missing_figure():
    title = finding(of(None, None, need=None), "Ain", changed=False, in_force=False)
    assert "aucune maquette" in title


def test_the_sign_of_a_bound_near_zero_is_readable():
    assert signed_interval(Measure(-3, -5.2, -0.3)) == "−5,2 à −0,3"
    assert signed_interval(Measure(0, -568.2, 120.4)) == "−568 à +120"
    assert signed_interval(UNKNOWN) == ""


def test_the_msu_needed_are_those_of_the_most_demanding_kind():
    needs = {"N1": 40.0, "SASPAS": 30.0, "SFE": 10.0, "DJ": 90.0}
    assert msu_needed(needs, 0.8, 0.5) == 180
    without = {level: need for level, need in needs.items() if level != "DJ"}
    assert msu_needed(without, 0.8, 0.5) == 100
    assert msu_needed(needs | {"SFE": None}, 0.8, 0.5) is None
