"""The extraction of the RPPS: each GP counted once, by place of practice, and nobody named."""

from __future__ import annotations

import pytest

from etl.connectors import rpps
from etl.connectors.faults import ShapeError
from etl.connectors.reading import Context
from etl.extract.reference import extract_territories
from tests.support.official_files import DEPARTEMENTS
from tests.support.official_rpps import COMMUNE, GP, NAMES, POSTCODE, SITE, Extraction
from tests.support.official_sites import connector
from tests.support.paths import DATA

BY_CODE = {place.code: place for place in DEPARTEMENTS}
NIEVRE, CHER = BY_CODE["58"], BY_CODE["18"]
SPECIALITY = "Code savoir-faire"
KIND = "Code genre activité"
SECTOR = "Code secteur d'activité"


@pytest.fixture(scope="module")
def context():
    territories = extract_territories(DATA / "reference")
    return Context.of(connector("rpps-personnes"), territories, "2026-11-29")


@pytest.fixture
def read(context, tmp_path):
    """Read an extraction, or its bytes: a function from a territory and an indicator to a value."""

    def values(extraction: Extraction | bytes, **options: str):
        path = tmp_path / "extraction.txt"
        is_file = isinstance(extraction, bytes)
        path.write_bytes(extraction if is_file else extraction.content(**options))
        tables = rpps.read(path, context)
        rows = tables.observation.itertuples()
        return {(row.territory_id, row.indicator_id): row.value for row in rows}

    return values


def gps(values: dict, place) -> float:
    return values[place.territory_id, rpps.ALL_GPS]


def test_each_gp_counts_once_in_the_departement_of_the_practice(read):
    extraction = Extraction()
    values = read(extraction)
    for place in DEPARTEMENTS:
        assert gps(values, place) == extraction.gps(place)
        assert values[place.territory_id, rpps.LIBERAL] == extraction.gps(place)
        assert values[place.territory_id, rpps.HEALTH_HOUSES] == 0
    whole = sum(map(extraction.gps, DEPARTEMENTS))
    assert values["FR", rpps.ALL_GPS] == whole
    inside = [place for place in DEPARTEMENTS if place.region == "REG-27"]
    assert values["REG-27", rpps.ALL_GPS] == sum(map(extraction.gps, inside))


def test_a_gp_of_several_places_is_shared_between_them(read):
    extraction = Extraction()
    extraction.add(NIEVRE, "two")
    extraction.add(CHER, "two", **{SITE: "R-autre", SECTOR: "SA52", "Code mode exercice": "S"})
    values = read(extraction)
    assert gps(values, NIEVRE) == extraction.gps(NIEVRE) + 0.5
    assert gps(values, CHER) == extraction.gps(CHER) + 0.5
    assert values[CHER.territory_id, rpps.HEALTH_HOUSES] == 0.5
    assert values[CHER.territory_id, rpps.LIBERAL] == extraction.gps(CHER)


def test_a_line_twice_or_a_second_skill_at_the_same_place_changes_nothing(read):
    extraction = Extraction()
    before = read(extraction)
    extraction.lines += [line | {SPECIALITY: "SM26"} for line in extraction.lines[:50]]
    extraction.lines += extraction.lines
    assert read(extraction) == before


@pytest.mark.parametrize(
    "fields",
    [
        {"Code profession": "60"},
        {"Code catégorie professionnelle": "E"},
        {"Code catégorie professionnelle": "M"},
        {SPECIALITY: "SM04"},
        {"Code type savoir-faire": "C"},
        {KIND: "GENR02"},
        {KIND: "GENR03"},
        {KIND: "GENR04"},
        {SECTOR: "SA64"},
    ],
    ids=str,
)
def test_who_treats_nobody_there_is_left_out(read, fields):
    extraction = Extraction()
    extraction.add(NIEVRE, "other", **fields)
    assert gps(read(extraction), NIEVRE) == extraction.gps(NIEVRE)


@pytest.mark.parametrize(
    ("commune", "postcode", "departement"),
    [
        ("75112", "75571", "75"),
        ("69385", "69005", "69"),
        ("13205", "13005", "13"),
        ("", "58000", "58"),
        ("", "20137", "2A"),
        ("", "20200", "2B"),
        ("2b033", "", "2B"),
        ("97411", "97400", "974"),
        ("", "97400", "974"),
    ],
)
def test_a_departement_is_that_of_the_commune_else_of_the_postcode(
    read, commune, postcode, departement
):
    extraction, place = Extraction(), BY_CODE[departement]
    extraction.add(NIEVRE, "one", **{COMMUNE: commune, POSTCODE: postcode})
    assert gps(read(extraction), place) == extraction.gps(place) + 1


