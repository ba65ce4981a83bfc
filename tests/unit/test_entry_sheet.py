"""The sheet of an entry: everything its declaration says, nothing invented."""

from __future__ import annotations

import io
import logging
import re
from datetime import date

import pypdf
import pytest

from dashboard.briefs.entry_pdf import build_entry_pdf
from dashboard.components.downloads import watched
from dashboard.components.entry_sheet import sheet_html
from dashboard.entry_summary import EMPTY, entry_file_name, entry_sheet
from dashboard.queries import cached
from dashboard.queries.connection import served_build
from tests.briefs import HOSTILE, boxes, fonts_of, pages_of, plain, text_of
from tests.entries import ACTIONS, action

DAY = date(2026, 11, 25)
A4 = (595.28, 841.89)
SIDE = 45.0


@pytest.fixture
def catalog(served_warehouse):
    return cached.load_catalog(served_build())


def sheet_of(catalog, changes=None, **attributes):
    return entry_sheet(catalog, ACTIONS, action(changes, **attributes), DAY)


def lines(sheet) -> dict[str, tuple[str, ...]]:
    return {item.label: item.lines for item in (*sheet.facts, *sheet.texts)}


def test_every_field_is_on_the_sheet_once_in_the_order_of_the_declaration(catalog):
    sheet = sheet_of(catalog)
    assert [item.label for item in sheet.facts] == ["Échéance", "Thème", "Budget"]
    assert [item.label for item in sheet.texts] == [
        *("Diagnostic", "Enjeux", "Actions", "Pilote", "Partenaires", "Freins")
    ]
    assert (sheet.title, sheet.place) == (
        "Promouvoir le compagnonnage auprès des médecins du département",
        "Aveyron (12)",
    )
    assert plain(sheet.origin) == "Statut : importé. Source : actions.csv, ligne 2."


def test_values_are_read_in_french_and_what_is_empty_has_no_line(catalog):
    found = lines(sheet_of(catalog))
    assert found["Budget"] == ("12\u202f000",)
    assert found["Thème"] == ("Recrutement de MSU",)
    assert found["Diagnostic"] == (
        "Des encadrants partent en retraite.",
        "Les promotions à former augmentent.",
    )
    assert found["Actions"] == (
        *("Écrire aux médecins du tableau", "Tenir deux soirées", "Accompagner les dossiers"),
    )
    assert found["Enjeux"] == found["Freins"] == ()


def test_the_procedure_says_where_the_action_stands_and_since_when(catalog):
    steps = sheet_of(catalog).steps
    assert [(step.label, step.when, step.is_current) for step in steps] == [
        ("Projet", "12 janvier 2026", False),
        ("En cours", "1er mars 2026", True),
        ("Terminée", "", False),
    ]


def test_an_action_given_up_says_so(catalog):
    steps = sheet_of(catalog, {"step": "abandon", "dropped_on": "2026-09-02"}).steps
    assert (steps[-1].label, steps[-1].when, steps[-1].is_current) == (
        "Abandonnée",
        "2 septembre 2026",
        True,
    )


@pytest.mark.parametrize(
    ("due", "said"),
    [
        ("2026-11-24", "24 novembre 2026 (dépassée)"),
        ("2026-11-25", "25 novembre 2026"),
        ("2026-10", "octobre 2026 (dépassée)"),
        ("2026-11", "novembre 2026"),
        ("2025", "2025 (dépassée)"),
        ("2026", "2026"),
        ("bientôt", "bientôt"),
    ],
)
def test_a_due_date_is_past_when_its_last_day_is(catalog, due, said):
    assert lines(sheet_of(catalog, {"due_on": due}))["Échéance"] == (said,)


def test_an_action_that_ended_is_never_overdue(catalog):
    found = lines(sheet_of(catalog, {"step": "fini", "ended_on": "2026-05-01"}))
    assert found["Échéance"] == ("30 juin 2026",)


