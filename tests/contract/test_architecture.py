"""Rules of the house that import-linter and ruff cannot say, each seen catching what it forbids."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.paths import ROOT

WIDGETS = {
    "audio_input",
    "button",
    "camera_input",
    "chat_input",
    "checkbox",
    "color_picker",
    "data_editor",
    "date_input",
    "datetime_input",
    "download_button",
    "feedback",
    "file_uploader",
    "form_submit_button",
    "menu_button",
    "multiselect",
    "number_input",
    "pills",
    "radio",
    "segmented_control",
    "select_slider",
    "selectbox",
    "slider",
    "text_area",
    "text_input",
    "time_input",
    "toggle",
}
SQL = re.compile(
    r"^\s*(WITH\s+\w+\s*(\(.*?\)\s*)?AS\s*\(|SELECT\s|INSERT\s+INTO\s|UPDATE\s+\S+\s+SET\s"
    r"|DELETE\s+FROM\s|CREATE\s+(OR\s+REPLACE\s+)?(TABLE|VIEW|SCHEMA|MACRO|TEMP)\s"
    r"|DROP\s+(TABLE|VIEW|SCHEMA)\s|ALTER\s+TABLE\s|ATTACH\s+'|PRAGMA\s|SET\s+\w+\s*=|COPY\s+\S+\s+TO\s)"
    r"|\bSELECT\b[\s\S]+\bFROM\s+(pub\.|\w+\s|\()",
)

Rule = Callable[[str], list[str]]


def no_sql(source: str) -> list[str]:
    """No statement in a string, docstrings apart, and nothing executed on a connection."""
    tree = ast.parse(source)
    docstrings = {id(text) for text in _docstrings(tree)}
    # An f-string is made of constants too: each is looked at on its own.
    statements = [
        f"line {node.lineno}: {node.value.strip()[:40]}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docstrings
        and SQL.search(node.value)
    ]
    executed = [
        f"line {call.lineno}: .{_called(call)}()"
        for call in _calls(tree)
        if isinstance(call.func, ast.Attribute) and call.func.attr in {"execute", "executemany"}
    ]
    return statements + executed


def widgets_have_keys(source: str) -> list[str]:
    """Every widget is called with ``key=``: without it, its value is lost on the way."""
    return [
        f"line {call.lineno}: {_called(call)}"
        for call in _calls(ast.parse(source))
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in WIDGETS
        and "key" not in {keyword.arg for keyword in call.keywords}
    ]


def no_plotly_chart(source: str) -> list[str]:
    """No use of Streamlit's plotly charts, called or imported."""
    return [
        f"line {node.lineno}"
        for node in ast.walk(ast.parse(source))
        if (isinstance(node, ast.Attribute) and node.attr == "plotly_chart")
        or (isinstance(node, ast.ImportFrom) and "plotly_chart" in {n.name for n in node.names})
    ]


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _called(call: ast.Call) -> str:
    return _name_of(call.func)


def _name_of(node: ast.expr) -> str:
    """Last name of ``cache``, ``st.cache_data`` or ``st.cache_data(ttl=1)``."""
    if isinstance(node, ast.Call):
        return _name_of(node.func)
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _docstrings(tree: ast.AST) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            yield body[0].value


@dataclass(frozen=True)
class HouseRule:
    """A rule, the files it binds, and a sample that breaks it."""

    name: str
    rule: Rule
    bad: str
    folders: tuple[str, ...]
    except_for: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = (".py",)

    def files(self) -> list[Path]:
        """Files of the tree bound by the rule."""
        found = [
            path
            for folder in self.folders
            for path in ([ROOT / folder] if folder.endswith(".py") else (ROOT / folder).rglob("*"))
            if path.suffix in self.suffixes and "__pycache__" not in path.parts
        ]
        spared = [ROOT / name for name in self.except_for]
        return [p for p in found if not any(p == s or s in p.parents for s in spared)]


RULES = [
    HouseRule(
        "SQL lives in dashboard/queries and etl/sql",
        no_sql,
        "rows = cursor.sql('''\n  SELECT value\n  FROM pub.observation''')",
        ("dashboard", "etl", "models", "foundation"),
        except_for=("dashboard/queries", "etl/warehouse.py"),
    ),
    HouseRule(
        "every widget has a key",
        widgets_have_keys,
        "column.selectbox('Région', options)",
        ("dashboard",),
    ),
    HouseRule(
        "only dashboard/ui/chart.py draws plotly charts",
        no_plotly_chart,
        "with column:\n    st.plotly_chart(figure, key='k')",
        ("dashboard",),
        except_for=("dashboard/ui/chart.py",),
    ),
]
MORE_BAD_SAMPLES = [
    (no_sql, "query = f'SELECT {column} FROM pub.target'"),
    (no_sql, "query = 'INSERT INTO pub.target VALUES (1)'"),
    (no_sql, "connection.execute(statement)"),
    (no_sql, "with_names = 'WITH a AS (SELECT 1) TABLE a'"),
    (widgets_have_keys, "st.sidebar.toggle('Oui')"),
    (no_plotly_chart, "from streamlit import plotly_chart"),
    (widgets_have_keys, "with x:\n    st.download_button('CSV', data)"),
]
GOOD_SAMPLES = [
    (no_sql, '"""SELECT one FROM pub.target."""\nprint("select a place from the list")'),
    (no_sql, "def f():\n    '''WITH a AS (SELECT 1) TABLE a.'''\n    return 'UPDATE'"),
    (widgets_have_keys, "st.selectbox('Région', options, key=KEYS.region)"),
]


def sample_id(value: Rule | str) -> str:
    """The same in every process: an address would not be."""
    return value[:40] if isinstance(value, str) else value.__qualname__.split(".")[0]


@pytest.mark.parametrize("house_rule", RULES, ids=lambda house_rule: house_rule.name)
def test_the_tree_keeps_the_rule(house_rule):
    broken = {
        path.relative_to(ROOT).as_posix(): found
        for path in house_rule.files()
        if (found := house_rule.rule(path.read_text(encoding="utf-8")))
    }
    assert broken == {}


@pytest.mark.parametrize("house_rule", RULES, ids=lambda house_rule: house_rule.name)
def test_the_rule_catches_what_it_forbids(house_rule):
    assert house_rule.rule(house_rule.bad) != []


@pytest.mark.parametrize(("rule", "source"), MORE_BAD_SAMPLES, ids=sample_id)
def test_a_rule_catches_other_ways_to_break_it(rule, source):
    assert rule(source) != []


@pytest.mark.parametrize(("rule", "source"), GOOD_SAMPLES, ids=sample_id)
def test_a_rule_lets_what_is_allowed_pass(rule, source):
    assert rule(source) == []


def test_the_warehouse_module_holds_one_insert_and_opens_the_file_of_reserved_lines():
    found = no_sql((ROOT / "etl" / "warehouse.py").read_text(encoding="utf-8"))
    statements = sorted(line.split(": ", 1)[1] for line in found)
    assert statements == [
        ".execute()",
        ".execute()",
        ".execute()",
        ".execute()",
        ".execute()",
        ".execute()",
        ".execute()",
        ".execute()",
        ".execute()",
        ".execute()",
        ".execute()",
        "ATTACH '",
        "CREATE SCHEMA",
        "CREATE TABLE",
        "INSERT INTO",
        "SELECT path FROM duckdb_databases() WHER",
        "SET enable_progress_bar = false",
    ]
