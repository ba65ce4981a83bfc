"""Facts the weights of the cells are made of, and these weights at any date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from models.msu.estimate import blend_cell_weights
from models.territories.apportionment import FloatArray, IntArray

# GPs by département are published for 2014 and 2024: their shape drifts evenly in between.
DRIFT_FROM, DRIFT_TO = 2014.0, 2024.0


@dataclass(frozen=True)
class Country:
    """Facts the weights of the cells are made of.

    departement, subdivision : (m,) indices of each cell
    gp_keys : (k, m) GPs of each cell, by each admissible key, in 2024
    gp_before : (m,) GPs of each cell in 2014
    intern_shares : (s,) share of each subdivision in the interns in training, by year of count
    national_times, national_counts : dates, in years, and values of the national counts
    """

    departement: IntArray
    subdivision: IntArray
    gp_keys: FloatArray
    gp_before: FloatArray
    intern_shares: Mapping[int, FloatArray]
    national_times: FloatArray
    national_counts: FloatArray

    def national(self, time: float) -> float:
        """National count at a date: log-linear between counts, the nearest one outside."""
        return float(np.exp(np.interp(time, self.national_times, np.log(self.national_counts))))

    def weights(self, time: float, blends: Sequence[float]) -> FloatArray:
        """Weights of the cells at a date, (blends × keys, m); each row sums to 1."""
        years = sorted(self.intern_shares)
        interns = self.intern_shares[min(max(int(time), years[0]), years[-1])]
        drift = float(np.clip((time - DRIFT_FROM) / (DRIFT_TO - DRIFT_FROM), 0, 1))
        before = self.gp_before / self.gp_before.sum()
        return np.array(
            [
                blend_cell_weights(
                    drift * gps / gps.sum() + (1 - drift) * before,
                    interns,
                    self.subdivision,
                    blend,
                )
                for blend in blends
                for gps in self.gp_keys
            ]
        )
