"""Tables laid out for the eye are read as the lines of the template, and say so first."""

from __future__ import annotations

import openpyxl
import pytest

from etl.reading.preview import RefusedFileError
from tests.support.imports import outcome, read


@pytest.fixture
def save(tmp_path):
    def save_book(*rows, merged=(), name="fichier.xlsx", **sheets):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, lines in ({"Feuil1": rows} | sheets if rows else sheets).items():
            sheet = book.create_sheet(title)
            for row in lines:
                sheet.append(row)
        for cells in merged:
            book.worksheets[0].merge_cells(cells)
        path = tmp_path / name
        book.save(path)
        return path

    return save_book


def rows(preview, *columns):
    """Rows as tuples, without the columns that are empty."""
    told = preview.rows[list(columns)]
    return [tuple(row) for row in told.astype(object).to_numpy().tolist()]


def sentences(preview):
    return [shape.sentence_fr for shape in preview.shapes]


# A value for the whole file.


def test_a_date_in_the_title_holds_for_the_whole_file_once_confirmed(save):
    path = save(["Maîtres de stage, situation au 31/12/2024"], [], ["Dépt", "Total"], ["Lot", 33])
    preview = read(path, "msu")
    assert rows(preview, "territory_id", "period") == [("DEP-46", "2024-12-31")]
    assert [(v.column_id, v.value, v.origin) for v in preview.values] == [
        ("period", "2024-12-31", "titre")
    ]
    assert preview.needs_confirmation
    given = read(path, "msu", values={"date": "2023"})
    assert rows(given, "period") == [("2023",)]


def test_two_dates_in_the_title_are_asked_about_rather_than_chosen(save):
    path = save(["MSU au 31/12/2024, publié le 12/03/2025"], [], ["Dépt", "Total"], ["Lot", 33])
    result = outcome(path, "msu")
    assert [v.column_id for v in result.preview.answer().lacking] == ["period"]
    assert "la valeur qui vaut pour tout le fichier" in result.messages[0]


def test_what_valeurs_lacks_is_given_once(write):
    path = write("code_departements;Départements;Total", "01;Ain;665 391", "12;Aveyron;279 554")
    lacking = outcome(path, "valeurs").preview.answer().lacking
    assert {value.column_id for value in lacking} == {"period", "indicator_id"}
    values = {"indicateur": "mg_rpps", "periode": "2024", "emplacement": "Bilan, tableau 3"}
    preview = read(path, "valeurs", values=values, columns={"Total": "value"})
    assert rows(preview, "territory_id", "value", "locator") == [
        ("DEP-01", 665391.0, "Bilan, tableau 3"),
        ("DEP-12", 279554.0, "Bilan, tableau 3"),
    ]


def test_the_semester_and_the_level_are_read_in_the_title(save):
    path = save(["SASPAS, hiver 2025-2026"], ["Département", "Places offertes"], ["Lot", 9])
    preview = read(path, "stages")
    assert rows(preview, "semester", "level_id", "offered_n") == [("2025-11", "SASPAS", 9)]


def test_the_only_departement_of_a_title_holds_for_its_lines(save):
    title = ["Conseil de l’Aveyron : places de stage"]
    path = save(title, ["Semestre", "Niveau", "Offertes"], ["2025-11", "N1", 34])
    preview = read(path, "stages")
    assert rows(preview, "territory_id", "offered_n") == [("DEP-12", 34)]
    assert preview.values[0].origin == "titre"


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"date": "bientôt"}, "une date passée"),
        ({"total": "12"}, "peut valoir pour tout le fichier"),
        ({"territoire": "12"}, "donne déjà la sienne"),
    ],
)
def test_a_value_that_cannot_hold_for_the_file_is_refused_once(write, values, why):
    path = write("territoire;total", "12;61", "46;33")
    with pytest.raises(RefusedFileError, match=why) as caught:
        read(path, "msu", values=values)
    assert len(caught.value.problems) == 1


# Years, levels, indicators in columns.


