"""A file as a whole: which sheet, which columns, which totals, and what the preview tells."""

from __future__ import annotations

import datetime

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.imports import prepare as module
from etl.reading.preview import RefusedFileError
from etl.rows.contract import frame
from tests.support.imports import KINDS, LOOKUP, outcome, read

HEAD = ["territoire", "date", "total"]
DEPARTEMENTS = [t for t in LOOKUP.territories["territory_id"] if t.startswith("DEP-")]


@pytest.fixture
def save(tmp_path):
    def save_book(hidden=(), **sheets):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
            sheet.sheet_state = "hidden" if name in hidden else "visible"
        path = tmp_path / "msu.xlsx"
        book.save(path)
        return path

    return save_book


def test_nothing_is_written_beside_the_file(write, tmp_path):
    path = write("territoire;date;total", "12;2024;61")
    before = path.read_bytes()
    read(path, "msu")
    assert [p.name for p in tmp_path.iterdir()] == [path.name]
    assert path.read_bytes() == before


def test_the_preview_tells_how_the_file_was_read(write):
    preview = read(write("Relevé", "territoire;date;MSU", "12;2024;61"), "msu", name="x/relevé.csv")
    assert (preview.file, preview.encoding, preview.separator) == ("relevé.csv", "utf-8", ";")
    assert (preview.header_line, preview.read_n, len(preview.rows)) == (2, 1, 1)
    assert [match.header for match in preview.proposals] == ["MSU"]
    assert preview.cells[2] == ("12", "2024", "61")
    assert preview.answer().needs_confirmation is True


def test_the_only_sheet_that_holds_a_table_is_read(save):
    path = save(Lisez_moi=[["Bonjour"]], Données=[HEAD, [12, 2024, 61]])
    preview = read(path, "msu")
    assert (preview.sheet, preview.sheets) == ("Données", ("Lisez_moi", "Données"))


def test_the_sheet_asked_for_is_read_even_hidden(save):
    path = save(("B",), A=[HEAD, [12, 2024, 61]], B=[HEAD, [12, 2023, 60]])
    assert read(path, "msu").rows["total_msu"].tolist() == [61]
    assert read(path, "msu", sheet="B").rows["total_msu"].tolist() == [60]


def test_two_sheets_that_hold_a_table_are_refused_by_name(save):
    path = save(A=[HEAD, [12, 2024, 61]], B=[HEAD, [12, 2023, 60]])
    assert "« A », « B »" in outcome(path, "msu").messages[0]


def test_a_missing_column_still_gives_the_headers_to_choose_from(write):
    result = outcome(write("territoire;date;combien", "12;2024;61"), "msu")
    assert [column.header for column in result.preview.dropped] == ["combien"]
    assert result.preview.cells[1] == ("12", "2024", "61")
    chosen = read(
        write("territoire;date;combien", "12;2024;61"), "msu", columns={"combien": "total_msu"}
    )
    assert chosen.rows["total_msu"].tolist() == [61]
    assert chosen.proposals == ()


def test_a_choice_is_recognised_whatever_the_case_of_its_header(write):
    path = write("territoire;date;COMBIEN", "12;2024;61")
    assert len(read(path, "msu", columns={"combien ": "total_msu"}).rows) == 1


@pytest.mark.parametrize("total", ["Total;;76", "Total;2024;76", "France;2024;", "Ensemble;;n. d."])
def test_a_total_that_agrees_or_is_not_told_gives_no_warning(write, total):
    preview = read(write("territoire;date;total", "12;2024;61", "48;2024;15", total), "msu")
    assert preview.warnings == ()
    assert len(preview.rows) == 2


def test_a_wrong_total_is_a_warning_and_the_rows_are_kept(write):
    preview = read(write("territoire;date;total", "12;2024;61", "48;2024;15", "Total;;80"), "msu")
    (warning,) = preview.warnings
    assert (warning.line, warning.column, warning.value) == (4, "total", "80")
    assert warning.expected_fr == "76, la somme des lignes retenues"
    assert len(preview.rows) == 2


def test_a_total_is_compared_at_its_own_date_and_a_subtotal_since_the_last(write):
    lines = ["12;2023;60", "48;2023;14", "Total;2023;74", "12;2024;61", "48;2024;15"]
    preview = read(write("territoire;date;total", *lines, "Total;2024;77"), "msu")
    assert [warning.line for warning in preview.warnings] == [7]
    lines = ["12;2024;60", "Sous-total;;60", "48;2024;14", "Sous-total;;15"]
    assert [w.line for w in read(write("territoire;date;total", *lines), "msu").warnings] == [5]


