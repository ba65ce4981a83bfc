"""What « Suivi » says: counts in the words of the declaration, rates never without both sides."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.themes.registers import counted_noun, delay_words, open_words
from dashboard.views.suivi.map import step_colors
from dashboard.views.suivi.words import finding, horizon_labels, rate_lines, rate_text
from models.registers.rates import Rate
from models.registers.register import (
    Register,
    RegisterCount,
    RegisterDelay,
    RegisterField,
    RegisterIndicator,
    RegisterStep,
)

COUNT = RegisterCount({})
SHARE = RegisterIndicator("part", "Part", "…", "%", COUNT, COUNT)
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


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_the_title_says_how_many_are_open_late_and_due():
    told = finding(register(), "Aveyron (12)", 42, 31, 5, 7)
    assert plain(told) == (
        "Agréments, Aveyron (12) : 42 dossiers, dont 31 en cours et 5 en retard ; "
        "7 échéances dans les six mois"
    )


def test_the_title_says_nothing_of_what_is_none_or_all():
    assert plain(finding(register(), "Aveyron (12)", 3, 3, 0, 0)).endswith(": 3 dossiers")
    assert plain(finding(register(), "Aveyron (12)", 1, None, 0, 1)).endswith(
        ": 1 dossier ; 1 échéance dans les six mois"
    )


def test_what_is_late_stands_apart_from_what_the_lines_count():
    told = finding(register("Éligibles non MSU"), "Aveyron (12)", 42, 31, 2, 3)
    assert plain(told).endswith(
        "42 éligibles non MSU, dont 31 en cours ; 2 lignes en retard ; "
        "3 échéances dans les six mois"
    )


def test_the_only_open_step_is_named():
    assert open_words(register()) == "en cours"
    assert open_words(register(steps=STEPS[1:])) == "au stade « Visite »"


def test_a_rate_stands_with_both_its_sides_and_none_is_not_zero():
    assert plain(rate_text(SHARE, Rate(9, 12, 75, 52, 89))) == "75 %"
    assert [plain(line) for line in rate_lines(SHARE, Rate(9, 12, 75, 52, 89))] == [
        "",
        "9 sur 12",
        "intervalle 52 à 89",
    ]
    assert plain(rate_text(SHARE, Rate(0, 0))) == "n. d."
    assert plain(rate_text(SHARE, Rate(0, 12, 0, 0, 20))) == "0 %"
    assert plain(rate_text(SHARE, Rate(1, 12, 8.33, 1, 30))) == "8,3 %"


def test_a_count_and_a_ratio_carry_their_unit_beside_them():
    count = replace(SHARE, unit_fr="contacts", denominator=None)
    assert (plain(rate_text(count, Rate(1223))), rate_lines(count, Rate(1223))) == (
        "1 223",
        ["contacts"],
    )
    ratio = replace(SHARE, unit_fr="€ par MSU")
    assert plain(rate_text(ratio, Rate(9000, 4, 2250))) == "2 250"
    assert rate_lines(ratio, Rate(9000, 4, 2250))[0] == "€ par MSU"


def test_a_delay_without_shortest_time_is_at_most():
    delay = RegisterDelay("d", "Délai", "contact", "agree", 2, 6, "…")
    assert plain(delay_words(delay)) == "2 à 6 mois"
    assert plain(delay_words(replace(delay, min_months=0))) == "6 mois au plus"


def test_horizons_follow_each_other():
    assert [plain(text) for text in horizon_labels((6, 12, 24))] == [
        "dépassées",
        "dans les 6 mois",
        "de 6 à 12 mois",
        "de 12 à 24 mois",
        "au-delà de 24 mois",
    ]


def test_steps_have_colours_apart_whatever_their_number():
    colors = step_colors(register())
    assert list(colors) == ["contact", "visite", "agree", "refus"]
    assert len(set(colors.values())) == 4
    many = tuple(RegisterStep(f"s{rank}", "…") for rank in range(7))
    assert len(step_colors(register(steps=many))) == 7
