"""A page that does not exist, as a contributor would add it: one folder, one line."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.support.paths import ROOT

LINE = '    PageSpec("essai", "Essai", ":material/science:"),\n)\n\n\ndef page_of'
FILES = {
    "__init__": '''"""The page « Essai »: a test adds it.

essai  order of the page
view   the season, read from and written to the address
words  French sentences
"""
''',
    "view": '''"""View of the page: the season chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

PARAMETERS = frozenset({"saison"})
SEASONS = ("hiver", "été")


@dataclass(frozen=True)
class TrialView:
    """The season chosen."""

    season: str = "hiver"


def parse(parameters: Mapping[str, str]) -> tuple[TrialView, tuple[str, ...]]:
    """View of an address, and what was wrong in it."""
    season = parameters.get("saison", "hiver")
    if season not in SEASONS:
        return TrialView(), (f"Saison inconnue : « {season} ».",)
    return TrialView(season), ()


def write(view: TrialView) -> dict[str, str]:
    """The view as parameters of an address."""
    return {"saison": view.season}
''',
    "words": '''"""Sentences of the page."""

from __future__ import annotations


def title(place: str, season: str) -> str:
    """Where and when."""
    return f"Essai de {place}, {season}"
''',
    "essai": '''"""Page « Essai »."""

from __future__ import annotations

import streamlit as st

from dashboard.ui import state
from dashboard.ui.fields import choose
from dashboard.ui.shell import show_problems
from dashboard.views.essai import view as trial
from dashboard.views.essai import words

KEY = "essai.saison"


def render() -> None:
    """Show the page."""
    desk = state.desk()
    view, problems = state.begin_page("essai", trial.PARAMETERS, trial.parse, trial.write)
    show_problems(problems)
    st.title(words.title(desk.territory.name_fr, view.season), anchor=False)
    choose(
        KEY,
        "Saison",
        trial.SEASONS,
        view.season,
        on_change=state.change_page_field,
        args=("essai", "season", KEY),
    )


if __name__ == "__main__":
    render()
''',
}


def checkout_with_a_new_page(folder: Path) -> Path:
    """Copy the dashboard and what it stands on, and add a page by its folder and one line."""
    for package in ("dashboard", "foundation", "models"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / package, folder / package, ignore=ignored)
    page = folder / "dashboard" / "views" / "essai"
    page.mkdir()
    for name, text in FILES.items():
        (page / f"{name}.py").write_text(text, encoding="utf-8")
    registry = folder / "dashboard" / "core" / "registry.py"
    text = registry.read_text(encoding="utf-8")
    before = ")\n\n\ndef page_of"
    assert text.count(before) == 1
    registry.write_text(text.replace(before, LINE), encoding="utf-8")
    return folder
