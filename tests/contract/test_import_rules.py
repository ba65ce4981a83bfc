"""Each import rule of pyproject.toml is seen failing, on a small tree that breaks it alone."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.support.paths import ROOT

PYPROJECT = ROOT / "pyproject.toml"
LINTER = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["tool"]["importlinter"]
CONTRACTS = [contract["name"] for contract in LINTER["contracts"]]
BIN = Path(sys.executable).parent
PAGES = ("carte", "fidelisation")
PARTS = ("crossing", "diploma", "flows", "installations", "removal")
# What breaks each contract: a module, and the line put in it.
BREACHES = {
    "The dashboard and the ETL never import each other": (
        "dashboard.queries",
        "import etl.settings",
    ),
    "The foundation knows no page, no warehouse and no table": ("foundation", "import pandas"),
    "A store keeps bytes, and knows no table": ("stores", "import pandas"),
    "Floors of the dashboard": ("dashboard.themes", "import dashboard.queries"),
    "No page knows another": ("dashboard.views.carte.carte", "import dashboard.views.fidelisation"),
    "No part of Fidélisation knows another": (
        "dashboard.views.fidelisation.flows",
        "import dashboard.views.fidelisation.removal",
    ),
    "Words, figures, views, themes, core and models are pure, however deep": (
        "dashboard.core",
        "def late():\n    import streamlit",
    ),
    "Models read no file": ("models.msu", "from pathlib import Path"),
    "Only queries open the warehouse": ("dashboard.profile", "import duckdb"),
    "The ETL draws nothing": ("etl.transform", "import plotly.express"),
    "Documents are made without a page": ("dashboard.briefs", "import streamlit"),
    "The ETL reads, then transforms, then builds": ("etl.extract", "import etl.transform"),
}


def layers_of(name: str) -> list[str]:
    """Names of the layers of a contract, one by one."""
    (contract,) = (item for item in LINTER["contracts"] if item["name"] == name)
    return [part.strip(" ()") for layer in contract["layers"] for part in _split(layer)]


def _split(layer: str) -> list[str]:
    return layer.replace("|", ":").split(":")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Empty modules under the names that the contracts speak of."""
    names = [f"dashboard.{name}" for name in layers_of("Floors of the dashboard")]
    names += [f"etl.{name}" for name in layers_of("The ETL reads, then transforms, then builds")]
    names += ["models.msu", "foundation.faults", "stores.files"]
    for page in PAGES:
        modules = (page, "words", "figures", "view", *(PARTS if page == "fidelisation" else ()))
        names += [f"dashboard.views.{page}.{name}" for name in modules]
    for name in names:
        folder = tmp_path.joinpath(*name.split("."))
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "__init__.py").touch()
    for folder in (path.parent for path in tmp_path.rglob("__init__.py")):
        for parent in folder.parents:
            if parent != tmp_path and tmp_path in parent.parents:
                (parent / "__init__.py").touch()
    return tmp_path


def verdicts(tree: Path) -> dict[str, bool]:
    """Whether each contract is kept in a tree."""
    done = subprocess.run(
        [BIN / "lint-imports", "--config", PYPROJECT, "--no-cache"],
        cwd=tree,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return {
        name: f"{name} KEPT" in done.stdout
        for name in CONTRACTS
        if f"{name} KEPT" in done.stdout or f"{name} BROKEN" in done.stdout
    }


def test_every_contract_has_a_breach_that_shows_it():
    assert set(BREACHES) == set(CONTRACTS)


def test_a_tree_without_a_breach_keeps_every_contract(tree):
    assert verdicts(tree) == dict.fromkeys(CONTRACTS, True)


@pytest.mark.parametrize("name", BREACHES)
def test_a_breach_breaks_the_contract(tree, name):
    module, line = BREACHES[name]
    (tree.joinpath(*module.split(".")) / "__init__.py").write_text(line + "\n", encoding="utf-8")
    assert verdicts(tree)[name] is False


def test_purity_is_followed_through_what_is_imported(tree):
    chain = {"dashboard.views.carte.words": "dashboard.themes", "dashboard.themes": "models.msu"}
    for module, target in chain.items():
        path = tree.joinpath(*module.split(".")) / "__init__.py"
        path.write_text(f"import {target}\n", encoding="utf-8")
    (tree / "models" / "msu" / "__init__.py").write_text("import duckdb\n", encoding="utf-8")
    pure = "Words, figures, views, themes, core and models are pure, however deep"
    assert verdicts(tree)[pure] is False


@pytest.mark.parametrize(
    ("source", "rule"),
    [
        ("from functools import lru_cache", "TID251"),
        ("import streamlit as st\n\nst.session_state", "TID251"),
        ("import streamlit as st\n\nst.query_params.clear()", "TID251"),
        ("import streamlit as st\n\nst.cache_data(print)", "TID251"),
        ("from datetime import date\n\ndate.today()", "TID251"),
        ("from . import words", "TID252"),
        ("VALUE = 1  # noqa: E501", "RUF100"),
        ("def f():\n" + "    print(1)\n" * 41, "PLR0915"),
        ("def f(x):\n" + "    if x:\n        print(x)\n" * 11, "C901"),
    ],
)
def test_ruff_refuses_what_the_house_forbids(source, rule):
    done = subprocess.run(
        [BIN / "ruff", "check", "--output-format", "concise", "--stdin-filename"]
        + [str(ROOT / "dashboard" / "views" / "carte" / "sample.py"), "-"],
        input=source,
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert f" {rule} " in done.stdout
