"""``data/partner_families.yml``: the families that the partners of an entry fall into."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from etl.declared.catalog import Entry, Slug, Text, load_entries
from etl.declared.words import Phrases, phrase_problem
from etl.errors import RegisterError
from models.registers.partners import OTHER, PartnerFamilies
from models.registers.words import phrase_stems

REGISTER = "partner_families.yml"


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
    path = folder / REGISTER
    families = load_entries(path, PartnerFamily, lambda item: item.family_id)
    taken: dict[str, str] = {}
    for rank, family in enumerate(families, start=1):
        if problem := _problem(family, taken, is_last=rank == len(families)):
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


def _problem(
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
