"""What a run collects: every sample, by measure and by contender."""

from __future__ import annotations

from collections import defaultdict
from statistics import quantiles

OURS, FLOOR, ALONE, PLOTLY = "ours", "floor", "alone", "plotly"
# Ours too: the page « Fidélisation », whose map crosses two indicators.
CROSSING = "crossing"
# Ours again: the pages of the registers, with those published and with many more lines.
FEW_LINES, MANY_LINES = "few lines", "many lines"
# Other libraries on the same official file.
PANDAS, POLARS, OPENPYXL, CALAMINE = "pandas", "polars", "openpyxl", "calamine"
PERCENTILE = 95


class Samples:
    """Samples of one run; what could not be measured is kept with its reason."""

    def __init__(self) -> None:
        self.values: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
        self.skipped: dict[str, str] = {}

    def add(self, measure: str, contender: str, value: float) -> None:
        """Keep one sample."""
        self.values[measure][contender].append(value)

    def as_json(self) -> dict:
        """Plain form, for the results file."""
        values = {
            measure: {name: [round(value, 3) for value in found] for name, found in by.items()}
            for measure, by in self.values.items()
        }
        return {"values": values, "skipped": self.skipped}

    @classmethod
    def from_json(cls, plain: dict) -> Samples:
        """Samples of a results file."""
        samples = cls()
        for measure, by_contender in plain["values"].items():
            for contender, found in by_contender.items():
                samples.values[measure][contender] = found
        samples.skipped = plain["skipped"]
        return samples


def p95(values: list[float]) -> float:
    """The value that 95 % of the samples do not exceed."""
    if len(values) < 2:
        return values[0]
    return quantiles(values, n=100, method="inclusive")[PERCENTILE - 1]
