"""What leaves the page: maps and tables with their title, source, date and build."""

from __future__ import annotations

import csv
import io
import struct
from pathlib import Path
from xml.etree import ElementTree

import pytest

from browser.visitor import Site

pytestmark = pytest.mark.browser

SVG = "{http://www.w3.org/2000/svg}"


def save(page, button: str, folder: Path) -> Path:
    with page.expect_download() as started:
        page.get_by_role("button", name=button).first.click()
    target = folder / started.value.suggested_filename
    started.value.save_as(target)
    return target


@pytest.fixture(scope="module")
def map_page(visitors, server):
    """The map page, open once for the tests that only save what it shows."""
    with visitors.come() as context:
        site = Site(context, server)
        yield site.open("carte", territoire="12", mode="expert", comparer="msu_pour_100k")
    site.check()


def test_a_map_is_saved_as_a_valid_svg_that_says_where_it_comes_from(map_page, warehouse, tmp_path):
    title = map_page.locator(".tm-title").first.inner_text()
    saved = save(map_page, f"Télécharger la carte « {title} » en SVG", tmp_path)
    assert saved.suffix == ".svg"
    root = ElementTree.parse(saved).getroot()
    assert root.tag == f"{SVG}svg"
    assert root.find(f"{SVG}title").text == title
    text = " ".join(node.text or "" for node in root.iter(f"{SVG}text"))
    for expected in (title, "Source :", "Hachures", warehouse.report.build_id, "IGN", "2024"):
        assert expected in text
    assert "FICTIVES" not in text


def test_a_saved_map_needs_nothing_from_outside(map_page, tmp_path):
    saved = save(map_page, "en SVG", tmp_path)
    root = ElementTree.parse(saved).getroot()
    assert len([n for n in root.iter(f"{SVG}path") if n.find(f"{SVG}title") is not None]) == 101
    assert not list(root.iter(f"{SVG}image"))
    assert not list(root.iter(f"{SVG}script"))
    content = saved.read_text(encoding="utf-8")
    assert "var(--" not in content
    assert 'class="tm-t' not in content


def test_a_map_is_saved_as_a_png_large_enough_to_print(map_page, tmp_path):
    content = save(map_page, "en PNG", tmp_path).read_bytes()
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", content[16:24])
    assert width >= 1_600
    assert height >= 1_600
    assert content.endswith(b"IEND\xaeB`\x82")


def test_the_second_map_saves_its_own_indicator(map_page, tmp_path):
    title = map_page.locator(".tm-title").nth(1).inner_text()
    saved = save(map_page, f"Télécharger la carte « {title} » en SVG", tmp_path)
    assert ElementTree.parse(saved).getroot().find(f"{SVG}title").text == title


def test_the_table_is_saved_as_csv_with_every_departement_of_both_maps(
    map_page, warehouse, tmp_path
):
    saved = save(map_page, "(CSV)", tmp_path)
    content = saved.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    text = content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
    counts: dict[str, int] = {}
    for row in rows:
        counts[row["indicateur"]] = counts.get(row["indicateur"], 0) + 1
        assert row["construction"] == warehouse.report.build_id
        assert row["source"]
    titles = map_page.locator(".tm-title").all_inner_texts()
    assert counts == dict.fromkeys(titles, 101)


def test_the_file_follows_the_view(site, tmp_path):
    page = site.open("carte", niveau="region", comparer="aucun", annee="2019")
    content = save(page, "(CSV)", tmp_path).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content), delimiter=";"))
    assert len(rows) == 18
    assert {row["periode"] for row in rows} == {"2019"}


def test_the_national_series_is_saved_with_its_sources(site, tmp_path):
    page = site.open("ensemble")
    content = save(page, "les comptages nationaux et les cibles » en CSV", tmp_path).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert {"CNGE", "DGOS"} <= {row["serie"] for row in rows}
    assert all(row["source"] for row in rows)
