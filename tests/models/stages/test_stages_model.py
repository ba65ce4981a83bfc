from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.stages.balance import (
    INTERNS,
    KNOWN,
    LIMITS,
    MSU,
    Inputs,
    Parameters,
    balance,
    contributions,
    msu_to_recruit,
    n1_part,
    need,
    offer,
    places_per_msu,
    simulate,
    unmoved,
)
from models.stages.maquettes import LEVELS, Maquette, Obligation, levels_in_force

OLD = Maquette(
    2017,
    (
        Obligation("N1", 1, 1, 1, 1, 1),
        Obligation("SFE", 2, 1, 0.2, 0.1, 0.5),
        Obligation("SFE", 3, 1, 0.2, 0.1, 0.5),
        Obligation("SASPAS", 3, 1, 1, 1, 1),
    ),
)
NEW = Maquette(
    2023,
    (
        Obligation("N1", 1, 1, 1, 1, 1),
        Obligation("SFE", 2, 1, 0.2, 0.1, 0.5),
        Obligation("SASPAS", 3, 1, 1, 1, 1),
        Obligation("DJ", 4, 2, 1, 0.9, 1),
    ),
)
MAQUETTES = (OLD, NEW)
REFERENCE = Parameters(
    third_cycle_places=1.0,
    sfe_part=0.1,
    dj_places=0.5,
    cycle2_places=2.0,
    cycle2_weeks=6,
)
CYCLE2, N1, SASPAS, SFE, DJ, TOTAL = range(6)
YEARS = (2026, 2027)
COHORTS = (2022, 2023, 2024, 2025, 2026)
# Two subdivisions: one is a whole département, the other has a département of its own and 40 %
# of the liberal GPs in a département that straddles a third subdivision, left out.
SIMPLE = [50.0, 60.0, 40.0, 45.0, 55.0]
STRADDLING = [100.0, 120.0, 80.0, 90.0, 110.0]
PIECE = [0.4 * interns for interns in STRADDLING]


def inputs_of(interns, msu, known=None, **changes):
    cohorts = np.array(interns, dtype=float)
    stock = np.array(msu, dtype=float)
    shape = (len(cohorts), len(YEARS), len(LEVELS) - 1)
    values = {
        "years": YEARS,
        "cohorts": COHORTS,
        "interns": cohorts,
        "zoned": cohorts,
        "unzoned": cohorts,
        "cycle2_students": np.full((len(cohorts), len(YEARS)), np.nan),
        "known": np.zeros(shape) if known is None else known,
        "msu": np.broadcast_to(stock[:, None, None], shape).copy(),
    }
    return Inputs(**(values | changes))


TERRITORIES = inputs_of([SIMPLE, STRADDLING, PIECE], [100, 300, 120])


def test_the_need_of_a_simple_subdivision_is_that_computed_by_hand():
    simple = need(TERRITORIES, MAQUETTES, REFERENCE)[0]
    # 2026: N1 = cohort 2025, SASPAS = cohort 2023, SFE = 0.2 x cohort 2024, and 0.2 x cohort
    # 2023 no more, since its maquette asks for one coupled stage.
    assert simple[0, [N1, SASPAS, SFE]] == pytest.approx([45, 60, 8])
    assert np.isnan(simple[0, DJ])
    assert simple[0, TOTAL] == pytest.approx(113)
    # 2027: the first docteurs juniors, two semesters of cohort 2023.
    assert simple[1] == pytest.approx([np.nan, 55, 40, 9, 120, 224], nan_ok=True)


def test_the_need_of_a_piece_of_departement_is_its_part_of_the_subdivision():
    computed = need(TERRITORIES, MAQUETTES, REFERENCE)
    # 2027: N1 110, SASPAS 80, SFE 0.2 x 90 = 18, DJ 2 x 120 = 240.
    assert computed[1, 1, 1:] == pytest.approx([110, 80, 18, 240, 448])
    assert computed[2, 1, 1:] == pytest.approx([44, 32, 7.2, 96, 179.2])


