"""A damaged history of imports is made again, and what is missing is said."""

from __future__ import annotations

import pandas as pd
import pytest

from etl import store
from etl.imports import journal
from etl.imports.repair import repair
from etl.settings import Settings
from tests.support.importing import msu_entry

ROWS = pd.DataFrame({"territory_id": ["DEP-12"], "period": ["2024"], "total_msu": [61]})


@pytest.fixture
def own(tmp_path) -> Settings:
    choices = tmp_path / "reglages.toml"
    choices.touch()
    return Settings(warehouse=tmp_path / "warehouse", local=tmp_path / "local", choices=choices)


def _accept(settings: Settings, import_id: str, label: str) -> None:
    """What an import writes once it is accepted: rows, journal, history."""
    kept = settings.store
    entry = msu_entry(import_id, ROWS, label_fr=label, imported_by_fr="ARS")
    manifest = store.read_manifest(kept)
    candidate = store.with_import(manifest, store.with_rows(kept, entry, ROWS))
    facts = {"import_id": import_id, "kind_id": "msu", "stores": "msu", "label_fr": label}
    journal.record(kept, "import", "ARS", sha256="0" * 64, rows_n=1, **facts)
    store.write_manifest(kept, candidate)


def _history(settings: Settings) -> list[tuple[str, str, str | None]]:
    manifest = store.read_manifest(settings.store)
    return [(entry.import_id, entry.state, entry.replaces) for entry in manifest]


def test_a_sound_history_is_left_as_it_is(own):
    _accept(own, "v1", "Aveyron")
    before = own.store.manifest()
    assert repair(own) == ["L’historique des imports est sain."]
    assert own.store.manifest() == before


@pytest.mark.parametrize("without_versions", [False, True])
def test_a_damaged_history_is_made_again(own, without_versions):
    for import_id, label in (("v1", "Aveyron"), ("v2", "Aveyron"), ("w1", "Lot")):
        _accept(own, import_id, label)
    manifest = store.read_manifest(own.store)
    journal.record(own.store, "annulation", "ARS", import_id="w1")
    store.write_manifest(own.store, store.without_import(manifest, "w1"))
    before = _history(own)
    (own.local / "manifest.json").write_text("{", encoding="utf-8")
    if without_versions:
        for path in own.local.glob("manifest.json.*"):
            path.unlink()
    assert "rétabli" in repair(own)[0]
    assert _history(own) == before
    (last,) = journal.read_journal(own.store)[-1:]
    assert (last.action, last.rows_n) == ("reparation", 3)


def test_an_import_whose_rows_are_gone_is_said(own):
    _accept(own, "v1", "Aveyron")
    _accept(own, "w1", "Lot")
    (own.local / "manifest.json").write_text("{", encoding="utf-8")
    (own.local / "files" / "w1.parquet").unlink()
    told = repair(own)
    assert any("« w1 » est au journal, ses lignes manquent" in sentence for sentence in told)
    assert [entry.import_id for entry in store.read_manifest(own.store)] == ["v1"]


def test_a_history_without_number_keeps_its_order(own):
    _accept(own, "z-premier", "Aveyron")
    _accept(own, "a-second", "Lot")
    old = own.store.manifest().replace(b'"number": 1', b'"number": 0')
    own.store.write_manifest(old.replace(b'"number": 2', b'"number": 0'))
    manifest = store.read_manifest(own.store)
    assert [(entry.import_id, entry.number) for entry in manifest] == [
        ("z-premier", 1),
        ("a-second", 2),
    ]
