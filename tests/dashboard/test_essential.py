"""The essential view of the pages: one sentence that answers, and half of what an expert sees.

What each page showed before is in docs/decisions/013-essentiel.md.
"""

from __future__ import annotations

import pytest

from dashboard.core.registry import (
    COLLECTE,
    COMPARER,
    DONNEES,
    FIDELISATION,
    INITIATIVES,
    STAGES,
    SUIVI,
)
from tests.dashboard.conftest import plain

pytestmark = pytest.mark.usefixtures("served_warehouse")

# Most blocks of the page for France, the territory bar apart: half of those of before, or fewer.
MOST_BLOCKS = {
    COMPARER: 12,
    STAGES: 11,
    FIDELISATION: 13,
    INITIATIVES: 11,
    SUIVI: 6,
    COLLECTE: 14,
    # With the whole data set to download, where « Réutiliser » leads.
    DONNEES: 6,
}
BLOCKS = (
    "header",
    "subheader",
    "markdown",
    "caption",
    "info",
    "dataframe",
    "expander",
    "text_input",
    "number_input",
    "toggle",
    "selectbox",
    "download_button",
    "page_link",
    "plotly_chart",
    "deck_gl_json_chart",
    "progress",
    "code",
    "button",
)
OF_THE_BAR = {"vue.annee"}


def blocks(shown) -> int:
    """Visible blocks: the title, cards and tables of the page, then its elements."""
    html = shown.html.partition("<footer")[0]
    found = 1 + html.count("<section") + html.count("<table")
    for kind in BLOCKS:
        items = [item for item in shown.test.get(kind) if _is_shown(item)]
        found += len(items)
    return found


def _is_shown(item) -> bool:
    """Whether an element is of the page: not of the bar, not pressed by a map."""
    key = str(getattr(item, "key", "") or "")
    return key not in OF_THE_BAR and "fichier." not in str(getattr(item.proto, "id", key))


@pytest.mark.parametrize("slug", MOST_BLOCKS)
def test_the_default_page_has_half_of_its_blocks(visit, slug):
    shown = visit(slug, mode="essentiel")
    shown.is_sound()
    assert blocks(shown) <= MOST_BLOCKS[slug]


@pytest.mark.parametrize("slug", MOST_BLOCKS)
@pytest.mark.parametrize(
    ("territory", "name"), [("DEP-23", "Creuse"), ("REG-27", "Bourgogne-Franche-Comté")]
)
def test_the_title_answers_for_the_territory(visit, slug, territory, name):
    shown = visit(slug, territoire=territory, mode="essentiel")
    shown.is_sound()
    assert name in shown.title
    assert plain(shown.title).endswith(".")
    assert shown.test.get("page_link")
