"""Importing every bad file, confirmed, leaves what is served and what is stored as they were."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from etl.imports import run
from etl.imports.journal import read_journal
from etl.imports.run import ImportRequest, run_import
from etl.reading.preview import RefusedFileError
from etl.store import read_manifest
from tests.support.importing import digests, new_installation
from tests.support.imports import TODAY, choices_of

BAD = Path(__file__).parent / "bad"
REASONS = yaml.safe_load((BAD / "reasons.yml").read_text(encoding="utf-8"))


def test_no_bad_file_changes_the_warehouse_or_the_store(warehouse, tmp_path, monkeypatch):
    # The reasons name a day: that of the other tests of the import.
    monkeypatch.setattr(run, "today_in_paris", lambda: TODAY)
    settings = new_installation(warehouse.settings, tmp_path)
    # The registers, which do not change, are read once for all the files.
    importer = run.Importer(settings)
    monkeypatch.setattr(run, "Importer", lambda _: importer)
    before = digests(settings.warehouse)
    for reason in REASONS:
        request = ImportRequest(
            reason["kind"],
            BAD / reason["file"],
            choices=choices_of(sheet=reason.get("sheet", ""), columns=reason.get("columns", {})),
            label_fr="Un fichier à refuser",
            is_confirmed=True,
        )
        with pytest.raises(RefusedFileError) as refusal:
            run_import(settings, request)
        assert reason["reason"].lower() in str(refusal.value).lower()
    assert digests(settings.warehouse) == before
    assert read_manifest(settings.store) == ()
    assert not list(settings.local.glob("files/*"))
    refusals = read_journal(settings.store)
    assert [line.action for line in refusals] == ["refus"] * len(REASONS)
