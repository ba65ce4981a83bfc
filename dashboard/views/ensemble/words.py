"""Sentences of the page « Vue d’ensemble »; what several pages say is in ``themes.situation``."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.core.catalog import LEVEL_NOUNS, Target
from dashboard.core.formatting import number, period, period_in, period_noun, plural, typography
from dashboard.core.values import SeriesPoint
from dashboard.themes.situation import Situations, counted, errors_text

MAP_LINK = "Voir la carte des situations"
NATION_SECTION = "La France : comptages nationaux et cibles"
PLACES_LINK = "Places de stage : offre et besoin"
NAMED_HEADER = ("Territoire", "D’être sous sa part", "Ce qui manquerait (8 chances sur 10)")
NOBODY_BELOW = "Aucun territoire n’est probablement sous sa part : le tableau serait vide."

CAMPAIGN_LINK = "Préparer les courriers et suivre les réponses"


def prepare_meeting(of: str) -> str:
    """Link to the profile of a territory, where its documents are made."""
    return f"Fiche et dossier de réunion {of}"


# --- Situation --------------------------------------------------------------------------------


def named_caption(situations: Situations, target: Target) -> str:
    """Caption of the table of the territories named below their share."""
    nouns = LEVEL_NOUNS[situations.level].many
    return f"{nouns.capitalize()} sous leur part de la cible : {target.label_fr}"


def named_note(situations: Situations) -> str:
    """How many of the territories named below may be wrong."""
    named = situations.count("probably_below")
    if named == 0:
        return ""
    errors = errors_text(situations.errors("probably_below"))
    noun = LEVEL_NOUNS[situations.level]
    agreed = "nommée" if noun.feminine else "nommé"
    some = plural(named, f"{noun.one} {agreed}", f"{noun.many} {agreed}s")
    return typography(f"Parmi {some} « probablement sous sa part », {errors}.")


def first_calls(names: Sequence[str], decided_n: int, expected_n: float, year: int) -> str:
    """Whom to ask first, and what their answers are expected to settle of the latest year."""
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} et {names[-1]}"
    whose, their = ("facultés", "Leurs") if len(names) > 1 else ("faculté", "Ses")
    return typography(
        f"**À solliciter d’abord** ({whose}) : {listed}. {their} comptages par département "
        f"porteraient de {number(decided_n)} à {number(expected_n)} environ le nombre de "
        f"départements dont on sait dire de quel côté de leur part ils sont en {year}."
    )


def sentences(
    series: Sequence[SeriesPoint],
    target: Target,
    year: int,
    later: Sequence[tuple[Target, Situations]],
) -> tuple[str, ...]:
    """The situation of the nation, and of the territories against the later targets."""
    counts = {int(point.period[:4]): point for point in series if point.confidence == "high"}
    # A year whose départements are all imported has a total, and no count of the CNGE.
    latest = counts[max((item for item in counts if item <= year), default=min(counts))]
    gap = target.value_msu - latest.value
    first = next(iter(counts.values()))
    passing = first_passing(tuple(counts.values()), target.value_msu)
    texts = (
        f"Le CNGE compte **{number(latest.value)} MSU** de médecine générale en France "
        f"{period_in(latest.period)}{_since(first, latest)}.",
        f"{_target_sentence(target, gap)} {_passing_sentence(target, passing, latest)}",
        *(_later_sentence(item, situations) for item, situations in later),
    )
    return tuple(typography(text) for text in texts)


def _later_sentence(target: Target, situations: Situations) -> str:
    noun = LEVEL_NOUNS[situations.level]
    below = situations.count("probably_below", "counted_below")
    above = situations.count("probably_above", "counted_above")
    verb = "seraient sous leur part" if below > 1 else "serait sous sa part"
    denial = "" if below else "ne "
    others = number(above) if above else f"aucun{'e' if noun.feminine else ''}"
    surely = ", probablement," if situations.named else ""
    return (
        f"Face à {target.label_fr}, **{counted(below, noun)}** "
        f"{denial}{verb}{surely} et {others} au-dessus."
    )


def first_passing(
    series: Sequence[SeriesPoint], value: float
) -> tuple[SeriesPoint, SeriesPoint] | None:
    """The two consecutive counts between which a value was reached, None when it never was."""
    for before, after in zip(series, series[1:], strict=False):
        if before.value < value <= after.value:
            return before, after
    return None


def _since(first: SeriesPoint, latest: SeriesPoint) -> str:
    """Compare to the first count, unless it is the one shown."""
    if first == latest:
        return ", premier recensement"
    return f", contre {number(first.value)} {period_in(first.period)}"


def _target_sentence(target: Target, gap: float) -> str:
    goal = f"La cible affichée, {target.label_fr},"
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


# --- Curve ------------------------------------------------------------------------------------

COUNTS = "Comptage CNGE"
DERIVED = "CNGE, déduit d’une différence"
SURVEY = "Enquête DGOS (autre périmètre)"
TARGETS = "Cibles (à leur échéance)"
TREND_ALTERNATIVE = "Courbe des comptages nationaux de MSU, cibles en losanges ; valeurs ci-dessous"
TREND_SUBTITLE = "France entière, MSU de médecine générale"


def trend_title(first: SeriesPoint, last: SeriesPoint) -> str:
    """From the first count to the last one."""
    return (
        f"De {number(first.value)} MSU en {period(first.period)} à {number(last.value)} "
        f"en {period(last.period)} : les comptages nationaux et les cibles"
    )


def trend_note(target: str) -> str:
    """What the marks of the curve mean; ``target`` is the label of the dotted one."""
    return (
        "Cercles vides : années déduites d’une différence publiée. Les comptages du CNGE et "
        "l’enquête de la DGOS ne portent pas sur le même périmètre. Pointillés : "
        f"{target}. Les sources des cibles sont dans le fichier CSV."
    )
