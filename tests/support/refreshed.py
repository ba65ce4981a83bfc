"""An installation whose official series were refreshed, from invented files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from etl.connectors.refresh import Request, refresh
from etl.settings import Settings
from tests.support.importing import few_draws, new_installation
from tests.support.official_files import AgeExport, Export, Workbook


def build_refreshed(published: Settings, folder: Path) -> Settings:
    """A copy of a published warehouse, refreshed with the files dropped in a folder."""
    dropped = folder / "fichiers"
    dropped.mkdir()
    for name, content in {
        "drees.xlsx": Workbook().content(),
        "installations.csv": Export("effectif_primo_installe").content(),
        "zones.csv": Export("effectif_medecin_install_zsd").content(),
        "ages.csv": AgeExport().content(),
    }.items():
        (dropped / name).write_bytes(content)
    settings = replace(new_installation(published, folder), raw=folder / "raw")
    with few_draws():
        done = refresh(settings, Request((), dropped))
    assert done.build is not None, done.outcomes
    return settings
