"""Initiatives on a profile: what is recorded here, around and in the nation; silence is said."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from dashboard.core.selection import default_selection
from dashboard.profile.build import build_profile
from dashboard.profile.initiatives import REGISTER, themes_elsewhere
from dashboard.queries.cache import served_build
from dashboard.queries.catalog import fetch_catalog
from dashboard.queries.desk import Desk
from dashboard.queries.levels import fetch_similar
from dashboard.queries.register_counts import fetch_scope_counts
from dashboard.queries.registers import fetch_entries
from dashboard.themes.registers import EntryFilter
from tests.support.briefs import plain

pytestmark = pytest.mark.usefixtures("served_warehouse")


def desk_of(territory_id: str) -> Desk:
    build = served_build()
    catalog = fetch_catalog(build)
    selection = replace(default_selection(catalog), territory_id=territory_id)
    return Desk(build, catalog, selection)


def initiatives_of(territory_id: str):
    desk = desk_of(territory_id)
    return build_profile(desk).initiatives


@pytest.mark.parametrize(
    ("territory_id", "said"),
    [
        (
            "DEP-57",
            "2 initiatives recensées dans le département de la Moselle (2 en place) ; 2 vont "
            "au-delà (région ou plusieurs départements) ; à part, 34 nationales ou sans "
            "département nommé.",
        ),
        (
            "DEP-12",
            "1 initiative recensée dans le département de l’Aveyron (1 en place) ; à part, 34 "
            "nationales ou sans département nommé.",
        ),
        (
            "DEP-976",
            "Aucune initiative recensée dans le département de Mayotte : aucune initiative "
            "recensée ne veut pas dire aucune initiative ; à part, 34 nationales ou sans "
            "département nommé.",
        ),
    ],
)
def test_the_finding_keeps_apart_here_around_and_the_nation(territory_id, said):
    assert plain(initiatives_of(territory_id).finding) == said


def test_the_note_says_who_answered_the_census():
    note = plain(initiatives_of("DEP-976").note)
    assert "49 conseils départementaux, 8 conseils régionaux et aucune faculté" in note


@pytest.mark.parametrize("territory_id", ["DEP-12", "DEP-39", "DEP-75", "REG-27", "SUB-040"])
def test_the_counts_are_those_of_the_lines_listed(territory_id):
    found = initiatives_of(territory_id)
    build = served_build()
    total = Counter[str]()
    for item in fetch_scope_counts(build, REGISTER, territory_id):
        total[item.scope] += item.entries_n
    around = fetch_entries(build, REGISTER, EntryFilter(territory_id, with_wider=True), 500)
    assert total["own"] == sum(item.is_own for item in found.items)
    assert total["wider"] == sum(not item.is_own for item in found.items)
    assert total["own"] == len(fetch_entries(build, REGISTER, EntryFilter(territory_id), 500))
    assert total.total() == len(around)
    by_theme = [row[1:3] for row in found.themes.rows]
    counted = sum(int(cell) for cells in by_theme for cell in cells if cell != "aucune")
    assert counted == len(found.items)


def test_an_initiative_bears_its_year_its_place_its_source_and_its_reserve():
    (first, second) = initiatives_of("DEP-15").items
    assert first.title == "Soutien à la maîtrise de stage dans le Cantal"
    assert (first.place, first.year, first.step) == ("Cantal (15)", "2015", "En place")
    assert "Le rapport ne dit pas si ce sont les MSU ou les internes" in first.reserve
    assert (first.source_id, first.status) == ("SEED-ARNAULT-2016", "observed")
    assert second.locator == "Chap. III-A – Exemples de terrains de stages"


def test_an_initiative_of_some_departements_says_how_many():
    places = {item.title: item.place for item in initiatives_of("DEP-39").items}
    assert plain(places["DU de cancérologie ouvert aux généralistes"]) == "4 départements"


def test_what_is_not_recorded_is_not_a_zero():
    own, wider, national = initiatives_of("DEP-976").values
    assert (own.value, wider.value, national.value) == (None, None, 34)
    assert "ne veut pas dire aucune initiative" in own.note
    assert own.status_text == "non publié"


@pytest.mark.parametrize("territory_id", ["DEP-57", "DEP-976", "REG-27"])
def test_themes_elsewhere_are_of_similar_territories_and_not_here(territory_id):
    desk = desk_of(territory_id)
    peers = fetch_similar(desk.build, desk.territory.level)[territory_id]
    labels = {desk.catalog.territories[peer.territory_id].label for peer in peers}
    here = {item.theme for item in initiatives_of(territory_id).items}
    found = themes_elsewhere(desk)
    assert found
    for item in found:
        assert item.theme not in here
        assert set(item.territories) <= labels
        assert item.example.theme == item.theme
    counts = [len(item.territories) for item in found]
    assert counts == sorted(counts, reverse=True)


def test_the_sources_of_the_initiatives_are_cited_by_the_profile():
    desk = desk_of("DEP-57")
    profile = build_profile(desk)
    cited = {item.source.source_id for item in profile.sources}
    assert {item.source_id for item in profile.initiatives.items} <= cited
