"""A locator is words that lead to a place in a source: it never begins where a sentence goes on."""

from __future__ import annotations

import duckdb
import pytest

# Openings (« ( ") and signs (+, §) may come first; what follows something may not.
BEGINS_WITH_PUNCTUATION = r"^[\s:;,.!?)\]»%/–—-]"


def cut_locators(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Published locators, with their table, that begin with punctuation."""
    tables = connection.execute(
        "SELECT DISTINCT table_name FROM duckdb_columns() "
        "WHERE schema_name = 'pub' AND column_name = 'locator' ORDER BY ALL"
    ).fetchall()
    assert tables
    return [
        f"{table}: {locator}"
        for (table,) in tables
        for (locator,) in connection.execute(
            f"SELECT DISTINCT locator FROM pub.{table} "
            "WHERE regexp_matches(locator, $pattern) ORDER BY ALL",
            {"pattern": BEGINS_WITH_PUNCTUATION},
        ).fetchall()
    ]


def test_no_published_locator_begins_with_punctuation(connection):
    assert cut_locators(connection) == []


@pytest.mark.parametrize("locator", [": population des communes", ", ligne 3", " résumé", "% des"])
def test_a_locator_that_lost_its_beginning_is_caught(locator):
    with duckdb.connect() as connection:
        connection.execute("CREATE SCHEMA pub")
        connection.execute("CREATE TABLE pub.observation (locator VARCHAR)")
        for text in (locator, "« 52 »", "(p. 3)", "+7 % en un an", "§1", "résumé : 52"):
            connection.execute("INSERT INTO pub.observation VALUES (?)", [text])
        assert cut_locators(connection) == [f"observation: {locator}"]
