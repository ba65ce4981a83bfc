"""« Comparer » without a browser: sets, references, groups, and what the page says of them."""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape

import pytest
from openpyxl import load_workbook

from dashboard.core.files import to_csv
from dashboard.core.selection import default_selection
from dashboard.queries.cache import served_build
from dashboard.queries.catalog import fetch_catalog
from dashboard.views.comparer.page import ComparePage, table_columns
from dashboard.views.comparer.sets import compared_set
from dashboard.views.comparer.table import COMPARED_HEADER, compare_workbook, compared_rows
from dashboard.views.comparer.view import CompareOptions, CompareView

POINTS, YEARS, CLOUD, PEERS = "points", "annees", "nuage", "pairs"
HOSTILE = "<img src=x> **b** [l](http://c.fr) $x$"


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", unescape(text)).strip()


def opened(page, *parts: str):
    """Open parts of the page."""
    for part in parts:
        page.test.session_state[f"comparer.{part}.ouvert"] = True
    page.test.run()
    page.is_sound()
    return page


def texts(page) -> str:
    """Paragraphs, notes and captions of the page."""
    test = page.test
    return plain(" ".join(item.value for item in (*test.markdown, *test.info, *test.caption)))


def rows(page) -> dict[str, list[str]]:
    """Cells of the table of indicators, by territory; a colour is written before its value."""
    table = page.html.partition('class="table compare"')[2].partition("</table>")[0]
    cells_of = {}
    for line in re.findall(r"<tr.*?</tr>", table, re.S):
        name = re.search(r'<th scope="row">(.*?)</th>', line)
        cells = re.findall(r'<td(?: class="(\w+)")?>(.*?)</td>', line, re.S)
        if name:
            cells_of[plain(name[1])] = [
                plain(f"{tone} {re.sub('<[^>]+>', ' ', text)}") for tone, text in cells
            ]
    return cells_of


def cell(page, territory: str, heading: str) -> str:
    """A cell of the table by the short name of its indicator."""
    table = page.html.partition('class="table compare"')[2].partition("</thead>")[0]
    headings = [plain(item) for item in re.findall(r'target="_self">(.*?)</a>', table)]
    return rows(page)[territory][headings.index(heading)]


def figures(page) -> list[dict]:
    return [json.loads(item.proto.spec) for item in page.test.get("plotly_chart")]


