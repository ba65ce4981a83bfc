"""The committed figures as ``msu-v2`` reads them, read once for the tests of a worker."""

from __future__ import annotations

import pytest

from models.msu.summary import YearSummary
from tests.support.msu import Published, read_published


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    return read_published(tmp_path_factory.mktemp("msu"))


@pytest.fixture(scope="session")
def years(published: Published) -> dict[int, YearSummary]:
    """MSU of every year that has a firm national count."""
    return {year: published.year(year) for year in published.national}
