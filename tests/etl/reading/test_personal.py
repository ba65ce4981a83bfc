"""Personal data are recognised, dropped and hidden; figures and places are left alone."""

from __future__ import annotations

import pytest

from etl.reading.personal import (
    MASKED,
    holds_contact,
    names_a_person,
    personal_header,
    personal_values,
    scrubbed,
    scrubbed_cell,
)
from tests.support.imports import PLACES, outcome, read

NAMES = ["MACHIN Camille", "Dr Untel", "Dominique Bidule", "CHOSE-TRUC Alix"]


@pytest.mark.parametrize(
    "header",
    ["Nom", "NOM D’USAGE", "Nom et prénom", "prenom", "Nom du praticien", "nom maître de stage"]
    + ["RPPS", "N° RPPS", "Numéro ADELI", "E-mail", "Courriel pro", "Adresse électronique", "Tél."]
    + ["Téléphone", "tel_portable", "Date de naissance", "né(e) le", "Adresse", "Rue", "Civilité"],
)
def test_headers_that_announce_personal_data_are_recognised(header):
    assert "donnée personnelle" in personal_header(header, ["x"], PLACES.is_place)


@pytest.mark.parametrize("values", [["662", "10002912345"], [], ["10002912345"]])
def test_a_column_of_rpps_is_personal_unless_it_counts(values):
    assert personal_header("N° RPPS", values, PLACES.is_place)


@pytest.mark.parametrize("header", ["Médecin", "Praticien", "Docteur", "MSU", "Référent"])
def test_a_column_of_persons_is_personal_when_its_cells_are_names(header):
    assert personal_header(header, NAMES, PLACES.is_place)
    assert personal_header(header, ["12", "30", None], PLACES.is_place) == ""


@pytest.mark.parametrize(
    ("header", "values"),
    [
        ("Nom du département", ["Aveyron"]),
        ("nom territoire", ["Aveyron"]),
        ("Nom", ["Aveyron", "Lozère", "Lot"]),
        ("territoire", ["Aveyron"]),
        ("total", ["61"]),
        ("Commune", ["Rodez"]),
        ("praticien niveau 1", ["30"]),
        ("mg_rpps", ["662", 397.0, None]),
        ("Médecins (RPPS)", ["1 061", "55"]),
    ],
)
def test_columns_of_places_and_figures_are_not_personal(header, values):
    assert personal_header(header, values, PLACES.is_place) == ""


@pytest.mark.parametrize(
    "values",
    [
        ["x", "a.b@nulle-part.fr"],
        ["06 00 00 00 00"],
        ["+33 6 12 00 00 01"],
        ["0612000001"],
        [612000001.0],
        [10000000001.0],
        ["10 000 000 001"],
        ["2 55 08 14 168 025 38"],
        NAMES,
    ],
)
def test_unknown_columns_are_personal_by_their_cells(values):
    assert "donnée personnelle" in personal_values(values, PLACES.is_place)


@pytest.mark.parametrize(
    "values",
    [["OUI", "NON"], ["Aveyron", "Haute Garonne"], ["12", "61"], ["31/12/2024"], [None], ["N1"]],
)
def test_ordinary_columns_are_not_personal_by_their_cells(values):
    assert personal_values(values, PLACES.is_place) == ""


@pytest.mark.parametrize(
    "text", ["Dr Machin", "Docteur", "Le Dr MACHIN", "M. Untel", "Mme Bidule", "Camille MACHIN"]
)
def test_signatures_of_persons_are_recognised(text):
    assert names_a_person(text, PLACES.is_place)


@pytest.mark.parametrize(
    "text",
    ["CDOM de l’Aveyron", "CDOM Aveyron", "ARS Occitanie", "Ordre des médecins du Lot", "DUMG"]
    + ["URPS Médecins Libéraux", "Faculté de médecine de Toulouse", "ADOPS Occitanie"]
    + ["DMG Dijon", "EPCI Millau", "CCAS Vichy", "MSA Auvergne"],
)
def test_signatures_of_organisations_are_kept(text):
    assert not names_a_person(text, PLACES.is_place)


