"""``data/local/journal.jsonl``: every import, undo and refusal, appended and never rewritten."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Literal

from pydantic import TypeAdapter, ValidationError

from foundation.answers import JournalLine

JOURNAL = "journal.jsonl"
_LINE = TypeAdapter(JournalLine)
Action = Literal["import", "annulation", "refus", "inchange"]


def record(folder: Path, action: Action, who_fr: str, **facts: Any) -> None:
    """Append one line, flushed to the disk. Facts never hold the content of a cell."""
    folder.mkdir(parents=True, exist_ok=True)
    line = {"at": now(), "action": action, "who_fr": who_fr} | facts
    text = json.dumps(line, ensure_ascii=False) + "\n"
    with (folder / JOURNAL).open("ab+") as file:
        # A line cut short by a power failure must not swallow this one.
        if file.tell() and not _ends_a_line(file):
            text = "\n" + text
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())


def read_journal(folder: Path) -> tuple[JournalLine, ...]:
    """Every line, oldest first; a line cut short by a power failure is skipped."""
    try:
        # A line may be cut short inside a character.
        text = (folder / JOURNAL).read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return ()
    lines = []
    for line in text.split("\n"):
        try:
            lines.append(_LINE.validate_json(line))
        except ValidationError:
            continue
    return tuple(lines)


def _ends_a_line(file: BinaryIO) -> bool:
    file.seek(-1, os.SEEK_END)
    return file.read(1) == b"\n"


def now() -> str:
    """UTC time, to the second, ISO."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
