"""Rates of the cohorts trained in the territory selected, year by year."""

from __future__ import annotations

import streamlit as st

from dashboard.core.catalog import STATUS_LABELS
from dashboard.core.files import place_name
from dashboard.core.formatting import interval, number, typography
from dashboard.queries.retention import fetch_territory_rates
from dashboard.themes.retention import (
    CELL_NOTE,
    DELAYS,
    MISSING,
    SCOPES,
    SETTLED_IN,
    CohortRate,
    cohort_cells,
    rate_sentence,
)
from dashboard.ui import state
from dashboard.ui.chart import Caption, Table, show_chart, show_values, status_note
from dashboard.ui.local_files import show_missing_file
from dashboard.ui.tables import show_table
from dashboard.views.fidelisation.figures import plot_cohorts
from dashboard.views.fidelisation.page import RetentionPage, change_retention, retention_key
from dashboard.views.fidelisation.words import COHORTS, NO_COHORT
from models.uncertainty import INTERVAL_LEVEL

CSV_HEADER = (
    "territoire",
    "perimetre",
    "Promotion",
    "Délai",
    "Installés dans",
    "Formés",
    "Installés",
    "Taux (%)",
    "Intervalle (%)",
    "Sans installation connue",
    "Statut",
    "Source",
    "Où",
    "version_donnees",
    "construction",
)


def show_cohorts(page: RetentionPage) -> None:
    """Sentence, chart and grid of the rates of the scope selected; what is missing says why."""
    if not page.options.cohorts:
        show_missing_file(page.catalog, NO_COHORT, key="cohortes")
        return
    st.markdown(typography(COHORTS).format(level=number(100 * INTERVAL_LEVEL)))
    label, rates = rates_shown(page)
    places = dict.fromkeys(rate.settled_in for rate in rates)
    if not rates:
        st.info(
            typography(
                f"Aucune cohorte importée pour {label} dans le périmètre « "
                f"{SCOPES[page.view.scope]} ». Choisir un autre périmètre ci-dessus, ou un autre "
                "territoire."
            )
        )
        return
    for place in places:
        _show_place(page, label, [rate for rate in rates if rate.settled_in == place])


def rates_shown(page: RetentionPage) -> tuple[str, list[CohortRate]]:
    """Territory whose cohorts are shown, and their rates in the scope selected.

    A département has those of the subdivision that holds most of it when the scope is the
    subdivision: interns belong to one.
    """
    territory_id, scope = page.territory.territory_id, page.view.scope
    rates = fetch_territory_rates(page.build, territory_id)
    found = [rate for rate in rates if rate.scope == scope]
    holder = page.subdivision_id
    if not found and holder and holder != territory_id:
        territory_id = holder
        rates = fetch_territory_rates(page.build, holder)
        found = [rate for rate in rates if rate.scope == scope]
    return page.catalog.territories[territory_id].name_fr, found


def rate_in_view(page: RetentionPage) -> CohortRate | None:
    """Rate of the cohort and delay selected, in the département for one, else in the région."""
    _, rates = rates_shown(page)
    chosen = [
        rate
        for rate in rates
        if (rate.cohort, rate.delay_years) == (page.view.cohort, page.view.delay_years)
    ]
    return next((r for r in chosen if r.settled_in == "departement"), next(iter(chosen), None))


