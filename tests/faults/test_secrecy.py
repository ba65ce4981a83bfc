"""Nothing secret gets out: an attacker who keeps everything finds no withheld count."""

from __future__ import annotations

import random
from collections.abc import Hashable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.published import Ledger
from etl.transform.linked import Linked
from models.territories.cells import Cells
from tests.support.attacker import Attacker

# Two régions of two and of three départements, one of which lies in two subdivisions.
COUNTRY = Cells.from_links(
    [
        ("DEP-A", "SUB-1", 1.0),
        ("DEP-B", "SUB-1", 1.0),
        ("DEP-C", "SUB-2", 1.0),
        ("DEP-D", "SUB-2", 1.0),
        ("DEP-E", "SUB-2", 0.5),
        ("DEP-E", "SUB-3", 0.5),
    ],
    {"DEP-A": "REG-1", "DEP-B": "REG-1", "DEP-C": "REG-2", "DEP-D": "REG-2", "DEP-E": "REG-2"},
)
CHAIN = ("filled", "offered", "approved")
QUICK, LONG = 25, 1_000


@dataclass
class Installation:
    """A small installation whose figures are known to the test alone, and its publications."""

    truth: dict[str, list[int]]
    bounds: dict[str, int] = field(default_factory=dict)
    ledger: Ledger = field(default_factory=Ledger)
    told: list[dict[tuple[str, str], int]] = field(default_factory=list)
    listed: list[set[tuple[str, str]]] = field(default_factory=list)

    def value(self, measure: str, place: str) -> int:
        """True count of a territory."""
        return sum(self.truth[measure][cell] for cell in COUNTRY.members([place]))

    def publish(self, places: dict[str, set[str]], threshold: int) -> None:
        """Publish some territories of each measure, as a build does."""
        build: Any = SimpleNamespace(cells=COUNTRY, threshold=threshold, ledger=self.ledger)
        linked = Linked(build, "stages")
        for measure in CHAIN:
            given = {place: self.value(measure, place) for place in sorted(places.get(measure, ()))}
            if given:
                linked.add(measure, given)
        for small, large in zip(CHAIN, CHAIN[1:], strict=False):
            linked.at_most(small, large)
        linked.most("approved", self.bounds)
        answers = linked.published()
        self.told.append(
            {(m, p): n for m, (public, _) in answers.items() for p, n in public.items()}
        )
        self.listed.append({(m, p) for m, (_, hidden) in answers.items() for p in hidden})
        self.ledger = Ledger(self.ledger.together)

    def attacked(self) -> dict[Hashable, int]:
        """Withheld counts that every publication together gives back.

        A count that the publications gave back before any file had it could not be protected.
        """
        known = set().union(*self.told)
        secret = sorted(set().union(*self.listed) - known)
        found = self._attacker(len(self.told)).finds({name: self._terms(*name) for name in secret})
        for name in list(found):
            first = next(rank for rank, hidden in enumerate(self.listed) if name in hidden)
            found.update(dict.fromkeys(self._attacker(first).finds({name: self._terms(*name)}), -1))
        return {name: count for name, count in found.items() if count >= 0}

    def _attacker(self, publications: int) -> Attacker:
        """Who knows the first publications."""
        attacker = Attacker()
        size = len(self.truth["filled"])
        for small, large in zip(CHAIN, CHAIN[1:], strict=False):
            for cell in range(size):
                attacker.compares([(small, cell)], [(large, cell)])
        for place, bound in self.bounds.items():
            attacker.learns(self._terms("approved", place), 0, bound)
        for told in self.told[:publications]:
            for (measure, place), count in told.items():
                attacker.learns(self._terms(measure, place), count, count)
        return attacker

    def _terms(self, measure: str, place: str) -> list[Hashable]:
        return [(measure, cell) for cell in COUNTRY.members([place])]


def _random_installation(rng: random.Random) -> Installation:
    size = len(COUNTRY.weight)
    filled = [rng.choice((0, 1, 2, 3, 4, 6, 9, 30)) for _ in range(size)]
    offered = [n + rng.choice((0, 0, 1, 3, 8)) for n in filled]
    approved = [n + rng.choice((0, 0, 1, 2, 7)) for n in offered]
    one = Installation({"filled": filled, "offered": offered, "approved": approved})
    for place in rng.sample(COUNTRY.departement_ids, rng.randint(0, 2)):
        one.bounds[place] = one.value("approved", place) + rng.choice((0, 1, 5))
    everywhere = list(COUNTRY.territory_ids)
    for _ in range(rng.randint(1, 3)):
        shown = {
            measure: set(rng.sample(everywhere, rng.randint(1, len(everywhere))))
            for measure in CHAIN
            if measure == "offered" or rng.random() < 0.8
        }
        one.publish(shown, rng.choice((5, 5, 5, 8)))
    return one


@pytest.mark.fault(
    "retrouver un effectif tu par sommes, inégalités, bornes publiées et versions successives",
    "aucun n’est rendu exactement",
)
@settings(deadline=None, max_examples=QUICK)
@given(st.integers(0, 2**32))
def test_no_withheld_count_is_found_in_small_random_installations(seed):
    assert _random_installation(random.Random(seed)).attacked() == {}


@pytest.mark.long
@pytest.mark.fault(
    "la même attaque sur mille installations tirées au hasard", "aucun n’est rendu exactement"
)
def test_no_withheld_count_is_found_in_a_thousand_random_installations():
    found = {
        seed: answer
        for seed in range(LONG)
        if (answer := _random_installation(random.Random(seed)).attacked())
    }
    assert found == {}
