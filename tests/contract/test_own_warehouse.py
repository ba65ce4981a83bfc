"""The tests read the warehouses that their fixtures build, never the one of this machine."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dashboard.queries.cache import NoWarehouseError, served_build
from etl.errors import NoBuildError
from etl.settings import Settings
from etl.warehouse import current_build
from tests.support.paths import ROOT

TESTS = ROOT / "tests"
# As one text, as two joined by a slash or a comma, or from one of our names of the folder.
WAREHOUSE = re.compile(r"""data["']?(/|\s*/\s*["']|,\s*["'])warehouse|\bDATA\s*/\s*["']warehouse""")


def names_of_the_warehouse(source: str) -> list[str]:
    """Every line that names the warehouse of the checkout."""
    return [line.strip() for line in source.splitlines() if WAREHOUSE.search(line)]


@pytest.mark.parametrize(
    "source",
    [
        'Path("data/warehouse/current.json")',
        'ROOT / "data" / "warehouse"',
        "Path('data', 'warehouse')",
        'DATA / "warehouse" / "current.json"',
    ],
)
def test_the_rule_sees_each_way_to_name_it(source):
    assert names_of_the_warehouse(source) == [source]


@pytest.mark.parametrize("source", ['folder / "warehouse"', 'Settings(data, folder / "warehouse")'])
def test_the_rule_lets_a_folder_of_its_own_be_called_so(source):
    assert names_of_the_warehouse(source) == []


def test_no_test_names_the_warehouse_of_the_checkout():
    # The measures are of what has been built here: they are run by hand.
    skipped = {Path(__file__), *(TESTS / "bench").rglob("*.py")}
    named = {
        path.relative_to(TESTS).as_posix(): lines
        for path in {*TESTS.rglob("*.py")} - skipped
        if (lines := names_of_the_warehouse(path.read_text(encoding="utf-8")))
    }
    assert named == {}


def test_without_a_fixture_there_is_no_warehouse_nor_outline():
    with pytest.raises(NoWarehouseError):
        served_build()
    with pytest.raises(NoBuildError):
        current_build(Settings())
    settings = Settings()
    for folder in (settings.warehouse, (settings.warehouse / "geometry"), settings.local):
        assert not folder.exists()
        assert not folder.is_relative_to(ROOT)
