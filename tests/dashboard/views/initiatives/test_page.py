"""« Initiatives » without a browser: search, counts, map, list, sections."""

from __future__ import annotations

import csv
import json
import re
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.dashboard.conftest import plain
from tests.support.paths import DATA

HOUSING = (
    "Hébergement des stagiaires en Bretagne",
    "Logement des internes et accueil familial dans la Manche",
)
PARTS = ("semblables", "partenaires", "chiffres", "recensement", "table")

pytestmark = pytest.mark.usefixtures("served_warehouse")


def opened(page, *parts: str):
    """Open parts of the page."""
    for part in parts:
        page.test.session_state[f"initiatives.{part}.ouvert"] = True
    page.test.run()
    page.is_sound()
    return page


def cards(page) -> list[str]:
    """Titles of the cards, in order."""
    return [plain(re.sub("<[^>]+>", "", text)) for text in re.findall("<h3>(.*?)</h3>", page.html)]


def text_of(html: str) -> str:
    return plain(re.sub("<[^>]+>", " ", html))


def said(page) -> str:
    test = page.test
    texts = (*test.markdown, *test.info, *test.caption, *test.warning)
    return plain(" ".join(item.value for item in texts))


def table(page, caption: str) -> dict[str, list[str]]:
    """Cells of the table whose caption begins so, by the heading of their row."""
    (text,) = [
        part.partition("</table>")[0]
        for part in page.html.split("<caption>")[1:]
        if plain(part).startswith(caption)
    ]
    rows = re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', text, re.S)
    return {
        text_of(head): [text_of(cell) for cell in re.findall("<td.*?</td>", cells, re.S)]
        for head, cells in rows
    }


def layers(page) -> dict[str, list[dict]]:
    """Rows of each layer of the map."""
    (deck,) = page.test.get("deck_gl_json_chart")
    shown = json.loads(deck.proto.json)["layers"]
    return {layer["id"]: layer["data"] for layer in shown}


def options(page, name: str) -> list[str]:
    return list(page.test.selectbox(key=f"initiatives.{name}").options)


def test_the_148_initiatives_are_all_there_on_the_map_or_beside_it(visit):
    page = visit("initiatives")
    page.is_sound()
    assert page.title == (
        "France : 148 initiatives recensées, dont 110 en place à la date de leur source."
    )
    on_map = sum(int(row["label"]) for row in layers(page)["departements"])
    beside = sum(int(cells[0]) for cells in table(page, "Pour une région").values())
    assert (on_map, beside) == (68, 80)
    assert "Hors de la carte : 80 initiatives" in page.headings
    assert len(cards(page)) == 12


@pytest.mark.parametrize(
    "text", ["hébergement", "hebergement", "HÉBERGEMENTS", "logement étudiant"]
)
def test_the_search_finds_the_same_first_initiatives_however_it_is_written(visit, text):
    page = visit("initiatives", recherche=text)
    page.is_sound()
    assert set(cards(page)[:2]) == set(HOUSING)
    assert page.address["recherche"] == text
    assert "les plus proches de la recherche d’abord" in " ".join(page.headings)


def test_each_choice_says_what_it_gives_and_gives_it(visit):
    page = visit("initiatives")
    offered = options(page, "theme")
    assert "Télémédecine (9)" in offered
    page.choose("initiatives.theme", "telemedecine")
    assert page.title.startswith("France : 9 initiatives sur 148 répondent à ces choix")
    assert page.address["theme"] == "telemedecine"
    for choice in options(page, "step")[1:]:
        label, number = re.fullmatch(r"(.*) \((\d+)\)", plain(choice)).groups()
        code = {"En projet": "projet", "En expérimentation": "experimentation"}.get(label)
        page.choose("initiatives.step", code or "en_place")
        assert f": {number} initiative" in page.title
        page.choose("initiatives.step", "")


def test_clearing_the_filters_brings_everything_back(visit):
    page = visit("initiatives", theme="forum", statut="en_place", recherche="bretagne")
    page.test.button(key="initiatives.effacer").click().run()
    assert page.title.startswith("France : 148 initiatives")
    assert not {"theme", "statut", "recherche"} & set(page.address)


