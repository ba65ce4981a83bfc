"""Scenario of « Et sans eux ? » for one place: doctors removed, densities left. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.core.values import LevelValues, Measure
from dashboard.themes.removal import ImportedCohort
from models.retention.removal import (
    BELOW,
    FALLS,
    HOLDS,
    UNDETERMINED,
    Footprint,
    Span,
    average_loss,
    density_without,
    footprint,
    removed_by_flows,
    share_pct,
    spread,
    verdicts,
)
from models.territories.apportionment import FloatArray
from models.territories.cells import NATION, Cells

# Three bases of a scenario, never mixed.
FLOWS, STAGES, EFFECT = "flux", "stages", "effet"
USUAL_DELAY_YEARS = 5
ORDER = (FALLS, UNDETERMINED, HOLDS, BELOW, None)
Bounds = tuple[float, float, float]


@dataclass(frozen=True)
class Densities:
    """Liberal GPs and their published density, by département; nan where unknown."""

    ids: tuple[str, ...]
    gps: FloatArray
    density: FloatArray
    status: tuple[str | None, ...]

    @classmethod
    def of(cls, gps: LevelValues, density: LevelValues) -> Densities:
        """Two indicators of the same level, side by side."""
        return cls(density.ids, _array(gps.values), _array(density.values), density.status)


@dataclass(frozen=True)
class NationalFigures:
    """Published figures behind the average effect.

    interns : interns counted, by subdivision and for the nation, with bounds
    effect_pts : points of settled GPs for one point of interns
    settlers : first liberal settlements in a year, the latest published and the range
    """

    interns: Mapping[str, Bounds]
    effect_pts: float
    settlers: Bounds


@dataclass(frozen=True)
class RemovalDepartement:
    """One département before and after; ``is_partial`` when a count of it is withheld.

    ``published_status`` is that of the density before, ``status`` that of the density after.
    """

    territory_id: str
    gps: float | None
    before: float | None
    removed: Measure
    after: Measure
    verdict: str | None
    published_status: str | None
    status: str | None
    is_partial: bool

    @property
    def is_touched(self) -> bool:
        """Whether somebody is, or may be, removed from it."""
        return self.is_partial or bool(self.removed.value)


@dataclass(frozen=True)
class Scenario:
    """Density left in every département, and the figures behind it.

    ``share_pct`` is the share of the national interns (or MSU) removed, for ``EFFECT`` only;
    ``cohorts`` are those removed, for the others.
    """

    basis: str
    origin_id: str
    removed_kind: str
    promotions: int
    threshold: float
    departements: tuple[RemovalDepartement, ...]
    total: Measure
    share_pct: Measure | None = None
    cohorts: tuple[ImportedCohort, ...] = ()
    footprint: Footprint | None = None

    @property
    def touched(self) -> list[RemovalDepartement]:
        """Départements that lose somebody: those that fall, then the nearest to the threshold.

        Those of which only a withheld count is published come last.
        """

        def rank(place: RemovalDepartement) -> tuple[bool, int, float, str]:
            density = np.inf if place.after.value is None else place.after.value
            verdict = ORDER.index(place.verdict)
            return not place.removed.value, verdict, density, place.territory_id

        return sorted((place for place in self.departements if place.is_touched), key=rank)

    def departements_with(self, verdict: str) -> list[RemovalDepartement]:
        """Départements that lose somebody and have this verdict."""
        return [place for place in self.touched if place.verdict == verdict]


def effect_scenario(
    cells: Cells,
    densities: Densities,
    national: NationalFigures,
    share: Span,
    zones: Mapping[str, float],
    *,
    origin_id: str,
    removed_kind: str,
    promotions: int,
    threshold: float,
) -> Scenario:
    """Scenario of the average effect.

    Parameters
    ----------
    share : share of the national interns moved elsewhere, in %
    zones : subdivisions where they were trained, and the part of them in each
    """
    loss = average_loss(share, national.effect_pts, Span.of(*national.settlers), promotions)
    parts = np.array([zones.get(item, 0.0) for item in cells.subdivision_ids])
    removed = Span(
        *(
            spread(bound * parts, densities.gps, cells)
            for bound in (loss.value, loss.low, loss.high)
        )
    )
    return Scenario(
        EFFECT,
        origin_id,
        removed_kind,
        promotions,
        threshold,
        _departements(densities, removed, threshold, frozenset(), "estimated"),
        _measure(loss),
        share_pct=_measure(share),
    )


def intern_share(national: NationalFigures, subdivision_id: str) -> Span:
    """Share of the national interns trained in a subdivision, in %."""
    interns = national.interns
    return share_pct(Span.of(*interns[subdivision_id]), Span.of(*interns[NATION]))


@dataclass(frozen=True)
class ZoneLoss:
    """Loss of a subdivision: liberal GPs, and in % of those it has."""

    subdivision_id: str
    gps: float
    loss: Measure
    part_pct: Measure


def zone_losses(
    cells: Cells, densities: Densities, national: NationalFigures, promotions: int
) -> list[ZoneLoss]:
    """Loss of every subdivision by the average effect, in the order of their ids."""
    gps = np.bincount(cells.subdivision, weights=cells.spread(densities.gps))
    losses = []
    for subdivision_id, gps_n in zip(cells.subdivision_ids, gps.tolist(), strict=True):
        share = intern_share(national, subdivision_id)
        loss = average_loss(share, national.effect_pts, Span.of(*national.settlers), promotions)
        part_pct = loss.times(100 / gps_n)
        losses.append(ZoneLoss(subdivision_id, gps_n, _measure(loss), _measure(part_pct)))
    return losses


def latest_cohorts(
    cohorts: Sequence[ImportedCohort], delay_years: int | None, promotions: int
) -> tuple[ImportedCohort, ...]:
    """The latest cohorts at one delay: the delay of the view, five years, or the longest."""
    delays = sorted({cohort.delay_years for cohort in cohorts})
    if not delays:
        return ()
    usual = USUAL_DELAY_YEARS if USUAL_DELAY_YEARS in delays else delays[-1]
    delay = delay_years if delay_years in delays else usual
    at_delay = [cohort for cohort in cohorts if cohort.delay_years == delay]
    return tuple(sorted(at_delay, key=lambda cohort: cohort.cohort)[-promotions:])


def counted_scenario(
    densities: Densities,
    cohorts: Sequence[ImportedCohort],
    *,
    basis: str,
    origin_id: str,
    removed_kind: str,
    threshold: float,
) -> Scenario:
    """Scenario of imported counts: the doctors of these cohorts are removed where they are."""
    flows = [cohort.flows for cohort in cohorts]
    removed = removed_by_flows(flows, densities.ids)
    withheld = frozenset().union(*(flow.withheld for flow in flows))
    total = float(removed.value.sum())
    return Scenario(
        basis,
        origin_id,
        removed_kind,
        len(cohorts),
        threshold,
        _departements(densities, removed, threshold, withheld, cohorts[0].status),
        Measure(total, total, None if withheld else total),
        cohorts=tuple(cohorts),
        footprint=footprint(flows) if basis == FLOWS else None,
    )


def _departements(
    densities: Densities,
    removed: Span,
    threshold: float,
    withheld: frozenset[str],
    status: str,
) -> tuple[RemovalDepartement, ...]:
    after = density_without(densities.density, densities.gps, removed)
    verdict_of = verdicts(densities.density, after, threshold)
    return tuple(
        RemovalDepartement(
            territory_id=territory_id,
            gps=_finite(densities.gps[index]),
            before=_finite(densities.density[index]),
            removed=_measure_at(removed, index),
            after=_measure_at(after, index),
            verdict=verdict_of[index],
            published_status=densities.status[index],
            status=status
            if removed.high[index] > 0 or territory_id in withheld
            else densities.status[index],
            is_partial=territory_id in withheld,
        )
        for index, territory_id in enumerate(densities.ids)
    )


def _array(values: Sequence[float | None]) -> FloatArray:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def _measure(span: Span) -> Measure:
    return Measure(_finite(span.value), _finite(span.low), _finite(span.high))


def _measure_at(span: Span, index: int) -> Measure:
    value, low, high = (_finite(end[index]) for end in (span.value, span.low, span.high))
    return Measure(value, low, high)


def _finite(value: FloatArray) -> float | None:
    return float(value) if np.isfinite(value) else None
