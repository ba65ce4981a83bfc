"""The layouts a file to import may have, as the warehouse carries them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from models.registers.register import RegisterField


@dataclass(frozen=True)
class ImportKind:
    """One layout a file may have; ``stores`` is the kind of rows it becomes.

    ``stored_fields`` are the fields of these rows: those of the file, unless its lines are counted.
    """

    kind_id: str
    label_fr: str
    description_fr: str
    stores: str
    fields: tuple[RegisterField, ...]
    stored_fields: tuple[RegisterField, ...]

    @cached_property
    def by_id(self) -> dict[str, RegisterField]:
        """Fields of the file, by identifier."""
        return {field.field_id: field for field in self.fields}

    @property
    def is_counted(self) -> bool:
        """Whether the lines of the file are counted, then forgotten."""
        return not {field.field_id for field in self.stored_fields} <= self.by_id.keys()