def test_nothing_found_says_what_to_do_and_not_that_nothing_exists(visit):
    page = visit("initiatives", territoire="12", theme="forum", recherche="licorne")
    page.is_sound()
    assert page.title == (
        "Aveyron (12) : aucune initiative recensée ne répond à ces choix, sur 148 publiées."
    )
    assert "Que faire : retirer un filtre" in said(page)
    assert "Aucune initiative recensée ne veut pas dire aucune initiative" in said(page)
    assert cards(page) == []


def test_a_departement_without_any_is_not_said_to_do_nothing(visit):
    page = visit("initiatives", territoire="32")
    page.is_sound()
    assert page.title == (
        "Le Gers : aucune initiative recensée ; 34 pour toute sa région ou toute la France."
    )
    assert "initiatives" not in layers(page) or not layers(page)["initiatives"]
    page.test.toggle(key="initiatives.is_wider").set_value(True).run()
    assert "34 initiatives : celles d’ici, puis de la région et de la nation" in " ".join(
        page.headings
    )
    assert page.address["elargir"] == "oui"


def test_seen_closer_each_initiative_is_a_point_and_the_neighbours_are_grey_discs(visit):
    page = visit("initiatives", territoire="47")
    shown = layers(page)
    assert page.title == (
        "Le Lot-et-Garonne : 6 initiatives recensées ; 35 pour toute sa région ou toute la France."
    )
    assert len(shown["initiatives"]) == 6
    assert {row["id"] for row in shown["departements"]} == {"DEP-24", "DEP-33"}
    assert "qui n’est pas son adresse" in said(page)


def test_a_region_holds_its_departements_and_what_is_its_own(visit):
    page = visit("initiatives", territoire="REG-53")
    assert page.title.startswith("La région Bretagne : 17 initiatives recensées")
    assert table(page, "Pour une région")["Bretagne (région)"] == ["11"]
    assert [row["label"] for row in layers(page)["noms"]] == [
        "Côtes-d’Armor",
        "Finistère",
        "Ille-et-Vilaine",
        "Morbihan",
    ]


def test_the_list_is_read_sheet_by_sheet(visit):
    page = visit("initiatives")
    first = cards(page)
    page.test.button(key="initiatives.suivantes").click().run()
    assert page.address["feuille"] == "2"
    assert not set(first) & set(cards(page))
    last = visit("initiatives", feuille="999")
    last.is_sound()
    assert len(cards(last)) == 148 - 12 * 12


def test_an_initiative_has_an_address_that_opens_it_whole(visit):
    page = visit("initiatives", initiative="INI-062~SEED-ARNAULT-2016")
    page.is_sound()
    whole = text_of(page.html.partition('<article class="initiative whole">')[2])
    assert whole.startswith("Soutien à la maîtrise de stage dans le Cantal En place")
    assert "Cantal (15) · 2015 (année dite par la source)" in whole
    assert "n’est converti en aucun nombre" in whole
    assert "Après × 2 (2015)" in whole
    assert "Chap. III-A" in whole
    page.test.button(key="initiatives.fermer").click().run()
    assert "initiative" not in page.address
    assert "initiative whole" not in page.html


def test_an_unknown_initiative_is_told(visit):
    page = visit("initiatives", initiative="INI-999~SEED-ARNAULT-2016")
    page.is_sound()
    assert any("Initiative inconnue" in warning for warning in page.warnings)


def test_the_link_of_a_card_opens_its_initiative_in_the_same_view(visit):
    page = visit("initiatives", territoire="47", theme="aide_financiere")
    href = unescape(re.search(r'<h3><a href="([^"]+)"', page.html)[1])
    parameters = dict(parse_qsl(urlsplit(href).query))
    there = visit("initiatives", **parameters)
    assert 'class="initiative whole"' in there.html
    assert there.title == page.title


def test_what_an_address_asks_for_and_cannot_be_is_told(visit):
    page = visit("initiatives", theme="licorne", feuille="0")
    page.is_sound()
    assert len(page.warnings) == 2
    assert page.title.startswith("France : 148")


def test_the_essential_view_holds_what_concerns_the_territory_and_not_mere_care(visit):
    page = visit("initiatives", territoire="23", mode="essentiel")
    page.is_sound()
    assert page.title.startswith("La Creuse : aucune initiative recensée ; 31 pour toute sa région")
    assert [item.key for item in page.test.selectbox] == ["initiatives.theme"]
    assert not page.test.expander
    shown = plain(page.html)
    assert "Délégation optique" not in shown
    assert "En place en 2016" in shown
    assert "31 initiatives : celles d’ici" in " ".join(page.headings)


