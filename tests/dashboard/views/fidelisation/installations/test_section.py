"""« Installations et départs » without a browser: published figures, then fictitious counts."""

from __future__ import annotations

import re
from html import unescape

import pytest

from dashboard.core.files import HEADER
from dashboard.core.selection import default_selection
from dashboard.queries.cache import served_build
from dashboard.queries.catalog import fetch_catalog
from dashboard.queries.installations import fetch_installations
from dashboard.queries.retention import fetch_cohorts
from dashboard.ui.territory_map import layer_payload
from dashboard.views.fidelisation.installations.ages import age_rows, compared_values
from dashboard.views.fidelisation.installations.departures import departure_rows, expected
from dashboard.views.fidelisation.installations.net_change import INDICATORS, net_change_layers
from dashboard.views.fidelisation.installations.section import flow_parameters
from dashboard.views.fidelisation.installations.table import CSV_HEADER, csv_rows
from dashboard.views.fidelisation.page import RetentionPage
from dashboard.views.fidelisation.view import RetentionView, options_of

KEY = "fidelisation.installations.ouvert"


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", unescape(text)).strip()


def opened(shown):
    """The page with the part opened."""
    shown.test.session_state[KEY] = True
    shown.test.run()
    shown.is_sound()
    return shown


def said(shown) -> str:
    test = shown.test
    return plain(" ".join(item.value for item in (*test.markdown, *test.info, *test.caption)))


def tables(shown) -> str:
    return plain(" ".join(re.findall(r"<table>.*?</table>", shown.html, re.S)))


def cells(shown, caption: str) -> list[list[str]]:
    """Cells of the one table with this caption, row by row."""
    (table,) = [
        text
        for text in re.findall(r"<table>.*?</table>", shown.html, re.S)
        if caption in plain(text)
    ]
    rows = re.findall(r"<tr>(.*?)</tr>", table, re.S)
    return [
        [plain(re.sub(r"<[^>]+>", " ", cell)) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)]
        for row in rows
    ]


def page_of(territory_id: str, level: str = "departement", *, demo: bool = False):
    """Context of the page, without Streamlit."""
    build = served_build(demo=demo)
    catalog = fetch_catalog(build)
    selection = default_selection(catalog).with_value("territory_id", territory_id).at_level(level)
    options = options_of(catalog, fetch_cohorts(build))
    return RetentionPage(build, catalog, selection, RetentionView(), options)


@pytest.mark.usefixtures("served_warehouse")
class TestWithPublishedFigures:
    """No count by territory: the net change, and orders of magnitude that say so."""

    def test_a_departement_with_an_extreme_change_carries_its_note(self, visit):
        text = said(opened(visit("fidelisation", territoire="23")))
        assert "Creuse (23) : **+57 généralistes**" in text
        assert "(+36,3 % de l’effectif)" in text
        assert "probablement en partie administratif" in text
        assert "entrées **20 (de 16 à 25)**, départs **6,1 (de 1,5 à 10,5)**" in text
        assert "Premières installations par département : séries officielles pas encore" in text
        assert "Âge des généralistes par département et par année : séries officielles" in text

    def test_a_loss_that_departures_do_not_explain_is_n_d(self, visit):
        shown = opened(visit("fidelisation", territoire="973"))
        assert "Entrées et départs estimés : n. d." in said(shown)
        rows = cells(shown, "Ce qui est publié et estimé")
        assert rows[-1][2:5] == ["n. d.", "n. d.", "−91"]

    def test_mayotte_keeps_the_decimals_of_its_small_numbers(self, visit):
        shown = opened(visit("fidelisation", territoire="976"))
        assert "entrées **1,9 (de 0,8 à 3,5)**" in said(shown)
        rows = cells(shown, "Départs attendus de généralistes libéraux")
        assert rows[1][:3] == ["En 5 ans (2020 à 2024)", "7", "5 à 8"]

    def test_france_shows_the_published_counts_beside_the_estimate(self, visit):
        shown = opened(visit("fidelisation"))
        text, rows = said(shown), cells(shown, "Ce qui est publié et estimé")
        assert "2 858 (de 2 590 à 3 124) entrées estimées par an" in text
        assert "soit +501 (+21 %)" in text
        assert "leur différence n’est pas un solde" in text
        counted = {(row[0], row[1]): row[2:5] for row in rows[1:]}
        first = "premières installations libérales (CNAM)"
        assert counted[(first, "2022")] == ["2 357", "n. d.", "n. d."]
        assert counted[("cessations libérales, un an de recul (CNAM)", "2021")][1] == "2 600"
        for name in ("Creuse", "Guyane", "Essonne"):
            assert f"Dans ce total, {name}" in text

    @pytest.mark.parametrize("territory", ["REG-75", "SUB-041", "REG-11"])
    def test_a_larger_territory_says_which_departement_to_read_with_care(self, visit, territory):
        text = said(opened(visit("fidelisation", territoire=territory)))
        assert text.count("Dans ce total") == 1

    @pytest.mark.parametrize("level", ["departement", "region", "subdivision"])
    @pytest.mark.parametrize("territory", ["12", "REG-06", "SUB-040"])
    def test_the_part_opens_for_every_kind_of_territory(self, visit, level, territory):
        shown = opened(visit("fidelisation", territoire=territory, niveau=level))
        assert "Départs attendus de généralistes libéraux" in tables(shown)
        assert not re.search(r"\b(nan|None|inf)\b", shown.html)
        assert "Dans ce total" not in said(shown)

    @pytest.mark.parametrize(
        ("level", "noted"),
        [("departement", {"DEP-23", "DEP-91", "DEP-973"}), ("region", {"REG-03"})],
    )
    def test_the_notes_are_sent_to_both_maps(self, level, noted):
        page = page_of("FR", level)
        ids = page.catalog.level_ids[level]
        for layer in net_change_layers(page):
            payload = layer_payload(layer)
            found = {ids[i] for i, rank in enumerate(payload["n"]) if rank >= 0}
            assert found == noted
            assert all("probablement en partie administratif" in note for note in payload["notes"])

    def test_gains_and_losses_are_circles_of_two_colours_of_what_is_observed(self):
        share, count = net_change_layers(page_of("FR"))
        assert (share.kind, count.kind) == ("diverging", "circles")
        assert len(set(count.colors)) == 2
        assert set(count.status) == {"observed"}
        assert {share.indicator_id, count.indicator_id} == set(INDICATORS)

    def test_the_table_of_the_net_change_shows_the_reservations(self, visit):
        table = opened(visit("fidelisation")).table("Réserve")
        assert len(table) == 101
        assert table.set_index("Code").loc["23", ["Solde", "Évolution (%)"]].tolist() == [57, 36.3]
        assert (table["Réserve"] != "").sum() == 3

    def test_the_files_carry_bounds_statuses_sources_and_methods(self):
        page = page_of("DEP-23")
        found = fetch_installations(page.build, "DEP-23")
        rows = [dict(zip(CSV_HEADER, row, strict=True)) for row in csv_rows(page, found)]
        net, estimate = rows
        assert (net["entrees"], net["solde"], net["statut"]) == ("n. d.", "57", "observé")
        assert (estimate["entrees_borne_basse"], estimate["methode"]) == ("63", "flux-v1")
        assert (estimate["statut"], estimate["periode"]) == ("estimé", "2022/2026")
        assert all(row["source"] and row["emplacement"] for row in rows)
        values = compared_values(page)
        departures = expected(values["DEP-23"], flow_parameters(page))
        older = values["DEP-23"]["mg_liberaux_60_ans_et_plus_cartosante"]
        lines = [
            dict(zip(HEADER, row, strict=True)) for row in departure_rows(page, older, departures)
        ]
        assert [line["methode"] for line in lines] == ["departs-v1"] * 2
        # 5 years x 2 600 / 18 412 x 43
        assert lines[0]["valeur"] == "30,4"
        assert all(line["borne_basse"] and line["borne_haute"] for line in lines)
        ages = [dict(zip(HEADER, row, strict=True)) for row in age_rows(page, values)]
        assert {line["territoire"] for line in ages} >= {"Creuse", "France"}
        assert all(line["source"] and line["emplacement"] and line["statut"] for line in ages)


