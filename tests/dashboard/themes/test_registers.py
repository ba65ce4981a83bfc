"""Lines of registers in words: counts, steps, delays and names from the declaration."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.themes.registers import Presence, counted_noun, delay_words, line_name, open_words
from models.registers.register import Register, RegisterDelay, RegisterField, RegisterStep
from tests.support.entries import action

STEPS = (
    RegisterStep("contact", "Contact"),
    RegisterStep("visite", "Visite"),
    RegisterStep("agree", "Agréé", None, "kept"),
    RegisterStep("refus", "Refusé", None, "lost"),
)


def register(quantity_fr: str = "", steps=STEPS) -> Register:
    quantity = RegisterField("n", quantity_fr, "integer", "…")
    roles = {"quantity": "n"} if quantity_fr else {}
    return Register(
        "agrements", "Agréments", ("dossier", "dossiers"), "…", (quantity,), roles, steps=steps
    )


@pytest.mark.parametrize(
    ("label", "nouns"),
    [
        ("", ("dossier", "dossiers")),
        ("Nombre de dossiers", ("dossier", "dossiers")),
        ("Nombre d’autorisations", ("autorisations", "autorisations")),
        ("Éligibles non MSU", ("éligibles non MSU", "éligibles non MSU")),
        ("MSU agréés", ("MSU agréés", "MSU agréés")),
    ],
)
def test_numbers_are_counted_in_what_the_declaration_counts(label, nouns):
    assert counted_noun(register(label)) == nouns


def test_the_only_open_step_is_named():
    assert open_words(register()) == "en cours"
    assert open_words(register(steps=STEPS[1:])) == "au stade « Visite »"


def test_a_delay_without_shortest_time_is_at_most():
    delay = RegisterDelay("d", "Délai", "contact", "agree", 2, 6, "…")
    assert delay_words(delay) == "2 à 6\u00a0mois"
    assert delay_words(replace(delay, min_months=0)) == "6\u00a0mois au plus"


def test_a_line_is_named_by_its_title_or_by_its_noun_and_mark_where_it_stands_for_a_person():
    entry = action()
    titled = replace(register(), roles={"title": "n"}, entry_fr=("dossier MSU", "dossiers MSU"))
    assert line_name(titled, entry) == entry.title_fr
    assert line_name(replace(titled, persons=True), entry) == "Dossier MSU ACT-01"
    assert line_name(replace(titled, roles={}), entry) == "Dossier MSU ACT-01"


def test_a_family_is_absent_from_the_lines_that_name_others_only():
    presence = Presence(entries_n=9, named_n=6, by_family={"ars": 4})
    assert (presence.absent_n("ars"), presence.absent_n("universites")) == (2, 6)