def test_years_in_columns_become_lines(save):
    head = ["Code", "Département", "2022", "2023", "2024"]
    path = save(head, ["12", "Aveyron", 55, 58, 61], ["46", "Lot", 31, 29, None], ["", "Total", 86])
    preview = read(path, "msu")
    assert rows(preview, "territory_id", "period", "total_msu") == [
        ("DEP-12", "2022", 55),
        ("DEP-12", "2023", 58),
        ("DEP-12", "2024", 61),
        ("DEP-46", "2022", 31),
        ("DEP-46", "2023", 29),
    ]
    assert sentences(preview) == [
        "une colonne par année, 2022 à 2024 ; nombres lus : « total » ; "
        "colonnes laissées de côté : « Code »"
    ]
    assert preview.needs_confirmation
    assert any("sans valeur" in line.why_fr and line.text == "2024" for line in preview.set_aside)
    assert [h.header for h in preview.headers if h.is_spread] == ["2022", "2023", "2024"]


def test_the_total_of_wide_years_is_checked_year_by_year(save):
    head = ["Département", 2023, 2024]
    path = save(head, ["Aveyron", 58, 61], ["Lot", 29, 33], ["Total", 87, 95])
    (warning,) = read(path, "msu").warnings
    assert (warning.column, warning.value) == ("2024", "95")
    assert warning.expected_fr.startswith("94")


@pytest.mark.parametrize("years", [(2022, 2023), ("2022", "2023")])
def test_a_measure_and_a_year_in_one_header(save, years):
    head = ["Département", *(f"{name} {y}" for name in ("Installations", "Départs") for y in years)]
    preview = read(save(head, ["12", 9, 11, 14, 12]), "installations")
    assert rows(preview, "year", "entries_n", "exits_n") == [(2022, 9, 14), (2023, 11, 12)]


@pytest.mark.parametrize("merged", [("A1:A2", "B1:C1", "D1:E1"), ()])
def test_years_under_a_group_header_merged_or_not(save, merged):
    path = save(
        ["Département", "Installations", None, "Départs", None],
        [None, 2022, 2023, 2022, 2023],
        ["Aveyron", 9, 11, 14, 12],
        merged=merged,
    )
    preview = read(path, "installations")
    assert rows(preview, "year", "entries_n", "exits_n") == [(2022, 9, 14), (2023, 11, 12)]
    assert (preview.header_line, preview.header_lines_n) == (2, 2)
    assert any("lignes 1 et 2" in sentence for sentence in sentences(preview))


def test_days_in_columns(write):
    path = write("département;31/12/2023;31/12/2024", "Aveyron;58;61")
    assert rows(read(path, "msu"), "period", "total_msu") == [
        ("2023-12-31", 58),
        ("2024-12-31", 61),
    ]


def test_levels_and_age_classes_and_indicators_in_columns(save):
    path = save(["hiver 2025-2026"], ["Département", "N1", "SASPAS", "Total"], ["Lot", 20, 9, 29])
    assert rows(read(path, "stages"), "level_id", "offered_n") == [("N1", 20), ("SASPAS", 9)]
    path = save(["Département", "Année", "< 40", "40-49", "60+"], ["Lot", 2024, 8, 6, 7])
    told = rows(read(path, "installations"), "age_class", "entries_n")
    assert told == [("moins_40", 8), ("de_40_a_49", 6), ("60_plus", 7)]
    path = save(["territoire", "période", "communes_avec_msu", "msu_local"], ["12", "2024", 43, 61])
    told = rows(read(path, "valeurs"), "indicator_id", "value")
    assert told == [("communes_avec_msu", 43.0), ("msu_local", 61.0)]


def test_years_and_levels_together(save):
    path = save(
        ["Département", "N1", None, "SASPAS", None],
        [None, "2024-11", "2025-11", "2024-11", "2025-11"],
        ["Lot", 20, 21, 9, 10],
        merged=("B1:C1", "D1:E1"),
    )
    told = rows(read(path, "stages"), "level_id", "semester", "offered_n")
    assert sorted(told) == [
        ("N1", "2024-11", 20),
        ("N1", "2025-11", 21),
        ("SASPAS", "2024-11", 9),
        ("SASPAS", "2025-11", 10),
    ]