@pytest.mark.usefixtures("served_warehouse")
class TestWithPublishedFigures:
    """Nearly every count is an estimate: the page tells nothing apart that it cannot."""

    def test_the_title_counts_the_set_and_says_what_is_sure(self, visit):
        page = visit("comparer", territoire="12")
        page.is_sound()
        assert page.title == (
            "L’Aveyron est moins bien que la France pour 5 des 6 indicateurs observés ; 2 autres "
            "départements de la région Occitanie le sont pour davantage."
        )
        assert (
            "MSU : en 2024, aucun département sur 13 n’est probablement sous sa part de la cible "
            "de 10 000 MSU ; 8 probablement au-dessus."
        ) in texts(page)
        assert "Parmi les 8 départements ainsi nommés" in texts(page)
        assert page.address["ensemble"] == "region"

    def test_the_table_greys_estimates_and_colours_what_differs(self, visit):
        page = visit("comparer", territoire="12")
        assert len(rows(page)) == 13 + 3
        assert cell(page, "Aveyron (12)", "MSU") == "72 49 à 97 est."
        assert cell(page, "Aveyron (12)", "Couverture") == "unsure ≈ 175,6 97,6 à 280,5 est."
        assert cell(page, "Aveyron (12)", "Internes / 100 000 hab.") == "apart ▼ 14,6 subd."
        assert cell(page, "Aveyron (12)", "ZIP + ZAC") == "worse ▲ 99,5"
        assert cell(page, "Aveyron (12)", "Densité libérale") == "better ▲ 81,9"
        assert cell(page, "Référence : France", "Densité libérale") == "81,0"
        assert cell(page, "Autour de la référence", "Couverture") == "▲ 0 ▼ 0 ≈ 13"

    def test_the_table_says_the_situation_and_what_is_missing_in_words(self, visit):
        page = visit("comparer", territoire="12")
        assert cell(page, "Aveyron (12)", "Face à sa part") == (
            "probablement au-dessus plus de 9 chances sur 10"
        )
        assert cell(page, "Aveyron (12)", "Manque") == "31 au-dessus 8 à 56 au-dessus est."
        assert "−" not in " ".join(line[2] for line in rows(page).values())
        counted = visit("comparer", territoire="12", annee="2014")
        assert cell(counted, "Aveyron (12)", "Face à sa part") == "compté, part atteinte"

    def test_a_situation_is_told_by_year_and_never_ranked(self, visit):
        page = opened(visit("comparer", territoire="12", detail="situation_msu"), POINTS, YEARS)
        assert "Une situation ne se classe pas" in texts(page)
        assert "Rang" not in page.html
        assert "compté, part atteinte" in page.html
        assert "probablement au-dessus (plus de 9 chances sur 10)" in plain(page.html)

    def test_the_value_of_a_subdivision_ranks_no_departement(self, visit):
        page = opened(visit("comparer", territoire="12", detail="internes_pour_100k"), POINTS)
        assert "elle ne le classe pas" in texts(page)
        assert "Rang" not in page.html

    def test_every_mark_has_words_and_every_column_its_direction(self, visit):
        html = visit("comparer", territoire="12").html
        for words in ("au-dessus, mieux", "au-dessus, moins bien", "non départagé", "au-dessous"):
            assert f'role="img" aria-label="{words}' in html
        for direction in ("plus, c’est mieux", "moins, c’est mieux", "ni bien ni mal en soi"):
            assert direction in html

    def test_the_reference_may_be_the_region_or_the_target(self, visit):
        page = visit("comparer", territoire="12")
        page.choose("comparer.reference_id", "region")
        assert page.address["reference"] == "region"
        assert cell(page, "Référence : Occitanie", "Densité libérale") == "88,1"
        assert cell(page, "Aveyron (12)", "Densité libérale") == "worse ▼ 81,9"
        page.choose("comparer.reference_id", "cible")
        assert cell(page, "Référence : part de la cible", "Couverture") == "100,0"
        # Its situation is probable: the colour follows it, with the interval at 80 %.
        assert cell(page, "Aveyron (12)", "Couverture") == "better ▲ 175,6 119,5 à 236,6 est."
        assert 'aria-label="probablement au-dessus de sa part, mieux"' in page.html
        assert cell(page, "Aveyron (12)", "Densité libérale") == "81,9"

    @pytest.mark.parametrize(
        ("territory", "level", "title"),
        [
            ("01", "departement", "L’Ain est moins bien"),
            ("2A", "departement", "La Corse-du-Sud est moins bien"),
            ("75", "departement", "Paris"),
            ("976", "departement", "Mayotte"),
            ("REG-84", "region", "La région Auvergne-Rhône-Alpes"),
            ("SUB-040", "subdivision", "La subdivision de Toulouse"),
        ],
    )
    def test_every_kind_of_territory_opens_with_all_its_parts(self, visit, territory, level, title):
        page = visit("comparer", territoire=territory, niveau=level)
        opened(page, POINTS, YEARS, CLOUD, PEERS)
        assert page.title.startswith(title)
        assert len(figures(page)) == 3
        page.choose("comparer.set_id", "semblables")
        page.is_sound()
        assert "écarts types" in texts(page)

    def test_mayotte_is_compared_on_four_criteria_and_its_zoning_is_not_invented(self, visit):
        page = opened(visit("comparer", territoire="976", ensemble="semblables"), PEERS)
        assert "4 sur 5" in page.html
        assert cell(page, "Mayotte (976)", "ZIP + ZAC") == "n. d."
        assert "la comparaison porte alors sur les autres" in texts(page)

    def test_nothing_is_called_similar_to_paris(self, visit):
        page = opened(visit("comparer", territoire="75", ensemble="semblables"), PEERS)
        assert "Paris (75) et les 3 départements les moins éloignés" in page.html
        assert "Tous sont à plus d’un écart type en moyenne" in texts(page)

    def test_ranks_of_estimates_are_those_that_are_possible(self, visit):
        page = opened(visit("comparer", territoire="12"), POINTS)
        assert "Rangs possibles : les intervalles ne départagent aucun territoire" in page.headings
        assert "Classement" not in page.headings
        assert page.html.count("<td>1 à 13</td>") == 13

    def test_observed_values_are_ranked_with_their_ties(self, visit):
        page = opened(
            visit("comparer", territoire="12", detail="densite_mg_liberaux_cnam_pour_100k"), POINTS
        )
        assert "Classement" in page.headings
        assert "63 à 64 ex æquo" in page.html

    def test_an_indicator_of_one_period_has_no_evolution_and_says_so(self, visit):
        page = visit("comparer", territoire="12", detail="densite_mg_liberaux_cnam_pour_100k")
        assert "n’est publié qu’à une période (2024)" in texts(opened(page, YEARS))
        assert not figures(page)

    def test_years_of_interns_are_drawn_for_subdivisions(self, visit):
        page = visit(
            "comparer",
            territoire="SUB-040",
            niveau="subdivision",
            detail="internes_pour_100k",
            ensemble="tous",
        )
        opened(page, YEARS)
        assert any("de 2022 à 2026" in heading for heading in page.headings)

    def test_a_cloud_of_an_estimate_and_its_source_warns(self, visit):
        page = visit(
            "comparer",
            territoire="12",
            abscisse="densite_mg_liberaux_cnam_pour_100k",
            ordonnee="couverture_pct",
        )
        assert "Lien en partie construit" in texts(opened(page, CLOUD))

    def test_the_country_is_compared_by_its_regions(self, visit):
        page = visit("comparer")
        page.is_sound()
        assert page.title.startswith("France : ")
        options = ["Les régions de France", "Mon groupe"]
        assert page.test.selectbox(key="comparer.set_id").options == options
        assert len(rows(page)) == 18 + 3

    def test_a_region_is_compared_by_its_departements_and_says_who_is_behind(self, visit):
        page = visit("comparer", territoire="REG-27", mode="essentiel")
        page.is_sound()
        assert page.title == (
            "Bourgogne-Franche-Comté : Saône-et-Loire, Territoire de Belfort et Yonne sont moins "
            "bien que la France pour les 6 indicateurs observés, plus que les autres départements."
        )
        # The reference, then those behind for the most first.
        assert list(rows(page))[1:4] == [
            "Saône-et-Loire (71)",
            "Territoire de Belfort (90)",
            "Yonne (89)",
        ]

    def test_the_essential_view_has_neither_key_nor_section_nor_estimate(self, visit):
        page = visit("comparer", territoire="23", mode="essentiel")
        page.is_sound()
        assert list(rows(page))[1] == "Creuse (23)"
        # The change of its GPs, which its source warns about, is not counted.
        assert page.title.startswith(
            "La Creuse est moins bien que la France pour les 5 indicateurs"
        )
        assert rows(page)["Creuse (23)"][0].endswith("5 sur 5")
        assert not page.test.expander
        assert [item.key for item in page.test.selectbox] == ["vue.annee", "comparer.set_id"]
        assert "est." not in page.html.partition("compare-legend")[0]

    def test_the_workbook_opens_on_a_line_by_territory(self):
        build = served_build(demo=False)
        catalog = fetch_catalog(build)
        selection = default_selection(catalog).with_value("territory_id", "REG-27")
        view = CompareView()
        compared = compared_set(catalog, "REG-27", "departement", view, dict)
        page = ComparePage(build, catalog, selection, view, CompareOptions(catalog), compared)
        book = load_workbook(io.BytesIO(compare_workbook(page, table_columns(page))))
        assert book.sheetnames == ["Comparer", "Données", "Lisez-moi"]
        read = [[cell.value for cell in row] for row in book["Comparer"].iter_rows(min_row=4)]
        assert read[0][:3] == [
            "Territoire",
            "Code",
            "Moins bien que la France (indicateurs observés)",
        ]
        assert read[1][0] == "Référence : France"
        assert (read[2][:3], len(read)) == (["Saône-et-Loire", "71", 6], 1 + 1 + 8)

    def test_a_group_starts_from_what_is_shown_and_loses_a_member(self, visit):
        page = visit("comparer", territoire="12", ensemble="voisins")
        page.choose("comparer.set_id", "groupe")
        assert len(page.address["groupe"].split(",")) == 8
        page.test.button(key="comparer.retirer.DEP-30").click().run()
        page.is_sound()
        assert "DEP-30" not in page.address["groupe"]
        assert len(page.address["groupe"].split(",")) == 7

    def test_a_group_of_another_level_is_kept_and_said(self, visit):
        page = visit("comparer", niveau="region", ensemble="groupe", groupe="12,48")
        page.is_sound()
        assert "Le groupe enregistré est d’un autre niveau (départements)" in texts(page)
        assert page.address["groupe"] == "DEP-12,DEP-48"

    def test_the_name_of_a_group_is_shown_as_text(self, visit):
        page = visit("comparer", groupe="12,48", nom=HOSTILE)
        page.is_sound()
        (title,) = page.test.title
        assert "\\*\\*b\\*\\*" in title.value
        assert "\\[l\\]\\(http" in title.value
        assert "<img" not in page.html
        assert page.test.text_input(key="comparer.name").value == HOSTILE

    @pytest.mark.parametrize("name", ["a" * 10_000, "نص" * 60, "👩‍⚕️" * 30])
    def test_a_name_that_is_too_long_is_refused_and_the_page_drawn(self, visit, name):
        page = visit("comparer", groupe="12,48", nom=name)
        page.is_sound()
        (warning,) = page.warnings
        assert "Nom du groupe : valeur impossible" in warning
        assert len(warning) < 300
        assert page.title.startswith("Groupe de 2 territoires")

    def test_an_impossible_view_is_told_in_french(self, visit):
        page = visit("comparer", ensemble="amis", groupe="12", reference="monde", tri="au hasard")
        page.is_sound()
        assert len(page.warnings) == 4
        assert page.address["ensemble"] == "region"

    def test_the_file_holds_intervals_sources_and_verdicts(self):
        build = served_build(demo=False)
        catalog = fetch_catalog(build)
        selection = default_selection(catalog).with_value("territory_id", "DEP-12")
        selection = selection.with_value("mode", "expert")
        view = CompareView(set_id="groupe", members=("DEP-12", "DEP-976"), name="=A1")
        compared = compared_set(catalog, "DEP-12", "departement", view, dict)
        page = ComparePage(build, catalog, selection, view, CompareOptions(catalog), compared)
        rows = compared_rows(page, table_columns(page))
        text = to_csv(COMPARED_HEADER, rows).decode("utf-8-sig")
        lines = list(csv.DictReader(io.StringIO(text), delimiter=";"))
        assert len(lines) == 2 * len(table_columns(page))
        coverage = next(
            line
            for line in lines
            if line["territoire_id"] == "DEP-12" and line["indicateur"].startswith("Couverture")
        )
        assert coverage["ensemble"] == "'=A1"
        assert (coverage["valeur"], coverage["borne_basse"]) == ("175,6", "97,6")
        assert (coverage["reference"], coverage["valeur_reference"]) == ("France", "139,1")
        assert (coverage["position"], coverage["jugement"]) == ("non départagé", "")
        assert (coverage["borne_basse_80"], coverage["borne_haute_80"]) == ("119,5", "236,6")
        assert coverage["situation"] == "probablement au-dessus de sa part"
        assert (coverage["probabilite_sous_part"], coverage["part_msu"]) == ("0,03", "41")
        assert (coverage["cible"], coverage["cle"]) == ("10 000 MSU d’ici 2018", "Population")
        apart = [line for line in lines if line["indicateur"].startswith("Densité")]
        assert {line["situation"] for line in apart} == {""}
        assert coverage["statut"] == "estimé"
        assert coverage["source"]
        missing = [line for line in lines if line["valeur"] == "n. d."]
        assert {line["position"] for line in missing} == {"sans référence"}
        for name in ("valeur_reference", "reference_borne_basse", "reference_borne_haute"):
            assert all(re.fullmatch(r"(-?\d+(,\d+)?)?", line[name]) for line in lines)


