import numpy as np
import pytest

from models.msu.validation import BLENDS, LocalPoint, choose_blend, log_rmse, validate


def points(*rows):
    return [LocalPoint(str(index), *row) for index, row in enumerate(rows)]


def test_the_blend_that_explains_the_counts_is_chosen():
    local = points(("A", 100, True), ("B", 50, True), ("C", 20, False), ("D", 10, False))

    def estimate(blend):
        return np.array([100, 50, 20, 10]) * np.exp(blend - 0.5)

    result = validate(local, estimate)
    assert result.blend == 0.5
    assert result.log_rmse == pytest.approx(0)
    assert result.errors.df == 3


def test_a_place_is_judged_by_a_blend_chosen_without_it():
    # A alone calls for blend 1, the two others for blend 0.
    local = points(("A", 100, True), ("B", 50, True), ("C", 20, False))

    def estimate(blend):
        return np.array([100 * np.exp(3 * (blend - 1)), 50 * np.exp(blend), 20 * np.exp(blend)])

    result = validate(local, estimate)
    assert result.left_out_blend[0] == 0
    assert result.log_error[0] == pytest.approx(3)


def test_blends_that_cannot_be_told_apart_give_the_middle_one():
    # Errors of the places differ far more between themselves than between blends 1 to 3.
    by_place = np.array([[2.0, 2.1, 1.9], [0.11, 0.9, 0.5], [0.10, 0.9, 0.5], [0.12, 0.9, 0.5]])
    assert choose_blend(by_place) == 2


def test_a_blend_that_is_clearly_best_is_taken():
    by_place = np.array([[0.9, 1.0, 1.1], [0.1, 0.11, 0.1], [0.9, 1.0, 1.1]])
    assert choose_blend(by_place) == 1


def test_three_counts_of_one_place_weigh_as_one():
    many = points(
        ("A", 10, False), ("A", 10, False), ("A", 10, False), ("B", 10, True), ("C", 10, True)
    )
    one = points(("A", 10, False), ("B", 10, True), ("C", 10, True))
    offsets = {"A": 0.9, "B": -0.3, "C": 0.1}

    def estimator(local):
        return lambda blend: np.array(
            [10 * np.exp(-offsets[point.group] * (0.5 + blend)) for point in local]
        )

    assert validate(many, estimator(many)).log_rmse == pytest.approx(
        validate(one, estimator(one)).log_rmse
    )


def test_the_proper_error_of_a_departement_is_never_under_half_the_common_one():
    local = points(("A", 10, True), ("B", 10, True), ("C", 10, False))

    def estimate(_):
        return np.array([10 * np.exp(0.4), 10 * np.exp(-0.4), 10.0])

    errors = validate(local, estimate).errors
    assert errors.sigma_subdivision == pytest.approx(0.4)
    assert errors.sigma_departement == pytest.approx(0.2)


def test_the_error_is_reported_for_each_blend():
    local = points(("A", 10, True), ("B", 10, True), ("C", 10, False))
    result = validate(local, lambda _: np.full(3, 20.0))
    assert result.rmse_by_blend == pytest.approx(np.full(len(BLENDS), np.log(2)))
    assert result.median_factor == pytest.approx(2)


def test_the_error_weighs_places_and_not_points():
    # A: 0.3 three times; B: 0.4 once
    assert log_rmse(np.array([0.3, 0.3, 0.3, 0.4]), ["A", "A", "A", "B"]) == pytest.approx(
        np.sqrt((0.3**2 + 0.4**2) / 2)
    )


def test_two_places_are_too_few():
    with pytest.raises(ValueError, match="3 places"):
        validate(points(("A", 10, True), ("B", 10, True)), lambda _: np.ones(2))
