"""The first map: official series, rates measured among former interns, second choices."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.charts.palette import OFF_SCALE, SEQUENTIAL_UP
from dashboard.core.catalog import DIPLOMA_RATES, STATUS_LABELS
from dashboard.core.files import decimal, file_name, to_csv
from dashboard.core.formatting import number, period, typography
from dashboard.profile.readings import whom_to_ask
from dashboard.queries.desk import Desk
from dashboard.queries.series import fetch_territory_series
from dashboard.themes.retention import (
    FAMILIES,
    MEASURED_RATE,
    NOT_MEASURED,
    SurveyRate,
    rates_of,
    survey_sentence,
)
from dashboard.ui import state
from dashboard.ui.downloads import show_csv_download
from dashboard.ui.maps import map_layer, show_map
from dashboard.ui.sections import Section, show_section
from dashboard.ui.tables import Cell, show_lines_table, source_cell
from dashboard.ui.territory_map import MapLayer
from dashboard.views.fidelisation import words
from dashboard.views.fidelisation.installations.words import first_finding
from dashboard.views.fidelisation.page import RetentionPage, change_retention, retention_key

MEASURED_MAP = "fidelisation.mesuree"
LEVEL = "subdivision"
CSV_HEADER = (
    "enquete",
    "interroges_id",
    "interroges",
    "exercent_id",
    "exercent",
    "comparable",
    "ce_qui_est_compte",
    "promotions",
    "periode",
    "delai_min_ans",
    "delai_max_ans",
    "interroges_n",
    "repondants_n",
    "reponse_pct",
    "base_n",
    "denominateur",
    "exercent_n",
    "taux_pct",
    "taux_pct_borne_basse",
    "taux_pct_borne_haute",
    "reserve",
    "statut",
    "confiance",
    "source",
    "emplacement",
    "version_donnees",
    "construction",
)


def show_measured(page: RetentionPage) -> None:
    """Show the official series, what surveys measured, or what stands in their stead."""
    measure = page.view.measure
    if page.is_expert or page.options.official_ids or measure != words.SURVEYS:
        _show_selector(page)
    if measure in words.OFFICIAL_MEASURES:
        _show_official(page, measure)
        return
    if measure != words.SURVEYS:
        show_map(page, [map_layer(page, measure)], MEASURED_MAP)
        st.markdown(typography(words.SECOND_CHOICES[measure]))
        return
    is_nation = page.territory.level == "national"
    show_map(
        _at_subdivision(page),
        [survey_layer(page)],
        MEASURED_MAP,
        level=LEVEL,
        focus=() if is_nation else page.scope_ids(LEVEL),
    )
    if not page.is_expert:
        if survey := page.survey or page.partial_survey:
            st.markdown(survey_sentence(survey))
        return
    subdivisions = len(page.catalog.level_ids[LEVEL])
    ask = whom_to_ask(page.build, page.catalog.indicators[MEASURED_RATE].theme)
    st.markdown(words.measured_sentence(page.surveys, subdivisions, ask))
    if survey := page.survey or page.partial_survey:
        st.markdown(survey_sentence(survey))
    _show_table(page, words.COMPARABLE_CAPTION, is_comparable=True)
    show_section(OTHERS, page)
    show_csv_download(
        words.DOWNLOAD_SURVEYS,
        f"{file_name(page.catalog, 'fidelisation mesuree')}.csv",
        "fidelisation.csv.enquetes",
        lambda: to_csv(CSV_HEADER, survey_rows(page), is_demo=page.catalog.build.is_demo),
    )


def _show_official(page: RetentionPage, measure: str) -> None:
    """Map of an official series: régions for a rate by région of diploma, else the départements."""
    if measure in DIPLOMA_RATES:
        at = _at(page, page.diploma_region_id, "region")
        show_map(at, [map_layer(at, measure)], MEASURED_MAP, level="region")
    else:
        level = "departement" if page.selection.level == "subdivision" else page.selection.level
        at = _at(page, None, level)
        show_map(at, [map_layer(at, measure)], MEASURED_MAP, level=level)
        if series := fetch_territory_series(page.build, page.territory.territory_id, measure):
            st.markdown(first_finding(page.territory.label, series))
    st.markdown(typography(words.SECOND_CHOICES[measure]))


def _at(page: RetentionPage, territory_id: str | None, level: str) -> Desk:
    """The page as seen from another territory, at another level."""
    selection = page.selection.with_value("level", level)
    if territory_id is not None:
        selection = selection.with_value("territory_id", territory_id)
    return page.at(selection)


def _show_selector(page: RetentionPage) -> None:
    key = retention_key("measure")
    state.seed(key, page.view.measure)
    st.segmented_control(
        words.MEASURE,
        _choices(page),
        format_func=words.MEASURE_NAMES.__getitem__,
        label_visibility="collapsed",
        required=True,
        width="stretch",
        wrap=True,
        key=key,
        on_change=change_retention,
        args=("measure",),
    )


def _choices(page: RetentionPage) -> tuple[str, ...]:
    """Measures of the selector: without what stands in their stead, in the essential view."""
    if page.is_expert:
        return page.options.measures
    short = tuple(item for item in page.options.measures if item not in words.STAND_INS)
    return short if page.view.measure in short else (*short, page.view.measure)


def _at_subdivision(page: RetentionPage) -> Desk:
    """The page as seen from the subdivision of a département, which the map then outlines."""
    if page.subdivision_id is None:
        return page
    return page.at(page.selection.with_value("territory_id", page.subdivision_id))


def survey_layer(page: RetentionPage) -> MapLayer:
    """Map of those asked: classes of the comparable rates, the other measures out of the scale."""
    catalog = page.catalog
    ids = catalog.level_ids[LEVEL]
    measured = [rates_of(page.surveys, [item]) for item in ids]
    shown = [_category(surveys) for surveys in measured]
    order = [*_classes(page.surveys), words.OTHER_MEASURE]
    sources = tuple(dict.fromkeys(item.source_id for item in page.surveys))
    return MapLayer(
        indicator_id=MEASURED_RATE,
        title=words.MEASURED_MAP_TITLE,
        subtitle=words.measured_subtitle(page.surveys, len(ids)),
        unit="",
        decimals=0,
        kind="categories",
        breaks=tuple(rank + 0.5 for rank in range(len(order) - 1)),
        colors=(*_colors(page.surveys), OFF_SCALE),
        values=[None if item is None else order.index(item) for item in shown],
        low=None,
        high=None,
        status=[None if item is None else "observed" for item in shown],
        note=[
            words.survey_note(surveys)
            if surveys
            else words.not_measured_note(catalog.territories[territory_id].name_fr)
            for territory_id, surveys in zip(ids, measured, strict=True)
        ],
        source=[sources.index(item[0].source_id) if item else None for item in measured],
        sources=tuple(catalog.sources[item].citation for item in sources),
        method=words.MEASURED_MAP_METHOD,
        name=file_name(catalog, "carte", words.MEASURES[words.SURVEYS], LEVEL),
        csv=lambda: to_csv(CSV_HEADER, survey_rows(page), is_demo=catalog.build.is_demo),
        names=tuple(order),
        missing=NOT_MEASURED,
    )


def _category(surveys: Sequence[SurveyRate]) -> str | None:
    """Class of the comparable rate of a subdivision; None where nobody was asked."""
    if not surveys:
        return None
    first = surveys[0]
    return words.class_name(first.value) if first.is_comparable else words.OTHER_MEASURE


def _classes(surveys: Sequence[SurveyRate]) -> list[str]:
    """Classes that hold a comparable rate, the lowest first."""
    rates = sorted(item.value for item in surveys if item.is_comparable)
    return list(dict.fromkeys(map(words.class_name, rates)))


def _colors(surveys: Sequence[SurveyRate]) -> tuple[str, ...]:
    """Colours of these classes: a class has the same one whatever the others."""
    rates = sorted(item.value for item in surveys if item.is_comparable)
    ranks = [sum(rate >= limit for limit in words.CLASS_LIMITS) for rate in rates]
    return tuple(SEQUENTIAL_UP[rank] for rank in dict.fromkeys(ranks))


def _show_table(page: RetentionPage, caption: str, *, is_comparable: bool) -> None:
    surveys = [item for item in page.surveys if item.is_comparable == is_comparable]
    if surveys:
        key = f"fidelisation.enquetes.{'comparables' if is_comparable else 'autres'}"
        show_lines_table(key, caption, words.SURVEY_HEADER, [_row(page, item) for item in surveys])


def _row(page: RetentionPage, survey: SurveyRate) -> list[Cell]:
    source = page.catalog.sources[survey.source_id]
    base = "" if survey.base_n is None else f"{number(survey.base_n)} : "
    return [
        survey.label_fr,
        survey.rate_text,
        survey.interval_text,
        f"{base}{survey.denominator_fr}",
        survey.answers_text,
        f"{survey.delay_text} ; {survey.cohort_fr}",
        survey.note,
        source_cell(source, source.publisher),
        survey.locator,
    ]


def _show_others(page: RetentionPage) -> None:
    _show_table(page, words.OTHERS_CAPTION, is_comparable=False)


OTHERS = Section[RetentionPage]("fidelisation.autres.ouvert", words.OTHERS_TITLE, _show_others)


def _asked(page: RetentionPage, survey: SurveyRate) -> str:
    return " et ".join(page.catalog.territories[item].name_fr for item in survey.asked_ids)


def survey_rows(page: RetentionPage) -> list[tuple[str, ...]]:
    """Every survey as a line of the file; what the source does not say is « n. d. »."""
    catalog = page.catalog
    return [
        (
            item.label_fr,
            " ; ".join(item.asked_ids),
            _asked(page, item),
            item.place_id,
            catalog.territories[item.place_id].label,
            "oui" if item.is_comparable else "non",
            FAMILIES[item.family_id],
            item.cohort_fr,
            period(item.period),
            *(
                decimal(value, digits) or "n. d."
                for value, digits in (
                    (item.delay_min_years, 0),
                    (item.delay_max_years, 0),
                    (item.asked_n, 0),
                    (item.respondents_n, 0),
                    (item.response_pct, 1),
                    (item.base_n, 0),
                )
            ),
            item.denominator_fr,
            decimal(item.practising_n, 0) or "n. d.",
            decimal(item.value, 1),
            decimal(item.low, 1) or "n. d.",
            decimal(item.high, 1) or "n. d.",
            item.note,
            STATUS_LABELS[item.status],
            item.confidence,
            catalog.sources[item.source_id].citation,
            item.locator,
            catalog.build.data_version,
            catalog.build.build_id,
        )
        for item in page.surveys
    ]
