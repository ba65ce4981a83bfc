"""What differs between two records, as a bounded unified diff."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

PAYLOADS = "payloads"
DIFFERENCES_SHOWN = 30
LINES_SHOWN = 60
CHARACTERS_SHOWN = 400
PAYLOAD = re.compile(r"@([0-9a-f]{16})\b")


def payload_reference(digest: str) -> str:
    """How a file of a record names a long text kept beside it."""
    return f"@{digest}"


def differences(first: Path, second: Path, *, common: bool = False) -> list[str]:
    """Lines that say what differs, empty when nothing does.

    ``common`` ignores the files that only one of the records holds.
    """
    names = [_names(first), _names(second)]
    lines = []
    if not common:
        lines += [f"Only in {first}: {name}" for name in sorted(names[0] - names[1])]
        lines += [f"Only in {second}: {name}" for name in sorted(names[1] - names[0])]
    changes = [
        name
        for name in sorted(names[0] & names[1])
        if (first / name).read_bytes() != (second / name).read_bytes()
    ]
    lines += _distinct(first, second, changes)
    if changes:
        lines += [f"{len(changes)} files differ:", *(f"  {name}" for name in changes)]
    return lines


def _distinct(first: Path, second: Path, names: list[str]) -> Iterator[str]:
    """Differences of these files, each once: most are repeated from page to page."""
    seen: set[tuple[str, ...]] = set()
    for name in names:
        heading, *lines = _bounded(_diff(first, second, name), LINES_SHOWN)
        change = tuple(line for line in lines[1:] if line[:1] in "+-")
        if change in seen:
            continue
        if len(seen) == DIFFERENCES_SHOWN:
            yield "… (more files differ in other ways)"
            return
        seen.add(change)
        yield from (heading, *lines)


def _names(record: Path) -> set[str]:
    """Files of a record; its payloads are compared with the files that name them."""
    return {
        path.relative_to(record).as_posix()
        for path in record.rglob("*")
        if path.is_file() and path.relative_to(record).parts[0] != PAYLOADS
    }


def _diff(first: Path, second: Path, name: str) -> Iterator[str]:
    texts = [(record / name).read_bytes().decode("utf-8") for record in (first, second)]
    references = [set(PAYLOAD.findall(text)) for text in texts]
    lines = [
        list(_expanded(record, text, own - other))
        for record, text, own, other in zip(
            (first, second), texts, references, reversed(references), strict=True
        )
    ]
    return unified_diff(*lines, f"{first}/{name}", f"{second}/{name}", lineterm="", n=2)


def _expanded(record: Path, text: str, unshared: set[str]) -> Iterator[str]:
    """Lines of a text; a payload that the other record lacks is read in its place."""
    for line in text.split("\n"):
        digests = [item for item in PAYLOAD.findall(line) if item in unshared]
        if not digests:
            yield line
        for digest in digests:
            yield PAYLOAD.sub("@…", line)
            payload = record / PAYLOADS / f"{digest}.txt"
            yield from (f"    {item}" for item in payload.read_text(encoding="utf-8").split("\n"))


def _bounded(lines: Iterator[str], most: int) -> Iterator[str]:
    for rank, line in enumerate(lines):
        if rank == most:
            yield "… (more lines differ)"
            return
        cut = line if len(line) <= CHARACTERS_SHOWN else f"{line[:CHARACTERS_SHOWN]}…"
        yield cut.replace("\r", "\\r")
