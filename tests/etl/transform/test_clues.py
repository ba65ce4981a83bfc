"""Answers without an exact count: published with their source, silent where a count would be."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from etl.build import Build
from etl.errors import DataError
from etl.extract.local import LocalFiles
from etl.transform import clues
from etl.transform.clues import usable_clues
from etl.transform.msu_years import MsuCount
from tests.support.importing import build_with, few_draws, new_installation, read_served
from tests.support.msu import read_published

CLUES = "territoire;date;forme;valeur;valeur_haute;note"
MSU = "territoire;date;total"
FILES = {
    "msu_indices Réponses": [
        CLUES,
        "12;2026;fourchette;40;50;Réponse de la faculté",
        "46;2026-06;part;48;;",
        "81;2026;minimum;27;;",
        # Under the threshold, in three forms.
        "48;2026;fourchette;2;9;",
        "09;2026;minimum;4;;",
        "65;2026;part;2;;",
        # As narrow as a count, in the région of a count that is withheld.
        "31;2025;fourchette;300;302;",
        "82;2025;fourchette;60;90;",
        # Of a territory whose own count is withheld.
        "48;2025;fourchette;20;40;",
        # Narrow, far from any count that is withheld.
        "59;2025;fourchette;300;302;",
    ],
    "msu Lozère": [MSU, "48;2025;3"],
}


@pytest.fixture(scope="module")
def served(warehouse, tmp_path_factory) -> dict[str, pd.DataFrame]:
    settings = new_installation(warehouse.settings, tmp_path_factory.mktemp("indices"))
    with few_draws():
        build_with(settings, FILES)
    return read_served(settings)


def test_each_form_is_published_with_its_values_and_its_source(served):
    rows = served["msu_clue"].set_index(["territory_id", "period"])
    span = rows.loc[("DEP-12", "2026")]
    assert (span["kind"], span["low_msu"], span["high_msu"]) == ("range", 40, 50)
    assert pd.isna(span["share_pct"])
    assert span["note_fr"] == "Réponse de la faculté"
    assert (span["status"], span["locator"]) == ("imported", "fichier local, ligne 2")
    share = rows.loc[("DEP-46", "2026-06")]
    assert (share["kind"], share["share_pct"]) == ("share_of_gps", 48)
    least = rows.loc[("DEP-81", "2026")]
    assert (least["kind"], least["low_msu"]) == ("at_least", 27)
    assert set(rows["source_id"]) <= set(served["source"]["source_id"])


def test_what_a_count_would_hide_is_not_published(served):
    shown = set(zip(served["msu_clue"]["territory_id"], served["msu_clue"]["period"], strict=True))
    assert shown == {
        ("DEP-12", "2026"),
        ("DEP-46", "2026-06"),
        ("DEP-81", "2026"),
        ("DEP-82", "2025"),
        ("DEP-59", "2025"),
    }
    cells = served["withheld_cell"]
    listed = cells[cells["kind_id"] == "msu_indices"]
    assert set(zip(listed["territory_id"], listed["period"], strict=True)) == {
        ("DEP-48", "2026"),
        ("DEP-09", "2026"),
        ("DEP-65", "2026"),
        ("DEP-31", "2025"),
        ("DEP-48", "2025"),
    }


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """The committed figures, and a few clues in the place of local files."""
    made = read_published(tmp_path).build
    rows = pd.DataFrame(
        [
            ["DEP-12", "2024", "fourchette", 60.0, 80, None, 2, "local-1"],
            ["DEP-46", "2024-06", "part", 20.0, None, None, 3, "local-1"],
            ["DEP-48", "2024", "minimum", 3.0, None, None, 4, "local-1"],
        ],
        columns=[
            "territory_id", "period", "form", "value", "high_value", "note_fr", "line",
            "source_id",
        ],
    )  # fmt: skip
    made.local = LocalFiles(rows={clues.STORED: rows})
    return made


def test_the_estimate_is_given_what_may_be_published_only(build):
    found = {clue.territory_id: clue for clue in usable_clues(build, {})}
    assert set(found) == {"DEP-12", "DEP-46"}
    assert (found["DEP-12"].value, found["DEP-12"].other_value) == (60, 80)
    assert found["DEP-46"].value == pytest.approx(0.20)
    assert found["DEP-46"].year == 2024


def test_more_msu_than_the_territory_has_gps_is_refused_with_its_line(build):
    rows = build.local.of(clues.STORED)
    build.local = LocalFiles(rows={clues.STORED: rows.assign(value=[60.0, 20.0, 5000.0])})
    with pytest.raises(DataError) as refusal:
        usable_clues(build, {})
    assert (refusal.value.line, refusal.value.value) == (4, "5000")
    assert "généralistes du territoire DEP-48" in refusal.value.expected


def test_a_count_of_the_same_place_and_year_takes_the_place_of_a_clue(build):
    count = MsuCount("DEP-12", 70, "imported", "local-2", "ligne 2", "high")
    assert {clue.territory_id for clue in usable_clues(build, {2024: [count]})} == {"DEP-46"}
    assert {clue.territory_id for clue in usable_clues(build, {2023: [count]})} == {
        "DEP-12",
        "DEP-46",
    }


def test_a_clue_whose_own_count_is_withheld_is_not_evidence(build):
    build.connection.execute(
        "INSERT INTO pub.withheld_cell (kind_id, territory_id, period, detail, measure_id)"
        " VALUES ('msu', 'DEP-12', '2024', '', 'total_msu')"
    )
    assert {clue.territory_id for clue in usable_clues(build, {})} == {"DEP-46"}
