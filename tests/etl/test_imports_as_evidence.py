"""What an imported count says of its neighbours and of other years; a withheld one says nothing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.support.importing import MSU, build_with, few_draws, new_installation, read_served

YEARS = ("2019", "2024")
LAWS = ("msu_estimate", "msu_percentile", "msu_log_mean", "msu_log_covariance", "msu_gap")


@pytest.fixture(scope="module", autouse=True)
def _quick(warehouse):
    with few_draws():
        yield


@pytest.fixture(scope="module")
def serve(warehouse, tmp_path_factory):
    """Tables served by an installation whose imports are the lines given, by label."""

    def build(**files: list[str]) -> dict[str, pd.DataFrame]:
        settings = new_installation(warehouse.settings, tmp_path_factory.mktemp("indices"))
        build_with(settings, {f"msu {label}": [MSU, *lines] for label, lines in files.items()})
        return read_served(settings)

    return build


@pytest.fixture(scope="module")
def alone(serve):
    return serve()


@pytest.fixture(scope="module")
def counted(serve):
    return serve(Aveyron=["12;2024;110"])


def _msu(tables: dict[str, pd.DataFrame], period: str) -> pd.Series:
    rows = tables["observation"]
    rows = rows[(rows["indicator_id"] == "msu") & (rows["period"] == period)]
    return rows.set_index("territory_id")["value"]


def test_an_imported_count_raises_its_neighbours_of_the_subdivision(alone, counted):
    before, after = _msu(alone, "2024"), _msu(counted, "2024")
    assert after["DEP-12"] == 110
    for neighbour in ("DEP-81", "DEP-82", "DEP-46"):
        assert after[neighbour] > before[neighbour]
    assert after["FR"] == before["FR"]


def test_an_imported_count_raises_its_own_other_years_but_no_published_count(alone, counted):
    for period in ("2021", "2023"):
        assert _msu(counted, period)["DEP-12"] > 1.2 * _msu(alone, period)["DEP-12"]
    assert _msu(counted, "2016")["DEP-12"] == 55


@pytest.mark.parametrize("period", YEARS)
def test_a_withheld_count_moves_no_figure_at_all(alone, serve, period):
    small = serve(Petit=[f"48;{period};3"])
    withheld = small["withheld_cell"]
    assert set(withheld["territory_id"]) == {"DEP-48"}
    for name in LAWS:
        pd.testing.assert_frame_equal(small[name], alone[name], check_exact=True)


def test_a_count_withheld_so_that_no_difference_gives_another_back_moves_nothing_either(
    alone, serve
):
    # The département of 3 is under the threshold; its neighbour is withheld with it, or the
    # count of the région would give it back: what is left of the file is the région alone.
    lines = ["REG-94;2024;140", "2A;2024;3", "2B;2024;137"]
    region = serve(Corse=lines)
    hidden = set(region["withheld_cell"]["territory_id"])
    assert {"DEP-2A", "DEP-2B"} <= hidden
    sole = serve(Region=lines[:1])
    before, after = _msu(sole, "2024"), _msu(region, "2024")
    pd.testing.assert_series_equal(before, after)
    assert not np.allclose(_msu(alone, "2024")["REG-94"], after["REG-94"])


def test_a_counted_territory_has_no_probability_and_the_others_keep_theirs(counted):
    gaps = counted["msu_gap"].query("period == '2024'").set_index("territory_id")
    assert gaps.loc["DEP-12", "p_below"].isna().all()
    assert set(gaps.loc["DEP-12", "verdict_id"]) <= {"counted_below", "counted_above"}
    assert gaps.loc["DEP-81", "p_below"].notna().all()


CLUES = "territoire;date;forme;valeur;valeur_haute"


@pytest.mark.parametrize(
    ("line", "rises"),
    [
        ("12;2024;fourchette;100;110", True),
        ("12;2024;fourchette;20;25", False),
        ("12;2024;part;48;", True),
        ("12;2024;minimum;110;", True),
    ],
)
def test_an_answer_without_an_exact_count_moves_its_territory_and_its_neighbours(
    alone, warehouse, tmp_path, line, rises
):
    settings = new_installation(warehouse.settings, tmp_path)
    build_with(settings, {"msu_indices Réponse": [CLUES, line]})
    served = read_served(settings)
    before, after = _msu(alone, "2024"), _msu(served, "2024")
    assert (after["DEP-12"] > before["DEP-12"]) == rises
    assert after["DEP-12"] != before["DEP-12"]
    assert after["FR"] == before["FR"]
    # It stays an estimate, with an interval: nobody counted.
    rows = served["observation"].query("indicator_id == 'msu' and period == '2024'")
    assert rows.set_index("territory_id").loc["DEP-12", "status"] == "estimated"


def test_a_surprising_minimum_raises_its_territory_and_leaves_the_country_its_intervals(
    alone, warehouse, tmp_path
):
    # Some ten MSU by the estimate: hardly any draw reaches thirty.
    settings = new_installation(warehouse.settings, tmp_path)
    build_with(settings, {"msu_indices Réponse": [CLUES, "48;2024;minimum;30;"]})
    served = read_served(settings)
    assert _msu(served, "2024")["DEP-48"] > 25
    for name in ("DEP-75", "DEP-59", "DEP-974"):
        before, after = (
            tables["msu_estimate"].set_index(["territory_id", "period"]).loc[(name, "2024")]
            for tables in (alone, served)
        )
        width = (after["high80_msu"] - after["low80_msu"]) / (
            before["high80_msu"] - before["low80_msu"]
        )
        assert 0.5 < width < 2
        assert after["low95_msu"] < after["low80_msu"] < after["low50_msu"]


def test_an_answer_under_the_threshold_moves_nothing(alone, warehouse, tmp_path):
    settings = new_installation(warehouse.settings, tmp_path)
    build_with(settings, {"msu_indices Réponse": [CLUES, "48;2024;fourchette;2;40"]})
    served = read_served(settings)
    assert served["msu_clue"].empty
    for name in LAWS:
        pd.testing.assert_frame_equal(served[name], alone[name], check_exact=True)
