"""The rows of the imports in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from etl.declared.kinds import Kind
from etl.store import Manifest, active, read_rows
from stores import Store


@dataclass(frozen=True)
class LocalFiles:
    """Imports in force, and their rows by kind stored.

    Rows carry the columns of the kind, ``line`` and ``source_id``. Where two imports give the
    same cell, the latest wins; the other stays in the store.
    """

    imports: Manifest = ()
    rows: Mapping[str, pd.DataFrame] = field(default_factory=dict)

    def of(self, stores: str) -> pd.DataFrame:
        """Rows of one kind, perhaps none."""
        return self.rows.get(stores, pd.DataFrame())


def extract_local(kept: Store, manifest: Manifest, kinds: Mapping[str, Kind]) -> LocalFiles:
    """Read the rows of every import in force.

    Raises
    ------
    DataError
        When a stored file is missing, or is not the one that was accepted.
    """
    imports = active(manifest)
    keys: dict[str, list[str]] = {
        kind.stores: list(kind.keys) for kind in kinds.values() if kind.is_stored
    }
    frames: dict[str, list[pd.DataFrame]] = {}
    for entry in sorted(imports, key=lambda item: item.number):
        rows = read_rows(kept, entry).assign(source_id=entry.source_id)
        if not kinds[entry.kind_id].is_stored:
            # The first line of each place in a sorted list tells how many come before.
            rows = rows.assign(line=pd.NA)
        frames.setdefault(entry.stores, []).append(rows)
    return LocalFiles(
        imports,
        {
            stores: pd.concat(parts, ignore_index=True).drop_duplicates(
                [name for name in keys[stores] if name in parts[0].columns], keep="last"
            )
            for stores, parts in frames.items()
        },
    )
