"""``data/synonymes.yml``: the words of the field that users take for each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from etl.declared.catalog import Entry, Slug, Text, load_entries
from etl.errors import RegisterError
from models.registers.words import PHRASE_WORDS, Synonyms, phrase_stems

REGISTER = "synonymes.yml"
Phrases = tuple[Text, ...]


class SynonymGroup(Entry):
    """Words that stand for each other; ``narrower`` are kinds of it, found but not widened.

    « étudiant » finds « interne »; « interne » does not find « externe ».
    """

    group_id: Slug = Field(alias="id")
    words: Phrases = Field(strict=False, min_length=1)
    narrower: Phrases = Field(default=(), strict=False)


@dataclass(frozen=True)
class SearchSynonyms:
    """Groups that each phrase names in a text, and groups that it looks for in a query."""

    in_texts: Synonyms
    in_queries: Synonyms


def load_synonyms(folder: Path) -> SearchSynonyms:
    """Read the synonyms of ``folder`` (a ``data`` folder).

    Raises
    ------
    RegisterError
        When an entry is not what it should be, has a phrase that cannot be looked for or has the
        same phrase twice.
    """
    path = folder / REGISTER
    groups = load_entries(path, SynonymGroup, lambda item: item.group_id)
    for group in groups:
        if problem := _problem(group):
            raise RegisterError(str(path), group.group_id, *problem)
    return SearchSynonyms(
        in_texts=_by_phrase(groups, lambda group: (*group.words, *group.narrower)),
        in_queries=_by_phrase(groups, lambda group: group.words),
    )


def phrase_problem(phrase: str) -> str | None:
    """Why a phrase cannot be looked for, in French, None when it can."""
    size = max((len(stems.split()) for stems in phrase_stems(phrase)), default=0)
    if 1 <= size <= PHRASE_WORDS:
        return None
    return (
        f"valeur lue « {phrase} » ; un à {PHRASE_WORDS} mots sont attendus, sans compter les mots "
        "vides (« de », « la »)."
    )


def _problem(group: SynonymGroup) -> tuple[str, str] | None:
    """Field at fault and what is wrong with it, in French."""
    seen: set[str] = set()
    for field, phrases in (("words", group.words), ("narrower", group.narrower)):
        for phrase in phrases:
            if problem := phrase_problem(phrase):
                return field, problem
            if phrase.lower() in seen:
                return field, f"valeur lue « {phrase} », déjà présente ; une seule fois attendue."
            seen.add(phrase.lower())
    return None


def _by_phrase(
    groups: Iterable[SynonymGroup], phrases_of: Callable[[SynonymGroup], Iterable[str]]
) -> Synonyms:
    found: dict[str, dict[str, None]] = {}
    for group in groups:
        for phrase in phrases_of(group):
            for stems in phrase_stems(phrase):
                found.setdefault(stems, {})[group.group_id] = None
    return Synonyms({stems: tuple(group_ids) for stems, group_ids in found.items()})
