"""What is left without the doctors trained in a place, against numbers worked out by hand."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.retention.removal import (
    BELOW,
    FALLS,
    HOLDS,
    UNDETERMINED,
    CohortFlows,
    Span,
    average_loss,
    default_threshold,
    density_without,
    footprint,
    removed_by_flows,
    share_pct,
    spread,
    verdicts,
)
from models.territories.cells import Cells

# Two subdivisions; the département B lies by a quarter in the second.
CELLS = Cells.from_links(
    [("DEP-A", "SUB-1", 1.0), ("DEP-B", "SUB-1", 0.75), ("DEP-B", "SUB-2", 0.25)],
    {"DEP-A": "REG-1", "DEP-B": "REG-1"},
)
GPS = np.array([100.0, 400.0])


def exactly(*values: float) -> Span:
    array = np.array(values, dtype=np.float64)
    return Span(array, array, array)


def flows(counts: dict[str, int], withheld: str = "", settled: int | None = None) -> CohortFlows:
    return CohortFlows(counts, frozenset(withheld.split()), settled)


def test_the_average_loss_is_the_product_written_in_the_method():
    # 10 cohorts x 0.4 point x 3.26 % x 2 357 settlers a year
    loss = average_loss(Span.of(3.26, 3.07, 3.46), 0.4, Span.of(2357, 1224, 2357), promotions=10)
    assert float(loss.value) == pytest.approx(307.35, abs=0.01)
    assert float(loss.low) == pytest.approx(10 * 0.004 * 3.07 * 1224)
    assert float(loss.high) == pytest.approx(10 * 0.004 * 3.46 * 2357)


def test_without_interns_nobody_is_missing():
    nobody = share_pct(Span.of(0.0, 0.0, 0.0), Span.of(1000.0, 940.0, 1000.0))
    loss = average_loss(nobody, 0.4, Span.of(2357, 1224, 2357), promotions=12)
    assert [float(end) for end in (loss.value, loss.low, loss.high)] == [0, 0, 0]


def test_a_share_is_low_when_the_place_alone_fills_its_posts_badly():
    # 100 posts of 1 000, filled at 94 % at least: 94 / (94 + 900), and 100 / (100 + 846)
    share = share_pct(Span.of(100.0, 94.0, 100.0), Span.of(1000.0, 940.0, 1000.0))
    assert float(share.value) == 10
    assert float(share.low) == pytest.approx(100 * 94 / 994)
    assert float(share.high) == pytest.approx(100 * 100 / 946)


def test_a_departement_on_two_subdivisions_loses_its_part_of_each():
    # SUB-1 has 100 + 300 GPs: it loses a tenth of them; SUB-2 has 100 and loses half.
    lost = spread(np.array([40.0, 50.0]), GPS, CELLS)
    assert lost.tolist() == pytest.approx([10.0, 30.0 + 50.0])


@given(st.lists(st.floats(0, 500), min_size=2, max_size=2))
def test_what_departements_lose_sums_to_what_subdivisions_lose(losses):
    assert spread(np.array(losses), GPS, CELLS).sum() == pytest.approx(sum(losses))


def test_without_anyone_removed_the_density_is_the_published_one():
    after = density_without(np.array([107.0, 9.7]), np.array([2191.0, 32.0]), exactly(0, 0))
    assert after.value.tolist() == [107.0, 9.7]


def test_the_density_falls_with_the_part_of_the_gps_removed():
    # a quarter of the GPs, with a bound at a tenth and at a half
    removed = Span(np.array([25.0]), np.array([10.0]), np.array([50.0]))
    after = density_without(np.array([80.0]), np.array([100.0]), removed)
    assert (after.value[0], after.low[0], after.high[0]) == (60.0, 40.0, 72.0)


def test_no_more_gps_are_removed_than_there_are():
    removed = Span(np.array([40.0]), np.array([40.0]), np.array([np.inf]))
    after = density_without(np.array([9.7]), np.array([32.0]), removed)
    assert (after.value[0], after.low[0]) == (0.0, 0.0)


def test_an_unknown_density_or_number_of_gps_stays_unknown():
    after = density_without(np.array([np.nan, 80.0]), np.array([10.0, np.nan]), exactly(1, 1))
    assert np.isnan(after.value).all()
    assert verdicts(np.array([np.nan, 80.0]), after, 65) == [None, None]


@pytest.mark.parametrize(
    ("before", "low", "high", "said"),
    [
        (70.0, 60.0, 64.9, FALLS),
        (70.0, 60.0, 65.0, UNDETERMINED),
        (70.0, 64.9, 69.0, UNDETERMINED),
        (70.0, 65.0, 69.0, HOLDS),
        (65.0, 60.0, 62.0, FALLS),
        (64.9, 40.0, 64.9, BELOW),
    ],
)
def test_a_territory_falls_only_when_its_whole_interval_does(before, low, high, said):
    after = Span(np.array([low]), np.array([low]), np.array([high]))
    assert verdicts(np.array([before]), after, 65.0) == [said]


def test_the_default_threshold_is_a_whole_part_of_the_national_density():
    assert default_threshold(81.0) == 65


def test_imported_doctors_are_removed_where_they_settled_over_all_cohorts():
    cohorts = [flows({"A": 10, "B": 5}), flows({"A": 7})]
    removed = removed_by_flows(cohorts, ["A", "B", "C"])
    assert removed.value.tolist() == removed.high.tolist() == [17, 5, 0]


def test_a_withheld_count_is_at_most_all_that_its_cohort_hides():
    cohorts = [flows({"A": 10}, "B C", settled=16), flows({"B": 9}, settled=9)]
    removed = removed_by_flows(cohorts, ["A", "B", "C", "D"])
    assert removed.low.tolist() == removed.value.tolist() == [10, 9, 0, 0]
    assert removed.high.tolist() == [10, 15, 6, 0]


@pytest.mark.parametrize("settled", [None, 9])
def test_a_withheld_count_has_no_bound_when_the_total_is_unknown_or_does_not_fit(settled):
    removed = removed_by_flows([flows({"A": 10}, "B", settled)], ["A", "B"])
    assert removed.high.tolist() == [10, np.inf]


def test_the_footprint_stops_at_the_first_departement_that_reaches_the_part():
    found = footprint([flows({"A": 40, "B": 30, "C": 20, "D": 10})])
    assert found.size == 2
    assert found.cumulative_pct[:2] == (40.0, 70.0)
    assert found.of_settled_pct is None


def test_equal_counts_are_taken_in_the_order_of_their_ids():
    found = footprint([flows({"C": 10, "A": 10, "B": 10})])
    assert [place for place, _ in found.counts] == ["A", "B", "C"]
    assert found.size == 3


@given(st.dictionaries(st.sampled_from("ABCDEF"), st.integers(1, 30), min_size=1))
def test_no_smaller_set_holds_the_part(counts):
    size = footprint([flows(counts)]).size
    total = sum(counts.values())
    smaller = combinations(counts.values(), size - 1)
    assert all(100 * sum(chosen) < 70 * total for chosen in smaller)


def hidden_placements(hidden: int, places: int):
    """Every way to put the hidden doctors in the withheld places."""
    if places == 1:
        yield (hidden,)
        return
    for first in range(hidden + 1):
        for rest in hidden_placements(hidden - first, places - 1):
            yield first, *rest


@given(
    st.dictionaries(st.sampled_from("ABCD"), st.integers(5, 20), min_size=1),
    st.integers(0, 9),
)
def test_the_bounds_hold_whatever_the_withheld_counts_are(counts, hidden):
    found = footprint([flows(counts, "Y Z", settled=sum(counts.values()) + hidden)])
    for placed in hidden_placements(hidden, 2):
        size = footprint([flows(counts | dict(zip("YZ", placed, strict=True)))]).size
        assert found.at_least <= size
        assert found.at_most is None or size <= found.at_most


def test_the_part_of_all_who_settled_counts_those_withheld():
    found = footprint([flows({"A": 16}, "B C D", settled=23)])
    assert found.size == 1
    assert found.of_settled_pct == pytest.approx(100 * 16 / 23)
    assert (found.at_least, found.at_most) == (2, None)


def test_doctors_of_no_known_place_leave_the_footprint_unbounded():
    found = footprint([flows({"A": 16}, settled=30)])
    assert (found.at_least, found.at_most) == (None, None)


def test_without_any_published_count_there_is_no_footprint():
    found = footprint([flows({}, "A B", settled=4)])
    assert found.size == 0
    assert found.cumulative_pct == ()
