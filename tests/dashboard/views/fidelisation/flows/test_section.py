"""Flows on the page « Fidélisation » without a browser: what is said, with and without files."""

from __future__ import annotations

import re
from html import unescape

import pytest

from dashboard.queries.cache import served_build
from dashboard.queries.catalog import fetch_catalog
from dashboard.queries.flows import fetch_flow_totals, fetch_flows
from dashboard.themes.flows import FlowPeriod
from dashboard.views.fidelisation.flows.moves import moves_of
from dashboard.views.fidelisation.flows.pictures import (
    TRAINED_HERE,
    national_ribbons,
    territory_ribbons,
)
from models.retention.flows import Places
from tests.support.importing import build_with, few_draws, new_installation

COHORTS = "territoire;perimetre;cohorte;delai;formes;meme_departement;meme_region;ailleurs"
FLOWS = "origine;destination;cohorte;delai;effectif"
SUBDIVISIONS = ("SUB-015", "SUB-025", "SUB-034", "SUB-040", "SUB-041")


def opened(visit, **parameters: str):
    shown = visit("fidelisation", **parameters)
    shown.test.session_state["fidelisation.flux.ouvert"] = True
    shown.test.run()
    shown.is_sound()
    return shown


def matrix(shown) -> dict[str, list[str]]:
    """Rows of the matrix: origin, then one text per région."""
    (table,) = re.findall(r'<div class="table matrix".*?</div>', shown.html, re.S)
    rows = re.findall(r"<tr.*?</tr>", table, re.S)
    cells = [[unescape(text) for text in re.findall(r"<t[hd][^>]*>([^<]*)", row)] for row in rows]
    return {row[0]: row[1:] for row in cells[1:]}


def figures(shown) -> list[str]:
    """The figures of the flows, not those at the top of the page."""
    cards = shown.key_figures
    first = next((rank for rank, text in enumerate(cards) if text.startswith("Formés")), len(cards))
    return cards[first:]


def written(shown) -> str:
    texts = [*shown.test.markdown, *shown.test.caption, *shown.test.info, *shown.test.warning]
    return " ".join(item.value.replace("\u00a0", " ") for item in texts)


@pytest.fixture(scope="module")
def with_files(warehouse, tmp_path_factory):
    """Installations with these files, by what they are."""

    def build(name: str, files: dict[str, list[str]]) -> str:
        made = new_installation(warehouse.settings, tmp_path_factory.mktemp(name))
        with few_draws():
            build_with(made, files)
        return str(made.warehouse)

    cohorts = [COHORTS, "SUB-040;subdivision;2016;5;60;;30;20", "12;stage;2016;5;60;30;15;10"]
    flows = ["SUB-040;31;2016;5;45", "SUB-040;75;2016;5;20", "12;12;2016;5;30", "12;81;2016;5;15"]
    return {
        "both": build("both", {"cohortes T": cohorts, "cohortes_flux T": [FLOWS, *flows]}),
        "cohorts alone": build("alone", {"cohortes T": cohorts}),
    }


@pytest.mark.usefixtures("served_warehouse")
def test_without_file_the_page_says_which_would_fill_it(visit):
    shown = opened(visit, territoire="SUB-040")
    text = written(shown)
    assert "« Flux d’installation »" in text
    assert "« Devenir des cohortes »" in text
    assert figures(shown) == []


@pytest.mark.usefixtures("served_demonstration")
def test_the_demonstration_is_one_click_away_and_keeps_the_territory(visit):
    shown = opened(visit, territoire="SUB-040")
    shown.test.button(key="fidelisation.flux.fictif").click().run()
    shown.is_sound()
    assert shown.address["donnees"] == "demo"
    assert shown.address["territoire"] == "SUB-040"
    assert any("Toulouse (subdivision)" in heading for heading in shown.headings)


@pytest.mark.usefixtures("served_demonstration")
@pytest.mark.parametrize("territory", SUBDIVISIONS)
def test_the_cards_of_a_subdivision_add_up_to_those_trained(visit, territory):
    shown = opened(visit, donnees="demo", territoire=territory)
    numbers = [int(re.sub(r"\D", "", text.split("fictif")[0])) for text in figures(shown)[:4]]
    assert numbers[0] == sum(numbers[1:])
    assert all("source" in text for text in figures(shown))


