"""The sheet of an entry: everything its declaration says, nothing invented."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from dashboard.queries.cache import served_build
from dashboard.queries.catalog import fetch_catalog
from dashboard.queries.registers import fetch_registers
from dashboard.themes.entry_sheet import EMPTY, entry_file_name, entry_sheet
from tests.support.briefs import plain
from tests.support.entries import action

DAY = date(2026, 11, 25)
A4 = (595.28, 841.89)
SIDE = 45.0


@pytest.fixture
def catalog(served_warehouse):
    return fetch_catalog(served_build())


@pytest.fixture
def register(served_warehouse):
    return fetch_registers(served_build())["actions"]


@pytest.fixture
def sheet_of(catalog, register):
    return lambda changes=None, **other: entry_sheet(
        catalog, register, action(changes, **other), DAY
    )


def lines(sheet) -> dict[str, tuple[str, ...]]:
    return {item.label: item.lines for item in (*sheet.facts, *sheet.texts)}


def test_every_field_is_on_the_sheet_once_in_the_order_of_the_declaration(sheet_of, register):
    sheet = sheet_of()
    told = [item.label for item in (*sheet.facts, *sheet.texts)]
    assert [item.label for item in sheet.facts] == [
        *("Axe", "Échéance", "Terme", "Coût (€)", "Médecins contactés", "Candidatures"),
        *("Dossiers déposés", "Agréés", "Accueillants"),
    ]
    assert [item.label for item in sheet.texts] == [
        *("Diagnostic", "Enjeux", "Actions à mener", "Publics visés", "Pilote", "Partenaires"),
        *("Leviers", "Freins", "Moyens mobilisés", "Calendrier", "Preuves"),
    ]
    (table,) = sheet.tables
    # Head and steps: mark, territory, title, step, and the days of its four steps.
    assert len(told) + 3 * len(table.header) + 8 == len(register.fields)


def test_the_head_and_the_foot_say_what_it_is_where_and_where_it_comes_from(sheet_of):
    sheet = sheet_of()
    assert (sheet.noun, sheet.reference, sheet.place) == ("Action", "ACT-01", "Aveyron (12)")
    assert sheet.title == "Promouvoir le compagnonnage auprès des médecins du département"
    assert plain(sheet.origin) == "Statut : importé. Source : actions.csv, fichier local, ligne 2."


def test_values_are_read_in_french_and_what_is_empty_has_no_line(sheet_of):
    found = lines(sheet_of())
    assert found["Coût (€)"] == ("12\u202f000",)
    assert found["Axe"] == ("Recruter des MSU",)
    assert found["Diagnostic"] == (
        "Des encadrants partent en retraite.",
        "Les promotions à former augmentent.",
    )
    assert found["Actions à mener"] == (
        *("Écrire aux médecins du tableau", "Tenir deux soirées", "Accompagner les dossiers"),
    )
    assert found["Enjeux"] == found["Freins"] == found["Terme"] == ()


def test_indicators_are_one_table_with_base_target_last_value_day_and_who_measures(sheet_of):
    (table,) = sheet_of({"indicator3_fr": "Nouveaux MSU"}).tables
    assert table.label == "Indicateurs"
    assert table.header == (
        *("Indicateur", "Unité", "Base", "Cible", "Dernière valeur", "Date de la mesure"),
        "Responsable",
    )
    first, third = table.rows
    assert first == (
        *("Étudiants accueillis en compagnonnage", EMPTY, "12", "30", "21", "30 juin 2026", "DUMG"),
    )
    assert third == ("Nouveaux MSU", *(EMPTY,) * 6)


def test_the_procedure_says_where_the_action_stands_and_since_when(sheet_of):
    assert [(step.label, step.when, step.is_current) for step in sheet_of().steps] == [
        ("À lancer", "12 janvier 2026", False),
        ("En cours", "1er mars 2026", True),
        ("Réalisée", "", False),
    ]


def test_an_action_given_up_says_so(sheet_of):
    last = sheet_of({"step": "abandonnee", "dropped_on": "2026-09-02"}).steps[-1]
    assert (last.label, last.when, last.is_current) == ("Abandonnée", "2 septembre 2026", True)


@pytest.mark.parametrize(
    ("due", "said"),
    [
        ("2026-11-24", "24 novembre 2026 (dépassée)"),
        ("2026-11-25", "25 novembre 2026"),
        ("2026-10", "octobre 2026 (dépassée)"),
        ("2026-11", "novembre 2026"),
        ("2025", "2025 (dépassée)"),
        ("2026", "2026"),
    ],
)
def test_a_due_date_is_past_when_its_last_day_is(sheet_of, due, said):
    assert lines(sheet_of({"due_on": due}))["Échéance"] == (said,)


def test_an_action_that_ended_is_never_overdue(sheet_of):
    found = lines(sheet_of({"step": "realisee", "done_on": "2026-05-01"}))
    assert found["Échéance"] == ("30 juin 2026",)


def test_a_line_that_stands_for_a_person_bears_its_mark_only_and_asks_not_to_be_spread(catalog):
    pool = fetch_registers(served_build())["vivier"]
    fields = {"entry_id": "V-1", "territory_id": "DEP-12", "place_fr": "Rodez", "step": "repere"}
    entry = action(register_id="vivier", entry_id="V-1", title_fr="Rodez", step="repere")
    sheet = entry_sheet(catalog, pool, replace(entry, fields=fields), DAY)
    assert sheet.title.endswith(" V-1")
    assert "Ne pas diffuser ces lignes." in sheet.note


def test_the_name_of_the_file_says_what_it_holds(catalog, register):
    day = catalog.build.built_on_iso
    assert entry_file_name(catalog, register, action(), "pdf") == (
        f"actions_12-aveyron_act-01_{day}.pdf"
    )
    odd = action({"entry_id": "../é/" + "x" * 200})
    assert re.fullmatch(r"[a-z0-9_-]+\.pdf", entry_file_name(catalog, register, odd, "pdf"))


@pytest.mark.usefixtures("served_demonstration")
def test_the_name_of_a_fictitious_file_says_so():
    build = served_build(demo=True)
    catalog, register = fetch_catalog(build), fetch_registers(build)["actions"]
    name = entry_file_name(catalog, register, action(), "pdf")
    assert name.startswith("demo_actions_12-aveyron_")
