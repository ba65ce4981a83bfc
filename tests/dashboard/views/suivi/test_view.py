"""The view of « Suivi »: its defaults, what a link restores, what an address may not say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.views.suivi.view import (
    DUE,
    LIST,
    MAP,
    PARTNERS,
    STEPS,
    RegisterView,
    clean_text,
    options_of,
    parse_view,
    sections_of,
    write_view,
)
from models.registers.register import Register, RegisterField, RegisterStep

FIELDS = tuple(
    RegisterField(name, name, "text", "…") for name in ("entry_id", "territory_id", "due_on", "who")
)
BARE = Register("bare", "Nu", ("ligne", "lignes"), "…", FIELDS, {"entry": "entry_id"})
WHOLE = Register(
    "whole",
    "Complet",
    ("dossier", "dossiers"),
    "…",
    FIELDS,
    {"entry": "entry_id", "due": "due_on", "partners": "who"},
    steps=(RegisterStep("contact", "Contact"), RegisterStep("fait", "Fait", None, "kept")),
)
OPTIONS = options_of(
    {"initiatives": replace(BARE, register_id="initiatives"), "bare": BARE, "whole": WHOLE}
)


def test_the_first_register_shown_is_the_first_that_has_lines():
    assert OPTIONS.resolved(RegisterView(), ["whole"]).register_id == "whole"
    assert OPTIONS.resolved(RegisterView(), []).register_id == "bare"


def test_the_register_that_has_its_own_page_is_not_here():
    assert list(OPTIONS.registers) == ["bare", "whole"]
    view, problems = parse_view({"registre": "initiatives"}, OPTIONS)
    assert view.register_id == ""
    assert "Registre" in problems[0]


def test_the_parts_of_the_page_are_those_the_declaration_allows():
    assert sections_of(WHOLE) == (STEPS, DUE, PARTNERS, MAP, LIST)
    assert sections_of(BARE) == (MAP, LIST)


def test_what_another_register_lacks_falls_back_to_what_it_has():
    view = RegisterView("whole", section=PARTNERS, step="contact")
    shown = OPTIONS.resolved(replace(view, register_id="bare"), [])
    assert (shown.section, shown.step) == (MAP, "")
    assert OPTIONS.resolved(view, []) == view


def test_a_link_restores_the_view():
    view = RegisterView("whole", LIST, 24, "contact", "logement étudiant", 3, "Enquête 2026")
    written = write_view(view)
    assert parse_view(written, OPTIONS) == (view, ())
    assert write_view(RegisterView("bare")) == {"registre": "bare"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("registre", "inconnu"),
        ("partie", "tout"),
        ("horizon", "7"),
        ("etape", "jamais"),
        ("recherche", "a" * 81),
        ("feuillet", "0"),
        ("feuillet", "²"),
        ("feuillet", "99999"),
    ],
)
def test_what_cannot_be_read_is_a_problem_and_leaves_the_first_view(name, text):
    view, (problem,) = parse_view({name: text}, OPTIONS)
    assert view == RegisterView()
    assert "Valeurs possibles" in problem


def test_another_list_starts_at_its_first_page_and_another_register_searches_nothing():
    view = RegisterView("whole", LIST, step="contact", text="mot", sheet=4, mapped="Titre")
    assert view.with_field("step", "fait").sheet == 1
    assert view.with_field("section", DUE).sheet == 4
    changed = view.with_field("register_id", "bare")
    assert (changed.step, changed.text, changed.sheet, changed.mapped) == ("", "", 1, "")


def test_a_search_is_one_line_short_enough_for_an_address():
    assert clean_text("  logement\n étudiant ") == "logement étudiant"
    assert len(clean_text("a" * 500)) == 80
