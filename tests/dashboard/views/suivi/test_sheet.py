"""The sheet of a line, opened from the list of the page « Suivi »."""

from __future__ import annotations

import pytest

from dashboard.queries.cache import served_build
from dashboard.queries.registers import fetch_entries
from dashboard.themes.registers import EntryFilter
from tests.dashboard.conftest import plain

CHOICE = "suivi.fiche"


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
