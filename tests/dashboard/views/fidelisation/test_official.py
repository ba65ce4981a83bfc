"""« Fidélisation » once the official series were refreshed: every part reads them.

The official files of the tests are invented: only their shape is that of the true ones.
"""

from __future__ import annotations

import io
import re

import openpyxl
import pytest

from dashboard.core.catalog import FIRST_INSTALLATIONS, STAYED_RATE
from dashboard.core.selection import default_selection
from dashboard.queries.cache import served_build
from dashboard.queries.catalog import fetch_catalog
from dashboard.queries.diploma import fetch_diploma_flows, fetch_diploma_rates
from dashboard.queries.retention import fetch_published_points
from dashboard.themes.diploma import latest_rate
from dashboard.views.fidelisation.diploma.files import (
    FLOW_HEADER,
    RATE_HEADER,
    flow_rows,
    rate_rows,
    regions_workbook,
)
from dashboard.views.fidelisation.here import here_workbook
from dashboard.views.fidelisation.page import RetentionPage
from dashboard.views.fidelisation.view import options_of
from tests.dashboard.conftest import plain
from tests.dashboard.views.fidelisation.test_page import opened, said, tables
from tests.support.official_files import REGIONS, Workbook

pytestmark = pytest.mark.usefixtures("served_refreshed")
BOOK = Workbook()


def file_counts(region_id: str) -> tuple[int, int, int]:
    """Of the file: those of a région who stayed, all it trained, all who practise in it."""
    (region,) = [item for item in REGIONS if item.territory_id == region_id]
    label = f"{region.code}-{region.name}"
    stayed = BOOK.flow(region, label, 2025)
    trained = sum(BOOK.flow(place, label, 2025) for place in REGIONS)
    origins = [f"{item.code}-{item.name}" for item in REGIONS] + ["99-Etranger"]
    return stayed, trained, sum(BOOK.flow(region, origin, 2025) for origin in origins)


def page_of(territory_id: str = "FR") -> RetentionPage:
    """Context of the page in its first view, without Streamlit."""
    build = served_build()
    catalog = fetch_catalog(build)
    selection = default_selection(catalog).with_value("territory_id", territory_id)
    options = options_of(catalog, ())
    return RetentionPage(build, catalog, selection, options.first_view, options)


def french(count: int) -> str:
    return f"{count:,}".replace(",", " ")


class TestFiguresOfTheFile:
    """What the page says is in the file, with its place and its interval."""

    @pytest.mark.parametrize("region_id", ["REG-53", "REG-06"])
    def test_both_rates_of_a_region_are_those_of_the_file(self, region_id):
        stayed, trained, there = file_counts(region_id)
        rates = [item for item in fetch_diploma_rates(served_build()) if item.year == 2025]
        here, mirror = (item for item in rates if item.territory_id == region_id)
        assert (here.part_n, here.whole_n) == (stayed, trained)
        assert (mirror.part_n, mirror.whole_n) == (stayed, there)
        assert here.low < here.value < here.high
        assert (here.status, here.source_id) == ("observed", "DREES-MEDECINS-RPPS")
        assert "feuille « Effectifs par lieu diplôme »" in here.locator

    def test_a_departement_shows_the_rate_of_its_region_and_says_so(self):
        values = page_of("DEP-12").values(STAYED_RATE)
        regions = page_of("DEP-12").values(STAYED_RATE, "region")
        here = values.measure_of("DEP-12")
        assert here.value == regions.measure_of("REG-76").value
        assert here.note == "valeur de la région Occitanie"
        assert sum(value is not None for value in values.values) == 101

    def test_the_map_of_installations_fills_for_every_departement(self):
        values = page_of().values(FIRST_INSTALLATIONS)
        assert len([value for value in values.values if value is not None]) == 101
        assert set(values.status) == {"observed"}

    def test_the_nation_has_what_the_regions_add_up_to(self):
        rates = fetch_diploma_rates(served_build())
        nation = latest_rate(rates, STAYED_RATE, "FR")
        assert nation is not None
        counts = [file_counts(item.territory_id) for item in REGIONS]
        assert (nation.part_n, nation.whole_n) == (
            sum(item[0] for item in counts),
            sum(item[1] for item in counts),
        )

    def test_no_official_value_is_listed_among_the_published_points(self):
        points = fetch_published_points(served_build())
        assert not [item for item in points if item.source_id == "DREES-MEDECINS-RPPS"]
        assert points


