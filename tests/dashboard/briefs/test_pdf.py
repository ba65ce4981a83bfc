"""The PDF of a brief: two pages, nothing outside, nothing empty, read aloud, whatever is typed."""

from __future__ import annotations

import io
from dataclasses import replace

import pypdf
import pytest

from dashboard.briefs.brief import SECTIONS
from dashboard.briefs.pdf import build_pdf, document
from dashboard.profile.model import PeerRow
from tests.support.briefs import (
    ARTEFACTS,
    HOSTILE,
    boxes,
    brief_of,
    fonts_of,
    pages_of,
    plain,
    text_of,
)

pytestmark = pytest.mark.usefixtures("served_warehouse")

A4 = (595.28, 841.89)
# 13 mm on the sides, 11 mm at the top, where accents may stand 3 mm higher; the foot 6 mm.
LEFT, TOP, BOTTOM = 36.0, 841.89 - 22, 17.0
TERRITORIES = ("DEP-01", "DEP-12", "DEP-2A", "DEP-75", "DEP-976")
OTHERS = ("REG-11", "REG-84", "SUB-040", "DEP-973")
TITLES = ("Cinq chiffres", "Trois constats", "Chaque indicateur face à la France")
SECOND_TITLES = ("MSU face à chaque cible", "Places de stage", "Fidélisation", "Questions à poser")


def draw(name: str, pdf: bytes) -> None:
    """Keep the pages as pictures, in colour and in grey, for eyes to judge."""
    ARTEFACTS.mkdir(exist_ok=True)
    for index, page in enumerate(pages_of(pdf), start=1):
        picture = page.render(scale=1.6).to_pil()
        picture.save(ARTEFACTS / f"{name}_{index}.png")
        picture.convert("L").save(ARTEFACTS / f"{name}_{index}_gris.png")


def check_pages(pdf: bytes) -> None:
    """Two A4 pages, every letter inside the margins."""
    document = pages_of(pdf)
    assert len(document) == 2
    for page in document:
        assert page.get_size() == pytest.approx(A4, abs=0.1)
        found = boxes(page)
        assert min(box[0] for box in found) >= LEFT
        assert max(box[2] for box in found) <= A4[0] - LEFT + 1
        assert min(box[1] for box in found) >= BOTTOM
        assert max(box[3] for box in found) <= TOP + 1


def check_titles(pdf: bytes, titles: tuple[str, ...], number: int) -> None:
    """Each title is on its page, with text close under it."""
    page = pages_of(pdf)[number]
    text = page.get_textpage()
    letters = boxes(page)
    for title in titles:
        found = text.search(title).get_next()
        assert found, title
        left, low, *_ = text.get_charbox(found[0])
        under = [box for box in letters if low - 40 < box[3] < low and box[0] >= left - 2]
        assert len(under) > 10, f"nothing under « {title} »"


@pytest.mark.parametrize("territory_id", TERRITORIES)
def test_five_departements_are_two_whole_pages(territory_id):
    pdf = build_pdf(brief_of(territory_id))
    draw(territory_id, pdf)
    check_pages(pdf)
    check_titles(pdf, TITLES, 0)
    check_titles(pdf, SECOND_TITLES, 1)


@pytest.mark.parametrize("territory_id", OTHERS)
def test_larger_and_emptier_territories_are_two_pages_too(territory_id):
    pdf = build_pdf(brief_of(territory_id))
    draw(territory_id, pdf)
    check_pages(pdf)


def test_a_reader_of_screens_gets_the_language_the_title_the_structure_and_the_pictures():
    brief = brief_of("DEP-12")
    reader = pypdf.PdfReader(io.BytesIO(build_pdf(brief)))
    root = reader.trailer["/Root"]
    assert root["/Lang"].startswith("fr")
    assert root["/MarkInfo"]["/Marked"]
    assert reader.metadata.title == brief.title
    assert "pdfuaid" in root["/Metadata"].get_data().decode()
    roles, words = [], []

    def walk(node) -> None:
        node = node.get_object()
        if not isinstance(node, dict):
            return
        roles.append(node.get("/S"))
        words.append(node.get("/Alt", ""))
        children = node.get("/K", [])
        for child in children if isinstance(children, list) else [children]:
            walk(child)

    walk(root["/StructTreeRoot"])
    assert roles.count("/H1") == 1
    assert roles.count("/H2") >= 8
    assert roles.count("/Figure") == 2
    assert {"/Table", "/TH", "/L", "/Link"} <= set(roles)
    told = plain(" ".join(words))
    assert "Aveyron (12) : probablement au-dessus" in told
    assert "Lozère (48) : indécis" in told
    assert any("Densité de généralistes libéraux : 81,9, France 81,0" in text for text in words)


