"""Period of the flows to show, where the cohort of the view has none."""

from __future__ import annotations

import pytest

from dashboard.themes.flows import FlowPeriod
from dashboard.views.fidelisation.flows.moves import nearest_period

PERIODS = (
    FlowPeriod("stage", 2021, 5),
    FlowPeriod("subdivision", 2018, 3),
    FlowPeriod("subdivision", 2019, 5),
    FlowPeriod("subdivision", 2020, 5),
)


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        (("subdivision", 2019, 5), ("subdivision", 2019, 5)),
        (("subdivision", 2021, 5), ("subdivision", 2020, 5)),
        (("subdivision", 2021, 3), ("subdivision", 2018, 3)),
        (("stage", 2018, 1), ("stage", 2021, 5)),
        (("region_diplome", 2018, 5), ("subdivision", 2020, 5)),
        (("subdivision", None, None), ("subdivision", 2020, 5)),
    ],
)
def test_without_flows_for_the_cohort_asked_the_latest_of_its_scope_is_shown(asked, shown):
    assert nearest_period(PERIODS, *asked) == shown


def test_without_any_flow_there_is_no_period():
    assert nearest_period((), "subdivision", 2020, 5) is None
