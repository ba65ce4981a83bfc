"""An anonymous list is counted by département, each MSU once."""

from __future__ import annotations

import pytest

from etl.rows.counts import count_lines, lines_not_counted, other_periods, why_not_counted


def line(number, local_id, stage_type, **changed):
    """One line of a list, of the Aveyron at the end of 2024 unless changed."""
    return {
        "line": number,
        "local_id": local_id,
        "territory_id": "DEP-12",
        "stage_type": stage_type,
        "period": "2024-12-31",
        "statut": "actif",
        "date_echeance": None,
    } | changed


def test_an_msu_on_several_lines_is_counted_once():
    (count,) = count_lines([line(2, "A", "N1"), line(3, "A", "SASPAS"), line(4, "B", "N1")])
    assert count["total_msu"] == 2
    assert count["n1_msu"] == 2
    assert count["saspas_msu"] == 1
    assert count["cycle3_msu"] == 2


def test_two_places_of_one_departement_count_once():
    (count,) = count_lines([line(2, "A", "N1"), line(3, "A", "N1")])
    assert count["total_msu"] == count["n1_msu"] == 1


def test_a_stage_of_woman_and_child_counts_in_both_columns():
    (count,) = count_lines([line(2, "A", "SFE"), line(3, "B", "SF"), line(4, "C", "SE")])
    assert (count["sante_femme_msu"], count["sante_enfant_msu"]) == (2, 2)
    assert count["cycle3_msu"] == 3


def test_second_cycle_is_apart_from_the_third():
    (count,) = count_lines([line(2, "A", "EXT2C"), line(3, "B", "DJ"), line(4, "C", "AUTRE")])
    assert (count["cycle2_msu"], count["cycle3_msu"], count["docteur_junior_msu"]) == (1, 1, 1)
    assert count["total_msu"] == 3


def test_a_stage_type_that_no_line_holds_is_missing_and_one_held_elsewhere_is_zero():
    first, second = count_lines([line(2, "A", "N1"), line(3, "B", "DJ", territory_id="DEP-48")])
    assert first["docteur_junior_msu"] == 0
    assert second["n1_msu"] == 0
    assert "saspas_msu" not in first
    assert "cycle2_msu" not in second


def test_each_departement_keeps_its_first_line():
    counts = count_lines(
        [
            line(2, "A", "N1"),
            line(3, "B", "N1", territory_id="DEP-48"),
            line(4, "C", "N1", territory_id="DEP-48"),
        ]
    )
    assert [(c["territory_id"], c["line"], c["total_msu"]) for c in counts] == [
        ("DEP-12", 2, 1),
        ("DEP-48", 3, 2),
    ]


def test_lines_that_are_not_active_are_not_counted_and_are_told():
    lines = [
        line(2, "A", "N1"),
        line(3, "B", "N1", statut="suspendu"),
        line(4, "C", "N1", statut="termine"),
        line(5, "D", "N1", statut="en_cours"),
        line(6, "E", "N1", statut=None),
        line(7, "F", "N1", date_echeance="2024-12-30"),
    ]
    assert count_lines(lines)[0]["total_msu"] == 2
    assert [aside.line for aside in lines_not_counted(lines)] == [3, 4, 5, 7]


def test_a_departement_without_active_line_counts_none():
    assert count_lines([line(2, "A", "N1", statut="termine")])[0]["total_msu"] == 0


@pytest.mark.parametrize(
    ("until", "period", "counted"),
    [
        ("2024-12-30", "2024-12-31", False),
        ("2024-12-31", "2024-12-31", True),
        ("2024-12", "2024-12-31", True),
        ("2024-11", "2024-12-31", False),
        ("2024", "2024-12-31", True),
        ("2023", "2024-01-01", False),
        ("2024-06-30", "2024", True),
        ("2023-12-31", "2024", False),
        ("2024-01-31", "2024-02", False),
        (None, "2024", True),
    ],
)
def test_an_approval_counts_until_the_end_of_the_date_it_gives(until, period, counted):
    told = why_not_counted(line(2, "A", "N1", date_echeance=until, period=period))
    assert (told == "") is counted


def test_lines_of_another_date_than_their_departement_s_first_are_named():
    lines = [
        line(2, "A", "N1"),
        line(3, "B", "N1", period="2023"),
        line(4, "C", "N1", territory_id="DEP-48", period="2023"),
    ]
    assert other_periods(lines) == [(3, "2024-12-31")]
