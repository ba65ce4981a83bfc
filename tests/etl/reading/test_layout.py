"""The header is found where it is, and each column under the name it was given."""

from __future__ import annotations

import pytest

from etl.reading.book import Sheet
from etl.reading.layout import locate, match_headers
from etl.reading.sorting import AGGREGATE_FR, TOTAL_FR, sort_lines
from tests.support.imports import KINDS, PLACES


def table(*rows, kind="msu", chosen=None, merged=()):
    sheet = Sheet("", tuple(tuple(row) for row in rows), merged)
    return locate(sheet, KINDS[kind], chosen or {}, PLACES.is_place)


def found(*headers, kind="msu", chosen=None):
    """Column id and manner of each header that is matched."""
    matches = match_headers(headers, KINDS[kind], chosen or {}, frozenset())
    return {match.header: (match.column_id, match.how) for match in matches}


def reasons(*rows, kind="msu", merged=()):
    """Lines set aside, each with its reason."""
    lines = sort_lines(table(*rows, kind=kind, merged=merged), KINDS[kind], PLACES.is_place)
    return {line.line: line.why_fr for line in lines.set_aside}


@pytest.mark.parametrize("kind", KINDS)
def test_the_headers_of_a_template_need_no_confirmation(kind):
    columns = KINDS[kind].columns
    matches = match_headers([c.header_fr for c in columns], KINDS[kind], {}, frozenset())
    assert [(m.column_id, m.how) for m in matches] == [(c.column_id, "exact") for c in columns]


@pytest.mark.parametrize("kind", KINDS)
def test_every_declared_header_is_proposed_for_its_column(kind):
    for column in KINDS[kind].columns:
        for header in column.headers:
            claims = found(header, kind=kind)
            assert header in claims, header


def test_exact_headers_ignore_accents_case_and_apostrophes():
    assert found("TERRITOIRE", "Santé de l'enfant", "total_msu") == {
        "TERRITOIRE": ("territory_id", "exact"),
        "Santé de l'enfant": ("sante_enfant_msu", "exact"),
        "total_msu": ("total_msu", "exact"),
    }


def test_a_like_header_is_proposed_with_its_likeness():
    (match,) = match_headers(["Maitres de stages"], KINDS["msu"], {}, frozenset())
    assert (match.column_id, match.how, match.score) == ("total_msu", "synonyme", 100)
    (match,) = match_headers(["Effetif MSU"], KINDS["msu"], {}, frozenset())
    assert (match.column_id, match.how) == ("total_msu", "approchant")
    assert 85 <= match.score < 100


@pytest.mark.parametrize("header", ["MSU N3", "SASPAS N9", "colonne", "an 2", "observations"])
def test_headers_that_are_not_alike_enough_are_left(header):
    assert found(header) == {}


def test_two_headers_never_fill_one_column_the_first_declared_wins():
    assert found("Région", "Département", "Code dept") == {
        "Département": ("territory_id", "synonyme")
    }


def test_an_exact_header_wins_over_a_synonym_and_a_choice_over_both():
    assert found("effectif", "total")["total"] == ("total_msu", "exact")
    assert "effectif" not in found("effectif", "total")
    chosen = found("effectif", "total", chosen={"effectif": "total_msu"})
    assert chosen == {"effectif": ("total_msu", "choisi")}


def test_a_column_can_be_left_out():
    assert found("territoire", "total", "N1", chosen={"N1": ""}) == found("territoire", "total")


def test_a_rival_column_is_dropped_with_its_reason():
    dropped = table(["Région", "Département", "an", "total"], ["Occitanie", "12", 2024, 61]).dropped
    assert [(column.header, column.personal) for column in dropped] == [("Région", False)]
    assert "déjà lue sous « Département »" in dropped[0].why_fr


def test_an_unnamed_column_with_cells_is_dropped_and_an_empty_one_ignored():
    dropped = table(["territoire", None, "date", "", "total"], ["12", "x", 2024, None, 61]).dropped
    assert [column.header for column in dropped] == ["(sans en-tête, colonne 2)"]


