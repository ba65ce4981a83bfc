"""What users said of the layout of a file is proposed for the next file of the same layout.

Only digests of headers, identifiers of columns and codes of registers are kept: no cell, no header.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from etl.declared.kinds import Kind
from etl.imports.file_values import column_named
from etl.reading.text import plain
from foundation.choices import Choices, CountBy
from stores.files import write_pieces

FILE = "layouts.json"
KEPT_MAX = 500
# With fewer headers, too many tables look alike.
NAMES_MIN = 2
# A date or a place is that of one file; what is counted is that of its layout.
KEPT_TYPES = ("code", "indicator")


@dataclass(frozen=True)
class Remembered:
    """Choices made of a layout: column id by digest of the header, codes by column id."""

    columns: dict[str, str]
    values: dict[str, str]
    count_by: CountBy = ""


Layouts = Mapping[str, Remembered]
_LAYOUTS = TypeAdapter(dict[str, Remembered])


def layout_key(kind: Kind, names: Sequence[str]) -> str:
    """Digest of a kind and of the headers of a table; '' when too few of them have a name."""
    written = [plain(name) for name in names]
    if sum(map(bool, written)) < NAMES_MIN:
        return ""
    return _digest("\x1f".join((kind.kind_id, *written)))


def read_layouts(folder: Path) -> Layouts:
    """Layouts remembered by the installation; none when they cannot be read."""
    try:
        return _LAYOUTS.validate_json((folder / FILE).read_bytes())
    except (OSError, ValidationError):
        return {}


def remember(folder: Path, key: str, kind: Kind, choices: Choices) -> None:
    """Keep what a user said of a layout, once its file is imported; a fault here prevents nothing.

    Choices that say nothing of the layout forget what was kept.
    """
    if not key:
        return
    layouts = {name: kept for name, kept in read_layouts(folder).items() if name != key}
    kept = _of(kind, choices)
    if kept is not None:
        layouts[key] = kept
    latest = dict(list(layouts.items())[-KEPT_MAX:])
    with suppress(OSError):
        partial = folder / f"{FILE}.new"
        write_pieces(partial, [_LAYOUTS.dump_json(latest, indent=1)])
        partial.replace(folder / FILE)


def _of(kind: Kind, choices: Choices) -> Remembered | None:
    columns = {_digest(plain(header)): column for header, column in choices.columns}
    named = ((column_named(kind, name), value) for name, value in choices.values)
    values = {c.column_id: value for c, value in named if c is not None and c.type in KEPT_TYPES}
    if not (columns or values or choices.count_by):
        return None
    return Remembered(columns, values, choices.count_by)


def proposed(
    kept: Remembered, kind: Kind, headers: Sequence[str], choices: Choices
) -> tuple[Choices, Choices]:
    """Choices of a user with those remembered, and those remembered alone.

    What the user says now wins.
    """
    said = {plain(header) for header, _ in choices.columns}
    filled = {column for _, column in choices.columns if column}
    columns = tuple(
        (header, column)
        for header in headers
        if plain(header) not in said
        and (column := kept.columns.get(_digest(plain(header)))) is not None
        and column not in filled
    )
    given = {c.column_id for name, _ in choices.values if (c := column_named(kind, name))}
    values = tuple((name, value) for name, value in kept.values.items() if name not in given)
    alone = Choices(columns=columns, values=values)
    together = Choices(
        sheets=choices.sheets,
        header_line=choices.header_line,
        columns=choices.columns + columns,
        values=choices.values + values,
        as_written=choices.as_written,
        fill_down=choices.fill_down,
        leaves_hidden=choices.leaves_hidden,
        adds_up=choices.adds_up,
        ranges_apart=choices.ranges_apart,
        of_two_years=choices.of_two_years,
        count_by=choices.count_by or kept.count_by,
    )
    return together, alone


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]
