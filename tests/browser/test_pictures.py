"""Pictures, values and link under the charts and the maps, from both themes."""

from __future__ import annotations

import csv
import io
import re
import struct
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

from browser.test_files import SVG, save
from browser.test_stages import open_part
from browser.visitor import PHONE
from dashboard.core.catalog import COVERAGE
from dashboard.core.files import HEADER, level_rows, to_csv
from dashboard.queries.cache import open_build
from dashboard.queries.catalog import read_catalog
from dashboard.queries.levels import read_level
from dashboard.ui.level_files import SITUATION_COLUMNS

pytestmark = pytest.mark.browser

CURVE = "les comptages nationaux et les cibles »"
COLOUR = re.compile(r"rgba?\((\d+), (\d+), (\d+)")
HEXADECIMAL = re.compile(r"#([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})")
CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}
REFUSED = """() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error('refused'));
    document.execCommand = () => false;
}"""


def drawn(page: Page) -> None:
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    expect(page.locator(".ct-root").first).to_be_visible()


def words(root: ElementTree.Element) -> str:
    """Everything written on a picture, every kind of space as an ordinary one."""
    return " ".join(" ".join("".join(t.itertext()) for t in root.iter(f"{SVG}text")).split())


def luminance(colour: str) -> float:
    """From 0, black, to 255, white."""
    found = COLOUR.search(colour)
    if found:
        levels = [int(level) for level in found.groups()]
    else:
        levels = [int(level, 16) for level in HEXADECIMAL.search(colour).groups()]
    return sum(levels) / 3


def inks(root: ElementTree.Element) -> list[float]:
    """Luminance of each text of a picture."""
    styles = [node.get("style", "") for node in root.iter(f"{SVG}text")]
    fills = [re.search(r"fill: ?(#\w+|rgba?\([^)]*\))", style) for style in styles]
    assert all(fills), styles
    return [luminance(fill[1]) for fill in fills]


def grounds(root: ElementTree.Element) -> list[str]:
    """Fill of the rectangles as wide as the drawing they belong to."""
    found = []
    for drawing in (root, *root.iter(f"{SVG}svg")):
        for rect in drawing.findall(f"{SVG}rect"):
            if rect.get("width") == drawing.get("width"):
                found.append(rect.get("fill") or rect.get("style", ""))
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_chart_is_saved_on_white_paper_with_what_must_be_said_of_it(
    visit, warehouse, tmp_path, scheme
):
    page = visit(color_scheme=scheme).open("ensemble")
    drawn(page)
    saved = save(page, f"{CURVE} en SVG", tmp_path)
    assert re.fullmatch(r"msu_france_\d{4}-\d\d-\d\d\.svg", saved.name)
    root = ElementTree.parse(saved).getroot()
    text = words(root)
    title = " ".join(page.get_by_role("heading", level=2).first.inner_text().split())
    assert root.find(f"{SVG}desc").text.startswith("France entière, MSU")
    for expected in (title, "France entière", "déduit", "Source : Le Généraliste", "DGOS"):
        assert expected in text
    assert warehouse.report.build_id in text
    assert "FICTIVES" not in text
    assert "FICTIVES" not in ElementTree.tostring(root, encoding="unicode")
    papers = grounds(root)
    assert len(papers) >= 2
    assert all(luminance(paper) == 255 for paper in papers)
    assert max(inks(root)) < 170
    assert not list(root.iter(f"{SVG}image"))


def test_a_chart_of_the_demonstration_says_so_twice_on_its_picture_and_on_each_line(
    visit, tmp_path
):
    page = visit(PHONE, color_scheme="dark").open("ensemble", donnees="demo")
    drawn(page)
    root = ElementTree.parse(save(page, f"{CURVE} en SVG", tmp_path)).getroot()
    assert words(root).count("DONNÉES FICTIVES") == 2
    content = save(page, f"{CURVE} en CSV", tmp_path).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content), delimiter=";"))
    assert {row["avertissement"] for row in rows} == {"DONNÉES FICTIVES"}


def test_a_chart_is_saved_as_a_png_twice_the_width_of_the_paper_whatever_the_screen(
    visit, tmp_path
):
    page = visit(PHONE).open("ensemble")
    drawn(page)
    content = save(page, f"{CURVE} en PNG", tmp_path).read_bytes()
    width, height = struct.unpack(">II", content[16:24])
    assert width == 1_800
    assert height > 1_000


