"""The estimation steps on a country of two subdivisions and three départements, by hand."""

from __future__ import annotations

import duckdb
import pandas as pd
import pytest

from etl.build import Build
from etl.declared.periods import period_year
from etl.errors import DataError
from etl.extract.evidence import EvidenceRow
from etl.extract.figures import LocalPoint
from etl.settings import Settings
from etl.transform.interns import (
    best_posts,
    doubtful_posts,
    fill_rates,
    filled_posts,
    intern_shares,
    interns_in_training,
    posts_by_cohort,
)
from etl.transform.msu_v1 import v1_estimates, v1_points, v1_weights
from etl.transform.msu_years import published_counts
from etl.transform.territories import departement_population
from models.territories.cells import Cells

FILLED = "postes_mg_pourvus"
OFFERED = "postes_mg_offerts_hors_cesp"
CESP = "postes_mg_cesp_offerts"
FILLED_WITH_CESP = "postes_mg_pourvus_cesp_compris"


def _figures(*rows: tuple[str, str, str, float]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["indicator_id", "period", "territory_id", "value"])
    years = [period_year(period) for period in frame["period"]]
    return frame.assign(
        period_year=pd.array(years, dtype="Int64"), confidence="high", source_id="S001"
    )


def _posts(indicator_id: str, period: str, one: float, two: float):
    return [(indicator_id, period, "SUB-A", one), (indicator_id, period, "SUB-B", two)]


def _point(point_id: str, territory_ids: str, year: int | None, value: int | None, **changed):
    fields = {
        "label_fr": point_id,
        "ratio": None,
        "kind": "count",
        "source_id": "S001",
        "locator": "ici",
        "confidence": "high",
        "excluded_reason_fr": None,
    }
    return LocalPoint(
        point_id=point_id,
        territory_ids=territory_ids,
        year=year,
        value_msu=value,
        **(fields | changed),
    )


@pytest.fixture
def build(tmp_path):
    """DEP-01 lies in SUB-A, DEP-03 in SUB-B, DEP-02 half in each; two régions."""
    with duckdb.connect() as connection:
        made = Build(Settings(tmp_path, tmp_path, tmp_path), "build", "version", connection)
        made.cells = Cells.from_links(
            [
                ("DEP-01", "SUB-A", 1.0),
                ("DEP-02", "SUB-A", 0.5),
                ("DEP-02", "SUB-B", 0.5),
                ("DEP-03", "SUB-B", 1.0),
            ],
            {"DEP-01": "REG-1", "DEP-02": "REG-1", "DEP-03": "REG-2"},
        )
        made.local_points = []
        yield made


def test_filled_posts_win_and_posts_offered_with_cesp_follow(build):
    build.figures = _figures(
        *_posts(FILLED, "2010", 30, 70),
        *_posts(OFFERED, "2010", 35, 75),
        *_posts(CESP, "2010", 1, 1),
        *_posts(OFFERED, "2020", 40, 60),
        *_posts(CESP, "2020", 5, 15),
    )
    assert posts_by_cohort(build).to_dict("list") == {2010: [30, 70], 2020: [45, 75]}


@pytest.fixture
def with_filled(build):
    """Filled posts of 2014 and 2017 to 2019, SUB-A doubtful in 2018; offered in 2019 and 2020."""
    build.figures = _figures(
        *_posts(FILLED, "2014", 30, 70),
        *_posts(FILLED_WITH_CESP, "2017", 41, 60),
        *_posts(FILLED_WITH_CESP, "2018", 12, 61),
        *_posts(FILLED_WITH_CESP, "2019", 43, 62),
        (FILLED_WITH_CESP, "2019", "FR", 105),
        *_posts(OFFERED, "2014", 35, 75),
        *_posts(CESP, "2014", 0, 0),
        *_posts(OFFERED, "2019", 40, 60),
        *_posts(CESP, "2019", 5, 5),
        (OFFERED, "2019", "FR", 100),
        (CESP, "2019", "FR", 10),
        *_posts(OFFERED, "2020", 44, 66),
        *_posts(CESP, "2020", 6, 4),
        (OFFERED, "2020", "FR", 110),
    )
    figures = build.figures
    doubtful = (figures["period"] == "2018") & (figures["territory_id"] == "SUB-A")
    build.figures = figures.assign(confidence=figures["confidence"].mask(doubtful, "low"))
    return build