@pytest.mark.usefixtures("served_demonstration")
class TestWithTheDemonstration:
    """Every count is fictitious, and says so."""

    @pytest.mark.parametrize(
        ("territory", "level"),
        [("01", "departement"), ("2A", "departement"), ("75", "departement"),
         ("976", "departement"), ("REG-76", "region"), ("SUB-040", "subdivision")],
    )  # fmt: skip
    def test_every_chart_is_marked_fictitious(self, visit, territory, level):
        page = visit("comparer", territoire=territory, niveau=level, donnees="demo")
        opened(page, POINTS, YEARS, CLOUD)
        charts = figures(page)
        assert len(charts) == 3
        for chart in charts:
            assert "DONNÉES FICTIVES" in [note["text"] for note in chart["layout"]["annotations"]]

    def test_fictitious_counts_are_marked_in_the_table(self, visit):
        page = visit("comparer", territoire="12", donnees="demo")
        assert cell(page, "Aveyron (12)", "MSU").endswith("fictif")
        assert cell(page, "Aveyron (12)", "Face à sa part") == "compté, sous"
        assert cell(page, "Aveyron (12)", "Densité libérale") == "better ▲ 81,9"

    def test_a_year_counted_elsewhere_only_keeps_its_column(self, visit):
        page = opened(visit("comparer", territoire="2A", donnees="demo"), YEARS)
        assert "Couverture de la cible, de 2010 à 2025 (%)" in page.headings
        assert page.html.count("<td>n. d.</td>".replace(" ", "\u00a0")) >= 2