def test_a_total_of_years_is_never_read_as_the_count(save):
    preview = read(save(["Département", "2023", "2024", "Total"], ["Lot", 29, 33, 62]), "msu")
    assert rows(preview, "period", "total_msu") == [("2023", 29), ("2024", 33)]
    assert any("somme" in left.why_fr for left in preview.dropped if left.header == "Total")


@pytest.mark.parametrize("header", ["Taux 2024", "Évolution 2023-2024", "Part 2024", "Rang 2024"])
def test_a_year_beside_something_else_than_a_count_is_not_read_as_one(save, header):
    result = outcome(save(["Département", header], ["Lot", 33]), "msu")
    assert result.problems
    assert result.preview.rows.empty


def test_a_title_that_names_another_count_is_believed(save):
    path = save(["Départs de généralistes"], ["Département", "2023", "2024"], ["Lot", 9, 8])
    result = outcome(path, "installations")
    assert "installations" in result.messages[0]
    assert "departs" not in result.problems[0].column


def test_a_wrong_cell_of_a_wide_table_is_told_with_its_own_header(save):
    result = outcome(save(["Département", "2023", "2024"], ["Lot", 29, "33,5"]), "msu")
    (problem,) = result.problems
    assert (problem.line, problem.column, problem.value) == (2, "2024", "33,5")


def test_a_wide_table_may_be_left_as_it_is(save):
    path = save(["Département", "2023", "2024"], ["Lot", 29, 33])
    with pytest.raises(RefusedFileError):
        read(path, "msu", as_written=True)


# Crosses.


def test_crosses_in_columns_are_stages(save):
    path = save(
        ["N°", "Code postal", "2e cycle", "N1", "SASPAS", "Femme-enfant", "Date de mise à jour"],
        ["M1", 12000, "X", "X", "X", None, "31/12/2024"],
        ["M2", "12100", None, "x", "☒", "oui", "31/12/2024"],
        ["M3", "12100", None, "non", "☐", None, "31/12/2024"],
    )
    preview = read(path, "msu_lignes")
    (row,) = preview.rows.to_dict("records")
    assert (row["total_msu"], row["cycle2_msu"], row["n1_msu"], row["saspas_msu"]) == (2, 1, 2, 2)
    assert any("aucune croix" in line.why_fr and line.line == 4 for line in preview.set_aside)
    assert "une colonne de croix" in sentences(preview)[0]


def test_what_is_no_cross_is_refused(save):
    head = ["N°", "Code postal", "N1", "SASPAS", "Date"]
    result = outcome(save(head, ["M1", "12000", "X", "peut-être", "2024"]), "msu_lignes")
    (problem,) = result.problems
    assert (problem.line, problem.column, problem.value) == (2, "SASPAS", "peut-être")


@pytest.mark.parametrize("cell", ["N1 + SASPAS", "N1, SASPAS", "N1/SASPAS", "N1 et SASPAS"])
def test_several_stages_in_one_cell_are_all_read(save, cell):
    head = ["id_local", "departement", "type_stage", "date_maj"]
    (row,) = read(save(head, ["M1", "12", cell, "2024"]), "msu_lignes").rows.to_dict("records")
    assert (row["total_msu"], row["n1_msu"], row["saspas_msu"]) == (1, 1, 1)


# Two header lines.


def test_two_header_lines_are_joined(save):
    path = save(
        ["MSU au 31/12/2024"],
        ["Territoire", "Date", "Nombre de MSU", "Dont agréés", None, None],
        [None, None, None, "N1", "SASPAS", "Docteur junior"],
        ["12", "31/12/2024", 61, 30, 22, 14],
        merged=("A2:A3", "B2:B3", "C2:C3", "D2:F2"),
    )
    preview = read(path, "msu")
    told = rows(preview, "total_msu", "n1_msu", "saspas_msu", "docteur_junior_msu")
    assert told == [(61, 30, 22, 14)]
    assert "Dont agréés / N1" in [header.header for header in preview.headers]