class TestPage:
    """The same page as before, whose answers are now official ones."""

    @pytest.mark.parametrize(
        ("territory", "start"),
        [
            ("FR", "Fidélisation : 61 % (61 à 62) des généralistes diplômés en France exercent"),
            ("REG-53", "La région Bretagne : 55 % (53 à 58) des généralistes qui y ont été"),
            ("12", "L’Aveyron, région Occitanie : 63 % (61 à 65) des généralistes"),
            ("976", "Mayotte, région Mayotte : 60 % (58 à 62) des généralistes"),
        ],
    )
    @pytest.mark.parametrize("mode", ["essentiel", "expert"])
    def test_the_title_is_official_and_the_surveys_stand_beside_it(
        self, visit, territory, start, mode
    ):
        page = visit("fidelisation", territoire=territory, mode=mode)
        page.is_sound()
        assert page.title.startswith(start)
        assert "À côté, sans s’y comparer" in said(page)
        assert "pas encore actualisées" not in said(page)
        (card,) = [text for text in page.key_figures if text.startswith("Exercent dans leur")]
        assert "observé" in card
        assert "depuis 2023" in card
        assert [text for text in page.key_figures if text.startswith("Fidélisation mesurée")]

    def test_which_regions_keep_where_they_come_from_and_since_when(self, visit):
        page = opened(visit("fidelisation", territoire="REG-53", mode="essentiel"), "diplome")
        text = said(page)
        stayed, trained, _ = file_counts("REG-53")
        assert f"({french(stayed)} sur {french(trained)})" in text
        assert "De 2023 à 2025" in text
        assert "n’est ni celle du lieu de stage, ni celle de l’internat" in text
        assert "diplômés à l’étranger ne sont d’aucune région de diplôme" in text
        out, into, regions, matrix = tables(page)[-4:]
        assert "Diplômés de la région Bretagne" in plain(out)
        assert "où ils ont été diplômés" in plain(into)
        assert regions.count("<tr>") == 1 + 18
        assert matrix.count("<tr") == 1 + 18 + 1
        assert "Étranger" in matrix

    def test_another_year_of_the_matrix_is_in_the_address(self, visit):
        page = opened(visit("fidelisation", matrice="2023", mode="expert"), "diplome")
        assert "1er janvier 2023, par région de diplôme" in plain(tables(page)[-1])
        assert page.address["matrice"] == "2023"

    def test_the_crossing_reads_the_official_rate_and_says_whose_it_is(self, visit):
        page = visit("fidelisation", territoire="REG-53", mode="expert")
        assert page.address["avec"] == STAYED_RATE
        assert "Le taux par région de diplôme est celui de la région" in said(page)
        assert "seul l’autre indicateur départage" in said(page)
        assert "région qui garde" in plain(page.html)

    def test_the_surveys_are_one_choice_away_and_their_address_is_kept(self, visit):
        page = visit("fidelisation", mesure="enquetes", mode="expert")
        page.is_sound()
        assert page.address["mesure"] == "enquetes"
        assert any("Enquêtes comparables" in plain(table) for table in tables(page))

    def test_installations_and_ages_by_year_replace_what_was_missing(self, visit):
        page = opened(visit("fidelisation", territoire="12", mode="expert"), "installations")
        text = said(page)
        assert "pas encore actualisées" not in text
        assert re.search(
            r"Aveyron \(12\) : \*\*\d+ premières installations\*\* en libéral en 2024", text
        )
        assert "RPPS, DREES), 2025" in text
        assert "libéraux, 31 décembre (CNAM), 2024" in text
        years = next(table for table in tables(page) if "Premières installations en lib" in table)
        assert years.count("<tr>") == 1 + 3

    def test_the_map_of_installations_says_which_way_they_go_here(self, visit):
        page = visit("fidelisation", territoire="12", mesure=FIRST_INSTALLATIONS)
        page.is_sound()
        assert "premières installations** en libéral en 2024" in said(page)

    def test_in_a_comparison_the_rate_of_the_region_neither_judges_nor_ranks(self, visit):
        parameters = {"territoire": "12", "niveau": "departement", "detail": STAYED_RATE}
        page = visit("comparer", **parameters)
        for part in ("points", "nuage"):
            page.test.session_state[f"comparer.{part}.ouvert"] = True
        page.test.run()
        page.is_sound()
        assert "rég. : valeur de la région" in plain(page.html)
        assert "elle ne le classe pas" in said(page)
        assert "Rang" not in page.html
        short = visit("comparer", **parameters, mode="essentiel")
        assert "rég." not in plain(short.html)

    def test_a_subdivision_says_that_it_has_neither(self, visit):
        page = opened(visit("fidelisation", territoire="SUB-040", mode="expert"), "installations")
        assert said(page).count("n. d. pour ce territoire") == 2

    def test_two_fields_make_no_series(self, visit):
        page = opened(visit("fidelisation", mode="expert"), "installations")
        # The estimate of the nation is compared with the count it was always compared with.
        assert "pour 2 357 premières installations libérales publiées en 2022" in said(page)

    @pytest.mark.parametrize("slug", ["carte", "comparer", "ensemble", "fiche"])
    def test_the_other_pages_stay_sound(self, visit, slug):
        page = visit(slug, territoire="12", indicateur=STAYED_RATE, niveau="departement")
        page.is_sound()
        assert page.warnings == []


class TestFiles:
    """The files give what the page shows, by line, with scope, source and caveat."""

    def test_the_rates_of_every_year_with_their_interval_and_their_caveat(self):
        page = page_of()
        rows = rate_rows(page.catalog, page.diploma_rates)
        assert len(rows) == 2 * 3 * 19
        columns = dict(zip(RATE_HEADER, zip(*rows, strict=True), strict=True))
        assert set(columns["perimetre"]) == {"région de diplôme"}
        assert set(columns["statut"]) == {"observé"}
        assert all(columns["taux_pct_borne_basse"])
        assert all(columns["reserve"])

    def test_the_matrix_of_every_year(self):
        page = page_of()
        rows = flow_rows(page.catalog, fetch_diploma_flows(page.build))
        assert len(rows) == 3 * 18 * 19
        assert {len(row) for row in rows} == {len(FLOW_HEADER)}
        assert {row[1] for row in rows} > {"Étranger", "Bretagne"}

    def test_the_workbooks_open_with_their_figures(self):
        page = page_of()
        content = regions_workbook(page.catalog, page.diploma_rates, ["REG-53"])
        sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
        cells = [cell.value for row in sheet.iter_rows() for cell in row]
        assert "Bretagne" in cells
        assert file_counts("REG-53")[1] in cells
        here = openpyxl.load_workbook(io.BytesIO(here_workbook(page))).worksheets[0]
        titles = [plain(str(cell.value)) for row in here.iter_rows() for cell in row]
        assert "Restés dans leur région de diplôme, 2025" in titles
        assert "Premières installations, 2024" in titles
