"""The published schema keeps its promises: described, with units, sourced, documented."""

from __future__ import annotations

import re
from collections.abc import Iterable

import duckdb
import pandas as pd
import pytest

from etl.declared.catalog import Source, load_indicators, load_sources
from etl.docs import (
    KIND_TITLES,
    describe_schema,
    schema_text,
    sources_text,
    write_docs,
)
from tests.support.paths import ROOT

NUMERIC = re.compile(r"(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DOUBLE|FLOAT|DECIMAL.*)")
# « _n » counts what the column is named after.
UNIT_SUFFIX = re.compile(r"_(?:n|msu|pct|hab|eur|km|ans|per_year|pour_100k)$")
UNIT_IN_COMMENT = re.compile(
    r"\bMSU\b|in %|inhabitants|without unit|unit of the (?:indicator|key|row)|same unit"
    r"|in place-semestres|in semesters|in weeks|between 0 and 1"
    r"|\b[Yy]ear\b|^Decimals|^Published count"
)


def undescribed(columns: pd.DataFrame) -> list[str]:
    """Tables and columns without a comment."""
    tables = columns.drop_duplicates("table_name")
    bare_tables = tables.loc[tables["table_comment"].fillna("") == "", "table_name"]
    bare = columns[columns["column_comment"].fillna("") == ""]
    return [*bare_tables, *(bare["table_name"] + "." + bare["column_name"])]


def without_unit(columns: pd.DataFrame) -> list[str]:
    """Numeric columns whose unit neither their name nor their comment gives."""
    numbers = columns[columns["data_type"].str.fullmatch(NUMERIC)]
    named = numbers["column_name"].str.contains(UNIT_SUFFIX)
    declared = numbers["column_comment"].fillna("").str.contains(UNIT_IN_COMMENT)
    mute = numbers[~(named | declared)]
    return list(mute["table_name"] + "." + mute["column_name"])


def unknown(used: Iterable[str], declared: Iterable[str]) -> list[str]:
    """Identifiers used and not declared."""
    return sorted(set(used) - set(declared))


@pytest.fixture
def columns(connection):
    return describe_schema(connection)


def _ids(connection: duckdb.DuckDBPyConnection, query: str) -> set[str]:
    return {row[0] for row in connection.execute(query).fetchall()}


def test_every_published_table_and_column_has_a_comment(columns):
    assert len(columns) > 100
    assert undescribed(columns) == []


def test_every_numeric_column_gives_its_unit_by_its_name_or_its_comment(columns):
    assert without_unit(columns) == []


def test_a_mute_table_column_or_unit_is_caught():
    with duckdb.connect() as connection:
        connection.execute("CREATE SCHEMA pub")
        connection.execute("CREATE TABLE pub.bare (code VARCHAR, length DOUBLE, gap_msu BIGINT)")
        connection.execute("COMMENT ON COLUMN pub.bare.length IS 'How long it is.'")
        columns = describe_schema(connection)
    assert undescribed(columns) == ["bare", "bare.code", "bare.gap_msu"]
    assert without_unit(columns) == ["bare.length"]


def test_every_text_column_shown_to_users_says_it_is_french(columns):
    french = columns[columns["column_name"].str.endswith("_fr")]
    official = {"name_fr"}
    mute = french[~french["column_comment"].str.contains("French")]
    assert set(mute["column_name"]) - official == set()


@pytest.mark.parametrize("table", ["observation", "known_gap"])
def test_every_indicator_used_is_declared(connection, table):
    used = _ids(connection, f"SELECT DISTINCT indicator_id FROM pub.{table}")
    declared = _ids(connection, "SELECT indicator_id FROM pub.indicator")
    assert used
    assert unknown(used, declared) == []


@pytest.mark.parametrize("table", ["observation", "validation", "target", "register_entry"])
def test_every_source_cited_exists(connection, table):
    used = _ids(connection, f"SELECT DISTINCT source_id FROM pub.{table}")
    declared = _ids(connection, "SELECT source_id FROM pub.source")
    assert used
    assert unknown(used, declared) == []


def test_an_unknown_identifier_is_caught():
    assert unknown(["S001", "S999"], ["S001", "S002"]) == ["S999"]