def test_the_offer_is_that_computed_by_hand():
    # An MSU gives 0.1 place of SFE, 0.45 of N1, 0.45 of SASPAS, 0.5 of DJ, 2 x 6 / 26 of 2C.
    computed = offer(TERRITORIES, MAQUETTES, REFERENCE)
    assert computed[0, 1] == pytest.approx([1200 / 26, 45, 45, 10, 50, 150])
    assert computed[1, 1] == pytest.approx([3600 / 26, 135, 135, 30, 150, 450])
    assert computed[2, 1] == pytest.approx([1440 / 26, 54, 54, 12, 60, 180])
    assert np.isnan(computed[0, 0, DJ])
    assert computed[0, 0, TOTAL] == pytest.approx(100)


def test_the_balance_and_the_msu_to_recruit_are_those_computed_by_hand():
    result = simulate(TERRITORIES, MAQUETTES, REFERENCE, {})
    simple = result.balance.value[0, 1]
    assert simple[1:] == pytest.approx([-10, 5, 1, -70, -74])
    # N1: 10 places at 1 per MSU; DJ: 70 at 0.5; the whole third cycle: 74 at 1.5.
    assert result.recruit_msu.value[0, 1, 1:].tolist() == [10, 0, 0, 140, 50]
    assert np.isnan(result.recruit_msu.value[0, 1, CYCLE2])


def test_places_known_replace_those_of_the_msu():
    known = np.zeros((1, 2, 5))
    known[..., N1] = 33
    msu = np.full((1, 2, 5), 100.0)
    msu[..., N1] = 0
    computed = offer(
        replace(inputs_of([SIMPLE], [100]), known=known, msu=msu), MAQUETTES, REFERENCE
    )
    assert computed[0, 1, [N1, SASPAS]] == pytest.approx([33, 45])


def test_what_is_unknown_stays_unknown_and_is_never_0():
    interns = [SIMPLE.copy()]
    interns[0][COHORTS.index(2025)] = np.nan
    computed = need(inputs_of(interns, [100]), MAQUETTES, REFERENCE)[0]
    assert np.isnan(computed[0, N1])
    assert np.isnan(computed[0, TOTAL])
    assert computed[0, SASPAS] == 60
    no_msu = offer(inputs_of([SIMPLE], [np.nan]), MAQUETTES, REFERENCE)
    assert np.isnan(no_msu).all()


def test_a_cohort_outside_the_inputs_leaves_its_levels_unknown():
    late = inputs_of([SIMPLE], [100], years=(2027, 2028))
    computed = need(late, MAQUETTES, REFERENCE)[0]
    assert np.isnan(computed[1, N1])
    assert computed[1, DJ] == 80


def test_docteurs_juniors_go_where_the_lever_sends_them_and_the_others_stay():
    zoned = np.array([SIMPLE]) * 1.5
    unzoned = np.array([SIMPLE]) * 0.8
    inputs = inputs_of([SIMPLE], [100], zoned=zoned, unzoned=unzoned)
    moved = need(inputs, MAQUETTES, with_lever(dj_zip_zac=0.25))[0, 1]
    assert moved[DJ] == pytest.approx(120 * (0.25 * 1.5 + 0.75 * 0.8))
    assert moved[N1] == 55


def test_a_semester_lever_is_shared_between_the_stages_of_a_level():
    # 2026: cohort 2024 follows the new maquette (one stage), cohort 2022 the old one (two).
    lever = with_lever(sfe_semesters=2.0, sfe_ambulatory=0.5)
    inputs = inputs_of([SIMPLE], [100], years=(2025, 2026))
    computed = need(inputs, MAQUETTES, lever)[0]
    # 2025: one semester of cohort 2022 (year 3) and two of cohort 2023 (year 2), half of each.
    assert computed[0, SFE] == pytest.approx(0.5 * (50 + 2 * 60))
    assert computed[1, SFE] == pytest.approx(0.5 * 2 * 40)


