"""One indicator for every territory of a level, on the published figures."""

from __future__ import annotations

import pytest

from dashboard.queries.cache import cursor_of, served_build
from dashboard.queries.catalog import fetch_catalog
from dashboard.queries.levels import read_published_level

BY_SUBDIVISION, BY_DEPARTEMENT = "internes_pour_100k", "densite_mg_liberaux_cnam_pour_100k"


@pytest.fixture
def read(served_warehouse):
    build = served_build(demo=False)
    catalog = fetch_catalog(build)
    return lambda indicator_id, level: read_published_level(
        cursor_of(build), catalog, indicator_id, level, None
    )


def test_a_departement_shows_its_subdivision_for_want_of_its_own_value_and_says_so(read):
    values = read(BY_SUBDIVISION, "departement")
    place = values.ids.index("DEP-12")
    assert values.holders["DEP-12"] == "SUB-040"
    assert (values.notes[place] or "").startswith("valeur de la subdivision de Toulouse")
    subdivisions = read(BY_SUBDIVISION, "subdivision")
    assert values.values[place] == subdivisions.values[subdivisions.ids.index("SUB-040")]


def test_only_a_departement_on_several_subdivisions_says_that_one_covers_most_of_it(read):
    catalog = fetch_catalog(served_build(demo=False))
    values = read(BY_SUBDIVISION, "departement")
    notes = dict(zip(values.ids, values.notes, strict=True))
    assert values.holders
    for departement_id in values.holders:
        shared = "qui en couvre la plus grande part" in (notes[departement_id] or "")
        assert shared == catalog.is_shared(departement_id)


def test_nothing_is_inherited_where_the_level_has_values_of_its_own(read):
    assert not read(BY_DEPARTEMENT, "departement").holders
    assert not read(BY_SUBDIVISION, "subdivision").holders
