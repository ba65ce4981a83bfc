"""Bars of the estimate: departures on the left of 0, published counts apart."""

from __future__ import annotations

import pytest

from dashboard.themes.installations import Installations
from dashboard.views.fidelisation.installations.years import estimate_bars
from tests.support.movements import row


def test_departures_are_drawn_on_the_left_of_0_with_their_bounds_in_order():
    estimate = row(
        2022,
        81.3,
        24.3,
        field="rpps_and_liberal",
        period="2022/2026",
        duration_ans=4,
        entries_low_n=64.0,
        entries_high_n=100.0,
        exits_low_n=7.0,
        exits_high_n=43.0,
    )
    net = row(2022, field="rpps_all_modes", period="2022/2026", duration_ans=4, net_n=57.0)
    cessations = row(2022, None, 2327.0, field="liberal_cessations")
    found = Installations((estimate, net, cessations), frozenset())
    entries, exits, balance, national = estimate_bars(found)
    assert entries.value == pytest.approx(81.3 / 4)
    assert (exits.low, exits.value, exits.high) == pytest.approx((-43 / 4, -24.3 / 4, -7 / 4))
    assert balance.value == pytest.approx(entries.value + exits.value)
    assert (entries.is_estimated, exits.is_estimated) == (True, True)
    assert (balance.is_estimated, national.is_estimated) == (False, False)
    assert national.value == -2327