def test_separators_at_the_end_of_lines_are_no_column():
    assert (
        table(["territoire", "date", "total", "", ""], ["12", "2024", "61", "", ""]).dropped == ()
    )


def test_the_header_is_the_line_that_names_the_most_columns():
    rows = [["Total des MSU"], [], ["Région", "total"], ["territoire", "date", "total"], [1, 2, 3]]
    assert table(*rows).header_line == 4


def test_a_sheet_that_names_no_column_has_no_table():
    assert table(["Lisez-moi"], ["Ce classeur…"]) is None


def test_lines_that_are_no_data_are_set_aside_with_their_reason():
    head = ["territoire", "date", "total", "N1"]
    assert reasons(
        ["Comptage"],
        head,
        ["12", 2024, 61, 30],
        ["Territoire", "Date", "Total", "n1"],
        ["# à revoir", None, None, None],
        [None, None, None, None],
        ["Exemple : 48", 2024, 15, None],
        ["Sous-total Occitanie", None, 61, None],
        ["France", 2024, 61, None],
        [None, None, None, None],
        ["Source : relevé", None, None, None],
        ["* hors remplaçants", None, None, None],
        [None, None, None, None],
    ) == {
        1: "titre, au-dessus de l’en-tête",
        4: "en-tête répété",
        5: "commentaire",
        6: "ligne vide",
        7: "ligne d’exemple",
        8: "ligne de total : vérifiée, jamais enregistrée",
        9: "ligne de total : vérifiée, jamais enregistrée",
        10: "ligne vide",
        11: "note au bas du tableau",
        12: "note au bas du tableau",
    }


@pytest.mark.parametrize("label", ["Total", "TOTAL GÉNÉRAL", "Ensemble", "s/total", "Totaux"])
def test_totals_are_told_by_their_territory_or_their_first_cell(label):
    head = ["n", "territoire", "date", "total"]
    assert "total" in reasons(head, [1, "12", 2024, 61], [2, label, 2024, 61])[3]
    assert "total" in reasons(head, [1, "12", 2024, 61], [label, None, 2024, 61])[3]


def test_france_is_a_territory_where_national_values_are_accepted():
    head = ["periode", "territoire", "indicateur", "valeur", "emplacement"]
    assert reasons(head, [2025, "France", "mg_rpps", 5, "p. 1"], kind="valeurs") == {}


def test_all_ages_is_not_taken_for_a_total():
    head = ["classe_age", "territoire", "annee", "installations"]
    assert reasons(head, ["ensemble", "12", 2024, 11], kind="installations") == {}


def test_a_formula_that_failed_is_not_taken_for_a_comment():
    assert reasons(["territoire", "date", "total"], ["#N/A", 2024, 61]) == {}


def test_a_text_that_says_for_example_is_data():
    head = ["territoire", "periode", "indicateur", "valeur", "emplacement"]
    row = ["12", 2025, "mg_rpps", 5, "Bilan, voir par exemple p. 3"]
    assert reasons(head, row, kind="valeurs") == {}


def test_a_territory_without_figures_is_data_and_not_a_note():
    lines = sort_lines(
        table(["territoire", "date", "total"], ["Nord", None, None]), KINDS["msu"], PLACES.is_place
    )
    assert [line.number for line in lines.data] == [2]


def test_a_comment_is_a_line_of_one_cell_and_a_reference_may_begin_with_a_hash():
    head = ["repere", "departement", "structure", "etat"]
    rows = (["#1", "12", "Maison de santé du Vallon", "en service"], ["# relu en mars", "", "", ""])
    assert reasons(head, *rows, kind="structures") == {3: "commentaire"}


@pytest.mark.parametrize(
    "line",
    [
        ["12", 2024, 61, "cf. exemple envoyé à l’ARS"],
        ["12", 2024, 140, "EXEMPLE FICTIF : ligne à supprimer"],
        ["12", 2024, 61, "total revu"],
        ["Nord", 2024, 61, "NB : à revoir"],
    ],
)
def test_a_word_does_not_set_a_line_of_data_aside(line):
    assert reasons(["territoire", "date", "total", "remarque"], line) == {}


