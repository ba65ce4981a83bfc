"""Lines become typed rows; those that contradict themselves, or each other, are refused."""

from __future__ import annotations

import csv

import pandas as pd
import pytest
from pandera.errors import SchemaErrors

from etl.rows.contract import frame, stored_columns, stored_schema, validated
from tests.support.imports import KINDS, outcome, read, stored_kind

STORED = sorted({stored_kind(kind).kind_id for kind in KINDS.values()})
EXAMPLES = {kind_id: [column.example for column in kind.columns] for kind_id, kind in KINDS.items()}


@pytest.fixture
def write(tmp_path):
    def write_file(kind_id, *rows, headers=None):
        names = headers or [column.header_fr for column in KINDS[kind_id].columns]
        path = tmp_path / f"{kind_id}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";").writerows((names, *rows))
        return path

    return write_file


@pytest.mark.parametrize("kind_id", KINDS)
def test_the_example_of_every_template_is_read_as_a_row(write, kind_id):
    preview = read(write(kind_id, EXAMPLES[kind_id]), kind_id)
    assert [problem.message_fr for problem in preview.refusals] == []
    assert len(preview.rows) == 1
    stored = stored_kind(KINDS[kind_id])
    expected = [column.column_id for column in stored_columns(stored)] + ["line"]
    assert list(preview.rows.columns) == expected


def test_types_are_those_announced(write):
    rows = read(write("stages", EXAMPLES["stages"]), "stages").rows
    assert rows["offered_n"].dtype == "Int64"
    assert rows["territory_id"].dtype == "str"
    assert rows["line"].dtype == "int64"
    rows = read(write("installations", EXAMPLES["installations"]), "installations").rows
    assert rows["year"].dtype == "Int64"
    rows = read(write("valeurs", EXAMPLES["valeurs"]), "valeurs").rows
    assert rows["value"].dtype == "float64"


def test_what_is_not_told_is_missing_and_never_zero(write):
    rows = read(write("msu", ["12", "2024", "61", "n. d.", "", "0"] + [""] * 4), "msu").rows
    first = rows.iloc[0]
    assert pd.isna(first["cycle2_msu"])
    assert pd.isna(first["cycle3_msu"])
    assert first["n1_msu"] == 0


def test_a_column_absent_from_the_file_is_missing(write):
    path = write("msu", ["12", "2024", "61"], headers=["territoire", "date", "total"])
    assert read(path, "msu").rows["n1_msu"].isna().all()


def test_a_blank_age_class_means_all_ages(write):
    path = write("installations", ["12", "2024", "", "11", ""])
    assert read(path, "installations").rows["age_class"].tolist() == ["ensemble"]


def test_every_fault_of_every_line_is_told(write):
    path = write("msu", ["96", "demain", "x"] + [""] * 7, ["12", "2024", "-1"] + [""] * 7)
    problems = outcome(path, "msu").problems
    assert [(p.line, p.column) for p in problems] == [
        (2, "territoire"),
        (2, "date"),
        (2, "total"),
        (3, "total"),
    ]


def test_a_count_above_the_total_is_named_each_time(write):
    path = write("msu", ["12", "2024", "10", "11", "10", "12"] + [""] * 4)
    assert [p.column for p in outcome(path, "msu").problems] == ["2e cycle", "N1"]


def test_settled_doctors_may_be_all_those_trained_and_no_more(write):
    row = ["SUB-040", "subdivision", "2019", "5", "100", "40", "30", "30"]
    assert outcome(write("cohortes", row), "cohortes").problems == ()
    row[-1] = "31"
    (problem,) = outcome(write("cohortes", row), "cohortes").problems
    assert (problem.column, problem.value) == ("formes", "100")


def test_the_third_of_two_alike_lines_names_the_first(write):
    path = write("msu", *(["12", "2024", "10"] + [""] * 7 for _ in range(3)))
    told = [p.remedy_fr for p in outcome(path, "msu").problems]
    assert [("lignes 2 et 3" in told[0]), ("lignes 2 et 4" in told[1])] == [True, True]


def test_the_same_territory_at_two_dates_is_two_rows(write):
    path = write("msu", *(["12", year, "10"] + [""] * 7 for year in ("2023", "2024")))
    assert len(read(path, "msu").rows) == 2


def test_a_refused_line_is_no_rival_of_a_good_one(write):
    path = write("msu", ["12", "2024", "x"] + [""] * 7, ["12", "2024", "10"] + [""] * 7)
    assert [p.line for p in outcome(path, "msu").problems] == [2]


def test_only_the_first_200_refusals_are_listed_and_the_others_counted(write):
    rows = [["12", str(1960 + i % 60), "x"] + [""] * 7 for i in range(230)]
    preview = read(write("msu", *rows), "msu")
    assert len(preview.refusals) == 200
    assert "plus de 200 cellules ou lignes refusées" in preview.warnings[0].value
    assert preview.rows.empty


@pytest.mark.parametrize("kind_id", STORED)
def test_the_contract_of_a_kind_accepts_no_row_at_all(kind_id):
    assert validated(frame([], KINDS[kind_id]), KINDS[kind_id]).empty


MSU = {"territory_id": "DEP-12", "period": "2024", "total_msu": 61, "line": 2}


@pytest.mark.parametrize(
    "changed",
    [
        {"territory_id": "12"},
        {"territory_id": None},
        {"period": "31/12/2024"},
        {"total_msu": None},
        {"total_msu": -1},
        {"line": 0},
    ],
)
def test_the_contract_refuses_what_was_not_normalised(changed):
    kind = KINDS["msu"]
    assert len(validated(frame([MSU], kind), kind)) == 1
    with pytest.raises(SchemaErrors):
        validated(frame([MSU | changed], kind), kind)


