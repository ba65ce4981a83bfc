"""Labels, counts, ages and addresses of official files are read as they are written, or refused."""

from __future__ import annotations

from datetime import date

import pytest

from etl.connectors.counts import TOTAL, Collected
from etl.connectors.doctor import late_fr
from etl.connectors.faults import ShapeError
from etl.connectors.labels import Label, Territories, count_of
from etl.connectors.reading import age_class_of, mode_of
from etl.extract.reference import extract_territories
from etl.official import Vintage
from etl.rows.places import departement_code
from etl.settings import ConnectorSettings
from tests.support.official_sites import connector
from tests.support.paths import DATA


@pytest.fixture(scope="module")
def territories():
    return Territories.of(extract_territories(DATA / "reference"))


@pytest.mark.parametrize(
    ("cell", "territory_id"),
    [
        ("075 -Paris", "DEP-75"),
        ("02A-Corse-du-Sud", "DEP-2A"),
        ("971 -Guadeloupe", "DEP-971"),
        ("022-Côtes-d'Armor", "DEP-22"),
        ("075-Rhône", None),
        ("099-Atlantide", None),
    ],
)
def test_a_departement_is_its_code_unless_its_name_is_another_s(territories, cell, territory_id):
    assert territories.departement(Label.of(cell)) == territory_id


@pytest.mark.parametrize(
    ("cell", "territory_id"),
    [
        ("53-Bretagne", "REG-53"),
        ("01-Ile-de-France", "REG-11"),
        ("04 -Réunion", "REG-04"),
        ("93-Provence-Alpes-Côte d'Azur", "REG-93"),
        ("53-Armorique", None),
    ],
)
def test_a_region_is_its_name_whatever_its_code(territories, cell, territory_id):
    assert territories.region(Label.of(cell)) == territory_id


@pytest.mark.parametrize("cell", [None, "", "ND", "NS", float("nan"), " n.d. "])
def test_an_absent_count_is_none_and_never_zero(cell):
    assert count_of(cell, "ligne 2") is None


@pytest.mark.parametrize(("cell", "count"), [(0, 0), ("1 234", 1234), ("12,0", 12), (7.0, 7)])
def test_a_count_is_a_whole_number(cell, count):
    assert count_of(cell, "ligne 2") == count


@pytest.mark.parametrize("cell", ["beaucoup", "1,5", -1, 2.5])
def test_another_count_is_refused(cell):
    with pytest.raises(ShapeError, match="ligne 2"):
        count_of(cell, "ligne 2")


@pytest.mark.parametrize(
    ("text", "code"), [("1", "01"), ("075", "75"), ("2a", "2A"), ("974", "974")]
)
def test_a_code_has_its_official_form(text, code):
    assert departement_code(text) == code


@pytest.mark.parametrize(
    ("cell", "age"),
    [
        ("00-Ensemble", TOTAL),
        ("Tout âge", TOTAL),
        ("07-50-54 ans", "50-54"),
        ("De 40 à 49 ans", "40-49"),
        ("01-Moins de 30 ans", "0-29"),
        ("11-70 ans et plus", "70+"),
        ("60 ans ou plus", "60+"),
    ],
)
def test_an_age_class_is_read_from_its_words(cell, age):
    assert age_class_of(cell, "ligne 2") == age


def test_an_unknown_age_class_or_mode_is_refused():
    with pytest.raises(ShapeError, match="classe d’âge"):
        age_class_of("09-jeunes", "ligne 2")
    with pytest.raises(ShapeError, match="mode d’exercice"):
        mode_of("4-Bénévole", "ligne 2")


def test_a_total_is_compared_with_its_details_and_never_added_to_them():
    counts = Collected((2025,))
    counts.add(("REG-53", TOTAL), (10,), "ligne 1")
    counts.add(("REG-53", "a"), (6,), "ligne 2")
    counts.add(("REG-53", "b"), (4,), "ligne 3")
    assert counts.without(1, 1, "feuille").cells == {("REG-53",): (10,)}
    counts.add(("REG-53", "c"), (40,), "ligne 4")
    with pytest.raises(ShapeError, match="n’est pas la somme"):
        counts.without(1, 1, "feuille")


def test_the_sum_of_unknown_details_is_unknown():
    counts = Collected((2025,))
    counts.add(("REG-53", "a"), (6,), "ligne 2")
    counts.add(("REG-53", "b"), (None,), "ligne 3")
    assert counts.without(1, 1, "feuille").cells == {("REG-53",): (None,)}


def test_the_longest_beginning_of_a_mirror_wins():
    settings = ConnectorSettings(mirrors={"https://a/": "http://m/", "https://a/b/": "http://n/"})
    assert settings.mirrored("https://a/b/c") == "http://n/c"
    assert settings.mirrored("https://a/c") == "http://m/c"
    assert settings.mirrored("https://z/c") == "https://z/c"


@pytest.mark.parametrize(
    ("released", "today", "is_late"),
    [
        ("2026-07-02", date(2026, 11, 30), False),
        ("2025-07-02", date(2026, 7, 31), False),
        ("2025-07-02", date(2026, 8, 1), True),
        ("", date(2026, 8, 1), False),
    ],
)
def test_an_edition_is_late_once_its_month_is_over(released, today, is_late):
    source = connector("drees-medecins")
    vintage = Vintage("", "", "", "", "", "", "", "", "", released, 2012, 2025, 1)
    assert bool(late_fr(source, vintage, today)) == is_late