def test_a_second_line_repeated_under_two_groups_fills_nothing_by_itself(save):
    path = save(
        [None, None, "Effectifs", "Densité pour 100 000 habitants", None],
        [None, None, "Ensemble", "Ensemble", "dont généralistes"],
        ["01", "Ain", 1200, 175, 95],
        ["12", "Aveyron", 900, 320, 140],
        merged=("D1:E1",),
    )
    result = outcome(path, "valeurs")
    named = {h.header: h.column_id for h in result.preview.headers}
    assert named["Effectifs / Ensemble"] == named["Densité pour 100 000 habitants / Ensemble"] == ""
    values = {"indicateur": "mg_rpps", "periode": "2024", "emplacement": "tableau 1"}
    columns = {
        "(sans en-tête, colonne 2)": "territory_id",
        "Densité pour 100 000 habitants / dont généralistes": "value",
    }
    preview = read(path, "valeurs", values=values, columns=columns)
    assert rows(preview, "territory_id", "value") == [("DEP-01", 95.0), ("DEP-12", 140.0)]


def test_a_first_line_of_words_is_no_second_header(save):
    head = ["Nom", None, "Département", "Type de stage", "Date"]
    path = save(head, ["DURAND", "Luc", "Aveyron", "N1", "2024"])
    preview = read(path, "msu_lignes")
    assert preview.header_lines_n == 1
    assert "DURAND" not in repr(preview.answer())


# Groups named once.


def test_a_group_named_once_is_offered_to_be_repeated(save):
    path = save(
        ["Département", "Semestre", "Niveau", "Places offertes"],
        ["Aveyron", "2025-11", "N1", 34],
        [None, None, "SASPAS", 18],
        [None, "2026-05", "N1", 30],
        ["Lot", "2025-11", "N1", 20],
    )
    result = outcome(path, "stages")
    assert result.preview.offers == ("fill_down",)
    assert "recopier la valeur du dessus" in result.messages[0]
    told = rows(read(path, "stages", fill_down=True), "territory_id", "semester", "offered_n")
    assert told == [
        ("DEP-12", "2025-11", 34),
        ("DEP-12", "2025-11", 18),
        ("DEP-12", "2026-05", 30),
        ("DEP-46", "2025-11", 20),
    ]


def test_a_name_is_not_repeated_past_its_total_nor_its_group(save):
    path = save(
        ["Département", "Niveau", "Semestre", "Offertes"],
        ["Aveyron", "N1", "2025-11", 34],
        ["Total Aveyron", None, None, 34],
        [None, "SASPAS", "2025-11", 18],
    )
    assert outcome(path, "stages", fill_down=True).problems[0].line == 4
    path = save(
        ["Département", "Semestre", "Niveau", "Offertes"],
        ["Aveyron", "2025-11", "N1", 34],
        ["Lot", None, "N1", 18],
    )
    assert outcome(path, "stages", fill_down=True).problems[0].column == "Semestre"


def test_a_departement_alone_above_its_lines(save):
    path = save(
        ["Niveau", "Semestre", "Places offertes"],
        ["AVEYRON", None, None],
        ["N1", "2025-11", 34],
        ["SASPAS", "2025-11", 18],
        ["LOT", None, None],
        ["N1", "2025-11", 20],
    )
    preview = read(path, "stages")
    told = rows(preview, "territory_id", "level_id", "offered_n")
    assert told == [("DEP-12", "N1", 34), ("DEP-12", "SASPAS", 18), ("DEP-46", "N1", 20)]
    assert preview.needs_confirmation


def test_one_sheet_per_year_is_read_together(save):
    head = ["Département", "Total"]
    path = save(**{"2023": [head, ["12", 58]], "2024": [head, ["12", 61]]})
    with pytest.raises(RefusedFileError) as caught:
        read(path, "msu")
    assert caught.value.sheets == ("2023", "2024")
    preview = read(path, "msu", sheets=("2023", "2024"))
    assert rows(preview, "period", "total_msu") == [("2023", 58), ("2024", 61)]


