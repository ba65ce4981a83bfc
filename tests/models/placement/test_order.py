"""The combined order: ties, weights, invariance, bounds of its stability."""

from __future__ import annotations

import numpy as np
import pytest

from models.placement.notes import joint_draws, note
from models.placement.order import (
    SETTINGS,
    Notes,
    order,
    ranks,
    scores,
    separated,
    tiers,
    variant,
)

NAN = float("nan")


def notes_of(values, drawn=None) -> Notes:
    values = np.array(values, dtype=float)
    none = np.full((1, 1, *values.shape), NAN)
    return Notes(values, none if drawn is None else np.array(drawn, dtype=float))


def random_notes(seed: int, size: int = 8, criteria: int = 5) -> Notes:
    rng = np.random.default_rng(seed)
    values = 100 * rng.random((size, criteria))
    drawn = np.full((4, 50, size, criteria), NAN)
    drawn[..., -1] = np.clip(values[:, -1] + 30 * rng.standard_normal((4, 50, size)), 0, 100)
    return Notes(values, drawn)


def test_a_note_is_the_part_of_the_country_that_comes_after():
    reference = np.array([1.0, 2.0, 3.0, 4.0, NAN])
    assert note(np.array([4.0, 1.0, NAN]), reference, high_first=True) == pytest.approx(
        [87.5, 12.5, NAN], nan_ok=True
    )
    assert note(np.array([4.0, 1.0]), reference, high_first=False).tolist() == [12.5, 87.5]
    # Outside the reference, and among equal values.
    assert note(np.array([9.0, 0.0]), reference, high_first=True).tolist() == [100, 0]
    assert note(np.array([2.0]), np.array([2.0, 2.0, 2.0]), high_first=True).tolist() == [50]


def test_a_note_depends_neither_on_the_unit_nor_on_how_far_the_extremes_are():
    rng = np.random.default_rng(1)
    reference = rng.random(101)
    plain = note(reference, reference, high_first=True)
    assert note(7 * reference, 7 * reference, high_first=True) == pytest.approx(plain)
    far = np.where(reference == reference.max(), 1e9, reference)
    assert note(far, far, high_first=True) == pytest.approx(plain)


def test_a_note_without_reference_is_unknown():
    assert np.isnan(note(np.array([1.0]), np.array([NAN]), high_first=True)).all()


def test_ties_share_the_mean_of_their_ranks():
    assert ranks(np.array([3.0, 1.0, 3.0, 2.0])).tolist() == [1.5, 4, 1.5, 3]


def test_an_unknown_note_is_in_the_middle_of_the_order_shown():
    assert scores(np.array([[NAN, 100.0]]), np.array([1.0, 1.0])).tolist() == [75]


def test_without_any_weight_nothing_is_ordered():
    found = order(random_notes(2), [0] * 5)
    assert found.tier.tolist() == [1] * 8
    assert set(found.rank) == {4.5}
    assert not found.ahead.any()


def test_a_criterion_without_weight_changes_nothing():
    notes = random_notes(3)
    fewer = Notes(notes.values[:, 1:], notes.drawn[..., 1:])
    with_it, without = order(notes, [0, 1, 2, 1, 1]), order(fewer, [1, 2, 1, 1])
    assert with_it.score == pytest.approx(without.score)
    assert with_it.tier.tolist() == without.tier.tolist()
    assert with_it.ahead == pytest.approx(without.ahead)


def test_weights_count_by_their_proportions_only():
    notes = random_notes(4)
    once, twice = order(notes, [1, 2, 1, 0, 1]), order(notes, [2, 4, 2, 0, 2])
    assert once.score == pytest.approx(twice.score)
    assert once.ahead == pytest.approx(twice.ahead)


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_the_rows_changes_nothing(seed):
    notes = random_notes(seed)
    places = np.random.default_rng(seed).permutation(8)
    shuffled = Notes(notes.values[places], notes.drawn[:, :, places])
    found, other = order(notes, [1] * 5), order(shuffled, [1] * 5)
    for name in ("score", "rank", "low", "high", "tier"):
        assert getattr(found, name)[places] == pytest.approx(getattr(other, name)), name
    assert found.ahead[np.ix_(places, places)] == pytest.approx(other.ahead)


def test_a_territory_more_does_not_reorder_the_others():
    notes = random_notes(5)
    fewer = Notes(notes.values[:-1], notes.drawn[:, :, :-1])
    found, other = order(notes, [1] * 5), order(fewer, [1] * 5)
    assert found.ahead[:-1, :-1] == pytest.approx(other.ahead)


def test_the_same_seed_gives_the_same_settings():
    notes = random_notes(6)
    first, again, other = (order(notes, [1] * 5, seed=seed) for seed in (1, 1, 2))
    assert (first.ahead == again.ahead).all()
    assert (first.ahead != other.ahead).any()


