"""How a period is written: a year, a month, a day, a quarter, a span of years."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator

PERIOD = re.compile(
    r"(?P<year>\d{4})(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?|-T[1-4]|/\d{4})?|n\.d\."
)


def _period(value: str) -> str:
    if not PERIOD.fullmatch(value):
        raise ValueError("AAAA, AAAA-MM, AAAA-MM-JJ, AAAA-Tn, AAAA/AAAA ou n.d.")
    return value


Period = Annotated[str, AfterValidator(_period)]


def period_year(period: str) -> int | None:
    """First year of a period, None when it cannot be read (« n.d. »)."""
    match = PERIOD.fullmatch(period)
    return int(match["year"]) if match and match["year"] else None
