"""Name of the data set, the import itself, what it changed on the pages."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard.core.catalog import GAP, MSU, STATUS_LABELS, Catalog
from dashboard.core.formatting import MISSING, harmless_lines, number, period, period_in, typography
from dashboard.core.registry import CARTE, page_of
from dashboard.core.selection import Selection, write_parameters
from dashboard.core.values import Value
from dashboard.queries.cache import ServedBuild
from dashboard.queries.catalog import fetch_catalog
from dashboard.queries.series import fetch_territory_values
from dashboard.server.uploads import release_file
from dashboard.ui import state
from dashboard.ui.etl_process import FileRequest, import_file
from dashboard.ui.jobs import follow, is_running
from dashboard.ui.local_files import run_with_status
from dashboard.ui.tables import show_table
from dashboard.views.vos_donnees import words
from dashboard.views.vos_donnees.draft import CLUES, LABEL_MAX, ImportDraft, Outcome, change_draft
from foundation.answers import FileAnswer, FilePreview, HistoryAnswer, ImportRecord
from models.imports.kinds import ImportKind

HISTORY = "history"
IMPORT = "import.envoi"
CHANGES_LISTED = 5
TALL_CHANGES = 8
CHANGES_HEIGHT_PX = 360
Row = Mapping[str, Any]


def show_confirmation(
    build: ServedBuild,
    kind: ImportKind,
    draft: ImportDraft,
    request: FileRequest,
    content: bytes,
    preview: FileAnswer,
    *,
    is_ready: bool,
) -> None:
    """Name of the data set, and the button that imports it."""
    key = f"import.nom.{draft.rank}"
    state.seed(key, draft.label_fr)
    st.text_input(
        words.NAME,
        key=key,
        max_chars=LABEL_MAX,
        help=words.NAME_HELP,
        on_change=change_draft,
        args=(key, draft.rename),
    )
    if preview.replaces:
        st.info(typography(words.replaced_version(preview.replaces)))
    if preview.beside:
        st.info(typography(words.kept_beside(preview.beside)))
    _show_changes(preview)
    if preview.other_label_fr:
        st.button(
            words.keep_both(preview.other_label_fr),
            key="import.garder",
            on_click=draft.rename,
            args=(preview.other_label_fr,),
        )
    is_asked = st.button("Importer", key="import.lancer", type="primary", disabled=not is_ready)
    if not (is_asked or is_running(IMPORT)):
        return
    request = replace(
        request, with_agreements=preview.companion is not None and draft.with_agreements
    )
    answer = run_with_status(
        "Import",
        # A click stops the run of the page, not the import: the next run follows it.
        lambda on_step: follow(
            IMPORT,
            (draft.file, request),
            lambda control: import_file(request, content, control=control),
            on_step=on_step,
        ),
        running="Import en cours",
    )
    if not (answer.is_done and answer.entry and answer.preview):
        draft.acted()
        st.error(harmless_lines(answer.message_fr))
        return
    release_file(draft.file_id)
    draft.restart()
    is_kept = draft.holds(HISTORY, history_key(build, draft))
    history: HistoryAnswer | None = draft.made[HISTORY][1] if is_kept else None
    draft.acted(_outcome(build, kind, answer, answer.entry, answer.preview))
    if history and history.state == "read":
        _keep_history(draft, history_after(history, answer))
    st.rerun()


def _show_changes(answer: FileAnswer) -> None:
    """The values in force that the import would replace, line by line."""
    if not answer.changes:
        return
    tell = st.warning if answer.lost_n else st.info
    tell(typography(words.changes(answer.changes_n, answer.lost_n)))
    rows = [
        (
            change.territory_fr,
            change.old_fr,
            words.NO_VALUE if change.new_fr is None else change.new_fr,
            period(change.period),
            change.measure_fr,
        )
        for change in answer.changes
    ]
    is_tall = len(rows) > TALL_CHANGES
    with st.container(key="import.remplace", height=CHANGES_HEIGHT_PX if is_tall else "content"):
        show_table(words.CHANGES, words.CHANGES_HEADER, rows)
    more = answer.changes_n - len(rows)
    if more > 0:
        st.caption(typography(words.more_rows(more)))


def history_key(build: ServedBuild, draft: ImportDraft) -> Hashable:
    """Key under which a history that was read is kept: the build, and the session's actions.

    What could not be read because of a damage is read again once it is mended.
    """
    return build, build.damages, draft.actions


def _keep_history(draft: ImportDraft, history: HistoryAnswer) -> None:
    """Spare a process: the history is known, unless someone else imported meanwhile."""
    after = state.newest_build()
    active = [entry for entry in history.imports if entry.state == "active"]
    sources = fetch_catalog(after).sources.values()
    if len(active) == sum(source.kind == "local" for source in sources):
        draft.remember(HISTORY, history_key(after, draft), lambda: history)


def history_after(history: HistoryAnswer, answer: FileAnswer) -> HistoryAnswer:
    """The history once a file was imported, without reading it again."""
    if answer.state != "accepted" or answer.entry is None:
        return history
    known = {past.import_id for past in history.imports}
    # The counts of a file may be in force already, and its ranges new.
    added = [one for one in (answer.entry, *answer.others) if one.import_id not in known]
    gone = {one.replaces for one in added}
    imports = [
        replace(past, state="replaced") if past.import_id in gone else past
        for past in history.imports
    ]
    return replace(history, imports=(*imports, *added), pending=False)


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
            page = page_of(CARTE)
            st.page_link(
                page.script,
                label="Voir sur la carte",
                icon=page.icon,
                query_params=outcome.map_parameters,
            )
        st.button("Importer un autre fichier", key="import.autre", on_click=draft.dismiss)
    return True


def _outcome(
    before: ServedBuild,
    kind: ImportKind,
    answer: FileAnswer,
    entry: ImportRecord,
    preview: FilePreview,
) -> Outcome:
    after = state.newest_build()
    catalog = fetch_catalog(after)
    parameters = map_parameters(catalog, state.current(catalog), kind, preview)
    if answer.state == "unchanged":
        return Outcome("import", words.unchanged(entry), (), parameters)
    changes = _changes(before, after, catalog, kind, preview)
    if preview.doctors:
        changes = (words.doctors(preview.doctors), *changes)
    others = tuple(
        (words.clues_taken if other.kind_id == CLUES else words.followed)(other.rows_n)
        for other in answer.others
    )
    message = _imported(catalog, kind, entry, preview)
    return Outcome("import", message, (*changes, *others), parameters)


def _imported(catalog: Catalog, kind: ImportKind, entry: ImportRecord, preview: FilePreview) -> str:
    """The count of a file that holds one, else how many rows and territories."""
    if kind.stores == MSU and entry.rows_n == 1:
        row = preview.rows[0]
        territory = catalog.territories[row["territory_id"]].label
        return words.imported_count(territory, int(row["total_msu"]), entry.label_fr)
    return words.imported_rows(entry)


def _changes(
    before: ServedBuild,
    after: ServedBuild,
    catalog: Catalog,
    kind: ImportKind,
    preview: FilePreview,
) -> tuple[str, ...]:
    """One sentence for each of the first values that the pages now show otherwise."""
    sentences = []
    for row in preview.rows[:CHANGES_LISTED]:
        indicator_id = _indicator(kind, row)
        if indicator_id not in catalog.indicators:
            continue
        value = _value(after, row, indicator_id)
        sentences.append(
            _change(catalog, row, indicator_id, _before(before, row, indicator_id), value)
        )
    more = preview.kept_n - CHANGES_LISTED
    if sentences and more > 0:
        sentences.append(words.more_rows(more))
    return tuple(sentences)


def map_parameters(
    catalog: Catalog, selection: Selection, kind: ImportKind, preview: FilePreview
) -> dict[str, str]:
    """Address of the map on the first territory of the file, in its year, on its indicator."""
    row = preview.rows[0]
    territory = catalog.territories[row["territory_id"]]
    target = replace(selection, territory_id=territory.territory_id)
    if territory.level != "national":
        target = target.at_level(territory.level)
    year = _year(row)
    if year in catalog.years:
        target = target.in_year(year)
    indicator_id = _indicator(kind, row)
    if indicator_id in catalog.map_indicators:
        target = replace(target, indicator_id=indicator_id, second_id=GAP)
    return write_parameters(target)


def _indicator(kind: ImportKind, row: Row) -> str:
    return MSU if kind.stores == MSU else str(row.get("indicator_id") or "")


def _year(row: Row) -> int:
    period = row.get("period") or row.get("semester") or row.get("year") or "0"
    return int(str(period)[:4])


def _value(build: ServedBuild, row: Row, indicator_id: str) -> Value | None:
    """Value of the year of a row; None when there is none, or when it is withheld."""
    year = _year(row)
    values = fetch_territory_values(build, row["territory_id"], (indicator_id,), year)
    value = values.get(indicator_id)
    return value if value and value.period.startswith(str(year)) else None


def _before(build: ServedBuild, row: Row, indicator_id: str) -> Value | None:
    """Value that was shown before: of the year of a row, else the latest one, which is dated."""
    values = fetch_territory_values(build, row["territory_id"], (indicator_id,), _year(row))
    return values.get(indicator_id)


def _change(
    catalog: Catalog, row: Row, indicator_id: str, before: Value | None, after: Value | None
) -> str:
    indicator = catalog.indicators[indicator_id]
    if after is None:
        now = words.withheld(catalog.build.secrecy_threshold)
    else:
        now = _value_fr(after, indicator.decimals)
    return words.change(
        catalog.territories[row["territory_id"]].label,
        indicator.short_fr,
        period_in(str(row["period"])),
        now,
        _value_fr(before, indicator.decimals, year=_year(row)),
    )


def _value_fr(value: Value | None, decimals: int, *, year: int = 0) -> str:
    """A value and its status; its period too when it is of another year than ``year``."""
    if value is None:
        return MISSING
    is_other = bool(year) and not value.period.startswith(str(year))
    when = f" {period_in(value.period)}" if is_other else ""
    return f"{number(value.value, decimals)}, {STATUS_LABELS[value.status]}{when}"
