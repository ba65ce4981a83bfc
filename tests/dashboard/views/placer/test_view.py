"""View of « Placer les docteurs juniors »: in the address and back."""

from __future__ import annotations

import pytest

from dashboard.views.placer.view import PARAMETERS, PlacerView, parse, write

ENTRIES = (2026, 2027, 2028, 2029)


def read(**parameters: str):
    return parse(parameters, ENTRIES, 2027)


def test_an_empty_address_is_the_first_view():
    view, problems = read()
    assert (view, problems) == (PlacerView("2027"), ())
    assert view.changed == ()
    assert view.weights == {
        "zones": 1.0,
        "apl": 1.0,
        "chute_apl": 1.0,
        "age": 1.0,
        "msu": 1.0,
        "besoin": 0.0,
        "departs": 0.0,
    }
    assert write(view) == {"rentree": "2027"}


def test_what_is_written_is_read_again():
    view = PlacerView("2029", sort="apl", age="0,5", departs="2")
    assert write(view) == {
        "rentree": "2029",
        "tri": "apl",
        "poids_age": "0,5",
        "poids_departs": "2",
    }
    assert read(**write(view)) == (view, ())
    assert view.changed == ("age", "departs")
    assert view.with_first_weights() == PlacerView("2029", sort="apl")


def test_a_decimal_point_is_read_as_a_comma():
    assert read(poids_age="0.5")[0].age == "0,5"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("rentree", "2035", "2026, 2027, 2028, 2029"),
        ("tri", "hasard", "ordre, nom"),
        ("poids_apl", "-1", "0, 0,5, 1"),
        ("poids_apl", "100", "0, 0,5, 1"),
    ],
)
def test_what_cannot_be_read_keeps_its_default_and_says_what_is_expected(name, text, said):
    view, (problem,) = read(**{name: text})
    assert view == PlacerView("2027")
    assert said in problem


def test_each_field_has_its_own_parameter():
    assert len(set(PARAMETERS.values())) == len(PARAMETERS)
