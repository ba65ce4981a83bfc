"""GPs by région of diploma in words: which way a rate goes, who is older, what is not known."""

from __future__ import annotations

import pytest

from dashboard.core.catalog import STAYED_RATE
from dashboard.core.values import Value
from dashboard.themes.diploma import (
    LIBERAL,
    RPPS,
    DiplomaFlow,
    DiplomaRate,
    GpCount,
    age_label,
    count_trend,
    count_trend_text,
    first_age,
    flows_of,
    latest_rate,
    national_sentence,
    older_shares,
    older_way,
    rank_text,
    rate_trend,
    short_trend,
    stayed_sentence,
    trend_text,
)
from tests.dashboard.conftest import plain


def rate(year: int, value: float, half: float = 2.0, *, territory_id: str = "REG-53", **counts):
    return DiplomaRate(
        value=value,
        low=value - half,
        high=value + half,
        status="observed",
        period=str(year),
        territory_id=territory_id,
        indicator_id=STAYED_RATE,
        part_n=counts.get("part_n"),
        whole_n=counts.get("whole_n"),
    )


def count(year: int, value: float) -> Value:
    return Value(value=value, status="observed", period=str(year))


def gps(age: str, doctors_n: int, source_id: str = RPPS, mode_id: str = "ensemble") -> GpCount:
    return GpCount("DEP-12", 2025, age, mode_id, doctors_n, "observed", source_id, "feuille")


@pytest.mark.parametrize(
    ("last", "way", "text"),
    [
        (60.0, "up", "en hausse (+5 points depuis 2012)"),
        (50.0, "down", "en baisse (−5 points depuis 2012)"),
        (58.0, "unclear", "sans évolution nette (+3 points depuis 2012)"),
    ],
)
def test_a_rate_goes_a_way_when_its_two_intervals_do_not_overlap(last, way, text):
    trend = rate_trend([rate(2012, 55.0), rate(2020, 99.0), rate(2026, last)])
    assert trend is not None
    assert trend.way == way
    assert plain(trend_text(trend)) == text


def test_one_year_has_no_trend():
    assert rate_trend([rate(2026, 55.0)]) is None
    for text in (trend_text(None), count_trend_text(None), short_trend(None)):
        assert plain(text) == "n. d."


@pytest.mark.parametrize(
    ("first", "last", "way"),
    [(12, 22, "unclear"), (12, 40, "up"), (40, 12, "down"), (0, 0, "unclear")],
)
def test_a_small_count_goes_a_way_when_chance_does_not_explain_it(first, last, way):
    trend = count_trend([count(2014, first), count(2024, last)])
    assert trend is not None
    assert trend.way == way


def test_a_sentence_gives_the_interval_the_counts_and_the_day():
    text = plain(stayed_sentence("Bretagne", rate(2025, 55.4, part_n=935, whole_n=1689)))
    assert text == (
        "Bretagne : 55 % (53 à 57) des généralistes qui y ont été diplômés y exercent au 1er "
        "janvier 2025 (935 sur 1 689)"
    )
    assert "(" not in plain(stayed_sentence("Bretagne", rate(2025, 55.4))).split("2025")[1]


def test_the_nation_is_about_those_who_practise_in_their_own_region():
    text = plain(national_sentence(rate(2025, 61.0, territory_id="FR")))
    assert text.startswith("61 % (59 à 63) des généralistes diplômés en France exercent dans leur")


def test_a_region_is_ranked_among_those_of_the_year_and_not_against_the_nation():
    rates = [
        rate(2025, 70.0, territory_id="REG-84"),
        rate(2025, 55.0),
        rate(2025, 60.0, territory_id="FR"),
        rate(2024, 90.0, territory_id="REG-11"),
    ]
    assert plain(rank_text(rates, rates[1])) == "2e sur 2 régions"
    assert latest_rate(rates, STAYED_RATE, "REG-11") == rates[3]
    assert latest_rate(rates, STAYED_RATE, None) is None


def test_those_of_a_place_are_told_apart_from_those_who_come_to_it_largest_first():
    flows = [
        DiplomaFlow("REG-53", "REG-52", 2025, 20, "observed", RPPS, ""),
        DiplomaFlow("REG-53", "REG-53", 2025, 90, "observed", RPPS, ""),
        DiplomaFlow("ETR", "REG-53", 2025, 5, "observed", RPPS, ""),
        DiplomaFlow("REG-53", "REG-53", 2024, 80, "observed", RPPS, ""),
    ]
    out, into = flows_of(flows, "REG-53", 2025)
    assert [item.doctors_n for item in out] == [90, 20]
    assert [item.origin_id for item in into] == ["REG-53", "ETR"]


def test_the_older_are_counted_out_of_everyone_with_an_interval():
    counts = [gps("ensemble", 400), gps("0-39", 150), gps("40-59", 150), gps("60+", 100)]
    (share,) = older_shares(counts, RPPS)
    assert (share.older_n, share.doctors_n, share.value) == (100, 400, 25.0)
    assert share.low < 25 < share.high
    assert older_way([share, share]) == "unclear"


def test_a_class_that_straddles_sixty_or_an_unknown_total_gives_no_share():
    assert older_shares([gps("ensemble", 9), gps("55-64", 4), gps("65+", 2)], RPPS) == ()
    assert older_shares([gps("60+", 4)], RPPS) == ()


def test_the_liberal_of_the_cnam_and_all_modes_of_the_rpps_are_never_mixed():
    counts = [
        gps("ensemble", 400),
        gps("60+", 100),
        gps("60+", 60, mode_id="liberal"),
        gps("ensemble", 90, LIBERAL, "liberal"),
        gps("60+", 45, LIBERAL, "liberal"),
    ]
    assert [item.value for item in older_shares(counts, RPPS)] == [25.0]
    assert [item.value for item in older_shares(counts, LIBERAL)] == [50.0]


@pytest.mark.parametrize(
    ("age", "label", "first"),
    [
        ("0-39", "moins de 40 ans", 0),
        ("50-54", "50 à 54 ans", 50),
        ("70+", "70 ans et plus", 70),
    ],
)
def test_an_age_class_is_said_in_words(age, label, first):
    assert plain(age_label(age)) == label
    assert first_age(age) == first
