"""« Fidélisation » without a browser: what it says with published figures, and with cohorts."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest

COHORTS, APPARENT, PUBLISHED = "cohortes", "apparente", "publie"


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


@pytest.mark.usefixtures("served_warehouse")
class TestWithPublishedFiguresOnly:
    """No cohort is published: the page says so and borrows nothing."""

    def test_the_title_is_the_apparent_retention_with_its_interval(self, visit):
        page = visit("fidelisation")
        page.is_sound()
        assert page.title == (
            "France entière : 81 entrées de généralistes pour 100 internes formés "
            "(estimation, 75 à 92)"
        )

    def test_a_departement_says_whose_figure_it_shows(self, visit):
        assert visit("fidelisation", territoire="12").title.startswith(
            "Aveyron (12), subdivision de Toulouse : 94 entrées"
        )

    def test_no_card_pretends_to_be_a_rate(self, visit):
        cards = visit("fidelisation", territoire="SUB-040").key_figures
        (rate,) = [text for text in cards if text.startswith("Installés sur place")]
        assert "n. d." in rate
        assert "aucune cohorte importée" in rate
        (apparent,) = [text for text in cards if text.startswith("Fidélisation apparente")]
        assert "estimé" in apparent
        assert "intervalle 84 à 111" in apparent

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

    def test_the_apparent_retention_is_controlled_by_the_nation_and_not_ranked(self, visit):
        page = opened(visit("fidelisation"), APPARENT)
        text = said(page)
        assert "2 858 entrées estimées par an pour la France, 2 357 premières" in text
        assert "Ce n’est pas un taux de fidélisation" in text
        rows = page.html.partition("<tbody>")[2].split("<tr>")[1:]
        names = [row.partition('<th scope="row">')[2].partition("<")[0] for row in rows]
        assert names.index("Amiens") < names.index("Île-de-France (AP-HP)") < names.index("Lille")

    def test_the_published_points_of_the_region_come_first_with_their_reservations(self, visit):
        page = opened(visit("fidelisation", territoire="REG-53"), PUBLISHED)
        html = plain(page.html)
        own = html.partition("Publié pour Bretagne (région)")[2]
        assert own.index("75 %") < own.index("Publié pour la France")
        assert "Toutes spécialités, une région, 2006" in own
        for value in ("43 km", "58 %", "0,4 point"):
            assert value in html
        assert "38 sur 70" in html

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
            "Toulouse (subdivision) : 43 % des formés de 2021 installés sur place 5 ans après "
            "(36 à 50 %)"
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
        assert page.title.startswith("Aveyron (12) : ")

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
