"""Installations and departures of a territory: imported counts, or what the net change tells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
    ENTRIES,
    ESTIMATE,
    EXITS,
    FIRST_INSTALLATIONS,
    LOCAL,
    NET,
    UNTOLD_AGE,
    WITHHELD,
    AgePart,
    Installations,
    LocalYear,
    Movement,
    age_structure,
    decimals_of,
    estimate_sentence,
    local_sentence,
    per_year,
    row_of,
    side_words,
)
from dashboard.ui.chart import Caption, Table, show_chart, status_note
from dashboard.ui.links import show_page_link
from dashboard.ui.tables import show_table
from dashboard.views.fidelisation.installations.figures import (
    AGE_COLORS,
    UNTOLD_COLOR,
    plot_movements,
    shows_ages,
)
from dashboard.views.fidelisation.installations.table import CSV_HEADER, csv_rows
from dashboard.views.fidelisation.installations.words import (
    AGE_STRUCTURE,
    ESTIMATE_CHART,
    LOCAL_CHART,
    NATIONAL_CHART,
    NO_IMPORT,
)
from dashboard.views.fidelisation.page import RetentionPage

NATIONAL = {
    FIRST_INSTALLATIONS: "Premières installations {year}",
    "liberal_cessations": "Cessations {year}",
    "liberal_cessations_one_year_on": "Cessations {year}, 1 an de recul",
}


def show_local_years(page: RetentionPage, found: Installations, years: Sequence[LocalYear]) -> None:
    """Diverging bars by year, the same figures as a table, and the ages over the years."""
    label = page.territory.label
    st.subheader("Installations et départs, année par année", anchor=False)
    if shows_ages(years):
        swatches = [(AGE_COLORS[age], text) for age, text in AGES.items()]
        swatches.append((UNTOLD_COLOR, UNTOLD_AGE))
    else:
        swatches = [(GAIN, "installations"), (LOSS, "départs")]
    st.html(
        '<p class="note" aria-hidden="true">'
        + " &ensp; ".join(f'<span style="color:{color}">■</span> {t}' for color, t in swatches)
        + "</p>"
    )
    local = replace(found, movements=found.of_field(LOCAL))
    span = [str(year) for year in dict.fromkeys((years[0].year, years[-1].year))]
    show_chart(
        page.catalog,
        plot_movements(years),
        key="fidelisation.installations.annees",
        alt=f"Installations et départs par année, {label} ; valeurs dans le tableau",
        caption=Caption(
            title=local_sentence(label, years).removesuffix("."),
            subtitle=f"{label}, {' à '.join(span)}, généralistes",
            name=("installations departs", place_name(page.territory), *span),
            source_ids=[item for year in years for item in year.source_ids],
            note=f"{_key(swatches)} {LOCAL_CHART} {status_note(year.status for year in years)}",
        ),
        table=Table(CSV_HEADER, lambda: list(csv_rows(page, local))),
    )
    st.caption(typography(LOCAL_CHART))
    show_table(
        f"Installations et départs, {label}, fichiers importés",
        ("Année", "Installations", "Départs", "Solde", "Statut", "Source"),
        [_year_row(page, year) for year in reversed(years)],
    )
    _show_age_structure(years, label)


def _key(swatches: Iterable[tuple[str, str]]) -> str:
    """Names of the colours, from the lightest, for who has the picture only."""
    names = [name for _, name in swatches]
    if len(names) == len((GAIN, LOSS)):
        return "Vert : installations. Brun : départs."
    return f"Du bleu clair au foncé : {', '.join(names[:-1])}. Gris : {names[-1]}."


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
        f"Âge à l’installation et au départ, {label}",
        ("Classe d’âge", "Installations", "Part", "Départs", "Part (départs)"),
        [(text, *_part(entries, rank), *_part(exits, rank)) for rank, text in enumerate(labels)],
    )
    st.caption(typography(AGE_STRUCTURE))


def _part(parts: Sequence[AgePart], rank: int) -> tuple[str, str]:
    if not parts:
        return number(None), number(None)
    part = parts[rank]
    if part.is_at_least and not part.count:
        return WITHHELD, WITHHELD
    start = "au moins " if part.is_at_least else ""
    return f"{start}{number(part.count)}", f"{start}{quantity(part.share_pct, '%')}"


def show_estimates(page: RetentionPage, found: Installations, level_pct: float) -> None:
    """The published net change beside the entries and exits it lets estimate, per year."""
    st.subheader("Entrées, départs et solde, par an", anchor=False)
    bars = estimate_bars(found)
    national = bool(found.of_field(FIRST_INSTALLATIONS))
    caption = ESTIMATE_CHART.format(level=number(level_pct)) + (NATIONAL_CHART if national else "")
    drawn = replace(found, movements=_drawn(found))
    show_chart(
        page.catalog,
        plot_bars(bars, "départs ← par an → entrées"),
        key="fidelisation.installations.estimation",
        alt="Entrées et départs estimés par an, solde observé ; valeurs en étiquette",
        caption=_estimate_caption(page, drawn, caption),
        table=Table(CSV_HEADER, lambda: list(csv_rows(page, drawn))),
    )
    st.caption(typography(caption))
    st.markdown(typography(NO_IMPORT))
    show_page_link(VOS_DONNEES, "Importer un fichier")


def _drawn(found: Installations) -> tuple[Movement, ...]:
    """Rows behind the bars."""
    latest = (row_of(found, field_id) for field_id in (ESTIMATE, NET))
    national = (row for field_id in NATIONAL for row in found.of_field(field_id))
    return (*(row for row in latest if row), *national)


def _estimate_caption(page: RetentionPage, drawn: Installations, said: str) -> Caption:
    net = row_of(drawn, NET)
    label = page.territory.label
    when = period(net.period) if net else ""
    said_of_estimate = estimate_sentence(row_of(drawn, ESTIMATE))
    return Caption(
        title=f"{label}. {said_of_estimate.replace('**', '').removesuffix('.')}",
        subtitle=", ".join(text for text in (label, when, "généralistes par an") if text),
        name=("entrees departs solde", place_name(page.territory), net.period if net else ""),
        source_ids=[row.source_id for row in drawn.movements],
        note=f"{said.replace('**', '')} {status_note(row.status for row in drawn.movements)}",
    )


def estimate_bars(found: Installations) -> list[Bar]:
    """Estimated entries and exits and the net change per year, then the national counts."""
    net, estimate = row_of(found, NET), row_of(found, ESTIMATE)
    bars = []
    if estimate is not None:
        entries, exits = side_words(estimate)
        bars.append(
            Bar(
                "Entrées (est.)",
                entries,
                per_year(estimate.entries_n, estimate),
                GAIN,
                per_year(estimate.entries_low_n, estimate),
                per_year(estimate.entries_high_n, estimate),
                is_estimated=True,
            )
        )
        bars.append(
            Bar(
                "Départs (est.)",
                exits,
                _left(estimate.exits_n, estimate),
                LOSS,
                _left(estimate.exits_high_n, estimate),
                _left(estimate.exits_low_n, estimate),
                is_estimated=True,
            )
        )
    if net is not None:
        value = per_year(net.net_n, net)
        name = f"Solde moyen {period(net.period)}" + (
            " (est.)" if net.status == "estimated" else ""
        )
        words = number(value, decimals_of(value), signed=True)
        is_estimated = net.status == "estimated"
        bars.append(Bar(name, words, value, NEUTRAL, is_estimated=is_estimated))
    for field_id, name in NATIONAL.items():
        bars += [_national(row, name) for row in found.of_field(field_id)]
    return bars


def _national(row: Movement, name: str) -> Bar:
    label = name.format(year=row.year)
    if row.entries_n is not None:
        return Bar(label, number(row.entries_n), row.entries_n, GAIN)
    return Bar(label, number(row.exits_n), _left(row.exits_n, row), LOSS)


def _left(value: float | None, row: Movement) -> float | None:
    """A departure on the axis: on the left of 0."""
    mean = per_year(value, row)
    return None if mean is None else -mean
