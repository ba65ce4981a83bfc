"""Year, level and levers: read back from the address as written, refused, or put in words."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.core.selection import DATA_SET, PARAMETERS
from dashboard.queries.stages import fetch_model
from dashboard.themes.stages import LEVEL_NAMES
from dashboard.views.stages.view import (
    BY_NAME,
    LEVERS,
    STAGE_PARAMETERS,
    StageView,
    parse_stage_view,
    write_stage_view,
)
from models.stages.balance import LIMITS, Parameters
from models.stages.maquettes import LEVELS

YEARS = (2025, 2026, 2027)
REFERENCE = Parameters(
    third_cycle_places=0.734997,
    sfe_part=0.080629,
    dj_places=0.705445,
    cycle2_places=0.757046,
    cycle2_weeks=6,
)


@pytest.fixture
def model(connection):
    return fetch_model.read(connection)


def shown_values(lever) -> st.SearchStrategy[float]:
    low, high = lever.bounds
    return (
        st.floats(low, high)
        .map(lambda value: lever.read(f"{value:.4f}"))
        .filter(lambda value: value is not None)
    )


def view_of(year: int, level_id: str, values: dict[str, float | None]) -> StageView:
    view = StageView(year, level_id)
    for name, value in values.items():
        view = view.with_lever(name, value)
    return view


views = st.builds(
    view_of,
    st.sampled_from(YEARS),
    st.sampled_from(LEVELS),
    st.fixed_dictionaries({item.name: st.none() | shown_values(item) for item in LEVERS}),
)


def test_every_parameter_of_the_model_has_one_lever_in_the_same_order():
    assert [lever.name for lever in LEVERS] == [item.name for item in fields(Parameters)]
    assert set(LEVEL_NAMES) == set(LEVELS)


def test_parameters_of_the_address_are_distinct_from_those_of_other_pages():
    names = [lever.parameter for lever in LEVERS]
    assert len(STAGE_PARAMETERS) == len(names) + 2
    assert not STAGE_PARAMETERS & {*PARAMETERS.values(), DATA_SET, "page", "definition"}


@given(views)
def test_a_view_is_read_back_as_it_was_written(view):
    read, problems = parse_stage_view(write_stage_view(view), YEARS)
    assert read == view
    assert problems == ()


@given(views)
def test_any_view_gives_parameters_within_their_limits(view):
    parameters = view.parameters(REFERENCE)
    for name, (low, high) in LIMITS.items():
        value = getattr(parameters, name)
        assert value is None or low <= value <= high


@pytest.mark.parametrize("lever", LEVERS, ids=lambda lever: lever.parameter)
@pytest.mark.parametrize("bound", [0, 1], ids=["low", "high"])
def test_the_bounds_shown_are_accepted_and_nothing_beyond(lever, bound):
    end = lever.bounds[bound]
    beyond = end + (-1, 1)[bound] * 10**-lever.decimals
    assert lever.read(lever.write(end)) == end
    assert lever.read(lever.write(beyond)) is None
    StageView(2027).with_lever(lever.name, end).parameters(REFERENCE)


@pytest.mark.parametrize("text", ["", "nan", "inf", "1e3", "abc", "--1", "99999", "1 000", "0x1"])
def test_what_is_not_a_number_is_refused_in_french(text):
    view, problems = parse_stage_view({"promotions": text}, YEARS)
    assert view == StageView(2027)
    assert len(problems) == 1
    assert "Taille des promotions" in problems[0]
    assert "de 0 à 300" in problems[0]


@pytest.mark.parametrize(
    ("parameter", "text", "expected"),
    [("formation", "2040", "de 2025 à 2027"), ("stage", "N2", "3C, N1, SASPAS")],
)
def test_an_impossible_year_or_level_is_told_and_keeps_its_default(parameter, text, expected):
    view, problems = parse_stage_view({parameter: text}, YEARS)
    assert view == StageView(2027, "3C")
    assert expected in problems[0]
    assert f"« {text} »" in problems[0]


def test_a_decimal_comma_is_read_as_a_point():
    assert parse_stage_view({"places": "0,9"}, YEARS)[0].levers == (("third_cycle_places", 0.9),)


def test_a_lever_set_to_its_reference_is_not_a_change():
    view = StageView(2027).with_lever("dj_places", 0.71).with_lever("intake", 100)
    assert view.at_reference(REFERENCE) == StageView(2027)
    assert view.with_lever("dj_places", 0.72).at_reference(REFERENCE).levers == (
        ("dj_places", 0.72),
    )


def test_an_emptied_lever_leaves_the_view():
    view = StageView(2027).with_lever("sfe_ambulatory", 40)
    assert view.with_lever("sfe_ambulatory", None) == StageView(2027)
    assert BY_NAME["sfe_ambulatory"].value_of(REFERENCE) is None


def test_a_changed_lever_carries_its_reference(model):
    view = StageView(2027).with_lever("intake", 110).with_lever("sfe_ambulatory", 40)
    promotions, share = view.hypotheses(model)
    assert "110" in promotions
    assert "référence : 100" in promotions
    assert "21,1" in share
    assert StageView(2027).hypotheses(model) == ()


def test_the_reference_of_a_stage_is_what_the_maquettes_ask_that_year(model):
    def text(name: str, year: int) -> str:
        return BY_NAME[name].reference_text(model, year)

    assert text("dj_semesters", 2027).startswith("2,")
    assert text("sfe_semesters", 2027).startswith("1,")
    assert text("sfe_semesters", 2022).startswith("2,")
    assert text("sfe_ambulatory", 2027).startswith("21,1,")
    assert "pas de ce stage" in text("dj_semesters", 2026)
    assert text("dj_zip_zac", 2027) == "comme les généralistes installés"


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("third_cycle_places", 0.7, "0.7"),
        ("third_cycle_places", 0.734997, "0.73"),
        ("third_cycle_places", 0.698, "0.7"),
        ("intake", 110.0, "110"),
        ("n1_tilt", -5.0, "-5"),
        ("sfe_part", 8.0, "8"),
    ],
)
def test_a_value_is_written_with_no_more_digits_than_it_needs(name, value, text):
    assert BY_NAME[name].write(value) == text