def test_places_follow_what_the_maquettes_ask():
    optional = Maquette(
        2004, (Obligation("N1", 2, 1, 1, 1, 1), Obligation("SASPAS", 3, 1, 0.5, 0, 1))
    )
    assert n1_part([2015], [optional]).tolist() == pytest.approx([2 / 3])
    assert n1_part([2026], MAQUETTES).tolist() == [0.5]
    assert n1_part([1990], MAQUETTES).tolist() == [0.5]
    rates = places_per_msu([2026], MAQUETTES, with_lever(n1_tilt=0.5))
    assert rates[0, [N1, SASPAS, SFE]] == pytest.approx([0.9, 0, 0.1])
    tilted = places_per_msu([2015], [optional], with_lever(n1_tilt=0.5))
    assert tilted[0, [N1, SASPAS]] == pytest.approx([0.9, 0])


def test_the_docteur_junior_is_in_force_from_the_fourth_year_of_its_cohort():
    assert levels_in_force([2026, 2027], MAQUETTES)[:, DJ].tolist() == [False, True]


def test_the_interval_combines_independent_deviations():
    bounds = {
        INTERNS: (0.94 * np.array([SIMPLE]), np.array([SIMPLE])),
        MSU: (np.full((1, 2, 5), 60.0), np.full((1, 2, 5), 180.0)),
    }
    inputs = inputs_of([SIMPLE], [100], bounds=bounds)
    result = simulate(inputs, MAQUETTES, REFERENCE, {"third_cycle_places": (0.7, 1.0)})
    # N1 in 2027: need 55 (51.7 to 55); offer 45: MSU -18 or +36, places per MSU -13.5 or +0.
    assert result.need.low[0, 1, N1] == pytest.approx(51.7)
    assert result.need.high[0, 1, N1] == pytest.approx(55)
    assert result.offer.low[0, 1, N1] == pytest.approx(45 - np.hypot(18, 13.5))
    assert result.offer.high[0, 1, N1] == pytest.approx(45 + 36)
    assert result.balance.low[0, 1, N1] == pytest.approx(-10 - np.hypot(18, 13.5))
    assert result.balance.high[0, 1, N1] == pytest.approx(-10 + np.hypot(36, 3.3))


def test_bounds_on_one_side_of_the_value_widen_that_side_only():
    inputs = inputs_of([SIMPLE], [100])
    result = simulate(inputs, MAQUETTES, REFERENCE, {"third_cycle_places": (1.1, 1.2)}).offer
    assert (result.low[0, 1, N1], result.high[0, 1, N1]) == pytest.approx((45, 54))


def test_the_share_of_the_maquette_is_uncertain_until_a_lever_sets_it():
    inputs = inputs_of([SIMPLE], [100])
    free = simulate(inputs, MAQUETTES, REFERENCE, {}).need
    assert (free.low[0, 1, SFE], free.high[0, 1, SFE]) == pytest.approx((4.5, 22.5))
    fixed = simulate(inputs, MAQUETTES, with_lever(sfe_ambulatory=0.4), {}).need
    assert (fixed.low[0, 1, SFE], fixed.high[0, 1, SFE]) == pytest.approx((18, 18))


def test_the_same_levers_always_give_the_same_interval():
    one, other = (simulate(TERRITORIES, MAQUETTES, REFERENCE, SPREAD) for _ in range(2))
    np.testing.assert_array_equal(one.balance.low, other.balance.low)


@pytest.mark.parametrize(
    ("gap", "msu"), [(3.0, 3), (3.0 + 1e-12, 3), (3.01, 4), (-2.0, 0), (0.0, 0), (1e-3, 1)]
)
def test_the_msu_to_recruit_are_the_fewest_that_close_the_gap(gap, msu):
    assert msu_to_recruit(np.array([gap])).tolist() == [msu]


