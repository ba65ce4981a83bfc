"""Sentences of the page « Comparer »: they say no more than the intervals allow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dashboard.core.catalog import GAP, SITUATION, STATUS_LABELS, Indicator, Noun, Target
from dashboard.core.formatting import (
    MISSING,
    interval,
    number,
    period,
    plural,
    quantity,
    typography,
)
from dashboard.core.names import Name, capitalised
from dashboard.themes.situation import (
    Situation,
    Situations,
    gap_interval,
    gap_words,
    situation_clause,
)
from dashboard.views.comparer.columns import Column, ComparedValue, Placed
from models.comparison.spine import RankRange

# --- Sections ---------------------------------------------------------------------------------

DOTS = "Points, intervalles et rangs possibles"
YEARS = "D’année en année"
CLOUD = "Deux indicateurs croisés"
PEERS = "Les territoires comparés, et pourquoi ceux-là"

# --- Selectors --------------------------------------------------------------------------------

SET_NAMES = {
    "region": "Départements de ma région",
    "regions": "Les régions de France",
    "subdivision": "Ma subdivision d’internat",
    "voisins": "Territoires limitrophes",
    "semblables": "Territoires semblables",
    "tous": "Tous les territoires du niveau",
    "groupe": "Mon groupe",
}
SORT_NAMES = {"nom": "par nom", "valeur": "par valeur"}
TARGET_REFERENCE_NAME = "Cible de MSU (couverture de 100 %)"
FULL_GROUP = "Le groupe est complet : huit territoires au plus."


NO_TERRITORY = (
    "Groupe à composer. Un territoire choisi dans « Mon territoire » se compare aussi aux "
    "départements de sa région, à ses voisins et à ses semblables."
)


def group_of_another_level(level: str) -> str:
    """Level of the group of the view, when it is another than that of the page."""
    return typography(
        f"Le groupe enregistré est d’un autre niveau ({level}) : revenir à ce niveau pour le "
        "retrouver ; ajouter un territoire ici commence un autre groupe."
    )


def members_expected(low: int, high: int) -> str:
    """Members of a group, as the address writes them."""
    return (
        f"de {low} à {high} territoires d’un même niveau, séparés par des virgules "
        "(12, 48, 2A ou DEP-12, DEP-48)"
    )


# --- Names of the sets ------------------------------------------------------------------------


def group_label(count: int) -> str:
    """Name of a group that the visitor did not name."""
    return f"Groupe de {number(count)} territoires"


def neighbours_label(name: str, count: int, noun: Noun) -> str:
    """« Aveyron (12) et 8 départements limitrophes »."""
    return f"{name} et {plural(count, f'{noun.one} limitrophe', f'{noun.many} limitrophes')}"


def similar_label(name: str, count: int, noun: Noun) -> str:
    """« Aveyron (12) et 7 départements semblables »."""
    return f"{name} et {plural(count, f'{noun.one} semblable', f'{noun.many} semblables')}"


def nearest_label(name: str, count: int, noun: Noun) -> str:
    """Name of a set of territories of which none is really similar."""
    return f"{name} et les {number(count)} {noun.many} les moins éloignés"


# --- Answer and findings ----------------------------------------------------------------------

MOST_NAMED = 3
AMONG_COMPARED = " de la comparaison"
SEE_MAP = "Voir sur la carte"
PLACE_JUNIORS = "Où placer les docteurs juniors"
OPEN_PROFILE = "Ouvrir sa fiche"
SURE = "Ces indicateurs sont observés ; les MSU, estimés, ne se classent pas."
# Observed indicators that have a good side, in a sentence.
PLAIN_NAMES = {
    "part_population_zip_zac_pct": "population en zone sous-dense",
    "densite_mg_liberaux_cnam_pour_100k": "densité de généralistes",
    "part_mg_liberaux_60_ans_et_plus_pct": "généralistes de 60 ans et plus",
    "apl_mg": "accès aux généralistes (APL)",
    "part_population_apl_mg_inf_2_5_pct": "habitants mal desservis",
    "evolution_mg_rpps_pct": "évolution du nombre de généralistes",
}
BEHIND, BEHIND_UNIT = "Moins bien que la France", "indicateurs observés"
NO_JUDGED = "aucun indicateur observé ne permet de comparer"


def own_answer(name: Name, placed: Placed, noun: Noun, of: str) -> str:
    """Answer for the territory selected: where it is behind the nation, and who is more so.

    ``of`` says where the others are: « de Nouvelle-Aquitaine ».
    """
    subject = capitalised(name.alone)
    if not placed.judged_n:
        return typography(f"{subject} : {NO_JUDGED}.")
    are = "sont" if name.plural else "est"
    if placed.behind:
        told = f"{are} moins bien que la France pour {_out_of(len(placed.behind), placed.judged_n)}"
    else:
        told = f"n’{are} moins bien que la France pour aucun indicateur observé"
    return typography(f"{subject} {told} ; {_others_behind(placed.further, noun, of)}.")


def _others_behind(count: int, noun: Noun, of: str) -> str:
    if not count:
        return f"{noun.no_one.replace(' ', ' autre ', 1)}{of} ne l’est pour davantage"
    some = plural(count, f"autre {noun.one}", f"autres {noun.many}")
    return f"{some}{of} {'le sont' if count > 1 else 'l’est'} pour davantage"


def set_answer(label: str, first: Sequence[str], most: int, judged: int, noun: Noun) -> str:
    """Answer for a set: who is behind the nation for the most indicators.

    ``label`` is the name of the set, made harmless for where the title is shown; ``first`` are
    the names of those, ``most`` for how many of the ``judged`` indicators.
    """
    if not judged or not most:
        return typography(f"{label} : {NO_JUDGED if not judged else _none_behind(noun)}.")
    named = _enumeration(list(first[:MOST_NAMED]))
    if len(first) > MOST_NAMED:
        named = f"{', '.join(first[:MOST_NAMED])} et {plural(len(first) - MOST_NAMED, 'autre')}"
    are = "sont" if len(first) > 1 else "est"
    return typography(
        f"{label} : {named} {are} moins bien que la France pour {_out_of(most, judged)}, plus que "
        f"les autres {noun.many}."
    )


def _out_of(count: int, judged_n: int) -> str:
    if count == judged_n > 1:
        return f"les {number(count)} indicateurs observés"
    return f"{number(count)} des {number(judged_n)} indicateurs observés"


def out_of(count: int, judged_n: int) -> str:
    """« 5 sur 6 »."""
    return f"{number(count)} sur {number(judged_n)}"


def behind_names(placed: Placed) -> str:
    """Names of the indicators for which the territory selected is worse than the nation."""
    names = [PLAIN_NAMES.get(item, item) for item in placed.behind]
    if not names:
        return ""
    text = _enumeration(names)
    return f"{text[0].upper()}{text[1:]}."


def _none_behind(noun: Noun) -> str:
    return f"{noun.no_one} n’est moins bien que la France"


def situation_of_set(situations: Situations, target: Target, year: int) -> str:
    """How many territories of the set are probably short of their share, and how many above."""
    clause = situation_clause(situations, target.value_msu, year)
    return typography(f"MSU : {clause}.")


def focus_finding(columns: Sequence[Column], focus_id: str, label: str) -> str:
    """Where the territory selected differs from the reference; empty without a verdict."""
    better: list[str] = []
    worse: list[str] = []
    undetermined: list[str] = []
    for column in columns:
        value = column.value_of(focus_id)
        name = uncapitalised(column.indicator.short_fr)
        if value.verdict == "undetermined":
            undetermined.append(name)
        elif value.better is not None:
            (better if value.better else worse).append(name)
    parts = [
        f"**Mieux** : {_enumeration(better)}" if better else "",
        f"**Moins bien** : {_enumeration(worse)}" if worse else "",
        f"Sans écart sûr : {_enumeration(undetermined)}" if undetermined else "",
    ]
    if not any(parts):
        return ""
    against = next((column.reference.label for column in columns if column.reference), "")
    # A label may end with an abbreviation, which has its own full stop.
    verdicts = " ".join(f"{part.removesuffix('.')}." for part in parts if part)
    return typography(f"{label} face à la référence ({against}). {verdicts}")


def set_finding(columns: Sequence[Column]) -> str:
    """The observed indicator for which most territories of the set are worse than the reference."""
    observed = [
        (column, column.reference)
        for column in columns
        if column.reference
        and column.value_count
        and not any(value.is_estimate for value in column.values)
    ]
    worse = [sum(value.better is False for value in column.values) for column, _ in observed]
    if not any(worse):
        return ""
    count, (column, reference) = max(
        zip(worse, observed, strict=True), key=lambda pair: pair[0] / pair[1][0].value_count
    )
    indicator = column.indicator
    value = quantity(reference.value, indicator.unit_fr, indicator.decimals)
    subject = plural(count, "territoire", "territoires")
    verb = "est moins bien placé" if count == 1 else "sont moins bien placés"
    return typography(
        f"{indicator.label_fr} : {subject} sur {number(column.value_count)} {verb} que la "
        f"référence ({reference.label}, {value})."
    )


def estimates_finding(columns: Sequence[Column]) -> str:
    """How many territories the estimated indicators tell apart from the reference."""
    estimated = [
        column
        for column in columns
        if column.reference
        and any(value.is_estimate and not value.is_against_share for value in column.values)
    ]
    if not estimated:
        return ""
    names = _enumeration([uncapitalised(column.indicator.short_fr) for column in estimated])
    apart = {
        value.territory_id
        for column in estimated
        for value in column.values
        if value.is_estimate and value.verdict in ("over", "under")
    }
    if not apart:
        return typography(
            f"Les valeurs estimées ({names}) ne départagent aucun territoire de la référence : "
            "leurs intervalles la contiennent."
        )
    count = plural(len(apart), "territoire")
    return typography(
        f"Valeurs estimées ({names}) : pour {count}, toute la fourchette est au-dessus ou "
        "au-dessous de la référence."
    )


def uncapitalised(label: str) -> str:
    """A label inside a sentence: « couverture », and « MSU » as it is."""
    first = label.split()[0]
    return label if first.isupper() or not first.isalpha() else label[0].lower() + label[1:]


def _enumeration(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} et {names[-1]}"


# --- Table ------------------------------------------------------------------------------------

DIRECTIONS: dict[str, str] = {
    "up": "plus, c’est mieux",
    "down": "moins, c’est mieux",
    "none": "ni bien ni mal en soi",
}
AROUND_REFERENCE = "Autour de la référence"
NO_REFERENCE = "sans référence"
AGAINST_SHARE = (
    "Face à la part de la cible, la couleur suit la situation : probable, ou comptée ; "
    "l’intervalle est à 80 %."
)
# The situation against the share of the target: a verdict, never a rank.
SITUATION_TITLE, SITUATION_UNIT = "Face à sa part", "situation et chances"
NOT_RANKED = "ne se classe pas"
LIKELY_BOUNDS = "nombre, intervalle à 80 %"
# Tone of a colour, mark, meaning.
LEGEND = (
    ("better", "▲ ▼", "mieux que la référence"),
    ("worse", "▲ ▼", "moins bien que la référence"),
    ("apart", "▲ ▼", "différent, ni mieux ni moins bien"),
    ("unsure", "≈", "écart non sûr : la référence est dans l’intervalle, ou égale"),
    ("", "", "sans couleur : pas de référence"),
)
_READING = (
    "La couleur marque un écart à la référence, grand ou petit. Une valeur dont l’intervalle "
    "contient la référence reste grise : l’écart n’est pas sûr. Une estimation porte toujours son "
    "intervalle à {level} % ; sans intervalle, elle reste grise. Un comptage observé est comparé "
    "tel quel, à la précision affichée. Les nombres de MSU et de MSU manquants dépendent de la "
    "taille du territoire : ils ne sont pas comparés. « Face à sa part » dit la situation devant "
    "la cible : probablement à partir de 8 chances sur 10, plutôt à partir de 6, sinon indécis ; "
    "un territoire compté est un fait. Quand la référence est la cible, la couleur suit cette "
    "situation, et n’est mise que si elle est probable ou comptée."
)


def reading(interval_level: float) -> str:
    """How to read the table; the level of the intervals is in %."""
    return typography(_READING).format(level=number(interval_level))


def scope_note(count: int, noun: Noun, *, is_nation: bool) -> str:
    """Which territories the table holds, and how to see the country."""
    some = plural(count, noun.one, noun.many)
    if is_nation:
        return f"{some} ; une région choisie dans « Mon territoire » montre ses départements."
    return f"{some} ; « France », dans « Mon territoire », montre les régions."


def sources_note(citations: Sequence[str]) -> str:
    """Sources of a workbook."""
    return f"Sources : {' ; '.join(citations)}."


def table_label(label: str) -> str:
    """Name of the table for those who do not see it."""
    return f"{label} : indicateurs comparés à la référence"


# What holds a territory and has the value that it shows: its mark, by how its identifier begins.
HOLDERS: dict[str, tuple[str, str]] = {
    "SUB": ("subd.", "valeur de la subdivision d’internat"),
    "REG": ("rég.", "valeur de la région"),
}
SHARED_NOT_RANKED = typography(
    "Chaque territoire montre ici la valeur de la région ou de la subdivision qui le contient : ce "
    "n’est pas la sienne, et elle ne le classe pas."
)
SHARED_POINTS = (
    "Les territoires d’une même région ou subdivision montrent ici sa valeur : leurs points ne "
    "disent rien de chacun."
)


def holder_mark(holder_id: str) -> str:
    """« subd. », « rég. » beside the value of what holds a territory; empty beside its own."""
    return HOLDERS[holder_id.partition("-")[0]][0] if holder_id else ""


def legend_note(holder_ids: Iterable[str] = (), *, is_against_share: bool = False) -> str:
    """What the marks of the table mean; those of the values that larger territories have, if any.

    Against the share of the target, what the colours and the intervals are.
    """
    note = "▲ au-dessus, ▼ au-dessous de la référence. est. : estimation, avec son intervalle"
    marks = set(map(holder_mark, holder_ids))
    held = "".join(f" ; {mark} : {text}" for mark, text in HOLDERS.values() if mark in marks)
    share = f" {AGAINST_SHARE}" if is_against_share else ""
    return typography(f"{note}{held}.{share}")


def period_words(code: str) -> str:
    """Period of a column; « non publié » when the indicator has none."""
    return period(code) if code else "non publié"


def publishers_words(publishers: Sequence[str]) -> str:
    """« DREES », « CNAM et autres »."""
    if not publishers:
        return ""
    return publishers[0] if len(publishers) == 1 else f"{publishers[0]} et autres"


# --- One value --------------------------------------------------------------------------------


def value_words(value: ComparedValue, indicator: Indicator) -> str:
    """« 45,3 (12,0 à 80,1, est.) », « plutôt sous (7 chances sur 10) », « n. d. »."""
    if indicator.indicator_id == SITUATION:
        return value.situation.short if value.situation else MISSING
    if value.value is None:
        return MISSING
    if indicator.indicator_id == GAP:
        return f"{gap_words(value.value)}{_in_brackets(value, indicator)}"
    return f"{number(value.value, indicator.decimals)}{_in_brackets(value, indicator)}"


def tooltip(label: str, value: ComparedValue, indicator: Indicator) -> str:
    """« Aveyron (12) : 45,3 % (12 à 80, est.) », and the verdict on a line of its own."""
    figure = quantity(value.value, indicator.unit_fr, indicator.decimals)
    if indicator.indicator_id == GAP and value.value is not None:
        figure = gap_words(value.value)
    verdict = f"<br>{value.words}" if value.words else ""
    return f"{label} : {figure}{_in_brackets(value, indicator)}{verdict}"


def bounds_words(value: ComparedValue, indicator: Indicator) -> str:
    """The interval of a value, without sign for what is missing; empty when there is none."""
    if indicator.indicator_id == GAP and value.low is not None and value.high is not None:
        return gap_interval(value.low, value.high)
    return interval(value.low, value.high, indicator.decimals)


def likely_words(value: ComparedValue, indicator: Indicator) -> str:
    """The interval at 80 % of what is set against a share; empty when there is none."""
    bounds = value.situation.bounds(indicator.indicator_id) if value.situation else None
    if bounds is None:
        return ""
    is_gap = indicator.indicator_id == GAP
    return gap_interval(*bounds) if is_gap else interval(*bounds, indicator.decimals)


def _in_brackets(value: ComparedValue, indicator: Indicator) -> str:
    bounds = bounds_words(value, indicator)
    details = ", ".join(text for text in (bounds, value.mark) if text)
    return f" ({details})" if details else ""


# --- Dots and ranks ---------------------------------------------------------------------------

DOTS_KEY = (
    "Triangles : tout l’intervalle est au-dessus ou au-dessous de la référence (bleu : mieux, "
    "orange : moins bien, violet : ni bien ni mal en soi). Ronds gris : non départagé ou sans "
    "référence. Marques creuses : estimations ; trait : intervalle ; pointillés : référence."
)
# Where the reference is the share of the target, the situation makes the verdict.
SHARE_KEY = (
    "Triangles : situation probable ou comptée face à sa part (bleu : au-dessus, orange : "
    "au-dessous). Ronds gris : plutôt d’un côté, indécis ou sans situation. Marques creuses : "
    "estimations ; trait : intervalle à 95 % ; pointillés : part de la cible."
)
SITUATION_HEADER = (
    "Territoire",
    "Face à sa part",
    "MSU",
    "À 80 %",
    "À 95 %",
    "Ce qui manquerait, à 80 %",
    "À 95 %",
    "Statut",
)
SITUATION_NOT_RANKED = (
    "Une situation ne se classe pas : les chances sont celles du verdict, et deux territoires "
    "voisins en chances ne diffèrent pas."
)
_FIRST_RANK = {
    "up": "la valeur la plus élevée",
    "down": "la valeur la plus basse",
    "none": "la valeur la plus élevée, ni bien ni mal en soi",
}


def dots_title(column: Column) -> str:
    """Title of the dots: how many territories lie on each side of the reference."""
    title = f"{column.indicator.label_fr}, {period_words(column.level_values.period)}"
    if column.reference is None or not column.value_count:
        return typography(title)
    over, under = column.count("over"), column.count("under")
    undetermined = column.count("undetermined")
    parts = [
        f"{number(over)} au-dessus de la référence" if over else "",
        f"{number(under)} au-dessous" if under else "",
        plural(undetermined, "non départagé", "non départagés") if undetermined else "",
    ]
    return typography(f"{title} : {', '.join(part for part in parts if part)}")


def situations_title(label: str, year: str) -> str:
    """Title of the situations of the territories compared, in a year."""
    return typography(f"{label}, {year}")


def situation_row(name: str, situation: Situation | None) -> list[str]:
    """One territory under ``SITUATION_HEADER``."""
    if situation is None:
        return [name, *[MISSING] * 6, "non publié"]
    ends = (("", ""), ("", ""))
    if not situation.is_counted:
        ends = (
            (
                interval(situation.low80, situation.high80),
                interval(situation.low95, situation.high95),
            ),
            (gap_interval(*situation.gap80), gap_interval(*situation.gap95)),
        )
    missing = ends[1] if ends[1][0] else (gap_words(situation.share - situation.msu), "")
    status = STATUS_LABELS[situation.status]
    return [name, situation.short, number(situation.msu), *ends[0], *missing, status]


def dots_alternative(label: str) -> str:
    """Alternative of the dots of an indicator."""
    return f"{label} et son intervalle, par territoire ; valeurs ci-dessous"


def positions_caption(label: str, reference: str) -> str:
    """Caption of the table of the values, with their place beside the reference."""
    return f"{label} : position par rapport à la référence ({reference})"


def ranks_title(ranges: Sequence[RankRange | None], *, all_exact: bool) -> str:
    """A ranking where the order is known, and « rangs possibles » where intervals overlap."""
    present = [item for item in ranges if item is not None]
    if all_exact or all(item.best == item.worst for item in present):
        return "Classement"
    if all(item.worst - item.best == item.total - 1 for item in present):
        return typography("Rangs possibles : les intervalles ne départagent aucun territoire")
    return typography("Rangs possibles : les intervalles se recouvrent en partie")


def ranks_note(direction: str, *, all_exact: bool) -> str:
    """What the ranks mean, and which end they start from."""
    first = _FIRST_RANK[direction]
    if all_exact:
        return typography(
            f"Rang 1 : {first}. Valeurs observées, comparées à la précision publiée ; deux valeurs "
            "égales partagent leur rang."
        )
    return typography(
        "Une estimation n’a pas de rang : les **rangs possibles** sont ceux que les intervalles "
        "permettent ; une place n’est acquise que sur les territoires dont tout "
        f"l’intervalle est de l’autre côté. Rang 1 : {first}."
    )


def possible_ranks(ranks: RankRange | None, *, is_exact: bool) -> str:
    """Ranks the intervals allow: « 1 à 13 », « 4 », « 12 à 14 ex æquo » for equal exact values."""
    if ranks is None:
        return ""
    if ranks.best == ranks.worst:
        return number(ranks.best)
    tied = " ex æquo" if is_exact else ""
    return f"{number(ranks.best)} à {number(ranks.worst)}{tied}"


# --- Years ------------------------------------------------------------------------------------

YEARS_ESTIMATED = typography(
    "D’une année à l’autre, une valeur estimée suit surtout le total national : sa pente ne "
    "prouve rien de propre au territoire. Même échelle pour tous."
)


def one_period(label: str, code: str) -> str:
    """Why an indicator has no evolution: the only period at which it is published."""
    when = period(code) if code else "aucune valeur"
    return typography(
        f"« {label} » n’est publié qu’à une période ({when}) : aucune évolution à montrer."
    )


def years_key(reference: str = "") -> str:
    """What the lines of the panels mean; ``reference`` names the dotted one, if any."""
    key = "Tirets et marques creuses : estimation, avec son intervalle."
    return f"Pointillés gris : {reference}. {key}" if reference else key


def years_alternative(label: str) -> str:
    """Alternative of the panels of an indicator."""
    return f"{label} par territoire et par année ; valeurs ci-dessous"


# --- Cloud ------------------------------------------------------------------------------------

NO_POINT = "Aucun territoire de ce niveau n’a de valeur pour les deux indicateurs."
MOST_MISSING_NAMED = 8
MSU_RATES = ("couverture_pct", "msu_pour_100k", "msu_pour_100_mg_liberaux")
# What an estimate is made from: a cloud of the two shows the method, not the territories.
MADE_FROM: dict[str, tuple[str, ...]] = dict.fromkeys(
    MSU_RATES, ("densite_mg_liberaux_cnam_pour_100k", "internes_pour_100k")
)


def cloud_title(across: Indicator, up: Indicator) -> str:
    """Both indicators of the cloud."""
    return f"{across.label_fr} et {uncapitalised(up.label_fr)}"


def cloud_alternative(title: str) -> str:
    """Alternative of the cloud."""
    return f"Nuage de points : {title} ; valeurs dans le fichier CSV"


def cloud_note(level: str, points: int, missing: Sequence[str]) -> str:
    """What the marks of the cloud mean, and which territories it cannot show."""
    note = (
        f"{level} : {plural(points, 'point')}, ceux de la comparaison sont nommés. Marque "
        "creuse : une valeur au moins est estimée ; intervalles au survol. Pointillés : la "
        "référence."
    )
    if not missing:
        return note
    more = "…" if len(missing) > MOST_MISSING_NAMED else ""
    names = ", ".join(missing[:MOST_MISSING_NAMED])
    return f"{note} Sans valeur ({number(len(missing))}) : {names}{more}."


def construction_note(across: Indicator, up: Indicator) -> str:
    """Say that two indicators are linked by the way they are made; empty when they are not."""
    pair = {across.indicator_id, up.indicator_id}
    if len(pair) == 2 and pair <= set(MSU_RATES):
        return (
            "Lien construit : les deux indicateurs rapportent le même nombre de MSU à deux tailles "
            "différentes. L’alignement des points ne prouve rien."
        )
    for made, origin in ((across, up), (up, across)):
        if origin.indicator_id in MADE_FROM.get(made.indicator_id, ()):
            return (
                f"Lien en partie construit : l’indicateur « {uncapitalised(made.label_fr)} », là "
                "où il est estimé, est calculé à partir de données voisines de l’indicateur "
                f"« {uncapitalised(origin.label_fr)} ». L’alignement des points ne prouve rien."
            )
    return ""


# --- Peers ------------------------------------------------------------------------------------

PEERS_CAPTION = "Territoires comparés"
PEERS_HEADER = ("Territoire", "Population", "Région", "Pourquoi")
SELECTED_REASON = "territoire choisi"
REASONS = {"tous": "même niveau", "groupe": "dans le groupe"}


def border_reason(name: str) -> str:
    """A territory is there for a border."""
    return f"frontière commune avec {name}"


def region_reason(name: str) -> str:
    """A territory is there for its région."""
    return f"dans la région {name}"


def subdivision_reason(weight: float, *, is_whole: bool) -> str:
    """A département is there for its subdivision, which may hold a part of it only."""
    if is_whole:
        return "dans la subdivision"
    return f"en partie dans la subdivision ({quantity(100 * weight, '%')})"
