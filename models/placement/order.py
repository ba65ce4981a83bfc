"""``placement-v1``: a weighted order of territories, and what of it is settled.

The score of a territory is the weighted mean of its notes (``models.placement.notes``). Nobody
knows the right weights, the apportionment key is a choice, some notes rest on an estimate and
some are missing: the order is computed again under many settings, and only what holds in nearly
all of them is said. Territories that are not told apart share a tier.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.placement.notes import MIDDLE
from models.territories.apportionment import FloatArray, IntArray

METHOD_ID = "placement-v1"
SETTINGS = 1000
SEED = 20_271_101
# Sum of the parameters of the Dirichlet law around the weights: with five equal weights, each
# goes from about half to about one and a half times itself in eight settings out of ten.
CONCENTRATION = 20.0
# Part of the settings in which a territory is ahead of another for the order to be settled.
SETTLED = 0.9
# Central part of the settings that a range of ranks covers.
RANGE = 0.8
# Scores nearer than this are equal: noise of the sums must not order territories.
EQUAL = 1e-9

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class Notes:
    """Notes of n territories on c criteria, from 0 to 100; nan is unknown.

    values : (n, c) notes shown
    drawn : (k, d, n, c) the same under k apportionment keys and d draws of the estimates, nan
        where a criterion is neither estimated nor shared by a key: its note is then that shown
    """

    values: FloatArray
    drawn: FloatArray


@dataclass(frozen=True)
class Order:
    """What the settings say of n territories.

    score : (n,) weighted mean of the notes shown, from 0 to 100
    rank : (n,) rank in the order shown; ties share the mean of their ranks
    low, high : (n,) first and last rank in the central ``RANGE`` of the settings
    ahead : (n, n) part of the settings in which a territory of the row is ahead of the column
    tier : (n,) from 1, the first; a tier is wholly ahead of the next in ``SETTLED`` settings
    """

    score: FloatArray
    rank: FloatArray
    low: IntArray
    high: IntArray
    ahead: FloatArray
    tier: IntArray

    @property
    def tiers(self) -> int:
        """How many tiers there are; 1 when nothing is settled."""
        return int(self.tier.max(initial=0))


@dataclass(frozen=True)
class Variant:
    """The order under one setting changed by hand."""

    score: FloatArray
    rank: FloatArray


def scores(notes: FloatArray, weights: FloatArray) -> FloatArray:
    """Weighted mean of notes (..., n, c) by weights (..., c); an unknown note is in the middle.

    All territories score 0 when every weight is 0.
    """
    filled = np.where(np.isfinite(notes), notes, MIDDLE)
    total = weights.sum(axis=-1)[..., None]
    weighted = np.einsum("...nc,...c->...n", filled, weights)
    return np.divide(weighted, total, out=np.zeros_like(weighted), where=total > 0)


def ranks(score: FloatArray) -> FloatArray:
    """Ranks of scores (..., n), the highest first; ties share the mean of their ranks."""
    gap = score[..., None, :] - score[..., :, None]
    before = (gap > EQUAL).sum(axis=-1)
    equal = (np.abs(gap) <= EQUAL).sum(axis=-1)
    return before + (equal + 1) / 2


def variant(notes: FloatArray, weights: Sequence[float]) -> Variant:
    """Order of notes (n, c) under some weights."""
    score = scores(notes, np.asarray(weights, dtype=np.float64))
    return Variant(score, ranks(score))


def order(notes: Notes, weights: Sequence[float], *, seed: int = SEED) -> Order:
    """Order shown, and its stability over ``SETTINGS`` settings.

    Each setting draws weights around those given, takes one apportionment key and one draw of
    the estimates, and one time in two leaves one criterion out, each in turn. An unknown note
    may be anything from 0 to 100.

    Raises
    ------
    ValueError
        When a weight is negative, or their number is not that of the criteria.
    """
    given = np.asarray(weights, dtype=np.float64)
    if given.shape != (notes.values.shape[1],) or (given < 0).any():
        raise ValueError(f"one weight per criterion, none negative, got {weights}")
    shown = variant(notes.values, given.tolist())
    # Two sequences, so that one more territory draws the same weights.
    of_weights, of_unknown = (np.random.default_rng((seed, part)) for part in range(2))
    moved = scores(_settings_notes(notes, of_unknown), _settings_weights(given, of_weights))
    moved_ranks = ranks(moved)
    gap = moved[:, :, None] - moved[:, None, :]
    ahead = (gap > EQUAL).mean(axis=0)
    tail = (1 - RANGE) / 2
    low, high = np.quantile(moved_ranks, [tail, 1 - tail], axis=0, method="inverted_cdf")
    return Order(
        score=shown.score,
        rank=shown.rank,
        low=np.floor(low).astype(np.int64),
        high=np.ceil(high).astype(np.int64),
        ahead=ahead,
        tier=tiers(ahead >= SETTLED),
    )


def tiers(settled: BoolArray) -> IntArray:
    """Finest tiers each wholly ahead of the next: (n,), from 1.

    Two territories whose order is not settled share a tier, and so do those in between: the
    tiers are the strongly connected components of « may be ahead of ».

    Parameters
    ----------
    settled : (n, n) True where the row is surely ahead of the column, never both ways
    """
    size = len(settled)
    reach = ~settled.T | np.eye(size, dtype=bool)
    for _ in range(max(size - 1, 1).bit_length()):
        reach = reach @ reach
    # The more territories one may be ahead of, directly or not, the earlier its tier.
    reached = reach.sum(axis=1)
    levels = np.unique(reached)[::-1]
    return (np.searchsorted(-levels, -reached) + 1).astype(np.int64)


def separated(notes: Notes, criterion: int) -> float:
    """Part of the pairs of territories that a criterion tells apart by itself, from 0 to 1.

    Over the keys and draws, as settled as the order is; 0 when fewer than two are compared.
    """
    size = len(notes.values)
    if size < 2:
        return 0.0
    drawn = notes.drawn[..., criterion].reshape(-1, size)
    values = np.where(np.isfinite(drawn), drawn, notes.values[:, criterion])
    # A comparison with nan is False: an unknown value is told apart from none.
    ahead = (values[:, :, None] - values[:, None, :] > EQUAL).mean(axis=0) >= SETTLED
    return float(ahead.sum()) / (size * (size - 1) / 2)


def left_out(weights: Sequence[float]) -> list[int]:
    """Criteria that may be left out: those that weigh, when another one remains."""
    active = [index for index, weight in enumerate(weights) if weight > 0]
    return active if len(active) > 1 else []


def _settings_weights(given: FloatArray, rng: np.random.Generator) -> FloatArray:
    """Weights of each setting: (settings, c)."""
    result = np.zeros((SETTINGS, len(given)))
    active = np.flatnonzero(given > 0)
    if len(active) == 0:
        return result
    alpha = CONCENTRATION * given[active] / given[active].sum()
    result[:, active] = rng.dirichlet(alpha, SETTINGS)
    removable = left_out(given.tolist())
    # As many settings with every criterion as settings with one left out.
    for place, criterion in enumerate(removable):
        result[len(removable) + place :: 2 * len(removable), criterion] = 0.0
    return result


def _settings_notes(notes: Notes, rng: np.random.Generator) -> FloatArray:
    """Notes of each setting: (settings, n, c)."""
    keys, draws = notes.drawn.shape[:2]
    rank = np.arange(SETTINGS)
    # By blocks, so that each key meets each criterion left out.
    key, draw = rank * keys // SETTINGS, rank % draws
    drawn = notes.drawn[key, draw]
    values = np.where(np.isfinite(drawn), drawn, notes.values[None])
    anything = 100 * rng.random(values.shape)
    return np.where(np.isfinite(values), values, anything)