@pytest.mark.usefixtures("served_demonstration")
@pytest.mark.parametrize("territory", ["FR", "REG-76", "REG-93", "REG-06", "12", "38", "974"])
@pytest.mark.parametrize("scope", ["subdivision", "stage"])
def test_every_kind_of_territory_has_its_figures_or_says_they_are_not_published(
    visit, territory, scope
):
    shown = opened(visit, donnees="demo", territoire=territory, perimetre=scope)
    assert len(matrix(shown)) == 28
    assert not re.search(r"\b(nan|None|NaN)\b", shown.html + written(shown))
    assert any("publiés" in heading for heading in shown.headings)


@pytest.mark.usefixtures("served_demonstration")
def test_a_cohort_without_flows_says_which_one_is_shown_instead(visit):
    told = written(opened(visit, donnees="demo"))
    assert "la promotion 2021, cinq ans après. Cette partie montre la promotion 2020" in told
    staged = written(opened(visit, donnees="demo", perimetre="stage", delai="5"))
    assert "(stage chez un MSU)" in staged
    assert "(subdivision d’internat)" in staged
    shown = opened(visit, donnees="demo", cohorte="2019", delai="5")
    assert "Aucun flux" not in written(shown)
    assert "promotion 2019" in figures(shown)[0]


@pytest.mark.usefixtures("served_demonstration")
def test_a_masked_cell_of_the_matrix_is_never_zero(visit):
    rows = matrix(opened(visit, donnees="demo"))
    cells = [text for row in rows.values() for text in row]
    assert "masqué" in cells
    assert "0" not in cells
    assert any(text.startswith("≥") for text in cells)
    told = [int(re.sub(r"\D", "", text)) for text in cells if re.search(r"\d", text)]
    build = served_build(demo=True)
    flows = fetch_flows(build, FlowPeriod("subdivision", 2020, 5))
    assert sum(told) == sum(flow.doctors_n or 0 for flow in flows) > 1000


@pytest.mark.usefixtures("served_demonstration")
def test_the_ribbons_of_those_trained_in_a_subdivision_sum_to_them():
    build, period = served_build(demo=True), FlowPeriod("subdivision", 2019, 5)
    catalog, totals = fetch_catalog(build), fetch_flow_totals(build, period)
    flows, places = fetch_flows(build, period), Places.from_cells(catalog.cells)
    for name in (*catalog.level_ids["subdivision"], "REG-76", "REG-84"):
        ribbons = territory_ribbons(catalog, totals[name], moves_of(name, flows, places))
        own = sum(one.doctors_n for one in ribbons if one.source == TRAINED_HERE)
        came = sum(one.doctors_n for one in ribbons if one.source != TRAINED_HERE)
        assert own == totals[name].trained_n
        assert came == (totals[name].from_outside.n or 0)
    national = national_ribbons(catalog, moves_of("FR", flows, places))
    assert sum(one.doctors_n for one in national) == sum(one.doctors_n or 0 for one in flows)


@pytest.mark.usefixtures("served_demonstration")
def test_the_table_names_status_and_source_of_every_flow(visit):
    table = opened(visit, donnees="demo", territoire="SUB-040").table("Médecins")
    assert set(table["Statut"]) == {"fictif"}
    assert table["Source"].str.contains("démonstration").all()
    assert table["Médecins"].min() >= 5
    assert set(table["Sens"]) == {"restés", "partis", "arrivés"}


def test_two_files_that_disagree_are_both_shown_with_what_to_check(visit, with_files, monkeypatch):
    monkeypatch.setenv("MSU_WAREHOUSE", with_files["both"])
    shown = opened(visit, territoire="SUB-040")
    (warning,) = shown.warnings
    assert "65 installés, soit 15\u00a0médecins de plus" in warning
    assert "Que faire" in warning
    assert "Restés 30" in figures(shown)[1]
    assert list(matrix(shown)) == ["Toulouse"]


def test_flows_from_departements_of_stage_ask_for_one_of_them(visit, with_files, monkeypatch):
    monkeypatch.setenv("MSU_WAREHOUSE", with_files["both"])
    asked = opened(visit, territoire="REG-76", perimetre="stage")
    assert "choisir un département" in written(asked)
    shown = opened(visit, territoire="12", perimetre="stage")
    assert any("30 des 60 médecins formés ici" in heading for heading in shown.headings)


def test_cohorts_alone_give_their_figures_and_ask_for_the_flows(visit, with_files, monkeypatch):
    monkeypatch.setenv("MSU_WAREHOUSE", with_files["cohorts alone"])
    shown = opened(visit, territoire="SUB-040")
    assert "Formés 60" in figures(shown)[0]
    assert "« Flux d’installation »" in written(shown)
    assert figures(opened(visit, territoire="SUB-035")) == []