def test_a_label_is_a_person_only_by_its_title():
    assert not names_a_person("MSU Aveyron")
    assert names_a_person("Liste du Dr Machin")


@pytest.mark.parametrize(
    "values",
    [
        ["123.2914056392443", "307.2086875759091"],
        ["123,2914056392443"],
        [123.2914056392443],
        ["732829320", "552100554"],
        ["73282932000074"],
        ["12345678901"],
        ["1234567890123"],
    ],
)
def test_long_figures_and_numbers_of_organisations_are_not_personal(values):
    assert personal_values(values, PLACES.is_place) == ""


@pytest.mark.parametrize("header", ["N° FINESS", "nofinesset", "SIREN", "siret du site"])
def test_a_header_says_that_nine_digits_are_those_of_an_organisation(header):
    assert personal_values(["120000001", "120000002"], PLACES.is_place, header) == ""
    assert personal_values(["120000001", "120000002"], PLACES.is_place)


@pytest.mark.parametrize(
    "text",
    ["RPPS 10000000001 relu en 2024", "810000000001", "n° 255081416802538", "2 55 08 14 168 025"],
)
def test_a_number_of_a_person_is_found_beside_others(text):
    assert MASKED in scrubbed(text)
    assert "00000" not in scrubbed(text)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("écrire à a.b@nulle-part.fr", f"écrire à {MASKED}"),
        ("tél. 06.12.00.00.01 le soir", f"tél. {MASKED} le soir"),
        ("RPPS 10000000001", f"RPPS {MASKED}"),
        ("transmis par Mme Bidule", f"transmis par {MASKED}"),
        ("Aveyron ; 31/12/2024 ; 1 234", "Aveyron ; 31/12/2024 ; 1 234"),
        ("Bilan 2025, p. 12-13", "Bilan 2025, p. 12-13"),
    ],
)
def test_what_identifies_a_person_is_hidden_and_the_rest_is_not(text, left):
    assert scrubbed(text) == left


def test_numbers_and_dates_are_left_as_they_are():
    assert scrubbed_cell(61.0) == 61.0
    assert scrubbed_cell(None) is None
    assert scrubbed_cell(10000000001.0) == MASKED


@pytest.mark.parametrize("text", ["31/12/2024", "1 234 567", "2024-12-31", "S020", "tableau 12.3"])
def test_ordinary_texts_hold_no_contact(text):
    assert not holds_contact(text)


def write(tmp_path, text):
    path = tmp_path / "fichier.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_rpps_column_may_only_count_and_is_never_shown(tmp_path):
    path = write(
        tmp_path,
        "RPPS;departement;type_stage;date_maj\n"
        "10000000001;12;N1;2024\n10000000001;12;SF;2024\n10000000002;12;N1;2024\n",
    )
    preview = read(path, "msu_lignes", columns={"RPPS": "local_id"})
    assert preview.rows["total_msu"].tolist() == [2]
    assert [row[0] for row in preview.cells] == ["RPPS", *["identifiant masqué"] * 3]
    assert "1000000000" not in repr(preview) + repr(preview.answer())


def test_refusals_totals_and_titles_show_no_personal_data(tmp_path):
    path = write(
        tmp_path,
        "Liste tenue par Mme Bidule, 06 12 00 00 01;;;\n"
        "id_local;Nom;departement;type_stage;date_maj\n"
        "10000000001;MACHIN;99;N1;2024\n10000000002;UNTEL;12;N9;a.b@nulle-part.fr\n"
        "Total;CHOSE;;;\n",
    )
    result = outcome(path, "msu_lignes")
    told = repr(result.preview.answer()) + repr(result.preview.cells)
    assert len(result.problems) == 3
    for secret in ("Bidule", "06 12", "1000000000", "MACHIN", "UNTEL", "CHOSE", "nulle-part"):
        assert secret not in told


def test_a_signature_refused_is_not_repeated(tmp_path):
    path = write(
        tmp_path,
        "territoire;periode;indicateur;source;valeur_publiee;valeur_corrigee;motif;signature;"
        "date_signature\n12;2014;msu_local;S020;52;54;Oubli;Camille MACHIN;2026\n",
    )
    (problem,) = outcome(path, "corrections").problems
    assert problem.value == MASKED
