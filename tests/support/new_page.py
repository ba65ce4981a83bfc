"""A page that does not exist, as a contributor would add it: one folder, one line."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.support.paths import ROOT

LINE = '    PageSpec("essai", "Essai", ":material/science:"),\n)\n\n\ndef page_of'
FILES = {
    "__init__": '"""The page « Essai »: a test adds it.\n\nessai  order of the page\n"""\n',
    "view": '''"""View of the page: the season chosen."""

from dataclasses import dataclass

PARAMETERS = frozenset({"saison"})
SEASONS = ("hiver", "été")


@dataclass(frozen=True)
class TrialView:
    season: str = "hiver"


def parse(parameters):
    season = parameters.get("saison", "hiver")
    if season not in SEASONS:
        return TrialView(), (f"Saison inconnue : « {season} ».",)
    return TrialView(season), ()


def write(view):
    return {"saison": view.season}
''',
    "words": '''"""Sentences of the page."""


def title(place, season):
    return f"Essai de {place}, {season}"
''',
    "essai": '''"""Page « Essai »."""

import streamlit as st

from dashboard.ui import state
from dashboard.ui.fields import choose
from dashboard.ui.shell import show_problems
from dashboard.views.essai import view as trial
from dashboard.views.essai import words

KEY = "essai.saison"


def render():
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
