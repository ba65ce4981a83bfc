import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.retention.entries import EntryAssumptions, flows

ASSUMPTIONS = EntryAssumptions(cessation_rate=0.14, cessation_rate_margin=0.015, years=4)


def test_a_small_territory_is_less_certain_than_a_large_one():
    small, large = measure_flows(4, 50), measure_flows(400, 5000)
    assert _width(small) > _width(large)


def _width(found) -> float:
    return (found["entries_high"] - found["entries_low"]) / found["entries"]


def measure_flows(change, older):
    found = flows(np.array([float(change)]), np.array([float(older)]), ASSUMPTIONS, draws=500)
    return {name: getattr(found, name)[0] for name in found.__dataclass_fields__}


def test_entries_and_exits_of_the_period_computed_by_hand():
    found = measure_flows(40, 500)
    # exits: 4 years x 0.14 x 500 = 280; entries: 40 + 280
    assert found["exits"] == pytest.approx(280)
    assert found["entries"] == pytest.approx(320)


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
