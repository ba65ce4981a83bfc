"""Texts of users made of pictures, links and HTML make the browser of nobody call anybody."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import running_server
from tests.browser.visitor import Site
from tests.support.hostile import hostile_installation


def test_no_request_leaves_the_site_for_the_texts_of_users(visitors, built_demonstration, tmp_path):
    settings = hostile_installation(built_demonstration.settings, tmp_path)
    with running_server(settings, tmp_path) as base, visitors.come() as context:
        site = Site(context, base)
        for parameters in ({"partie": "liste"}, {"partie": "echeances"}, {"partie": "partenaires"}):
            page = site.open("suivi", donnees="demo", registre="actions", **parameters)
            expect(page.get_by_text("Ces nombres réunissent")).to_contain_text("![p](https")
        site.open("vos_donnees", donnees="demo")
        # A request outside is a fault of the site.
        site.check()
