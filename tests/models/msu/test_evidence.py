import numpy as np
import pytest
import yaml

from models.msu import evidence
from tests.support.paths import DATA


def test_every_piece_of_evidence_names_a_source_and_the_reason_of_its_error(published):
    in_register = {
        entry["id"] for entry in yaml.safe_load((DATA / "sources.yml").read_text("utf-8"))
    }
    for row in published.rows:
        assert row.source_id in in_register, row.evidence_id
        assert row.error_reason_fr.endswith("."), row.evidence_id


def test_the_evidence_that_v1_used_is_all_there_with_the_same_values(published):
    by_name = {row.evidence_id: row for row in published.rows}
    points = {point.point_id: point for point in published.build.local_points}
    assert len(published.v1_points) == 13
    for name in published.v1_points:
        assert by_name[name].value == points[name].value_msu
        assert by_name[name].territories == points[name].territories


def test_a_share_of_gps_is_that_of_liberal_ones_and_of_all_in_the_middle(published):
    manche = next(item for item in published.evidence if item.name == "manche-2025")
    assert np.exp(manche.log_value) == pytest.approx(227, abs=1)


def test_ratios_of_students_are_read_beside_the_national_ratio(published):
    by_name = {item.name: np.exp(item.log_value) for item in published.evidence}
    # Twice the national ratio: half the MSU that its interns call for, and conversely.
    assert 100 < by_name["dijon-2021"] < 200
    assert 700 < by_name["toulouse-2021"] < 1300


def test_a_range_is_its_middle_and_its_width_is_an_error():
    value, error = evidence.range_of(40, 50)
    assert np.exp(value) == pytest.approx(44.7, abs=0.1)
    assert error == pytest.approx(np.log(50 / 40) / 12**0.5)
    assert evidence.range_of(40, 40, 0.05) == (pytest.approx(np.log(40)), pytest.approx(0.05))


def test_a_range_upside_down_is_refused():
    with pytest.raises(ValueError, match="50 and 40"):
        evidence.range_of(50, 40)


def test_counts_of_the_press_may_err_together_and_an_import_errs_alone(published):
    press = [item for item in published.evidence if item.is_press][:2]
    imported = evidence.imported("DEP-12", (12,), 2024.75, 60)
    covariance = evidence.error_covariance([*press, imported])
    assert covariance[0, 1] == pytest.approx(evidence.PRESS_ERROR**2)
    assert covariance[0, 2] == covariance[1, 2] == 0
    assert covariance[2, 2] == pytest.approx(evidence.IMPORT_ERROR**2)


def test_an_imported_zero_is_half_an_msu_to_a_factor_of_two():
    nobody = evidence.imported("DEP-48", (48,), 2024.75, 0)
    assert (np.exp(nobody.log_value), np.exp(nobody.error)) == (0.5, 2)
