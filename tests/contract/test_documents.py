"""The README is short, and what the documents name exists: files, pictures, commands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.main import get_command

from etl.__main__ import app

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
MARKDOWN = (
    README,
    ROOT / "CHANGELOG.md",
    ROOT / "data" / "README.md",
    *(ROOT / "docs").rglob("*.md"),
)
LINK = re.compile(r"\]\((?!https?:|<)([^)#\s]+)")
# The sources name files of other repositories.
NAMING_OUR_FILES = [
    path for path in (README, *(ROOT / "docs").rglob("*.md")) if path.name != "sources.md"
]
FILE = re.compile(r"`((?:dashboard|etl|models|tests)/[\w./-]+\.\w+)`")
# Two screens of 50 lines; the picture takes about 20 of them.
MOST_LINES_BEFORE_DETAILS = 80


def text_of(path: Path) -> str:
    """A document as it is written."""
    return path.read_text(encoding="utf-8")


def dead_links(path: Path, text: str) -> list[str]:
    """Relative links of a document that lead to no file."""
    return [link for link in LINK.findall(text) if not (path.parent / link).exists()]


def absent_files(text: str) -> list[str]:
    """Source files that a document names and that are not there."""
    return [name for name in FILE.findall(text) if not (ROOT / name).exists()]


def make_targets(text: str) -> set[str]:
    """Targets that a text asks make for: at the start of a command or of a quotation."""
    calls = re.findall(r"(?m)(?:^|`)make((?: [a-z]+\b(?!=))+)", text)
    return {target for call in calls for target in call.split()}


def etl_commands(text: str) -> set[str]:
    """Commands of the ETL that a text runs."""
    return set(re.findall(r"python -m etl ([a-z]+)", text))


@pytest.fixture(scope="module")
def described_targets() -> set[str]:
    """Targets that « make help » lists."""
    return set(re.findall(r"(?m)^([a-z]+):.*## ", text_of(ROOT / "Makefile")))


@pytest.mark.parametrize("path", MARKDOWN, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_links_of_a_document_lead_to_a_file(path):
    assert dead_links(path, text_of(path)) == []


@pytest.mark.parametrize("path", NAMING_OUR_FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_source_files_that_a_document_names_are_there(path):
    assert absent_files(text_of(path)) == []


@pytest.mark.parametrize("path", MARKDOWN, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_commands_of_a_document_exist(path, described_targets):
    assert make_targets(text_of(path)) <= described_targets
    assert etl_commands(text_of(path)) <= set(get_command(app).commands)


def test_a_dead_link_an_absent_file_or_an_unknown_command_is_caught():
    text = """See [this](docs/absent.md), [that](docs/schema.md).
Open `etl/absent.py` or `etl/docs.py`. Run `make fly check PORT=1`.
python -m etl fly"""
    assert dead_links(README, text) == ["docs/absent.md"]
    assert absent_files(text) == ["etl/absent.py"]
    assert make_targets(text) == {"fly", "check"}
    assert etl_commands(text) == {"fly"}


def test_the_readme_names_every_target_of_make(described_targets):
    readme = text_of(README)
    unnamed = {
        name
        for name in described_targets
        if not re.search(rf"`(?:make )?{name}\b|^make {name}\b", readme, re.M)
    }
    assert unnamed == set()


def test_the_readme_shows_the_product_then_runs_it_then_says_where_to_read_on_in_two_screens():
    readme = text_of(README)
    order = ("![", "make run", "make test", "py -m venv", "docker build", "docs/sources.md")
    places = [readme.index(words) for words in order]
    assert places == sorted(places)
    assert readme[: places[-1]].count("\n") <= MOST_LINES_BEFORE_DETAILS


def test_no_document_holds_the_marks_of_a_merge():
    marks = re.compile(r"^(<{7}|={7}$|>{7})", re.M)
    met = [path for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")) if _has(path, marks)]
    assert met == []
    assert marks.search("<<<<<<< HEAD")


def _has(path: Path, marks: re.Pattern[str]) -> bool:
    return bool(marks.search(path.read_text(encoding="utf-8")))
