"""The brief on one page: one page, large letters, all that a meeting needs, nothing outside."""

from __future__ import annotations

import pypdfium2.raw as raw
import pytest

from dashboard.briefs.one_page import MINUTES_TITLE, agenda, build_one_page, document
from tests.dashboard.briefs.test_pdf import A4, draw
from tests.support.briefs import HOSTILE, boxes, brief_of, pages_of, plain, text_of

pytestmark = pytest.mark.usefixtures("served_warehouse")

TERRITORIES = ("DEP-23", "DEP-48", "DEP-976", "REG-27", "REG-11", "SUB-040")
LARGE = 14.0


@pytest.mark.parametrize("territory_id", TERRITORIES)
def test_it_is_one_page_and_nothing_is_outside(territory_id):
    pdf = build_one_page(brief_of(territory_id))
    draw(f"une-page_{territory_id}", pdf)
    pages = pages_of(pdf)
    assert len(pages) == 1
    assert pages[0].get_size() == pytest.approx(A4, abs=0.1)
    # A space at the end of a line is not seen.
    found = [box for box in boxes(pages[0]) if box[3] - box[1] > 0.5]
    assert min(box[0] for box in found) >= 33
    assert max(box[2] for box in found) <= A4[0] - 33
    assert min(box[1] for box in found) >= 8
    assert max(box[3] for box in found) <= A4[1] - 20


def test_it_has_one_sentence_three_figures_three_requests_an_agenda_and_the_minutes():
    content = document(brief_of("DEP-23"))
    assert plain(content["sentence"]).startswith("La Creuse atteint probablement sa part")
    assert content["map"]
    assert [item["label"] for item in content["figures"]] == [
        "MSU",
        "Places de stage, 3e cycle",
        "Généralistes libéraux",
    ]
    assert [plain(item["to"]) for item in content["requests"]] == [
        "À la faculté : DMG de Limoges",
        "À l’ARS Nouvelle-Aquitaine",
        "Au conseil de l’Ordre : CDOM de la Creuse",
    ]
    assert len(content["agenda"]) == 4
    assert content["minutes_rows"] >= 4
    text = text_of(build_one_page(brief_of("DEP-23")))
    assert MINUTES_TITLE in text
    assert "Estimation de l’Observatoire" in text


def test_15_000_and_the_need_of_the_stages_stand_beside_the_target():
    targets = plain(document(brief_of("DEP-48"))["targets"])
    assert "15 000 MSU :" in targets
    assert "besoin des stages (" in targets


@pytest.mark.parametrize("territory_id", ["DEP-23", "REG-27", "SUB-040"])
def test_what_matters_is_14_points_at_least(territory_id):
    brief = brief_of(territory_id)
    page = pages_of(build_one_page(brief))[0]
    text = page.get_textpage()
    for words in (brief.sureness[:24], *(item.text[:18] for item in brief.requests), "Décisions,"):
        found = text.search(words).get_next()
        assert found, words
        size = raw.FPDFText_GetFontSize(text.raw, found[0])
        assert size >= LARGE - 0.1, words


def test_the_note_of_the_reader_opens_the_agenda():
    assert agenda(brief_of("DEP-23", note="Agréments 2027"))[0] == "Agréments 2027"


@pytest.mark.parametrize("typed", [HOSTILE, "m" * 10_000])
def test_what_is_typed_does_no_harm(typed):
    pdf = build_one_page(brief_of("DEP-12", title=typed, note=typed))
    assert len(pages_of(pdf)) == 1


def test_no_address_is_printed_without_a_public_one():
    text = text_of(build_one_page(brief_of("DEP-23")))
    assert "localhost" not in text
    assert "127.0.0.1" not in text
