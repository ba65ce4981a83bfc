"""Situations made for a test, and sentences read with ordinary spaces."""

from __future__ import annotations

import re

from dashboard.themes.situation import Situation
from models.msu.decision import Verdict


def situation(
    verdict_id: Verdict,
    p_below: float | None,
    territory_id: str = "DEP-01",
    **changes: float,
) -> Situation:
    """A situation of 30 MSU for a share of 40; counted where there is no probability."""
    msu = changes.pop("msu", 30.0)
    ends = {"low80": 20.0, "high80": 38.0, "low95": 12.0, "high95": 45.0}
    if p_below is None:
        ends = dict.fromkeys(ends, msu)
    fields = ends | changes
    return Situation(
        territory_id=territory_id,
        verdict_id=verdict_id,
        p_below=p_below,
        msu=msu,
        low80=fields["low80"],
        high80=fields["high80"],
        low95=fields["low95"],
        high95=fields["high95"],
        share=int(fields.get("share", 40)),
        status="observed" if p_below is None else "estimated",
    )


def words(text: str) -> str:
    """The text without emphasis, every kind of space as an ordinary one."""
    return re.sub(r"\s+", " ", text.replace("*", "")).strip()