def test_two_sheets_that_say_the_same_are_refused(save):
    head = ["Département", "Date", "Total"]
    path = save(A=[head, ["12", 2024, 58]], B=[head, ["12", 2024, 61]])
    (problem,) = outcome(path, "msu", sheets=("A", "B")).problems
    assert (problem.sheet, problem.line) == ("B", 2)
    assert "« A »" in problem.remedy_fr


# No header is known.


def test_an_unknown_layout_shows_its_lines_and_lets_every_column_be_chosen(write):
    path = write("alpha;beta;gamma", "12;2024;61", "46;2024;33")
    result = outcome(path, "msu")
    assert "aucun en-tête reconnu" in result.messages[0]
    assert result.preview.lines[:2] == (("alpha", "beta", "gamma"), ("12", "2024", "61"))
    assert [h.header for h in result.preview.headers] == ["alpha", "beta", "gamma"]
    chosen = {"alpha": "territory_id", "beta": "period", "gamma": "total_msu"}
    assert rows(read(path, "msu", columns=chosen), "total_msu") == [(61,), (33,)]


def test_a_table_without_any_header_has_its_columns_numbered(write):
    path = write("12;2024;61", "46;2024;33")
    headers = [h.header for h in outcome(path, "msu").preview.headers]
    assert headers == [f"(sans en-tête, colonne {n})" for n in (1, 2, 3)]
    chosen = dict(zip(headers, ("territory_id", "period", "total_msu"), strict=True))
    told = rows(read(path, "msu", columns=chosen), "territory_id", "total_msu")
    assert told == [("DEP-12", 61), ("DEP-46", 33)]


def test_the_line_pointed_at_is_the_header(write):
    path = write("territoire;date;total", "Lot;2023;30", "dép;quand;msu", "Lot;2024;33")
    chosen = {"quand": "period"}
    preview = read(path, "msu", header_line=3, columns=chosen)
    assert rows(preview, "period", "total_msu") == [("2024", 33)]
    with pytest.raises(RefusedFileError, match="de 1 à 4"):
        read(path, "msu", header_line=9)


def test_headers_are_compared_without_brackets_stars_and_line_breaks(save):
    head = ["Code\ndépartement", "Année\n(situation au 31/12)", "Nombre total\nde MSU*"]
    path = save(head, ["12", 2024, 61], ["* MSU en activité au 31/12"])
    assert rows(read(path, "msu"), "territory_id", "period", "total_msu") == [
        ("DEP-12", "2024", 61)
    ]


def test_the_headers_of_insee_and_of_pivot_tables_are_known(write):
    path = write("CODGEO;LIBGEO;AN;NBMSU", "12;Aveyron;2024;61")
    assert rows(read(path, "msu"), "territory_id", "total_msu") == [("DEP-12", 61)]
    path = write("Étiquettes de lignes;Nombre de MSU", "Aveyron;61", "Total général;61")
    preview = read(path, "msu", values={"date": "2024"})
    assert rows(preview, "territory_id", "total_msu") == [("DEP-12", 61)]


def test_the_questions_of_a_form_name_their_columns(write):
    path = write(
        '"Horodateur","Dans quel département exercez-vous ?","Quels stages encadrez-vous ?"',
        '"2024/11/12 6:32:08 PM UTC+1","12 - Aveyron","N1"',
        '"2024/11/13 8:05:41 AM UTC+1","Aveyron","SASPAS"',
    )
    assert [v.column_id for v in outcome(path, "msu_lignes").preview.answer().lacking] == ["period"]
    preview = read(path, "msu_lignes", values={"date": "2024"})
    assert rows(preview, "territory_id", "total_msu") == [("DEP-12", 2)]


def test_an_unknown_layout_never_shows_a_name(write):
    path = write("DUPONT;Anne;Creuse;N1", "DURAND;Luc;Creuse;SASPAS")
    told = repr(outcome(path, "stages").preview.answer())
    assert "DUPONT" not in told
    assert "Luc" not in told
    assert "Creuse" in told


# A list without identifier.