def test_ribbons_saved_from_the_dark_theme_are_dark_on_white_paper(visit, tmp_path):
    site = visit(color_scheme="dark")
    page = site.open("fidelisation", donnees="demo", territoire="SUB-040")
    open_part(site, "Flux")
    drawn(page)
    saved = save(page, "sont venus d’ailleurs » en SVG", tmp_path)
    assert saved.name.startswith("flux-rubans_subdivision-d-internat_toulouse-subdivision_2020-")
    root = ElementTree.parse(saved).getroot()
    for expected in ("Lieu masqué", "Statut : fictif", "promotion 2020"):
        assert expected in words(root)
    assert max(inks(root)) < 170
    arcs = page.get_by_role("group", name="Exporter « Carte des flux")
    expect(arcs.get_by_role("button")).to_have_text(["CSV", "Copier le lien"])


def test_the_picture_of_a_scenario_names_place_year_levers_and_statuses(site, tmp_path):
    page = site.open("stages", territoire="REG-76", promotions="130")
    open_part(site, "Leviers")
    drawn(page)
    saved = save(page, "au solde des places de stage » en SVG", tmp_path)
    assert saved.name.startswith("stages-leviers_3c_occitanie-region_2026-2027_")
    text = words(ElementTree.parse(saved).getroot())
    for expected in ("Occitanie", "2026-2027", "places-semestres", "130 %", "estimé", "Source : "):
        assert expected in text
    content = save(page, "au solde des places de stage » en CSV", tmp_path)
    rows = list(csv.DictReader(io.StringIO(content.read_text(encoding="utf-8-sig")), delimiter=";"))
    shown = page.locator(".table table").filter(has_text="Solde de référence").locator("td")
    assert [row["valeur"] for row in rows] == [
        re.sub(r"[+\u202f]", "", text).replace("−", "-") for text in shown.all_inner_texts()
    ]


def test_the_file_of_a_map_is_that_of_its_level_with_its_situations(site, warehouse, tmp_path):
    page = site.open(
        "carte",
        indicateur=COVERAGE,
        niveau="region",
        annee="2019",
        cible="cnge-2020",
        comparer="msu",
    )
    title = page.locator(".tm-title").first.inner_text()
    saved = save(page, f"Télécharger la carte « {title} » en CSV", tmp_path)
    assert saved.name.startswith("carte_couverture-de-la-cible_region_2019_")
    with open_build(str(warehouse.path)) as opened:
        catalog = read_catalog(opened.cursor())
        target = catalog.targets["cnge-2020"]
        values = read_level(
            opened.cursor(),
            catalog,
            COVERAGE,
            "region",
            year=2019,
            target=target,
            key_id="population",
        )
        rows, level = (
            list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
            for content in (saved.read_bytes(), to_csv(HEADER, level_rows(catalog, values)))
        )
        assert [row[: len(HEADER)] for row in rows] == level
        assert rows[0][len(HEADER) :] == list(SITUATION_COLUMNS)
        assert {row[-2] for row in rows[1:]} == {target.label_fr}


@pytest.mark.parametrize(("name", "label"), [("ensemble", "Copier le lien"), ("carte", "Lien")])
def test_the_link_copied_is_the_address_of_the_view(visit, name, label):
    site = visit(**CLIPBOARD)
    page = site.open(name, territoire="12", annee="2019", cle="internes")
    buttons = page.get_by_role("button", name="Copier le lien de cette vue")
    button = buttons.filter(has_text=re.compile(rf"^{label}$")).first
    button.click()
    expect(buttons.filter(has_text="Lien copié")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    assert "territoire=DEP-12" in page.url


def test_where_the_clipboard_is_refused_the_address_can_be_selected(site):
    page = site.open("ensemble", territoire="12")
    drawn(page)
    page.evaluate(REFUSED)
    page.get_by_role("button", name="Copier le lien de cette vue").last.click()
    field = page.get_by_role("textbox", name="Adresse de cette vue")
    expect(field).to_be_focused()
    expect(field).to_have_value(page.url)
    selected = field.evaluate("node => node.value.slice(node.selectionStart, node.selectionEnd)")
    assert selected == page.url
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Copier le lien de cette vue").last).to_be_visible()


def test_the_buttons_hold_on_one_line_of_a_phone_and_are_large_enough(visit):
    site = visit(PHONE)
    page = site.open("ensemble")
    drawn(page)
    boxes = [button.bounding_box() for button in page.locator(".ct-root button").all()]
    assert len(boxes) == 4
    assert len({round(box["y"]) for box in boxes}) == 1
    for box in boxes:
        assert min(box["width"], box["height"]) >= 24
        assert box["x"] + box["width"] <= PHONE["width"]
