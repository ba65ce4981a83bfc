"""The law of each estimated number of MSU, as the build publishes it from the committed figures."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from models.msu.decision import expected_errors
from tests.support.msu import read_published
from tests.validation.__main__ import left_out_scores

LATEST = "2024"


@pytest.fixture(scope="module")
def gaps(tables):
    """Gaps of the départements in the latest year, shares by population."""
    rows = tables["msu_gap"].merge(tables["territory"][["territory_id", "level"]])
    return rows.query(
        "level == 'departement' and period == @LATEST and key_id == 'population'",
        local_dict={"LATEST": LATEST},
    )


@pytest.mark.parametrize(("target", "least"), [("arnault-2018", 50), ("gouvernement-2026", 40)])
def test_the_estimate_decides(gaps, target, least):
    chances = gaps[gaps["target_id"] == target]["p_below"]
    assert ((chances >= 0.8) | (chances <= 0.2)).sum() >= least


def test_four_or_five_of_those_named_are_expected_to_be_wrong(gaps):
    chances = gaps[gaps["target_id"] == "arnault-2018"]["p_below"].dropna()
    assert 3 < expected_errors(chances) < 6


def test_more_msu_asked_for_never_makes_a_territory_less_likely_to_be_below(tables):
    targets = tables["target"].set_index("target_id")["value_msu"]
    rows = tables["msu_gap"].query("key_id == 'population'").dropna(subset=["p_below"])
    rows = rows.assign(target=rows["target_id"].map(targets)).sort_values("target")
    steps = rows.groupby(["territory_id", "period"])["p_below"].diff().dropna()
    assert (steps >= -1e-9).all()


def test_every_estimate_has_its_law_and_no_count_has_one(tables):
    msu = tables["observation"].query("indicator_id == 'msu'")
    estimated = msu[msu["status"] == "estimated"].set_index(["territory_id", "period"]).index
    laws = tables["msu_estimate"].set_index(["territory_id", "period"])
    assert set(laws.index) == set(estimated)
    percentiles = tables["msu_percentile"].groupby(["territory_id", "period"]).size()
    assert set(percentiles.index) == set(estimated)
    assert (percentiles == 99).all()


def test_the_intervals_are_nested_around_the_mean(tables):
    laws = tables["msu_estimate"]
    order = ["low95", "low80", "low50", "mean", "high50", "high80", "high95"]
    values = laws[[f"{name}_msu" for name in order]].to_numpy()
    assert (np.diff(values, axis=1) >= 0).all()


def test_the_means_sum_to_the_nation_with_the_counts(tables):
    msu = tables["observation"].query("indicator_id == 'msu'")
    rows = msu.merge(tables["msu_estimate"], how="left").merge(
        tables["territory"][["territory_id", "level"]]
    )
    rows["published"] = rows["mean_msu"].fillna(rows["value"])
    sums = rows.pivot_table(index="period", columns="level", values="published", aggfunc="sum")
    for level in ("departement", "region", "subdivision"):
        assert sums[level].tolist() == sums["national"].tolist()


def test_the_published_value_of_aveyron_follows_its_counts(tables):
    rows = tables["observation"].query("indicator_id == 'msu' and territory_id == 'DEP-12'")
    values = rows.set_index("period")["value"]
    assert (values["2014"], values["2016"]) == (52, 55)
    steps = values[["2016", "2017", "2018", "2019"]].pct_change().dropna().abs()
    assert (steps < 0.20).all()


def test_one_departement_in_five_is_in_the_lowest_fifth(tables):
    rows = tables["msu_estimate"].query("period == @LATEST", local_dict={"LATEST": LATEST})
    departements = rows[rows["territory_id"].str.startswith("DEP-")]["p_lowest_fifth"]
    assert departements.sum() == pytest.approx(20, abs=0.01)
    assert rows.set_index("territory_id")["p_lowest_fifth"].idxmax() in {"DEP-976", "REG-06"}


def test_the_moments_hold_every_unit_that_somebody_may_count(tables):
    means = tables["msu_log_mean"].sort_values("rank")
    kinds = means["unit_id"].str[:3].tolist()
    assert kinds[:101] == ["DEP"] * 101
    assert kinds[101:129] == ["SUB"] * 28
    assert all("/" in name for name in means["unit_id"][129:])
    pairs = tables["msu_log_covariance"]
    assert len(pairs) == len(means) * (len(means) + 1) / 2
    variances = pairs[pairs["unit_id"] == pairs["other_unit_id"]]["covariance"]
    assert (variances > 0).all()


def test_the_scores_of_the_application_are_those_that_one_command_computes(
    tables, tmp_path_factory
):
    published = read_published(tmp_path_factory.mktemp("scores"))
    computed = left_out_scores(published).reset_index(drop=True)
    shown = tables["msu_score"].sort_values("rank").drop(columns="rank").reset_index(drop=True)
    pd.testing.assert_frame_equal(
        shown[computed.columns], computed, check_dtype=False, check_exact=False, atol=0.002
    )
