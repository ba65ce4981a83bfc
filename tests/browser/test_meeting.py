"""The documents of a meeting, downloaded from the page."""

from __future__ import annotations

from datetime import date

import pypdf
import pytest
from playwright.sync_api import expect

from .test_pages import OVERFLOWING
from .visitor import PHONE

pytestmark = pytest.mark.browser


def test_the_pdf_has_the_title_typed_and_the_link_back_to_the_view(site):
    page = site.open("fiche", territoire="12", cle="internes")
    page.locator("summary", has_text="Préparer ma réunion").click()
    page.get_by_label("Titre (facultatif)").fill("Réunion du 3 décembre")
    page.keyboard.press("Tab")
    site.settle()
    with page.expect_download() as begun:
        page.get_by_role("button", name="PDF, deux pages A4").click()
    download = begun.value
    today = date.today().isoformat()
    assert download.suggested_filename == f"msu_12_aveyron_2024_{today}.pdf"
    reader = pypdf.PdfReader(download.path())
    assert (len(reader.pages), reader.metadata.title) == (2, "Réunion du 3 décembre")
    links = [item.get_object() for item in reader.pages[1]["/Annots"]]
    assert links[0]["/A"]["/URI"] == f"{site.base}/fiche?territoire=DEP-12&cle=internes"


def test_the_form_holds_in_a_telephone(visit):
    site = visit(PHONE)
    page = site.open("fiche", territoire="976")
    page.locator("summary", has_text="Préparer ma réunion").click()
    expect(page.get_by_role("button", name="Tout, en une archive ZIP")).to_be_visible()
    site.settle()
    assert page.evaluate(OVERFLOWING) == []