def test_filled_posts_are_by_subdivision_and_a_doubtful_number_is_not_one(with_filled):
    filled = filled_posts(with_filled)
    assert filled.loc["SUB-B"].to_dict() == {2017: 60, 2018: 61, 2019: 62}
    assert filled.loc["SUB-A"].isna().to_dict() == {2017: False, 2018: True, 2019: False}


def test_the_best_posts_are_filled_then_offered_and_a_doubtful_number_stays(with_filled):
    assert best_posts(with_filled).to_dict("list") == {
        2014: [30, 70],
        2017: [41, 60],
        2018: [12, 61],
        2019: [43, 62],
        2020: [50, 70],
    }


def test_a_doubtful_number_may_be_as_large_as_its_largest_neighbour(with_filled):
    assert doubtful_posts(with_filled).loc["SUB-A", 2018] == 43
    assert doubtful_posts(with_filled).notna().to_numpy().sum() == 1


def test_the_national_fill_rate_is_that_of_the_cohorts_whose_three_numbers_are_known(with_filled):
    assert fill_rates(with_filled).to_dict() == {2019: pytest.approx(105 / 110)}


def test_a_cohort_with_a_subdivision_missing_is_not_published(build):
    build.figures = _figures(
        *_posts(OFFERED, "2020", 40, 60),
        (CESP, "2020", "SUB-A", 5),
        *_posts(OFFERED, "2021", 40, 60),
        *_posts(CESP, "2021", 0, 0),
    )
    assert posts_by_cohort(build).to_dict("list") == {2021: [40, 60]}


def test_subdivisions_keep_the_order_of_the_cells_whatever_that_of_the_file(build):
    rows = _posts(OFFERED, "2020", 40, 60) + _posts(CESP, "2020", 0, 0)
    build.figures = _figures(*reversed(rows))
    assert posts_by_cohort(build)[2020].to_dict() == {"SUB-A": 40, "SUB-B": 60}


def test_interns_in_training_are_three_cohorts_and_all_three_are_needed(build):
    build.figures = _figures(
        *(
            row
            for year in (2020, 2021, 2022)
            for row in _posts(OFFERED, str(year), 10, year - 2000) + _posts(CESP, str(year), 1, 0)
        )
    )
    assert interns_in_training(build, 2022).tolist() == [33, 63]
    with pytest.raises(KeyError, match="2023"):
        interns_in_training(build, 2023)


def test_the_share_of_a_cohort_in_between_is_interpolated_and_the_earliest_one_is_held(build):
    build.figures = _figures(
        *_posts(FILLED, "2010", 20, 80),
        *_posts(OFFERED, "2010", 20, 80),
        *_posts(OFFERED, "2020", 240, 160),
        *_posts(CESP, "2020", 0, 0),
    )
    assert intern_shares(posts_by_cohort(build), 2009) == pytest.approx([0.2, 0.8])
    # Shares go from 0.2 in 2010 to 0.6 in 2020: 0.36, 0.40 and 0.44 in 2014, 2015 and 2016.
    assert intern_shares(posts_by_cohort(build), 2016) == pytest.approx([0.4, 0.6])
    assert intern_shares(posts_by_cohort(build), 2030) == pytest.approx([0.6, 0.4])


@pytest.fixture
def estimation(build):
    build.figures = _figures(
        *_posts(OFFERED, "2010", 20, 80),
        *_posts(CESP, "2010", 0, 0),
        *(("mg_liberaux_cnam", "2024", f"DEP-0{n}", gps) for n, gps in ((1, 50), (2, 20), (3, 30))),
        ("msu_cnge", "2010", "FR", 100),
        ("msu_cnge", "2014", "FR", 200),
    )
    return build


def test_the_blend_goes_from_gps_to_interns_and_gps_rule_inside_a_subdivision(estimation):
    weights = v1_weights(estimation, posts_by_cohort(estimation), 2014)
    # Cells: 01-A, 02-A, 02-B, 03-B; GPs 50, 10, 10, 30; interns 20 % and 80 %.
    assert weights(0.0) == pytest.approx([0.5, 0.1, 0.1, 0.3])
    assert weights(1.0) == pytest.approx([0.2 * 50 / 60, 0.2 * 10 / 60, 0.2, 0.6])
    assert weights(0.5).sum() == pytest.approx(1)


