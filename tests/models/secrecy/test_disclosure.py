"""Numbers of a register of persons: no small one can be found out from the others."""

from __future__ import annotations

import itertools

import pytest

from models.secrecy.disclosure import Disclosure, Disclosures, disclose

EXACT, SMALL, WITHHELD = Disclosure.EXACT, Disclosure.SMALL, Disclosure.WITHHELD


def test_large_numbers_and_what_is_counted_among_them_are_given():
    assert disclose({"a": 12, "b": 5}, {"due": 7, "late": 2}, 5) == Disclosures(
        {"a": EXACT, "b": EXACT}, EXACT, {"due": EXACT, "late": SMALL}
    )


def test_one_small_number_takes_its_sum_and_what_could_bound_it_with_it():
    assert disclose({"a": 12, "b": 3}, {"due": 14, "late": 9}, 5) == Disclosures(
        {"a": EXACT, "b": SMALL}, WITHHELD, {"due": WITHHELD, "late": WITHHELD}
    )


def test_zero_is_a_small_number_of_persons():
    assert disclose({"a": 0, "b": 9}, {}, 5) == Disclosures({"a": SMALL, "b": EXACT}, WITHHELD, {})


def test_what_does_not_count_persons_is_given_as_it_is():
    disclosures = disclose({"a": 0, "b": 1}, {"due": None}, 0)
    assert disclosures == Disclosures({"a": EXACT, "b": EXACT}, EXACT, {"due": EXACT})
    assert not disclosures.is_partial


@pytest.mark.parametrize(("counts", "more"), [({"a": 2}, {}), ({"a": 9}, {"late": 1})])
def test_numbers_are_partial_as_soon_as_one_is_not_given(counts, more):
    assert disclose(counts, more, 5).is_partial


@pytest.mark.parametrize("threshold", [3, 5])
def test_whatever_is_given_every_small_number_may_be_any_one_under_the_threshold(threshold):
    """A reader who tries every table that shows the same finds each value possible."""
    tables = list(itertools.product(range(threshold + 2), repeat=3))
    views = {counts: seen(counts, threshold) for counts in tables}
    for counts in tables:
        disclosures = disclose(dict(zip("abc", counts, strict=True)), {}, threshold)
        if disclosures.total is SMALL:
            continue
        same = [other for other in tables if views[other] == views[counts]]
        for rank, name in enumerate("abc"):
            if disclosures.counts[name] is SMALL:
                assert {other[rank] for other in same} == set(range(threshold)), counts


def seen(counts: tuple[int, ...], threshold: int) -> list:
    """What a reader sees of some counts and of their sum."""
    disclosures = disclose(dict(zip("abc", counts, strict=True)), {}, threshold)
    numbers = [*zip(counts, disclosures.counts.values(), strict=True)]
    numbers.append((sum(counts), disclosures.total))
    return [count if how is EXACT else how for count, how in numbers]
