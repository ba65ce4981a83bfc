"""``data/reference``: territories, crosswalk of subdivisions and map geometry."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field

from etl.extract.tables import extract_rows

if TYPE_CHECKING:
    import geopandas


class TerritoryRow(BaseModel):
    """One territory of the COG, or one subdivision d'internat."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    territory_id: str = Field(pattern=r"^(FR|(REG|DEP|SUB)-[0-9AB]{2,3})$")
    level: Literal["national", "region", "departement", "subdivision"]
    code: str
    name_fr: str
    region_id: str | None


class ArticleRow(BaseModel):
    """The article that the name of a territory takes, as the COG codes it (TNCC)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    territory_id: str
    tncc: int = Field(ge=0, le=8)


class NameRow(BaseModel):
    """Another name that people give a territory: its chief town, an acronym, a former name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    territory_id: str
    name_fr: str = Field(min_length=1)
    kind: Literal["chef_lieu", "sigle", "ancien_nom"]


class CrosswalkRow(BaseModel):
    """The part of a département that belongs to a subdivision d'internat."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    departement_id: str
    subdivision_id: str
    weight: float = Field(gt=0, le=1)
    basis_fr: str
    source_id: str


def extract_territories(folder: Path) -> pd.DataFrame:
    """Read the territories: one row each, codes as text."""
    rows = extract_rows(folder / "territories.csv", TerritoryRow)
    return pd.DataFrame([row.model_dump() for row in rows])


def extract_articles(folder: Path) -> dict[str, int]:
    """Read the TNCC code of the name of each territory; subdivisions follow its convention."""
    rows = extract_rows(folder / "articles.csv", ArticleRow)
    return {row.territory_id: row.tncc for row in rows}


def extract_names(folder: Path) -> pd.DataFrame:
    """Read the other names of the territories: one row each."""
    rows = extract_rows(folder / "names.csv", NameRow)
    return pd.DataFrame([row.model_dump() for row in rows])


def extract_crosswalk(folder: Path) -> pd.DataFrame:
    """Read the crosswalk: one row per (département, subdivision), weights summing to 1."""
    rows = extract_rows(folder / "crosswalk.csv", CrosswalkRow)
    return pd.DataFrame([row.model_dump() for row in rows])


def extract_geometry(folder: Path) -> dict[str, geopandas.GeoDataFrame]:
    """Read the committed map layers, keyed by file stem; codes stay text."""
    # An import reads the names of territories, not their outlines.
    import geopandas

    layers = {}
    for path in sorted((folder / "geometry").glob("*.geojson")):
        layer = geopandas.read_file(path)
        layers[path.stem] = layer.astype({"code": "string"})
    return layers