def test_levers_contribute_in_a_fixed_order_and_sum_to_the_difference():
    changed = with_lever(intake=1.1, sfe_ambulatory=0.5, msu=1.2, third_cycle_places=1.3)

    def total(parameters):
        return balance(TERRITORIES, MAQUETTES, parameters)[:, 1, TOTAL]

    parts = contributions(total, REFERENCE, changed)
    assert list(parts) == ["intake", "sfe_ambulatory", "msu", "third_cycle_places"]
    assert sum(parts.values()) == pytest.approx(total(changed) - total(REFERENCE))
    # A tenth more interns: 10 % of the need of 224.
    assert parts["intake"][0] == pytest.approx(-22.4)
    assert contributions(total, REFERENCE, REFERENCE) == {}


def test_a_lever_that_is_set_has_no_spread_of_its_own():
    changed = with_lever(dj_places=0.7)
    assert set(unmoved(SPREAD, REFERENCE, changed)) == set(SPREAD) - {"dj_places"}


@pytest.mark.parametrize("value", [-0.1, 7.0, np.nan, np.inf])
def test_a_lever_outside_its_limits_is_refused(value):
    with pytest.raises(ValueError, match="third_cycle_places"):
        with_lever(third_cycle_places=value)


SPREAD = {"third_cycle_places": (0.7, 1.2), "dj_places": (0.25, 1.0), "n1_tilt": (-0.1, 0.1)}
OPTIONAL = {name for name in LIMITS if name.endswith(("_semesters", "_ambulatory", "_zac"))}


def with_lever(**levers):
    return Parameters(**(vars(REFERENCE) | levers))


def levers():
    return st.fixed_dictionaries(
        {
            name: st.none() | st.floats(*limits) if name in OPTIONAL else st.floats(*limits)
            for name, limits in LIMITS.items()
        }
    )


counts = st.floats(0, 5000)


@settings(max_examples=200)
@given(
    values=levers(),
    interns=st.lists(counts, min_size=5, max_size=5),
    msu=counts,
    known=counts,
    students=counts,
)
def test_no_lever_gives_a_negative_place_a_division_by_zero_or_a_figure_that_is_not_finite(
    values, interns, msu, known, students
):
    places = np.full((1, 2, 5), known)
    cohorts = np.array([interns])
    inputs = inputs_of(
        [interns],
        [msu],
        places,
        cycle2_students=np.full((1, 2), students),
        bounds={
            INTERNS: (0.5 * cohorts, 1.5 * cohorts),
            KNOWN: (0.5 * places, 1.5 * places),
            MSU: (np.full((1, 2, 5), 0.3 * msu), np.full((1, 2, 5), 3 * msu)),
        },
    )
    with np.errstate(divide="raise", over="raise"):
        result = simulate(inputs, MAQUETTES, Parameters(**values), SPREAD)
    in_force = levels_in_force(YEARS, MAQUETTES)
    for estimate in (result.need, result.offer, result.balance, result.recruit_msu):
        for bound in (estimate.low, estimate.value, estimate.high):
            assert np.isfinite(bound[:, in_force]).all()
            assert np.isnan(bound[:, ~in_force]).all()
        assert (estimate.low <= estimate.value)[:, in_force].all()
        assert (estimate.value <= estimate.high)[:, in_force].all()
    for estimate in (result.need, result.offer, result.recruit_msu):
        assert (estimate.low[:, in_force] >= 0).all()


@given(
    first=st.lists(counts, min_size=5, max_size=5), second=st.lists(counts, min_size=5, max_size=5)
)
def test_need_and_offer_of_a_sum_are_the_sums(first, second):
    parts = inputs_of([first, second], [30, 70])
    whole = inputs_of([np.add(first, second)], [100])
    for compute in (need, offer, balance):
        summed = compute(parts, MAQUETTES, REFERENCE).sum(axis=0)
        np.testing.assert_allclose(
            summed, compute(whole, MAQUETTES, REFERENCE)[0], rtol=1e-9, atol=1e-6
        )
