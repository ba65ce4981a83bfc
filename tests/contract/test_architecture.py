"""The rules of the house, each read from the sources and each seen catching what it forbids."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.paths import ROOT

APP_LINES = 59
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
CACHES = {"cache_data", "cache_resource", "lru_cache", "cache"}
SQL = re.compile(
    r"^\s*(WITH\s+\w+\s*(\(.*?\)\s*)?AS\s*\(|SELECT\s|INSERT\s+INTO\s|UPDATE\s+\S+\s+SET\s"
    r"|DELETE\s+FROM\s|CREATE\s+(OR\s+REPLACE\s+)?(TABLE|VIEW|SCHEMA|MACRO|TEMP)\s"
    r"|DROP\s+(TABLE|VIEW|SCHEMA)\s|ALTER\s+TABLE\s|ATTACH\s+'|PRAGMA\s|SET\s+\w+\s*=|COPY\s+\S+\s+TO\s)"
    r"|\bSELECT\b[\s\S]+\bFROM\s+(pub\.|\w+\s|\()",
)

Rule = Callable[[str], list[str]]


def imported(source: str) -> set[str]:
    """Every dotted name a module imports, wherever the import stands."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Call) and _called(node) in {"import_module", "__import__"}:
            names |= {str(a.value) for a in node.args if isinstance(a, ast.Constant)}
    return names


def no_import_of(*packages: str) -> Rule:
    """Build a rule: no import of these packages, however deep."""

    def rule(source: str) -> list[str]:
        return sorted(name for name in imported(source) if name.split(".")[0] in packages)

    return rule


def no_relative_import(source: str) -> list[str]:
    """Relative imports would hide where a name comes from."""
    return [
        f"line {node.lineno}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and node.level
    ]


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


def no_cache(source: str) -> list[str]:
    """No caching decorator, called or not."""
    return [
        f"line {function.lineno}: {function.name}"
        for function in _functions(ast.parse(source))
        if any(_name_of(decorator) in CACHES for decorator in function.decorator_list)
    ]


def no_session(source: str) -> list[str]:
    """No session state and no query parameter."""
    owned = {"session_state", "query_params"}
    used = [
        f"line {node.lineno}: {node.attr}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute) and node.attr in owned
    ]
    return used + [name for name in imported(source) if name.split(".")[-1] in owned]


def widgets_have_keys(source: str) -> list[str]:
    """Every widget is called with ``key=``: without it, its value is lost on the way."""
    return [
        f"line {call.lineno}: {_called(call)}"
        for call in _calls(ast.parse(source))
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in WIDGETS
        and "key" not in {keyword.arg for keyword in call.keywords}
    ]


def at_most(lines: int) -> Rule:
    """Build a rule: no longer than this."""

    def rule(source: str) -> list[str]:
        count = len(source.splitlines())
        return [f"{count} lines, {lines} at most"] if count > lines else []

    return rule


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


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return (node for node in ast.walk(tree) if isinstance(node, kinds))


def _arguments(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.arg]:
    arguments = function.args
    return [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]


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


CACHED = ("dashboard/queries/cache.py",)
RULES = [
    HouseRule(
        "the dashboard never imports the ETL",
        no_import_of("etl"),
        "def f():\n    from etl.settings import Settings",
        ("dashboard",),
    ),
    HouseRule(
        "the ETL imports neither the dashboard nor what draws",
        no_import_of("dashboard", "streamlit", "plotly", "pydeck"),
        "import plotly.express as px",
        ("etl",),
    ),
    HouseRule(
        "the models are pure",
        no_import_of("etl", "dashboard", "duckdb", "streamlit", "plotly", "pathlib", "os", "yaml"),
        "import importlib\nimportlib.import_module('duckdb')",
        ("models",),
    ),
    HouseRule(
        "charts neither query nor draw widgets",
        no_import_of("streamlit", "duckdb", "etl"),
        "from duckdb import connect",
        ("dashboard/charts",),
    ),
    HouseRule(
        "views and components do not open the warehouse",
        no_import_of("duckdb"),
        "import duckdb",
        ("dashboard/views", "dashboard/ui"),
    ),
    HouseRule(
        "briefs, prose and the leaves of the dashboard know nothing of streamlit",
        no_import_of("streamlit", "duckdb"),
        "import streamlit as st",
        ("dashboard/briefs", "dashboard/core", "dashboard/themes"),
    ),
    HouseRule(
        "imports say where they come from",
        no_relative_import,
        "from . import charts",
        ("dashboard", "etl", "models", "foundation"),
    ),
    HouseRule(
        "SQL lives in dashboard/queries and etl/sql",
        no_sql,
        "rows = cursor.sql('''\n  SELECT value\n  FROM pub.observation''')",
        ("dashboard", "etl", "models", "foundation"),
        except_for=("dashboard/queries", "etl/warehouse.py"),
    ),
    HouseRule(
        "only dashboard/queries/cache.py caches",
        no_cache,
        "@st.cache_data(ttl=60)\ndef load(build_id): ...",
        ("dashboard",),
        except_for=CACHED,
    ),
    HouseRule(
        "only dashboard/ui/state.py touches the session and the address",
        no_session,
        "value = st.session_state['x']",
        ("dashboard",),
        except_for=("dashboard/ui/state.py",),
    ),
    HouseRule(
        "every widget has a key",
        widgets_have_keys,
        "column.selectbox('Région', options)",
        ("dashboard",),
    ),
    HouseRule(
        "the application is under 60 lines", at_most(APP_LINES), "\n" * 60, ("dashboard/app.py",)
    ),
]
MORE_BAD_SAMPLES = [
    (no_sql, "query = f'SELECT {column} FROM pub.target'"),
    (no_sql, "query = 'INSERT INTO pub.target VALUES (1)'"),
    (no_sql, "connection.execute(statement)"),
    (no_sql, "with_names = 'WITH a AS (SELECT 1) TABLE a'"),
    (no_cache, "@functools.lru_cache\ndef f(): ..."),
    (no_cache, "@cache\ndef f(): ..."),
    (no_session, "st.query_params.clear()"),
    (no_session, "from streamlit import session_state"),
    (widgets_have_keys, "st.sidebar.toggle('Oui')"),
    (widgets_have_keys, "with x:\n    st.download_button('CSV', data)"),
    (no_import_of("etl"), "import etl"),
    (no_import_of("streamlit"), "import streamlit.components.v2 as components"),
]
GOOD_SAMPLES = [
    (no_sql, '"""SELECT one FROM pub.target."""\nprint("select a place from the list")'),
    (no_sql, "def f():\n    '''WITH a AS (SELECT 1) TABLE a.'''\n    return 'UPDATE'"),
    (widgets_have_keys, "st.selectbox('Région', options, key=KEYS.region)"),
    (no_import_of("etl"), "import etlx\nfrom models import etl"),
    (no_session, "state = load()\nparams = {'query_params': 1}"),
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


@pytest.mark.parametrize(
    "name",
    ["the ETL imports neither the dashboard nor what draws", "the models are pure"],
)
def test_a_rule_reads_the_files_it_binds(name):
    (house_rule,) = (one for one in RULES if one.name == name)
    assert len(house_rule.files()) >= 5


def test_the_warehouse_module_holds_one_insert_and_no_other_statement():
    found = no_sql((ROOT / "etl" / "warehouse.py").read_text(encoding="utf-8"))
    statements = sorted(line.split(": ", 1)[1] for line in found)
    assert statements == [
        ".execute()",
        ".execute()",
        ".execute()",
        "INSERT INTO",
        "SET enable_progress_bar = false",
    ]
