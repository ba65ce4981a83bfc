"""Kind of file that a link to the page « Vos données » asks for. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from dashboard.core.address import one_of, read_fields

PARAMETERS = {"kind_id": "type"}


@dataclass(frozen=True)
class ImportView:
    """Kind of file asked for; empty once the page has chosen it, or when none was."""

    kind_id: str = ""


def parse_view(
    parameters: Mapping[str, str], kinds: Collection[str]
) -> tuple[ImportView, tuple[str, ...]]:
    """Read the view; a kind that does not exist is a problem, in French."""
    readers = {"kind_id": one_of("Type de fichier", tuple(kinds))}
    return read_fields(ImportView(), parameters, PARAMETERS, readers)