def test_a_list_is_counted_by_name_or_by_line_as_its_user_says(write):
    path = write(
        "Nom;Prénom;Dept;Type de stage;Mise à jour",
        "ALPHA;Un;12;N1;31/12/2024",
        "ALPHA;Un;12;SASPAS;31/12/2024",
        "BETA;Deux;12;N1;31/12/2024",
    )
    preview = read(path, "msu_lignes")
    assert preview.count_by == "name"
    assert "d’après (Nom, Prénom), sans les garder" in sentences(preview)[0]
    assert preview.needs_confirmation
    assert rows(preview, "total_msu", "n1_msu", "saspas_msu") == [(2, 2, 1)]
    assert "ALPHA" not in repr(preview.answer())
    by_line = read(path, "msu_lignes", count_by="line")
    assert rows(by_line, "total_msu") == [(3,)]
    with pytest.raises(RefusedFileError, match="un numéro RPPS"):
        read(path, "msu_lignes", count_by="number")


def test_a_title_and_a_sheet_that_contradict_each_other_are_asked_about(save):
    rows_of = [["MSU au 31/12/2023"], ["Département", "Total"], ["Lot", 33]]
    assert outcome(save(**{"2024": rows_of}), "msu").preview.answer().lacking
    assert read(save(**{"2023": rows_of}), "msu").rows["period"].tolist() == ["2023-12-31"]


def test_one_indicator_in_the_header_of_its_column_is_enough(save):
    path = save(["territoire", "période", "MSU comptés localement"], ["12", "2024", 61])
    told = rows(read(path, "valeurs"), "indicator_id", "value")
    assert told == [("msu_local", 61.0)]


def test_a_measure_and_a_level_in_one_header(save):
    head = ["Département", "Semestre", "N1 agréées", "N1 offertes", "Places SASPAS"]
    preview = read(save(head, ["12", "2025-11", 34, 30, 18]), "stages")
    told = [tuple(row) for row in preview.rows[["level_id", "offered_n"]].to_numpy().tolist()]
    assert told == [("N1", 30), ("SASPAS", 18)]


def test_a_bracket_that_restricts_a_count_is_not_left_out(save):
    path = save(["Département", "Année", "MSU (femmes)", "MSU (hommes)"], ["Lot", 2024, 30, 31])
    result = outcome(path, "msu")
    assert "« total »" in result.messages[0]
    assert read(save(["Département", "Année", "MSU (nombre)"], ["Lot", 2024, 61]), "msu").proposals


def test_beside_men_women_are_no_stage(save):
    head = ["Département", "Année", "Total", "Hommes", "Femmes"]
    preview = read(save(head, ["Lot", 2024, 61, 30, 31]), "msu")
    assert "sante_femme_msu" not in {match.column_id for match in preview.matches}


def test_a_group_alone_above_its_lines_is_repeated_in_a_wide_table(save):
    path = save(
        ["Département", "Niveau", "Hiver 2025-2026"],
        ["Aveyron", None, None],
        [None, "N1", 30],
        [None, "SASPAS", 20],
        ["Lot", None, None],
        [None, "N1", 10],
    )
    told = rows(read(path, "stages", fill_down=True), "territory_id", "level_id", "offered_n")
    assert told == [("DEP-12", "N1", 30), ("DEP-12", "SASPAS", 20), ("DEP-46", "N1", 10)]


def test_the_count_in_the_corner_of_a_pivot_table_is_no_header(save):
    corner = ["Nombre de MSU", "Étiquettes de colonnes"]
    path = save(
        corner,
        ["Étiquettes de lignes", 2023, 2024, "Total général"],
        ["Aveyron", 58, 61, 119],
        ["Lot", 30, 33, 63],
        ["Total général", 88, 94, 182],
    )
    preview = read(path, "msu")
    assert preview.rows["total_msu"].tolist() == [58, 61, 30, 33]
    assert preview.warnings == ()


def test_the_title_of_bare_years_is_confirmed_and_a_rate_is_no_count(save):
    years = [["Département", 2023, 2024], ["Aveyron", 250, 251]]
    preview = read(save(["Médecins généralistes par département"], *years), "msu")
    assert "le titre dit « Médecins généralistes par département »" in preview.shapes[0].sentence_fr
    for title in ("Densité de MSU pour 100 000 habitants", "Part des MSU", "Taux de MSU (en %)"):
        assert outcome(save([title], *years), "msu").problems


