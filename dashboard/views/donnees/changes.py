"""« Ce qui a changé »: what two builds do not publish alike, with a file and a text."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import streamlit as st

from dashboard.core.files import dated_name, exact_decimal, to_csv
from dashboard.core.formatting import MISSING, harmless_lines, number, period, typography
from dashboard.queries.cache import ServedBuild, kept_per_build
from dashboard.queries.official import kept_builds
from dashboard.ui.downloads import show_csv_download
from dashboard.ui.etl_process import compare_builds
from dashboard.ui.tables import Cell, show_table
from dashboard.views.donnees import words
from dashboard.views.donnees.page import MethodPage
from foundation.answers import IndicatorChanges, ValueChange

LARGEST_SHOWN = 60
Changes = tuple[IndicatorChanges, ...]


class UncomparedError(Exception):
    """Two builds could not be compared; the message says why, in French."""


def show_changes(page: MethodPage) -> None:
    """Show what moved from one build to another, the largest first."""
    st.markdown(words.CHANGES_INTRODUCTION)
    builds = dict(kept_builds())
    if page.catalog.build.is_demo:
        st.info(words.NOT_IN_DEMO)
        return
    if len(builds) < 2:
        st.caption(words.ONE_BUILD)
        return
    before, after = _choose(builds)
    try:
        with st.spinner(words.COMPARING):
            changes = _fetch_changes(page.build, before, after)
    except UncomparedError as error:
        st.error(harmless_lines(str(error)))
        return
    if not changes:
        st.info(words.NOTHING_CHANGED)
        return
    _show_counts(page, changes)
    _show_largest(page, changes)
    name = dated_name(page.catalog.build.built_on_iso, "ce-qui-a-change", before, after)
    show_csv_download("CSV", f"{name}.csv", "changements.csv", partial(_csv, page, changes))
    with st.expander(words.FOR_THE_CHANGELOG, key="changements.texte"):
        st.code(_changelog(page, changes), language=None, wrap_lines=True)


def _choose(builds: dict[str, str]) -> tuple[str, str]:
    """The two builds: the last two unless others are chosen."""
    identifiers = list(builds)
    left, right = st.columns(2)
    with left:
        before = st.selectbox(
            words.BEFORE,
            identifiers,
            index=1,
            format_func=lambda item: typography(builds[item]),
            key="changements.avant",
        )
    with right:
        after = st.selectbox(
            words.AFTER,
            identifiers,
            format_func=lambda item: typography(builds[item]),
            key="changements.apres",
        )
    return before, after


@kept_per_build
def _fetch_changes(build: ServedBuild, before: str, after: str) -> Changes:
    """What moved; two builds never change, so that they are compared once by this process."""
    answer = compare_builds(before, after)
    if answer.state != "read":
        raise UncomparedError(answer.message_fr)
    return answer.indicators


def _label(page: MethodPage, indicator_id: str) -> str:
    indicator = page.catalog.indicators.get(indicator_id)
    return indicator.label_fr if indicator else indicator_id


def _show_counts(page: MethodPage, changes: Changes) -> None:
    rows = [
        (
            _label(page, item.indicator_id),
            number(item.added_n),
            number(item.removed_n),
            number(item.changed_n),
        )
        for item in changes
    ]
    show_table(words.CHANGES_CAPTION, words.CHANGES_HEADER, rows)


def _show_largest(page: MethodPage, changes: Changes) -> None:
    """The largest moves of each indicator in turn: units do not compare."""
    moved_n = sum(item.moved_n for item in changes)
    each = max(1, LARGEST_SHOWN // len(changes))
    rows = [
        _row(page, item.indicator_id, change) for item in changes for change in item.largest[:each]
    ]
    show_table(words.largest_caption(len(rows), moved_n), words.LARGEST_HEADER, rows)


def _row(page: MethodPage, indicator_id: str, change: ValueChange) -> list[Cell]:
    indicator = page.catalog.indicators.get(indicator_id)
    territory = page.catalog.territories.get(change.territory_id)
    decimals = indicator.decimals if indicator else 2
    is_removed = change.after is None
    return [
        _label(page, indicator_id),
        territory.label if territory else change.territory_id,
        period(change.period),
        MISSING if change.before is None or is_removed else number(change.before, decimals),
        words.WITHDRAWN if is_removed else number(change.after, decimals),
        change.source_id,
    ]


def _csv(page: MethodPage, changes: Changes) -> bytes:
    return to_csv(words.CHANGES_CSV_HEADER, list(_csv_rows(page, changes)))


def _csv_rows(page: MethodPage, changes: Changes) -> Iterator[tuple[str, ...]]:
    for item in changes:
        indicator = page.catalog.indicators.get(item.indicator_id)
        for change in item.largest:
            territory = page.catalog.territories.get(change.territory_id)
            movement = words.CHANGED
            if change.before is None:
                movement = words.ADDED
            elif change.after is None:
                movement = words.REMOVED
            # What is not published any more is not published again by what tells it.
            before = None if change.after is None else change.before
            yield (
                item.indicator_id,
                change.territory_id,
                territory.name_fr if territory else "",
                territory.code if territory else "",
                change.period,
                change.source_id,
                movement,
                "" if before is None else exact_decimal(before),
                "" if change.after is None else exact_decimal(change.after),
                indicator.unit_fr if indicator else "",
            )


def _changelog(page: MethodPage, changes: Changes) -> str:
    """The lines of « Données » in the changelog."""
    return "\n".join(
        words.changelog_line(
            _label(page, item.indicator_id), item.added_n, item.removed_n, item.changed_n
        )
        for item in changes
    )
