"""Thirty small invented tables in the layouts of those of the field.

Each is imported as it stands, or says in one sentence why not. A choice of its user is one
confirmation, and so is agreeing to all that was proposed.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.support.imports import outcome

MESSY = Path(__file__).resolve().parents[1] / "messy"
CONFIRMATIONS_MAX = 3
Rows = list[list[Any]]


@dataclass(frozen=True)
class Found:
    """A table as somebody has it, the choices it needs, and what it says.

    ``says`` gives some columns of the rows, in order; empty, the table is not ours to import and
    ``why`` is in the refusal.
    """

    name: str
    kind_id: str
    sheets: dict[str, Rows]
    says: dict[str, list[Any]] = field(default_factory=dict)
    choices: dict[str, Any] = field(default_factory=dict)
    merged: tuple[str, ...] = ()
    encoding: str = "utf-8"
    separator: str = ";"
    why: str = ""

    @property
    def chosen_n(self) -> int:
        """Choices of the user, each column and each value being one."""
        asked = (len(c) if isinstance(c, dict) else 1 for c in self.choices.values())
        return sum(asked)


def one(rows: Rows) -> dict[str, Rows]:
    return {"": rows}


CORPUS = (
    # Public tables.
    Found(
        "insee_tcrd.xlsx",
        "valeurs",
        {
            "Département": [
                ["Professionnels de santé au 1er janvier 2024 : comparaisons départementales"],
                [],
                ["", "", "Effectifs", "Densité pour 100 000 habitants", ""],
                ["", "", "Ensemble", "Ensemble", "dont généralistes"],
                ["01", "Ain", 1200, 175, 95],
                ["12", "Aveyron", 900, 320, 140],
                ["", "France métropolitaine", 230000, 340, 145],
                ["Champ : France."],
            ]
        },
        {"territory_id": ["DEP-01", "DEP-12"], "value": [1200, 900]},
        {"columns": {"Effectifs / Ensemble": "value"}, "values": {"indicateur": "mg_rpps"}},
        merged=("D3:E3",),
    ),
    Found(
        "insee_base.csv",
        "msu",
        one([["CODGEO", "LIBGEO", "AN", "NBMSU"], ["12", "Aveyron", 2024, 61]]),
        {"territory_id": ["DEP-12"], "total_msu": [61]},
    ),
    Found(
        "ameli_long.csv",
        "valeurs",
        one(
            [
                ["annee", "region", "libelle_region", "departement", "libelle_departement"]
                + ["libelle_sexe", "effectif"],
                [2024, "76", "Occitanie", "12", "Aveyron", "tout sexe", 243],
                [2024, "76", "Occitanie", "46", "Lot", "tout sexe", 150],
            ]
        ),
        {"territory_id": ["DEP-12", "DEP-46"], "value": [243, 150], "period": ["2024", "2024"]},
        {"values": {"indicateur": "mg_rpps"}},
    ),
    Found(
        "ameli_large.csv",
        "valeurs",
        one(
            [
                ["departement", "libelle_departement", 2022, 2023, 2024],
                ["12", "Aveyron", 240, 238, 243],
                ["46", "Lot", 160, 158, 150],
            ]
        ),
        {"period": ["2022", "2023", "2024"] * 2, "value": [240, 238, 243, 160, 158, 150]},
        {"values": {"indicateur": "mg_rpps"}},
    ),
    Found(
        "drees_rpps_tableau_3.xlsx",
        "valeurs",
        {
            "Effectifs": [
                ["Médecins généralistes"],
                ["departement", "exercice", "effectif_2022", "effectif_2023"],
                ["012 -Aveyron", "0-Ensemble", 240, 238],
                ["046 -Lot", "0-Ensemble", 160, 158],
            ]
        },
        {"territory_id": ["DEP-12", "DEP-12", "DEP-46", "DEP-46"], "value": [240, 238, 160, 158]},
        {"values": {"indicateur": "mg_rpps"}},
    ),
    Found("classeur_97.xls", "msu", {}, {"total_msu": [61, 33, 42]}),
    Found("libreoffice.ods", "msu", {}, {"total_msu": [61, 33, 42]}),
    Found(
        "installations_par_age.xlsx",
        "installations",
        {
            "2024": [
                ["Département", "Moins de 40 ans", "40 à 49 ans", "50 à 59 ans", "60 ans et plus"],
                ["Aveyron", 8, 2, 1, 0],
            ]
        },
        {
            "age_class": ["moins_40", "de_40_a_49", "de_50_a_59", "60_plus"],
            "entries_n": [8, 2, 1, 0],
        },
    ),
    Found(
        "installations_departs.xlsx",
        "installations",
        {
            "Feuil1": [
                ["Département", "Installations", "", "Départs", ""],
                ["", 2022, 2023, 2022, 2023],
                ["Aveyron", 9, 11, 14, 12],
            ]
        },
        {"year": [2022, 2023], "entries_n": [9, 11], "exits_n": [14, 12]},
        merged=("A1:A2", "B1:C1", "D1:E1"),
    ),
    Found(
        "installations_prefixe.csv",
        "installations",
        one([["Dépt", "Installations 2022", "Départs 2022"], ["12", 9, 14]]),
        {"year": [2022], "entries_n": [9], "exits_n": [14]},
    ),
    # What councils and faculties keep.
    Found(
        "registre_du_conseil.csv",
        "msu_lignes",
        one(
            [
                ["CONSEIL DÉPARTEMENTAL", "", "", "", ""],
                ["Liste des MSU au 15 novembre 2024", "", "", "", ""],
                ["Nom", "Prénom", "CP", "Stage", "Tél"],
                ["ALPHA", "Un", "12000", "N1 + SASPAS", ""],
                ["BETA", "Deux", "12100", "N1", ""],
            ]
        ),
        {"total_msu": [2], "n1_msu": [2], "saspas_msu": [1]},
    ),
    Found(
        "liste_de_la_faculte.xlsx",
        "msu_lignes",
        {
            "MSU": [
                ["N°", "Code postal", "2e cycle", "N1", "SASPAS", "Femme-enfant", "Mise à jour"],
                ["M1", "12000", "X", "X", "X", "", "31/12/2024"],
                ["M2", "12100", "", "x", "☒", "X", "31/12/2024"],
            ]
        },
        {"total_msu": [2], "cycle2_msu": [1], "n1_msu": [2], "saspas_msu": [2]},
    ),
    Found(
        "liste_de_l_ars.csv",
        "msu_lignes",
        one(
            [
                ["Identifiant", "Département", "Type de stage", "État", "Fin d’agrément"],
                ["A1", "12", "N1", "actif", "31/12/2027"],
                ["A2", "12", "SASPAS", "actif", "31/12/2020"],
            ]
        ),
        {"total_msu": [1]},
        {"values": {"date": "31/12/2024"}},
    ),
    Found(
        "reponses_du_formulaire.csv",
        "msu_lignes",
        one(
            [
                ["Horodateur", "Dans quel département exercez-vous ?"]
                + ["Quels stages encadrez-vous ?"],
                ["2024/11/12 6:32:08 PM UTC+1", "12 - Aveyron", "N1"],
                ["2024/11/13 8:05:41 AM UTC+1", "Aveyron", "N1, SASPAS"],
            ]
        ),
        {"total_msu": [2], "n1_msu": [2], "saspas_msu": [1]},
        {"values": {"date": "2024"}},
        separator=",",
    ),
    Found(
        "tableau_croise.csv",
        "msu",
        one([["Étiquettes de lignes", "Nombre de MSU"], ["Aveyron", 61], ["Total général", 61]]),
        {"total_msu": [61]},
        {"values": {"date": "2024"}},
    ),
    Found(
        "tableau_croise_plan.xlsx",
        "stages",
        {
            "Feuil1": [
                ["Département", "Semestre", "Niveau", "Places offertes"],
                ["Aveyron", "2025-11", "N1", 34],
                ["", "", "SASPAS", 18],
                ["Lot", "2025-11", "N1", 20],
            ]
        },
        {"territory_id": ["DEP-12", "DEP-12", "DEP-46"], "offered_n": [34, 18, 20]},
        {"fill_down": True},
    ),
    Found(
        "stages_par_section.xlsx",
        "stages",
        {
            "Feuil1": [
                ["Niveau", "Semestre", "Places offertes"],
                ["AVEYRON", "", ""],
                ["N1", "2025-11", 34],
                ["SASPAS", "2025-11", 18],
                ["LOT", "", ""],
                ["N1", "2025-11", 20],
            ]
        },
        {"territory_id": ["DEP-12", "DEP-12", "DEP-46"], "offered_n": [34, 18, 20]},
    ),
    Found(
        "offre_de_stages.xlsx",
        "stages",
        {
            "Feuil1": [
                ["Offre de stages, hiver 2025-2026"],
                ["Département", "N1", "SASPAS", "Femme-enfant", "Docteur junior", "Total"],
                ["Aveyron", 34, 18, 6, 9, 67],
            ]
        },
        {"level_id": ["N1", "SASPAS", "SFE", "DJ"], "offered_n": [34, 18, 6, 9]},
    ),
    Found(
        "postes_offerts_pourvus.xlsx",
        "stages",
        {
            "Novembre 2025": [
                ["Département", "N1", "", "SASPAS", ""],
                ["", "Offerts", "Pourvus", "Offerts", "Pourvus"],
                ["Aveyron", 34, 30, 18, 11],
            ]
        },
        {"level_id": ["N1", "SASPAS"], "offered_n": [34, 18], "filled_n": [30, 11]},
        merged=("B1:C1", "D1:E1"),
    ),
    Found(
        "places_par_semestre.csv",
        "stages",
        one(
            [
                ["Département", "Niveau", "novembre 2024", "hiver 2025-2026"],
                ["12", "N1", 30, 34],
            ]
        ),
        {"semester": ["2024-11", "2025-11"], "offered_n": [30, 34]},
    ),
    Found(
        "une_feuille_par_an.xlsx",
        "msu",
        {
            "2023": [["Département", "Total"], ["12", 58]],
            "2024": [["Département", "Total"], ["12", 61]],
        },
        {"period": ["2023", "2024"], "total_msu": [58, 61]},
        {"sheets": ("2023", "2024")},
    ),
    Found(
        "msu_par_an.xlsx",
        "msu",
        {"Feuil1": [["Code", "Département", "2023", "2024"], ["12", "Aveyron", 58, 61]]},
        {"period": ["2023", "2024"], "total_msu": [58, 61]},
    ),
    Found(
        "msu_par_jour.csv",
        "msu",
        one([["Département", "31/12/2023", "31/12/2024"], ["Aveyron", 58, 61]]),
        {"period": ["2023-12-31", "2024-12-31"], "total_msu": [58, 61]},
    ),
    Found(
        "msu_dont_agrees.xlsx",
        "msu",
        {
            "Feuil1": [
                ["Territoire", "Date", "Nombre de MSU", "Dont agréés", ""],
                ["", "", "", "N1", "SASPAS"],
                ["12", "31/12/2024", 61, 30, 22],
            ]
        },
        {"total_msu": [61], "n1_msu": [30], "saspas_msu": [22]},
        merged=("A1:A2", "B1:B2", "C1:C2", "D1:E1"),
    ),
    Found(
        "msu_titre.csv",
        "msu",
        one([["Maîtres de stage au 31/12/2024", ""], ["Département", "Total"], ["Lot", 33]]),
        {"period": ["2024-12-31"], "total_msu": [33]},
        encoding="cp1252",
    ),
    Found(
        "msu_mac.csv",
        "msu",
        one([["Département", "Année", "Nombre de maîtres de stage"], ["Corrèze", 2024, 42]]),
        {"territory_id": ["DEP-19"], "total_msu": [42]},
        encoding="mac_roman",
    ),
    Found(
        "msu_unicode.txt",
        "msu",
        one([["Département", "Année", "MSU"], ["Côte-d’Or", 2024, 42]]),
        {"territory_id": ["DEP-21"], "total_msu": [42]},
        encoding="utf-16",
        separator="\t",
    ),
    Found(
        "devenir_these.csv",
        "cohortes",
        one(
            [
                [
                    "Subdivision",
                    "Promotion",
                    "Délai (ans)",
                    "Effectif",
                    "Même région",
                    "Autre région",
                ],
                ["Toulouse (subdivision)", 2015, 5, 120, 74, 46],
            ]
        ),
        {"trained_n": [120], "settled_region_n": [74], "settled_elsewhere_n": [46]},
        {"values": {"perimetre": "subdivision"}},
    ),
    # Nothing to import as it stands.
    Found(
        "cog_departement.csv",
        "msu",
        one(
            [
                ["DEP", "REG", "CHEFLIEU", "TNCC", "NCC", "NCCENR", "LIBELLE"],
                ["12", "76", "12202", "5", "AVEYRON", "Aveyron", "Aveyron"],
            ]
        ),
        why="une colonne « total »",
        separator=",",
    ),
    Found(
        "finess.csv",
        "valeurs",
        one(
            [
                ["finess;etalab;109;2026-05-04"],
                ["nofinesset", "rs", "departement", "libdepartement", "categetab"],
                ["999000001", "MSP FICTIVE", "12", "AVEYRON", "603"],
            ]
        ),
        why="une colonne « valeur »",
    ),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("corpus")


def written(found: Found, folder: Path) -> Path:
    path = folder / found.name
    if not found.sheets:
        return MESSY / found.name
    if path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in found.sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append([None if cell == "" else cell for cell in row])
            for cells in found.merged:
                sheet.merge_cells(cells)
        book.save(path)
        return path
    text = io.StringIO()
    csv.writer(text, delimiter=found.separator).writerows(found.sheets[""])
    path.write_bytes(text.getvalue().encode(found.encoding))
    return path


@pytest.mark.parametrize("found", CORPUS, ids=lambda found: found.name)
def test_a_table_of_the_field_is_imported_as_it_stands_or_says_why_not(folder, found):
    result = outcome(written(found, folder), found.kind_id, **found.choices)
    if found.why:
        (message,) = result.messages
        assert found.why in message
        return
    assert result.messages == []
    for name, values in found.says.items():
        assert result.preview.rows[name].tolist() == values, name
    assert found.chosen_n + result.preview.needs_confirmation <= CONFIRMATIONS_MAX


def test_the_corpus_is_of_thirty_tables_of_which_twenty_seven_are_imported():
    assert len(CORPUS) >= 30
    assert sum(not found.why for found in CORPUS) >= 27
