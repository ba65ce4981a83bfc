"""``docs/systemes.md`` places each of the 48 systems, and what it names exists."""

from __future__ import annotations

import csv
import re

import pytest

from dashboard.core.registry import PAGES
from etl.declared.catalog import load_registers
from etl.declared.kinds import load_kinds
from etl.declared.registers import load_declarations
from tests.support.paths import ROOT

DATA = ROOT / "data"
TABLE = ROOT / "docs" / "systemes.md"
STATES = {"works", "with a file", "to read", "no"}
PRIORITIES = {
    "ORD": ["S44", "S45", "S46", "S02", "S15", "S28"],
    "ARS": ["S01", "S21", "S18", "S07", "S14", "S05"],
    "CDOM": ["S08", "S09", "S24", "S26", "S30", "S32"],
}
DOUBTFUL = 17
# « register `a`, `b` (…), `c` »: a word, then its names, the comments aside.
NAMES = re.compile(r"(page|register|import|indicator) ((?:`\w+`(?:\s\([^)]*\))?(?:,\s)?)+)")
QUOTED = re.compile(r"« ([^»]+) »")
SPACES = str.maketrans({"\u00a0": " ", "\u202f": " "})


def rows(title: str) -> list[list[str]]:
    """Cells of the table under a heading of level 2, or under the title of the page."""
    part = re.split(r"(?m)^#+ ", TABLE.read_text(encoding="utf-8"))
    (text,) = [item for item in part if item.startswith(title)]
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[1:]]


SYSTEMS = {cells[0]: cells for cells in rows("The 48 systems")}


def named(text: str, word: str) -> set[str]:
    """Names that follow a word: « register `a`, `b` »."""
    return {
        name
        for found, names in NAMES.findall(text)
        if found == word
        for name in re.findall(r"`(\w+)`", re.sub(r"\([^)]*\)", "", names))
    }


@pytest.fixture(scope="module")
def shown() -> str:
    """Every French text that the product can show: prose, titles, declarations."""
    files = [
        *(ROOT / "dashboard").rglob("*.py"),
        *(DATA / "registers").glob("*.yml"),
    ]
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    return text.replace("\\u00a0", " ").replace("\\u202f", " ").translate(SPACES)


def test_the_48_systems_are_there_once_each():
    cells = rows("The 48 systems")
    assert [row[0] for row in cells] == [f"S{rank:02d}" for rank in range(1, 49)]
    assert all(len(row) == 6 for row in cells), [row for row in cells if len(row) != 6]


@pytest.mark.parametrize("system", sorted(SYSTEMS))
def test_what_a_system_names_exists(system, shown):
    _, _, users, state, where, left = SYSTEMS[system]
    assert state in STATES
    assert "★" in users
    assert re.sub(r"[★ ]|ORD|ARS|CDOM", "", users) == ""
    assert named(where, "page") <= {page.slug for page in PAGES}
    assert named(where, "register") <= {item.register_id for item in load_declarations(DATA)}
    assert named(where, "import") <= set(load_kinds(DATA))
    known = {item.indicator_id for item in load_registers(DATA).indicators}
    assert named(where, "indicator") <= known
    for title in QUOTED.findall(where):
        assert title.translate(SPACES) in shown, title
    assert any(named(where, word) for word in ("page", "register")), "nowhere"
    assert left


def test_a_register_is_named_by_a_system_exactly_when_it_declares_it():
    said = {
        (register, system)
        for system, cells in SYSTEMS.items()
        for register in named(cells[4], "register")
    }
    declared = {
        (item.register_id, system) for item in load_declarations(DATA) for system in item.systems
    }
    assert said == declared


def test_a_system_that_is_only_told_says_why():
    for system, (_, _, _, state, where, left) in SYSTEMS.items():
        if state == "to read":
            assert named(where, "register") == {"initiatives"}, system
        if state in ("to read", "no"):
            assert len(left) > 10, system


def test_every_priority_of_a_group_works():
    checked = rows("What each group asked for first")
    by_group = {group: [row[1] for row in checked if row[0] == group] for group in PRIORITIES}
    assert by_group == PRIORITIES
    for systems in PRIORITIES.values():
        for system in systems:
            assert SYSTEMS[system][3] in ("works", "with a file"), system


def test_every_doubtful_claim_is_answered(shown):
    claims = rows("Doubtful claims")
    assert len(claims) == DOUBTFUL
    known = {item.indicator_id for item in load_registers(DATA).indicators}
    entries = (DATA / "registers" / "initiatives.csv").read_text(encoding="utf-8")
    for claim in claims:
        answer = claim[2]
        assert named(answer, "indicator") <= known
        assert named(answer, "page") <= {page.slug for page in PAGES}
        for entry in re.findall(r"INI-\d{3}", answer):
            assert f"\n{entry}," in entries


def test_the_number_of_initiatives_with_a_prerequisite_is_the_one_told():
    lines = (DATA / "registers" / "initiatives.csv").read_text(encoding="utf-8").splitlines()
    told = re.search(r"prerequisites when stated \((\d+) initiatives\)", TABLE.read_text("utf-8"))
    assert told
    found = [row for row in csv.DictReader(lines) if row["replication"]]
    assert int(told[1]) == len(found)
