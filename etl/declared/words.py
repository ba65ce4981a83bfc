"""``data/synonymes.yml``: the words of the field that users take for each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from etl.declared.entries import Entry, Slug, Text, load_entries
from etl.errors import RegisterError
from models.registers.words import OTHER, PHRASE_WORDS, PartnerFamilies, Synonyms, phrase_stems

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
    by_phrase: dict[str, dict[str, None]] = {}
    for group in groups:
        for phrase in phrases_of(group):
            for stems in phrase_stems(phrase):
                by_phrase.setdefault(stems, {})[group.group_id] = None
    return Synonyms({stems: tuple(group_ids) for stems, group_ids in by_phrase.items()})


FAMILIES_REGISTER = "partner_families.yml"


class PartnerFamily(Entry):
    """A family and the phrases that name it in what a partner is called.

    ``vague`` says that it only counts for a partner that names no other: « médecins » says little
    in « Ordre des médecins ».
    """

    family_id: Slug = Field(alias="id")
    label_fr: Text
    words: Phrases = Field(strict=False)
    vague: bool = False


def load_partner_families(folder: Path) -> tuple[PartnerFamily, ...]:
    """Read the families of ``folder`` (a ``data`` folder), in their order.

    Raises
    ------
    RegisterError
        When an entry is not what it should be, has a phrase that cannot be looked for or that
        another family has, or when « autres », the only one that needs no words, is not the last.
    """
    path = folder / FAMILIES_REGISTER
    families = load_entries(path, PartnerFamily, lambda item: item.family_id)
    taken: dict[str, str] = {}
    for rank, family in enumerate(families, start=1):
        if problem := _family_problem(family, taken, is_last=rank == len(families)):
            raise RegisterError(str(path), family.family_id, *problem)
    return families


def to_families(families: tuple[PartnerFamily, ...]) -> PartnerFamilies:
    """Families as the arithmetic takes them: by phrase."""
    return PartnerFamilies(
        family_ids=tuple(family.family_id for family in families),
        by_phrase={
            stems: family.family_id
            for family in families
            for phrase in family.words
            for stems in phrase_stems(phrase)
        },
        vague_ids=frozenset(family.family_id for family in families if family.vague),
    )


def _family_problem(
    family: PartnerFamily, taken: dict[str, str], *, is_last: bool
) -> tuple[str, str] | None:
    """Field at fault and what is wrong with it, in French; notes the phrases in ``taken``."""
    if is_last != (family.family_id == OTHER):
        return "id", f"la dernière famille, et elle seule, est attendue sous le nom « {OTHER} »."
    if not (family.words or is_last):
        return "words", f"des mots sont attendus, sauf pour « {OTHER} » qui recueille le reste."
    for phrase in family.words:
        if problem := phrase_problem(phrase):
            return "words", problem
        for stems in phrase_stems(phrase):
            owner = taken.setdefault(stems, family.family_id)
            if owner != family.family_id:
                return (
                    "words",
                    f"valeur lue « {phrase} », déjà de la famille « {owner} » ; une seule "
                    "famille par écriture est attendue.",
                )
    return None
