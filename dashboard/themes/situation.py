"""The situation in figures: what the sentences and the key figures of the pages say. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.core.catalog import LEVEL_NOUNS, Noun, Target
from dashboard.core.formatting import number, period_in, period_noun, plural, typography
from dashboard.core.values import LevelValues, SeriesPoint


@dataclass(frozen=True)
class Situation:
    """Counts over the territories of one level, from their gaps and intervals."""

    territories: int
    short: int
    short_for_sure: int
    reached_for_sure: int
    undetermined: int


def situation(gaps: LevelValues) -> Situation:
    """Count the territories in shortage, by the estimate and for sure."""
    short = sure = reached = 0
    for value, low, high in zip(gaps.values, gaps.low, gaps.high, strict=True):
        if value is None:
            continue
        lowest, highest = (value if low is None else low), (value if high is None else high)
        short += value > 0
        sure += lowest > 0
        reached += highest <= 0
    known = sum(value is not None for value in gaps.values)
    return Situation(known, short, sure, reached, known - sure - reached)


def first_passing(
    series: Sequence[SeriesPoint], value: float
) -> tuple[SeriesPoint, SeriesPoint] | None:
    """The two consecutive counts between which a value was reached, None when it never was."""
    for before, after in zip(series, series[1:], strict=False):
        if before.value < value <= after.value:
            return before, after
    return None


def headline(
    state: Situation, target: Target, year: int, level: str, *, everywhere: bool = True
) -> str:
    """Finding of the map, in one sentence that says no more than the intervals allow.

    ``everywhere`` is False for a year of which only some territories were counted.
    """
    clause = shortage_clause(state, target, year, level, everywhere=everywhere)
    return f"{clause[0].upper()}{clause[1:]}."


def shortage_clause(
    state: Situation, target: Target, year: int, level: str, *, everywhere: bool = True
) -> str:
    """Finding of the map as a clause, without capital or full stop; see ``headline``."""
    noun = LEVEL_NOUNS[level]
    if state.territories == 0:
        return f"aucun comptage de MSU publié par {noun.one}"
    share = f"part de la cible ({number(target.value_msu)})"
    total = number(state.territories)
    if not everywhere:
        total += f" compté{'e' if noun.feminine else ''}{'s' if state.territories > 1 else ''}"
    if state.short == 0:
        return typography(f"en {year}, {noun.no_one} sur {total} ne serait sous sa {share}")
    subject = f"{counted(state.short, noun)} sur {total}"
    verb = "serait sous sa" if state.short == 1 else "seraient sous leur"
    return typography(f"en {year}, {subject} {verb} {share} ; {_confirmed(state, noun)}")


def counted(count: int, noun: Noun) -> str:
    """« aucun département », « 1 département », « 12 départements »."""
    return noun.no_one if count == 0 else plural(count, noun.one, noun.many)


def _confirmed(state: Situation, noun: Noun) -> str:
    if state.short_for_sure == 0:
        return f"l’intervalle n’en confirme {'aucune' if noun.feminine else 'aucun'}"
    if state.short_for_sure == 1:
        return f"l’intervalle n’en confirme qu’{'une' if noun.feminine else 'un'}"
    return f"l’intervalle en confirme {number(state.short_for_sure)}"


def sentences(
    series: Sequence[SeriesPoint], target: Target, gaps: LevelValues, year: int
) -> tuple[str, ...]:
    """The situation in five sentences, generated from the data."""
    counts = {int(point.period[:4]): point for point in series if point.confidence == "high"}
    latest = counts[year]
    gap = target.value_msu - latest.value
    first = next(iter(counts.values()))
    passing = first_passing(tuple(counts.values()), target.value_msu)
    state = situation(gaps)
    noun = LEVEL_NOUNS[gaps.level]
    found = (
        f"Le CNGE compte **{number(latest.value)} MSU** de médecine générale en France "
        f"{period_in(latest.period)}{_since(first, latest)}.",
        _target_sentence(target, gap),
        _passing_sentence(target, passing, latest),
        f"Aucune série par département n’est publiée. D’après l’estimation, et selon la clé "
        f"choisie, {_short_sentence(state, noun)} de la cible.",
        f"Selon l’intervalle de l’estimation, manque confirmé : "
        f"**{counted(state.short_for_sure, noun)}** ; part atteinte confirmée : "
        f"**{counted(state.reached_for_sure, noun)}** ; faute de comptage local, "
        f"{_undetermined_sentence(state, noun)}.",
    )
    return tuple(typography(text) for text in found)


def _since(first: SeriesPoint, latest: SeriesPoint) -> str:
    """Compare to the first count, unless it is the one shown."""
    if first == latest:
        return ", premier recensement"
    return f", contre {number(first.value)} {period_in(first.period)}"


def _short_sentence(state: Situation, noun: Noun) -> str:
    total = number(state.territories)
    if state.short == 0:
        return f"**{noun.no_one} sur {total}** ne serait sous sa part"
    verb = "serait sous sa part" if state.short == 1 else "seraient sous leur part"
    return f"**{counted(state.short, noun)} sur {total}** {verb}"


def _undetermined_sentence(state: Situation, noun: Noun) -> str:
    if state.undetermined == 0:
        return f"{noun.no_one} ne reste à juger"
    agreed = f"indéterminé{'e' if noun.feminine else ''}{'' if state.undetermined == 1 else 's'}"
    verb = "reste" if state.undetermined == 1 else "restent"
    return f"**{counted(state.undetermined, noun)}** {verb} {agreed}"


def _target_sentence(target: Target, gap: float) -> str:
    goal = f"La cible affichée, {target.label_fr} (échéance : {target.horizon}),"
    if gap > 0:
        return f"{goal} est encore à **{number(gap)} MSU**."
    if gap == 0:
        return f"{goal} est exactement atteinte à l’échelle nationale."
    return f"{goal} est dépassée de **{number(-gap)} MSU** à l’échelle nationale."


def _passing_sentence(
    target: Target, passing: tuple[SeriesPoint, SeriesPoint] | None, latest: SeriesPoint
) -> str:
    value = number(target.value_msu)
    if passing:
        before, after = passing
        return (
            f"Le comptage national a franchi {value} entre {period_noun(before.period)} "
            f"({number(before.value)}) et {period_noun(after.period)} ({number(after.value)})."
        )
    if latest.value < target.value_msu:
        return f"Le comptage national n’a pas encore atteint {value}."
    return f"Le comptage national dépasse {value} depuis son premier recensement."