@pytest.mark.parametrize(
    ("commune", "postcode", "told"),
    [
        ("", "97150", "hors des 101 départements, 1"),
        ("98818", "98800", "hors des 101 départements, 1"),
        ("", "", "sans lieu d’exercice lisible, 1"),
    ],
)
def test_a_place_outside_or_illegible_is_told(context, tmp_path, commune, postcode, told):
    extraction = Extraction()
    extraction.add(NIEVRE, "one", **{COMMUNE: commune, POSTCODE: postcode})
    path = tmp_path / "extraction.txt"
    path.write_bytes(extraction.content())
    assert told in rpps.read(path, context).notes_fr[0]


LAYOUTS = {
    "of 2021: 52 columns and a pipe at the end": lambda file: (
        setattr(file, "header", NAMES[:52]),
        file.content(trail="|"),
    )[1],
    "a pipe at the end of the lines only": lambda file: file.content(trail="|").replace(
        b"|\n", b"\n", 1
    ),
    "a 57th column": lambda file: (file.header.append("Nouveau code"), file.content())[1],
    "columns in another order": lambda file: (file.header.reverse(), file.content())[1],
    "CRLF": lambda file: file.content(end="\r\n"),
    "a mark of order": lambda file: file.content("utf-8-sig"),
    "no end to the last line": lambda file: file.content()[:-1],
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_other_layouts_tell_the_same(read, layout):
    assert read(LAYOUTS[layout](Extraction())) == read(Extraction())


def test_a_new_column_is_said(context, tmp_path):
    path = tmp_path / "extraction.txt"
    path.write_bytes(LAYOUTS["a 57th column"](Extraction()))
    assert rpps.read(path, context).notes_fr[1].endswith("nouveau_code")


def without(names: set[str]) -> bytes:
    """An extraction whose places are those of some départements only."""
    extraction = Extraction()
    extraction.lines = [line for line in extraction.lines if line[COMMUNE][:2] not in names]
    return extraction.content()


def renamed(old: str, new: str) -> bytes:
    extraction = Extraction()
    extraction.header[extraction.header.index(old)] = new
    return extraction.content()


def illegible() -> bytes:
    extraction = Extraction()
    for line in extraction.lines[::2]:
        line |= {COMMUNE: "?", POSTCODE: "?"}
    return extraction.content()


FAULTS = {
    "renamed": (
        renamed("Code savoir-faire", "Savoir-faire"),
        "absente(s) : « code_savoir_faire »",
    ),
    "a column twice": (renamed("Libellé rôle", "Code rôle"), "une colonne est en double"),
    "no header": (Extraction().content().split(b"\n", 1)[1], "attendue(s) absente(s)"),
    "Windows-1252": (Extraction().content("cp1252"), "n’est pas en UTF-8"),
    "a page": (b"<!DOCTYPE html>", "une page ou un message"),
    "empty": (b"", "le fichier est vide"),
    "an archive": (b"PK\x03\x04...", "le fichier est une archive"),
    "cut": (Extraction().content()[:-150], "ligne mal formée, ou fichier incomplet"),
    "header alone": (Extraction().content().split(b"\n")[0] + b"\n", "aucun médecin généraliste"),
    "a département less": (without({"58"}), "aucun généraliste dans 1 département(s), dont 58"),
    "illegible places": (illegible(), "sans commune ni code postal"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_file_that_is_not_the_extraction_is_refused_in_french(read, fault):
    content, message = FAULTS[fault]
    with pytest.raises(ShapeError) as refused:
        read(content)
    assert message in str(refused.value)


def test_no_message_repeats_a_line_of_the_file(read):
    extraction = Extraction()
    extraction.add(NIEVRE, "one", **{"Nom d'exercice": "JAMAIS-DIT|", NAMES[-1]: "x"})
    with pytest.raises(ShapeError, match=r"ligne \d+ : ligne mal formée") as refused:
        read(extraction)
    assert "JAMAIS-DIT" not in str(refused.value)
    assert (refused.value.__cause__, refused.value.__context__) == (None, None)


def test_the_names_of_a_line_are_in_no_table(context, tmp_path):
    path = tmp_path / "extraction.txt"
    path.write_bytes(Extraction().content())
    text = rpps.read(path, context).observation.to_csv()
    assert "999" not in text
    assert GP["Nom d'exercice"] not in text
