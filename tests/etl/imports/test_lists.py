"""A council's own list of doctors: counted once, dated by its title, its agréments followed."""

from __future__ import annotations

import pytest

from etl.imports.prepare import prepare
from etl.imports.recognition import recognise
from etl.reading.preview import RefusedFileError
from foundation.answers import FileValue
from tests.support.imports import KINDS, LOOKUP, read

HEADER = "NOM;Prénom;RPPS;CP;Commune;Stage;Agréé depuis;Fin;Observations"
DOCTORS = [
    ("MARTIN", "Paul", "N1", "31/01/2027"),
    ("BERNARD", "Marie", "N1 + SASPAS", "31/01/2026"),
    ("THOMAS", "Luc", "Prat. niveau 1", "31/08/2027"),
    ("PETIT", "Jeanne", "SASPAS", "à vérifier"),
    ("ROBERT", "Alain", "N1", "31/01/2025"),
    ("RICHARD", "Sophie", "N1 et SASPAS", "31/01/2028"),
    ("CHEVALIER", "Anne", "N1", "31/01/2029"),
]
SECRETS = ("MARTIN", "CHEVALIER", "Anne", "Paul", "1050761")


def lines(header: str = HEADER, title: str = "Liste des MSU au 15 novembre 2026") -> list[str]:
    return [
        "CONSEIL DÉPARTEMENTAL DE LA CREUSE",
        title,
        "",
        header,
        *(
            f"{name};{given};1050761{rank:04d};23000;Guéret;{stage};01/02/2020;{end};"
            for rank, (name, given, stage, end) in enumerate(DOCTORS)
        ),
        f"TOTAL;;;;;;;;{len(DOCTORS)}",
        "NB : les agréments échus sont en cours de renouvellement",
    ]


@pytest.fixture
def write(tmp_path):
    def write_file(texts: list[str], name: str = "liste.csv"):
        path = tmp_path / name
        path.write_text("\n".join(texts) + "\n", encoding="utf-8")
        return path

    return write_file


def kinds_of(path) -> list[str]:
    return [guess.kind_id for guess in recognise(path, KINDS, LOOKUP)]


def test_a_list_is_recognised_whatever_its_headers_have_in_common_with_a_register(write):
    assert kinds_of(write(lines()))[0] == "msu_lignes"


def test_a_table_of_counts_is_recognised_by_a_header_in_plain_words(write):
    path = write(["MSU au 15/11/2026", "Département;Nb de MSU", "Creuse;16", "Lozère;11"])
    assert kinds_of(path)[0] == "msu"
    preview = read(path, "msu")
    assert preview.rows[["period", "total_msu"]].values.tolist() == [
        ["2026-11-15", 16],
        ["2026-11-15", 11],
    ]


@pytest.mark.parametrize("kind_id", sorted(KINDS))
def test_the_template_of_each_kind_is_recognised_as_its_own(kind_id):
    from tests.support.paths import DATA

    for suffix in ("csv", "xlsx"):
        assert kinds_of(DATA / "templates" / f"{kind_id}.{suffix}")[0] == kind_id


def test_each_doctor_is_counted_once_and_why_the_others_are_not_is_told(write):
    preview = read(write(lines()), "msu_lignes")
    (row,) = preview.rows.to_dict("records")
    assert (row["territory_id"], row["period"], row["total_msu"]) == ("DEP-23", "2026-11-15", 5)
    # « N1 et SASPAS » is one doctor and two stages.
    assert (row["n1_msu"], row["saspas_msu"]) == (4, 2)
    doctors = preview.doctors
    assert (doctors.read_n, doctors.counted_n) == (7, 5)
    assert doctors.left_out == (("agrément échu à la date de la liste : non compté", 2),)
    assert preview.values[0].origin == "titre"


def test_a_date_that_cannot_be_read_is_set_aside_and_its_line_is_kept(write):
    preview = read(write(lines()), "msu_lignes")
    (doubt,) = preview.warnings
    assert (doubt.line, doubt.column, doubt.value) == (8, "Fin", "à vérifier")
    assert "la ligne est gardée" in doubt.remedy_fr