def _show_place(page: RetentionPage, label: str, rates: list[CohortRate]) -> None:
    place = rates[0].settled_in
    where = SETTLED_IN[place]
    st.subheader(typography(f"Installés dans {where} : {label}"), anchor=False)
    chosen = [
        rate
        for rate in rates
        if (rate.cohort, rate.delay_years) == (page.view.cohort, page.view.delay_years)
    ]
    for rate in chosen:
        st.markdown(rate_sentence(rate, label))
    key = f"fidelisation.cohortes.{place}"
    caption = _caption(page, rates, " ".join(rate_sentence(rate, label) for rate in chosen))
    table = Table(CSV_HEADER, lambda: [_cells(page, label, rate) for rate in rates])
    if any(rate.rate is not None for rate in rates):
        show_chart(
            page.catalog,
            plot_cohorts(rates),
            key=key,
            alt=f"Part des formés installés dans {where}, par promotion et délai ; "
            "valeurs ci-dessous",
            caption=caption,
            table=table,
        )
    else:
        show_values(page.catalog, key=key, caption=caption, table=table)
    this_year = int(page.catalog.build.built_on_iso[:4])
    show_table(
        f"Part des formés installés dans {where}, en % (intervalle)",
        ("Promotion sortie en", *(f"{n} an" if n == 1 else f"{n} ans" for n in DELAYS)),
        [
            [str(line[0].cohort), *(cell.text for cell in line)]
            for line in cohort_cells(rates, this_year)
        ],
    )
    st.caption(typography(CELL_NOTE))


def _caption(page: RetentionPage, rates: list[CohortRate], said: str) -> Caption:
    """What the picture says; ``said`` tells the cohort and delay selected, with their counts."""
    territory = page.catalog.territories[rates[0].territory_id]
    scope = SCOPES[rates[0].scope]
    cohorts = sorted({rate.cohort for rate in rates})
    years = [str(year) for year in dict.fromkeys((cohorts[0], cohorts[-1]))]
    return Caption(
        title=f"{territory.label} : part des formés installés dans "
        f"{SETTLED_IN[rates[0].settled_in]}",
        subtitle=f"{scope[0].upper()}{scope[1:]}, promotions sorties en {' à '.join(years)}, "
        "en % des formés",
        name=("fidelisation", scope, rates[0].settled_in, place_name(territory), *years),
        source_ids=[rate.source_id for rate in rates],
        note=f"{said} Traits : intervalles à {number(100 * INTERVAL_LEVEL)} %. "
        f"{status_note(rate.status for rate in rates)}",
    )


def _cells(page: RetentionPage, label: str, rate: CohortRate) -> list[str]:
    build = page.catalog.build
    source = page.catalog.sources[rate.source_id]
    missing = MISSING[rate.missing] if rate.missing else ""
    return [
        label,
        SCOPES[rate.scope],
        str(rate.cohort),
        str(rate.delay_years),
        SETTLED_IN[rate.settled_in],
        number(rate.trained),
        number(rate.settled),
        missing or number(rate.rate, 1),
        interval(rate.low, rate.high, 1),
        number(rate.not_followed),
        STATUS_LABELS[rate.status],
        source.citation,
        rate.locator,
        build.data_version,
        build.build_id,
    ]


def show_cohort_selectors(page: RetentionPage) -> None:
    """Three selectors in a row; nothing when no cohort is imported."""
    if not page.options.cohorts:
        return
    view, options = page.view, page.options
    delay = view.delay_years or 0
    scopes, delays = options.scopes, options.delays(view.scope)
    cohorts = options.cohorts_of(view.scope, delay)
    columns = st.columns(3)
    with columns[0]:
        _choose("scope", "Périmètre", list(scopes), view.scope)
    with columns[1]:
        _choose("delay_years", "Délai", [str(item) for item in delays], str(delay))
    with columns[2]:
        _choose("cohort", "Promotion", [str(item) for item in cohorts], str(view.cohort))


NAMES = {
    "scope": lambda item: f"Formés : {SCOPES[item]}",
    "delay_years": lambda item: "1 an après" if item == "1" else f"{item} ans après",
    "cohort": lambda item: f"Promotion sortie en {item}",
}


def _choose(name: str, label: str, options: list[str], chosen: str) -> None:
    key = retention_key(name)
    state.seed(key, chosen)
    st.selectbox(
        label,
        options,
        format_func=NAMES[name],
        label_visibility="collapsed",
        filter_mode=None,
        key=key,
        on_change=change_retention,
        args=(name, str if name == "scope" else int),
    )
