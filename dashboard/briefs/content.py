"""Tables and cards that the PDF and the slides both show, in French texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

from dashboard.briefs.brief import Brief
from dashboard.core.catalog import COVERAGE, GAP, MSU, STATUS_LABELS
from dashboard.core.files import FICTITIOUS
from dashboard.core.formatting import MISSING as MISSING_TEXT
from dashboard.core.formatting import (
    NO_BREAK_SPACE,
    number,
    period,
    plural,
    quantity,
    typography,
)
from dashboard.core.registry import SITE
from dashboard.profile.follow_up import follow_up_table
from dashboard.profile.model import (
    VERDICT_WORDS,
    FollowedRegister,
    KeyFigure,
    Profile,
    ProfileTable,
    ProfileValue,
    RecordedInitiative,
    SpineLine,
    TargetShare,
)
from dashboard.themes.retention import MISSING, SCOPES, SETTLED_IN
from dashboard.themes.stages import ROUNDED

Table = dict[str, Any]
LEGEND = (
    "« est. » : estimation de l’observatoire, avec son intervalle (MSU : à 80 % d’abord, à 95 % "
    "dans les tableaux) ; probablement : au moins 8 chances sur 10, plutôt : au moins 6 ; n. d. : "
    "non disponible, jamais zéro. Une estimation n’a pas de rang. [n] : numéro de la "
    "source."
)


def bounded(value: ProfileValue) -> str:
    """« 53 est. (17 à 114) », at 80 % then at 95 %: it is only cut before an interval."""
    bounds = value.bounds_text.replace(" ", NO_BREAK_SPACE).replace(f";{NO_BREAK_SPACE}", "; ")
    return f"{value.marked_text} ({bounds})" if bounds else value.marked_text


def likely(value: ProfileValue) -> str:
    """« 53 est. (34 à 80) », at 80 % where there is such an interval."""
    bounds = (value.likely_text or value.interval_text).replace(" ", NO_BREAK_SPACE)
    return f"{value.marked_text} ({bounds})" if bounds else value.marked_text


def labelled(label: str, unit: str) -> str:
    """« Densité (pour 100 000 hab.) »; the label alone where it says its unit."""
    return label if not unit or unit.casefold() in label.casefold() else f"{label} ({unit})"


def figure_cards(profile: Profile) -> list[dict[str, Any]]:
    """The five figures: value, interval, beside the nation, number of the source."""
    return [_card(profile, figure) for figure in profile.key_figures]


def _card(profile: Profile, figure: KeyFigure) -> dict[str, Any]:
    value = figure.value
    ask = f"à demander : {value.ask}" if value.ask else ""
    status = value.status_text if value.status != "estimated" else ""
    unit, bounds = ("", "") if figure.words else (value.unit, _interval(value))
    unit = "" if unit == figure.label else unit
    when = " · ".join(item for item in (unit, value.period_text, status) if item)
    lines = [when, bounds, figure.context, beside_nation(figure), ask]
    numbers = (profile.number_of(item) for item in value.source_ids)
    is_missing = value.value is None
    return {
        "label": figure.label,
        "value": figure.marked_text,
        "is_text": bool(figure.words),
        "number": None if is_missing else next((item for item in numbers if item), None),
        "lines": [typography(item) for item in lines if item],
        "finding": figure.finding,
    }


def _interval(value: ProfileValue) -> str:
    if value.likely_text:
        return f"à 80 % : {value.likely_text}"
    return f"{value.interval_noun} {value.interval_text}" if value.interval_text else ""


def beside_nation(figure: KeyFigure) -> str:
    """« 19,0 MSU pour 100 000 hab., France 20,3 : au-dessous de la France ; rang 55 / 101 »."""
    here, nation = figure.compared, figure.nation
    if here.value is None or nation.value is None:
        return ""
    mark = " est." if here.is_estimate else ""
    name = "couverture " if here.indicator_id == COVERAGE else ""
    rate = "" if here == figure.value else f"{name}{here.text} {here.unit}{mark}, "
    rank = f" ; rang {figure.rank}" if figure.rank else ""
    rank = rank.replace(" / ", f"{NO_BREAK_SPACE}/{NO_BREAK_SPACE}")
    return f"{rate}France {nation.text} : {VERDICT_WORDS[figure.verdict]}{rank}"


def table(
    title: str,
    header: list[str],
    rows: list[list[str]],
    widths: tuple[float, ...],
    note: str = "",
    least: int = 0,
) -> Table:
    """A table as plain data; ``widths`` are the shares of its columns.

    On paper it has ``most`` rows at most, ``least`` of them whatever the room, and a ``spare`` one
    gives way where room is shortest.
    """
    return {
        "title": typography(title),
        "header": [typography(item) for item in header],
        "rows": rows,
        "note": typography(note),
        "widths": widths,
        "more": 0,
        "most": 99,
        "least": least,
        "spare": False,
    }


def target_table(profile: Profile) -> Table:
    """Every target by the key of the view, then the target of the view by every other key."""
    key, target = profile.key.key_id, profile.target.target_id
    by_target = [item for item in profile.targets if item.key.key_id == key]
    by_key = [
        item
        for item in profile.targets
        if item.target.target_id == target and item.key.key_id != key
    ]
    return table(
        f"MSU face à chaque cible (clé {profile.key.label_fr.lower()}), puis par clé",
        ["Cible nationale", "Part", "Face à sa part", "Ce qui manquerait, à 80 %", "À 95 %"],
        [
            *([item.target.label_fr, *_share(item)] for item in by_target),
            *([_key_words(item), *_share(item)] for item in by_key),
        ],
        (2.1, 0.4, 2.9, 1.7, 1.7),
    )


def _key_words(item: TargetShare) -> str:
    return f"{number(item.target.value_msu)} MSU, clé {item.key.label_fr.lower()}"


def _share(item: TargetShare) -> list[str]:
    situation = item.situation
    if situation is None:
        return [number(item.share_msu), *[MISSING_TEXT] * 3]
    if situation.is_counted:
        return [number(item.share_msu), situation.short, item.gap.text, ""]
    bounds = [item.gap.likely_text, item.gap.interval_text]
    return [number(item.share_msu), situation.short, *bounds]


def stage_table(profile: Profile) -> Table:
    """Need, offer and balance of each level."""
    year = profile.stage_year
    return table(
        f"Places de stage, année {year - 1}-{year} (places-semestres)",
        [
            "Niveau",
            "Besoin",
            "Offre",
            "Solde",
            "Offre (constat)",
            "MSU à recruter",
            "Statut de l’offre",
        ],
        [
            [
                item.label,
                bounded(item.need),
                bounded(item.offer),
                bounded(item.balance),
                item.raw.short,
                bounded(item.recruit),
                item.offer.status_text,
            ]
            for item in profile.stages
        ],
        (2.0, 1.1, 1.2, 1.4, 1.5, 1.1, 1.0),
        ROUNDED,
        # Each level has its own answer: none is left to the workbook.
        least=len(profile.stages),
    )


def retention_table(profile: Profile) -> Table:
    """Official series, rates measured by surveys, net change of GPs, cohorts imported."""
    rows = [
        [
            f"{here.label} ({here.unit})" + _whose(here),
            bounded(here),
            nation.text,
            here.status_text,
            here.period_text,
        ]
        for here, nation in profile.official
    ]
    rows += [
        [
            item.label_fr,
            f"{item.rate_text} ({item.interval_text})",
            "",
            STATUS_LABELS[item.status],
            period(item.period),
        ]
        for item in profile.surveys
    ]
    rows += [
        [
            f"{here.label} ({here.unit})",
            f"{bounded(here)}{' *' if here.reserve else ''}",
            nation.text,
            here.status_text,
            here.period_text,
        ]
        for here, nation in profile.practice
    ]
    rows += [
        [
            f"{SCOPES[rate.scope]} : installés dans {SETTLED_IN[rate.settled_in]} après "
            f"{quantity(rate.delay_years, 'an' if rate.delay_years == 1 else 'ans')}",
            f"{quantity(rate.value, '%', 1)} ({number(rate.low, 1)} à {number(rate.high, 1)})"
            if rate.value is not None
            else MISSING[rate.missing or "unknown"],
            "",
            STATUS_LABELS[rate.status] if rate.value is not None else "",
            f"promotion {rate.cohort}",
        ]
        for rate in profile.rates
    ]
    rows += _movement_rows(profile)
    note = (
        "Fidélisation : celle des anciens internes interrogés qui ont répondu, jamais d’une région."
    )
    if not profile.surveys:
        note = "Fidélisation : non mesurée auprès des anciens internes de la subdivision."
    if profile.official:
        note = f"{DIPLOMA_NOTE} {note}"
    reserves = [here for here, _ in profile.practice if here.short_reserve]
    if reserves:
        note = f"* Réserve : {reserves[0].reserve} {note}"
    header = ["Indicateur", "Ici", "France", "Statut", "Période"]
    widths = (3.4, 1.7, 0.7, 0.7, 0.9)
    # The official series, the best survey and the net change are never left to the workbook.
    least = len(profile.official) + 2 if profile.official else 0
    return table("Fidélisation et évolution des généralistes", header, rows, widths, note, least)


def _whose(value: ProfileValue) -> str:
    """« , région Occitanie » for the value of what holds the territory."""
    return f", {value.note.removeprefix('valeur de la ')}" if value.note else ""


def _movement_rows(profile: Profile) -> list[list[str]]:
    """Who came and who left in a year, for each field where one of the two is published."""
    return [
        [f"Entrées ; départs, par an : {field}", f"{entries} ; {exits}", "", status, when]
        for movements in profile.installations
        for field, when, entries, exits, _, status, _ in movements.rows
        if {entries, exits} != {MISSING_TEXT}
    ]


def peer_table(profile: Profile) -> Table:
    """The territory, then its neighbours or what it contains."""
    peers = profile.peers
    # What is missing and the coverage follow from the MSU: they are in the workbook.
    rates = [item for item in peers.indicators if item.indicator_id not in (MSU, GAP, COVERAGE)]
    header = ["Territoire", "Face à sa part", "Part", "MSU", "MSU à 80 %", "MSU à 95 %"]
    rows = [
        [
            row.name,
            row.situation.short if row.situation else MISSING_TEXT,
            number(row.situation.share) if row.situation else MISSING_TEXT,
            row.value(MSU).marked_text,
            row.value(MSU).likely_text,
            row.value(MSU).interval_text,
            *(bounded(row.value(item.indicator_id)) for item in rates),
        ]
        for row in peers.rows
    ]
    header += [f"{item.short_fr} ({item.unit_fr})" for item in rates]
    return table(peers.title, header, rows, (1.4, 2.9, 0.5, 0.7, 0.9, 0.9, 0.9, 0.9), peers.note)


def position_table(profile: Profile) -> Table:
    """Each indicator beside the nation, in words."""
    has_region = any(item.region for item in profile.spine)
    rows = [
        [
            labelled(item.label, item.value.unit),
            likely(item.value),
            item.nation.text,
            *([item.region.text if item.region else ""] if has_region else []),
            compared_words(item),
            " ".join(text for text in (item.value.status_text, item.value.period_text) if text),
        ]
        for item in profile.spine
    ]
    region, width = (["Région"], (0.7,)) if has_region else ([], ())
    header = ["Indicateur", "Ici", "France", *region, "Face à la France", "Statut, période"]
    widths = (3.6, 1.6, 0.75, *width, 2.6, 1.4)
    return table("Chaque indicateur face à la France", header, rows, widths)


def compared_words(item: SpineLine) -> str:
    """« moins bien (au-dessous) », « non départagé », with the reserve of the value."""
    if not item.judgement:
        return item.verdict_text.removesuffix(" de la France")
    side = item.verdict_text.removesuffix(" de la France")
    reserve = f", réserve : {item.value.short_reserve}" if item.value.short_reserve else ""
    return typography(f"{item.judgement} ({side}{reserve})")


def back_text(brief: Brief) -> str:
    """Public address of the view as it is read; empty when the site has none."""
    return typography(f"Retrouver cette vue : {unquote(brief.link)}") if brief.link else ""


WIDTHS = (2.6, 1.1, 0.7, 0.9, 0.5)
DIPLOMA_NOTE = (
    "Région de diplôme : généralistes de tous âges, un état et non une promotion ; le diplôme "
    "n’est ni le lieu de stage ni l’internat, et ne se compare pas aux enquêtes. Premières "
    "installations : libéraux seulement."
)
ELSEWHERE_NAMES, ELSEWHERE_MOST = 3, 4
PAPER_MOST, PAPER_ACTIONS = 4, 3


def action_tables(brief: Brief) -> list[Table]:
    """Initiatives that concern the territory, then its registers, then its action sheets."""
    profile = brief.profile
    has_initiatives = profile.initiatives is not None and profile.initiatives.items
    tables = [initiative_table(profile)] if has_initiatives else []
    return [item | {"spare": True} for item in (*tables, *register_tables(profile))]


def register_tables(profile: Profile) -> list[Table]:
    """Registers of the territory, then its action sheets under way."""
    tables = []
    if profile.registers:
        registers = tuple(_cited(profile, item) for item in profile.registers)
        follow_up = follow_up_table(registers, profile.build.secrecy_threshold)
        tables.append(_plain(follow_up, (1.3, 0.7, 3, 0.8, 0.7, 0.7)))
    if profile.actions:
        title = f"{profile.actions.title}{_numbers(profile, profile.actions.source_ids)}"
        actions = _plain(profile.actions, (3.2, 1, 1.6, 0.7))
        tables.append(actions | {"title": title, "most": PAPER_ACTIONS})
    return tables


def initiative_table(profile: Profile) -> Table:
    """The initiatives, those of the territory first."""
    items = profile.initiatives.items if profile.initiatives else ()
    return table(
        "Initiatives recensées ici, puis plus larges",
        ["Initiative", "Où", "Année", "Avancement", "Source"],
        [_cells(profile, item) for item in items],
        WIDTHS,
    ) | {"most": PAPER_MOST}


def initiative_texts(brief: Brief) -> list[str]:
    """How many initiatives are recorded, what similar territories have, from which census."""
    recorded = brief.profile.initiatives
    if recorded is None:
        return []
    numbers = _numbers(brief.profile, recorded.source_ids)
    texts = [f"{recorded.finding}{numbers}", elsewhere_text(brief), recorded.census]
    return [text for text in texts if text]


def elsewhere_text(brief: Brief) -> str:
    """Themes of similar territories that are not recorded here, in one sentence."""
    themes = [
        f"{item.theme} ({', '.join(item.territories[:ELSEWHERE_NAMES])})"
        for item in brief.elsewhere[:ELSEWHERE_MOST]
    ]
    if not themes:
        return ""
    left_out = len(brief.elsewhere) - len(themes)
    if left_out:
        themes.append(plural(left_out, "autre thème", "autres thèmes"))
    return typography(
        f"Thèmes recensés dans des territoires semblables, et non ici : {' ; '.join(themes)}."
    )


def _cited(profile: Profile, item: FollowedRegister) -> FollowedRegister:
    """A register with the numbers of its sources beside its name."""
    return replace(item, label=f"{item.label}{_numbers(profile, item.source_ids)}")


def _numbers(profile: Profile, source_ids: Sequence[str]) -> str:
    numbers = sorted(filter(None, (profile.number_of(item) for item in source_ids)))
    return "".join(f" [{number}]" for number in numbers)


def _plain(source: ProfileTable, widths: tuple[float, ...]) -> Table:
    return table(
        source.title, list(source.header), [list(row) for row in source.rows], widths, source.note
    )


def _cells(profile: Profile, item: RecordedInitiative) -> list[str]:
    number = profile.number_of(item.source_id)
    reserve = f". Réserve : {item.reserve}" if item.reserve else ""
    return [
        typography(f"{item.title}{reserve}"),
        item.place,
        item.year,
        item.step,
        f"[{number}]" if number else "",
    ]


def common_texts(brief: Brief) -> dict[str, Any]:
    """Texts that every template has: the answer, the site, what a demonstration says."""
    return {
        "site_name": SITE,
        "summary": brief.answer,
        "sureness": brief.sureness,
        "demo": brief.profile.is_demo,
        "demo_mark": FICTITIOUS,
        "demo_sentence": f"{FICTITIOUS} : jeu de démonstration, à ne pas citer.",
        "map_alt": brief.map_text,
    }