@pytest.mark.usefixtures("served_demonstration")
class TestWithTheDemonstration:
    """Fictitious counts by year and age, small ones withheld."""

    def test_a_departement_shows_its_years_its_ages_and_that_they_are_fictitious(self, visit):
        shown = opened(visit("fidelisation", donnees="demo", territoire="01"))
        assert "Ain (01), fichiers importés, 2018 à 2024 : 119 installations" in said(shown)
        rows = cells(shown, "Ain (01), fichiers importés")
        assert [row[0] for row in rows[1:]] == [str(year) for year in range(2024, 2017, -1)]
        assert {row[4] for row in rows[1:]} == {"fictif"}
        ages = {row[0]: row[1:] for row in cells(shown, "Âge à l’installation")[1:]}
        assert ages["moins de 40 ans"] == ["70", "59 %", "masqué", "masqué"]
        assert ages["60 ans et plus"][2] == "au moins 84"

    def test_withheld_years_are_said_and_never_zero(self, visit):
        shown = opened(visit("fidelisation", donnees="demo", territoire="48"))
        text = said(shown)
        assert "au moins 5 installations (6 années masquées)" in text
        assert "départs n. d. (7 années masquées)" in text
        rows = cells(shown, "Lozère (48), fichiers importés")
        assert rows[1][:5] == ["2024", "5", "masqué", "n. d.", "fictif"]
        assert {tuple(row[1:4]) for row in rows[2:]} == {("masqué", "masqué", "n. d.")}

    def test_a_withheld_count_keeps_its_line_in_the_file(self):
        page = page_of("DEP-48", demo=True)
        found = fetch_installations(page.build, "DEP-48")
        rows = [dict(zip(CSV_HEADER, row, strict=True)) for row in csv_rows(page, found)]
        local = {
            (row["periode"], row["classe_age"]): row
            for row in rows
            if row["champ"] == "fichier local"
        }
        assert len(local) == 7 * 5
        assert local[("2018", "tous âges")]["departs"] == "masqué"
        assert local[("2024", "tous âges")]["entrees"] == "5"
        assert local[("2024", "tous âges")]["departs"] == "masqué"

    def test_totals_of_the_nation_are_whole(self, visit):
        text = said(opened(visit("fidelisation", donnees="demo")))
        assert re.search(r"France entière, fichiers importés, 2018 à 2024 : [\d ]+ inst", text)
        assert "année masquée" not in text
