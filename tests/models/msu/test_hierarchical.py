import numpy as np
import pandas as pd

from etl.extract.local import LocalFiles
from etl.transform import msu_inputs
from etl.transform.msu_years import known_counts, published_counts
from models.msu import evidence as evidence_of
from models.msu.decision import decided, p_below
from models.msu.estimate import LocalCount
from models.msu.hierarchical import draw_cells, fit

AVEYRON, AVEYRON_COUNT = "DEP-12", 110


def with_imports(published, monkeypatch, **counts):
    """The model once counts of 2024 are imported, by département, and those that are public."""
    rows = pd.DataFrame(
        {
            "territory_id": [f"DEP-{code[1:]}" for code in counts],
            "period": "2024-12-31",
            "total_msu": list(counts.values()),
            "line": range(2, 2 + len(counts)),
            "source_id": "LOCAL-1",
        }
    )
    monkeypatch.setattr(published.build, "local", LocalFiles(rows={"msu": rows}))
    # What the imports of another test gave is kept by the build.
    monkeypatch.setattr(published.build, "imported_msu", None)
    known = known_counts(published.build)
    imported = msu_inputs.imported_evidence(published.build, published.facts, known)
    return imported, fit(published.facts, [*published.evidence, *imported], published.bounds)


def test_every_level_sums_to_the_national_count_in_every_draw(published, years):
    cells = published.build.cells
    regions = len(cells.region_ids)
    for year, summary in years.items():
        _, total = published.national[year]
        for values in (summary.draws, summary.mean[None, :]):
            np.testing.assert_allclose(values[:, 0], total)
            np.testing.assert_allclose(values[:, 1 : 1 + regions].sum(axis=1), total)
            np.testing.assert_allclose(values[:, published.departements].sum(axis=1), total)


def test_counts_of_the_year_hold_in_every_draw(published, years):
    bordeaux, aveyron = published.rank("SUB-037"), published.rank(AVEYRON)
    np.testing.assert_allclose(years[2010].draws[:, bordeaux], 338)
    np.testing.assert_allclose(years[2016].draws[:, aveyron], 55)
    assert years[2016].mean[aveyron] == 55


def test_an_approximate_count_keeps_an_interval(published, years):
    drome = published.rank("DEP-26")
    assert years[2018].low[0.80][drome] < years[2018].high[0.80][drome]


def test_the_same_seed_gives_the_same_draws_and_another_nearly_the_same_chances(published):
    when, total = published.national[2024]
    first = draw_cells(published.posterior, when, total)
    np.testing.assert_array_equal(first, draw_cells(published.posterior, when, total))
    other = draw_cells(published.posterior, when, total, seed=5)
    share = published.share(10_000)
    cells = published.build.cells
    chances = [p_below(cells.sum_levels(draws), share) for draws in (first, other)]
    assert np.abs(chances[0] - chances[1]).max() <= 0.04


def test_fifty_departements_are_decided_at_ten_thousand_and_forty_at_fifteen(published, years):
    draws = years[2024].draws[:, published.departements]
    for target, least in ((10_000, 50), (15_000, 40)):
        chances = p_below(draws, published.share(target)[published.departements])
        assert decided(chances).sum() >= least


def test_published_values_lie_in_their_intervals_which_widen_with_their_level(years):
    for summary in years.values():
        for level in (0.50, 0.80, 0.95):
            assert (summary.low[level] <= summary.mean).all()
            assert (summary.mean <= summary.high[level]).all()
        assert (summary.low[0.95] <= summary.low[0.80]).all()
        assert (summary.high[0.50] <= summary.high[0.80]).all()


def test_no_departement_moves_by_a_fifth_beside_the_nation_unless_a_count_says_so(published, years):
    for year in years:
        if year - 1 not in years:
            continue
        before, after = years[year - 1], years[year]
        nation = after.mean[0] / before.mean[0]
        counted = {
            cell
            for when in (year - 1, year)
            for territory_id in published_counts(published.rows, when)
            for cell in published.build.cells.members([territory_id])
        }
        for rank, name in enumerate(published.build.cells.territory_ids):
            if not name.startswith("DEP") or counted & set(published.build.cells.members([name])):
                continue
            # A median, because whole numbers under ten move by steps of more than a tenth.
            move = after.median[rank] / before.median[rank] / nation
            assert abs(move - 1) < 0.2, (name, year, move)


