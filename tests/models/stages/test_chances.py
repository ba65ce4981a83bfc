"""Probability that the places offered are under the need: known laws, certain things, levers."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import lognorm, norm

from models.stages.balance import INTERNS, KNOWN, Inputs, Parameters
from models.stages.chances import LEAST_LOG_SD, Z95, p_short
from models.stages.maquettes import LEVELS, Maquette, Obligation

MAQUETTES = (Maquette(2023, (Obligation("N1", 1, 1, 1, 1, 1), Obligation("DJ", 4, 2, 1, 1, 1))),)
RATES = Parameters(
    third_cycle_places=1.0, sfe_part=0.01, dj_places=1.0, cycle2_places=1.0, cycle2_weeks=26
)
N1, SASPAS, DJ, TOTAL = 1, 2, 4, 5
PERCENTILES = np.arange(1, 100) / 100


def inputs_of(interns, known=0.0, year=2026, bounds=None):
    """Territories with so many interns in each cohort, and places of N1 known for each."""
    cohorts = np.repeat(np.array(interns, dtype=float)[:, None], 4, axis=1)
    places = np.zeros((len(interns), 1, len(LEVELS) - 1))
    places[..., N1] = known
    return Inputs(
        years=(year,),
        cohorts=(2023, 2024, 2025, 2026),
        interns=cohorts,
        zoned=cohorts,
        unzoned=cohorts,
        cycle2_students=np.full((len(interns), 1), np.nan),
        known=places,
        msu=np.full_like(places, 100.0),
        bounds=bounds or {},
    )


def law_of(*percentiles):
    """The same law for every level of each territory."""
    table = np.stack(percentiles, axis=1)
    return np.repeat(table[:, :, None, None], len(LEVELS) - 1, axis=3)


def chances(inputs, law, parameters=RATES, spread=None, exact=None):
    nothing = np.zeros((len(inputs.interns), 1, len(LEVELS)), dtype=bool)
    exact = nothing if exact is None else exact
    return p_short(inputs, law, exact, MAQUETTES, parameters, spread or {})[:, 0]


SURE = np.full(99, 100.0)
UNSURE = 100 * np.exp(0.5 * norm.ppf(PERCENTILES))


def test_with_no_error_at_all_the_probability_is_0_or_1():
    # N1 takes all the places that are not SFE: 99 for 100 MSU.
    result = chances(inputs_of([98, 100]), law_of(SURE, SURE))
    assert result[:, N1].tolist() == [0.0, 1.0]


def test_an_offer_equal_to_the_need_is_not_short_of_it():
    assert chances(inputs_of([99]), law_of(SURE))[0, N1] == 0.0


@pytest.mark.parametrize("interns", [40, 80, 99, 150, 250])
def test_the_law_of_the_msu_gives_the_probability(interns):
    expected = lognorm.cdf(interns / 99, 0.5)
    assert chances(inputs_of([interns]), law_of(UNSURE))[0, N1] == pytest.approx(
        expected, abs=0.012
    )


def test_the_error_of_a_rate_is_that_of_its_bounds_read_at_95():
    spread = {"dj_places": (0.5, 2.0)}
    result = chances(inputs_of([70], year=2027), law_of(SURE), spread=spread)
    expected = lognorm.cdf(140 / 100, np.log(4) / (2 * Z95))
    assert result[0, DJ] == pytest.approx(expected, abs=0.005)


def test_a_rate_is_never_surer_than_five_percent():
    spread = {"third_cycle_places": (0.9999, 1.0001)}
    result = chances(inputs_of([95]), law_of(SURE), spread=spread)
    assert result[0, N1] == pytest.approx(lognorm.cdf(95 / 99, LEAST_LOG_SD), abs=0.005)


def test_a_rate_that_the_user_has_set_has_no_error():
    assert chances(inputs_of([70], year=2027), law_of(SURE))[0, DJ] == 1.0
    doubled = replace(RATES, dj_places=2.0)
    assert chances(inputs_of([70], year=2027), law_of(SURE), doubled)[0, DJ] == 0.0


def test_cohorts_and_known_places_move_inside_their_bounds():
    cohorts = np.full((1, 4), 100.0)
    unsure = {INTERNS: (cohorts - 20, cohorts + 20)}
    result = chances(inputs_of([100], bounds=unsure), law_of(SURE))
    assert result[0, N1] == pytest.approx(norm.cdf(1 / 20 * Z95), abs=0.005)
    places = np.zeros((1, 1, 5))
    places[..., N1] = 10
    ends = {KNOWN: (0.5 * places, 1.5 * places)}
    result = chances(inputs_of([108], known=10, bounds=ends), law_of(SURE))
    assert result[0, N1] == pytest.approx(norm.cdf(-1 / 5 * Z95), abs=0.005)


def test_a_cohort_that_may_only_be_smaller_lowers_the_probability():
    cohorts = np.full((1, 4), 100.0)
    below = {INTERNS: (cohorts - 20, cohorts)}
    assert 0.4 < chances(inputs_of([100], bounds=below), law_of(SURE))[0, N1] < 0.99


def test_the_part_in_ambulatory_care_moves_the_need_of_its_own_level_only():
    unsure = (Maquette(2023, (Obligation("N1", 1, 1, 0.9, 0.5, 1.0), MAQUETTES[0].obligations[1])),)
    nothing = np.zeros((1, 1, len(LEVELS)), dtype=bool)
    inputs = inputs_of([105], year=2027)
    moved = p_short(inputs, law_of(SURE), nothing, unsure, RATES, {})[0, 0]
    assert 0.0 < moved[N1] < 0.5
    assert moved[DJ] == 1.0


def test_the_total_is_that_of_the_levels_in_force_drawn_together():
    result = chances(inputs_of([60], year=2027), law_of(UNSURE))
    # 199 places for 100 MSU, of which one in a hundred is for a level not asked for; 180 needed.
    assert result[0, TOTAL] == pytest.approx(lognorm.cdf(180 / 199, 0.5), abs=0.012)
    assert np.isnan(result[0, SASPAS])


def test_a_known_offer_and_an_unknown_need_have_no_probability():
    exact = np.zeros((2, 1, len(LEVELS)), dtype=bool)
    exact[0, 0, N1] = True
    inputs = inputs_of([100, np.nan])
    result = chances(inputs, law_of(UNSURE, UNSURE), exact=exact)
    assert np.isnan(result[0, N1])
    assert np.isnan(result[1]).all()
    assert result[0, TOTAL] > 0.4


def test_a_territory_alone_has_the_probability_it_has_among_others():
    both = chances(inputs_of([80, 120]), law_of(UNSURE, UNSURE))
    alone = chances(inputs_of([120]), law_of(UNSURE))
    np.testing.assert_array_equal(both[1], alone[0])


def test_more_msu_never_raise_the_probability():
    inputs = inputs_of([100])
    results = [
        chances(inputs, law_of(UNSURE), replace(RATES, msu=msu))[0, N1]
        for msu in (0.0, 0.5, 1.0, 2.0)
    ]
    assert results == sorted(results, reverse=True)
    assert results[0] == 1.0
