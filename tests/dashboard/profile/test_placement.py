"""The order of a région, on the published figures."""

from __future__ import annotations

import numpy as np
import pytest

from dashboard.profile.placement import (
    entries_of,
    juniors_by_entry,
    next_entry,
    read_placement,
)
from dashboard.queries.placement import fetch_msu_draws
from dashboard.queries.stages import fetch_model
from dashboard.themes.placement import (
    APL,
    CRITERIA,
    DEPARTURES,
    MSU,
    answer,
    need_sentence,
    sureness,
)
from tests.dashboard.conftest import plain

WEIGHTS = {item.criterion_id: item.weight for item in CRITERIA}
FIRST = {"Yonne", "Nièvre", "Saône-et-Loire", "Territoire de Belfort"}
THEN = {"Haute-Saône", "Jura", "Côte-d’Or", "Doubs"}


@pytest.fixture
def placement_of(profile_desk):
    def make(territory_id: str, entry: int = 2027, weights=None, **changes):
        return read_placement(
            profile_desk(territory_id, **changes), entry, WEIGHTS | (weights or {})
        )

    return make


def tier(placement, number: int) -> set[str]:
    return {row.name for row in placement.members(number)}


def test_the_november_to_place_next_is_the_one_after_the_latest_cohort(profile_desk):
    model = fetch_model(profile_desk("REG-27").build)
    assert entries_of(model) == (2026, 2027, 2028, 2029)
    assert next_entry(model) == 2027


def test_bourgogne_franche_comte_has_two_tiers_and_says_so(placement_of):
    placement = placement_of("REG-27")
    assert tier(placement, 1) == FIRST
    assert tier(placement, 2) == THEN
    text = plain(answer(placement))
    assert text.startswith(
        "Pour novembre 2027, dans la région Bourgogne-Franche-Comté : d’abord l’Yonne, la Nièvre,"
    )
    assert text.endswith("la Côte-d’Or et le Doubs (à égalité)")
    assert "au moins 9 réglages sur 10" in plain(sureness(placement))


def test_the_estimated_msu_separate_no_departement_there_and_it_is_said(placement_of):
    placement = placement_of("REG-27")
    assert placement.separated(MSU) == 0
    assert placement.separated(APL) == 1
    assert "Les MSU, estimés, n’en séparent aucun" in plain(sureness(placement))


def test_the_msu_alone_order_nothing_there(placement_of):
    others = dict.fromkeys(WEIGHTS, 0.0)
    placement = placement_of("REG-27", weights=others | {MSU: 1.0})
    assert placement.order.tiers == 1
    assert "aucun ordre ne tient entre les 8 départements" in plain(answer(placement))
    assert "tous sont à égalité" in plain(sureness(placement))


def test_without_any_weight_the_answer_says_that_nothing_is_ordered(placement_of):
    placement = placement_of("REG-27", weights=dict.fromkeys(WEIGHTS, 0.0))
    assert "rien n’est ordonné" in plain(answer(placement))
    assert sureness(placement) == ""


def test_the_needs_are_those_of_the_cohort_and_add_up(placement_of, profile_desk):
    placement = placement_of("REG-27")
    of_region = juniors_by_entry(profile_desk("REG-27"), "REG-27")
    for entry, expected in ((2026, 181), (2027, 160), (2028, 174), (2029, 192)):
        assert sum(row.shown_needs[entry] for row in placement.rows) == expected
        assert placement.total[entry].value == pytest.approx(of_region[entry].value)
        assert placement.total[entry].low == pytest.approx(of_region[entry].low)
    assert sum(row.share_pct for row in placement.rows) == pytest.approx(100)
    assert plain(need_sentence(placement)).startswith("160 docteurs juniors à placer")
    assert "postes offerts, CESP compris" in need_sentence(placement)
    assert "postes pourvus" in need_sentence(placement_of("REG-27", 2026))


def test_a_departement_and_its_region_are_ordered_alike(placement_of):
    own, region = placement_of("DEP-58"), placement_of("REG-27")
    assert own.place == region.place
    assert (own.order.ahead == region.order.ahead).all()


def test_a_subdivision_orders_its_own_departements(placement_of):
    placement = placement_of("SUB-017")
    assert {row.name for row in placement.rows} == {
        "Côte-d’Or",
        "Nièvre",
        "Saône-et-Loire",
        "Yonne",
    }
    assert "la subdivision de Dijon" in placement.where


def test_a_departement_alone_in_its_region_is_not_ordered(placement_of):
    placement = placement_of("DEP-976")
    assert "un seul département" in answer(placement)
    # No zoning and no APL are published for Mayotte.
    assert placement.rows[0].measures[APL].value is None


def test_the_nation_is_too_wide(profile_desk):
    with pytest.raises(ValueError, match="a région is asked for"):
        read_placement(profile_desk("FR"), 2027, WEIGHTS)


def test_what_is_missing_unsettles_the_rank_and_stays_missing(placement_of):
    # No change of the APL is published for Corse.
    placement = placement_of("REG-94")
    assert all(row.measures["chute_apl"].value is None for row in placement.rows)
    assert placement.separated("chute_apl") == 0
    assert placement.order.tiers == 1


def test_the_order_shown_does_not_depend_on_the_target(placement_of):
    ten, fifteen = (
        placement_of("REG-27", target_id=item) for item in ("arnault-2018", "gouvernement-2026")
    )
    assert ten.order.tier.tolist() == fifteen.order.tier.tolist()
    assert ten.other_label == fifteen.target_label
    assert ten.other_msu == 15_000
    assert fifteen.other_label.endswith("2026-2027")


def test_every_key_and_each_criterion_left_out_has_its_order(placement_of):
    placement = placement_of("REG-27")
    assert len(placement.by_key) == 4
    assert set(placement.without) == {"zones", "apl", "chute_apl", "age", "msu"}
    for found in (*placement.by_key.values(), *placement.without.values()):
        assert sum(found.rank) == pytest.approx(36)


@pytest.mark.parametrize("region", ["REG-11", "REG-24", "REG-76", "REG-84", "REG-93"])
def test_each_tier_is_ahead_of_the_next_wherever_there_are_several(placement_of, region):
    placement = placement_of(region)
    for number in range(1, placement.order.tiers):
        assert placement.weakest(number) >= 0.9


def test_every_value_has_its_source_and_its_status(placement_of):
    for row in placement_of("REG-27").rows:
        for measure in (*row.measures.values(), *row.needs.values()):
            assert measure.value is None or (measure.source_ids and measure.status)
        departures = row.measures[DEPARTURES]
        assert departures.low < departures.value < departures.high


def test_the_draws_of_the_msu_have_the_intervals_published(profile_desk):
    desk = profile_desk("REG-27")
    draws = fetch_msu_draws(desk.build, 2024)
    ids = desk.catalog.level_ids["departement"]
    assert draws.shape == (500, 101)
    situation = desk.situations("departement").by_id["DEP-58"]
    column = draws[:, ids.index("DEP-58")]
    assert np.quantile(column, [0.1, 0.9]) == pytest.approx(
        [situation.low80, situation.high80], rel=0.1
    )
    # The départements of a subdivision err together.
    logs = np.log(draws[:, [ids.index(item) for item in ("DEP-58", "DEP-71", "DEP-13")]])
    within, across = np.corrcoef(logs, rowvar=False)[0, 1:]
    assert within > across
