"""Self-test of a candidate MSU: the conditions here, who says so, and what is left to do."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.core.catalog import STATUS_LABELS, Catalog
from dashboard.core.formatting import harmless, number, plural, typography
from dashboard.queries.cache import ServedBuild
from dashboard.queries.registers import fetch_entries
from dashboard.themes.registers import EntryFilter
from dashboard.ui.tables import Cell, show_table, source_cell
from models.msu.eligibility import Condition, Finding, State, applying, findings, overall, validity
from models.registers.register import RegisterEntry
from models.territories.cells import NATION

REGISTER = "criteres"
CONDITIONS_MAX = 200
YEARS_MAX = 60
COLUMNS = 2
ANSWERS = {True: "Oui", False: "Non"}
HEADER = ("Condition", "Constat", "Portée", "À faire sinon, à savoir", "Source", "Où", "Statut")


def show_eligibility(build: ServedBuild, catalog: Catalog, territory_id: str) -> None:
    """Ask the questions, then say what they come to, with the source of each condition."""
    chosen = EntryFilter(territory_id, with_wider=True)
    entries = fetch_entries(build, REGISTER, chosen, CONDITIONS_MAX)
    declared = [condition_of(item) for item in sorted(entries, key=lambda item: item.entry_id)]
    inside = () if territory_id == NATION else catalog.cells.departements_inside(territory_id)
    st.markdown(typography(INTRODUCTION))
    cycle = st.segmented_control(
        "Stagiaires que vous voulez accueillir",
        list(CYCLES),
        format_func=CYCLES.__getitem__,
        default=next(iter(CYCLES)),
        required=True,
        key="eligibilite.cycle",
    )
    conditions = applying(declared, str(cycle), inside)
    if not conditions:
        st.info(typography(NONE))
        return
    found = _answered(conditions)
    verdict = harmless(verdict_sentence(found, str(cycle)))
    st.markdown(f"**{verdict}** {validity_sentence(conditions)}")
    _show_table(catalog, conditions, found, catalog.territories[territory_id].label)
    st.caption(typography(LOCAL_RULE))


def _answered(conditions: Sequence[Condition]) -> tuple[Finding, ...]:
    """The questions, in two columns, and what their answers come to."""
    asked = [item for item in conditions if item.kind == "oui_non"]
    years: float | None = None
    answers: dict[str, bool | None] = {}
    columns = st.columns(COLUMNS)
    if any(item.kind == "minimum" for item in conditions):
        years = columns[0].number_input(
            YEARS,
            min_value=0,
            max_value=YEARS_MAX,
            value=None,
            placeholder="nombre d’années",
            key="eligibilite.annees",
        )
    for rank, item in enumerate(asked, start=1):
        answers[item.condition_id] = columns[rank % COLUMNS].segmented_control(
            harmless(typography(item.question_fr)),
            list(ANSWERS),
            format_func=ANSWERS.__getitem__,
            key=f"eligibilite.{item.condition_id}",
        )
    return findings(conditions, years, answers)


def _show_table(
    catalog: Catalog, conditions: Sequence[Condition], found: Sequence[Finding], label: str
) -> None:
    state_of = {item.condition_id: STATES[one.state] for one in found for item in one.conditions}
    show_table(
        f"Conditions pour devenir MSU, {label}",
        HEADER,
        [_row(catalog, item, state_of.get(item.condition_id, "")) for item in conditions],
    )


def _row(catalog: Catalog, item: Condition, state: str) -> list[Cell]:
    source = catalog.sources[item.source_id]
    remedy = " ".join(text for text in (item.remedy_fr, item.note_fr) if text)
    return [
        item.title_fr,
        state or _duration(item),
        "exigée par un texte" if item.is_binding else "usage variable",
        remedy,
        source_cell(source),
        item.locator,
        STATUS_LABELS[item.status],
    ]


def _duration(item: Condition) -> str:
    if item.years_max is None:
        return "durée"
    if item.years_min is None:
        return f"au plus {plural_years(item.years_max)}"
    if item.years_min == item.years_max:
        return plural_years(item.years_max)
    return f"de {plural_years(item.years_min).split(' ')[0]} à {plural_years(item.years_max)}"


def condition_of(entry: RegisterEntry) -> Condition:
    """A line of the register of conditions, as the self-test reads it."""
    fields = entry.fields
    return Condition(
        condition_id=entry.entry_id,
        subject=str(fields["subject"]),
        title_fr=entry.title_fr,
        question_fr=str(fields.get("question_fr", entry.title_fr)),
        cycle=str(fields["cycle"]),
        kind=str(fields["kind"]),
        is_binding=fields["force"] == "texte",
        source_id=entry.source_id,
        locator=entry.locator,
        status=entry.status,
        years_min=_years(entry, "years_min"),
        years_max=_years(entry, "years_max"),
        remedy_fr=str(fields.get("remedy_fr", "")),
        note_fr=str(fields.get("note_fr", "")),
        departement_ids=entry.departement_ids,
    )


def _years(entry: RegisterEntry, name: str) -> float | None:
    value = entry.fields.get(name)
    return None if value is None else float(value)


def verdict_sentence(found: Sequence[Finding], cycle: str) -> str:
    """What the answers come to: what is left to say, what is missing, or nothing."""
    of = {state: [item for item in found if item.state == state] for state in _STATES}
    name = CYCLE_NAMES[cycle]
    state = overall(found)
    if state == "unmet":
        missing = " ; ".join(_named(item) for item in of["unmet"])
        head = plural(len(of["unmet"]), "condition n’est pas remplie", "conditions non remplies")
        return typography(f"Pour le {name}, {head} : {missing}.")
    if state == "unsaid":
        left = plural(len(of["unsaid"]), "réponse manque", "réponses manquent")
        return typography(f"Pour le {name}, {left} encore.")
    if state == "depends":
        return typography(
            f"Pour le {name}, toutes les conditions sont remplies, sauf l’ancienneté : "
            f"{years_asked(of['depends'][0].conditions)} selon la faculté."
        )
    return typography(f"Pour le {name}, toutes les conditions connues sont remplies.")


_STATES = ("met", "unmet", "depends", "unsaid")


def _named(item: Finding) -> str:
    if item.conditions[0].kind == "minimum":
        return f"ancienneté ({years_asked(item.conditions)})"
    title = item.conditions[0].title_fr
    return title[0].lower() + title[1:]


def years_asked(minimums: Sequence[Condition]) -> str:
    """« 3 ans », or « de 1 à 3 ans » where the sources differ."""
    return _span(
        min(item.years_min or 0 for item in minimums), max(item.years_min or 0 for item in minimums)
    )


def validity_sentence(conditions: Sequence[Condition]) -> str:
    """How long an agrément lasts, '' where no source tells."""
    low, high = validity(conditions)
    if high is None:
        return ""
    if low is None:
        return typography(f"Durée de l’agrément : {_span(high, high)} au plus.")
    return typography(f"Durée de l’agrément : {_span(low, high)}, selon la source et la faculté.")


def _span(low: float, high: float) -> str:
    if low == high:
        return plural_years(high)
    return f"de {_digits(low)} à {plural_years(high)}"


def plural_years(value: float) -> str:
    """« 1 an », « 3 ans », « 1,5 an »."""
    return f"{_digits(value)} {'ans' if value >= 2 else 'an'}"


def _digits(value: float) -> str:
    return number(value, 0 if value == int(value) else 1)


INTRODUCTION = (
    "Auto-test pour préparer une candidature. Rien n’est enregistré : vos réponses ne quittent "
    "pas cette page. Les conditions viennent de textes officiels ou d’usages, et **la décision "
    "reste celle de la commission** : le doyen agrée pour le 2e cycle, le directeur général de "
    "l’ARS pour le 3e, après avis de l’Ordre."
)
LOCAL_RULE = (
    "La règle d’une faculté remplace l’usage national quand elle est importée : fichier "
    "« Conditions pour devenir MSU » de la page « Vos données »."
)
NONE = "Aucune condition n’est déclarée pour ce territoire."
CYCLES = {"3c": "Internes (3e cycle)", "2c": "Externes (2e cycle)"}
CYCLE_NAMES = {"3c": "3e cycle", "2c": "2e cycle"}
YEARS = "Vos années d’exercice"
STATES: dict[State, str] = {
    "met": "remplie",
    "unmet": "non remplie",
    "depends": "selon la faculté",
    "unsaid": "à dire",
}
