"""What the page « Stages » says in sentences: no more than the intervals allow. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from dashboard.core.catalog import LEVEL_NOUNS
from dashboard.core.formatting import interval, number, plural, typography
from dashboard.themes.stages import COVERED, SHORT, UNDETERMINED, Balance, Figure, StageModel
from dashboard.views.stages.view import BY_NAME, StageView

UNIT = "places-semestres"
# « l’offre de places … »
OF_LEVEL = {
    "3C": "de 3e cycle",
    "N1": "de niveau 1",
    "SASPAS": "de SASPAS",
    "SFE": "de santé femme-enfant",
    "DJ": "de docteur junior",
    "2C": "de 2e cycle",
}
VERDICTS = {
    SHORT: "manque confirmé",
    COVERED: "couvert",
    UNDETERMINED: "indéterminé",
    None: "n. d.",
}


def year_label(year: int) -> str:
    """« 2026-2027 », from November to October."""
    return f"{year - 1}-{year}"


def finding(balance: Balance, label: str, *, changed: bool, in_force: bool) -> str:
    """The finding of a territory, year and level in one sentence."""
    where = f"{label}, année de formation {year_label(balance.year)}"
    if changed:
        where += ", avec vos hypothèses"
    return typography(f"{where} : {_finding(balance, in_force=in_force)}")


def _finding(balance: Balance, *, in_force: bool) -> str:
    of_level = OF_LEVEL[balance.level_id]
    if not in_force:
        return f"aucune maquette ne demande encore de stage {of_level}"
    if balance.verdict is None:
        if balance.need.value is None:
            return f"le besoin de places {of_level} n’est pas connu"
        return f"l’offre de places {of_level} n’est pas connue"
    left = f"solde de {signed_interval(balance.balance)} {UNIT}"
    if balance.verdict == SHORT:
        return f"des places {of_level} manquent dans tout l’intervalle ({left} : manque confirmé)"
    if balance.verdict == COVERED:
        return f"l’offre de places {of_level} couvre le besoin dans tout l’intervalle ({left})"
    return f"l’offre de places {of_level} couvre-t-elle le besoin ? Indéterminé ({left})"


def signed_interval(figure: Figure) -> str:
    """« −568 à +1 889 »; empty when unknown. A bound near 0 keeps its decimal: its sign matters."""
    if figure.low is None or figure.high is None:
        return ""
    decimals = 1 if 0 < min(abs(figure.low), abs(figure.high)) < 1 else 0
    low, high = (number(end, decimals, signed=True) for end in (figure.low, figure.high))
    return f"{low} à {high}"


def level_sentence(balances: Iterable[Balance], level: str) -> str:
    """Count the territories of the map by what their interval allows to say."""
    verdicts = [balance.verdict for balance in balances]
    noun = LEVEL_NOUNS[level]
    known = sum(verdict is not None for verdict in verdicts)
    if not known:
        return f"Solde connu : {noun.no_one}."
    counts = {name: verdicts.count(name) for name in (SHORT, COVERED, UNDETERMINED)}
    return typography(
        f"Sur {plural(known, noun.one, noun.many)} dont le solde est connu : "
        f"manque confirmé pour {number(counts[SHORT])}, besoin couvert pour "
        f"{number(counts[COVERED])}, indéterminé pour {number(counts[UNDETERMINED])}."
    )


def step_sentence(before: Balance, after: Balance, juniors: Balance) -> str:
    """What November 2026 adds to the need of a territory; empty when it is not known."""
    if None in (before.need.value, after.need.value, juniors.need.value):
        return ""
    return typography(
        f"Novembre {before.year} ajoute la quatrième année : {number(juniors.need.value)} {UNIT} "
        f"de docteur junior ; le besoin de 3e cycle passe de {number(before.need.value)} "
        f"({year_label(before.year)}) à {number(after.need.value)} ({year_label(after.year)})."
    )


def recruitment_sentence(balance: Balance, label: str) -> str:
    """How many MSU close the gap of a level."""
    recruit, of_level = balance.recruit, OF_LEVEL[balance.level_id]
    start = f"{label}, {year_label(balance.year)}, places {of_level}"
    if recruit.value is None or recruit.high is None:
        return typography(f"{start} : nombre de MSU à recruter n. d. (solde inconnu).")
    bounds = interval(recruit.low, recruit.high)
    if recruit.high == 0:
        return typography(f"{start} : aucun MSU à recruter, dans tout l’intervalle.")
    found = f"{number(recruit.value)} MSU" if recruit.value else "aucun MSU"
    if not recruit.low:
        return typography(
            f"{start} : **{found}** à recruter d’après l’estimation, de {bounds} MSU selon "
            "l’intervalle, qui n’en confirme aucun."
        )
    return typography(f"{start} : **{found}** à recruter (intervalle {bounds}).")


def changed_levers(view: StageView, model: StageModel) -> tuple[str, ...]:
    """« Taille des promotions : 110 % … (référence : 100) » for each lever that is changed."""
    return tuple(
        f"{BY_NAME[name].label_fr} : {BY_NAME[name].words(value)} "
        f"(référence : {lever_reference(model, name, view.year)})"
        for name, value in view.levers
    )


def lever_reference(model: StageModel, name: str, year: int) -> str:
    """Reference of a lever in words; of a stage, what the maquettes ask for that year."""
    lever = BY_NAME[name]
    value = lever.shown(model.reference)
    if value is not None:
        return number(value, len(lever.write(value).partition(".")[2]))
    found = model.asked(name, year)
    if found is None:
        return lever.unset_fr
    if not found:
        return "pas de ce stage cette année-là"
    shown = [round(item * lever.scale, lever.decimals) for item in found]
    values = " ou ".join(number(item, 1 if item % 1 else 0) for item in shown)
    return f"{values}, {lever.unset_fr}"
