import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.retention.apparent import EntryAssumptions, apparent_retention, flows

ASSUMPTIONS = EntryAssumptions(
    cessation_rate=0.14, cessation_rate_margin=0.015, fill_low=0.95, fill_high=1.0, years=4
)


def measure(change, older, posts):
    return apparent_retention(
        np.array([float(change)]),
        np.array([float(older)]),
        np.array([float(posts)]),
        ASSUMPTIONS,
        draws=500,
    )


def test_a_ratio_computed_by_hand():
    # 40 / 4 + 0.14 x 500 = 80 entries a year, for 100 posts
    result = measure(40, 500, 100)
    assert result.entries_per_year[0] == pytest.approx(80)
    assert result.per_100_interns[0] == pytest.approx(80)


def test_the_ratio_can_exceed_100():
    assert measure(400, 500, 100).per_100_interns[0] == pytest.approx(170)


def test_losses_larger_than_departures_give_no_negative_entries():
    assert measure(-4000, 100, 100).entries_per_year[0] == 0


def test_without_interns_the_ratio_is_unknown():
    result = measure(40, 500, 0)
    assert np.isnan(result.per_100_interns[0])
    assert np.isnan(result.low[0])


def test_a_small_territory_is_less_certain_than_a_large_one():
    small, large = measure(4, 50, 10), measure(400, 5000, 1000)
    assert (small.high - small.low)[0] > (large.high - large.low)[0]


@settings(max_examples=30)
@given(change=st.integers(-500, 500), older=st.integers(0, 2000), posts=st.integers(1, 600))
def test_the_interval_contains_the_value(change, older, posts):
    result = measure(change, older, posts)
    assert result.low[0] <= result.per_100_interns[0] <= result.high[0]
    assert result.entries_low[0] <= result.entries_per_year[0] <= result.entries_high[0]


def measure_flows(change, older):
    found = flows(np.array([float(change)]), np.array([float(older)]), ASSUMPTIONS, draws=500)
    return {name: getattr(found, name)[0] for name in found.__dataclass_fields__}


def test_entries_and_exits_of_the_period_computed_by_hand():
    found = measure_flows(40, 500)
    # exits: 4 years x 0.14 x 500 = 280; entries: 40 + 280
    assert found["exits"] == pytest.approx(280)
    assert found["entries"] == pytest.approx(320)


def test_apparent_retention_and_flows_have_the_same_entries():
    assert measure(40, 500, 100).entries_per_year[0] == pytest.approx(
        measure_flows(40, 500)["entries"] / 4
    )


def test_a_loss_larger_than_the_exits_explained_is_unknown_and_not_zero():
    assert all(np.isnan(value) for value in measure_flows(-91, 40).values())


@settings(max_examples=30)
@given(change=st.integers(-200, 500), older=st.integers(0, 2000))
def test_entries_less_exits_are_the_net_change_whole_interval_long(change, older):
    found = measure_flows(change, older)
    if np.isnan(found["entries"]):
        return
    for end in ("", "_low", "_high"):
        entries, exits = found[f"entries{end}"], found[f"exits{end}"]
        assert entries - exits == pytest.approx(change)
        assert entries >= -1e-9
        assert exits >= -1e-9
    assert found["entries_low"] <= found["entries"] <= found["entries_high"]
    assert found["exits_low"] <= found["exits"] + 1e-9
    assert found["exits"] <= found["exits_high"] + 1e-9
