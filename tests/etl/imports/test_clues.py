"""Ranges, shares and minima beside counts of MSU: clues with their imprecision, never counts."""

from __future__ import annotations

import pytest

from etl.imports.run import ImportRequest, run_import
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


def test_the_clues_of_a_file_come_with_its_counts(write, tmp_path):
    choices = tmp_path / "reglages.toml"
    choices.touch()
    own = Settings(data=DATA, warehouse=tmp_path / "w", local=tmp_path / "l", choices=choices)
    asked = ImportRequest("msu", write(*MIXED), choices=Choices(ranges_apart=True))
    result = run_import(own, asked, dry_run=True)
    assert result.preview.rows["total_msu"].tolist() == [60]
    assert (result.companion.kind_id, len(result.companion.rows)) == ("msu_indices", 1)
