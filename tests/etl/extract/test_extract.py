"""The readers name the file, the line, the column and the cell, and keep codes as text."""

from __future__ import annotations

import pytest

from etl.declared.periods import period_year
from etl.errors import DataError
from etl.extract.figures import extract_figures, extract_local_points
from etl.extract.reference import extract_crosswalk, extract_territories

FIGURES = "territory_id,period,indicator_id,value,source_id,locator,confidence,note"
POINTS = (
    "point_id,label_fr,territory_ids,year,value_msu,ratio,kind,source_id,locator,confidence,"
    "excluded_reason_fr"
)
TERRITORIES = "territory_id,level,code,name_fr,region_id"
CROSSWALK = "departement_id,subdivision_id,weight,basis_fr,source_id"


@pytest.fixture
def write(tmp_path):
    def write_file(name: str, *lines: str):
        (tmp_path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
        return tmp_path

    return write_file


def _figure(**changed: str) -> str:
    row = {
        "territory_id": "DEP-01",
        "period": "2024",
        "indicator_id": "msu_local",
        "value": "12.5",
        "source_id": "S001",
        "locator": "page 1",
        "confidence": "high",
        "note": "",
    }
    return ",".join((row | changed).values())


@pytest.mark.parametrize(
    ("period", "year"),
    [
        ("2024", 2024),
        ("2024-01", 2024),
        ("2024-01-31", 2024),
        ("2024-T4", 2024),
        ("2022/2026", 2022),
        ("n.d.", None),
    ],
)
def test_the_year_of_a_period_is_its_first(write, period, year):
    assert period_year(period) == year
    rows = extract_figures(write("a.csv", FIGURES, _figure(period=period)))
    assert rows["period_year"].tolist() == [year] or rows["period_year"].isna().all()


@pytest.mark.parametrize(
    "period", ["24", "2024-13", "2024-1", "2024-02-32", "2024-T5", "2024-2025", "nd", "2024 "]
)
def test_a_period_out_of_the_grammar_is_refused(write, period):
    with pytest.raises(DataError, match="colonne « period »"):
        extract_figures(write("a.csv", FIGURES, _figure(period=period)))


def test_codes_stay_text_and_an_empty_note_is_none(write):
    rows = extract_figures(write("a.csv", FIGURES, _figure(territory_id="01")))
    assert rows["territory_id"].tolist() == ["01"]
    assert rows["note"].isna().all()


def test_a_row_keeps_its_file_and_its_line_even_after_a_cell_on_two_lines(write):
    folder = write("b.csv", FIGURES, _figure(note='"one\ntwo"'), _figure(period="2023"))
    write("a.csv", FIGURES, _figure())
    rows = extract_figures(folder)
    assert rows[["file", "line"]].to_numpy().tolist() == [["a.csv", 2], ["b.csv", 3], ["b.csv", 4]]


@pytest.mark.parametrize(
    ("column", "cell", "expected"),
    [
        ("value", "1 000", "un nombre, avec un point décimal"),
        ("value", "", "un nombre"),
        ("value", "nan", "un nombre fini"),
        ("source_id", "", "un texte non vide"),
        ("locator", "", "un texte non vide"),
        ("confidence", "certain", "une valeur parmi 'high', 'medium', 'low', 'derived-high' ou"),
    ],
)
def test_a_bad_figure_is_named_in_french(write, column, cell, expected):
    folder = write("a.csv", FIGURES, _figure(), _figure(**{column: cell}))
    with pytest.raises(DataError) as caught:
        extract_figures(folder)
    error = caught.value
    assert (error.line, error.column, error.value) == (3, column, cell)
    assert error.file.endswith("a.csv")
    assert f"valeur attendue : {expected}" in str(error)
    assert "Input should" not in str(error)


@pytest.mark.parametrize(
    "header", [FIGURES.replace("value", "valeur"), FIGURES + ",plus", FIGURES[:-5], ""]
)
def test_a_header_that_is_not_the_declared_one_is_refused(write, header):
    with pytest.raises(DataError, match="colonne « en-tête »"):
        extract_figures(write("a.csv", header, _figure()))


@pytest.mark.parametrize("row", [_figure() + ",de trop", _figure()[:-1], "DEP-01,2024"])
def test_a_row_of_another_length_is_refused(write, row):
    with pytest.raises(DataError, match="ligne 2 — .*attendue : 8 cellules"):
        extract_figures(write("a.csv", FIGURES, row))


def test_the_local_points_are_not_read_as_figures(write):
    folder = write("a.csv", FIGURES, _figure())
    write(
        "msu_local_points.csv",
        POINTS,
        "p,Place,DEP-01;DEP-2A,2011,623,,count,S045,ici,high,",
        "q,Place,SUB-019,,120,,count,S042,ici,low,Sans date.",
    )
    assert len(extract_figures(folder)) == 1
    dated, undated = extract_local_points(folder)
    assert dated.territories == ("DEP-01", "DEP-2A")
    assert (dated.known_year, dated.value_msu, dated.ratio) == (2011, 623, None)
    assert undated.year is None
    with pytest.raises(ValueError, match="q has no readable year"):
        _ = undated.known_year


@pytest.mark.parametrize(
    ("row", "column", "expected"),
    [
        ("p,Place,DEP-01,2011,62.5,,count,S1,ici,high,", "value_msu", "un nombre entier"),
        ("p,Place,DEP-01,vers 2011,62,,count,S1,ici,high,", "year", "un nombre entier"),
        ("p,Place,DEP-01,2011,62,,autre,S1,ici,high,", "kind", "une valeur parmi 'count'"),
    ],
)
def test_a_bad_local_point_is_named_in_french(write, row, column, expected):
    with pytest.raises(DataError) as caught:
        extract_local_points(write("msu_local_points.csv", POINTS, row))
    assert caught.value.column == column
    assert expected in caught.value.expected


def test_a_missing_file_is_asked_for(tmp_path):
    with pytest.raises(DataError, match="Restaurer le fichier"):
        extract_local_points(tmp_path)


def test_territory_codes_keep_their_zeros_and_letters(write):
    folder = write(
        "territories.csv",
        TERRITORIES,
        "DEP-01,departement,01,Ain,REG-84",
        "DEP-2A,departement,2A,Corse-du-Sud,REG-94",
        "REG-01,region,01,Guadeloupe,",
    )
    rows = extract_territories(folder)
    assert rows["code"].tolist() == ["01", "2A", "01"]
    assert rows["region_id"].tolist()[:2] == ["REG-84", "REG-94"]
    assert rows["region_id"].isna().tolist() == [False, False, True]


@pytest.mark.parametrize("territory_id", ["01", "DEP-1", "dep-01", "DEP-0001", "SUB017"])
def test_a_territory_without_its_prefix_is_refused(write, territory_id):
    folder = write("territories.csv", TERRITORIES, f"{territory_id},departement,01,Ain,REG-84")
    with pytest.raises(DataError, match="colonne « territory_id »"):
        extract_territories(folder)


@pytest.mark.parametrize(
    ("weight", "expected"),
    [("0", "un nombre supérieur à 0"), ("1.2", "au plus égal à 1"), ("x", "un nombre, avec")],
)
def test_a_weight_out_of_0_to_1_is_refused(write, weight, expected):
    with pytest.raises(DataError) as caught:
        extract_crosswalk(write("crosswalk.csv", CROSSWALK, f"DEP-01,SUB-026,{weight},base,S1"))
    assert expected in caught.value.expected
