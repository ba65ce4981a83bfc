"""Shortage crossed with retention, without a browser: map, sentence, groups, lists and files."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from dashboard.core.catalog import MAP_LEVELS, NET_CHANGE, SITUATION
from dashboard.core.selection import default_selection
from dashboard.queries.cache import ServedBuild, served_build
from dashboard.queries.catalog import fetch_catalog
from dashboard.queries.retention import fetch_cohorts, fetch_settled_level
from dashboard.themes.retention import APL, APL_CHANGE, SETTLED_RATE
from dashboard.ui.territory_map import crossing_payload, layer_payload
from dashboard.views.fidelisation.crossing.groups import CSV_HEADER, csv_rows
from dashboard.views.fidelisation.crossing.section import (
    crossed_layers,
    load_crossing,
    map_crossing,
)
from dashboard.views.fidelisation.crossing.words import GROUPS
from dashboard.views.fidelisation.page import RetentionPage
from dashboard.views.fidelisation.view import SHORTAGES, RetentionView, options_of
from tests.dashboard.conftest import plain

LISTS = "fidelisation.groupes.ouvert"
PAIRS = [(x, NET_CHANGE) for x in SHORTAGES]
BY_DEPARTEMENT = [(SITUATION, APL), (SITUATION, APL_CHANGE)]
MAX_BYTES = 15_000


def page_of(build: ServedBuild, level: str = "departement", **view) -> RetentionPage:
    catalog = fetch_catalog(build)
    options = options_of(catalog, fetch_cohorts(build))
    selection = default_selection(catalog).at_level(level)
    shown = options.resolved(RetentionView(**view))
    return RetentionPage(build, catalog, selection, shown, options)


@pytest.fixture
def published(served_warehouse) -> ServedBuild:
    return served_build()


@pytest.fixture
def fictitious(served_demonstration) -> ServedBuild:
    return served_build(demo=True)


def payload(page: RetentionPage) -> dict:
    crossing = load_crossing(page)
    return {
        "layers": [layer_payload(layer) for layer in crossed_layers(page, crossing)],
        "cross": crossing_payload(map_crossing(crossing), len(crossing.ids)),
    }


def weight(message: dict) -> int:
    return len(json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode())


def class_by_hand(value: float, limits: list[float]) -> int:
    return sum(value >= limit for limit in limits)


@pytest.mark.parametrize("level", MAP_LEVELS)
@pytest.mark.parametrize(("across", "upwards"), PAIRS)
def test_the_classes_sent_are_those_of_the_values_and_limits_sent(
    published, across, upwards, level
):
    sent = payload(page_of(published, level, shortage_id=across, retention_id=upwards))
    x, y = (sent["cross"][name]["lim"] for name in ("x", "y"))
    columns = zip(sent["layers"][0]["v"], sent["layers"][1]["v"], strict=True)
    by_hand = [
        "-" if None in pair else str(3 * class_by_hand(pair[1], y) + class_by_hand(pair[0], x))
        for pair in columns
    ]
    assert sent["cross"]["cls"] == "".join(by_hand)
    assert len(set(by_hand)) > 3


@pytest.mark.parametrize(("across", "upwards"), [*PAIRS, *BY_DEPARTEMENT])
def test_a_change_of_indicator_sends_less_than_the_budget_of_the_map(published, across, upwards):
    sent = payload(page_of(published, shortage_id=across, retention_id=upwards))
    assert weight(sent) < MAX_BYTES


@pytest.mark.parametrize("scope", ["stage", "subdivision"])
def test_rates_of_cohorts_with_their_denominators_stay_in_the_budget(fictitious, scope):
    sent = payload(page_of(fictitious, retention_id=SETTLED_RATE, scope=scope))
    assert weight(sent) < MAX_BYTES
    assert any("formés" in note for note in sent["layers"][1]["notes"])


def test_limits_are_the_same_whatever_the_year(published):
    page = page_of(published)
    years = page.catalog.years
    limits = {
        load_crossing(replace(page, selection=replace(page.selection, year=year))).across.axis
        for year in years
    }
    assert len(years) > 3
    assert len(limits) == 1


def test_groups_are_those_of_the_probabilities_of_the_map_and_of_the_net_change(published):
    page = page_of(published)
    crossing, situations = load_crossing(page), page.situations()
    change = page.values(NET_CHANGE)
    for rank, territory_id in enumerate(crossing.ids):
        situation = situations.by_id[territory_id]
        assert crossing.quadrants.is_decided[rank] == situation.is_decided
        if situation.is_decided:
            is_below = situation.verdict_id in ("probably_below", "counted_below")
            favourable = round(change.values[rank], 1) >= 0
            assert crossing.quadrants.quadrant[rank] == 2 * favourable + (not is_below)
    assert crossing.decided_n == situations.decided > 50
    assert crossing.quadrants.expected_errors == pytest.approx(situations.errors())


@pytest.mark.parametrize("level", MAP_LEVELS)
def test_no_rounding_moves_a_territory_from_one_class_of_chances_to_another(published, level):
    page = page_of(published, level)
    crossing, situations = load_crossing(page), page.situations()
    for rank, territory_id in enumerate(crossing.ids):
        situation = situations.by_id[territory_id]
        column = crossing.classes[rank] % 3
        assert (column == 1) == (not situation.is_decided), territory_id


@pytest.mark.parametrize("level", ["region", "subdivision"])
def test_an_indicator_of_departements_says_so_at_the_other_levels(published, level):
    assert "n’est pas publié pour les" in load_crossing(page_of(published, level, retention_id=APL))


def test_the_access_of_2024_is_compared_with_that_of_the_nation(published):
    crossing = load_crossing(page_of(published, retention_id=APL))
    assert crossing.upwards.axis.reference == 3.72
    assert crossing.classed_n == 100


def test_a_departement_has_the_pooled_rate_of_published_cohorts_as_reference(fictitious):
    page = page_of(fictitious, retention_id=SETTLED_RATE, scope="stage")
    side = load_crossing(page).upwards
    settled = fetch_settled_level(
        fictitious, "departement", "stage", page.view.cohort, page.view.delay_years
    )
    notes = [
        note for note, value in zip(side.values.notes, side.values.values, strict=True) if value
    ]
    counts = [re.match(r"(\S+)\sinstallés?\ssur\s(\S+)\sformés?", note).groups() for note in notes]
    settled_n, trained_n = (sum(int(count[i]) for count in counts) for i in (0, 1))
    assert (settled.pool.settled_n, settled.pool.trained_n) == (settled_n, trained_n)
    assert side.reference.value == round(100 * settled_n / trained_n)


def test_a_withheld_rate_is_n_d_and_says_why(fictitious):
    page = page_of(fictitious, retention_id=SETTLED_RATE, scope="stage")
    values = load_crossing(page).upwards.values
    hidden = [rank for rank, value in enumerate(values.values) if value is None]
    assert hidden
    assert {values.notes[rank] for rank in hidden} == {"effectif masqué (petits nombres)"}


def test_a_departement_shows_the_rate_of_its_subdivision_and_says_so(fictitious):
    page = page_of(fictitious, retention_id=SETTLED_RATE, scope="subdivision")
    catalog = page.catalog
    values = load_crossing(page).upwards.values
    at_subdivision = page_of(fictitious, "subdivision", retention_id=SETTLED_RATE)
    own = load_crossing(at_subdivision).upwards.values
    rank = values.ids.index("DEP-12")
    held_by = own.ids.index(catalog.dominant_subdivision("DEP-12"))
    assert values.values[rank] == own.values[held_by]
    assert plain(values.notes[rank]).startswith("valeur de la subdivision de Toulouse ; ")


def test_the_files_list_every_territory_once_with_both_values_sources_and_references(published):
    page = page_of(published)
    crossing = load_crossing(page)
    rows = [
        dict(zip(CSV_HEADER, row, strict=True)) for row in csv_rows(page.catalog, crossing, None)
    ]
    assert len(CSV_HEADER) == len(set(CSV_HEADER))
    assert [row["territoire_id"] for row in rows] == list(crossing.ids)
    parts = [csv_rows(page.catalog, crossing, quadrant) for quadrant in range(4)]
    assert sum(map(len, parts)) == crossing.decided_n
    assert sum(map(len, parts)) + len(crossing.undecided) == len(rows) == 101
    for row in rows:
        assert row["source_abscisse"] != row["source_ordonnee"]
        assert row["repere_abscisse"]
        assert row["statut_ordonnee"] == "observé"
        assert row["chances_d_erreur_pct"].isdecimal()
        if row["groupe"] == "indécis":
            assert row["constat"].startswith("au plus près de")
        else:
            assert row["groupe"] in {group.name for group in GROUPS}
            assert row["constat"] in {"décidé", "compté"}


def test_a_territory_without_a_value_is_in_the_whole_file_only(published):
    page = page_of(published, shortage_id="part_population_zip_zac_pct")
    crossing = load_crossing(page)
    rows = csv_rows(page.catalog, crossing, None)
    unclassed = [row for row in rows if row[3] == "non classé"]
    assert [row[0] for row in unclassed] == ["DEP-974", "DEP-976"]
    assert sum(len(csv_rows(page.catalog, crossing, quadrant)) for quadrant in range(4)) == 99


@pytest.mark.parametrize("level", MAP_LEVELS)
@pytest.mark.parametrize("display", ["croisement", "cartes"])
def test_the_page_shows_the_four_groups_and_lists_them_when_opened(
    visit, served_warehouse, level, display
):
    shown = visit("fidelisation", niveau=level, vue=display)
    shown.is_sound()
    assert [group.name in plain(shown.html) for group in GROUPS] == [True] * 4
    assert shown.html.count("<table") == 1
    shown.test.session_state[LISTS] = True
    shown.test.run()
    shown.is_sound()
    tables = re.findall(r"<caption>.*?</table>", shown.html, re.S)[1:]
    assert any("Indécis" in table for table in tables)
    assert "est." in plain(tables[-1])
    assert not re.search(r"\b(nan|None|inf)\b", shown.html)


def test_another_indicator_changes_the_map_and_the_address(visit, served_warehouse):
    shown = visit("fidelisation")
    before = [plain(item.value) for item in shown.test.markdown]
    assert shown.address["croiser"] == SITUATION
    shown.choose("fidelisation.shortage_id", "part_population_zip_zac_pct")
    shown.choose("fidelisation.retention_id", APL)
    shown.is_sound()
    assert shown.address["croiser"] == "part_population_zip_zac_pct"
    assert shown.address["avec"] == APL
    assert [plain(item.value) for item in shown.test.markdown] != before


def test_without_a_national_value_the_two_maps_are_shown_and_the_reason_said(
    visit, served_warehouse
):
    shown = visit("fidelisation", annee="2019", croiser="msu_pour_100k")
    shown.is_sound()
    assert any("valeur nationale" in item.value for item in shown.test.info)
    assert GROUPS[0].name not in plain(shown.html)


@pytest.mark.parametrize("scope", ["stage", "subdivision"])
def test_fictitious_cohorts_are_crossed_and_files_say_they_are_fictitious(visit, fictitious, scope):
    shown = visit("fidelisation", donnees="demo", avec=SETTLED_RATE, perimetre=scope)
    shown.is_sound()
    assert "DONNÉES FICTIVES" in shown.html
    assert any("taux d’ensemble" in plain(item.value) for item in shown.test.markdown)


def test_a_level_without_these_cohorts_says_which_choice_has_some(visit, fictitious):
    shown = visit("fidelisation", donnees="demo", avec=SETTLED_RATE, niveau="region")
    shown.is_sound()
    assert any("choisir un autre niveau" in plain(item.value) for item in shown.test.info)