def test_the_interns_of_a_year_are_those_who_entered_before_it_begins(build):
    build.figures = _figures(
        *(
            row
            for year, share in enumerate((10, 20, 30, 40, 50, 60, 70), start=2020)
            for row in _posts(OFFERED, str(year), share, 100 - share)
            + _posts(CESP, str(year), 0, 0)
        ),
        *(("mg_liberaux_cnam", "2024", f"DEP-0{n}", 10) for n in (1, 2, 3)),
    )
    # 2023 to 2025 for the count of 1 January 2026: 40, 50 and 60 %.
    weights = v1_weights(build, posts_by_cohort(build), 2026)(1.0)
    assert weights[:2].sum() == pytest.approx(0.5)


def test_a_point_of_a_year_without_count_is_estimated_from_the_two_nearest(estimation):
    national = estimation.figure("msu_cnge")
    points = [_point("a", "DEP-01", 2012, 60), _point("b", "DEP-01;DEP-02", 2010, 60)]
    estimates = v1_estimates(estimation, national, points)
    assert estimates(0.0) == pytest.approx([0.5 * 150, 0.7 * 100])


def test_only_a_count_within_the_years_of_the_national_series_can_be_estimated(estimation):
    points = [
        _point("before", "DEP-01", 2006, 11),
        _point("first", "DEP-01", 2010, 11),
        _point("last", "DEP-01", 2014, 11),
        _point("after", "DEP-01", 2015, 11),
        _point("undated", "DEP-01", None, 11),
        _point("ratio", "DEP-01", 2012, None, ratio=1.8),
        _point("excluded", "DEP-01", 2012, 11, excluded_reason_fr="Un minorant."),
    ]
    estimation.local_points = points
    kept = v1_points(estimation, estimation.figure("msu_cnge"))
    assert [point.point_id for point in kept] == ["first", "last"]


def _evidence(evidence_id: str, territory_ids: str, time: float, value: float, **changed):
    fields = {
        "label_fr": evidence_id,
        "place": evidence_id,
        "cluster": evidence_id,
        "of_territory_ids": None,
        "kind": "count",
        "period": str(int(time)),
        "other_value": None,
        "error": 0.1,
        "is_press": False,
        "is_sound": True,
        "is_exact": True,
        "source_id": "S001",
        "locator": "ici",
        "error_reason_fr": "Un comptage.",
    }
    return EvidenceRow(
        evidence_id=evidence_id,
        territory_ids=territory_ids,
        time=time,
        value=value,
        **(fields | changed),
    )


def test_only_an_exact_count_of_one_territory_and_of_that_year_replaces_an_estimate():
    rows = [
        _evidence("good", "DEP-01", 2014.9, 52),
        _evidence("earlier in the year", "DEP-01", 2014.1, 40),
        _evidence("other year", "DEP-01", 2013.5, 45),
        _evidence("several", "DEP-01;DEP-02", 2014.5, 60),
        _evidence("rounded", "DEP-03", 2014.5, 50, is_exact=False),
    ]
    counts = published_counts(rows, 2014)
    assert {name: count.value for name, count in counts.items()} == {"DEP-01": 52}


def test_the_latest_population_is_taken_and_an_old_census_is_kept_when_alone(build):
    indicator = "population_municipale_hab"
    build.figures = _figures(
        (indicator, "2023", "DEP-01", 110),
        (indicator, "2017", "DEP-01", 100),
        (indicator, "2017", "DEP-02", 200),
        (indicator, "2023", "DEP-03", 300),
    )
    assert departement_population(build).to_dict() == {"DEP-01": 110, "DEP-02": 200, "DEP-03": 300}


def test_a_departement_without_a_value_is_missing_and_not_zero(estimation):
    estimation.figures = estimation.figures[estimation.figures["territory_id"] != "DEP-02"]
    values = estimation.departement_values("mg_liberaux_cnam", "2024")
    assert values.isna().to_dict() == {"DEP-01": False, "DEP-02": True, "DEP-03": False}


def test_a_series_that_is_not_there_is_asked_for_in_french(estimation):
    with pytest.raises(DataError, match="au moins une valeur de mg_rpps pour 2026"):
        estimation.figure("mg_rpps", "2026")
    assert estimation.national("msu_cnge", "2014") == 200
