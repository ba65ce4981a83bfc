"""The text search in SQL: which lines answer, and which answer best."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import duckdb

Terms = Sequence[frozenset[str]]

TEXT = "search_text"
TITLE = "split_part(search_text, '/', 1)"
GROUP = "="


def fetch_synonyms(cursor: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, ...]]:
    """Groups of synonyms that each phrase of a query is widened to."""
    rows = cursor.execute(
        "SELECT stem, list(group_id ORDER BY group_id) FROM pub.search_synonym GROUP BY stem"
    ).fetchall()
    return {stem: tuple(group_ids) for stem, group_ids in rows}


def token_values(terms: Terms) -> dict[str, str]:
    """Values bound to the conditions on terms, by name."""
    return {
        name: f" {token}"
        for rank, tokens in enumerate(terms)
        for name, token in _named(rank, tokens)
    }


def terms_found(terms: Terms) -> list[str]:
    """Conditions on the lines that answer: every term, by any of its tokens."""
    return [_any_of(TEXT, [name for name, _ in _named(*term)]) for term in enumerate(terms)]


def best_first(terms: Terms) -> str:
    """Beginning of an order of lines: terms found in the title, by the very word above all."""
    hits = []
    for term in enumerate(terms):
        named = list(_named(*term))
        hits.append(_any_of(TITLE, [name for name, _ in named]))
        words = [name for name, token in named if not token.startswith(GROUP)]
        hits += [_any_of(TITLE, words)] if words else []
    return " + ".join(f"CAST({hit} AS INTEGER)" for hit in hits) + " DESC, " if hits else ""


def _named(rank: int, tokens: frozenset[str]) -> Iterator[tuple[str, str]]:
    return ((f"t{rank}_{place}", token) for place, token in enumerate(sorted(tokens)))


def _any_of(text: str, names: Sequence[str]) -> str:
    return f"({' OR '.join(f'contains({text}, ${name})' for name in names)})"
