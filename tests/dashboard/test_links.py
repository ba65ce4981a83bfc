"""The whole view of every page is in its address: whoever opens it reads the same."""

from __future__ import annotations

import pytest

from dashboard.core.registry import PAGES
from tests.support.links import OWN, SHARED

pytestmark = pytest.mark.usefixtures("served_demonstration")


@pytest.mark.parametrize("name", [spec.slug for spec in PAGES])
def test_every_page_is_the_same_for_whoever_opens_its_link(visit, name):
    asked = SHARED | OWN.get(name, {})
    mine = visit(name, **asked)
    mine.is_sound()
    assert mine.warnings == []
    assert mine.address == mine.address | asked
    theirs = visit(name, **mine.address)
    theirs.is_sound()
    assert theirs.warnings == []
    assert theirs.address == mine.address
    assert theirs.title == mine.title
    assert theirs.headings == mine.headings
    assert theirs.html == mine.html