def test_the_counts_of_aveyron_carry_over_to_the_years_without_any(published, years):
    rank = published.rank(AVEYRON)
    series = {year: int(summary.mean[rank]) for year, summary in years.items()}
    assert (series[2014], series[2016]) == (52, 55)
    # msu-v1 said 30 in 2015 and 35 in 2017, between counts of 52 and 55.
    assert series[2015] / series[2014] > 0.8
    assert abs(series[2017] / series[2016] - 1) < 0.2
    assert abs(series[2018] / series[2017] - 1) < 0.2


def test_an_import_moves_its_neighbours_and_other_years(published, years, monkeypatch):
    imported, posterior = with_imports(published, monkeypatch, d12=AVEYRON_COUNT)
    assert [item.name for item in imported] == ["import-DEP-12-2024.75"]
    after = {year: published.year(year, posterior) for year in (2021, 2024)}
    for name in (AVEYRON, "DEP-46", "DEP-31"):
        rank = published.rank(name)
        for year, summary in after.items():
            assert summary.mean[rank] > 1.1 * years[year].mean[rank], (name, year)
    north = published.rank("DEP-59")
    assert after[2024].mean[north] < years[2024].mean[north]


def test_an_imported_count_of_the_year_holds_in_every_draw(published, monkeypatch):
    _, posterior = with_imports(published, monkeypatch, d12=AVEYRON_COUNT)
    when, total = published.national[2024]
    cells = published.build.cells.members([AVEYRON])
    draws = draw_cells(posterior, when, total, [LocalCount(cells, AVEYRON_COUNT)], draws=200)
    np.testing.assert_allclose(draws[:, list(cells)].sum(axis=1), AVEYRON_COUNT)


def test_a_withheld_count_moves_nothing(published, monkeypatch):
    # 3 MSU are under the threshold of publication.
    imported, posterior = with_imports(published, monkeypatch, d48=3)
    assert imported == []
    np.testing.assert_array_equal(posterior.weights, published.posterior.weights)
    when, total = published.national[2024]
    np.testing.assert_array_equal(
        draw_cells(posterior, when, total), draw_cells(published.posterior, when, total)
    )


def test_lower_bounds_push_up_what_they_bear_on(published):
    when, total = published.national[2024]
    cells = list(published.build.cells.members(["REG-75"]))
    without = fit(published.facts, published.evidence)
    low = [
        np.quantile(draw_cells(model, when, total)[:, cells].sum(axis=1), 0.001)
        for model in (without, published.posterior)
    ]
    assert low[0] <= low[1]
    bound = evidence_of.LowerBound("high", tuple(cells), when, 1700, 0.05)
    model = fit(published.facts, published.evidence, [bound])
    assert draw_cells(model, when, total)[:, cells].sum(axis=1).mean() > 1600


def test_a_bound_far_above_every_draw_still_weighs_them(published):
    """Weights that all underflow would make every MSU « not a number »."""
    when, total = published.national[2024]
    cells = published.build.cells.members(["DEP-48"])
    bound = evidence_of.LowerBound("absurd", cells, when, 5000, 0.05)
    drawn = draw_cells(fit(published.facts, published.evidence, [bound]), when, total)
    assert np.isfinite(drawn).all()


def test_counts_of_every_departement_say_nearly_all_of_the_year_before(published, years):
    cells = published.build.cells
    truth = years[2024].mean
    imported = [
        evidence_of.imported(name, cells.members([name]), 2024.75, int(truth[rank]))
        for rank, name in enumerate(cells.territory_ids)
        if name.startswith("DEP")
    ]
    model = fit(published.facts, [*published.evidence, *imported], published.bounds)
    when, total = published.national[2023]
    draws = cells.sum_levels(draw_cells(model, when, total, draws=500))[:, published.departements]
    expected = truth[published.departements] * total / truth[0]
    assert np.abs(np.log(np.median(draws, axis=0) / expected)).mean() < 0.05
    before = np.log(years[2023].draws[:, published.departements]).std(axis=0)
    assert np.median(np.log(draws).std(axis=0)) < np.median(before) / 2