@pytest.mark.parametrize("seed", range(8))
def test_the_ranges_lie_among_the_ranks_and_the_shares_of_a_pair_never_pass_one(seed):
    found = order(random_notes(seed), [1, 2, 0.5, 1, 1])
    assert (found.low >= 1).all()
    assert (found.low <= found.high).all()
    assert (found.high <= 8).all()
    assert (found.ahead + found.ahead.T <= 1 + 1e-12).all()
    assert (found.ahead.diagonal() == 0).all()


@pytest.mark.parametrize("seed", range(8))
def test_a_tier_is_ahead_of_the_next_in_nine_settings_out_of_ten_for_each_pair(seed):
    found = order(random_notes(seed), [3, 1, 1, 0, 0])
    for one in range(8):
        for other in range(8):
            if found.tier[one] < found.tier[other]:
                assert found.ahead[one, other] >= 0.9
    assert sorted(set(found.tier)) == list(range(1, found.tiers + 1))


def test_two_territories_that_are_not_told_apart_share_a_tier():
    found = order(notes_of([[90, 10], [10, 90], [1, 1]]), [1, 1])
    assert found.tier.tolist() == [1, 1, 2]


def test_what_is_alike_on_every_criterion_is_never_separated():
    found = order(notes_of([[40, 60], [40, 60], [30, 50]]), [1, 1])
    assert found.tier.tolist() == [1, 1, 2]
    assert found.ahead[0, 1] == found.ahead[1, 0] == 0


def test_a_territory_ahead_on_every_criterion_is_ahead_in_every_setting():
    found = order(notes_of([[60, 61, 62], [50, 51, 52], [10, 11, 12]]), [1, 5, 0.5])
    assert found.tier.tolist() == [1, 2, 3]
    assert (found.low == found.high).all()
    assert found.ahead[0, 1] == 1


def test_a_chain_of_unsettled_pairs_is_one_tier():
    # 0 is surely ahead of 2, but neither is told apart from 1.
    settled = np.zeros((3, 3), dtype=bool)
    settled[0, 2] = True
    assert tiers(settled).tolist() == [1, 1, 1]
    settled[1, 2] = True
    assert tiers(settled).tolist() == [1, 1, 2]


def test_one_territory_alone_is_one_tier():
    assert tiers(np.zeros((1, 1), dtype=bool)).tolist() == [1]
    assert order(notes_of([[50, 50]]), [1, 1]).high.tolist() == [1]


def test_an_unknown_note_may_be_anything_and_unsettles_the_order():
    known = order(notes_of([[80, 80], [60, 60]]), [1, 1])
    unknown = order(notes_of([[80, NAN], [60, 60]]), [1, 1])
    assert known.tiers == 2
    assert unknown.tiers == 1
    assert 0 < unknown.ahead[0, 1] < 1


def test_an_estimate_that_overlaps_orders_nothing_and_says_so():
    rng = np.random.default_rng(7)
    values = np.array([[55.0], [50.0], [45.0]])
    drawn = np.clip(values[:, 0] + 25 * rng.standard_normal((1, 400, 3)), 0, 100)[..., None]
    notes = Notes(values, drawn)
    assert order(notes, [1]).tiers == 1
    assert separated(notes, 0) == 0
    assert separated(Notes(values, np.full((1, 1, 3, 1), NAN)), 0) == 1


def test_an_unknown_value_is_told_apart_from_none():
    assert separated(notes_of([[80], [NAN], [60]]), 0) == pytest.approx(1 / 3)
    assert separated(notes_of([[80]]), 0) == 0


def test_every_key_is_met_by_every_criterion_left_out():
    values = np.array([[0.0, 50.0], [50.0, 0.0]])
    # Under the second key only, the first criterion turns round.
    drawn = np.full((2, 1, 2, 2), NAN)
    drawn[1, 0, :, 0] = [100, 0]
    found = order(Notes(values, drawn), [1, 0])
    assert found.ahead[0, 1] == pytest.approx(0.5, abs=1 / SETTINGS)


def test_a_negative_weight_is_refused():
    with pytest.raises(ValueError, match="none negative"):
        order(random_notes(1), [1, 1, 1, 1, -1])
    with pytest.raises(ValueError, match="one weight per criterion"):
        order(random_notes(1), [1, 1])


def test_a_variant_is_the_order_shown_under_its_weights():
    notes = random_notes(9)
    assert variant(notes.values, [1] * 5).rank.tolist() == order(notes, [1] * 5).rank.tolist()


def test_draws_keep_the_law_of_each_and_go_together():
    law = np.linspace(10, 20, 99)
    percentiles = np.column_stack([law, 10 * law, np.full(99, 7.0)])
    correlation = np.array([[1.0, 0.9, 0], [0.9, 1.0, 0], [0, 0, 1.0]])
    found = joint_draws(percentiles, correlation, 20_000, seed=3)
    assert np.quantile(found[:, 0], [0.1, 0.5, 0.9]) == pytest.approx(law[[9, 49, 89]], abs=0.2)
    assert np.corrcoef(found[:, 0], found[:, 1])[0, 1] == pytest.approx(0.9, abs=0.03)
    assert (found[:, 2] == 7).all()
