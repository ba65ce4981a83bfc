from dataclasses import replace
from operator import attrgetter

import numpy as np
import pytest
from scipy import stats

from etl.transform.msu_scores import score_table
from models.msu import evidence as evidence_of
from models.msu.hierarchical import draw_cells, fit
from models.msu.scores import Forecast, Judged, leave_out, score
from models.msu.worlds import WORLDS, calibrate

PLACE = attrgetter("place")


def normal(mean, sd):
    return Forecast(np.ones(1), np.array([mean]), np.array([sd]))


@pytest.fixture(scope="module")
def table(published):
    found = score_table(
        published.facts,
        published.evidence,
        published.v1,
        published.v1_points,
        published.since,
    )
    return found.set_index(["scored_on", "method_id", "fitted_on", "left_out"]).sort_index()


def test_sound_counts_left_out_by_place_are_scored_as_designed(table):
    row = table.loc["sound", "msu-v2", "all_evidence", "place"]
    assert row["counts"] == 20
    assert row["log_rmse"] <= 0.30
    assert row["log_score"] >= -0.27
    assert row["inside_95"] == 20


def test_scores_are_those_of_the_committed_table(table):
    """A change of method or of evidence changes them: decision 010 is then written again."""
    committed = {
        ("sound", "msu-v2", "all_evidence", "place"): (0.292, -0.253),
        ("sound", "msu-v2", "all_evidence", "cluster"): (0.355, -0.366),
        ("v1_points", "msu-v2", "own_points", "place"): (0.381, -0.435),
        ("v1_points", "msu-v1", "v1_points", "place"): (0.357, -0.456),
    }
    for key, (log_rmse, log_score) in committed.items():
        row = table.loc[key]
        assert row["log_rmse"] == pytest.approx(log_rmse, abs=0.001), key
        assert row["log_score"] == pytest.approx(log_score, abs=0.001), key


def test_on_the_points_of_v1_alone_v2_is_not_better(table):
    first = table.loc["v1_points", "msu-v1", "v1_points", "place"]
    second = table.loc["v1_points", "msu-v2", "own_points", "place"]
    assert second["log_rmse"] > first["log_rmse"]


def test_counts_found_since_are_foreseen_better_than_by_v1(table):
    first = table.loc["found_since", "msu-v1", "v1_points", "since"]
    second = table.loc["found_since", "msu-v2", "earlier_evidence", "since"]
    assert first["counts"] == second["counts"] == 6
    assert second["log_score"] > first["log_score"]
    assert second["log_rmse"] < first["log_rmse"]


def test_leaving_a_place_out_is_fitting_without_it(published):
    judged = {item.name: item for item in leave_out(published.posterior, PLACE)}
    others = [item for item in published.evidence if item.place != "aveyron"]
    alone = next(item for item in published.evidence if item.name == "aveyron-2014")
    refitted = fit(published.facts, [*others, alone])
    expected = next(item for item in leave_out(refitted, PLACE) if item.name == "aveyron-2014")
    assert judged["aveyron-2014"].forecast.quantiles([0.1, 0.5, 0.9]) == pytest.approx(
        expected.forecast.quantiles([0.1, 0.5, 0.9]), abs=1e-4
    )


@pytest.mark.parametrize("name", ["DEP-12", "DEP-46", "DEP-59", "SUB-026"])
def test_draws_have_the_law_that_the_algebra_foresees(published, name):
    when, total = published.national[2024]
    cells = published.build.cells.members([name])
    count = evidence_of.imported(name, cells, when, 100)
    model = fit(published.facts, published.evidence)
    foreseen = next(
        item
        for item in leave_out(fit(published.facts, [*published.evidence, count]), PLACE)
        if item.name == count.name
    )
    drawn = np.log(draw_cells(model, when, total)[:, list(cells)].sum(axis=1))
    levels = [0.1, 0.5, 0.9]
    assert np.quantile(drawn, levels) == pytest.approx(
        foreseen.forecast.quantiles(levels), abs=0.03
    )


def test_a_value_left_out_does_not_change_its_own_forecast(published):
    changed = [
        replace(item, log_value=item.log_value + 1) if item.name == "lille-2012" else item
        for item in published.evidence
    ]
    forecasts = [
        next(
            item
            for item in leave_out(fit(published.facts, evidence), PLACE)
            if item.place == "lille"
        )
        for evidence in (published.evidence, changed)
    ]
    assert forecasts[0].forecast.quantiles([0.5]) == pytest.approx(
        forecasts[1].forecast.quantiles([0.5]), abs=1e-4
    )


def test_scores_of_a_normal_law_are_the_textbook_ones():
    forecast = normal(4.0, 0.3)
    z = (4.2 - 4.0) / 0.3
    crps = 0.3 * (z * (2 * stats.norm.cdf(z) - 1) + 2 * stats.norm.pdf(z) - np.pi**-0.5)
    assert forecast.crps(4.2) == pytest.approx(crps, abs=1e-4)
    assert forecast.log_density(4.2) == pytest.approx(stats.norm.logpdf(4.2, 4.0, 0.3))
    assert forecast.quantiles([0.5])[0] == pytest.approx(4.0)


def test_counts_of_one_place_share_one_unit_of_weight():
    judged = [
        Judged("a", "aveyron", 4.0, normal(4.3, 0.3)),
        Judged("b", "aveyron", 4.0, normal(4.3, 0.3)),
        Judged("c", "lille", 4.0, normal(4.0, 0.3)),
    ]
    assert score(judged).log_rmse == pytest.approx((0.3**2 / 2) ** 0.5, abs=1e-4)
    assert score(judged).inside == (1, 3, 3)


def test_simulated_worlds_are_covered_as_often_as_said(published):
    shares = [published.share(target)[published.departements] for target in (10_000, 15_000)]
    found = calibrate(
        published.posterior,
        WORLDS[0],
        shares,
        time=published.national[2024][0],
        worlds=40,
        draws=300,
    )
    assert 0.75 <= found.coverage[1] <= 0.85
    assert found.right_below / found.named_below >= 0.8
    assert found.right_above / found.named_above >= 0.8
