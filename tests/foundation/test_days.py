"""The day it is: the one in Paris, wherever the server is."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from foundation import days
from foundation.days import today_in_paris


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2026, 7, 1, 21, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 22, 0, tzinfo=UTC), date(2026, 7, 2)),
    ],
)
def test_today_is_the_day_in_paris_wherever_the_server_is(monkeypatch, moment, day):
    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return moment.astimezone(tz)

    monkeypatch.setattr(days, "datetime", Clock)
    assert today_in_paris() == day
