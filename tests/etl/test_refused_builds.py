"""A build whose files are wrong is refused: it says why in French, and changes nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from etl.errors import CheckError, DataError
from etl.extract.figures import Figure
from etl.pipeline import run_pipeline
from etl.settings import ROOT

pytestmark = pytest.mark.usefixtures("few_draws")


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} must be there once"
    path.write_text(text.replace(old, new), encoding="utf-8")


def _row_of(path: Path, start: str) -> tuple[int, str]:
    """Line number and text of the only row of a file that starts so."""
    rows = [
        (number, line)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if line.startswith(start)
    ]
    (row,) = rows
    return row


def test_a_build_that_fails_a_check_leaves_the_previous_one_untouched(installation, served):
    before = served()
    figures = installation.data / "figures" / "generalistes.csv"
    _, row = _row_of(figures, "FR,2024,mg_liberaux_cnam,")
    value = row.split(",")[3]
    _edit(figures, row, row.replace(f",{value},", f",{int(value) + 100},", 1))
    with pytest.raises(CheckError) as caught:
        run_pipeline(installation)
    message = str(caught.value)
    assert "Les indicateurs additifs somment" in message
    assert "indicator_id=mg_liberaux_cnam, period=2024" in message
    assert f"published_total={int(value) + 100}.0" in message
    assert "la version servie reste la précédente" in message
    assert served() == before


BAD_CELLS = {
    "a period out of the grammar": ("period", "2024-13", "AAAA, AAAA-MM, AAAA-MM-JJ, AAAA-Tn"),
    "a value with a decimal comma": ("value", '"12,5"', "un nombre, avec un point décimal"),
    "an empty value": ("value", "", "un nombre"),
    "an infinite value": ("value", "inf", "un nombre fini"),
    "an empty locator": ("locator", "", "un texte non vide"),
    "an unknown confidence": ("confidence", "sure", "une valeur parmi 'high', 'medium', 'low'"),
    "an unknown territory": ("territory_id", "1", "un identifiant déclaré dans les registres"),
    "an unknown indicator": ("indicator_id", "inconnu", "un identifiant déclaré"),
    "an unknown source": ("source_id", "S999", "un identifiant déclaré dans les registres"),
}
HEADER = list(Figure.model_fields)
ROW = ["DEP-12", "2016", "msu_local", "55", "S050", "« 55 en 2016 »", "high", ""]


@pytest.fixture
def with_row(installation):
    """Add one row at the end of the MSU figures; return the file and the line it lies on."""

    def add(cells: list[str]) -> tuple[Path, int]:
        path = installation.data / "figures" / "msu.csv"
        text = path.read_text(encoding="utf-8").rstrip("\n")
        path.write_text(f"{text}\n{','.join(cells)}\n", encoding="utf-8")
        return path, len(text.splitlines()) + 1

    return add


@pytest.fixture
def refusal(installation, served):
    """Message of a build that must be refused and leave the served one as it is."""

    def build() -> str:
        before = served()
        with pytest.raises(DataError) as caught:
            run_pipeline(installation)
        assert served() == before
        return str(caught.value)

    return build


@pytest.mark.parametrize(("column", "cell", "expected"), BAD_CELLS.values(), ids=list(BAD_CELLS))
def test_a_bad_cell_is_named_by_file_line_column_and_value(
    with_row, refusal, column, cell, expected
):
    cells = [cell if name == column else text for name, text in zip(HEADER, ROW, strict=True)]
    path, line = with_row(cells)
    message = refusal()
    assert path.name in message
    assert f"ligne {line}, colonne « {column} »" in message
    seen = cell.strip('"')
    assert (f"valeur lue : « {seen} »" if seen else "valeur lue : vide") in message
    assert f"valeur attendue : {expected}" in message
    assert "Que faire" in message


@pytest.mark.parametrize("cells", [ROW[:-1], [*ROW, "de trop"]], ids=["one short", "one too many"])
def test_a_row_with_a_wrong_number_of_cells_is_named(with_row, refusal, cells):
    path, line = with_row(cells)
    message = refusal()
    assert f"{path.name}, ligne {line}" in message
    assert "valeur attendue : 8 cellules" in message


def test_a_repeated_row_is_named_with_what_it_repeats(installation, with_row, refusal):
    path = installation.data / "figures" / "msu.csv"
    repeated = path.read_text(encoding="utf-8").splitlines()[1].split(",")
    _, line = with_row([*repeated[:4], repeated[4], "ailleurs", "high", ""])
    message = refusal()
    assert f"msu.csv, ligne {line}" in message
    assert ", ".join([*repeated[:3], repeated[4]]) in message
    assert "Supprimer la ligne répétée" in message


def test_a_wrong_header_is_shown_beside_the_expected_one(installation, refusal):
    path = installation.data / "figures" / "age.csv"
    _edit(path, ",".join(HEADER), ",".join([*HEADER[:3], "valeur", *HEADER[4:]]))
    message = refusal()
    assert "age.csv, ligne 1, colonne « en-tête »" in message
    assert "territory_id,period,indicator_id,valeur," in message
    assert ",".join(HEADER) in message


def test_a_file_that_is_not_utf_8_says_how_to_save_it(installation, refusal):
    path = installation.data / "figures" / "solde.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp1252", errors="replace"))
    message = refusal()
    assert "solde.csv" in message
    assert "UTF-8" in message


def test_a_local_count_of_an_unknown_place_is_named(installation, refusal):
    _edit(installation.data / "figures" / "msu_local_points.csv", ",DEP-26,", ",26,")
    message = refusal()
    assert "msu_local_points.csv, colonne « territory_ids » — valeur lue : « 26 »" in message
    assert "drome-2018" in message


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        (",SUB-040,REG-76,", ",SUB-040,REG-99,", "place_territory_id"),
        (",SUB-040,REG-76,", ",SUB-40,REG-76,", "asked_territory_ids"),
        (",S213,", ",S999,", "source_id"),
        ("\ntoulouse-occitanie,", "\nrennes-bretagne,", "survey_id"),
    ],
)
def test_a_survey_of_an_unknown_place_or_source_or_given_twice_is_named(
    installation, refusal, old, new, column
):
    _edit(installation.data / "figures" / "enquetes_fidelisation.csv", old, new)
    message = refusal()
    assert f"enquetes_fidelisation.csv, colonne « {column} »" in message


def test_a_series_that_a_method_needs_is_asked_for_when_it_is_gone(installation, refusal):
    path = installation.data / "figures" / "solde.csv"
    kept = [line for line in path.read_text("utf-8").splitlines() if ",solde_mg_rpps," not in line]
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    assert "au moins une valeur de solde_mg_rpps pour 2022/2026" in refusal()


def test_the_command_says_what_is_wrong_in_french_without_a_trace(installation, with_row):
    _, line = with_row(["DEP-12", "2016", "inconnu", *ROW[3:]])
    done = subprocess.run(
        [sys.executable, "-m", "etl", "build"],
        cwd=ROOT,
        env=os.environ
        | {"MSU_DATA": str(installation.data), "MSU_WAREHOUSE": str(installation.warehouse)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert f"ligne {line}" in " ".join(done.stderr.split())
    assert "« inconnu »" in " ".join(done.stderr.split())