def test_two_lines_of_one_doctor_are_one_msu_by_number_else_by_name(write):
    header = "NOM;Prénom;RPPS;CP;Stage"
    rows = [f"MARTIN;Paul;10507610461;23000;{stage}" for stage in ("N1", "SASPAS")]
    title = "Liste au 01/11/2026"
    assert read(write([title, header, *rows]), "msu_lignes").rows["total_msu"].tolist() == [1]
    bare = [row.replace("10507610461;", "") for row in rows]
    header = header.replace("RPPS;", "")
    assert read(write([title, header, *bare]), "msu_lignes").rows["total_msu"].tolist() == [1]


def test_a_list_that_tells_nobody_apart_counts_its_lines_and_says_so(write):
    path = write(["Liste au 01/11/2026", "CP;Stage", "23000;N1", "23000;SASPAS"])
    preview = read(path, "msu_lignes")
    assert preview.rows["total_msu"].tolist() == [2]
    (doubt,) = preview.warnings
    assert "Chaque ligne est comptée pour un médecin" in doubt.remedy_fr


def test_without_a_date_anywhere_it_is_asked_for_and_nothing_else(write):
    path = write(lines(title="Liste des MSU"))
    with pytest.raises(RefusedFileError) as caught:
        read(path, "msu_lignes")
    assert [v.column_id for v in caught.value.preview.answer().lacking] == ["period"]
    preview = read(path, "msu_lignes", values={"date": "15/11/2026"})
    assert preview.values == (FileValue("period", "period", "2026-11-15", "demande"),)
    with pytest.raises(RefusedFileError, match="une date passée"):
        read(path, "msu_lignes", values={"date": "bientôt"})


def test_the_name_of_the_file_may_say_the_date(write):
    path = write(lines(title="Liste des MSU"), "msu_23_novembre 2026.csv")
    assert read(path, "msu_lignes").values[0].value == "2026-11"


def agreements(path):
    kind = KINDS["agrements"]
    return prepare(path, kind, kind, LOOKUP, list_kind=KINDS["msu_lignes"])


def test_the_same_lines_are_the_agreements_and_their_due_dates(write):
    preview = agreements(write(lines()))
    assert preview.refusals == ()
    rows = preview.rows.to_dict("records")
    assert len(rows) == len(DOCTORS)
    assert {row["territory_id"] for row in rows} == {"DEP-23"}
    assert {row["step"] for row in rows} == {"decision"}
    assert {row["decided_on"] for row in rows} == {"2020-02-01"}
    assert [row["expires_on"] for row in rows][:2] == ["2027-01-31", "2026-01-31"]
    assert rows[1]["stages"] == "N1;SASPAS"
    assert rows[0]["entry_id"] == "ligne 5"


@pytest.mark.parametrize("kind_id", sorted(KINDS))
@pytest.mark.parametrize("header", [HEADER, ""])
def test_no_kind_ever_shows_a_name_or_a_number_of_a_nominative_list(write, kind_id, header):
    path = write(lines(header))
    try:
        preview = read(path, kind_id)
        told = repr(preview) + repr(preview.answer()) + repr(preview.cells)
    except RefusedFileError as error:
        preview = error.preview
        told = str(error) + (repr(preview.answer()) + repr(preview.cells) if preview else "")
    for secret in SECRETS:
        assert secret not in told, secret


def test_names_without_any_number_make_no_header_either(write):
    path = write(["DUPONT;Anne;Creuse;N1", "DURAND;Luc;Creuse;SASPAS"])
    for kind_id in KINDS:
        with pytest.raises(RefusedFileError) as caught:
            read(path, kind_id)
        told = str(caught.value)
        assert "Anne" not in told, kind_id
        assert "DUPONT" not in told, kind_id


def counted(write, header: str, *rows: str) -> list[int]:
    path = write(["Liste au 01/11/2026", header, *rows])
    return read(path, "msu_lignes").rows["total_msu"].tolist()


def test_a_doctor_is_the_same_however_the_name_or_the_number_is_written(write):
    names = ("Lefèvre;Zoé;23;N1", "LEFEVRE;ZOE;23;SASPAS", " Lefevre ;zoé;23;DJ")
    assert counted(write, "Nom;Prénom;CP;Stage", *names) == [1]
    numbers = ("10507610461;23;N1", "10 50 76 10 461;23;SASPAS", "10507610461.0;23;DJ")
    assert counted(write, "RPPS;CP;Stage", *numbers) == [1]
    whole = ("MARTIN Paul;23;N1", "Dr Paul Martin;23;SASPAS", "DURAND Anne;23;N1")
    assert counted(write, "Médecin;Département;Stage", *whole) == [2]


