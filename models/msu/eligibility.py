"""Conditions asked of a candidate MSU, and which of them a candidate meets."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

State = Literal["met", "unmet", "depends", "unsaid"]
BOTH_CYCLES = "tous"
# From the worst to the best: the whole is what its worst condition is.
ORDER: tuple[State, ...] = ("unmet", "unsaid", "depends", "met")


@dataclass(frozen=True)
class Condition:
    """One condition, where it applies and who says so.

    ``kind`` is « oui_non », « minimum » (years of practice) or « duree » (years of validity).
    ``departement_ids`` are where it applies, none for the whole nation.
    """

    condition_id: str
    subject: str
    title_fr: str
    question_fr: str
    cycle: str
    kind: str
    is_binding: bool
    source_id: str
    locator: str
    status: str
    years_min: float | None = None
    years_max: float | None = None
    remedy_fr: str = ""
    note_fr: str = ""
    departement_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """What is found of one question: the conditions behind it, and whether they are met."""

    conditions: tuple[Condition, ...]
    state: State


def applying(
    conditions: Iterable[Condition], cycle: str, inside: Collection[str]
) -> tuple[Condition, ...]:
    """Conditions of a cycle for a territory, by its départements; none of them for the nation.

    Where several say how many years are asked, or how long an agrément lasts, the rule nearest
    to the territory replaces that of the nation. Rules of parts of the territory stand together.
    """
    here = [
        item
        for item in conditions
        if item.cycle in (cycle, BOTH_CYCLES)
        and (not item.departement_ids or set(item.departement_ids) & set(inside))
    ]
    kept = {
        item
        for kind in ("minimum", "duree")
        for item in _nearest([item for item in here if item.kind == kind], inside)
    }
    return tuple(item for item in here if item.kind == "oui_non" or item in kept)


def _nearest(rules: Sequence[Condition], inside: Collection[str]) -> list[Condition]:
    whole = set(inside)
    local = [rule for rule in rules if rule.departement_ids]
    if not local:
        return list(rules)
    covering = [rule for rule in local if whole <= set(rule.departement_ids)]
    closest = min((len(rule.departement_ids) for rule in covering), default=0)
    partial = [rule for rule in local if rule not in covering]
    found = [rule for rule in covering if len(rule.departement_ids) == closest] + partial
    # A part of the territory may follow the nation's rule: it stands beside the others.
    return found if covering else [*found, *(rule for rule in rules if not rule.departement_ids)]


def findings(
    conditions: Sequence[Condition], years: float | None, answers: Mapping[str, bool | None]
) -> tuple[Finding, ...]:
    """What each condition comes to; those on years of practice come together, first.

    Parameters
    ----------
    conditions : those of ``applying``
    years : years of practice, None when not said
    answers : yes or no to each condition « oui_non », by identifier; None when not said
    """
    minimums = tuple(item for item in conditions if item.kind == "minimum")
    found = [Finding(minimums, _years_state(minimums, years))] if minimums else []
    for item in conditions:
        if item.kind == "oui_non":
            answer = answers.get(item.condition_id)
            state: State = "unsaid" if answer is None else "met" if answer else "unmet"
            found.append(Finding((item,), state))
    return tuple(found)


def _years_state(minimums: Sequence[Condition], years: float | None) -> State:
    if years is None:
        return "unsaid"
    asked = [item.years_min or 0.0 for item in minimums]
    if years >= max(asked):
        return "met"
    return "unmet" if years < min(asked) else "depends"


def overall(found: Iterable[Finding]) -> State:
    """State of the whole: that of its worst condition, « unsaid » without any."""
    states = {item.state for item in found}
    return next((state for state in ORDER if state in states), "unsaid")


def validity(conditions: Iterable[Condition]) -> tuple[float | None, float | None]:
    """Shortest and longest agrément told, in years; None where no condition tells."""
    told = [item for item in conditions if item.kind == "duree"]
    lows = [item.years_min for item in told if item.years_min is not None]
    highs = [item.years_max for item in told if item.years_max is not None]
    return min(lows, default=None), max(highs, default=None)
