"""« Zones sous-dotées où aucun MSU n’est connu », on the page « Stages »."""

from __future__ import annotations

import re

import pytest

from tests.dashboard.conftest import plain


def opened(visit, **parameters: str):
    shown = visit("stages", **parameters)
    shown.test.session_state["stages.zones.ouvert"] = True
    shown.test.run()
    shown.is_sound()
    return shown


def told(shown) -> str:
    return plain(" ".join(item.value for item in shown.test.markdown))


def rows(shown) -> list[list[str]]:
    table = next(
        text
        for text in re.findall(r"<table>.*?</table>", shown.html, re.S)
        if "Zones sous-dotées" in text
    )
    lines = re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", table, re.S)
    return [[plain(re.sub(r"<[^>]+>", "", cell)) for cell in line.split("<td>")] for line in lines]


@pytest.mark.usefixtures("served_warehouse")
def test_the_nation_says_how_many_departements_have_no_known_count(visit):
    shown = opened(visit)
    assert "99 départements ont une population en ZIP, dont 94 sans comptage complet" in told(shown)
    assert "Zonage non publié ici pour 2 départements" in told(shown)
    assert "Ce silence n’est pas une absence de MSU" in told(shown)
    found = rows(shown)
    assert len(found) == 99
    assert found[0][0] == "Seine-Saint-Denis"
    assert all("aucun comptage connu" in row[4] or "partiel" in row[4] for row in found[:94])
    assert {row[0] for row in found[94:]} == {"Ain", "Aveyron", "Corrèze", "Drôme", "Moselle"}


@pytest.mark.usefixtures("served_warehouse")
def test_a_departement_shows_those_of_its_region_and_what_is_counted_there(visit):
    shown = opened(visit, territoire="DEP-57")
    assert "Grand Est (région) : 10 départements" in told(shown)
    moselle = next(row for row in rows(shown) if row[0] == "Moselle")
    assert moselle[4] == "42 (2016)"
    assert "est." in moselle[6]
    assert "indéterminé" in moselle[6]


@pytest.mark.usefixtures("served_warehouse")
def test_a_place_without_zoning_says_so(visit):
    shown = opened(visit, territoire="DEP-974")
    assert "Zonage non publié ici pour 1 département" in told(shown)
    assert "aucune population en ZIP connue" in told(shown)
    assert "Zones sous-dotées et MSU connus" not in shown.html


@pytest.mark.usefixtures("served_demonstration")
def test_imported_counts_and_places_fill_the_table(visit):
    shown = opened(visit, donnees="demo", territoire="DEP-57")
    assert "tous avec un comptage de MSU" in told(shown)
    for row in rows(shown):
        assert "fictif" in row[4]
        assert "fictif" in row[5]
        assert "est." not in row[6]
