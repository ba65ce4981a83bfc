"""Imported years: known, withheld, absent and zero are four things; nothing withheld comes back."""

from __future__ import annotations

import pytest

from dashboard.views.fidelisation.installations.imported import (
    ENTRIES,
    EXITS,
    age_structure,
    total_of,
)
from tests.support.movements import row, years_of


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def test_known_withheld_absent_and_zero_are_told_apart():
    years = years_of(row(2020, 0, 12), row(2023, 9, None), withheld=[(2023, "ensemble", EXITS)])
    assert [year.year for year in years] == [2020, 2021, 2022, 2023]
    assert [plain(year.entries.words) for year in years] == ["0", "n. d.", "n. d.", "9"]
    assert [plain(year.exits.words) for year in years] == ["12", "n. d.", "n. d.", "masqué"]
    assert [year.net for year in years] == [-12, None, None, None]
    assert [bool(year.source_ids) for year in years] == [True, False, False, True]


def test_without_import_there_is_no_year():
    assert years_of(row(2022, 5, 3, field="rpps_and_liberal")) == ()


def test_a_year_withheld_whole_is_still_there():
    (year,) = years_of(withheld=[(2019, "ensemble", ENTRIES), (2019, "ensemble", EXITS)])
    assert (year.entries.words, year.exits.words, year.status) == ("masqué", "masqué", None)


def test_ages_alone_make_a_total_only_when_all_are_published():
    ages = ("moins_40", "de_40_a_49", "de_50_a_59", "60_plus")
    whole = years_of(*(row(2020, 5, 6, age=age) for age in ages))
    assert (whole[0].entries.total, whole[0].exits.total, whole[0].net) == (20, 24, -4)
    partly = years_of(*(row(2020, 5, age=age) for age in ages[:2]))
    assert partly[0].entries.total is None
    assert partly[0].entries.words == "au moins 10"


def test_a_withheld_total_is_never_rebuilt_from_its_ages():
    ages = ("moins_40", "de_40_a_49", "de_50_a_59", "60_plus")
    years = years_of(
        *(row(2020, 5, age=age) for age in ages), withheld=[(2020, "ensemble", ENTRIES)]
    )
    assert years[0].entries.total is None


def test_what_no_age_tells_is_the_total_less_the_ages_published():
    years = years_of(
        row(2020, 11, 8), row(2020, 7, None, age="moins_40"), withheld=[(2020, "60_plus", EXITS)]
    )
    assert years[0].entries.without_age == 4
    assert years[0].exits.without_age == 8
    assert years_of(row(2020, 11, 8))[0].entries.without_age == 0


def test_ages_that_exceed_their_total_are_left_out():
    (year,) = years_of(row(2020, 11, 8), row(2020, 14, 2, age="moins_40"))
    assert year.entries.ages == ()
    assert year.entries.total == 11


def test_a_total_over_the_years_says_what_it_lacks():
    years = years_of(row(2020, 10, 4), row(2022, 6, 5), withheld=[(2023, "ensemble", ENTRIES)])
    total = total_of(years, ENTRIES)
    assert (total.count, total.withheld, total.absent) == (16, 1, 1)
    assert not total.is_whole


def test_an_age_structure_says_at_least_where_a_year_is_withheld():
    years = years_of(
        row(2020, 12, 10),
        row(2020, 8, 5, age="moins_40"),
        row(2021, 10, 10),
        row(2021, None, 5, age="moins_40"),
        withheld=[(2021, "moins_40", ENTRIES), (2020, "60_plus", EXITS)],
    )
    young, *_, without_age = age_structure(years, ENTRIES)
    assert (young.count, young.is_at_least) == (8, True)
    assert young.share_pct == pytest.approx(100 * 8 / 22)
    assert (without_age.count, without_age.is_at_least) == (14, False)
    assert not age_structure(years, EXITS)[0].is_at_least


def test_no_age_published_gives_no_structure():
    assert age_structure(years_of(row(2020, 12, 10)), ENTRIES) == ()
    withheld = years_of(row(2020, 12, 10), withheld=[(2020, "60_plus", ENTRIES)])
    assert age_structure(withheld, ENTRIES) == ()


def test_zero_installations_give_no_share():
    years = years_of(row(2020, 0, 10), row(2020, 0, 10, age="60_plus"))
    assert {part.share_pct for part in age_structure(years, ENTRIES)} == {None}
