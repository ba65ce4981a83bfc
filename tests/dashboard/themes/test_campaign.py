"""The call for counts: who is left to ask once some départements are counted."""

from __future__ import annotations

import numpy as np

from dashboard.queries.cache import open_build
from dashboard.queries.catalog import read_catalog
from dashboard.themes.campaign import (
    DEPARTEMENT,
    DETAIL,
    TOTAL,
    Outlook,
    answering_territories,
)
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


def test_who_gave_what_is_asked_is_not_asked_again(warehouse):
    with open_build(str(warehouse.path)) as connection:
        catalog = read_catalog(connection.cursor())
    inside = catalog.departements_in("SUB-040")
    assert answering_territories(catalog, ["SUB-040"], TOTAL) == {"SUB-040"}
    assert answering_territories(catalog, ["SUB-040"], DETAIL) == set()
    assert "SUB-040" in answering_territories(catalog, inside, DETAIL)
    assert "SUB-040" not in answering_territories(catalog, inside[1:], DETAIL)
    assert answering_territories(catalog, inside[:1], DEPARTEMENT) == set(inside[:1])