def test_what_a_weak_source_says_comes_last(visit):
    first = plain(visit("initiatives").html)
    assert "Source faible" not in first
    assert "Non vérifié" not in first
    last = plain(visit("initiatives", feuille="13").html)
    assert "Source faible" in last


def test_similar_territories_show_what_misses_here_and_why_they_are_similar(visit):
    page = opened(visit("initiatives", territoire="REG-53"), "semblables")
    parts = page.html.split("<caption>")[1:]
    captions = [plain(part.partition("<")[0]) for part in parts]
    (caption,) = [item for item in captions if "sans initiative propre" in item]
    themes = table(page, caption)
    first = list(themes.values())[0]
    assert first[2].startswith("aucune recensée")
    assert table(page, "Du plus proche au plus éloigné")
    nation = opened(visit("initiatives"), "semblables")
    assert "Choisir un département" in said(nation)


def partners_of_those_with_an_effect() -> list[str]:
    """Partners of the initiatives in place whose source reports an effect, as committed."""
    with (DATA / "registers" / "initiatives.csv").open(encoding="utf-8", newline="") as file:
        return [
            line["partners"]
            for line in csv.DictReader(file)
            if line["outcome"] and line["step"] == "en_place"
        ]


def test_partners_are_present_and_never_said_to_work(visit):
    page = opened(visit("initiatives"), "partenaires")
    rows = table(page, "Présents dans les 110 initiatives en place, dont 93 nomment")
    by_effect = {
        "CDOM": sum("CDOM" in partners for partners in partners_of_those_with_an_effect()),
        "ARS": sum("ARS" in partners for partners in partners_of_those_with_an_effect()),
    }
    assert rows["CDOM"] == ["33", "35 %", str(by_effect["CDOM"])]
    assert rows["ARS"][2] == str(by_effect["ARS"])
    assert max(by_effect.values()) > 0
    assert "un effet, chiffré ou non : 16 initiatives" in said(page)
    assert rows["Universités, facultés et DMG"][0] == "28"
    assert "C’est une présence, pas une efficacité" in said(page)
    assert "Faculté absente : 95 des 130" in said(page)
    matrix = table(page, "Qui est nommé, initiative par initiative")
    assert list(matrix) == cards(page)


def test_before_and_after_keep_the_ambiguity_of_the_cantal_uncounted(visit):
    page = opened(visit("initiatives"), "chiffres")
    rows = table(page, "Chiffres avant et après")
    assert rows["Montée en charge des MSU en Moselle"][2:4] == ["14 (2007)", "42 (2016)"]
    cantal = rows["Soutien à la maîtrise de stage dans le Cantal"]
    assert cantal[2:4] == ["non dit", "× 2 (2015)"]
    assert "aucun nombre" in cantal[4]
    assert "ne sont pas la preuve d’un effet" in said(page)


def test_the_census_says_who_did_not_answer(visit):
    page = opened(visit("initiatives"), "recensement")
    assert "49 conseils départementaux, 8 conseils régionaux et aucune faculté" in said(page)
    answers = table(page, "Qui a répondu au recensement")
    faculties = answers["Recensement des initiatives par l’Ordre, facultés"]
    assert faculties[:2] == ["0", "non dit"]
    sources = table(page, "Sources des initiatives")
    assert sum(int(cells[0]) for cells in sources.values()) == 148
    assert "(58 départements) : Ain" in said(page)


def test_every_part_is_sound_in_every_kind_of_territory(visit):
    for code in ("FR", "976", "2A", "75", "SUB-041", "REG-84"):
        opened(visit("initiatives", territoire=code, elargir="oui"), *PARTS)


def test_a_search_of_common_words_only_says_that_it_looks_for_nothing(visit):
    page = visit("initiatives", recherche="de la")
    page.is_sound()
    assert "trop courants" in said(page)
    assert page.title.startswith("France : 148 initiatives")


def test_the_demonstration_marks_its_fictitious_initiatives_and_its_map(
    visit, served_demonstration
):
    assert served_demonstration
    page = visit("initiatives", donnees="demo", territoire="12", recherche="Villebrume")
    page.is_sound()
    (card,) = re.findall(r"<article.*?</article>", page.html, re.S)
    assert "fictif" in text_of(card)
    assert layers(page)["fictif"][0]["label"] == "DONNÉES FICTIVES"
