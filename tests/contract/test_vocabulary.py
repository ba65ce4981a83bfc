"""One word for one thing in what users read: docs/vocabulaire.md is the table of the terms."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest
import yaml

from tests.contract.test_words import _not_shown
from tests.support.paths import ROOT

# Words refused, and the word that is written instead.
REFUSED = {
    r"rétention": "fidélisation",
    r"sédentaris": "fidélisation",
    r"sous-dot": "sous-dense",
    r"\bobjectifs?\b": "cible",
    r"\bn\.d\.": "n. d.",
    r"\bN/A\b": "n. d.",
}
# Registers whose texts the pages show; titles of sources and synonyms are quoted as they are.
SHOWN = ("indicators", "targets", "keys", "glossaire", "non_publie", "known_gaps")
SHOWN_FIELDS = ("label_fr", "short_fr", "definition_fr", "caveat_fr", "term", "topic_fr", "why_fr")
# What a target of a document is called in it, and the objective of an action sheet.
QUOTED = re.compile(r"objectif_\w+|objectif 2010|rapport .*objectif", re.I)


def refused_words(text: str) -> list[str]:
    """Words of a text that have another one in the table."""
    return [good for bad, good in REFUSED.items() if re.search(bad, text, re.I)]


def texts_of(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of each string that may be shown: not docstrings, not errors."""
    tree = ast.parse(source)
    spared = {id(node) for node in _not_shown(tree)}
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and id(node) not in spared:
            yield node.lineno, node.value


def test_no_text_of_the_dashboard_has_a_refused_word():
    met = [
        f"{path.relative_to(ROOT)}:{line}: {text[:80]} → {', '.join(words)}"
        for path in sorted((ROOT / "dashboard").rglob("*.py"))
        for line, text in texts_of(path.read_text(encoding="utf-8"))
        if (words := refused_words(text))
    ]
    assert not met, "\n".join(met)


@pytest.mark.parametrize("name", SHOWN)
def test_no_text_of_a_register_has_a_refused_word(name):
    entries = yaml.safe_load((ROOT / "data" / f"{name}.yml").read_text(encoding="utf-8"))
    met = [
        f"{field}: {text[:80]} → {', '.join(words)}"
        for entry in _entries(entries)
        if not QUOTED.search(str(entry.get("id", "")))
        for field in SHOWN_FIELDS
        if (text := entry.get(field)) and (words := refused_words(text))
    ]
    assert not met, "\n".join(met)


def _entries(loaded: object) -> Iterator[dict[str, str]]:
    if isinstance(loaded, dict):
        yield loaded
        for value in loaded.values():
            yield from _entries(value)
    elif isinstance(loaded, list):
        for value in loaded:
            yield from _entries(value)


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("Taux de rétention", "fidélisation"),
        ("zone sous-dotée", "sous-dense"),
        ("l’objectif de 10 000", "cible"),
        ("valeur n.d.", "n. d."),
    ],
)
def test_a_refused_word_is_seen(text, good):
    assert refused_words(text) == [good]


def test_the_table_names_every_refused_word():
    table = (ROOT / "docs" / "vocabulaire.md").read_text(encoding="utf-8")
    for bad, good in REFUSED.items():
        assert good in table
        assert re.search(bad, table, re.I), bad
