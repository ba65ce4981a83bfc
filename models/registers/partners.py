"""Families of partners: « CDOM 48 » and « conseil départemental de l’Ordre » are one family."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from models.registers.words import Stems, phrases_in, text_stems

OTHER = "autres"


@dataclass(frozen=True)
class PartnerFamilies:
    """Families in their order, « autres » among them, and the family that a phrase names.

    A phrase is known by the stems of its words, between spaces. A vague family (« médecins »)
    only counts for a partner that names no other.
    """

    family_ids: tuple[str, ...]
    by_phrase: Mapping[str, str]
    vague_ids: frozenset[str] = frozenset()


def families_of(
    partners: Iterable[str], families: PartnerFamilies, stems: Stems | None = None
) -> tuple[str, ...]:
    """Families that partners belong to, in their order, once each.

    The longest phrases count: « conseil départemental de l’Ordre » is not a « conseil
    départemental ». A partner may name several families; one that names none is of « autres ».
    """
    known = Stems() if stems is None else stems
    found = {family for partner in partners for family in _families(partner, families, known)}
    return tuple(family for family in families.family_ids if family in found)


def _families(partner: str, families: PartnerFamilies, known: Stems) -> set[str]:
    phrases = phrases_in(text_stems(partner, known), families.by_phrase)
    named = {families.by_phrase[phrase] for _, phrase in phrases if phrase in families.by_phrase}
    return named - families.vague_ids or named or {OTHER}
