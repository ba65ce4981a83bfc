import numpy as np
import pytest

from models.msu.decision import (
    counted_verdict,
    decided,
    expected_errors,
    is_within_rounding,
    p_below,
    p_below_percentiles,
    p_lowest_fifth,
    verdict,
)


@pytest.fixture(scope="module")
def year(years):
    return years[2024]


def test_percentiles_give_the_chances_of_the_draws_to_half_a_percent(published, year):
    for target in (9_000, 10_000, 13_937, 16_000, 24_000):
        share = published.share(target)
        from_draws, from_table = (
            p_below(year.draws, share),
            p_below_percentiles(year.percentiles, share),
        )
        assert np.isnan(from_table[0])
        assert np.abs(from_draws - from_table)[1:].max() <= 0.0051


def test_a_larger_share_is_never_less_likely_to_be_missed(published, year):
    shares = np.array([published.share(target) for target in range(8_000, 20_000, 500)])
    chances = p_below_percentiles(year.percentiles, shares)[:, 1:]
    assert (np.diff(chances, axis=0) >= 0).all()


def test_a_counted_territory_has_no_chance_but_a_fact(published, years):
    bordeaux = published.rank("SUB-037")
    summary = years[2010]
    assert np.isnan(p_below_percentiles(summary.percentiles, published.share(10_000))[bordeaux])
    assert counted_verdict(338, 400) == "counted_below"
    assert counted_verdict(400, 400) == "counted_above"


@pytest.mark.parametrize(
    ("chance", "expected"),
    [
        (1.0, "probably_below"),
        (0.8, "probably_below"),
        (0.79, "rather_below"),
        (0.6, "rather_below"),
        (0.5, "undecided"),
        (0.4, "rather_above"),
        (0.21, "rather_above"),
        (0.2, "probably_above"),
        (0.0, "probably_above"),
    ],
)
def test_a_chance_has_one_verdict(chance, expected):
    assert verdict(chance) == expected


def test_only_the_territories_named_can_be_named_wrongly():
    chances = np.array([0.9, 0.5, 0.1, 0.7, np.nan])
    assert decided(chances).tolist() == [True, False, True, False, False]
    assert expected_errors(chances) == pytest.approx(0.2)


def test_four_or_five_of_those_named_are_expected_to_be_wrong(published, year):
    chances = p_below(year.draws, published.share(10_000))[published.departements]
    assert 3.5 <= expected_errors(chances) <= 5


def test_mayotte_and_ain_are_probably_in_the_lowest_fifth(published, year):
    chances = year.p_lowest_fifth
    assert np.isnan(chances[0])
    assert chances[published.departements].sum() == pytest.approx(20)
    assert min(chances[published.rank("DEP-976")], chances[published.rank("DEP-01")]) >= 0.8
    regions = slice(1, published.departements.start)
    assert chances[regions].sum() == pytest.approx(4)
    assert chances[published.departements.stop :].sum() == pytest.approx(6)


def test_a_fifth_of_four_territories_is_one_and_of_two_is_none():
    draws = np.array([[1.0, 2.0, 3.0, 4.0], [5.0, 2.0, 3.0, 4.0]])
    assert p_lowest_fifth(draws, np.ones(4)).tolist() == [0.5, 0.5, 0, 0]
    assert np.isnan(p_lowest_fifth(draws[:, :2], np.ones(2))).all()


@pytest.mark.parametrize(
    ("count", "share", "expected", "to_the_rounding"),
    [
        (17, 17, "counted_above", False),
        (16, 17, "counted_above", True),
        (15, 17, "counted_below", False),
        (18, 17, "counted_above", False),
    ],
)
def test_a_count_one_below_a_rounded_share_reaches_it(count, share, expected, to_the_rounding):
    assert counted_verdict(count, share) == expected
    assert is_within_rounding(count, share) is to_the_rounding
