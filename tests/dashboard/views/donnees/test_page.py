"""« Données et méthode » without a browser: each tab, on the published figures."""

from __future__ import annotations

import re

import pytest

from dashboard.queries.cache import served_build
from dashboard.queries.catalog import fetch_catalog
from dashboard.views.donnees import words
from tests.dashboard.conftest import plain

pytestmark = pytest.mark.usefixtures("served_warehouse")


def captions(page) -> list[str]:
    """Captions of the tables of the page."""
    return re.findall(r"<caption>(.*?)</caption>", page.html)


@pytest.mark.parametrize(
    ("tab", "caption"),
    [
        (words.ESTIMATION, words.COUNTS_CAPTION),
        (words.TARGETS, words.SHARED_CAPTION),
        (words.UNPUBLISHED, words.GAPS_CAPTION),
        (words.GLOSSARY, words.GLOSSARY),
    ],
)
def test_a_tab_shows_its_tables_when_it_is_open(visit, tab, caption):
    page = visit("donnees")
    page.test.session_state["donnees.onglets"] = tab
    page.test.run()
    page.is_sound()
    assert caption in captions(page)


def test_every_tab_is_offered_and_the_first_one_lists_every_indicator(visit):
    page = visit("donnees")
    page.is_sound()
    assert [tab.label for tab in page.test.tabs] == [
        words.INDICATORS,
        words.SOURCES,
        words.OFFICIAL,
        words.CHANGES,
        words.ESTIMATION,
        words.RETENTION,
        words.TARGETS,
        words.UNPUBLISHED,
        words.GLOSSARY,
        words.PACKAGE,
    ]
    indicators = fetch_catalog(served_build(demo=False)).indicators
    assert captions(page) == [f"{len(indicators)} indicateurs"]
    for indicator in indicators.values():
        assert f"definition={indicator.indicator_id}" in page.html


def test_every_source_is_listed_under_its_kind(visit):
    page = visit("donnees")
    page.test.session_state["donnees.onglets"] = words.SOURCES
    page.test.run()
    listed = [int(count) for count in re.findall(r"\((\d+)\)</caption>", page.html)]
    assert sum(listed) == len(fetch_catalog(served_build(demo=False)).sources)


def test_a_definition_gives_its_coverage_and_its_sources_with_their_licence(visit):
    html = visit("donnees", definition="densite_mg_liberaux_cnam_pour_100k").html
    article = html.partition("<article")[2].partition("</article>")[0]
    assert "101 départements (2024)" in article.replace("\u00a0", " ")
    assert "Licence" in article


def test_the_essential_view_says_what_is_published_for_the_territory(visit):
    page = visit("donnees", territoire="23", mode="essentiel")
    page.is_sound()
    assert re.match(
        r"La Creuse : \d+ des \d+ indicateurs sont publiés, d’après \d+ sources\.", page.title
    )
    assert not page.test.tabs
    (caption,) = captions(page)
    assert caption.startswith("Creuse (23)")
    assert "administratif" in page.html
    assert "valeur de la subdivision de Limoges" in plain(page.html)
