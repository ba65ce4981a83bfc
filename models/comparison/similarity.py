"""Territories that look alike: distances on standardised indicators, with their reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.territories.apportionment import FloatArray

# Two territories that share fewer known criteria are not compared.
FEWEST_CRITERIA = 3
PEERS = 7
# Farther than one standard deviation on average, territories are the nearest, not alike.
FAR = 1.0
# A reason farther than this, in standard deviations, is not outweighed by the others.
UNLIKE = 2.0
NEAREST = 3
POPULATION = "population_hab"


@dataclass(frozen=True)
class Criterion:
    """One thing two territories are compared on.

    ``log`` compares ratios rather than differences; ``inherited`` is the value of a larger
    territory: it counts in the distance, and is no reason to call two territories alike.
    """

    criterion_id: str
    log: bool = False
    inherited: bool = False


# What makes two territories alike for the training of general practitioners, whoever they are.
CRITERIA = (
    Criterion(POPULATION, log=True),
    Criterion("densite_mg_liberaux_cnam_pour_100k"),
    Criterion("part_mg_liberaux_60_ans_et_plus_pct"),
    Criterion("part_population_zip_zac_pct"),
    Criterion("internes_pour_100k"),
)
# Interns are those of the subdivision: two départements of the same one are not alike for that.
OF_SUBDIVISION = "internes_pour_100k"


def similarity_criteria(level: str) -> tuple[Criterion, ...]:
    """Criteria of a level, in the order of the columns."""
    return tuple(
        replace(item, inherited=level == "departement" and item.criterion_id == OF_SUBDIVISION)
        for item in CRITERIA
    )


@dataclass(frozen=True)
class Trait:
    """Both values of one criterion, and their difference in standard deviations (signed)."""

    criterion_id: str
    own: float
    other: float
    gap: float


@dataclass(frozen=True)
class Peer:
    """A similar territory.

    ``distance`` is the quadratic mean, in standard deviations, of the differences on the
    ``traits``, which are the criteria known for both, closest first; ``missing`` are the others.
    """

    territory_id: str
    distance: float
    traits: tuple[Trait, ...]
    missing: tuple[str, ...]
    inherited: frozenset[str] = frozenset()

    @property
    def reasons(self) -> tuple[Trait, ...]:
        """Traits of the territory itself, closest first."""
        return tuple(trait for trait in self.traits if trait.criterion_id not in self.inherited)

    @property
    def closest(self) -> Trait:
        """What brings the two together most."""
        return self.reasons[0]

    @property
    def farthest(self) -> Trait:
        """What keeps them apart most."""
        return self.reasons[-1]


def alike(peers: Sequence[Peer]) -> tuple[Peer, ...]:
    """Peers that do look like a territory; its three nearest when none does.

    A peer is left out when it is far on average, or on one reason of its own.
    """
    close = [
        peer
        for peer in peers
        if peer.distance <= FAR and all(abs(item.gap) <= UNLIKE for item in peer.reasons)
    ]
    return tuple(close or peers[:NEAREST])


def similar(
    ids: Sequence[str],
    table: FloatArray,
    criteria: Sequence[Criterion],
    *,
    count: int = PEERS,
    fewest: int = FEWEST_CRITERIA,
) -> dict[str, tuple[Peer, ...]]:
    """Nearest territories of each one.

    Parameters
    ----------
    ids : (n,) territories of one level
    table : (n, m) values in their own units, NaN when missing, one column per criterion;
        those of a logarithmic criterion are positive
    criteria : (m,) what the columns are
    count : how many to return at most
    fewest : how many criteria two territories must share to be compared

    Returns
    -------
    The nearest first, for each territory; none for one that shares too few criteria with all.
    Criteria weigh the same. Two territories are compared on those known for both, and their
    distance is brought to the same scale; ties keep the order of ``ids``.
    """
    shared = _known(table) @ _known(table).T
    reduced = _standardised(table, criteria)
    distances = _distances(reduced)
    np.fill_diagonal(distances, np.nan)
    distances[shared < fewest] = np.nan
    return {
        own: tuple(
            Peer(
                ids[other],
                float(distances[index, other]),
                *_traits(criteria, table[[index, other]], reduced[other] - reduced[index]),
                frozenset(item.criterion_id for item in criteria if item.inherited),
            )
            for other in np.argsort(distances[index], kind="stable")[:count]
            if not np.isnan(distances[index, other])
        )
        for index, own in enumerate(ids)
    }


def _known(table: FloatArray) -> FloatArray:
    return (~np.isnan(table)).astype(float)


def _standardised(table: FloatArray, criteria: Sequence[Criterion]) -> FloatArray:
    """Centred and reduced columns; missing values stay missing, and weigh on no mean."""
    # Half a second to import: only what looks for similar territories pays for it.
    from sklearn.preprocessing import StandardScaler

    columns = [
        np.log(column) if criterion.log else column
        for criterion, column in zip(criteria, table.T, strict=True)
    ]
    return np.asarray(StandardScaler().fit_transform(np.column_stack(columns)))


def _distances(standardised: FloatArray) -> FloatArray:
    """Quadratic mean of the differences over the criteria known for both (n, n)."""
    from sklearn.metrics.pairwise import nan_euclidean_distances

    # That of scikit-learn is a sum brought to all the columns: a mean does not depend on them.
    scale = np.sqrt(standardised.shape[1])
    return np.asarray(nan_euclidean_distances(standardised)) / scale


def _traits(
    criteria: Sequence[Criterion], values: FloatArray, gaps: FloatArray
) -> tuple[tuple[Trait, ...], tuple[str, ...]]:
    """Criteria known for both, closest first, and those that are not."""
    known = [
        Trait(criterion.criterion_id, float(own), float(other), float(gap))
        for criterion, own, other, gap in zip(criteria, *values, gaps, strict=True)
        if not np.isnan(gap)
    ]
    found = {trait.criterion_id for trait in known}
    missing = tuple(item.criterion_id for item in criteria if item.criterion_id not in found)
    return tuple(sorted(known, key=lambda trait: abs(trait.gap))), missing