def test_every_font_is_in_the_file_and_none_is_of_this_machine():
    fonts = list(fonts_of(build_pdf(brief_of("DEP-12"))))
    assert fonts
    for font in fonts:
        assert any(key.startswith("/FontFile") for key in font), font["/FontName"]
        assert "SourceSansPro" in font["/FontName"]


@pytest.mark.parametrize("length", [1, 120, 10_000])
def test_hostile_title_and_note_do_no_harm(length):
    typed = (HOSTILE * (length // len(HOSTILE) + 1))[: max(length, len(HOSTILE))]
    pdf = build_pdf(brief_of("DEP-12", title=typed, note=typed))
    draw(f"hostile_{length}", pdf)
    check_pages(pdf)
    text = text_of(pdf)
    assert '#import "/etc/passwd": * _gras_ $x$' in text
    assert "root:" not in text


@pytest.mark.parametrize(
    "typed", ["m" * 10_000, "\n".join("ligne" * 3 for _ in range(400)), "中" * 500, "😀" * 2000]
)
def test_what_has_no_space_many_lines_or_no_letter_of_ours_stays_in_the_page(typed):
    pdf = build_pdf(brief_of("REG-84", title=typed, note=typed))
    check_pages(pdf)


def test_lists_too_long_for_the_page_say_how_many_are_left():
    brief = brief_of("DEP-12")
    row = brief.profile.peers.rows[1]
    many = tuple(PeerRow(f"DEP-{i}", f"Voisin {i}", False, "", row.values) for i in range(60))
    peers = replace(brief.profile.peers, rows=many)
    pdf = build_pdf(replace(brief, profile=replace(brief.profile, peers=peers)))
    check_pages(pdf)
    text = text_of(pdf)
    shown = sum(f"Voisin {i} " in text for i in range(60))
    assert 4 <= shown < 60
    assert f"{60 - shown} autres : voir le classeur Excel ou la page." in text


def test_sections_not_chosen_leave_no_title_behind():
    text = text_of(build_pdf(brief_of("DEP-12", sections=())))
    for title in ("Places de stage, année", "Questions à poser", "Chaque indicateur", "Cantal"):
        assert title not in text
    for title in ("Cinq chiffres", "Trois constats", "Réserves", "Sources"):
        assert title in text


@pytest.mark.parametrize("section", SECTIONS)
def test_each_section_alone_is_two_pages(section):
    check_pages(build_pdf(brief_of("DEP-12", sections=(section,))))


def test_the_foot_and_the_end_say_when_from_what_and_where_to_look():
    brief = brief_of("DEP-12", note="Demander les agréments en cours.")
    text = text_of(build_pdf(brief))
    assert text.count(plain(brief.build_text)) == 2
    assert "page 1 / 2" in text
    assert "page 2 / 2" in text
    assert "https://observatoire.example/fiche?territoire=DEP-12" in text
    assert "Note : Demander les agréments en cours." in text
    assert "FICTIVES" not in text
    for item in brief.profile.sources:
        cited = f"[{item.number}] {item.source.citation}"
        assert "".join(cited.split()) in "".join(text.split())


def test_mayotte_says_what_is_missing_and_whom_to_ask():
    text = text_of(build_pdf(brief_of("DEP-976")))
    assert "n. d." in text
    assert "non publié ; à demander : ARS, DREES." in text
    assert "Mayotte n’a pas de département limitrophe." in text.replace("Mayotte (976)", "Mayotte")


def test_the_demonstration_says_so_on_both_pages(served_demonstration):
    pdf = build_pdf(brief_of("DEP-12", demo=True))
    draw("demo_DEP-12", pdf)
    check_pages(pdf)
    for page in pypdf.PdfReader(io.BytesIO(pdf)).pages:
        assert plain(page.extract_text()).count("FICTIVES") >= 2


def test_the_same_brief_shows_the_same_texts():
    brief = brief_of("DEP-2A")
    assert text_of(build_pdf(brief)) == text_of(build_pdf(brief))
    assert document(brief) == document(brief)
