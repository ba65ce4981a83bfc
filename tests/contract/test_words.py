"""The French sentences of a page are in its ``words.py``, and nowhere else in its folder."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.support.paths import ROOT

VIEWS = ROOT / "dashboard" / "views"
WORD = re.compile(r"(?<![\w.])[^\W\d_]{2,}[’']?(?![\w.])|(?<!\w)[àalLdsnAÀ][’']?(?!\w)")
TAG = re.compile(r"<[^>]*>?|[\w-]+=\"[^\"]*\"")
WORDS_OF_A_SENTENCE = 5


def sentences(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of each string of at least five words, docstrings and errors apart."""
    tree = ast.parse(source)
    spared = {id(node) for node in _not_shown(tree)}
    for node in ast.walk(tree):
        if id(node) in spared or not isinstance(node, ast.Constant | ast.JoinedStr):
            continue
        text = _literal(node)
        if isinstance(node, ast.JoinedStr):
            spared |= {id(part) for part in ast.walk(node) if part is not node}
        if len(WORD.findall(TAG.sub(" ", text))) >= WORDS_OF_A_SENTENCE:
            yield node.lineno, text


def _literal(node: ast.Constant | ast.JoinedStr) -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    return "".join(part.value if isinstance(part, ast.Constant) else " 0 " for part in node.values)


def _not_shown(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            yield body[0].value
        if isinstance(node, ast.Raise) and node.exc is not None:
            yield from ast.walk(node.exc)


def sentences_of_page(slug: str) -> list[str]:
    return [
        f"{path.relative_to(VIEWS)}:{line}: {text[:60]}"
        for path in sorted((VIEWS / slug).rglob("*.py"))
        if path.name != "words.py"
        for line, text in sentences(path.read_text(encoding="utf-8"))
    ]


PAGES = sorted(path.name for path in VIEWS.iterdir() if (path / f"{path.name}.py").is_file())


@pytest.mark.parametrize("slug", PAGES)
def test_the_sentences_of_a_page_are_in_its_words(slug):
    elsewhere = sentences_of_page(slug)
    assert elsewhere == [], "\n".join(elsewhere)


@pytest.mark.parametrize(
    "source",
    [
        'st.caption("Aucune ligne n’est importée ici.")',
        'text = f"{n} lignes sont en retard depuis un mois"',
        'label = f"<b>Places de stage offertes en 2024 par les MSU</b>"',
        'show_table("Territoires comparés à la référence en 2024", rows)',
    ],
)
def test_a_sentence_outside_the_words_is_seen(source):
    assert list(sentences(source))


@pytest.mark.parametrize(
    "source",
    [
        '"""Draw the page of the map."""',
        'key = "comparer.points.ouvert"',
        'html = f\'<section class="key figure card" style="color: red">{text}</section>\'',
        'label = "Nom du groupe"',
        'raise ValueError("the nation has no profile")',
    ],
)
def test_what_is_not_a_sentence_of_the_page_is_left_alone(source):
    assert not list(sentences(source))