def test_age_classes_in_columns_however_written(save):
    head = ["Département", "Année", "< 40 ans", "40-49 ans", "50 à 59 ans", "60 ans et +"]
    rows = read(save(head, ["Aveyron", 2024, 5, 3, 2, 1]), "installations").rows
    assert dict(zip(rows["age_class"], rows["entries_n"], strict=True)) == {
        "moins_40": 5,
        "de_40_a_49": 3,
        "de_50_a_59": 2,
        "60_plus": 1,
    }


COMMUNES = ("Code INSEE;Commune;Date;Total;N1", "12202;Rodez;2024;11;3", "12145;Millau;2024;12;2")


def test_communes_are_added_up_to_their_departement_when_it_is_asked(write):
    path = write(*COMMUNES, "46042;Cahors;2024;9;")
    refused = outcome(path, "msu")
    assert "--add-up" in refused.problems[0].remedy_fr
    assert "adds_up" in refused.preview.offers
    preview = read(path, "msu", adds_up=True)
    assert preview.rows[["territory_id", "total_msu"]].values.tolist() == [
        ["DEP-12", 23],
        ["DEP-46", 9],
    ]
    assert "3 lignes additionnées en 2 lignes" in preview.shapes[0].sentence_fr
    assert preview.needs_confirmation


def test_a_sum_is_not_known_without_all_its_parts(write):
    preview = read(write(*COMMUNES, "12145;Onet;2024;5;"), "msu", adds_up=True)
    assert preview.rows["total_msu"].tolist() == [28]
    assert preview.rows["n1_msu"].isna().all()
    (problem,) = outcome(write(*COMMUNES, "12145;Onet;2024;< 5;"), "msu", adds_up=True).problems
    assert (problem.line, problem.value) == (4, "< 5")


def test_a_count_that_some_lines_lack_is_told_when_they_are_added_up(write):
    (doubt,) = read(write(*COMMUNES, "12145;Onet;2024;5;"), "msu", adds_up=True).warnings
    assert (doubt.line, doubt.column) == (4, "N1")
    assert "laissée vide" in doubt.remedy_fr


def test_a_line_that_is_the_sum_of_those_added_to_it_is_doubted(write):
    (doubt,) = read(write(*COMMUNES, "12;Aveyron;2024;23;5"), "msu", adds_up=True).warnings
    assert (doubt.line, doubt.value) == (4, "23")
    assert "compté deux fois" in doubt.remedy_fr
    assert read(write(*COMMUNES, "12;Ailleurs;2024;22;5"), "msu", adds_up=True).warnings == ()


def test_a_blank_cell_of_a_wide_table_is_no_part_of_a_sum(save):
    head = ["Code INSEE", "2023", "2024"]
    result = outcome(save(head, ["12202", 11, 12], ["12145", None, 5]), "msu", adds_up=True)
    (problem,) = result.problems
    assert (problem.line, problem.column) == (3, "2023")
    # Alone in its row, it is what a blank cell always is.
    told = read(save(head, ["12202", 11, 12], ["46042", None, 5]), "msu", adds_up=True)
    assert rows(told, "territory_id", "period", "total_msu") == [
        ("DEP-12", "2023", 11),
        ("DEP-12", "2024", 12),
        ("DEP-46", "2024", 5),
    ]


def test_what_is_no_count_is_never_added_up(write):
    head = "territoire;periode;indicateur;valeur;emplacement"
    rows = ("12;2025;part_mg_msu_pct;12;p. 1", "12;2025;part_mg_msu_pct;13;p. 1")
    assert outcome(write(head, *rows), "valeurs", adds_up=True).problems


