"""``data/connecteurs.yml``: the official sources that a refresh reads."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field

from etl.declared.catalog import Address
from etl.declared.entries import Entry, Slug, SourceId, Text, load_entries

FILE = "connecteurs.yml"


class Connector(Entry):
    """One official source: where it is looked for, and what stops its publication.

    ``dataset`` is its name on data.gouv.fr, or on ``portal`` when that is an Opendatasoft site;
    ``resource`` a regular expression of the title of its file; ``address`` the last known one.
    ``change_pct`` and ``gap_pct`` are in %, ``max_mb`` in MB. ``origins`` names the places of
    diploma that are no région. ``holds_persons``: the file names persons, and is deleted once read.
    ``keeps_past``: it tells its last years only, and those that were published before are kept.
    """

    connector_id: Slug = Field(alias="id")
    source_id: SourceId
    title: Text
    publisher: Text
    licence: Literal["Licence Ouverte 2.0"]
    page: Address
    reader: Slug
    format: Literal["csv", "xlsx", "txt"]
    dataset: Slug
    resource: Text | None = None
    portal: Address | None = None
    address: Address
    expected_month: int = Field(ge=1, le=12)
    max_mb: int = Field(gt=0)
    change_pct: float = Field(gt=0, strict=False)
    gap_pct: float = Field(ge=0, strict=False)
    origins: dict[str, str] = Field(default_factory=dict)
    holds_persons: bool = False
    keeps_past: bool = False


def load_connectors(data: Path) -> tuple[Connector, ...]:
    """Read the official sources; raise RegisterError at the first fault."""
    return load_entries(data / FILE, Connector, lambda item: item.connector_id)
