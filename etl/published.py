"""What earlier builds published of imported counts: facts that whoever kept them still has.

The record stands in ``data/local``, which nobody is offered: it holds withheld counts, as the
imports do. It grows with what changes, never with builds of the same data.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from etl.errors import DataError
from models.secrecy.deduction import UNLIMITED, BoolArray, Relation
from models.secrecy.partial_sums import completed
from models.territories.apportionment import FloatArray, IntArray
from stores import Store

RECORD = "published.json.gz"
# Counts and sums remembered of one table: past it, only the last publication is.
MOST_CELLS = 20_000
# What a damaged record makes of its readers.
UNREADABLE = (OSError, EOFError, zlib.error, RecursionError)


@dataclass(frozen=True)
class PastTable:
    """Counts of one table, the sums that link them, and which of them were told.

    ``texts`` names each count, None for what is left of one. The same count with another value is
    another one: a file corrected it. Nobody gives those that are ``is_unknown``.
    """

    texts: tuple[str | None, ...]
    values: IntArray
    is_unknown: BoolArray
    relations: tuple[Relation, ...]
    most: FloatArray
    told: BoolArray

    @classmethod
    def of(
        cls,
        texts: Sequence[str | None],
        values: Iterable[int],
        is_unknown: BoolArray,
        relations: Iterable[Relation],
        most: FloatArray,
        told: BoolArray,
    ) -> PastTable:
        """The table as one build tells it."""
        counts = np.array(list(values), dtype=np.int64)
        return cls(tuple(texts), counts, is_unknown, tuple(relations), most, told)

    def with_told(self, told: BoolArray) -> PastTable:
        """The same counts, of which others are told."""
        return replace(self, told=told)

    @property
    def labels(self) -> list[Any]:
        """What tells each count from the others; None for what is left of one."""
        return [
            (text, None if unknown else value) if text is not None else None
            for text, value, unknown in zip(
                self.texts, self.values.tolist(), self.is_unknown.tolist(), strict=True
            )
        ]

    @property
    def facts(self) -> tuple[set[Any], set[Any]]:
        """Counts told, and sums and bounds known, written so that two tables can be compared."""
        labels = self.labels
        told = {label for label, is_told in zip(labels, self.told, strict=True) if is_told}
        sums = {
            (
                labels[relation.parent],
                frozenset(labels[child] for child in relation.children),
                sum(labels[child] is None for child in relation.children),
            )
            for relation in self.relations
        }
        bounds = {
            (label, most)
            for label, most in zip(labels, self.most.tolist(), strict=True)
            if most < UNLIMITED
        }
        return told, sums | bounds

    @property
    def cells(self) -> set[Any]:
        """Counts that have a name."""
        return {label for label in self.labels if label is not None}

    def is_within(self, other: PastTable) -> bool:
        """Whether another table tells everything that this one tells."""
        return self.cells <= other.cells and all(
            mine <= theirs for mine, theirs in zip(self.facts, other.facts, strict=True)
        )

    def merged(self, now: PastTable) -> Merged:
        """The table and a later one as one.

        A count that one of them does not give is that of the other, where there is one only.
        """
        variants: dict[str, list[tuple[str, Any]]] = {}
        for label in dict.fromkeys([*now.labels, *self.labels]):
            if label is not None and label[1] is not None:
                variants.setdefault(label[0], []).append(label)
        same = self._same_unknown(now)
        nodes: dict[Any, int] = {}
        places = []
        for rank, table in enumerate((now, self)):
            keys = [
                _node(label, (rank, index), variants, same if rank else {})
                for index, label in enumerate(table.labels)
            ]
            places.append(np.array([nodes.setdefault(key, len(nodes)) for key in keys], np.int64))
        merged = Merged.empty(len(nodes), places[0])
        relations: dict[tuple[int, frozenset[int]], Relation] = {}
        for table, where in zip((now, self), places, strict=True):
            merged.take(table, where, is_now=table is now)
            for item in table.relations:
                parent, *children = (int(where[cell]) for cell in (item.parent, *item.children))
                if len({parent, *children}) == 1 + len(children):
                    relations.setdefault(
                        (parent, frozenset(children)), Relation(parent, tuple(children))
                    )
        return merged.completed(list(relations.values()))

    def _same_unknown(self, now: PastTable) -> dict[int, int]:
        """What is left of a count, which a later table leaves too: the same sums say so."""
        later = dict(now._remainders())
        same: dict[int, int] = {}
        for sum_of, unknown in self._remainders():
            for mine, theirs in zip(unknown, later.get(sum_of, ()), strict=False):
                same.setdefault(mine, theirs)
        return same

    def _remainders(self) -> Iterator[tuple[Hashable, list[int]]]:
        """What each sum is of, and what is left of its total."""
        labels = self.labels
        for relation in self.relations:
            unknown = [child for child in relation.children if labels[child] is None]
            if unknown:
                named = frozenset(labels[child] for child in relation.children)
                yield (labels[relation.parent], named, len(unknown)), unknown


def _node(
    label: Any, place: tuple[int, int], variants: Mapping[str, Any], same: Mapping[int, int]
) -> Any:
    """What a count of a table is among those of two tables; ``place``: its table, its rank."""
    rank, index = place
    if label is None:
        return (None, 0, same[index]) if index in same else (None, rank, index)
    if label[1] is None and label[0] in variants:
        # Of several values, that of the later table comes first.
        return variants[label[0]][0]
    return label


@dataclass(frozen=True)
class Merged:
    """Earlier publications of a table and a new one; ``where`` places the counts of the new one.

    ``is_now`` marks the counts that the new one gives, ``was_told`` those that earlier ones told.
    """

    texts: list[str | None]
    values: IntArray
    is_unknown: BoolArray
    most: FloatArray
    was_told: BoolArray
    is_now: BoolArray
    where: IntArray
    relations: tuple[Relation, ...] = ()

    @classmethod
    def empty(cls, size: int, where: IntArray) -> Merged:
        """Room for ``size`` counts."""
        false = np.zeros(size, dtype=np.bool_)
        return cls(
            [None] * size,
            np.zeros(size, dtype=np.int64),
            ~false,
            np.full(size, UNLIMITED),
            false,
            false.copy(),
            where,
        )

    def take(self, table: PastTable, where: IntArray, *, is_now: bool) -> None:
        """Write the counts of a table at their places."""
        for node, text in zip(where.tolist(), table.texts, strict=True):
            self.texts[node] = text
        own = where[~table.is_unknown]
        self.values[own] = table.values[~table.is_unknown]
        self.is_unknown[own] = False
        np.minimum.at(self.most, where, table.most)
        if is_now:
            self.is_now[own] = True
        else:
            self.was_told[where[table.told & ~table.is_unknown]] = True

    def completed(self, relations: Sequence[Relation]) -> Merged:
        """Give unknown counts values, and leave out the sums that corrected counts made false."""
        unknown = set(np.flatnonzero(self.is_unknown).tolist())
        values, true = completed(self.values, unknown, relations)
        return replace(
            self,
            values=values,
            most=np.where(self.most < values, UNLIMITED, self.most),
            relations=tuple(
                item for item in true if values[item.parent] == values[list(item.children)].sum()
            ),
        )

    @property
    def is_past_only(self) -> BoolArray:
        """(n,) counts that the new publication does not give."""
        return ~self.is_now & ~self.is_unknown

    def mask(self, cells: Iterable[int]) -> BoolArray:
        """(n,) mask of some counts of the new publication."""
        mask = np.zeros(len(self.texts), dtype=np.bool_)
        mask[self.where[list(cells)]] = True
        return mask

    def table(self, told_now: BoolArray) -> PastTable:
        """What all the publications told together."""
        told = self.was_told | self.mask(np.flatnonzero(told_now))
        texts = tuple(self.texts)
        return PastTable(texts, self.values, self.is_unknown, self.relations, self.most, told)


@dataclass
class Ledger:
    """What earlier builds told, by table, and what the build in progress tells.

    ``deduced`` holds the withheld counts that all publications together give back.
    """

    past: Mapping[str, PastTable] = field(default_factory=dict)
    present: dict[str, PastTable] = field(default_factory=dict)
    deduced: dict[str, list[str]] = field(default_factory=dict)

    def publish(self, key: str, table: PastTable) -> None:
        """Add what the build in progress tells of a table."""
        self.present[key] = table

    @property
    def warnings(self) -> list[str]:
        """Withheld counts that earlier publications give back: « table : count »."""
        return [f"{key} : {text}" for key, texts in self.deduced.items() for text in texts]

    @property
    def together(self) -> dict[str, PastTable]:
        """What all publications told, the one in progress included."""
        tables = dict(self.past)
        for key, now in self.present.items():
            past = self.past.get(key)
            if past is None or past.is_within(now):
                tables[key] = now
            else:
                both = past.merged(now).table(now.told)
                tables[key] = both if len(both.texts) <= MOST_CELLS else now
        return tables


def read_ledger(kept: Store) -> Ledger:
    """What the builds of an installation published; nothing where there is no record.

    Raises
    ------
    DataError
        When the record was damaged by another hand.
    """
    content = kept.published_facts()
    if content is None:
        return Ledger()
    try:
        document = json.loads(gzip.decompress(content))
        return Ledger({key: _read(table) for key, table in document.items()})
    except (*UNREADABLE, ValueError, KeyError, TypeError) as error:
        raise DataError(
            RECORD,
            0,
            "",
            "",
            "la mémoire des effectifs publiés, écrite par la dernière construction",
            "Restaurer ce fichier depuis une sauvegarde. À défaut, le retirer : les effectifs tus "
            "ne sont alors plus protégés de ce qui fut publié avant.",
        ) from error


def write_ledger(kept: Store, ledger: Ledger) -> None:
    """Replace the record; without any count, nothing is written."""
    tables = ledger.together
    if not tables:
        return
    document = {key: _written(table) for key, table in sorted(tables.items())}
    content = gzip.compress(json.dumps(document, ensure_ascii=False).encode(), mtime=0)
    if content != kept.published_facts():
        kept.write_published_facts(content)


def _written(table: PastTable) -> dict[str, object]:
    return {
        "cells": [
            [text, value, int(is_told), int(unknown)]
            for text, value, is_told, unknown in zip(
                table.texts,
                table.values.tolist(),
                table.told.tolist(),
                table.is_unknown.tolist(),
                strict=True,
            )
        ],
        "sums": [[relation.parent, *relation.children] for relation in table.relations],
        "most": {
            str(index): int(table.most[index]) for index in np.flatnonzero(table.most < UNLIMITED)
        },
    }


def _read(document: Mapping[str, Any]) -> PastTable:
    texts, values, told, unknown = zip(*document["cells"], strict=True)
    most = np.full(len(texts), UNLIMITED)
    for index, bound in document["most"].items():
        most[int(index)] = bound
    return PastTable(
        texts,
        np.array(values, dtype=np.int64),
        np.array(unknown, dtype=np.bool_),
        tuple(Relation(parent, tuple(children)) for parent, *children in document["sums"]),
        most,
        np.array(told, dtype=np.bool_),
    )
