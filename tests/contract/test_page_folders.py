"""A page lives in one folder, whose docstring is its map."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from dashboard.core.registry import PAGES
from tests.support.paths import ROOT

VIEWS = ROOT / "dashboard" / "views"
ENTRY = re.compile(r"^(\w+/?) {2,}\S", re.M)
FOLDERS = sorted(path.parent for path in VIEWS.rglob("__init__.py") if path.parent != VIEWS)


def documented(folder: Path) -> set[str]:
    """Names that the map of a folder gives."""
    docstring = ast.get_docstring(ast.parse((folder / "__init__.py").read_text("utf-8")))
    return set(ENTRY.findall(docstring or ""))


def contents(folder: Path) -> set[str]:
    """Modules of a folder, and its sub-folders with a stroke."""
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    return modules | {f"{path.parent.name}/" for path in folder.glob("*/__init__.py")}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.relative_to(VIEWS).as_posix())
def test_the_map_of_a_folder_names_its_modules(folder):
    assert documented(folder) == contents(folder)


def test_each_page_of_the_menu_has_a_folder_and_its_entry_file():
    homes = {path.parent.name for path in VIEWS.glob("*/__init__.py")}
    assert homes == {page.slug for page in PAGES}
    assert all((VIEWS / slug / f"{slug}.py").is_file() for slug in homes)


def test_a_module_missing_from_the_map_is_seen(tmp_path):
    (tmp_path / "__init__.py").write_text('"""A page.\n\nview  the view\n"""\n', "utf-8")
    for name in ("view", "words"):
        (tmp_path / f"{name}.py").touch()
    assert contents(tmp_path) - documented(tmp_path) == {"words"}