def test_a_column_for_each_territory_becomes_lines(save):
    preview = read(
        save(
            ["Année", "12 - Aveyron", "Lot", "Total"],
            [2023, 58, 31, 89],
            [2024, 61, 33, 94],
        ),
        "msu",
    )
    assert preview.rows[["territory_id", "period", "total_msu"]].values.tolist() == [
        ["DEP-12", "2023", 58],
        ["DEP-46", "2023", 31],
        ["DEP-12", "2024", 61],
        ["DEP-46", "2024", 33],
    ]
    assert "une colonne par territoire, 12 - Aveyron, Lot" in preview.shapes[0].sentence_fr
    assert preview.warnings == ()


def test_a_sum_that_is_not_that_of_the_columns_beside_it_is_doubted(save):
    (doubt,) = read(save(["Année", "Aveyron", "Lot", "Total"], [2024, 61, 33, 99]), "msu").warnings
    assert (doubt.line, doubt.column, doubt.value) == (2, "Total", "99")
    assert doubt.expected_fr == "94, la somme des autres colonnes"
    levels = save(["Département", "Semestre", "N1", "SASPAS", "Total"], [12, "2025-05", 30, 5, 36])
    assert [w.column for w in read(levels, "stages").warnings] == ["Total"]


def test_three_header_lines_are_joined_where_cells_are_merged(save):
    path = save(
        ["Places de stage de la faculté"],
        ["Département", "Été 2025", None, None, None],
        [None, "N1", None, "SASPAS", None],
        [None, "Offertes", "Pourvues", "Offertes", "Pourvues"],
        ["Aveyron", 30, 28, 12, 10],
        merged=("B2:E2", "B3:C3", "D3:E3"),
    )
    preview = read(path, "stages")
    assert rows(preview, "level_id", "semester", "offered_n", "filled_n") == [
        ("N1", "2025-05", 30, 28),
        ("SASPAS", "2025-05", 12, 10),
    ]
    assert sentences(preview)[0] == "les lignes 2, 3 et 4 sont lues ensemble comme en-têtes"


def test_a_merged_line_that_says_who_to_write_to_is_no_header(save):
    path = save(
        ["Département", "Contact : 06 12 34 56 78", None, None, None],
        [None, "N1", None, "SASPAS", None],
        [None, "Offertes", "Pourvues", "Offertes", "Pourvues"],
        ["Aveyron", 30, 28, 12, 10],
        merged=("B1:E1", "B2:C2", "D2:E2"),
    )
    result = outcome(path, "stages")
    assert "06 12" not in repr(result)


def test_a_line_of_units_under_the_header_is_set_aside_and_told(save):
    head = ["Département", "Semestre", "Niveau", "Offertes"]
    line = ["Aveyron", "2025-05", "N1", 30]
    preview = read(save(head, ["code", "AAAA-MM", None, "nb de places"], line), "stages")
    assert rows(preview, "offered_n") == [(30,)]
    assert [(a.line, a.why_fr) for a in preview.set_aside] == [
        (2, "ligne d’unités, sous l’en-tête")
    ]
    # A line of a place is data, whatever it says.
    assert outcome(save(head, ["Lot", None, None, "places"], line), "stages").problems


@pytest.mark.parametrize(("which", "year"), [("first", "2023"), ("last", "2024")])
def test_the_year_that_two_years_stand_for_is_said_once_for_the_file(save, which, year):
    long = ["Département", "Date", "Total"], ["Aveyron", "AU 2023-2024", 61], ["Lot", "2023/24", 33]
    refused = outcome(save(*long), "msu")
    assert refused.preview.offers == ("of_two_years",)
    assert rows(read(save(*long), "msu", of_two_years=which), "period") == [(year,), (year,)]
    wide = ["Département", "2022-2023", "2023-2024"], ["Aveyron", 58, 61]
    assert "of_two_years" in outcome(save(*wide), "msu").preview.offers
    preview = read(save(*wide), "msu", of_two_years=which)
    assert rows(preview, "period", "total_msu")[1] == (year, 61)
    # Beside a year of its own, the same cell would be filled twice.
    both = ["Département", 2022, "2022-2023", 2023], ["Aveyron", 57, 58, 61]
    assert outcome(save(*both), "msu", of_two_years=which).problems
