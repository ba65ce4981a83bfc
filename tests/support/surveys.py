"""Rates of surveys of former interns, as short as a test needs them."""

from __future__ import annotations

from dataclasses import replace

from dashboard.themes.retention import SurveyRate

TOULOUSE = SurveyRate(
    survey_id="toulouse-occitanie",
    label_fr="Internes de Toulouse exerçant en Occitanie, 3 à 5 ans après l’internat",
    asked_ids=("SUB-040",),
    place_id="REG-76",
    family_id="region_3_6_ans_tous_repondants",
    is_comparable=True,
    cohort_fr="promotions ECN 2011 à 2013",
    delay_min_years=3,
    delay_max_years=5,
    asked_n=460,
    respondents_n=317,
    response_pct=69.0,
    base_n=317,
    practising_n=None,
    denominator_fr="anciens internes de Toulouse qui ont répondu",
    confidence="high",
    value=81.0,
    low=76.3,
    high=84.9,
    status="observed",
    period="2019",
    source_ids=("S213",),
    locator="résumé",
    note="Répondants seulement (69 %).",
)
ANGERS_NANTES = replace(
    TOULOUSE,
    survey_id="angers-nantes",
    label_fr="Diplômés d’Angers et de Nantes exerçant en Pays de la Loire, 4 à 6 ans après",
    asked_ids=("SUB-028", "SUB-030"),
    place_id="REG-52",
    delay_min_years=4,
    delay_max_years=6,
    asked_n=None,
    respondents_n=None,
    response_pct=None,
    base_n=None,
    value=78.0,
    low=None,
    high=None,
    note="Communiqué : ni l’effectif ni le taux de réponse ne sont dits.",
)
INTENTION = replace(
    TOULOUSE,
    survey_id="toulouse-intention",
    label_fr="Internes de Toulouse ayant l’intention de rester",
    family_id="intention_de_rester",
    is_comparable=False,
    delay_min_years=0,
    delay_max_years=0,
    value=62.7,
)
SURVEYS = (TOULOUSE, ANGERS_NANTES, INTENTION)
