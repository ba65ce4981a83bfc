"""The sentences of « Données et méthode »."""

from __future__ import annotations

import pytest

from dashboard.core.catalog import Source
from dashboard.views.donnees.words import (
    coverage_words,
    estimation,
    licence_words,
    retention,
    unknown_indicator,
    years_words,
)


@pytest.mark.parametrize(
    ("years", "text"),
    [((2024, 2024), "2024"), ((2010, 2024), "2010 à 2024"), (None, "n.\u00a0d.")],
)
def test_years_are_one_several_or_missing(years, text):
    assert years_words(years) == text


def test_the_coverage_of_a_level_counts_its_territories_unless_it_is_the_nation():
    assert coverage_words("departement", 101, (2010, 2024)) == "101 départements (2010 à 2024)"
    assert coverage_words("national", 1, (2024, 2024)) == "France (2024)"


def test_a_source_says_its_licence_and_where_it_was_read_when_that_is_known():
    full = Source("S", "T", "DREES", "data.gouv.fr", None, "Licence Ouverte", "2024-05", "official")
    bare = Source("S", "T", "DREES", None, None, "non précisée", None, "official")
    assert licence_words(full) == (
        "Licence : Licence Ouverte ; publié : mai 2024 ; lu dans data.gouv.fr"
    )
    assert licence_words(bare) == "Licence : non précisée"


def test_an_unknown_indicator_is_quoted_short():
    assert len(unknown_indicator("x" * 10_000)) < 200


def test_a_method_is_described_with_the_parameters_of_the_build():
    names = (
        "blend", "blend_sd", "bounds", "draws", "evidence", "interval_factor_80",
        "interval_factor_95", "memory", "memory_sd", "sigma_departement",
        "sigma_departement_sd", "sigma_subdivision", "sigma_subdivision_sd",
    )  # fmt: skip
    text = estimation(dict.fromkeys(names, 0.5) | {"blend": 0.37, "draws": 4_000})
    text = text.replace("\u00a0", " ")
    assert "Poids des internes 0,37 ± 0,50" in text
    assert "4\u202f000 tirages" in text


def test_the_method_of_entries_and_exits_has_the_parameters_of_the_build():
    rates = ("cessation_rate", "cessation_rate_margin", "interval_level")
    assert "9,5 % par an des généralistes" in retention(dict.fromkeys(rates, 9.5)).replace(
        "\u00a0", " "
    )