def test_what_is_typed_is_never_markup_on_the_page(catalog):
    html = sheet_html(sheet_of(catalog, {"diagnosis": "<script>x</script>", "tasks": "<b>a</b>"}))
    assert "<script>" not in html
    assert "&lt;script&gt;x&lt;/script&gt;" in html
    assert "<li>&lt;b&gt;a&lt;/b&gt;</li>" in html


def test_the_page_says_the_current_step_and_what_is_not_filled(catalog):
    html = sheet_html(sheet_of(catalog))
    assert 'aria-current="step">En cours<small>1er mars 2026 · étape actuelle' in html
    assert html.count(EMPTY) == 2


def test_the_paper_says_what_the_page_says_with_its_origin_and_its_build(catalog):
    pdf = build_entry_pdf(catalog, ACTIONS, action(), DAY)
    text = text_of(pdf)
    for item in (*sheet_of(catalog).facts, *sheet_of(catalog).texts):
        assert plain(item.label) in text
        for line in item.lines:
            assert plain(line) in text
    assert text.count(EMPTY) == 2
    assert "Statut : importé. Source : actions.csv, ligne 2." in text
    assert catalog.build.build_id in text
    assert "page 1 / 1" in text
    assert "FICTIVES" not in text


def test_the_paper_is_tagged_in_french_with_one_title_and_a_heading_for_each_field(catalog):
    reader = pypdf.PdfReader(io.BytesIO(build_entry_pdf(catalog, ACTIONS, action(), DAY)))
    root = reader.trailer["/Root"]
    assert root["/Lang"].startswith("fr")
    assert "pdfuaid" in root["/Metadata"].get_data().decode()
    assert reader.metadata.title == action().title_fr
    roles = re.findall(r"/S ?/(H\d)", "".join(_nodes(root["/StructTreeRoot"])))
    assert roles.count("H1") == 1
    assert roles.count("H2") == 9


def _nodes(node) -> list[str]:
    node = node.get_object()
    if not isinstance(node, dict):
        return []
    children = node.get("/K", [])
    children = children if isinstance(children, list) else [children]
    return [f"/S {node.get('/S')}", *(text for child in children for text in _nodes(child))]


def test_long_hostile_texts_run_over_pages_and_never_out_of_the_margins(catalog):
    typed = dict.fromkeys(("diagnosis", "stakes", "tasks", "pilot", "brakes"), HOSTILE * 12)
    typed |= {"title_fr": HOSTILE * 2, "partners": "m" * 900, "entry_id": "A" * 300}
    pdf = build_entry_pdf(catalog, ACTIONS, action(typed), DAY)
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
    catalog = cached.load_catalog(served_build(demo=True))
    pdf = build_entry_pdf(catalog, ACTIONS, action(status="demo"), DAY)
    assert text_of(pdf).count("FICTIVES") >= 3
    assert entry_file_name(catalog, ACTIONS, action(), "pdf").startswith("demo_actions_12-aveyron_")


def test_the_name_of_the_file_says_what_it_holds(catalog):
    day = catalog.build.built_on_iso
    assert entry_file_name(catalog, ACTIONS, action(), "pdf") == (
        f"actions_12-aveyron_a-001_{day}.pdf"
    )
    odd = action({"entry_id": "../é/" + "x" * 200})
    assert re.fullmatch(r"[a-z0-9_-]+\.pdf", entry_file_name(catalog, ACTIONS, odd, "pdf"))


def test_a_file_that_cannot_be_made_leaves_its_name_and_its_cause_in_the_log(caplog):
    def fail() -> bytes:
        raise OSError("disque plein")

    with caplog.at_level(logging.ERROR), pytest.raises(OSError, match="disque plein"):
        watched("msu_12_aveyron.pdf", fail)()
    assert "msu_12_aveyron.pdf" in caplog.text
    assert "disque plein" in caplog.text
    assert watched("x", lambda: b"ok")() == b"ok"