def test_a_total_over_missing_values_says_so(write):
    lines = ["12;2024;61;30", "48;2024;15;n. d.", "Total;2024;76;35"]
    (warning,) = read(write("territoire;date;total;N1", *lines), "msu").warnings
    assert "1 valeur(s) manquante(s)" in warning.expected_fr


def test_files_that_mix_levels_have_no_total_to_compare(write):
    lines = ["12;2024;61", "Occitanie;2024;500", "Total;2024;500"]
    assert read(write("territoire;date;total", *lines), "msu").warnings == ()


def test_a_list_is_counted_and_its_lines_not_counted_are_told(write):
    lines = [f"M{i:03d};12;N1;2024;{'actif' if i % 2 else 'suspendu'}" for i in range(120)]
    path = write("id_local;departement;type_stage;date_maj;statut", *lines)
    preview = read(path, "msu_lignes")
    assert preview.rows["total_msu"].tolist() == [60]
    assert [line.text for line in preview.set_aside] == [
        "60 lignes, dont la première est la ligne 2"
    ]
    assert (preview.kind_id, preview.stores, preview.read_n) == ("msu_lignes", "msu", 120)


def test_rows_that_break_the_contract_are_refused_in_french(write, monkeypatch):
    def zeroed(records, kind):
        return pd.DataFrame({"line": [0]})

    path = write("territoire;date;total", "12;2024;61")
    genuine = frame
    monkeypatch.setattr(module, "frame", lambda r, k: zeroed(r, k) if r else genuine(r, k))
    with pytest.raises(RefusedFileError, match="des lignes conformes au type"):
        read(path, "msu")


def test_a_file_that_is_not_there_is_refused(tmp_path):
    assert "un fichier présent" in outcome(tmp_path / "absent.csv", "msu").messages[0]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.dictionaries(
        st.tuples(
            st.sampled_from(DEPARTEMENTS),
            st.dates(datetime.date(2000, 1, 1), datetime.date(2026, 11, 22)),
        ),
        st.tuples(st.integers(0, 10**7), st.none() | st.just(0)),
        min_size=1,
        max_size=20,
    )
)
def test_rows_written_as_the_template_asks_are_read_back_the_same(write, rows):
    lines = [
        f"{place};{day:%d/%m/%Y};{total};{'' if n1 is None else n1}"
        for (place, day), (total, n1) in rows.items()
    ]
    read_back = read(write("territoire;date;total;N1", *lines), "msu").rows
    expected = [
        (place, day.isoformat(), total, n1, line)
        for line, ((place, day), (total, n1)) in enumerate(rows.items(), start=2)
    ]
    kept = read_back[["territory_id", "period", "total_msu", "n1_msu", "line"]]
    plain = kept.astype(object).where(kept.notna(), None)
    assert list(plain.itertuples(index=False, name=None)) == expected


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(max_size=400), st.sampled_from(sorted(KINDS)), st.sampled_from(["csv", "xlsx"]))
def test_no_content_makes_the_reading_fail_otherwise_than_by_a_refusal(
    tmp_path, content, kind_id, suffix
):
    path = tmp_path / f"hasard.{suffix}"
    path.write_bytes(content)
    assert outcome(path, kind_id).problems


@pytest.fixture
def filtered(tmp_path):
    """A workbook whose third row is hidden by a filter."""
    path = tmp_path / "msu.xlsx"
    workbook = openpyxl.Workbook()
    for row in (["territoire", "date", "total"], ["12", 2024, 61], ["46", 2024, 40]):
        workbook.active.append(row)
    workbook.active.row_dimensions[3].hidden = True
    workbook.save(path)
    return path


def test_hidden_lines_are_read_with_the_others_and_told_with_their_numbers(filtered):
    preview = read(filtered, "msu")
    assert preview.rows["territory_id"].tolist() == ["DEP-12", "DEP-46"]
    assert [w.value for w in preview.warnings] == ["1 ligne masquée dans le tableur (ligne 3)"]
    assert "leaves_hidden" in preview.offers


