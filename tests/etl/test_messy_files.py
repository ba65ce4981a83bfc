"""A file as it comes and its clean twin become the same rows."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import yaml

from etl.declared.registers import load_declarations
from tests.support.imports import KINDS, read
from tests.support.paths import DATA

MESSY = Path(__file__).resolve().parent / "messy"
TWINS = yaml.safe_load((MESSY / "twins.yml").read_text(encoding="utf-8"))


def rows(preview):
    return preview.rows.drop(columns="line")


def test_every_messy_file_has_its_twin():
    named = {twin[side] for twin in TWINS for side in ("messy", "clean")}
    assert named == {path.name for path in MESSY.iterdir()} - {"twins.yml"}
    assert len(TWINS) >= 12


def test_every_kind_of_figures_has_a_messy_file_and_so_has_a_register():
    """Registers are read alike, by types of field: one that has them stands for all."""
    registers = {declared.register_id for declared in load_declarations(DATA)}
    named = {twin["kind"] for twin in TWINS}
    assert named - registers == set(KINDS) - registers
    assert named & registers


@pytest.mark.parametrize("twin", TWINS, ids=lambda twin: twin["messy"])
def test_a_messy_file_and_its_twin_become_the_same_rows(twin):
    messy = read(MESSY / twin["messy"], twin["kind"])
    clean = read(MESSY / twin["clean"], twin["kind"])
    assert [problem.message_fr for problem in messy.refusals] == []
    pd.testing.assert_frame_equal(rows(messy), rows(clean))
    assert len(messy.rows) >= 2


@pytest.mark.parametrize("twin", TWINS, ids=lambda twin: twin["messy"])
def test_proposals_accepted_as_they_are_change_nothing(twin):
    path = MESSY / twin["messy"]
    proposed = read(path, twin["kind"])
    accepted = {match.header: match.column_id for match in proposed.proposals}
    chosen = read(path, twin["kind"], columns=accepted)
    assert accepted
    assert chosen.proposals == ()
    assert {match.header for match in chosen.matches if match.how == "choisi"} == set(accepted)
    pd.testing.assert_frame_equal(chosen.rows, proposed.rows)


@pytest.mark.parametrize("twin", TWINS, ids=lambda twin: twin["messy"])
def test_a_clean_twin_needs_nothing(twin):
    clean = read(MESSY / twin["clean"], twin["kind"])
    assert clean.proposals == ()
    assert clean.dropped == ()
    assert clean.warnings == ()


@pytest.mark.parametrize("twin", TWINS, ids=lambda twin: twin["messy"])
def test_stated_totals_agree_with_the_lines(twin):
    assert [p.message_fr for p in read(MESSY / twin["messy"], twin["kind"]).warnings] == []


def test_no_personal_data_of_the_list_is_left_anywhere():
    preview = read(MESSY / "liste_avec_donnees_personnelles.csv", "msu_lignes")
    told = repr(preview.answer()) + repr(preview.cells) + repr(preview.rows)
    personal = ["MACHIN", "Camille", "UNTEL", "10000000001", "06 00", "0600000002", "nulle-part"]
    assert [name for name in personal if name in told] == []
    assert [column.header for column in preview.dropped if column.personal] == [
        "Nom d’usage",
        "Prénom",
        "RPPS",
        "Téléphone",
        "Courriel",
    ]
