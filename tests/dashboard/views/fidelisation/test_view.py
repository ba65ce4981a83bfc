"""The view of « Fidélisation » in the address: read back as written, or refused in French."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.core.catalog import NET_CHANGE, SITUATION, STAYED_RATE
from dashboard.core.selection import DATA_SET
from dashboard.core.selection import PARAMETERS as SHARED
from dashboard.themes.retention import SCOPES, SETTLED_RATE
from dashboard.views.fidelisation.view import (
    PARAMETERS,
    PROMOTIONS,
    RETENTION_PARAMETERS,
    RETENTIONS,
    SHORTAGES,
    THRESHOLDS,
    RetentionOptions,
    RetentionView,
    parse_retention_view,
    write_retention_view,
)
from dashboard.views.fidelisation.words import (
    DISPLAYS,
    MEASURE_NAMES,
    OFFICIAL_MEASURES,
    REMOVED,
)
from dashboard.views.stages.view import STAGE_PARAMETERS

COHORTS = (
    ("subdivision", 2018, 5),
    ("subdivision", 2020, 5),
    ("subdivision", 2020, 3),
    ("subdivision", 2022, 3),
    ("stage", 2019, 1),
)
INDICATORS = frozenset({*SHORTAGES, *RETENTIONS})
OPTIONS = RetentionOptions(COHORTS, INDICATORS)
NO_COHORT = RetentionOptions((), INDICATORS)
REFRESHED = RetentionOptions(
    COHORTS, INDICATORS, frozenset(OFFICIAL_MEASURES), matrix_years=(2025, 2024)
)

views = st.builds(
    RetentionView,
    measure=st.sampled_from(list(MEASURE_NAMES)),
    display=st.sampled_from(list(DISPLAYS)),
    shortage_id=st.sampled_from(SHORTAGES),
    retention_id=st.sampled_from(RETENTIONS),
    scope=st.sampled_from(list(SCOPES)),
    cohort=st.none() | st.sampled_from([2018, 2019, 2020, 2022]),
    delay_years=st.none() | st.sampled_from([1, 3, 5]),
    removed=st.sampled_from(list(REMOVED)),
    threshold=st.none() | st.sampled_from([THRESHOLDS[0], 66.5, THRESHOLDS[1]]),
    promotions=st.integers(*PROMOTIONS),
    matrix_year=st.none() | st.sampled_from([2024, 2025]),
)


@given(views)
def test_a_view_is_read_back_as_it_was_written(view):
    written = write_retention_view(view, REFRESHED)
    assert parse_retention_view(written, REFRESHED) == (view, ())


def test_the_crossing_is_always_in_the_address_and_the_rest_only_when_chosen():
    assert write_retention_view(RetentionView(), OPTIONS) == {
        "vue": "croisement",
        "croiser": SITUATION,
        "avec": NET_CHANGE,
    }


def test_the_official_series_come_first_as_soon_as_they_are_there():
    assert OPTIONS.first_view == RetentionView()
    first = REFRESHED.first_view
    assert (first.measure, first.retention_id) == (STAYED_RATE, STAYED_RATE)
    assert REFRESHED.measures[:3] == tuple(OFFICIAL_MEASURES)
    assert write_retention_view(first, REFRESHED) == {
        "vue": "croisement",
        "croiser": SITUATION,
        "avec": STAYED_RATE,
    }


def test_before_a_refresh_no_official_series_can_be_asked_for():
    view, problems = parse_retention_view(
        {"mesure": STAYED_RATE, "avec": STAYED_RATE, "matrice": "2025"}, OPTIONS
    )
    assert view == RetentionView()
    assert len(problems) == 3
    assert "tant que les sources officielles ne sont pas actualisées" in problems[2]
    assert not OPTIONS.allows(RetentionView(measure=STAYED_RATE))


def test_its_parameters_are_those_of_no_other_page():
    assert len(RETENTION_PARAMETERS) == len(PARAMETERS)
    assert not RETENTION_PARAMETERS & {*SHARED.values(), *STAGE_PARAMETERS, DATA_SET, "definition"}


@pytest.mark.parametrize(
    ("parameter", "text", "said"),
    [
        ("vue", "3d", "Présentation"),
        ("mesure", "fidelisation_apparente", "Ce que montre la carte"),
        ("avec", "fidelisation_apparente", "evolution_mg_rpps_pct"),
        ("croiser", "couverture_pct", "situation_msu"),
        ("croiser", "msu", "Indicateur en abscisse"),
        ("avec", "", "(valeur vide)"),
        ("perimetre", "diplome", "subdivision, stage, region_diplome"),
        ("cohorte", "1999", "2018, 2019, 2020, 2022"),
        ("delai", "4", "1, 3, 5"),
        ("seuil", "nan", "un nombre de 20 à 200"),
        ("seuil", "1e3", "un nombre de 20 à 200"),
        ("promos", "13", "Promotions retirées"),
        ("retirer", "tout", "internes, msu"),
    ],
)
def test_what_cannot_be_read_keeps_its_default_and_says_why(parameter, text, said):
    view, problems = parse_retention_view({parameter: text}, OPTIONS)
    assert view == RetentionView()
    (problem,) = problems
    assert said in problem
    assert "La valeur habituelle est affichée." in problem


def test_a_decimal_comma_is_understood():
    assert parse_retention_view({"seuil": "66,5"}, OPTIONS)[0].threshold == 66.5


def test_without_cohorts_neither_their_rates_nor_a_cohort_can_be_asked_for():
    view, problems = parse_retention_view({"avec": SETTLED_RATE, "cohorte": "2019"}, NO_COHORT)
    assert view == RetentionView()
    assert len(problems) == 2
    assert "aucune tant qu’aucune cohorte n’est importée" in problems[1]
    assert NO_COHORT.resolved(RetentionView()) == RetentionView()


def test_the_view_opens_on_five_years_and_the_latest_cohort_seen_after_them():
    shown = OPTIONS.resolved(RetentionView())
    assert (shown.scope, shown.delay_years, shown.cohort) == ("subdivision", 5, 2020)


def test_a_scope_without_the_delay_asked_for_shows_its_longest_one():
    shown = OPTIONS.resolved(RetentionView(scope="stage", delay_years=5, cohort=2020))
    assert (shown.delay_years, shown.cohort) == (1, 2019)


def test_a_scope_that_has_no_cohort_gives_way_to_one_that_has():
    assert OPTIONS.resolved(RetentionView(scope="region_diplome")).scope == "subdivision"


def test_a_view_whose_cohort_left_the_build_is_not_kept():
    assert OPTIONS.allows(RetentionView(cohort=2020))
    assert not OPTIONS.allows(RetentionView(cohort=2021))
    assert not NO_COHORT.allows(RetentionView(retention_id=SETTLED_RATE))
