"""What the reference files and the pointer may get wrong, and what is then said."""

import json

import pandas as pd
import pytest

from dashboard.queries.cache import NoWarehouseError, served_build
from etl.errors import DataError, NoBuildError, RegisterError
from etl.settings import Settings
from etl.transform.targets import _weight_of
from etl.transform.territories import _check_crosswalk
from etl.warehouse import current_build

KNOWN = {"DEP-01", "DEP-38", "SUB-025", "SUB-026"}


def crosswalk(*pairs):
    return pd.DataFrame(pairs, columns=["departement_id", "subdivision_id"])


def test_a_sound_crosswalk_is_accepted():
    _check_crosswalk(crosswalk(("DEP-38", "SUB-025"), ("DEP-38", "SUB-026")), KNOWN)


def test_an_unknown_territory_in_the_crosswalk_is_named_with_its_line():
    with pytest.raises(DataError, match="ligne 3, colonne « subdivision_id ».*SUB-999"):
        _check_crosswalk(crosswalk(("DEP-01", "SUB-026"), ("DEP-38", "SUB-999")), KNOWN)


def test_a_pair_written_twice_in_the_crosswalk_is_named_with_its_line():
    with pytest.raises(DataError, match="ligne 3.*DEP-01, SUB-026"):
        _check_crosswalk(crosswalk(("DEP-01", "SUB-026"), ("DEP-01", "SUB-026")), KNOWN)


def test_a_key_that_nothing_computes_is_named():
    with pytest.raises(RegisterError, match="keys.yml.*surface.*population"):
        _weight_of("surface")


@pytest.mark.parametrize(
    "pointer",
    [
        "",
        "{",
        "[]",
        '{"build_id": "x"}',
        json.dumps({"build_id": "x", "file": "gone.duckdb"}),
    ],
)
def test_a_pointer_that_names_no_build_is_said_so(tmp_path, monkeypatch, pointer):
    (tmp_path / "current.json").write_text(pointer, encoding="utf-8")
    monkeypatch.setenv("MSU_WAREHOUSE", str(tmp_path))
    with pytest.raises(NoWarehouseError):
        served_build()
    with pytest.raises(NoBuildError, match="python -m etl build"):
        current_build(Settings())
