"""Ranges, shares and minima beside counts of MSU: clues with their imprecision, never counts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from typer.testing import CliRunner

from etl import store
from etl.__main__ import app
from etl.imports import run as run_module
from etl.imports.run import Importer, ImportRequest, run_import
from etl.reading.preview import RefusedFileError
from etl.rows.numbers import Clue, clue
from etl.settings import Settings
from foundation.choices import Choices
from tests.support.imports import outcome, read
from tests.support.paths import DATA

HEAD = "Département;Date;Total"
MIXED = (HEAD, "12;2024;environ 50", "46;2024;40 à 50", "81;2024;60", "32;2024;< 5")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("40 à 50", Clue("fourchette", 40, 50)),
        ("entre 40 et 50 MSU", Clue("fourchette", 40, 50)),
        ("40-50", Clue("fourchette", 40, 50)),
        ("50 ± 5", Clue("fourchette", 45, 55)),
        ("au moins 27", Clue("minimum", 27)),
        ("> 20", Clue("minimum", 21)),
        ("48,5 %", Clue("part", 48.5)),
        # No error is said, or no lower end: nothing is invented.
        ("environ 50", None),
        ("moins de 50", None),
        ("30/28", None),
        ("12 et 15", None),
        ("60", None),
        (60, None),
    ],
)
def test_a_text_says_a_clue_with_its_ends_or_none(text, told):
    assert clue(text) == told


def test_ranges_beside_counts_are_refused_and_offered_as_clues(write):
    result = outcome(write(*MIXED), "msu")
    assert [p.line for p in result.problems] == [2, 3]
    assert "--ranges-apart" in result.problems[0].remedy_fr
    assert "ranges_apart" in result.preview.offers


def test_counts_are_kept_and_every_other_line_says_what_it_became(write):
    preview = read(write(*MIXED), "msu", ranges_apart=True)
    assert preview.rows["territory_id"].tolist() == ["DEP-81"]
    assert [(a.line, a.why_fr.split("(")[0].strip()) for a in preview.set_aside] == [
        (2, "nombre approché"),
        (3, "fourchette, part ou minimum"),
        (5, "valeur tue ou non donnée"),
    ]


def test_a_file_without_any_count_is_sent_to_the_kind_of_clues(write):
    (problem,) = outcome(write(HEAD, "46;2024;40 à 50"), "msu", ranges_apart=True).problems
    assert "Indices sur le nombre de MSU" in problem.remedy_fr


def test_a_column_of_clues_is_read_without_the_columns_of_the_template(write):
    preview = read(write(*MIXED), "msu_indices", columns={"Total": "value"})
    rows = preview.rows[["territory_id", "form", "value", "high_value"]].values.tolist()
    assert rows == [["DEP-46", "fourchette", 40, 50]]
    assert [a.line for a in preview.set_aside] == [2, 4, 5]


@pytest.fixture
def own(tmp_path):
    """An installation without any import nor any build."""
    choices = tmp_path / "reglages.toml"
    choices.touch()
    return Settings(data=DATA, warehouse=tmp_path / "w", local=tmp_path / "l", choices=choices)


def apart(path, **told) -> ImportRequest:
    return ImportRequest("msu", path, choices=Choices(ranges_apart=True), **told)


def test_the_clues_of_a_file_come_with_its_counts(own, write):
    result = run_import(own, apart(write(*MIXED)), dry_run=True)
    assert result.preview.rows["total_msu"].tolist() == [60]
    assert (result.companion.kind_id, len(result.companion.rows)) == ("msu_indices", 1)


@pytest.mark.parametrize("ranges", [("46;2024;50 à 40",), ("46;2024;40 à 50", "46;2024;41 à 50")])
def test_a_range_that_cannot_be_a_clue_refuses_its_file(own, write, ranges):
    with pytest.raises(RefusedFileError):
        run_import(own, apart(write(HEAD, "81;2024;60", *ranges)), dry_run=True)


def test_a_clue_that_is_not_taken_is_never_said_to_be(own, write, monkeypatch):
    empty = read(write(*MIXED), "msu_indices", columns={"Total": "value"})
    counts = read(write(*MIXED), "msu", ranges_apart=True)
    importer = Importer(own)
    monkeypatch.setattr(importer, "read", lambda *_, **__: replace(empty, rows=empty.rows.head(0)))
    with pytest.raises(RefusedFileError, match="1 fourchette non reprise"):
        importer.read_companion(apart(write(*MIXED)), counts)


def test_ranges_that_change_beside_the_same_counts_are_taken(own, write, monkeypatch):
    monkeypatch.setattr(run_module, "_publish", lambda *told: told[3]())
    first = run_import(own, apart(write(*MIXED), label_fr="Tarn", is_confirmed=True))
    assert [entry.stores for entry in (first.entry, *first.others)] == ["msu", "msu_indices"]
    changed = [line.replace("40 à 50", "45 à 55") for line in MIXED]
    second = run_import(own, apart(write(*changed), label_fr="Tarn", is_confirmed=True))
    assert (second.state, second.entry) == ("accepted", first.entry)
    (clues,) = second.others
    assert store.read_rows(own.store, clues)["value"].tolist() == [45]
    again = run_import(own, apart(write(*changed), label_fr="Tarn", is_confirmed=True))
    assert (again.state, again.others) == ("unchanged", ())


def test_what_stands_beside_a_vague_number_names_nobody(write):
    vague = "environ 50 (Dr Paul MARTIN, 06 12 34 56 78)"
    preview = read(write(HEAD, f"12;2024;{vague}", "81;2024;60"), "msu", ranges_apart=True)
    assert "MARTIN" not in repr(preview)
    assert "06 12" not in repr(preview)


def test_the_command_shows_what_it_leaves_out_as_it_is_written(write, tmp_path, monkeypatch):
    for name in ("WAREHOUSE", "LOCAL"):
        monkeypatch.setenv(f"MSU_{name}", str(tmp_path / name))
    path = write(f"{HEAD};[/avis]", "12;2024;environ 50 [/x];", "81;2024;60;")
    asked = ["import", "msu", str(path), "--dry-run", "--ranges-apart"]
    result = CliRunner().invoke(app, asked, terminal_width=200)
    assert result.exit_code == 0, result.output
    assert "« [/avis] »" in result.output
    assert "« environ 50 [/x] »" in " ".join(result.output.split())
