"""``python -m dashboard export brief``: whole files under their names, or a French sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdf
import pytest

from dashboard.__main__ import main
from dashboard.briefs import export
from dashboard.briefs.brief import BriefOptions
from dashboard.briefs.export import (
    ExportError,
    ExportPlan,
    export_departements,
    export_entry,
    export_territory,
)
from foundation.days import today_in_paris
from tests.support.importing import no_main_module

pytestmark = pytest.mark.usefixtures("served_warehouse")

TODAY = today_in_paris().isoformat()


def run(*arguments: str, what: str = "brief") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "dashboard", "export", what, *arguments]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"COLUMNS": "200"},
    )


@pytest.fixture
def refusal(monkeypatch, capsys) -> Callable[..., str]:
    """Run the command here, with the modules already read: what it says when it refuses."""

    def refused(*arguments: str) -> str:
        monkeypatch.setattr(sys, "argv", ["dashboard", "export", "brief", *arguments])
        monkeypatch.setenv("COLUMNS", "200")
        with pytest.raises(SystemExit) as end:
            main()
        assert end.value.code == 1
        said = capsys.readouterr().err
        assert "Traceback" not in said
        return said

    return refused


def plan(folder: Path, **changes) -> ExportPlan:
    made = ExportPlan((("territoire", "12"),), ("pdf",), folder, BriefOptions(), date(2026, 11, 25))
    return replace(made, **changes)


def test_one_territory_with_its_target_its_key_its_title(tmp_path):
    done = run(
        *("--territory", "2A", "--format", "csv", "--format", "pdf", "--out", str(tmp_path)),
        *("--target", "15000", "--key", "generalistes", "--title", "Réunion", "--note", "Objet"),
    )
    assert (done.returncode, done.stderr) == (0, "")
    name = f"msu_2a_corse-du-sud_2024_{TODAY}"
    assert sorted(item.name for item in tmp_path.iterdir()) == [f"{name}.csv", f"{name}.pdf"]
    assert f"{name}.pdf" in done.stdout
    reader = pypdf.PdfReader(tmp_path / f"{name}.pdf")
    assert reader.metadata.title == "Réunion"
    assert "15\u202f000 MSU (valeur libre)" in reader.pages[0].extract_text()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--territory", "XX"), "Territoire : valeur inconnue, « XX ». Valeurs possibles"),
        (("--territory", "FR"), "La France entière n’a pas de fiche."),
        (("--territory", "12", "--format", "doc"), "Format inconnu : « doc »."),
        (("--territory", "12", "--year", "1900"), "Année : valeur inconnue, « 1900 »."),
        (("--territory", "12", "--key", "age"), "Clé de répartition : valeur inconnue, « age »."),
        ((), "choisir soit « --territory DEP-12 »"),
    ],
)
def test_what_cannot_be_written_is_said_in_french_and_nothing_is_written(
    tmp_path, refusal, arguments, said
):
    assert said in refusal(*arguments, "--out", str(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_no_warehouse_says_what_to_run(tmp_path, refusal, monkeypatch):
    monkeypatch.setenv("MSU_WAREHOUSE", str(tmp_path / "vide"))
    said = refusal("--territory", "12", "--out", str(tmp_path))
    assert "lancer « python -m etl build »" in said


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "fichier").touch()
    with pytest.raises(ExportError, match="Écriture impossible dans « .*fichier/sous »"):
        export_territory(plan(tmp_path / "fichier" / "sous"))


def test_a_full_disk_leaves_nothing_behind(tmp_path, monkeypatch):
    def full(path: Path, content: bytes) -> None:
        path.touch()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(ExportError, match="disque plein"):
        export_territory(plan(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_departements_are_written_by_two_processes_with_their_progress(tmp_path, monkeypatch):
    build, catalog = export.open_catalog(is_demo=False)
    few = replace(
        catalog,
        level_ids=dict(catalog.level_ids) | {"departement": ("DEP-12", "DEP-2A", "DEP-976")},
    )
    monkeypatch.setattr(export, "open_catalog", lambda *, is_demo: (build, few))
    told: list[tuple[int, int]] = []
    with no_main_module():
        written = export_departements(
            plan(tmp_path, parameters=()), lambda done, total: told.append((done, total))
        )
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert [path.name for path in written] == [
        "msu_12_aveyron_2024_2026-11-25.pdf",
        "msu_2a_corse-du-sud_2024_2026-11-25.pdf",
        "msu_976_mayotte_2024_2026-11-25.pdf",
    ]
    assert sorted(tmp_path.iterdir()) == written


def test_a_bad_option_stops_the_mailing_before_its_first_file(tmp_path):
    with pytest.raises(ExportError, match="Cible"):
        export_departements(plan(tmp_path, parameters=(("cible", "x"),)), lambda *_: None)
    assert list(tmp_path.iterdir()) == []


def test_the_demonstration_is_exported_as_such(served_demonstration, tmp_path):
    (path,) = export_territory(plan(tmp_path, is_demo=True))
    assert path.name == "msu_demo_12_aveyron_2025_2026-11-25.pdf"


def test_the_sheet_of_an_entry_is_written_under_a_name_that_says_what_it_is(tmp_path):
    done = run(
        "--register", "initiatives", "--entry", "INI-128", "--out", str(tmp_path), what="entry"
    )
    assert (done.returncode, done.stderr) == (0, "")
    (path,) = tmp_path.iterdir()
    assert path.name.startswith("initiatives_")
    assert path.name in done.stdout
    text = pypdf.PdfReader(path).pages[0].extract_text()
    assert "Susciter et faire connaître la maîtrise de stage" in text


@pytest.mark.parametrize(
    ("register", "entry", "said"),
    [
        ("actes", "1", "Registre inconnu : « actes ». Registres possibles : initiatives, "),
        ("initiatives", "INI-999", "Repère inconnu dans « initiatives » : « INI-999 ». Exemples"),
    ],
)
def test_an_unknown_register_or_entry_is_said_in_french(tmp_path, register, entry, said):
    with pytest.raises(ExportError, match=said):
        export_entry(register, entry, tmp_path, date(2026, 11, 25), is_demo=False)
    assert list(tmp_path.iterdir()) == []
