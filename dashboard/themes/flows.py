"""Flows of interns from where they trained to where they settled, as published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from models.retention.flows import Count, Flow


class FlowPeriod(NamedTuple):
    """Doctors counted together: the meaning of « trained here », their cohort, the delay."""

    scope: str
    cohort: int
    delay_years: int


@dataclass(frozen=True)
class PublishedFlow(Flow):
    """A flow with its source; a withheld one has neither number nor source."""

    status: str | None
    source_id: str | None
    locator: str | None


@dataclass(frozen=True)
class FlowTotal:
    """Doctors who stayed in a territory, left it, came to it; None is unknown or withheld."""

    territory_id: str
    trained_n: int | None
    kept: Count
    left: Count
    not_followed_n: int | None
    from_around: Count
    from_outside: Count
    flow_settled: Count
    withheld_flows_n: int
    excess_n: int | None
    basis: str
    status: str
    source_ids: tuple[str, ...]
    locator: str
