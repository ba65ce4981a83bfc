"""The same fault is told once, with all its lines."""

from __future__ import annotations

from dashboard.views.vos_donnees import faults
from foundation.answers import Problem, SetAside


def problem(line: int, value: str = "x", column: str = "total") -> Problem:
    return Problem("a.csv", "", line, column, value, "un nombre", "Écrire le nombre.")


def test_the_same_fault_on_106_lines_is_told_once_with_its_lines():
    found = faults.grouped([problem(line, f"v{line}") for line in range(2, 108)])
    assert len(found) == 1
    assert len(found[0].lines) == 106
    assert faults.lines_fr(found[0].lines) == "2 à 107"
    assert faults.values_fr(found[0].values) == "v2, v3, v4…"


def test_other_columns_are_other_faults_and_the_order_is_that_of_the_lines():
    found = faults.grouped([problem(2), problem(3, column="date"), problem(9), problem(9)])
    assert [(fault.column, fault.lines) for fault in found] == [("total", (2, 9)), ("date", (3,))]


def test_lines_are_written_as_a_person_writes_them():
    assert faults.lines_fr([]) == ""
    assert faults.lines_fr([4]) == "4"
    assert faults.lines_fr([4, 2, 3, 7, 9, 10]) == "2 à 4, 7 et 9 à 10"
    assert faults.lines_fr(range(1, 100, 2)).endswith("21, 23…")


def test_a_fault_of_the_whole_file_has_no_line_and_an_empty_cell_says_so():
    fault = faults.grouped([problem(0, "")])[0]
    assert fault.lines == ()
    assert faults.values_fr(fault.values) == "(vide)"


def test_lines_set_aside_for_one_reason_are_told_together():
    lines = (
        SetAside(1, "titre", "Comptages"),
        SetAside(9, "total", "Total"),
        SetAside(4, "ligne vide", "", lines_n=3),
        SetAside(12, "ligne vide", ""),
    )
    found = faults.set_aside(lines)
    assert [(aside.lines_n, aside.lines_fr, aside.text) for aside in found] == [
        (1, "1", "Comptages"),
        (1, "9", "Total"),
        (4, "4 à 6 et 12", ""),
    ]
