"""Sentences of « Suivi »: counts in the words of the declaration, rates with both their sides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dashboard.views.suivi import words
from dashboard.views.suivi.words import (
    days_words,
    horizon_labels,
    page_title,
    rate_lines,
    rate_text,
    required_years,
    stage_words,
    validity_sentence,
    verdict_sentence,
)
from models.msu.eligibility import Condition, findings
from models.registers.follow_up import Funnel, Spread, Stage
from models.registers.rates import Rate
from models.registers.register import (
    Register,
    RegisterCount,
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


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_the_title_says_how_many_are_open_late_and_due():
    told = page_title(register(), "Aveyron (12)", 42, 31, 5, 7)
    assert plain(told) == (
        "Agréments, Aveyron (12) : 42 dossiers, dont 31 en cours et 5 en retard ; "
        "7 échéances dans les six mois"
    )


def test_the_title_says_nothing_of_what_is_none_or_all():
    assert plain(page_title(register(), "Aveyron (12)", 3, 3, 0, 0)).endswith(": 3 dossiers")
    assert plain(page_title(register(), "Aveyron (12)", 1, None, 0, 1)).endswith(
        ": 1 dossier ; 1 échéance dans les six mois"
    )


def test_what_is_late_stands_apart_from_what_the_lines_count():
    told = page_title(register("Éligibles non MSU"), "Aveyron (12)", 42, 31, 2, 3)
    assert plain(told).endswith(
        "42 éligibles non MSU, dont 31 en cours ; 2 lignes en retard ; "
        "3 échéances dans les six mois"
    )


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


def test_the_situation_is_that_of_today_or_of_the_documents():
    day = date(2026, 12, 1)
    assert words.situation_date(day, is_published=False) == "au 1er décembre 2026"
    assert words.situation_date(day, is_published=True) == "à la date des documents"


def test_a_table_says_how_many_lines_are_left_to_the_file():
    assert words.remaining_lines(50, 50) == ""
    assert plain(words.remaining_lines(50, 1250)) == (
        "Les 50 premières ; 1 200 autres dans le fichier CSV."
    )


def test_late_lines_are_counted_in_what_the_register_counts_or_as_lines():
    assert plain(words.late_title(register(), 5)) == "En retard : 5 dossiers"
    assert plain(words.late_title(register("Éligibles non MSU"), 5)) == "En retard : 5 lignes"
    assert words.late_title(register(), None) == "En retard : rien"


def test_due_dates_are_counted_up_to_the_horizon_and_those_past_apart():
    assert plain(words.due_title(3, 0, 6)) == "3 échéances dans les 6 mois"
    assert plain(words.due_title(1, 2, 12)) == "1 échéance dans les 12 mois ; 2 dépassées"


@pytest.mark.parametrize(
    ("named_n", "faculty_n", "everywhere", "title"),
    [
        (8, 3, [], "Partenaires de 8 dossiers : faculté nommée dans 3"),
        (8, 8, ["ARS"], "Partenaires de 8 dossiers : faculté nommée dans 8 ; partout : ARS"),
        (8, None, ["ARS"], "Partenaires de 8 dossiers ; partout : ARS"),
        (0, 0, ["ARS"], "Partenaires de 0 dossier"),
    ],
)
def test_partners_are_counted_among_the_lines_that_name_some(named_n, faculty_n, everywhere, title):
    assert plain(words.partners_title(register(), named_n, faculty_n, everywhere)) == title


def test_a_list_that_answers_a_search_says_so():
    title = words.list_title(register(), "Aveyron (12)", 3, is_filtered=True)
    assert plain(title) == "Agréments, Aveyron (12) : 3 dossiers pour cette recherche"


def test_horizons_follow_each_other():
    assert [plain(text) for text in horizon_labels((6, 12, 24))] == [
        "dépassées",
        "dans les 6 mois",
        "de 6 à 12 mois",
        "de 12 à 24 mois",
        "au-delà de 24 mois",
    ]


SPENT = Spread(30, 41, 62, 90)
CONTACT = Stage(RegisterStep("contact", "Contact"), 1040, 8, 32, None, None, None)
FILE = Stage(RegisterStep("dossier", "Dossier reçu"), 1000, 0, 0, SPENT, "Contact", None)
KEPT = Stage(RegisterStep("decision", "Agréé", None, "kept"), 1000, 1000, 0, None, None, None)
FUNNEL = Funnel((CONTACT, FILE, KEPT), (), 1040, 0, 0)


def test_lines_lost_nobody_knows_where_make_the_next_steps_at_least():
    astray = replace(FUNNEL, astray_n=3)
    assert stage_words(FILE, astray).startswith("au moins")
    assert not stage_words(CONTACT, astray).startswith("au moins")
    assert not stage_words(FILE, FUNNEL).startswith("au moins")


def test_few_dates_are_counted_instead_of_quartiles():
    assert days_words(replace(SPENT, known_n=3)) == "62 jours (3 datés)"
    assert days_words(Spread(1, 1, 1, 1)) == "1 jour (1 daté)"
    assert days_words(SPENT) == "62 jours (41 à 90)"


def test_one_is_singular_and_all_are_not_said_twice():
    alone = replace(CONTACT, reached_n=1, standing_n=1, lost_n=0)
    assert stage_words(alone, FUNNEL) == "1 s’y trouve"
    assert stage_words(replace(alone, reached_n=3, lost_n=1), FUNNEL) == (
        "3, dont 1 s’y trouve et 1 perdu ensuite"
    )


def test_the_notes_of_a_funnel_say_what_it_leaves_out():
    assert words.funnel_notes(register(), FUNNEL) == f"{words.FUNNEL} {words.DAYS}"
    bare = replace(FUNNEL, stages=(CONTACT,), unplaced_n=2)
    assert plain(words.funnel_notes(register(), bare)).endswith(
        "Sans étape : 2 dossiers, dans le total mais hors du parcours."
    )
    astray = plain(words.funnel_notes(register(), replace(FUNNEL, astray_n=3)))
    assert "Perte sans date : 3 dossiers." in astray


def condition(condition_id: str, kind: str = "oui_non", **fields) -> Condition:
    return Condition(
        condition_id=condition_id,
        subject="anciennete",
        title_fr=f"Condition {condition_id}",
        question_fr="",
        cycle="tous",
        kind=kind,
        is_binding=False,
        source_id="S",
        locator="",
        status="observed",
        **fields,
    )


THREE = condition("trois", "minimum", years_min=3.0)
ONE = condition("un", "minimum", years_min=1.0)
TRAINING = condition("formation")


def test_the_verdict_says_what_is_missing():
    verdict = verdict_sentence(findings([THREE, ONE, TRAINING], 0, {"formation": False}), "3c")
    assert "2\u00a0conditions non remplies" in verdict
    assert "ancienneté (de 1 à 3 ans)" in verdict
    assert "condition formation" in verdict


def test_one_missing_condition_is_in_the_singular():
    verdict = verdict_sentence(findings([TRAINING], None, {"formation": False}), "2c")
    assert "2e cycle, 1\u00a0condition n’est pas remplie" in verdict


def test_the_verdict_never_decides():
    met = verdict_sentence(findings([THREE, TRAINING], 4, {"formation": True}), "3c")
    assert met == "Pour le 3e cycle, toutes les conditions connues sont remplies."
    depends = verdict_sentence(findings([THREE, ONE], 2, {}), "3c")
    assert "de 1 à 3 ans selon la faculté" in depends
    assert "1\u00a0réponse manque encore" in verdict_sentence(findings([TRAINING], 2, {}), "3c")


def test_years_are_counted_in_french():
    assert required_years([ONE]) == "1 an"
    assert required_years([THREE, ONE]) == "de 1 à 3 ans"
    assert required_years([replace(ONE, years_min=1.5)]) == "1,5 an"


def test_the_validity_spans_what_the_sources_say():
    first = condition("premier", "duree", years_min=1.0, years_max=1.0)
    cap = condition("plafond", "duree", years_max=5.0)
    assert "de 1 à 5 ans" in validity_sentence([first, cap])
    assert "5 ans au plus" in validity_sentence([cap])
    assert validity_sentence([THREE]) == ""


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (None, None, "durée"),
        (None, 5.0, "au plus 5 ans"),
        (1.0, 1.0, "1 an"),
        (1.5, 3.0, "de 1,5 à 3 ans"),
    ],
)
def test_a_condition_says_how_long_an_agreement_lasts(low, high, text):
    assert words.duration_words(condition("d", "duree", years_min=low, years_max=high)) == text
