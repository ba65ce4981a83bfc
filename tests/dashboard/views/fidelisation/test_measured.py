"""The map and the file of the surveys: those asked, one scale for one family, nothing lost."""

from __future__ import annotations

import pytest

from dashboard.core.selection import default_selection
from dashboard.queries.cache import ServedBuild, served_build
from dashboard.queries.catalog import fetch_catalog
from dashboard.queries.retention import fetch_surveys
from dashboard.themes.retention import measured_rate
from dashboard.ui.territory_map import layer_payload
from dashboard.views.fidelisation.measured import CSV_HEADER, survey_layer, survey_rows
from dashboard.views.fidelisation.page import RetentionPage
from dashboard.views.fidelisation.view import RetentionView, options_of
from tests.dashboard.conftest import plain


@pytest.fixture
def published(served_warehouse) -> ServedBuild:
    return served_build()


@pytest.fixture
def page(published) -> RetentionPage:
    catalog = fetch_catalog(published)
    options = options_of(catalog, ())
    return RetentionPage(published, catalog, default_selection(catalog), RetentionView(), options)


def shown(page: RetentionPage) -> dict[str, str | None]:
    """Category of each subdivision on the map."""
    layer = survey_layer(page)
    ids = page.catalog.level_ids["subdivision"]
    return {
        item: None if value is None else layer.names[int(value)]
        for item, value in zip(ids, layer.values, strict=True)
    }


def test_only_the_comparable_family_is_on_the_scale(page):
    found = shown(page)
    assert {item for item, name in found.items() if name and "%" in name} == {
        "SUB-028",
        "SUB-030",
        "SUB-032",
        "SUB-040",
    }
    assert {name for name in found.values() if name} == {
        "75 à 85 %",
        "autre mesure, non comparable",
    }
    assert {item for item, name in found.items() if name and "autre" in name} == {
        "SUB-021",
        "SUB-042",
    }


def test_those_nobody_asked_are_not_measured_and_say_whom_to_ask(page):
    layer = survey_layer(page)
    assert sum(value is None for value in layer.values) == 22
    assert layer.missing == "non mesuré"
    for value, note in zip(layer.values, layer.note, strict=True):
        assert ("à demander" in note) == (value is None)
    assert layer_payload(layer)["names"]


def test_a_colour_never_opposes_rates_that_their_intervals_do_not(page):
    comparable = [item for item in page.surveys if item.is_comparable]
    assert max(item.low or 0 for item in comparable) < min(item.value for item in comparable)
    assert len({name for name in shown(page).values() if name and "%" in name}) == 1


def test_the_file_has_every_survey_with_its_denominator_answers_caveat_and_source(page):
    rows = [dict(zip(CSV_HEADER, row, strict=True)) for row in survey_rows(page)]
    assert len(rows) == len(page.surveys) == 8
    toulouse = next(row for row in rows if row["interroges_id"] == "SUB-040")
    assert (toulouse["base_n"], toulouse["repondants_n"], toulouse["reponse_pct"]) == (
        "317",
        "317",
        "69,0",
    )
    assert toulouse["taux_pct_borne_basse"] == "76,3"
    assert all(row["reserve"] and row["source"] and row["emplacement"] for row in rows)
    angers = next(row for row in rows if row["interroges_id"] == "SUB-028 ; SUB-030")
    assert (angers["base_n"], angers["taux_pct_borne_basse"]) == ("n. d.", "n. d.")


@pytest.mark.parametrize(
    ("territory_id", "asked"),
    [
        ("DEP-12", ("SUB-040",)),
        ("SUB-030", ("SUB-028", "SUB-030")),
        ("REG-52", ("SUB-028", "SUB-030")),
        ("REG-76", None),
        ("REG-53", None),
        ("DEP-34", None),
        ("FR", None),
    ],
)
def test_a_rate_belongs_to_those_who_were_asked(page, territory_id, asked):
    found = measured_rate(page.catalog, fetch_surveys(page.build), territory_id)
    assert (found.asked_ids if found else None) == asked


def test_the_note_of_toulouse_is_not_a_rate_of_the_region(page):
    layer = survey_layer(page)
    index = page.catalog.level_ids["subdivision"].index("SUB-040")
    assert "81 % (76 à 85 % ; 317 répondants sur 460 (69 %)" in plain(layer.note[index])
