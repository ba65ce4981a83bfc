"""Rates of the cohorts trained in the territory selected, year by year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from dashboard.core.catalog import STATUS_LABELS
from dashboard.core.files import decimal, place_name
from dashboard.core.formatting import interval, number, quantity, typography
from dashboard.queries.retention import fetch_territory_rates
from dashboard.themes.retention import (
    MISSING,
    SCOPES,
    SETTLED_IN,
    CohortRate,
    rate_sentence,
    years_after,
)
from dashboard.ui.chart import Caption, Table, show_chart, show_values, status_note
from dashboard.ui.fields import choose
from dashboard.ui.local_files import show_missing_file
from dashboard.ui.tables import show_table
from dashboard.views.fidelisation import words
from dashboard.views.fidelisation.figures import plot_cohorts
from dashboard.views.fidelisation.page import RetentionPage, change_retention, retention_key
from models.uncertainty import INTERVAL_LEVEL

DELAYS = (1, 2, 3, 5, 10)
CSV_HEADER = (
    "territoire_id",
    "code",
    "territoire",
    "perimetre",
    "promotion",
    "delai_ans",
    "installes_dans",
    "formes",
    "installes",
    "taux_pct",
    "taux_pct_borne_basse",
    "taux_pct_borne_haute",
    "sans_installation_connue",
    "statut",
    "source",
    "emplacement",
    "version_donnees",
    "construction",
)
Missing = Literal["withheld", "unknown", "nobody", "early"]


@dataclass(frozen=True)
class CohortCell:
    """One cohort after one delay: its rate, or why there is none."""

    cohort: int
    delay_years: int
    rate: CohortRate | None
    missing: Missing | None

    @property
    def text(self) -> str:
        """« 50,1 % (46 à 54) », or why there is nothing."""
        if self.rate is None or self.rate.value is None:
            return typography(MISSING[self.missing or "unknown"])
        bounds = interval(self.rate.low, self.rate.high)
        return f"{quantity(self.rate.value, '%', 1)} ({bounds})"


def show_cohorts(page: RetentionPage) -> None:
    """Show the rates of the scope selected in sentences, a chart and a grid."""
    if not page.options.cohorts:
        show_missing_file(page.catalog, words.NO_COHORT, key="cohortes")
        return
    st.markdown(typography(words.COHORTS).format(level=number(100 * INTERVAL_LEVEL)))
    territory_id, rates = rates_in_scope(page)
    label = page.catalog.territories[territory_id].name_fr
    if not rates:
        st.info(words.no_cohort_in_scope(label, page.view.scope))
        return
    for place in dict.fromkeys(rate.settled_in for rate in rates):
        _show_place(page, label, [rate for rate in rates if rate.settled_in == place])


def rates_in_scope(page: RetentionPage) -> tuple[str, list[CohortRate]]:
    """Return the territory whose cohorts the page shows, and their rates in the scope selected.

    A département has those of the subdivision that holds most of it when the scope is the
    subdivision: interns belong to one.
    """
    territory_id = page.territory.territory_id
    rates = _rates(page, territory_id)
    holder_id = page.subdivision_id
    if not rates and holder_id and holder_id != territory_id:
        return holder_id, _rates(page, holder_id)
    return territory_id, rates


def _rates(page: RetentionPage, territory_id: str) -> list[CohortRate]:
    rates = fetch_territory_rates(page.build, territory_id)
    return [rate for rate in rates if rate.scope == page.view.scope]


def rate_in_view(page: RetentionPage) -> CohortRate | None:
    """Rate of the cohort and delay selected, in the département for one, else in the région."""
    _, rates = rates_in_scope(page)
    in_view = _in_view(page, rates)
    return next((r for r in in_view if r.settled_in == "departement"), next(iter(in_view), None))


def _in_view(page: RetentionPage, rates: Sequence[CohortRate]) -> list[CohortRate]:
    """Rates of the cohort and delay selected."""
    wanted = (page.view.cohort, page.view.delay_years)
    return [rate for rate in rates if (rate.cohort, rate.delay_years) == wanted]


def _show_place(page: RetentionPage, label: str, rates: list[CohortRate]) -> None:
    place = rates[0].settled_in
    st.subheader(typography(f"Installés dans {SETTLED_IN[place]} : {label}"), anchor=False)
    sentences = [rate_sentence(rate, label) for rate in _in_view(page, rates)]
    for sentence in sentences:
        st.markdown(sentence)
    key = f"fidelisation.cohortes.{place}"
    caption = _caption(page, rates, " ".join(sentences))
    table = Table(CSV_HEADER, lambda: [csv_row(page, rate) for rate in rates])
    if any(rate.value is not None for rate in rates):
        show_chart(
            page.catalog,
            plot_cohorts(rates),
            key=key,
            alt=words.cohorts_alternative(place),
            caption=caption,
            table=table,
        )
    else:
        show_values(page.catalog, key=key, caption=caption, table=table)
    this_year = int(page.catalog.build.built_on_iso[:4])
    show_table(
        words.cohorts_table_caption(place),
        ("Promotion sortie en", *(f"{n} an" if n == 1 else f"{n} ans" for n in DELAYS)),
        [
            [str(line[0].cohort), *(cell.text for cell in line)]
            for line in cohort_cells(rates, this_year)
        ],
    )
    st.caption(typography(words.CELL_NOTE))


def cohort_cells(rates: Sequence[CohortRate], this_year: int) -> list[list[CohortCell]]:
    """One line per cohort, latest first, one cell per delay, of rates of one scope and place.

    Cohorts run from the first to the last of the file: one that is absent has its line too.
    """
    if not rates:
        return []
    by_cell = {(rate.cohort, rate.delay_years): rate for rate in rates}
    cohorts = [rate.cohort for rate in rates]
    return [
        [_cell(by_cell.get((cohort, delay)), cohort, delay, this_year) for delay in DELAYS]
        for cohort in range(max(cohorts), min(cohorts) - 1, -1)
    ]


def _cell(rate: CohortRate | None, cohort: int, delay: int, this_year: int) -> CohortCell:
    if rate is not None:
        return CohortCell(cohort, delay, rate, rate.missing)  # type: ignore[arg-type]
    return CohortCell(cohort, delay, None, "early" if cohort + delay > this_year else "unknown")


def _caption(page: RetentionPage, rates: list[CohortRate], sentences: str) -> Caption:
    """Caption of the picture; ``sentences`` are those of the cohort and delay selected."""
    territory = page.catalog.territories[rates[0].territory_id]
    scope, place = rates[0].scope, rates[0].settled_in
    cohorts = sorted({rate.cohort for rate in rates})
    years = [str(year) for year in dict.fromkeys((cohorts[0], cohorts[-1]))]
    return Caption(
        title=words.cohorts_picture_title(territory.label, place),
        subtitle=words.cohorts_picture_subtitle(scope, cohorts[0], cohorts[-1]),
        name=("fidelisation", SCOPES[scope], place, place_name(territory), *years),
        source_ids=[rate.source_id for rate in rates],
        note=f"{sentences} Traits : intervalles à {number(100 * INTERVAL_LEVEL)} %. "
        f"{status_note(rate.status for rate in rates)}",
    )


def csv_row(page: RetentionPage, rate: CohortRate) -> tuple[str, ...]:
    """One rate as a line of the file; what is missing says why instead of a rate."""
    build = page.catalog.build
    territory = page.catalog.territories[rate.territory_id]
    missing = MISSING[rate.missing] if rate.missing else "n. d."
    return (
        territory.territory_id,
        territory.code,
        territory.name_fr,
        SCOPES[rate.scope],
        str(rate.cohort),
        str(rate.delay_years),
        SETTLED_IN[rate.settled_in],
        decimal(rate.trained, 0) or "n. d.",
        decimal(rate.settled, 0) or "n. d.",
        decimal(rate.value, 1) or missing,
        decimal(rate.low, 1),
        decimal(rate.high, 1),
        decimal(rate.not_followed, 0) or "n. d.",
        STATUS_LABELS[rate.status],
        page.catalog.sources[rate.source_id].citation,
        rate.locator,
        build.data_version,
        build.build_id,
    )


def show_cohort_selectors(page: RetentionPage) -> None:
    """Show three selectors in a row; nothing when no cohort is imported."""
    if not page.options.cohorts:
        return
    view, options = page.view, page.options
    delay = view.delay_years or 0
    delays, cohorts = options.delays(view.scope), options.cohorts_of(view.scope, delay)
    columns = st.columns(3)
    with columns[0]:
        _choose("scope", "Périmètre", options.scopes, view.scope)
    with columns[1]:
        _choose("delay_years", "Délai", [str(item) for item in delays], str(delay))
    with columns[2]:
        _choose("cohort", "Promotion", [str(item) for item in cohorts], str(view.cohort))


NAMES = {
    "scope": lambda item: f"Formés : {SCOPES[item]}",
    "delay_years": lambda item: years_after(int(item)),
    "cohort": lambda item: f"Promotion sortie en {item}",
}


def _choose(name: str, label: str, options: Sequence[str], value: str) -> None:
    choose(
        retention_key(name),
        label,
        options,
        value,
        NAMES[name],
        on_change=change_retention,
        args=(name, str if name == "scope" else int),
        label_visibility="collapsed",
    )
