"""Intervals of the rates that surveys published, against the formula of Wilson by hand."""

from __future__ import annotations

import numpy as np
import pytest

from models.retention.surveys import survey_interval
from models.uncertainty import wilson


def test_two_published_rates_have_the_interval_computed_by_hand():
    # 81 % of 317: middle 0.80629, half-width 0.04309; 79 % of 223: 0.78509 and 0.05323.
    low, high = survey_interval(np.array([81.0, 79.0]), np.array([317.0, 223.0]))
    assert low == pytest.approx([76.32, 73.19], abs=0.01)
    assert high == pytest.approx([84.94, 83.83], abs=0.01)


def test_a_whole_count_has_the_interval_that_imported_cohorts_have():
    settled, trained = np.array([38.0, 0.0, 5.0]), np.array([70.0, 12.0, 5.0])
    rate, low, high = wilson(settled, trained)
    found_low, found_high = survey_interval(rate, trained)
    assert found_low == pytest.approx(low, abs=1e-9)
    assert found_high == pytest.approx(high, abs=1e-9)


def test_a_rate_whose_base_is_not_said_has_no_interval():
    low, high = survey_interval(np.array([78.0]), np.array([np.nan]))
    assert np.isnan([low[0], high[0]]).all()


@pytest.mark.parametrize(("share", "base"), [(101.0, 10.0), (-1.0, 10.0), (50.0, 0.0)])
def test_a_share_or_a_base_that_cannot_be_is_refused(share, base):
    with pytest.raises(ValueError, match="between 0 and 100"):
        survey_interval(np.array([share]), np.array([base]))
