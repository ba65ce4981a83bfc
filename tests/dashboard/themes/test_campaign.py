"""The call for counts: who is left to ask once some départements are counted."""

from __future__ import annotations

import numpy as np

from dashboard.themes.campaign import Outlook
from dashboard.themes.situation import Situations
from models.msu.campaign import Belief
from tests.support.situations import situation


def outlook(*verdicts: tuple[str, float | None]) -> Outlook:
    """Two départements believed at their share: each is on the wrong side one time in two."""
    names = tuple(f"DEP-{rank}" for rank in range(len(verdicts)))
    by_id = {name: situation(*item, name) for name, item in zip(names, verdicts, strict=True)}
    size = len(names)
    belief = Belief(np.zeros(size), 0.04 * np.eye(size), np.zeros(size), np.zeros(size))
    return Outlook(belief, names, Situations("departement", names, by_id), 10_000)


def test_no_count_is_on_the_wrong_side_whatever_the_law_of_another_year_says():
    facts = outlook(("counted_below", None), ("counted_above", None))
    assert facts.misclassified == 0
    assert facts.all_counted(facts.names)
    mixed = outlook(("counted_below", None), ("undecided", 0.5))
    assert mixed.misclassified > 0
    assert not mixed.all_counted(mixed.names)
    assert mixed.all_counted(mixed.names[:1])
    assert not mixed.all_counted(("DEP-9",))
