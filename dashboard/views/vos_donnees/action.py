"""Importing for good: the name of the data set, the steps, what changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard.core.catalog import GAP, MSU, STATUS_LABELS, Catalog
from dashboard.core.formatting import MISSING, moment_fr, number, period_in, plural, typography
from dashboard.core.selection import Selection, write_parameters
from dashboard.core.values import Value
from dashboard.queries.cache import ServedBuild
from dashboard.queries.catalog import fetch_catalog
from dashboard.queries.kinds import KindSpec
from dashboard.queries.series import fetch_territory_values
from dashboard.ui import state
from dashboard.ui.etl_process import Answer, FileRequest, import_file
from dashboard.ui.local_files import DONE, run_with_status
from dashboard.views.vos_donnees import words
from dashboard.views.vos_donnees.draft import ImportDraft, Outcome, change_draft
from dashboard.views.vos_donnees.preview import Reading

LABEL_MAX = 80
HISTORY = "history"


def show_confirmation(
    build: ServedBuild,
    kind: KindSpec,
    draft: ImportDraft,
    request: FileRequest,
    content: bytes,
    reading: Reading,
    *,
    ready: bool,
) -> None:
    """Name of the data set, and the button that imports it."""
    key = f"import.nom.{draft.rank}"
    state.seed(key, draft.label_fr)
    st.text_input(
        "Nom du jeu de données",
        key=key,
        max_chars=LABEL_MAX,
        help=words.NAME_HELP,
        on_change=change_draft,
        args=(key, draft.rename),
    )
    replaced = reading.answer.get("replaces")
    if replaced:
        st.info(
            typography(
                f"« {replaced['label_fr']} » remplace la version du "
                f"{moment_fr(replaced['imported_at'])} ({replaced['imported_by_fr']}), que "
                "l’historique garde."
            )
        )
    if not st.button("Importer", key="import.lancer", type="primary", disabled=not ready):
        return
    answer = run_with_status(
        "Import",
        lambda on_step: import_file(request, content, on_step),
        running="Import en cours",
    )
    if answer["state"] not in DONE:
        draft.acted()
        st.error(typography(answer["message_fr"]))
        return
    draft.restart()
    held = draft.holds(HISTORY, history_key(build, draft))
    history = draft.made[HISTORY][1] if held else {}
    draft.acted(_outcome(build, kind, answer))
    if "imports" in history:
        _keep_history(draft, history_after(history, answer))
    st.rerun()


def history_key(build: ServedBuild, draft: ImportDraft) -> tuple[ServedBuild, int]:
    """What the history read holds for: a build, and the actions of this session."""
    return build, draft.actions


def _keep_history(draft: ImportDraft, history: Answer) -> None:
    """Spare a process: the history is known, unless someone else imported meanwhile."""
    after = state.served()
    active = [entry for entry in history["imports"] if entry["state"] == "active"]
    sources = fetch_catalog(after).sources.values()
    if len(active) == sum(source.kind == "local" for source in sources):
        draft.remember(HISTORY, history_key(after, draft), lambda: history)


def show_import_outcome(draft: ImportDraft) -> bool:
    """Say what the last import changed, until another file is asked for."""
    outcome = draft.outcome
    if outcome is None or outcome.where != "import":
        return False
    st.success(typography(outcome.message_fr), icon=":material/check_circle:")
    if outcome.details_fr:
        st.markdown(typography("\n".join(f"- {detail}" for detail in outcome.details_fr)))
    with st.container(key="import.suite", horizontal=True, vertical_alignment="center"):
        if outcome.map_parameters:
            st.page_link(
                "views/carte/carte.py",
                label="Voir sur la carte",
                icon=":material/map:",
                query_params=outcome.map_parameters,
            )
        st.button("Importer un autre fichier", key="import.autre", on_click=draft.dismiss)
    return True


def _outcome(before: ServedBuild, kind: KindSpec, answer: Answer) -> Outcome:
    entry = answer["import"]
    after = state.served()
    catalog = fetch_catalog(after)
    parameters = map_parameters(catalog, state.current(catalog), kind, answer["preview"])
    if answer["state"] == "unchanged":
        message = (
            f"Ce fichier est déjà en vigueur sous le nom « {entry['label_fr']} » (importé le "
            f"{moment_fr(entry['imported_at'])}) : rien n’a changé."
        )
        return Outcome("import", message, (), parameters)
    changes = changes_fr(before, after, catalog, kind, answer["preview"])
    return Outcome("import", imported_fr(catalog, kind, answer), changes, parameters)


TOLD_CHANGES = 5


def history_after(history: Answer, answer: Answer) -> Answer:
    """The history once an import was answered, without asking for it again."""
    if answer["state"] != "accepted":
        return history
    entry = answer["import"]
    imports = [
        past | {"state": "replaced"} if past["import_id"] == entry["replaces"] else past
        for past in history["imports"]
    ]
    return {"imports": [*imports, entry], "pending": False}


def imported_fr(catalog: Catalog, kind: KindSpec, answer: Answer) -> str:
    """« Aveyron (12) : 61 MSU importés » for one count, how many rows and territories else."""
    entry = answer["import"]
    rows = answer["preview"]["rows"]
    label = f"« {entry['label_fr']} »"
    if kind.stores == MSU and entry["rows_n"] == 1:
        territory = catalog.territories[rows[0]["territory_id"]].label
        count = plural(int(rows[0]["total_msu"]), "MSU importé", "MSU importés")
        return f"{territory} : {count} sous le nom {label}."
    territories = plural(len(entry["territory_ids"]), "territoire")
    return (
        f"{label} : {plural(entry['rows_n'], 'ligne importée', 'lignes importées')}, {territories}."
    )


def changes_fr(
    before: ServedBuild,
    after: ServedBuild,
    catalog: Catalog,
    kind: KindSpec,
    preview: Mapping[str, Any],
) -> tuple[str, ...]:
    """One sentence for each of the first values that the pages now show otherwise."""
    sentences = []
    for row in preview["rows"][:TOLD_CHANGES]:
        indicator_id = _indicator(kind, row)
        if indicator_id not in catalog.indicators:
            continue
        values = [_value(build, row, indicator_id) for build in (before, after)]
        sentences.append(_change_fr(catalog, row, indicator_id, *values))
    more = preview["kept_n"] - TOLD_CHANGES
    if sentences and more > 0:
        sentences.append(f"… et {plural(more, 'autre ligne', 'autres lignes')}.")
    return tuple(sentences)


def map_parameters(
    catalog: Catalog, selection: Selection, kind: KindSpec, preview: Mapping[str, Any]
) -> dict[str, str]:
    """Address of the map on the first territory of the file, in its year, on its indicator."""
    row = preview["rows"][0]
    territory = catalog.territories[row["territory_id"]]
    shown = replace(selection, territory_id=territory.territory_id)
    if territory.level != "national":
        shown = shown.at_level(territory.level)
    year = _year(row)
    if year in catalog.years:
        shown = shown.in_year(year)
    indicator_id = _indicator(kind, row)
    if indicator_id in catalog.map_indicators:
        shown = replace(shown, indicator_id=indicator_id, second_id=GAP)
    return write_parameters(shown)


def _indicator(kind: KindSpec, row: Mapping[str, Any]) -> str:
    return MSU if kind.stores == MSU else str(row.get("indicator_id") or "")


def _year(row: Mapping[str, Any]) -> int:
    period = row.get("period") or row.get("semester") or row.get("year") or "0"
    return int(str(period)[:4])


def _value(build: ServedBuild, row: Mapping[str, Any], indicator_id: str) -> Value | None:
    """Value of the year of a row; None when there is none, or when it is withheld."""
    year = _year(row)
    found = fetch_territory_values(build, row["territory_id"], (indicator_id,), year)
    value = found.get(indicator_id)
    return value if value and value.period.startswith(str(year)) else None


def _change_fr(
    catalog: Catalog,
    row: Mapping[str, Any],
    indicator_id: str,
    before: Value | None,
    after: Value | None,
) -> str:
    indicator = catalog.indicators[indicator_id]
    territory = catalog.territories[row["territory_id"]].label
    when = period_in(str(row["period"]))
    now = _value_fr(after, indicator.decimals)
    if after is None:
        now = f"non publié, sous le seuil de {catalog.build.secrecy_threshold}"
    return (
        f"{territory}, {indicator.short_fr} {when} : {now} "
        f"(auparavant {_value_fr(before, indicator.decimals)})."
    )


def _value_fr(value: Value | None, decimals: int) -> str:
    if value is None:
        return MISSING
    return f"{number(value.value, decimals)}, {STATUS_LABELS[value.status]}"
