"""The sheet of an entry: everything its declaration says, nothing invented."""

from __future__ import annotations

import io
import logging
import re
from dataclasses import replace
from datetime import date

import pypdf
import pytest

from dashboard.briefs.entry_pdf import build_entry_pdf
from dashboard.queries.cache import served_build
from dashboard.queries.catalog import fetch_catalog
from dashboard.queries.registers import fetch_registers
from dashboard.themes.entry_sheet import EMPTY, entry_file_name, entry_sheet
from dashboard.ui.downloads import watched
from dashboard.views.suivi.sheet import sheet_html
from tests.support.briefs import HOSTILE, boxes, fonts_of, pages_of, plain, text_of
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


def test_what_is_typed_is_never_markup_on_the_page(sheet_of):
    html = sheet_html(sheet_of({"diagnosis_fr": "<script>x</script>", "measures_fr": "<b>a</b>"}))
    assert "<script>" not in html
    assert "&lt;script&gt;x&lt;/script&gt;" in html
    assert "<li>&lt;b&gt;a&lt;/b&gt;</li>" in html


def test_the_page_says_the_current_step_and_what_is_not_filled(sheet_of):
    sheet = sheet_of()
    html = sheet_html(sheet)
    assert 'aria-current="step">En cours<small>1er mars 2026 · étape actuelle' in html
    bare = [item.label for item in (*sheet.facts, *sheet.texts) if not item.lines]
    # One more in the table: the indicator has no unit.
    assert html.count(EMPTY) == len(bare) + 1


def test_the_paper_says_what_the_page_says_with_its_origin_and_its_build(
    catalog, register, sheet_of
):
    text = text_of(build_entry_pdf(catalog, register, action(), DAY))
    sheet = sheet_of()
    for item in (*sheet.facts, *sheet.texts):
        assert plain(item.label) in text
        for line in item.lines:
            assert plain(line) in text
    assert text.count(EMPTY) == sheet_html(sheet).count(EMPTY)
    assert "Statut : importé. Source : actions.csv, fichier local, ligne 2." in text
    assert catalog.build.build_id in text
    assert "page 1 / 1" in text
    assert "FICTIVES" not in text


def test_the_paper_is_tagged_in_french_with_one_title_and_a_heading_for_each_field(
    catalog, register
):
    reader = pypdf.PdfReader(io.BytesIO(build_entry_pdf(catalog, register, action(), DAY)))
    root = reader.trailer["/Root"]
    assert root["/Lang"].startswith("fr")
    assert "pdfuaid" in root["/Metadata"].get_data().decode()
    assert reader.metadata.title == action().title_fr
    roles = re.findall(r"/S ?/(H\d)", "".join(_nodes(root["/StructTreeRoot"])))
    assert roles.count("H1") == 1
    assert roles.count("H2") == 9 + 11 + 1


def _nodes(node) -> list[str]:
    node = node.get_object()
    if not isinstance(node, dict):
        return []
    children = node.get("/K", [])
    children = children if isinstance(children, list) else [children]
    return [f"/S {node.get('/S')}", *(text for child in children for text in _nodes(child))]


def test_long_hostile_texts_run_over_pages_and_never_out_of_the_margins(catalog, register):
    names = ("diagnosis_fr", "stakes_fr", "measures_fr", "pilot_fr", "brakes_fr", "indicator1_fr")
    typed = dict.fromkeys(names, HOSTILE * 12)
    typed |= {"title_fr": HOSTILE * 2, "partners": "m" * 900, "entry_id": "A" * 300}
    pdf = build_entry_pdf(catalog, register, action(typed), DAY)
    document = pages_of(pdf)
    assert len(document) > 1
    for page in document:
        assert page.get_size() == pytest.approx(A4, abs=0.1)
        found = boxes(page)
        assert min(box[0] for box in found) >= SIDE
        assert max(box[2] for box in found) <= A4[0] - SIDE + 1
    assert "root:" not in text_of(pdf)
    assert f"page 1 / {len(document)}" in text_of(pdf)
    for font in fonts_of(pdf):
        assert any(key.startswith("/FontFile") for key in font), font["/FontName"]


@pytest.mark.usefixtures("served_demonstration")
def test_the_demonstration_says_so_on_the_paper():
    build = served_build(demo=True)
    catalog, register = fetch_catalog(build), fetch_registers(build)["actions"]
    pdf = build_entry_pdf(catalog, register, action(status="demo"), DAY)
    assert text_of(pdf).count("FICTIVES") >= 3
    name = entry_file_name(catalog, register, action(), "pdf")
    assert name.startswith("demo_actions_12-aveyron_")


def test_the_name_of_the_file_says_what_it_holds(catalog, register):
    day = catalog.build.built_on_iso
    assert entry_file_name(catalog, register, action(), "pdf") == (
        f"actions_12-aveyron_act-01_{day}.pdf"
    )
    odd = action({"entry_id": "../é/" + "x" * 200})
    assert re.fullmatch(r"[a-z0-9_-]+\.pdf", entry_file_name(catalog, register, odd, "pdf"))


def test_a_file_that_cannot_be_made_leaves_its_name_and_its_cause_in_the_log(caplog):
    def fail() -> bytes:
        raise OSError("disque plein")

    with caplog.at_level(logging.ERROR), pytest.raises(OSError, match="disque plein"):
        watched("msu_12_aveyron.pdf", fail)()
    assert "msu_12_aveyron.pdf" in caplog.text
    assert "disque plein" in caplog.text
    assert watched("x", lambda: b"ok")() == b"ok"
