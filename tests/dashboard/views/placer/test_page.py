"""« Placer les docteurs juniors » without a browser, on the published figures."""

from __future__ import annotations

import re

import pytest

from tests.dashboard.conftest import plain

PARTS = ("poids", "stabilite", "methode")
FIRST = ["Yonne", "Nièvre", "Saône-et-Loire", "Territoire de Belfort"]
THEN = ["Haute-Saône", "Jura", "Côte-d’Or", "Doubs"]


def opened(page, *parts: str):
    """Open some sections of the page, and close the others."""
    for part in PARTS:
        page.test.session_state[f"placer.{part}.ouvert"] = part in parts
    page.test.run()
    page.is_sound()
    return page


def table_rows(page, caption: str) -> list[list[str]]:
    """Rows of the table that has this caption, as they are read."""
    (found,) = [
        table
        for table in re.findall(r"<table>.*?</table>", page.html, re.S)
        if caption in plain(table)
    ]
    body = found.partition("<tbody>")[2].partition("</tbody>")[0]
    return [
        [
            plain(re.sub(r"<[^>]+>", " ", cell))
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)
        ]
        for row in body.split("<tr")[1:]
    ]


def names(page) -> list[str]:
    return [row[0] for row in table_rows(page, "Départements dans")]


@pytest.mark.usefixtures("served_warehouse")
class TestWithPublishedFigures:
    """The order of Bourgogne-Franche-Comté, and what its settings allow."""

    def test_the_page_opens_on_the_answer_for_my_region(self, visit):
        shown = visit("placer", territoire="REG-27")
        shown.is_sound()
        assert shown.title.startswith("Pour novembre 2027, dans la région Bourgogne-Franche-Comté")
        assert "d’abord l’Yonne, la Nièvre" in shown.title
        said = plain(" ".join(item.value for item in shown.test.markdown))
        assert "au moins 9 réglages sur 10" in said
        assert "160 docteurs juniors à placer" in said
        assert shown.address["rentree"] == "2027"

    def test_the_table_holds_the_departements_of_the_region_and_no_other(self, visit):
        rows = table_rows(visit("placer", territoire="REG-27"), "Départements dans")
        assert [row[0] for row in rows] == [*FIRST, *THEN]
        nievre = rows[1]
        assert nievre[1:4] == ["1er groupe rangs 1 à 3", "9 8 à 9, 6 %", "10 · 11"]
        assert nievre[6:10] == ["99,7", "2,68", "−17,1", "41,5"]
        assert re.fullmatch(r"34 \d+ à \d+ est\.", nievre[4])
        assert re.fullmatch(r"\d sur 10 à 15 000 : \d sur 10", nievre[5])

    def test_a_departement_opens_its_region_and_stands_out(self, visit):
        shown = visit("placer", territoire="DEP-58")
        assert names(shown) == [*FIRST, *THEN]
        assert re.search(r'<tr class="focus"><th scope="row">Nièvre', shown.html)

    def test_the_sort_reorders_the_rows_and_is_in_the_address(self, visit):
        shown = visit("placer", territoire="REG-27").choose("placer.tri", "apl")
        assert names(shown)[:3] == ["Yonne", "Nièvre", "Saône-et-Loire"]
        assert shown.address["tri"] == "apl"
        shown.choose("placer.tri", "nom")
        assert names(shown) == sorted([*FIRST, *THEN])

    @pytest.mark.parametrize("sort", ["manque", "msu", "besoin", "departs", "age", "chute_apl"])
    def test_every_sort_keeps_every_row(self, visit, sort):
        assert sorted(names(visit("placer", territoire="REG-94", tri=sort))) == [
            "Corse-du-Sud",
            "Haute-Corse",
        ]

    def test_another_november_changes_the_need_and_not_the_criteria(self, visit):
        shown = visit("placer", territoire="REG-27").choose("placer.rentree", "2029")
        assert "novembre 2029" in shown.title
        nievre = table_rows(shown, "Départements dans")[1]
        assert nievre[2].startswith("11 ")
        assert nievre[3] == "n. d."

    def test_a_weight_moves_the_order_and_stays_in_the_address(self, visit):
        shown = opened(visit("placer", territoire="REG-27"), "poids")
        for name in ("zones", "apl", "chute_apl", "age"):
            shown.choose(f"placer.poids.{name}", "0")
        shown.is_sound()
        assert "aucun ordre ne tient entre les 8 départements" in shown.title
        assert {shown.address[f"poids_{item}"] for item in ("zones", "apl", "age")} == {"0"}
        assert any("Poids modifiés" in item.value for item in shown.test.caption)
        shown.test.button(key="placer.poids.remettre").click().run()
        assert "d’abord l’Yonne" in shown.title
        assert "poids_zones" not in shown.address

    def test_weights_are_chosen_with_a_decimal_comma(self, visit):
        shown = opened(visit("placer", territoire="REG-27"), "poids")
        options = shown.test.selectbox(key="placer.poids.age").options
        assert list(options) == ["0", "0,5", "1", "1,5", "2", "3", "5"]

    def test_the_stability_says_which_criterion_separates_nothing(self, visit):
        shown = opened(visit("placer", territoire="REG-27"), "stabilite")
        rows = {row[0]: row[1:] for row in table_rows(shown, "Ce que chaque critère permet")}
        assert rows["MSU face à leur part de la cible"][-1] == "ne sépare aucun département"
        assert rows["Accessibilité aux généralistes (APL)"][-1] == "les sépare tous"
        assert rows["Docteurs juniors de sa part (nombre)"][-1] == "n’entre pas dans l’ordre"
        assert len(table_rows(shown, "Rangs selon la clé")) == 8
        assert len(table_rows(shown, "Part des réglages où")) == 8

    def test_the_method_gives_the_source_the_year_and_the_status_of_each_column(self, visit):
        shown = opened(visit("placer", territoire="REG-27"), "methode")
        rows = {row[0]: row[1:] for row in table_rows(shown, "Sources des colonnes")}
        assert rows["Généralistes libéraux de 60 ans et plus"][:2] == ["2019", "observé"]
        assert rows["Départs attendus de 2020 à 2029 (nombre)"][:2] == ["2020 à 2029", "estimé"]
        assert all(row[2] for row in rows.values())
        said = plain(" ".join(item.value for item in shown.test.markdown))
        assert "3 700 docteurs juniors en novembre 2026 pour 3 848 internes" in said
        assert "Hypothèses" in said

    def test_france_asks_for_a_region_and_shows_their_needs(self, visit):
        shown = visit("placer")
        shown.is_sound()
        assert "3 221 docteurs juniors à placer" in shown.title
        assert "Choisissez votre région" in shown.title
        rows = {row[0]: row[1:] for row in table_rows(shown, "par région")}
        assert len(rows) == 18
        assert rows["Bourgogne-Franche-Comté"][1] == "160 (143 à 160)"
        for column, total in enumerate((3848, 3221, 3593, 4070)):
            counts = (int(re.sub(r"\D", "", row[column].split("(")[0])) for row in rows.values())
            assert sum(counts) == total

    def test_a_region_chosen_there_becomes_my_territory(self, visit):
        shown = visit("placer").choose("placer.region", "REG-27")
        shown.is_sound()
        assert "Bourgogne-Franche-Comté" in shown.title
        assert shown.address["territoire"] == "REG-27"

    @pytest.mark.parametrize("territory", ["SUB-040", "REG-11", "REG-94", "976", "2A", "SUB-049"])
    def test_every_section_opens_for_every_kind_of_territory(self, visit, territory):
        opened(visit("placer", territoire=territory), *PARTS)

    def test_a_wrong_address_is_told_in_french(self, visit):
        shown = visit("placer", territoire="REG-27", rentree="2040", poids_apl="9")
        shown.is_sound()
        assert len(shown.warnings) == 2
        assert "novembre 2027" in shown.title


@pytest.mark.usefixtures("served_demonstration")
def test_the_demonstration_orders_its_counted_msu(visit):
    shown = opened(visit("placer", territoire="REG-27", donnees="demo"), *PARTS)
    assert "novembre 2027" in shown.title
    assert all("compté" in row[4] for row in table_rows(shown, "Départements dans"))


@pytest.mark.usefixtures("served_warehouse")
def test_the_row_of_sources_says_what_was_read_in_a_re_deposit(visit):
    page = visit("placer", territoire="REG-27", mode="essentiel")
    page.is_sound()
    assert "CartoSanté (ARS/CNAM) (relu chez un tiers" in page.html.replace("\u00a0", " ")