@pytest.mark.parametrize(
    "line", [["12", 2024, 61, "EXEMPLE FICTIF : ligne à supprimer"], ["12", 2024, 70, "Exemple"]]
)
def test_the_example_of_the_template_is_set_aside(line):
    head = ["territoire", "date", "total", "commentaire"]
    assert reasons(head, line) == {2: "ligne d’exemple"}


def test_a_total_inside_a_name_is_data():
    head = ["structure", "département", "année", "total"]
    rows = (["Hôpital Total", "12", 2024, 61], ["Total", "", 2024, 61], ["Sources", "12", 2024, 3])
    assert reasons(head, *rows) == {3: TOTAL_FR}


@pytest.mark.parametrize(
    "place", ["DOM", "Métropole", "Moyenne", "Étranger", "999", "000 - Ensemble", "Non localisé"]
)
def test_an_aggregate_of_places_is_set_aside(place):
    assert reasons(["territoire", "date", "total"], [place, 2024, 61]) == {2: AGGREGATE_FR}


def test_merged_keys_are_repeated_and_merged_measures_are_not():
    rows = (["territoire", "date", "total"], ["Aveyron", 2023, 60], [None, 2024, None])
    merged = (((1, 0), (2, 0)), ((1, 2), (2, 2)))
    lines = sort_lines(table(*rows, merged=merged), KINDS["msu"], PLACES.is_place)
    assert lines.data[1].cells == {"territory_id": "Aveyron", "period": 2024, "total_msu": None}


def test_a_reason_met_often_is_told_once():
    rows = [["territoire", "date", "total"], ["12", 2024, 61], *([["# note"]] * 51)]
    aside = sort_lines(table(*rows), KINDS["msu"], PLACES.is_place).set_aside
    assert [(line.line, line.text) for line in aside] == [
        (3, "51 lignes, dont la première est la ligne 3")
    ]


def test_lines_read_are_those_below_the_header_that_hold_something():
    rows = [
        ["titre"],
        ["territoire", "date", "total"],
        ["12", 2024, 61],
        [None],
        ["Total", None, 61],
    ]
    assert sort_lines(table(*rows), KINDS["msu"], PLACES.is_place).read_n == 2


@pytest.mark.parametrize(
    ("header", "values"),
    [
        ("Effetif MSU", ["Rodez", "Millau", "Espalion"]),
        ("Maitres de stag", ["31/12/2024", "01/01/2025", "02/01/2025"]),
    ],
)
def test_a_like_header_is_proposed_only_when_its_values_fit(header, values):
    rows = [["12", 2024, value] for value in values]
    assert "total_msu" not in table(["territoire", "date", header], *rows).matched
    rows = [["12", 2024, value] for value in ("61", "nd", "1 234")]
    assert "total_msu" in table(["territoire", "date", header], *rows).matched


@pytest.mark.parametrize("header", ["N° MSU", "Code MSU", "n msu"])
def test_an_identifier_is_no_count_of_msu(header):
    assert found(header) == {}


def test_interns_are_no_msu_unless_the_table_counts_msu_by_cycle():
    rows = ["12", 2024, 61, 47]
    assert "cycle3_msu" not in table(["territoire", "date", "total", "Internes"], rows).matched
    head = ["territoire", "date", "total", "Internes", "2e cycle"]
    assert "cycle3_msu" in table(head, [*rows, 38]).matched


def test_a_sentence_alone_below_the_table_is_a_note_and_above_other_lines_is_not():
    head, lot = ["territoire", "date", "total"], ["Lot", 2024, 33]
    said = ["Rempli par le secrétariat", None, None]
    assert reasons(head, lot, said) == {3: "note au bas du tableau"}
    assert reasons(head, said, lot) == {}
    # A count alone is no sentence, whatever it says.
    assert reasons(head, lot, [None, None, "environ 50 MSU"]) == {}
