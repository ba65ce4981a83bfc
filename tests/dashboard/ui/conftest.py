"""The JavaScript of the components, called without a page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.javascript import JavaScript


@pytest.fixture(scope="session")
def javascript() -> Iterator[JavaScript]:
    """One Node process for all the calls of a run."""
    process = JavaScript()
    yield process
    process.close()