def test_the_contract_refuses_an_unknown_column_a_missing_one_and_a_repeated_key():
    kind = KINDS["msu"]
    rows = frame([MSU], kind)
    for wrong in (
        rows.assign(nom="x"),
        rows.drop(columns="n1_msu"),
        pd.concat([rows, rows], ignore_index=True),
        rows.astype({"total_msu": "float64"}),
    ):
        with pytest.raises(SchemaErrors):
            stored_schema(kind).validate(wrong, lazy=True)


@pytest.mark.parametrize(
    ("headers", "row", "column"),
    [
        (["code dept", "libellé département", "date", "total"], ["12", "Lozère", "2024", "61"], 0),
        (["département", "nom", "date", "total"], ["12", "Lozère", "2024", "61"], 0),
        (["département", "code", "date", "total"], ["Aveyron", "48", "2024", "61"], 0),
        (["département", "région", "date", "total"], ["12", "Bretagne", "2024", "61"], 0),
        (["département", "date", "année", "total"], ["12", "31/12/2024", "2023", "61"], 1),
        (["département", "date", "nb msu", "effectif"], ["12", "2024", "61", "70"], 2),
    ],
)
def test_two_columns_that_contradict_each_other_refuse_the_line(write, headers, row, column):
    (problem,) = outcome(write("msu", row, headers=headers), "msu").problems
    assert (problem.line, problem.column, problem.value) == (2, headers[column], row[column])
    assert "la même chose que" in problem.expected_fr


@pytest.mark.parametrize(
    ("headers", "row"),
    [
        (["code dept", "libellé département", "date", "total"], ["12", "Aveyron", "2024", "61"]),
        (["département", "région", "date", "total"], ["12", "Occitanie", "2024", "61"]),
        (["département", "région", "date", "total"], ["12", "Midi-Pyrénées", "2024", "61"]),
        (["département", "date", "année", "total"], ["12", "31/12/2024", "2024", "61"]),
    ],
)
def test_two_columns_that_agree_are_read_once(write, headers, row):
    assert read(write("msu", row, headers=headers), "msu").rows["total_msu"].tolist() == [61]


def test_a_column_of_codes_that_most_lines_contradict_is_of_something_else(write):
    head = ["code", "département", "date", "total"]
    rows = [[str(rank), name, "2024", "61"] for rank, name in enumerate(("Lot", "Gers", "Tarn"), 1)]
    assert len(read(write("msu", *rows, headers=head), "msu").rows) == 3
    rows = [["46", "Lot", "2024", "61"], ["32", "Gers", "2024", "61"], ["12", "Tarn", "2024", "61"]]
    assert [p.line for p in outcome(write("msu", *rows, headers=head), "msu").problems] == [4]


def test_counts_withheld_are_missing_and_told_once(write):
    rows = [[code, "2024", "20", "", "", "< 5", "x"] + [""] * 3 for code in ("12", "46", "48")]
    rows[2][6] = "7"
    preview = read(write("msu", *rows), "msu")
    assert preview.rows["n1_msu"].isna().all()
    assert preview.rows["saspas_msu"].tolist()[2] == 7
    assert [(w.column, w.value) for w in preview.warnings] == [
        ("N1", "< 5 (lignes 2, 3, 4)"),
        ("SASPAS", "x (lignes 2, 3)"),
    ]


def test_a_column_of_crosses_is_no_column_of_unknown_counts(write):
    path = write("msu", ["12", "2024", "20", "", "", "x"] + [""] * 4)
    assert [p.column for p in outcome(path, "msu").problems] == ["N1"]


def test_a_line_whose_count_is_withheld_is_set_aside_and_told(write):
    path = write("msu", ["12", "2024", "61"] + [""] * 7, ["48", "2024", "< 5"] + [""] * 7)
    preview = read(path, "msu")
    assert preview.rows["territory_id"].tolist() == ["DEP-12"]
    assert [(a.line, "< 5" in a.why_fr) for a in preview.set_aside] == [(3, True)]


def test_a_column_of_decimals_settles_its_own_mark(write):
    head = ["territoire", "periode", "indicateur", "valeur", "emplacement"]
    rows = [
        ["12", "2025", "part_mg_msu_pct", "12,75", "p. 3"],
        ["46", "2025", "part_mg_msu_pct", "1,234", "p. 3"],
    ]
    assert read(write("valeurs", *rows, headers=head), "valeurs").rows["value"].tolist()[1] == 1.234
    rows[0][3] = "12"
    (problem,) = outcome(write("valeurs", *rows, headers=head), "valeurs").problems
    assert "1,234, ou 1 234" in problem.expected_fr


def test_a_bare_code_of_three_digits_is_asked_or_settled_by_its_column(write):
    (problem,) = outcome(write("msu", ["015", "2024", "61"] + [""] * 7), "msu").problems
    assert "DEP-15 ou SUB-015" in problem.remedy_fr.replace("Écrire ", "")
    path = write("msu", *(([code, "2024", "61"] + [""] * 7) for code in ("015", "001")))
    assert read(path, "msu").rows["territory_id"].tolist() == ["DEP-15", "DEP-01"]


def test_a_count_that_is_none_in_words_is_a_zero_once_confirmed(write):
    rows = [[code, "2024", cell] + [""] * 7 for code, cell in (("48", "néant"), ("46", "33"))]
    preview = read(write("msu", *rows), "msu")
    assert preview.rows["total_msu"].tolist() == [0, 33]
    assert preview.needs_confirmation
    assert [shape.sentence_fr for shape in preview.shapes] == [
        "« néant » : 1 cellule lue comme un zéro"
    ]
