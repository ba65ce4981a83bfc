"""A server that starts again under an open page: nothing is lost, and all is said in French."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import expect

from browser.visitor import Site
from etl.settings import Settings
from tests.browser.conftest import Visitors, free_port, running_server

pytestmark = pytest.mark.browser


@pytest.fixture
def interrupted(
    visitors: Visitors, demonstration: Settings, tmp_path
) -> Iterator[tuple[Site, Callable[[], None]]]:
    """A visitor, and what stops their server, then starts another at the same address."""
    port = free_port()
    with ExitStack() as stack, visitors.come() as context:
        server = stack.enter_context(ExitStack())
        base = server.enter_context(running_server(demonstration, tmp_path, port))
        site = Site(context, base)

        def interrupt() -> None:
            server.close()
            box = site.page.get_by_role("dialog")
            expect(box.get_by_role("heading")).to_have_text("Connexion interrompue")
            expect(box).to_contain_text("la page revient d’elle-même")
            expect(box).not_to_contain_text(re.compile("Streamlit|internet"))
            server.enter_context(running_server(demonstration, tmp_path, port))
            expect(box).to_have_count(0)

        yield site, interrupt


def test_the_first_choice_after_an_interruption_is_not_lost(interrupted):
    site, interrupt = interrupted
    site.open("fiche", territoire="DEP-12")
    interrupt()
    site.choose("Cible nationale", "12")
    site.expect_parameter("cible", "cnge-2020")
    assert site.address["territoire"] == "DEP-12"


def test_the_first_page_chosen_after_an_interruption_is_of_the_same_territory(interrupted):
    site, interrupt = interrupted
    page = site.open("fiche", territoire="DEP-12")
    interrupt()
    page.get_by_test_id("stSidebarNavLink").filter(has_text="Stages").click()
    expect(page).to_have_url(re.compile(r"/stages\?(.*&)?territoire=DEP-12(&|$)"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Aveyron")


def test_the_first_choice_in_a_part_of_a_page_is_not_lost(interrupted):
    site, interrupt = interrupted
    page = site.open("stages", territoire="DEP-12")
    interrupt()
    site.choose("Niveau de stage", "^SASPAS")
    site.expect_parameter("stage", "SASPAS")
    assert site.address["territoire"] == "DEP-12"
    expect(page.get_by_role("heading", level=1)).to_contain_text("Aveyron")