def test_hidden_lines_are_left_out_when_it_is_asked(filtered):
    preview = read(filtered, "msu", leaves_hidden=True)
    assert preview.rows["territory_id"].tolist() == ["DEP-12"]
    assert [line.line for line in preview.set_aside] == [3]
    assert preview.warnings == ()


def test_marks_of_absence_are_confirmed_once_for_the_file(tmp_path):
    path = tmp_path / "msu.csv"
    path.write_text("territoire;date;total;N1\n12;2024;61;< 5\n46;2024;33;NSP\n", encoding="utf-8")
    preview = read(path, "msu")
    assert preview.needs_confirmation
    assert [shape.sentence_fr for shape in preview.shapes] == [
        "« < 5 », « NSP » : 2 cellules lues comme valeur manquante"
    ]


def test_a_hidden_column_that_is_read_is_told(tmp_path):
    path = tmp_path / "msu.xlsx"
    workbook = openpyxl.Workbook()
    for row in (["territoire", "date", "total", "corrigé"], ["12", 2024, 61, 65]):
        workbook.active.append(row)
    workbook.active.column_dimensions["C"].hidden = True
    workbook.save(path)
    (doubt,) = read(path, "msu").warnings
    assert (doubt.column, doubt.value) == ("total", "colonne masquée dans le tableur")
    workbook.active.column_dimensions["C"].hidden = False
    workbook.active.column_dimensions["D"].hidden = True
    workbook.save(path)
    assert read(path, "msu").warnings == ()


def test_an_example_typed_over_in_part_is_refused_cell_by_cell(tmp_path):
    path = tmp_path / "msu.csv"
    mark = "EXEMPLE FICTIF : ligne à supprimer"
    head = "territoire;date;total;N1;SASPAS;commentaire"
    path.write_text(f"{head}\n12;2024;99;30;22;{mark}\n", encoding="utf-8")
    assert [(p.line, p.column, p.value) for p in outcome(path, "msu").problems] == [
        (2, "N1", "30"),
        (2, "SASPAS", "22"),
    ]
    path.write_text(f"{head}\n12;2024;99;40;22;{mark}\n", encoding="utf-8")
    assert read(path, "msu").rows["n1_msu"].tolist() == [40]


PERCENT_HEAD = ["territoire", "periode", "indicateur", "valeur", "emplacement"]


@pytest.fixture
def shares(tmp_path):
    """Write a workbook of shares of an indicator, stored as fractions and shown as asked."""

    def write_shares(indicator_id: str, number_format: str, *values: float):
        path = tmp_path / "valeurs.xlsx"
        workbook = openpyxl.Workbook()
        sheet = workbook.active
        sheet.append(PERCENT_HEAD)
        for code, value in zip(("12", "46", "48"), values, strict=False):
            sheet.append([code, 2026, indicator_id, value, "p. 3"])
            sheet.cell(sheet.max_row, 4).number_format = number_format
        workbook.save(path)
        return path

    return write_shares


@pytest.mark.parametrize("number_format", ["0%", "0.00%", "0.0\\ %"])
def test_a_number_shown_as_a_percentage_is_the_percentage_shown(shares, number_format):
    preview = read(shares("part_mg_msu_pct", number_format, 0.48, 0.125, 1), "valeurs")
    assert preview.rows["value"].tolist() == [48, 12.5, 100]
    assert preview.warnings == ()


def test_three_decimals_of_a_percentage_are_never_taken_for_thousands(shares):
    preview = read(shares("part_mg_msu_pct", "0.0%", 0.09375, 0.48213), "valeurs")
    assert preview.rows["value"].tolist() == [9.375, 48.213]


def test_a_percentage_of_what_is_no_share_is_refused(shares):
    preview = outcome(shares("mg_rpps", "0%", 0.48), "valeurs")
    (problem,) = preview.problems
    assert (problem.column, problem.value) == ("valeur", "48 %")


def test_a_format_that_only_writes_a_sign_beside_makes_no_percentage(shares):
    assert read(shares("part_mg_msu_pct", '0" %"', 48), "valeurs").rows["value"].tolist() == [48]


def test_shares_that_are_all_one_at_most_are_doubted_as_fractions(shares):
    path = shares("part_mg_msu_pct", "General", 0.48, 0.125)
    (doubt,) = read(path, "valeurs").warnings
    assert "48 et non 0,48" in doubt.remedy_fr
    assert read(shares("part_mg_msu_pct", "General", 0.48, 12), "valeurs").warnings == ()
