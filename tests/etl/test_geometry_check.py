"""The outlines of the départements are those of the COG, no more and no less."""

from __future__ import annotations

import pytest

from etl.extract.reference import extract_geometry, extract_territories
from etl.geo.drawing import check_geometry


@pytest.fixture(scope="module")
def departements(warehouse):
    return extract_geometry(warehouse.settings.data / "reference")["departements"]


@pytest.fixture(scope="module")
def codes(warehouse):
    territories = extract_territories(warehouse.settings.data / "reference")
    return territories.loc[territories["level"] == "departement", "code"]


def test_the_committed_geometry_passes_its_check(departements, codes):
    assert check_geometry(departements, codes) == []


def test_a_missing_outline_is_named(departements, codes):
    problems = check_geometry(departements[departements["code"] != "2A"], codes)
    assert problems == ["Contours absents pour 1 département(s) du COG : 2A."]


def test_an_outline_read_as_a_number_is_both_missing_and_unknown(departements, codes):
    misread = departements.assign(code=departements["code"].replace("01", "1"))
    problems = check_geometry(misread, codes)
    assert problems == [
        "Contours absents pour 1 département(s) du COG : 01.",
        "Contours de 1 code(s) inconnu(s) du COG : 1.",
    ]
