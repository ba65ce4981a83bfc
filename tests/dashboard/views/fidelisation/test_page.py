"""« Fidélisation » without a browser: what it says with published figures, and with cohorts."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest

COHORTS, DIPLOMA, OTHERS, PUBLISHED = "cohortes", "diplome", "autres", "publie"


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", unescape(text)).strip()


def opened(page, part: str):
    """Open one part of the page."""
    page.test.session_state[f"fidelisation.{part}.ouvert"] = True
    page.test.run()
    page.is_sound()
    return page


def said(page) -> str:
    """Every sentence of the page, ordinary spaces only."""
    test = page.test
    return plain(" ".join(item.value for item in (*test.markdown, *test.info, *test.caption)))


def tables(page) -> list[str]:
    """HTML of each table of the page."""
    return re.findall(r"<caption>.*?</table>", page.html, re.S)


@pytest.mark.usefixtures("served_warehouse")
class TestWithPublishedFiguresOnly:
    """No cohort is published: the page says so and borrows nothing."""

    def test_the_title_is_what_surveys_measured_and_in_how_few_subdivisions(self, visit):
        page = visit("fidelisation")
        page.is_sound()
        assert page.title == (
            "Fidélisation mesurée pour 4 subdivisions sur 28 : 78 à 81 % des anciens internes "
            "interrogés exercent dans la région, 3 à 6 ans après."
        )

    def test_a_departement_has_the_rate_of_those_of_its_subdivision_who_were_asked(self, visit):
        page = visit("fidelisation", territoire="12")
        assert page.title == (
            "L’Aveyron : internes de Toulouse exerçant en Occitanie, 3 à 5 ans après "
            "l’internat, 81 % (76 à 85 % ; répondants)."
        )
        (card,) = [text for text in page.key_figures if text.startswith("Fidélisation mesurée")]
        assert "81 % observé" in card
        assert "répondants seulement · 317 répondants sur 460 (69 %) · 3 à 5 ans après" in card
        assert "Les internes de Montpellier n’ont pas été interrogés" in said(page)

    def test_a_rate_of_two_faculties_is_that_of_both_and_has_no_interval(self, visit):
        page = visit("fidelisation", territoire="SUB-028")
        assert page.title == (
            "La subdivision d’Angers : diplômés d’Angers et de Nantes exerçant en Pays de la "
            "Loire, 4 à 6 ans après, 78 % (sans intervalle ; répondants)."
        )

    def test_a_region_of_which_a_part_was_asked_has_no_rate_and_says_whose_it_is(self, visit):
        page = visit("fidelisation", territoire="REG-76")
        assert page.title.startswith(
            "La région Occitanie : mesuré pour une partie des internes seulement ; internes de "
            "Toulouse"
        )
        (card,) = [text for text in page.key_figures if text.startswith("Fidélisation mesurée")]
        assert "non mesuré" in card

    def test_where_nobody_was_asked_the_page_says_whom_to_ask(self, visit):
        page = visit("fidelisation", territoire="78")
        assert page.title.endswith("fidélisation non mesurée, aucune enquête publiée.")
        (card,) = [text for text in page.key_figures if text.startswith("Fidélisation mesurée")]
        assert "non mesuré" in card
        assert "à demander : DMG de la subdivision" in card

    def test_the_essential_view_is_about_the_scope_and_says_whom_to_ask(self, visit):
        page = visit("fidelisation", territoire="REG-27", mode="essentiel")
        page.is_sound()
        assert page.title == (
            "La région Bourgogne-Franche-Comté : fidélisation non mesurée, aucune enquête publiée."
        )
        assert "À demander : DMG" in said(page)
        assert "pas encore actualisées ici. « Actualiser »" in said(page)
        assert "Fidélisation mesurée pour 4 subdivisions sur 28" in said(page)
        (table,) = tables(page)
        assert table.count("<tr>") == 1 + 8
        assert plain(table).count("non mesuré") == 8
        assert len(page.key_figures) == 3
        assert page.headings == []
        assert len(page.test.expander) == 1

    def test_the_groups_are_those_of_the_scope_and_advise_nobody_when_empty(self, visit):
        page = visit("fidelisation", territoire="REG-27")
        page.is_sound()
        assert "Bourgogne-Franche-Comté (région) : sur 8 départements" in said(page)
        groups = re.findall(
            r'<div class="card"><p class="quadrant-name">.*?</div>', page.html, re.S
        )
        assert len(groups) == 4
        for group in groups:
            assert ("À discuter" in group) == ("aucun" not in plain(group).lower())

    def test_the_surveys_are_in_two_tables_and_every_line_has_its_caveat_and_place(self, visit):
        page = visit("fidelisation")
        (comparable,) = tables(page)
        assert comparable.count("<tr>") == 1 + 3
        assert "Enquêtes comparables" in comparable
        for text in ("76 à 85 %", "317 répondants sur 460 (69 %)", "3e §", "Université Toulouse"):
            assert text in plain(comparable), text
        others = tables(opened(page, OTHERS))[1]
        assert others.count("<tr>") == 1 + 5
        assert "Projection « à terme »" in plain(others)

    def test_the_second_choices_are_observed_indicators_and_say_what_they_are_not(self, visit):
        page = visit("fidelisation", mesure="evolution_mg_rpps_pct")
        page.is_sound()
        assert "ce n’est pas une fidélisation" in said(page)
        assert tables(page) == []
        page = visit("fidelisation", mesure="evolution_apl_mg_pct")
        page.is_sound()
        assert "95 départements" in said(page)

    def test_an_address_of_before_shows_the_page_and_says_what_it_does_not_know(self, visit):
        page = visit(
            "fidelisation", avec="fidelisation_apparente", croiser="couverture_pct", mesure="autre"
        )
        page.is_sound()
        assert len(page.warnings) == 3
        carte = visit("carte", comparer="fidelisation_apparente")
        carte.is_sound()
        assert any("Deuxième carte" in text for text in carte.warnings)
        assert carte.address["comparer"] == "aucun"
        definition = visit("donnees", definition="fidelisation_apparente")
        definition.is_sound()
        assert any("Indicateur inconnu" in text for text in definition.warnings)

    def test_before_a_refresh_the_page_says_what_the_official_matrix_would_tell_and_how(
        self, visit
    ):
        page = opened(visit("fidelisation"), DIPLOMA)
        assert "Séries officielles pas encore actualisées" in said(page)
        assert "python -m etl refresh" in said(page)
        assert "Données et méthode" in said(page)
        assert not any("région de diplôme" in table for table in tables(page))

    def test_no_page_says_apparent_retention(self, visit):
        for slug in ("ensemble", "carte", "fidelisation", "comparer"):
            page = visit(slug, territoire="12")
            page.is_sound()
            assert "apparente" not in said(page) + page.html + page.title, slug

    def test_no_card_pretends_to_be_a_rate_of_cohorts(self, visit):
        cards = visit("fidelisation", territoire="SUB-040").key_figures
        (rate,) = [text for text in cards if text.startswith("Installés sur place")]
        assert "n. d." in rate
        assert "aucune cohorte importée" in rate

    def test_without_cohorts_the_page_names_the_file_that_fills_it_and_offers_the_demonstration(
        self, visit
    ):
        page = opened(visit("fidelisation"), COHORTS)
        text = said(page)
        assert "aucun taux d’installation par région" in text
        assert "« Devenir des cohortes »" in text
        assert [item.label for item in page.test.button] or "jeu fictif n’est pas construit" in text
        assert not page.test.selectbox(key="vue.niveau").disabled
        assert "fidelisation.scope" not in {item.key for item in page.test.selectbox}

    def test_the_published_points_of_the_region_come_first_with_their_reservations(self, visit):
        page = opened(visit("fidelisation", territoire="REG-53"), PUBLISHED)
        html = plain(page.html)
        own = html.partition("Publié pour Bretagne (région)")[2]
        assert own.index("75 %") < own.index("Publié pour la France")
        assert "Toutes spécialités, une région, 2006" in own
        for value in ("43 km", "58 %", "0,4 point", "38/70"):
            assert value in html

    def test_the_45_percent_are_a_ceiling_without_source(self, visit):
        text = said(opened(visit("fidelisation"), PUBLISHED))
        assert "« **jusqu’à 45 %** »" in text
        assert "source introuvable" in text
        assert "pas une moyenne" in text


@pytest.mark.usefixtures("served_demonstration")
class TestWithTheDemonstration:
    """Cohorts of every kind, all fictitious."""

    def test_the_title_gives_the_rate_of_the_latest_cohort_seen_after_five_years(self, visit):
        page = visit("fidelisation", territoire="SUB-040", donnees="demo")
        page.is_sound()
        assert page.title == (
            "La subdivision de Toulouse : 43 % des formés de 2021 installés sur place 5 ans après "
            "(36 à 50 %)."
        )

    def test_the_cohort_chosen_is_in_the_address_and_on_the_card(self, visit):
        page = visit("fidelisation", territoire="SUB-040", donnees="demo")
        page.choose("fidelisation.delay_years", "3").choose("fidelisation.cohort", "2016")
        assert page.address["delai"] == "3"
        assert page.address["cohorte"] == "2016"
        (card,) = [text for text in page.key_figures if text.startswith("Installés sur place")]
        assert "promotion 2016, 3 ans après" in card
        assert "fictif" in card

    def test_a_link_to_a_cohort_shows_it(self, visit):
        page = visit("fidelisation", territoire="12", donnees="demo", perimetre="stage", delai="5")
        page.is_sound()
        assert page.test.selectbox(key="fidelisation.scope").value == "stage"
        assert page.title.startswith("L’Aveyron : ")

    def test_each_rate_is_told_with_its_denominator_and_the_recent_ones_are_not_observable(
        self, visit
    ):
        page = opened(visit("fidelisation", territoire="SUB-040", donnees="demo"), COHORTS)
        text = said(page)
        assert "Sur 187 médecins formés (subdivision d’internat : Toulouse)" in text
        assert "n’ont pas d’installation connue" in text
        assert "pas encore observable" in page.html
        (chart,) = page.test.get("plotly_chart")
        notes = json.loads(chart.proto.spec)["layout"]["annotations"]
        assert [note["text"] for note in notes] == ["DONNÉES FICTIVES"]

    def test_a_stage_in_a_departement_has_two_rates_never_mixed(self, visit):
        page = visit("fidelisation", territoire="59", donnees="demo", perimetre="stage")
        opened(page, COHORTS)
        assert [heading for heading in page.headings if "Installés dans" in heading] == [
            "Installés dans le même département : Nord",
            "Installés dans la même région ou subdivision : Nord",
        ]

    def test_a_territory_without_cohorts_in_the_scope_says_so(self, visit):
        page = opened(
            visit("fidelisation", territoire="REG-76", donnees="demo", perimetre="stage"), COHORTS
        )
        assert "Aucune cohorte importée pour Occitanie" in said(page)

    def test_an_impossible_cohort_in_the_address_is_told_in_french(self, visit):
        page = visit("fidelisation", donnees="demo", cohorte="1999")
        page.is_sound()
        assert any("Cohorte : valeur impossible" in text for text in page.warnings)
