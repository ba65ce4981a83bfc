"""Three sentences about a territory, never more than its interval allows. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.core.catalog import Key, Target
from dashboard.core.formatting import number, typography
from dashboard.core.names import Name
from dashboard.profile.model import KeyFigure, ProfileValue
from dashboard.themes.situation import Situation, answer_clause
from dashboard.themes.stages import Balance, finding


def headline(
    label: str,
    target: Target,
    share_msu: int | None,
    msu: ProfileValue,
    situation: Situation | None,
) -> str:
    """Title of a profile: its verdict with its chances, its MSU, its share of the target."""
    share = "" if share_msu is None else f"part de {number(share_msu)}"
    share += "" if share_msu is None else f" (cible {number(target.value_msu)})"
    if msu.value is None or situation is None:
        unknown = "effectif de MSU non publié"
        return typography(f"{label} : {', '.join(text for text in (unknown, share) if text)}")
    bounds = f", intervalle à 80 % : {msu.likely_text}" if msu.likely_text else ""
    counted = f"{msu.text} MSU en {msu.period_text} ({msu.status_text}{bounds})"
    return typography(f"{label} : {situation.detail} ; {counted} pour une {share}")


def msu_sentence(
    name: Name,
    year: int,
    target: Target,
    key: Key,
    share_msu: int | None,
    msu: ProfileValue,
    situation: Situation | None,
    neighbours: Sequence[Situation],
) -> str:
    """MSU of a territory, then what they say of its share: verdict, chances, what is missing."""
    share = f"sa part de la cible « {target.label_fr} », clé {key.label_fr.lower()}"
    if share_msu is not None:
        share += f", est de {number(share_msu)} MSU"
    if msu.value is None or situation is None:
        return typography(
            f"En {year}, aucun effectif de MSU n’est publié ni estimé {name.here} ; {share}."
        )
    if msu.is_estimate:
        bounds = f"intervalle à 80 % : {msu.likely_text}" if msu.likely_text else "sans intervalle"
        estimate = f"l’estimation donne {number(msu.value)} MSU {name.here} ({bounds})"
        counted = f"En {msu.period}, {estimate}"
    else:
        counted = (
            f"En {msu.period}, {name.subject} compte {number(msu.value)} MSU "
            f"(effectif {msu.status_text})"
        )
    return typography(f"{counted} ; {share} : {answer_clause(situation, neighbours)}.")


def _interval(value: ProfileValue) -> str:
    return f"intervalle {value.interval_text}" if value.interval_text else "sans intervalle"


def stage_sentence(name: Name, balance: Balance) -> str:
    """Stage places of the third cycle: the finding of the page « Stages »."""
    where = name.here[0].upper() + name.here[1:]
    text = finding(balance, where, changed=False, in_force=True)
    return text if text.endswith(".") else f"{text}."


def practice_sentence(name: Name, density: KeyFigure, measured: str, ask: str) -> str:
    """Density of GPs beside the nation, then retention of those trained here.

    ``measured`` is the sentence of a cohort or of a survey, empty when nothing was measured;
    ``ask`` says who could.
    """
    nobody = "la fidélisation n’y est pas mesurée"
    asked = f"{nobody} (à demander : {ask.rstrip('.')})."
    settled = measured[0].lower() + measured[1:] if measured else asked
    return typography(f"{_density(name, density)} ; {settled}")


def _density(name: Name, density: KeyFigure) -> str:
    value, nation = density.value, density.nation
    if value.value is None:
        return f"La densité de généralistes libéraux n’est pas publiée {name.here}"
    counts = "compterait" if value.is_estimate else "compte"
    text = (
        f"{name.starting} {counts} {value.text} généralistes libéraux pour 100 000 habitants "
        f"({'estimation, ' if value.is_estimate else ''}{value.period_text})"
    )
    return f"{text}, contre {nation.text} en France" if nation.value is not None else text
