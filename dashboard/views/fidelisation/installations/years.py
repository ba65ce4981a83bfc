"""Installations and departures by year: imported counts, else the estimate of the net change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from dashboard.charts.bars import Bar, plot_bars
from dashboard.charts.palette import GAIN, LOSS, NEUTRAL
from dashboard.core.catalog import STATUS_LABELS
from dashboard.core.files import place_name
from dashboard.core.formatting import number, period, quantity, typography
from dashboard.core.registry import VOS_DONNEES
from dashboard.themes.installations import (
    AGES,
    ESTIMATE,
    FIRST_INSTALLATIONS,
    NET,
    NO_AGE,
    Installations,
    Movement,
    decimals_of,
    per_year,
    row_of,
)
from dashboard.ui.chart import Caption, Table, show_chart, status_note
from dashboard.ui.links import show_page_link
from dashboard.ui.tables import show_table
from dashboard.views.fidelisation.installations import words
from dashboard.views.fidelisation.installations.figures import (
    AGE_COLORS,
    NO_AGE_COLOR,
    plot_movements,
    shows_ages,
)
from dashboard.views.fidelisation.installations.imported import (
    ENTRIES,
    EXITS,
    LOCAL,
    WITHHELD,
    AgePart,
    LocalYear,
    age_structure,
)
from dashboard.views.fidelisation.installations.table import CSV_HEADER, csv_rows
from dashboard.views.fidelisation.page import RetentionPage


def show_local_years(
    page: RetentionPage, installations: Installations, years: Sequence[LocalYear]
) -> None:
    """Show diverging bars by year, the same figures as a table, and the ages over the years."""
    label = page.territory.label
    st.subheader(words.LOCAL_TITLE, anchor=False)
    by_age = shows_ages(years)
    if by_age:
        swatches = [
            *((AGE_COLORS[age], text) for age, text in AGES.items()),
            (NO_AGE_COLOR, NO_AGE),
        ]
    else:
        swatches = [(GAIN, "installations"), (LOSS, "départs")]
    st.html(
        '<p class="note" aria-hidden="true">'
        + " &ensp; ".join(f'<span style="color:{color}">■</span> {t}' for color, t in swatches)
        + "</p>"
    )
    local = replace(installations, movements=installations.of_field(LOCAL))
    span = [str(year) for year in dict.fromkeys((years[0].year, years[-1].year))]
    key = words.colour_key([name for _, name in swatches], by_age=by_age)
    show_chart(
        page.catalog,
        plot_movements(years),
        key="fidelisation.installations.annees",
        alt=words.local_alternative(label),
        caption=Caption(
            title=words.local_finding(label, years),
            subtitle=f"{label}, {' à '.join(span)}, généralistes",
            name=("installations departs", place_name(page.territory), *span),
            source_ids=[item for year in years for item in year.source_ids],
            note=f"{key} {words.LOCAL_CHART} {status_note(year.status for year in years)}",
        ),
        table=Table(CSV_HEADER, lambda: list(csv_rows(page, local))),
    )
    st.caption(typography(words.LOCAL_CHART))
    show_table(
        words.local_caption(label),
        ("Année", "Installations", "Départs", "Solde", "Statut", "Source"),
        [_year_row(page, year) for year in reversed(years)],
    )
    _show_age_structure(years, label)


def _year_row(page: RetentionPage, year: LocalYear) -> tuple[str, ...]:
    cited = [page.catalog.sources[item].citation for item in year.source_ids]
    return (
        str(year.year),
        year.entries.words,
        year.exits.words,
        number(year.net, signed=True),
        _status(year),
        " ; ".join(cited),
    )


def _status(year: LocalYear) -> str:
    """Status of the counts published; a year that has none says why, or nothing when absent."""
    if year.status:
        return STATUS_LABELS[year.status]
    return WITHHELD if year.entries.is_withheld or year.exits.is_withheld else ""


def _show_age_structure(years: Sequence[LocalYear], label: str) -> None:
    entries, exits = age_structure(years, ENTRIES), age_structure(years, EXITS)
    if not entries and not exits:
        return
    labels = [part.label for part in entries or exits]
    show_table(
        words.age_structure_caption(label),
        ("Classe d’âge", "Installations", "Part", "Départs", "Part (départs)"),
        [(text, *_part(entries, rank), *_part(exits, rank)) for rank, text in enumerate(labels)],
    )
    st.caption(typography(words.AGE_STRUCTURE))


def _part(parts: Sequence[AgePart], rank: int) -> tuple[str, str]:
    if not parts:
        return number(None), number(None)
    part = parts[rank]
    if part.is_at_least and not part.count:
        return WITHHELD, WITHHELD
    start = "au moins " if part.is_at_least else ""
    return f"{start}{number(part.count)}", f"{start}{quantity(part.share_pct, '%')}"


def show_estimates(page: RetentionPage, installations: Installations, level_pct: float) -> None:
    """Show the published net change beside the entries and exits it lets estimate, per year."""
    st.subheader(words.ESTIMATE_TITLE, anchor=False)
    is_national = bool(installations.of_field(FIRST_INSTALLATIONS))
    drawn = replace(installations, movements=_rows_of_bars(installations))
    plain_note = words.estimate_note(level_pct, is_national=is_national, strong="")
    show_chart(
        page.catalog,
        plot_bars(estimate_bars(installations), "départs ← par an → entrées"),
        key="fidelisation.installations.estimation",
        alt=words.ESTIMATE_ALTERNATIVE,
        caption=_estimate_caption(page, drawn, plain_note),
        table=Table(CSV_HEADER, lambda: list(csv_rows(page, drawn))),
    )
    st.caption(typography(words.estimate_note(level_pct, is_national=is_national)))
    st.markdown(typography(words.NO_IMPORT))
    show_page_link(VOS_DONNEES, "Importer un fichier")


def _rows_of_bars(installations: Installations) -> tuple[Movement, ...]:
    latest = (row_of(installations, field_id) for field_id in (ESTIMATE, NET))
    national = (row for item in words.NATIONAL_BARS for row in installations.of_field(item))
    return (*(row for row in latest if row), *national)


def _estimate_caption(page: RetentionPage, drawn: Installations, note: str) -> Caption:
    net = row_of(drawn, NET)
    label = page.territory.label
    when = period(net.period) if net else ""
    return Caption(
        title=f"{label}. {words.estimate_finding(row_of(drawn, ESTIMATE), strong='')}",
        subtitle=", ".join(text for text in (label, when, "généralistes par an") if text),
        name=("entrees departs solde", place_name(page.territory), net.period if net else ""),
        source_ids=[row.source_id for row in drawn.movements],
        note=f"{note} {status_note(row.status for row in drawn.movements)}",
    )


def estimate_bars(installations: Installations) -> list[Bar]:
    """Estimated entries and exits and the net change per year, then the national counts."""
    net, estimate = row_of(installations, NET), row_of(installations, ESTIMATE)
    return [
        *(_estimated_bars(estimate) if estimate else ()),
        *((_net_bar(net),) if net else ()),
        *(
            _national(row, name)
            for field_id, name in words.NATIONAL_BARS.items()
            for row in installations.of_field(field_id)
        ),
    ]


def _estimated_bars(estimate: Movement) -> tuple[Bar, Bar]:
    entries, exits = words.side_words(estimate)
    return (
        Bar(
            "Entrées (est.)",
            entries,
            per_year(estimate.entries_n, estimate),
            GAIN,
            per_year(estimate.entries_low_n, estimate),
            per_year(estimate.entries_high_n, estimate),
            is_estimated=True,
        ),
        Bar(
            "Départs (est.)",
            exits,
            _left(estimate.exits_n, estimate),
            LOSS,
            _left(estimate.exits_high_n, estimate),
            _left(estimate.exits_low_n, estimate),
            is_estimated=True,
        ),
    )


def _net_bar(net: Movement) -> Bar:
    value = per_year(net.net_n, net)
    is_estimated = net.status == "estimated"
    name = f"Solde moyen {period(net.period)}{' (est.)' if is_estimated else ''}"
    text = number(value, decimals_of(value), signed=True)
    return Bar(name, text, value, NEUTRAL, is_estimated=is_estimated)


def _national(row: Movement, name: str) -> Bar:
    label = name.format(year=row.year)
    if row.entries_n is not None:
        return Bar(label, number(row.entries_n), row.entries_n, GAIN)
    return Bar(label, number(row.exits_n), _left(row.exits_n, row), LOSS)


def _left(value: float | None, row: Movement) -> float | None:
    """A departure on the axis: on the left of 0."""
    mean = per_year(value, row)
    return None if mean is None else -mean
