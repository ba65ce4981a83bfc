"""The text search in SQL: which lines answer, and which answer best."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import duckdb

from models.registers.words import Synonyms

Terms = Sequence[frozenset[str]]
# A name and the value bound to it; a beginning of word is bound with what follows all its words.
Bound = tuple[str, str]

GROUP = "="
AFTER_ALL_WORDS = "\U0010ffff"


def fetch_synonyms(cursor: duckdb.DuckDBPyConnection) -> Synonyms:
    """Groups of synonyms that each phrase of a query is widened to."""
    rows = cursor.execute(
        "SELECT stem, list(group_id ORDER BY group_id) FROM pub.search_synonym GROUP BY stem"
    ).fetchall()
    return Synonyms({stem: tuple(group_ids) for stem, group_ids in rows})


def token_values(terms: Terms) -> dict[str, str]:
    """Values bound to the conditions on terms, by name."""
    values = {}
    for rank, tokens in enumerate(terms):
        for name, token in _named(rank, tokens):
            values[name] = token.rstrip()
            if _is_beginning(token):
                values[f"{name}_end"] = token + AFTER_ALL_WORDS
    return values


def terms_found(terms: Terms) -> list[str]:
    """Conditions on the lines that answer: every term, by any of its tokens."""
    return [_with_any(_named(*term)) for term in enumerate(terms)]


def best_first(terms: Terms) -> str:
    """Beginning of an order of lines: terms found in the title, by the very word above all."""
    hits = []
    for term in enumerate(terms):
        named = list(_named(*term))
        words = [(name, token) for name, token in named if not token.startswith(GROUP)]
        hits += [_with_any(bound, " AND in_title") for bound in (named, words) if bound]
    return " + ".join(f"CAST({hit} AS INTEGER)" for hit in hits) + " DESC, " if hits else ""


def _named(rank: int, tokens: frozenset[str]) -> Iterator[Bound]:
    return ((f"t{rank}_{place}", token) for place, token in enumerate(sorted(tokens)))


def _is_beginning(token: str) -> bool:
    return not token.endswith(" ")


def _with_any(bound: Iterable[Bound], more: str = "") -> str:
    tests = [
        f"word >= ${name} AND word < ${name}_end" if _is_beginning(token) else f"word = ${name}"
        for name, token in bound
    ]
    found = f"({' OR '.join(tests)}){more}"
    return f"line_rank IN (SELECT line_rank FROM pub.register_word WHERE {found})"  # noqa: S608