def test_every_indicator_the_map_offers_has_values_or_is_computed_from_the_gaps(connection):
    offered = _ids(connection, "SELECT indicator_id FROM pub.indicator WHERE on_map")
    observed = _ids(connection, "SELECT DISTINCT indicator_id FROM pub.observation")
    assert unknown(offered, observed) == ["couverture_pct", "gap_msu", "situation_msu"]
    gaps = connection.execute("SELECT count(gap_msu), count(coverage_pct) FROM pub.msu_gap")
    assert min(gaps.fetchall()[0]) > 0


def test_every_declared_indicator_has_values_or_is_computed_from_the_gaps(connection):
    declared = _ids(connection, "SELECT indicator_id FROM pub.indicator")
    observed = _ids(connection, "SELECT DISTINCT indicator_id FROM pub.observation")
    indicators = load_indicators(ROOT / "data" / "indicators.yml")
    imported = {item.indicator_id for item in indicators if item.publishes == "imported"}
    assert imported
    # Rates of cohorts are in pub.retention, with their delay and scope; those of surveys in
    # pub.retention_survey, with whom they asked.
    elsewhere = [
        "couverture_pct",
        "fidelisation_mesuree_pct",
        "gap_msu",
        "installes_sur_place_pct",
        "situation_msu",
    ]
    assert unknown(declared - imported, observed) == elsewhere


def test_every_map_indicator_has_a_value_for_a_departement_or_a_subdivision(connection):
    rows = connection.execute(
        """
        SELECT indicator_id, count(*) FILTER (left(territory_id, 3) IN ('DEP', 'SUB'))
        FROM pub.observation JOIN pub.indicator USING (indicator_id)
        WHERE on_map GROUP BY ALL
        """
    ).fetchall()
    assert rows
    assert [indicator_id for indicator_id, count in rows if count < 27] == []


def test_every_method_of_an_observation_has_its_parameters(connection):
    used = _ids(connection, "SELECT method_id FROM pub.observation WHERE method_id IS NOT NULL")
    declared = _ids(connection, "SELECT DISTINCT method_id FROM pub.method")
    assert unknown(used, declared) == []


def test_the_schema_document_is_up_to_date(columns):
    # « python -m etl docs » writes it again.
    written = (ROOT / "docs" / "schema.md").read_text(encoding="utf-8")
    assert written == schema_text(columns)


def test_the_schema_document_has_one_section_per_table_and_one_line_per_column(columns):
    text = schema_text(columns)
    sections = re.findall(r"^## `pub\.(\w+)`$", text, flags=re.MULTILINE)
    assert sections == list(columns["table_name"].unique())
    assert text.count("\n| `") == len(columns)


def test_a_bar_in_a_comment_does_not_break_the_table():
    row = {
        "table_name": "t",
        "table_comment": "A table.",
        "column_name": "c",
        "data_type": "VARCHAR",
        "column_comment": "one | two\nthree",
    }
    assert "| `c` | VARCHAR | one \\| two three |" in schema_text(pd.DataFrame([row]))


@pytest.fixture(scope="module")
def sources() -> tuple[Source, ...]:
    return load_sources(ROOT / "data" / "sources.yml")


def test_the_source_table_has_one_line_per_source_under_its_kind(sources):
    text = sources_text(sources)
    lines = [line for line in text.splitlines() if re.search(r"\| [A-Z][A-Z0-9-]* \|$", line)]
    assert len(lines) == len(sources)
    assert text.count("\n## ") == len({source.kind for source in sources})
    assert {source.kind for source in sources} <= set(KIND_TITLES)


def test_a_source_line_gives_the_publisher_first_then_where_it_was_read_and_its_licence(sources):
    (source,) = (one for one in sources if one.source_id == "S111")
    (line,) = (line for line in sources_text([source]).splitlines() if line.endswith("| S111 |"))
    assert line.startswith(f"| {source.publisher} | {source.title} | {source.deposit} |")
    assert f"| {source.licence} | [github.com](<{source.url}>) |" in line


def test_the_sources_document_is_up_to_date(sources):
    # « python -m etl docs » writes it again.
    written = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
    assert written == sources_text(sources)


def test_the_documents_are_written_where_they_belong(tmp_path):
    (tmp_path / "data").mkdir()
    registered = (ROOT / "data" / "sources.yml").read_bytes()
    (tmp_path / "data" / "sources.yml").write_bytes(registered)
    names = ("schema.md", "sources.md")
    assert write_docs(tmp_path) == [tmp_path / "docs" / name for name in names]
    for name in names:
        written = (tmp_path / "docs" / name).read_bytes()
        assert written == (ROOT / "docs" / name).read_bytes()
