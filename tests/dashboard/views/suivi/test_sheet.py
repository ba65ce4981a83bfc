"""The sheet of a line, opened from the list of the page « Suivi »."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.queries.cache import served_build
from dashboard.queries.catalog import fetch_catalog
from dashboard.queries.registers import fetch_entries, fetch_registers
from dashboard.themes.entry_sheet import EMPTY, entry_sheet
from dashboard.themes.registers import EntryFilter
from dashboard.views.suivi.sheet import sheet_html
from tests.dashboard.conftest import plain
from tests.support.entries import action

CHOICE = "suivi.fiche"
DAY = date(2026, 11, 25)


@pytest.fixture
def actions(visit, served_demonstration):
    """The list of the action sheets of Aveyron, in the demonstration."""
    page = visit("suivi", territoire="12", donnees="demo", registre="actions", partie="liste")
    page.is_sound()
    return page


def downloads(page) -> list[str]:
    return [item.proto.label for item in page.test.get("download_button")]


def test_no_sheet_is_drawn_before_a_line_is_chosen(actions):
    assert actions.test.selectbox(key=CHOICE).value is None
    assert '<article class="sheet">' not in actions.html
    assert "Fiche en PDF" not in downloads(actions)


def test_a_line_chosen_is_laid_out_by_its_declaration_with_its_pdf(actions):
    (entry, *_) = fetch_entries(served_build(demo=True), "actions", EntryFilter("DEP-12"), 25)
    key = (entry.source_id, entry.territory_id, entry.entry_id)
    actions.test.selectbox(key=CHOICE).set_value(key).run()
    actions.is_sound()
    html = plain(actions.html)
    assert '<article class="sheet">' in html
    assert plain(entry.title_fr) in html
    for label in ("Diagnostic", "Enjeux", "Pilote", "Partenaires", "Leviers", "Freins"):
        assert f"<dt>{label}</dt>" in html
    assert "Statut : fictif." in html
    assert "Fiche en PDF" in downloads(actions)


@pytest.fixture
def sheet_of(served_warehouse):
    build = served_build()
    catalog, register = fetch_catalog(build), fetch_registers(build)["actions"]
    return lambda changes=None: entry_sheet(catalog, register, action(changes), DAY)


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
