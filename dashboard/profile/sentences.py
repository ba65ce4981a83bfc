"""Three sentences about a territory, never more than its interval allows. Pure."""

from __future__ import annotations

from dashboard.core.catalog import Key, Target
from dashboard.core.formatting import interval, number, typography
from dashboard.profile.model import GAP_WORDS, GapClass, KeyFigure, ProfileValue
from dashboard.profile.names import Name
from dashboard.themes.stages import Balance, finding


def gap_class(gap: ProfileValue) -> GapClass | None:
    """Class of a gap: missing or reached when its whole interval is on one side."""
    if gap.value is None:
        return None
    low = gap.value if gap.low is None else gap.low
    high = gap.value if gap.high is None else gap.high
    if low > 0:
        return "manque"
    return "atteint" if high <= 0 else "indetermine"


def headline(
    label: str, target: Target, share_msu: int | None, msu: ProfileValue, gap: ProfileValue
) -> str:
    """Title of a profile: its MSU, its share of the target, the verdict of the interval."""
    share = "" if share_msu is None else f", part de la cible ({number(target.value_msu)})"
    share += "" if share_msu is None else f" : {number(share_msu)}"
    if msu.value is None:
        return typography(f"{label} : effectif de MSU non publié{share}")
    bounds = f", {msu.interval_text}" if msu.interval_text else ""
    verdict = "" if gap.value is None else f" ; {GAP_WORDS[gap_class(gap)]}"
    text = f"{label} : {msu.text} MSU en {msu.period_text} ({msu.status_text}{bounds})"
    return typography(f"{text}{share}{verdict}")


def msu_sentence(
    name: Name,
    year: int,
    target: Target,
    key: Key,
    share_msu: int | None,
    msu: ProfileValue,
    gap: ProfileValue,
) -> str:
    """MSU of a territory against its share of a target."""
    share = f"sa part de la cible « {target.label_fr} », clé {key.label_fr.lower()}"
    if share_msu is not None:
        share += f", est de {number(share_msu)} MSU"
    if msu.value is None:
        return typography(
            f"En {year}, aucun effectif de MSU n’est publié ni estimé {name.here} ; {share}."
        )
    if msu.is_estimate:
        counted = (
            f"En {year}, l’estimation donne {number(msu.value)} MSU {name.here} ({_interval(msu)})"
        )
    else:
        counted = (
            f"En {year}, {name.subject} compte {number(msu.value)} MSU (effectif {msu.status_text})"
        )
    return typography(f"{counted} ; {share} : {_against_share(gap)}.")


def _interval(value: ProfileValue) -> str:
    return f"intervalle {value.interval_text}" if value.interval_text else "sans intervalle"


def _against_share(gap: ProfileValue) -> str:
    verdict = gap_class(gap)
    if gap.value is None or verdict is None:
        return "l’écart n’est pas connu"
    if gap.low is not None and gap.high is not None:
        if verdict == "manque":
            return f"il en manque dans tout l’intervalle ({interval(gap.low, gap.high)})"
        if verdict == "atteint":
            return "elle est atteinte dans tout l’intervalle"
        return "l’intervalle la contient, le manque est indéterminé"
    if gap.value > 0:
        return f"il en manque {number(gap.value)}"
    return (
        f"elle est dépassée de {number(-gap.value)}"
        if gap.value
        else "elle est exactement atteinte"
    )


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
