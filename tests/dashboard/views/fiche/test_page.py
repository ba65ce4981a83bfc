"""« Fiche territoire » without a browser: what one territory's page says and shows."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from xml.etree import ElementTree as ET

import pytest

from dashboard.core.selection import default_selection
from dashboard.profile.build import build_profile
from dashboard.queries.cache import served_build
from dashboard.queries.catalog import fetch_catalog
from dashboard.queries.desk import Desk
from dashboard.views.fiche import spine as spine_chart
from dashboard.views.fiche.words import BALANCE, balance, balance_bounds

PARTS = (
    "carte",
    "semblables",
    "questions",
    "position",
    "cibles",
    "stages",
    "fidelisation",
    "initiatives",
    "sources",
)


def opened(page, *parts: str):
    """Open some parts of the page, and close the others."""
    for part in PARTS:
        page.test.session_state[f"fiche.{part}.ouvert"] = part in parts
    page.test.run()
    page.is_sound()
    return page


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", text))).strip()


def tables(page) -> str:
    return plain(page.html)


def pictures(page) -> dict[str, str]:
    """The spine chart as it is sent, by width."""
    (spine,) = [
        item.proto
        for item in page.test.get("bidi_component")
        if item.proto.component_name == "spine_chart"
    ]
    return json.loads(spine.json)


def sentences(page) -> list[str]:
    return [plain(item.value) for item in page.test.markdown]


@pytest.mark.usefixtures("served_warehouse")
class TestWithPublishedFigures:
    """What is estimated is said to be so; what is missing names whom to ask."""

    @pytest.mark.parametrize(
        ("code", "label"),
        [
            ("01", "L’Ain"),
            ("12", "L’Aveyron"),
            ("2A", "La Corse-du-Sud"),
            ("75", "Paris"),
            ("973", "La Guyane"),
            ("976", "Mayotte"),
            ("REG-76", "La région Occitanie"),
            ("SUB-040", "La subdivision de Toulouse"),
        ],
    )
    def test_a_territory_of_any_level_has_its_page(self, visit, code, label):
        page = visit("fiche", territoire=code)
        page.is_sound()
        assert page.title.startswith(label)
        assert len(page.key_figures) == 5
        opened(page, *PARTS)

    def test_the_title_answers_and_what_follows_says_how_sure_it_is(self, visit):
        page = visit("fiche", territoire="12")
        assert page.title == (
            "L’Aveyron atteint probablement sa part : entre 49 et 97 MSU en 2024, pour une part "
            "de 41 dans la cible de 10 000."
        )
        assert any("plus de 9 chances sur 10" in plain(text.value) for text in page.test.markdown)

    def test_each_figure_stands_beside_the_nation_with_its_rank(self, visit):
        msu, gap, stages, retention, density = visit("fiche", territoire="12").key_figures
        assert "72 estimé MSU · 2024 · intervalle à 80 % : 49 à 97" in msu
        assert "25,8 MSU pour 100 000 hab. · France 20,3 (écart +5,5) : non départagé" in msu
        assert "rang" not in msu
        assert re.search(r"2010 : \d+ ; 2024 : 72", msu)
        assert "probablement au-dessus de sa part estimé" in gap
        assert "plus de 9 chances sur 10 · 8 à 56 MSU au-dessus de sa part (41)" in gap
        assert "couverture 175,6 % · France 139,1" in gap
        assert re.search(r"2010 : .* ; 2024 : 31 au-dessus", gap)
        assert "bornes : il en manquerait 4, 129 de plus que le besoin" in stages
        assert "−" not in stages.partition("écart")[0]
        assert "81 observé" in retention
        assert "317 répondants sur 460 (69 %)" in retention
        assert "81,9 observé" in density
        assert re.search(r"rang \d+ / 101", density)

    def test_the_nation_is_asked_to_choose(self, visit):
        page = visit("fiche")
        page.is_sound()
        assert page.title == "Fiche territoire : quel territoire ?"
        assert page.key_figures == []

    def test_the_neighbours_are_links_to_their_own_page_in_the_same_view(self, visit):
        page = opened(visit("fiche", territoire="12", cle="internes"), "carte")
        link = re.search(r'href="(fiche\?[^"]*)"[^>]*>Cantal \(15\)', page.html)
        assert unescape(link[1]) == "fiche?territoire=DEP-15&cle=internes&mode=expert"

    @pytest.mark.parametrize("code", ["01", "12", "2A", "75", "976"])
    def test_the_page_shows_the_figures_of_the_model_the_files_are_drawn_from(self, visit, code):
        page = visit("fiche", territoire=code)
        page.is_sound()
        build = served_build()
        catalog = fetch_catalog(build)
        selection = replace(default_selection(catalog), territory_id=f"DEP-{code}")
        profile = build_profile(Desk(build, catalog, selection))
        cards = page.key_figures
        assert len(cards) == len(profile.key_figures) == 5
        for card, figure in zip(cards, profile.key_figures, strict=True):
            text = balance(figure.value.value) if figure.figure_id == BALANCE else figure.text
            assert plain(text) in card
            shown = figure.value.likely_text or figure.value.interval_text
            if figure.figure_id == BALANCE:
                shown = balance_bounds(figure.value)
            assert plain("" if figure.words else shown) in card
        drawn = plain(pictures(page)["wide"])
        for line in profile.spine:
            assert plain(line.value.marked_text) in drawn
            assert plain(line.nation.text) in drawn

    def test_similar_territories_are_told_with_their_reasons_and_lead_to_their_page(self, visit):
        html = opened(visit("fiche", territoire="12"), "semblables").html
        assert "Vosges" in html
        assert "fiche?territoire=DEP-88" in html
        assert "Ce qui les rapproche" in html

    def test_the_chart_is_saved_as_two_kinds_of_picture(self, visit):
        page = opened(visit("fiche", territoire="12"), "position")
        keys = {item.key for item in page.test.get("download_button")}
        assert {"fiche.position.svg", "fiche.position.png"} <= keys
        build = served_build()
        catalog = fetch_catalog(build)
        selection = replace(default_selection(catalog), territory_id="DEP-12")
        assert spine_chart._png(build_profile(Desk(build, catalog, selection))).startswith(
            b"\x89PNG"
        )

    def test_a_part_that_is_closed_is_not_drawn(self, visit):
        page = opened(visit("fiche", territoire="12"))
        assert "Questions à poser, et à qui" not in page.html
        assert "Questions à poser, et à qui" in opened(page, "questions").html

    def test_the_share_of_every_target_and_key_is_shown(self, visit):
        shown = tables(opened(visit("fiche", territoire="12"), "cibles"))
        assert (
            "part 41 : probablement au-dessus (plus de 9 chances sur 10) ; 31 au-dessus est. "
            "(80 % : 8 à 56 au-dessus ; 95 % : 74 au-dessus à 1 manquant) (votre vue)" in shown
        )
        assert len(re.findall(r"part \d+ : ", shown)) == 32

    def test_what_is_missing_says_whom_to_ask(self, visit):
        shown = tables(opened(visit("fiche", territoire="976"), "position", "questions"))
        assert "à demander : ARS, DREES." in shown
        assert "en zone sous-dense (ZIP ou ZAC) dans le département de Mayotte ?" in shown

    def test_initiatives_here_and_around_are_listed_with_their_source(self, visit):
        page = opened(visit("fiche", territoire="57"), "initiatives")
        assert sentences(page)[-1].startswith(
            "2 initiatives recensées dans le département de la Moselle (2 en place) ; 2 vont"
        )
        shown = tables(page)
        assert "Montée en charge des MSU en Moselle Moselle (57)" in shown
        assert "CNOM, « Rapport d’étape de la mission Arnault », Chap. III-A" in shown
        assert "Thèmes recensés dans des territoires semblables, et non ici" in shown
        assert "Délégations de compétences Seine-Maritime (76)" in shown

    def test_silence_is_not_absence_and_an_empty_register_says_what_to_do(self, visit):
        page = opened(visit("fiche", territoire="976"), "initiatives")
        assert any("ne veut pas dire aucune initiative" in text for text in sentences(page))
        said = [plain(item.value) for item in page.test.caption]
        assert any("49 conseils départementaux" in text for text in said)
        assert any("Aucun registre local n’a de ligne ici. Que faire" in text for text in said)

    def test_the_sources_are_numbered_and_linked(self, visit):
        page = opened(visit("fiche", territoire="12"), "sources")
        assert "Sources citées dans cette fiche" in page.html
        assert '<th scope="row">1</th>' in page.html
        assert any("Toulouse" in text for text in sentences(page))


def test_the_demonstration_is_said_to_be_fictitious_in_the_figures_and_in_the_chart(
    visit, served_demonstration
):
    page = visit("fiche", territoire="12", donnees="demo", annee="2024")
    page.is_sound()
    assert "DONNÉES FICTIVES" in page.html
    assert "32 MSU (fictif) en 2024" in page.title
    assert all("DONNÉES FICTIVES" in picture for picture in pictures(page).values())
    assert any("promotion sortie en" in text for text in sentences(page))
    shown = tables(opened(page, "fidelisation"))
    assert "Cohortes importées" in shown


def test_registers_tell_no_small_number_of_persons_on_the_page(visit, served_demonstration):
    page = opened(visit("fiche", territoire="12", donnees="demo"), "initiatives")
    shown, said = tables(page), [plain(item.value) for item in page.test.caption]
    assert "Registres suivis ici" in shown
    assert "chaque étape : moins de 5" in shown
    assert any("tait un petit nombre de personnes, zéro compris" in text for text in said)
    assert "Fiches action en cours" in shown


@pytest.mark.usefixtures("served_warehouse")
def test_the_chart_of_the_page_is_that_of_the_profile_in_two_widths(visit):
    page = visit("fiche", territoire="12")
    drawn = pictures(page)
    assert set(drawn) == {"wide", "narrow"}
    for picture in drawn.values():
        assert "DONNÉES FICTIVES" not in picture
        assert ET.fromstring(picture).get("role") == "img"
        assert len(picture) < 25_000