def test_a_doctor_without_number_is_told_apart_by_name(write):
    rows = (";MARTIN;Paul;23;N1", ";MARTIN;Paul;23;SASPAS", "10507610461;DURAND;Anne;23;N1")
    assert counted(write, "RPPS;Nom;Prénom;CP;Stage", *rows) == [2]


def test_the_rank_of_a_line_is_no_reference_of_a_doctor(write):
    rows = ("1;MARTIN;Paul;23;N1", "2;MARTIN;Paul;23;SASPAS", "3;DURAND;Anne;23;N1")
    assert counted(write, "N°;Nom;Prénom;CP;Stage", *rows) == [2]
    # Alone, or named as in the template, it is what tells doctors apart.
    bare = [";".join((row.split(";")[0], *row.split(";")[3:])) for row in rows]
    assert counted(write, "N°;CP;Stage", *bare) == [3]
    assert counted(write, "id_local;Nom;Prénom;CP;Stage", *rows) == [3]


def test_two_lines_of_one_name_and_one_stage_are_doubted_as_namesakes(write):
    rows = ("MARTIN;Paul;23000;N1", "MARTIN;Paul;23200;N1", "DURAND;Anne;23000;N1")
    preview = read(write(["Liste au 01/11/2026", "Nom;Prénom;CP;Stage", *rows]), "msu_lignes")
    assert preview.rows["total_msu"].tolist() == [2]
    (doubt,) = preview.warnings
    assert (doubt.line, doubt.value) == (3, "lignes 3, 4")
    assert "homonymes" in doubt.remedy_fr


def test_what_stands_for_a_number_and_numbers_nobody_makes_no_doctor(write):
    names = ("MARTIN;Paul;23;N1", "DURAND;Anne;23;N1", "PETIT;Luc;23;N1")
    for text in ("0", "00000000000", "en attente (2026)", "1,05076E+10", "n. d."):
        rows = [f"{text};{name}" for name in names]
        assert counted(write, "RPPS;Nom;Prénom;CP;Stage", *rows) == [3], text
    corse = ("2A/1234;2A;N1", "2B/1234;2A;N1")
    assert counted(write, "N° ordinal;Département;Stage", *corse) == [2]


def test_lines_of_nobody_in_particular_are_counted_and_doubted_together(write):
    rows = ("1,05076E+10;23;N1", "1,05076E+10;23;N1", "10507610461;23;N1", "10507610461;23;SASPAS")
    preview = read(write(["Liste au 01/11/2026", "RPPS;CP;Stage", *rows]), "msu_lignes")
    assert preview.rows["total_msu"].tolist() == [3]
    (doubt,) = preview.warnings
    assert (doubt.line, doubt.value) == (3, "lignes 3, 4")
    assert "coupés par le tableur" in doubt.remedy_fr


def test_a_doctor_is_the_same_whoever_the_intern_is(write):
    rows = ("MARTIN Paul;DURAND Anne;23;N1", "MARTIN Paul;PETIT Luc;23;SASPAS")
    assert counted(write, "Médecin;Interne;CP;Stage", *rows) == [1]
    assert counted(write, "Nom du médecin;Nom de l’interne;CP;Stage", *rows) == [1]


def test_a_family_name_alone_is_doubted_whatever_the_stages(write):
    header, rows = "Nom;CP;Stage", ("MARTIN;23000;N1", "MARTIN;23200;SASPAS", "DURAND;23000;N1")
    (doubt,) = read(write(["Liste au 01/11/2026", header, *rows]), "msu_lignes").warnings
    assert doubt.value == "lignes 3, 4"
    # A doctor of two stages on one line is one line.
    both = ("MARTIN;23000;N1 + SASPAS", "DURAND;23000;N1")
    assert read(write(["Liste au 01/11/2026", header, *both]), "msu_lignes").warnings == ()


def test_namesakes_without_number_are_doubted_in_a_list_that_has_some(write):
    rows = (";MARTIN;Paul;23;N1", ";MARTIN;Paul;23;N1", "10507610461;DURAND;Anne;23;N1")
    path = write(["Liste au 01/11/2026", "RPPS;Nom;Prénom;CP;Stage", *rows])
    (doubt,) = read(path, "msu_lignes").warnings
    assert doubt.value == "lignes 3, 4"
