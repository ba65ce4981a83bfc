"""Every package has a licence that the project may be shipped with."""

from __future__ import annotations

import pytest

from tests.support.licences import Package, packages


def test_every_package_has_a_licence_that_is_allowed():
    refused = [item for item in packages() if not item.is_allowed]
    assert not refused, "\n".join(f"{item.name}: {item.licence or 'none'}" for item in refused)


@pytest.mark.parametrize(
    "licence", ["", "GPL-3.0-or-later", "AGPL-3.0", "Proprietary", "MIT AND GPL-2.0-only", "MITRE"]
)
def test_another_licence_is_refused(licence):
    assert not Package("a", "1", licence).is_allowed
