"""The documents of a meeting, downloaded from the page."""

from __future__ import annotations

import re

import pypdf
import pytest
from playwright.sync_api import WebSocket, WebSocketRoute, expect

from browser.test_pages import overflowing
from browser.visitor import PHONE
from foundation.days import today_in_paris

pytestmark = pytest.mark.browser


def test_the_pdf_has_the_title_typed_and_no_address_of_this_computer(site):
    sockets: list[WebSocket] = []
    site.page.on("websocket", lambda socket: sockets.append(socket))
    page = site.open("fiche", territoire="12", cle="internes")
    page.locator("summary", has_text="Préparer ma réunion").click()
    page.get_by_label("Titre (facultatif)").fill("Réunion du 3 décembre")
    # The button that knows the title, and not the one it replaces.
    with sockets[-1].expect_event("framereceived", lambda data: b"reunion.pdf" in bytes(data)):
        page.keyboard.press("Tab")
    site.settle()
    with page.expect_download() as begun:
        page.get_by_role("button", name="PDF, 2 pages").click()
    download = begun.value
    today = today_in_paris().isoformat()
    assert download.suggested_filename == f"msu_12_aveyron_2024_{today}.pdf"
    reader = pypdf.PdfReader(download.path())
    assert (len(reader.pages), reader.metadata.title) == (2, "Réunion du 3 décembre")
    text = " ".join(page.extract_text() for page in reader.pages)
    assert "127.0.0.1" not in text
    assert "localhost" not in text
    assert not [page for page in reader.pages if "/Annots" in page]


def test_the_form_holds_in_a_telephone(visit):
    site = visit(PHONE)
    page = site.open("fiche", territoire="976")
    page.locator("summary", has_text="Préparer ma réunion").click()
    expect(page.get_by_role("button", name="Tout, en une archive ZIP")).to_be_visible()
    site.settle()
    assert overflowing(page) == []


def test_a_file_that_cannot_be_made_is_told_in_french_with_what_to_do(site):
    asked = []

    def relay(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        # The file asked for, once the button is clicked, is one the server does not know.
        unknown = lambda data: re.sub(rb"[0-9a-f]{32}", b"0" * 32, data)  # noqa: E731
        socket.on_message(lambda data: server.send(unknown(data) if asked else data))

    site.page.route_web_socket(re.compile("_stcore/stream"), relay)
    page = site.open("fiche", territoire="12")
    page.locator("summary", has_text="Préparer ma réunion").click()
    button = page.get_by_role("button", name="PDF, 2 pages")
    expect(button).to_be_visible()
    site.settle()
    asked.append("pdf")
    button.click()
    shown = page.get_by_test_id("stDownloadButtonError")
    expect(shown).to_contain_text("Document impossible à faire. Que faire")


def test_a_line_of_a_register_is_opened_and_downloaded_as_a_sheet(site):
    page = site.open("suivi", territoire="12", donnees="demo", registre="actions", partie="liste")
    site.choose("Ouvrir la fiche d’une ligne", "Aveyron")
    sheet = page.locator("article.sheet")
    expect(sheet.get_by_text("étape actuelle")).to_be_visible()
    title = sheet.get_by_role("heading").inner_text()
    with page.expect_download() as begun:
        page.get_by_role("button", name="Fiche en PDF").click()
    reader = pypdf.PdfReader(begun.value.path())
    assert begun.value.suggested_filename.startswith("demo_actions_12-aveyron_")
    assert reader.metadata.title == title
    assert "DONNÉES FICTIVES" in reader.pages[0].extract_text()
