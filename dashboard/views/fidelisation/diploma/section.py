"""Part « Par région de diplôme »: what the official matrix says, or how to bring it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import streamlit as st

from dashboard.charts.lines import Line, YearPoint, plot_lines
from dashboard.charts.palette import CNGE, DGOS, NEUTRAL
from dashboard.core.catalog import STATUS_LABELS, STAYED_RATE, TRAINED_HERE_RATE
from dashboard.core.files import file_name, place_name, to_csv
from dashboard.core.formatting import number, typography
from dashboard.queries.diploma import fetch_diploma_flows
from dashboard.themes.diploma import (
    RATE_NAMES,
    DiplomaFlow,
    DiplomaRate,
    flows_of,
    latest_rate,
    origin_name,
    rate_trend,
    rates_of_indicator,
    short_trend,
    years_of,
)
from dashboard.ui.cards import show_definition_links
from dashboard.ui.chart import Caption, Table, show_chart, status_note
from dashboard.ui.downloads import show_csv_download, show_excel_download
from dashboard.ui.official import show_not_refreshed
from dashboard.ui.tables import Cell, show_table, source_cell
from dashboard.views.fidelisation.diploma import words
from dashboard.views.fidelisation.diploma.files import RATE_HEADER, rate_rows, regions_workbook
from dashboard.views.fidelisation.diploma.matrix import show_matrix
from dashboard.views.fidelisation.page import RetentionPage
from models.territories.cells import NATION
from models.uncertainty import wilson

PLACES_SHOWN = 8
# A line by rate: colour and symbol, told apart in grey print too.
STYLES = {STAYED_RATE: (CNGE, "circle"), TRAINED_HERE_RATE: (DGOS, "square")}


def show_diploma(page: RetentionPage) -> None:
    """Show the rates of the région, their years, origins and destinations, then every région."""
    rates = page.diploma_rates
    if not rates:
        show_not_refreshed(words.NOT_REFRESHED)
        return
    st.markdown(typography(words.SCOPE_NOTE))
    region_id = page.diploma_region_id
    if region_id is None:
        st.info(typography(words.NO_REGION))
    else:
        _show_rates(page, rates, region_id)
    if region_id not in (None, NATION):
        _show_places(page, str(region_id))
    _show_regions(page, rates)
    show_matrix(page, region_id or NATION)
    st.markdown(words.caveats_text())
    show_definition_links(page.catalog, page.selection, (STAYED_RATE, TRAINED_HERE_RATE))


def _show_rates(page: RetentionPage, rates: Sequence[DiplomaRate], region_id: str) -> None:
    by_indicator = {item: rates_of_indicator(rates, item, region_id) for item in RATE_NAMES}
    stayed, trained_here = by_indicator[STAYED_RATE], by_indicator[TRAINED_HERE_RATE]
    if not stayed:
        st.info(typography(words.no_rate(page.catalog.territories[region_id].name_fr)))
        return
    territory = page.catalog.territories[region_id]
    name = "" if region_id == NATION else territory.name_fr
    st.markdown(words.finding(name, stayed[-1], trained_here[-1] if trained_here else None))
    st.markdown(words.trend_sentence(rate_trend(stayed), rate_trend(trained_here)))
    years = [str(item) for item in dict.fromkeys((stayed[0].year, stayed[-1].year))]
    drawn = [*stayed, *trained_here]
    show_chart(
        page.catalog,
        plot_lines(rate_lines(by_indicator, _nation_lines(rates, region_id))),
        key="fidelisation.diplome.annees",
        alt=words.TREND_ALTERNATIVE,
        caption=Caption(
            title=words.trend_picture_title(territory.label, stayed[-1]),
            subtitle=words.trend_picture_subtitle(years),
            name=("region de diplome", place_name(territory), *years),
            source_ids=[item.source_id for item in drawn],
            note=f"{words.trend_picture_note()} {status_note(item.status for item in drawn)}",
        ),
        table=Table(RATE_HEADER, lambda: rate_rows(page.catalog, drawn)),
    )


def _nation_lines(
    rates: Sequence[DiplomaRate], region_id: str
) -> dict[str, tuple[DiplomaRate, ...]]:
    if region_id == NATION:
        return {}
    return {item: rates_of_indicator(rates, item, NATION) for item in RATE_NAMES}


def rate_lines(
    here: dict[str, tuple[DiplomaRate, ...]], nation: dict[str, tuple[DiplomaRate, ...]]
) -> list[Line]:
    """Both rates of a territory by year, then those of the nation as references."""
    lines = [
        Line(RATE_NAMES[item], *STYLES[item], [_point(rate) for rate in rates])
        for item, rates in here.items()
    ]
    lines += [
        Line(
            f"{RATE_NAMES[item]}, France",
            NEUTRAL if item == TRAINED_HERE_RATE else STYLES[item][0],
            "circle",
            [_point(rate) for rate in rates],
            is_reference=True,
        )
        for item, rates in nation.items()
    ]
    return lines


def _point(rate: DiplomaRate) -> YearPoint:
    text = f"{rate.year} : {rate.rate_text}<br>{rate.counts_text}"
    return YearPoint(rate.year, rate.value, rate.low, rate.high, typography(text))


def _show_places(page: RetentionPage, region_id: str) -> None:
    """Where those trained in a région practise, and where those who practise there come from."""
    flows = fetch_diploma_flows(page.build)
    years = years_of(flows)
    if not years:
        return
    out, into = flows_of(flows, region_id, years[0])
    first_out, first_into = flows_of(flows, region_id, years[-1])
    name = page.catalog.territories[region_id].name_fr
    left, right = st.columns(2)
    with left:
        show_table(
            words.destinations_caption(name, years[0]),
            words.places_header(words.PRACTISE_IN, years[-1]),
            place_rows(page, out, first_out, lambda flow: flow.destination_id),
        )
    with right:
        show_table(
            words.origins_caption(name, years[0]),
            words.places_header(words.TRAINED_IN, years[-1]),
            place_rows(page, into, first_into, lambda flow: flow.origin_id),
        )
    st.caption(typography(words.ORIGINS_KEY))


def place_rows(
    page: RetentionPage,
    flows: Sequence[DiplomaFlow],
    first_flows: Sequence[DiplomaFlow],
    place_of: Callable[[DiplomaFlow], str],
) -> list[list[Cell]]:
    """The largest places of a year, their share, its change; then the others together."""
    counts = {place_of(flow): flow.doctors_n for flow in flows}
    before = {place_of(flow): flow.doctors_n for flow in first_flows}
    shown = list(counts)[:PLACES_SHOWN]
    others = [item for item in counts if item not in shown]
    lines = [(origin_name(page.catalog, item), [item]) for item in shown]
    if others:
        lines.append((words.others_name(len(others)), others))
    whole, whole_before = sum(counts.values()), sum(before.values())
    rows: list[list[Cell]] = []
    for name, ids in lines:
        count = sum(counts[item] for item in ids)
        share, low, high = (float(item[0]) for item in _share(count, whole))
        earlier = [before[item] for item in ids if item in before]
        change = None
        if whole_before and len(earlier) == len(ids):
            change = share - 100 * sum(earlier) / whole_before
        rows.append(
            [name, number(count), words.share_text(share, low, high), words.points_text(change)]
        )
    return rows


def _share(count: int, whole: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return wilson(np.array([float(count)]), np.array([float(whole)]))


def _show_regions(page: RetentionPage, rates: Sequence[DiplomaRate]) -> None:
    ids = ordered_regions(page, rates)
    published = [(item, latest_rate(rates, STAYED_RATE, item)) for item in ids]
    known = [(item, rate) for item, rate in published if rate is not None]
    if not known:
        return
    names = [(page.catalog.territories[item].name_fr, rate) for item, rate in known]
    st.markdown(words.regions_finding(names[0], names[-1]))
    show_table(
        words.regions_caption(known[0][1].year),
        words.REGIONS_HEADER,
        [_region_row(page, rates, item) for item in ids],
    )
    name = file_name(page.catalog, "region de diplome")
    with st.container(horizontal=True):
        show_csv_download(
            words.DOWNLOAD_RATES,
            f"{name}.csv",
            "fidelisation.csv.diplome",
            lambda: to_csv(
                RATE_HEADER, rate_rows(page.catalog, rates), is_demo=page.catalog.build.is_demo
            ),
        )
        show_excel_download(
            name, "fidelisation.diplome.excel", lambda: regions_workbook(page.catalog, rates, ids)
        )


def ordered_regions(page: RetentionPage, rates: Sequence[DiplomaRate]) -> list[str]:
    """Régions from the one that keeps most of those it trains; those without a rate are last."""

    def order(region_id: str) -> tuple[bool, float]:
        rate = latest_rate(rates, STAYED_RATE, region_id)
        return (rate is None, -rate.value if rate else 0.0)

    return sorted(page.catalog.level_ids["region"], key=order)


def _region_row(page: RetentionPage, rates: Sequence[DiplomaRate], region_id: str) -> list[Cell]:
    series = {item: rates_of_indicator(rates, item, region_id) for item in RATE_NAMES}
    stayed, here = (series[item][-1] if series[item] else None for item in RATE_NAMES)
    any_rate = stayed or here
    source = page.catalog.sources.get(any_rate.source_id) if any_rate else None
    return [
        page.catalog.territories[region_id].name_fr,
        stayed.rate_text if stayed else number(None),
        number(stayed.whole_n if stayed else None),
        short_trend(rate_trend(series[STAYED_RATE])),
        here.rate_text if here else number(None),
        short_trend(rate_trend(series[TRAINED_HERE_RATE])),
        STATUS_LABELS[any_rate.status] if any_rate else "",
        source_cell(source, source.publisher) if source else "",
    ]
