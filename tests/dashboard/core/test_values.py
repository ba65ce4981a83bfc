"""Values with what must be said of them, those of a level; ranks with ties and missing values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.core.values import Measure, Value, rank_of
from tests.support.comparison import level_values

VALUES = [10.0, 30.0, None, 30.0, 20.0]


@pytest.mark.parametrize(
    ("index", "ascending", "rank"),
    [
        (0, True, (1, 1, 4)),
        (0, False, (4, 4, 4)),
        (1, False, (1, 2, 4)),
        (3, False, (1, 2, 4)),
        (1, True, (3, 4, 4)),
        (4, False, (3, 3, 4)),
    ],
)
def test_ties_share_their_places_and_missing_values_do_not_count(index, ascending, rank):
    assert rank_of(VALUES, index, ascending=ascending) == rank


def test_a_missing_value_has_no_rank():
    assert rank_of(VALUES, 2, ascending=True) is None


def test_alone_is_first_of_one():
    assert rank_of([None, 5.0], 1, ascending=True) == (1, 1, 1)


def test_all_equal_share_every_place():
    assert rank_of([0.0, 0.0, 0.0], 1, ascending=False) == (1, 3, 3)


@given(st.lists(st.one_of(st.none(), st.integers(-5, 5)), min_size=1), st.booleans())
def test_places_fill_1_to_n_exactly(values, ascending):
    taken = [rank_of(values, index, ascending=ascending) for index in range(len(values))]
    known = [rank for rank in taken if rank]
    covered = {place for best, worst, _ in known for place in range(best, worst + 1)}
    assert covered == set(range(1, len(known) + 1))
    assert all(total == len(known) for _, _, total in known)


def test_only_a_value_that_comes_from_a_method_is_an_estimate():
    assert Measure(53.0, status="estimated").is_estimate
    assert not Measure(53.0, status="observed").is_estimate
    assert not Measure(None, status="estimated").is_estimate


def test_a_note_is_put_before_that_of_the_value_and_the_class_of_the_value_is_kept():
    value = Value(value=53.0, status="observed", note="au 1er janvier")
    noted = value.with_note("valeur de la subdivision de Toulouse")
    assert isinstance(noted, Value)
    assert noted.note == "valeur de la subdivision de Toulouse ; au 1er janvier"
    assert value.with_note("") == value


def test_a_published_value_is_never_built_without_its_status():
    with pytest.raises(TypeError, match="status"):
        Value(value=53.0)


def test_the_measure_of_a_territory_is_its_place_in_every_column_of_the_level():
    level = level_values((45.3, None), (12.0, None), (80.1, None), ("estimated", None))
    here, missing = level.measure(0), level.measure_of(level.ids[1])
    assert here == Measure(45.3, 12.0, 80.1, "estimated", "2024", ("S1",))
    assert (missing.value, missing.ends, missing.source_id) == (None, (None,) * 3, "S1")
