"""``sans-eux-v1``: the density of GPs without the doctors trained in a place.

Two readings that are never mixed: the doctors counted by imported files are taken away one by
one, or the average effect published for the allocation of interns is applied to the share of a
place. The second says what moving the interns elsewhere would change, not who was trained here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from models.territories.apportionment import FloatArray
from models.territories.cells import Cells

METHOD_ID = "sans-eux-v1"
# The posts of these cohorts stand for the interns trained in a year.
FIRST_COHORT, LATEST_COHORT = 2020, 2022
# Densities are published with one decimal: what is shown is what is compared.
DECIMALS = 1
FOOTPRINT_PCT = 70.0
DEFAULT_THRESHOLD_PCT = 80.0
FALLS, UNDETERMINED, HOLDS, BELOW = "passe", "indetermine", "tient", "dessous"


@dataclass(frozen=True)
class Span:
    """Positive values with their bounds: arrays of one shape, low <= value <= high."""

    value: FloatArray
    low: FloatArray
    high: FloatArray

    @classmethod
    def of(cls, value: float, low: float, high: float) -> Span:
        """One number with its bounds."""
        return cls(np.asarray(value), np.asarray(low), np.asarray(high))

    def times(self, other: Span | float) -> Span:
        """Product, each bound with the bound of the same side: the widest the two allow."""
        by = other if isinstance(other, Span) else Span.of(other, other, other)
        return Span(self.value * by.value, self.low * by.low, self.high * by.high)


def share_pct(part: Span, whole: Span) -> Span:
    """Share of a part in the whole that holds it, in %.

    Low when the part is at its low bound and the rest at its high one, and conversely: a fill
    rate common to all would leave shares as they are.
    """

    def share(own: FloatArray, rest: FloatArray) -> FloatArray:
        total = own + rest
        return 100 * np.divide(own, total, out=np.zeros_like(total), where=total > 0)

    return Span(
        share(part.value, whole.value - part.value),
        share(part.low, whole.high - part.high),
        share(part.high, whole.low - part.low),
    )


def average_loss(share: Span, effect_pts: float, settlers: Span, promotions: int) -> Span:
    """Liberal GPs that a place would lack if its interns had been trained elsewhere.

    ``promotions * share * effect_pts / 100 * settlers``, the effect being taken as linear.

    Parameters
    ----------
    share : share of the national interns, in %
    effect_pts : points of the national share of settled GPs, for one point of interns
    settlers : GPs who settle for the first time in a year, whole country
    promotions : how many cohorts
    """
    return share.times(promotions * effect_pts / 100).times(settlers)


def spread(losses: FloatArray, gps: FloatArray, cells: Cells) -> FloatArray:
    """Spread the loss of each subdivision over its départements, by liberal GPs.

    Parameters
    ----------
    losses : (s,) in the order of ``cells.subdivision_ids``
    gps : (n,) liberal GPs, in the order of ``cells.departement_ids``

    Returns
    -------
    (n,) that sums to the losses of the subdivisions that have GPs
    """
    in_cells = cells.spread(gps)
    totals = np.bincount(cells.subdivision, weights=in_cells, minlength=len(cells.subdivision_ids))
    rates = np.divide(losses, totals, out=np.zeros(len(totals)), where=totals > 0)
    lost = in_cells * rates[cells.subdivision]
    return np.bincount(cells.departement, weights=lost, minlength=len(gps)).astype(np.float64)


def density_without(density: FloatArray, gps: FloatArray, removed: Span) -> Span:
    """Published density less the part of the GPs removed, never under 0.

    The population that the publisher divided by is thus kept: without anyone removed, the
    density is the published one.

    Parameters
    ----------
    density : (n,) GPs per 100 000 inhabitants, NaN when unknown
    gps : (n,) GPs, NaN when unknown
    removed : (n,) GPs removed; an infinite bound removes them all

    Returns
    -------
    (n,) per 100 000 inhabitants, rounded as published; NaN when unknown
    """

    def left(lost: FloatArray) -> FloatArray:
        part = np.divide(np.minimum(lost, gps), gps, out=np.zeros_like(gps), where=gps > 0)
        return np.round(density * (1 - np.where(np.isnan(gps), np.nan, part)), DECIMALS)

    return Span(left(removed.value), left(removed.high), left(removed.low))


def verdicts(density: FloatArray, after: Span, threshold: float) -> list[str | None]:
    """What can be said of each territory against a threshold; None when it is unknown.

    ``BELOW`` was under it already; ``FALLS`` and ``HOLDS`` in the whole interval, elsewhere
    ``UNDETERMINED``.
    """
    found: list[str | None] = []
    for before, low, high in zip(density, after.low, after.high, strict=True):
        if np.isnan(before) or np.isnan(low) or np.isnan(high):
            found.append(None)
        elif before < threshold:
            found.append(BELOW)
        elif high < threshold:
            found.append(FALLS)
        else:
            found.append(HOLDS if low >= threshold else UNDETERMINED)
    return found


def default_threshold(national_density: float) -> float:
    """Threshold offered first: a whole number near a round part of the national density."""
    return float(round(DEFAULT_THRESHOLD_PCT / 100 * national_density))


@dataclass(frozen=True)
class CohortFlows:
    """Where one cohort settled: published counts, destinations withheld, all who settled.

    ``settled_n`` None is unknown, or does not fit the counts.
    """

    counts: Mapping[str, int]
    withheld: frozenset[str]
    settled_n: int | None

    @property
    def hidden_n(self) -> int | None:
        """Doctors settled in no published destination: a difference of published numbers."""
        if self.settled_n is None or self.settled_n < sum(self.counts.values()):
            return None
        return self.settled_n - sum(self.counts.values())


def removed_by_flows(cohorts: Sequence[CohortFlows], ids: Sequence[str]) -> Span:
    """Doctors to remove from each territory: at least those published.

    The high bound adds, where a count is withheld, all the doctors that the cohort may hide
    there; infinite when that is unknown.
    """
    known = np.array([sum(one.counts.get(i, 0) for one in cohorts) for i in ids], dtype=np.float64)
    hidden = np.array(
        [
            sum(np.inf if c.hidden_n is None else c.hidden_n for c in cohorts if i in c.withheld)
            for i in ids
        ],
        dtype=np.float64,
    )
    return Span(known, known, known + hidden)


@dataclass(frozen=True)
class Footprint:
    """The smallest set of territories that holds a part of the doctors published.

    ``counts`` are all the published ones, largest first, and ``cumulative_pct`` their running
    share; the set is the first ``size``. ``of_settled_pct`` is its share in all who settled, when
    known; ``at_least`` and ``at_most`` bound the size of the footprint of all who settled,
    whatever the withheld counts are; None when nothing bounds it.
    """

    counts: tuple[tuple[str, int], ...]
    cumulative_pct: tuple[float, ...]
    size: int
    withheld_n: int
    settled_n: int | None
    of_settled_pct: float | None
    at_least: int | None
    at_most: int | None

    @property
    def published_n(self) -> int:
        """Doctors whose destination is published."""
        return sum(count for _, count in self.counts)


def footprint(cohorts: Sequence[CohortFlows], part_pct: float = FOOTPRINT_PCT) -> Footprint:
    """Smallest set of territories that holds ``part_pct`` of the doctors published.

    Largest counts first, equal ones in the order of their ids: no smaller set holds as many.
    """
    totals: Counter[str] = Counter()
    for cohort in cohorts:
        totals.update(cohort.counts)
    counts = tuple(sorted(totals.items(), key=lambda item: (-item[1], item[0])))
    running = np.cumsum([count for _, count in counts], dtype=np.float64)
    published = float(running[-1]) if len(running) else 0.0
    size = _reach(running, part_pct, published) or 0
    withheld = frozenset().union(*(cohort.withheld for cohort in cohorts))
    hidden = [cohort.hidden_n for cohort in cohorts]
    settled = None
    at_least = at_most = None
    if cohorts and None not in hidden:
        settled = int(published) + sum(count or 0 for count in hidden)
        at_most = _reach(running, part_pct, settled)
        at_least = _fewest(totals, withheld, settled, part_pct)
    return Footprint(
        counts=counts,
        cumulative_pct=tuple((100 * running / published).tolist()) if published else (),
        size=size,
        withheld_n=len(withheld),
        settled_n=settled,
        of_settled_pct=float(100 * running[size - 1] / settled) if size and settled else None,
        at_least=at_least,
        at_most=at_most,
    )


def _reach(running: FloatArray, part_pct: float, total: float) -> int | None:
    """How many of the largest counts it takes; None when all of them are not enough."""
    enough = np.flatnonzero(100 * running >= part_pct * total - 1e-9)
    return int(enough[0]) + 1 if len(enough) and total > 0 else None


def _fewest(
    totals: Mapping[str, int], withheld: frozenset[str], settled: int, part_pct: float
) -> int | None:
    """Fewest territories that could do, all the hidden doctors being in one withheld place."""
    hidden = settled - sum(totals.values())
    if hidden and not withheld:
        return None
    sizes = []
    for place in withheld or {""}:
        supposed = Counter(totals)
        supposed[place] += hidden
        running = np.cumsum(sorted(supposed.values(), reverse=True), dtype=np.float64)
        sizes.append(_reach(running, part_pct, settled))
    return min((size for size in sizes if size is not None), default=None)
