"""The sentence that answers for a territory: does it lack MSU, how sure is it. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.core.formatting import interval, number, typography
from dashboard.core.names import Name, capitalised
from dashboard.themes.situation import Situation
from models.msu.decision import Verdict

# How sure a count is, by its status.
SURE: Mapping[str, str] = {
    "observed": "C’est un comptage publié, pas une estimation.",
    "imported": "C’est un comptage importé ici, pas une estimation.",
    "demo": "Donnée fictive : à ne pas citer.",
}
LIKELY = "8 chances sur 10"
# What an estimated territory does, in the singular and in the plural.
VERBS: Mapping[Verdict, tuple[str, str]] = {
    "probably_below": ("manque probablement de MSU", "manquent probablement de MSU"),
    "rather_below": ("manque plutôt de MSU", "manquent plutôt de MSU"),
    "rather_above": ("atteint plutôt sa part", "atteignent plutôt leur part"),
    "probably_above": ("atteint probablement sa part", "atteignent probablement leur part"),
}


def msu_answer(name: Name, situation: Situation | None, target_msu: int, year: int) -> str:
    """Answer for a territory in one sentence; None is one without count or estimate that year."""
    subject = capitalised(name.alone)
    if situation is None:
        return typography(f"{subject} : ni comptage ni estimation des MSU en {year}.")
    # A territory that is not counted in a year of local counts keeps an older value.
    year = int(situation.period or year)
    if situation.is_counted:
        return typography(_counted_answer(subject, name, situation, target_msu, year))
    share = f"pour une part de {number(situation.share)} dans la cible de {number(target_msu)}"
    msu = f"entre {interval(situation.low80, situation.high80).replace(' à ', ' et ')} MSU"
    if situation.verdict_id == "undecided":
        return typography(
            f"{subject} : {msu} en {year}, {share} : on ne peut pas dire s’il en manque."
        )
    verb = VERBS[situation.verdict_id][name.plural]
    return typography(f"{subject} {verb} : {msu} en {year}, {share}.")


def _counted_answer(subject: str, name: Name, item: Situation, target_msu: int, year: int) -> str:
    verb = "comptent" if name.plural else "compte"
    counted = f"{subject} {verb} {number(item.msu)} MSU{_mark(item)} en {year}"
    gap = round(item.share - item.msu)
    whose = "leur" if name.plural else "sa"
    share = f"{whose} part de la cible de {number(target_msu)} ({number(item.share)})"
    if item.is_to_the_rounding:
        return f"{counted}, à {number(gap)} de {share} : elle est atteinte à l’arrondi près."
    if gap > 0:
        return f"{counted} : il en manque {number(gap)} pour atteindre {share}."
    if gap < 0:
        return f"{counted} : {number(-gap)} au-dessus de {share}."
    return f"{counted} : exactement {share}."


def _mark(item: Situation) -> str:
    """A count that is not real says so in the sentence itself."""
    return " (fictif)" if item.status == "demo" else ""


def sureness(situation: Situation | None) -> str:
    """How sure the answer is, and what would settle it."""
    if situation is None:
        return ""
    if situation.is_counted:
        return SURE[situation.status]
    later = f" {capitalised(situation.later)}." if situation.later else ""
    odds = f", {situation.chances}" if situation.verdict_id != "undecided" else ""
    return typography(
        f"Estimation de l’Observatoire{odds} ; l’intervalle est juste {LIKELY}.{later} "
        "Un comptage local trancherait."
    )
