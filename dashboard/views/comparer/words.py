"""What the page « Comparer » says in sentences: no more than the intervals allow. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.core.catalog import Indicator, Target
from dashboard.core.formatting import number, period, plural, quantity, typography
from dashboard.core.values import LevelValues, among, rank_of
from dashboard.themes.situation import Situation, headline, situation
from dashboard.views.comparer.columns import Column
from dashboard.views.comparer.sets import ComparedSet
from models.comparison.spine import RankRange

READING = (
    "La couleur ne dit pas « beaucoup » : elle dit **différent de la référence**. Une valeur dont "
    "l’intervalle contient la référence reste grise, « indéterminée » : la différence ne peut pas "
    "être affirmée. Une valeur estimée l’est toujours avec son intervalle à {level} % ; une "
    "estimation sans intervalle est indéterminée. Un comptage observé est comparé tel quel, à la "
    "précision affichée. Les nombres de MSU et de MSU manquants dépendent de la taille du "
    "territoire : ils ne sont pas comparés."
)
NO_TERRITORY = (
    "La France entière n’a ni voisins ni semblables : les huit {many} les plus peuplés sont "
    "proposés. Choisir un territoire dans le menu pour le comparer à sa région, à ses voisins ou à "
    "ses semblables, ou composer un groupe ci-dessous."
)
KEPT_GROUP = (
    "Le groupe enregistré est d’un autre niveau ({kept}) : revenir à ce niveau pour le retrouver ; "
    "ajouter un territoire ici commence un autre groupe."
)
FULL_GROUP = "Le groupe est complet : huit territoires au plus."
UNRANKED = (
    "La fidélisation apparente est un ordre de grandeur commun à toute une subdivision : elle ne "
    "se classe pas."
)
RANKS = (
    "Le rang du milieu suit la valeur centrale ; les **rangs possibles** sont ceux que les "
    "intervalles permettent : une place n’est acquise que sur les territoires dont tout "
    "l’intervalle est de l’autre côté. Rang 1 : {first}."
)
EXACT_RANKS = (
    "Rang 1 : {first}. Valeurs observées, comparées à la précision publiée ; deux valeurs égales "
    "partagent leur rang."
)
YEARS_ESTIMATED = (
    "D’une année à l’autre, une valeur estimée suit surtout le total national : sa pente ne "
    "prouve rien de propre au territoire. Même échelle pour tous."
)
ONE_PERIOD = "« {label} » n’est publié qu’à une période ({period}) : aucune évolution à montrer."
BUILT_TOGETHER = (
    "Lien en partie construit : l’indicateur « {made} », là où il est estimé, est calculé à partir "
    "de données voisines de l’indicateur « {source} ». L’alignement des points ne prouve rien."
)
SAME_COUNT = (
    "Lien construit : les deux indicateurs rapportent le même nombre de MSU à deux tailles "
    "différentes. L’alignement des points ne prouve rien."
)


MSU_RATES = ("couverture_pct", "msu_pour_100k", "msu_pour_100_mg_liberaux")
# What an estimate is made from: a cloud of the two shows the method, not the territories.
MADE_FROM: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(MSU_RATES, ("densite_mg_liberaux_cnam_pour_100k", "internes_pour_100k")),
    "fidelisation_apparente": (
        "evolution_mg_rpps_pct",
        "part_mg_liberaux_60_ans_et_plus_pct",
        "internes_pour_100k",
    ),
}


def finding(
    compared: ComparedSet, gaps: LevelValues, target: Target, year: int, *, name: str = ""
) -> str:
    """Title: how many territories of the set are short of their share, and how many for sure.

    ``name`` is that of a group, made harmless for where the title is shown.
    """
    kept = among(gaps, compared.ids)
    state = situation(kept)
    said = headline(state, target, year, kept.level, everywhere=None not in kept.values)
    sure = _none_short_for_sure(state) if state.territories and not state.short else "."
    return typography(f"{name or compared.label} : {said[0].lower()}{said[1:].rstrip('.')}{sure}")


def _none_short_for_sure(state: Situation) -> str:
    """What the intervals allow to say of territories that all reach their share."""
    if not state.undetermined:
        return "."
    if not state.reached_for_sure:
        return " par la valeur centrale ; l’intervalle ne l’assure pour aucun."
    return f" par la valeur centrale ; l’intervalle l’assure pour {number(state.reached_for_sure)}."


def focus_sentence(columns: Sequence[Column], focus_id: str | None, label: str) -> str:
    """Where the territory looked at differs from the reference; empty without one."""
    if focus_id is None:
        return ""
    better: list[str] = []
    worse: list[str] = []
    unsure: list[str] = []
    for column in columns:
        (cell,) = (one for one in column.cells if one.territory_id == focus_id)
        name = inside_sentence(column.indicator.short_fr)
        if cell.verdict == "undetermined":
            unsure.append(name)
        elif cell.better is not None:
            (better if cell.better else worse).append(name)
    parts = [
        f"**mieux** pour {_listed(better)}" if better else "",
        f"**moins bien** pour {_listed(worse)}" if worse else "",
        f"indéterminé pour {_listed(unsure)}" if unsure else "",
    ]
    said = " ; ".join(part for part in parts if part)
    against = next((column.reference.label for column in columns if column.reference), "")
    text = f"{label}, par rapport à la référence ({against}) : {said}".removesuffix(".")
    return typography(f"{text}.") if said else ""


def set_sentence(columns: Sequence[Column]) -> str:
    """The observed indicator for which most territories of the set are worse than the reference."""
    observed = [
        column
        for column in columns
        if column.reference and column.known and not any(cell.is_estimate for cell in column.cells)
    ]
    worse = [sum(cell.better is False for cell in column.cells) for column in observed]
    if not any(worse):
        return ""
    count, column = max(zip(worse, observed, strict=True), key=lambda pair: pair[0] / pair[1].known)
    reference = column.reference
    value = quantity(
        reference.value if reference else None,
        column.indicator.unit_fr,
        column.indicator.decimals,
    )
    label = reference.label if reference else ""
    subject = plural(count, "territoire", "territoires")
    verb = "est moins bien placé" if count == 1 else "sont moins bien placés"
    return typography(
        f"{column.indicator.label_fr} : {subject} sur {number(column.known)} {verb} que la "
        f"référence ({label}, {value})."
    )


def estimates_sentence(columns: Sequence[Column]) -> str:
    """How many territories the estimated indicators tell apart from the reference."""
    estimated = [
        column
        for column in columns
        if column.reference and any(cell.is_estimate for cell in column.cells)
    ]
    if not estimated:
        return ""
    names = _listed([inside_sentence(column.indicator.short_fr) for column in estimated])
    apart = {
        cell.territory_id
        for column in estimated
        for cell in column.cells
        if cell.is_estimate and cell.verdict in ("over", "under")
    }
    if not apart:
        return typography(
            f"Les valeurs estimées ({names}) ne départagent aucun territoire de la référence : "
            "leurs intervalles la contiennent."
        )
    count = plural(len(apart), "territoire s’en écarte", "territoires s’en écartent")
    return typography(f"Valeurs estimées ({names}) : {count} de tout l’intervalle.")


def inside_sentence(text: str) -> str:
    """A short label inside a sentence: « couverture », and « MSU » as it is."""
    first = text.split()[0]
    return text if first.isupper() or not first.isalpha() else text[0].lower() + text[1:]


def _listed(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} et {names[-1]}"


def central_rank(values: Sequence[float | None], index: int, *, ascending: bool) -> str:
    """Rank of the central value: « 3 », « 12 à 14 ex æquo », empty when missing."""
    ranked = rank_of(values, index, ascending=ascending)
    if ranked is None:
        return ""
    best, worst, _ = ranked
    return number(best) if best == worst else f"{number(best)} à {number(worst)} ex æquo"


def possible_ranks(found: RankRange | None, *, is_exact: bool) -> str:
    """Ranks the intervals allow: « 1 à 13 », « 4 », « 12 à 14 ex æquo » for equal exact values."""
    if found is None:
        return ""
    if found.best == found.worst:
        return number(found.best)
    tied = " ex æquo" if is_exact else ""
    return f"{number(found.best)} à {number(found.worst)}{tied}"


def ranks_title(ranges: Sequence[RankRange | None], *, all_exact: bool) -> str:
    """A ranking where the order is known, and « rangs possibles » where intervals overlap."""
    known = [item for item in ranges if item is not None]
    if all_exact or all(item.best == item.worst for item in known):
        return "Classement"
    if all(item.worst - item.best == item.total - 1 for item in known):
        return "Rangs possibles : les intervalles ne départagent aucun territoire"
    return "Rangs possibles : les intervalles se recouvrent en partie"


def built_together(one: Indicator, other: Indicator) -> str:
    """Say that two indicators are linked by the way they are made; empty when they are not."""
    if one.indicator_id != other.indicator_id and {one.indicator_id, other.indicator_id} <= set(
        MSU_RATES
    ):
        return SAME_COUNT
    for made, source in ((one, other), (other, one)):
        if source.indicator_id in MADE_FROM.get(made.indicator_id, ()):
            return BUILT_TOGETHER.format(
                made=inside_sentence(made.label_fr), source=inside_sentence(source.label_fr)
            )
    return ""


def dots_title(shown: Column) -> str:
    """Title of the dots: how many territories lie on each side of the reference."""
    when = period(shown.values.period) if shown.values.period else "non publié"
    title = f"{shown.indicator.label_fr}, {when}"
    if shown.reference is None or not shown.known:
        return typography(title)
    over, under, unsure = shown.count("over"), shown.count("under"), shown.count("undetermined")
    parts = [
        f"{number(over)} au-dessus de la référence" if over else "",
        f"{number(under)} au-dessous" if under else "",
        plural(unsure, "indéterminé", "indéterminés") if unsure else "",
    ]
    return typography(f"{title} : {', '.join(part for part in parts if part)}")
