"""The journal: every import, undo, refusal and refresh, appended and never rewritten."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from foundation.answers import JournalLine
from stores import Store

_LINE = TypeAdapter(JournalLine)
Action = Literal["import", "annulation", "refus", "inchange", "reparation", "actualisation"]


def record(kept: Store, action: Action, who_fr: str, **facts: Any) -> None:
    """Append one line, flushed to the disk. Facts never hold the content of a cell."""
    line = {"at": now(), "action": action, "who_fr": who_fr} | facts
    kept.append_journal(json.dumps(line, ensure_ascii=False))


def read_journal(kept: Store) -> tuple[JournalLine, ...]:
    """Every line, oldest first; a line cut short by a power failure is skipped."""
    lines = []
    for line in kept.journal():
        try:
            lines.append(_LINE.validate_json(line))
        except ValidationError:
            continue
    return tuple(lines)


def now() -> str:
    """UTC time, to the second, ISO."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
