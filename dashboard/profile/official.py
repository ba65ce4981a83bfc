"""Official series of a territory, once refreshed: région of diploma, first installations."""

from __future__ import annotations

from dashboard.core.catalog import FIRST_INSTALLATIONS, STAYED_RATE, TRAINED_HERE_RATE
from dashboard.core.formatting import plural, typography
from dashboard.profile.model import ProfileTable, ProfileValue, TrendPoint
from dashboard.profile.readings import Reading, read
from dashboard.queries.desk import Desk
from dashboard.queries.diploma import fetch_diploma_rates
from dashboard.queries.series import fetch_territory_series
from dashboard.themes.diploma import (
    CAVEATS,
    DiplomaRate,
    count_trend,
    count_trend_text,
    latest_rate,
    rate_trend,
    rates_of_indicator,
    trend_text,
)

OFFICIAL = (STAYED_RATE, TRAINED_HERE_RATE, FIRST_INSTALLATIONS)
TITLE = "Séries officielles : région de diplôme, premières installations"
HEADER = (
    "Indicateur",
    "Valeur",
    "Intervalle",
    "Unité",
    "France",
    "Évolution",
    "Statut",
    "Période",
    "Précision",
)


def stayed_here(desk: Desk) -> DiplomaRate | None:
    """Share of those trained in the région of the territory who practise there."""
    region_id = desk.catalog.region_of(desk.territory.territory_id)
    return latest_rate(fetch_diploma_rates(desk.build), STAYED_RATE, region_id)


def stayed_trend(desk: Desk, rate: DiplomaRate) -> tuple[TrendPoint, ...]:
    """The same share by year, when there are several."""
    series = rates_of_indicator(fetch_diploma_rates(desk.build), STAYED_RATE, rate.territory_id)
    points = tuple(TrendPoint(**item.parts, year=item.year) for item in series)
    return points if len(points) > 1 else ()


def official_readings(desk: Desk) -> tuple[Reading, ...]:
    """The official series that a refresh brought, beside the nation; empty before it."""
    indicators = desk.catalog.indicators
    return tuple(read(desk, item) for item in OFFICIAL if indicators[item].on_map)


def official_values(desk: Desk) -> tuple[tuple[ProfileValue, ProfileValue], ...]:
    """(here, France) of these series; those of the territory that has none are left out."""
    readings = official_readings(desk)
    return tuple((item.value, item.nation) for item in readings if item.value.value is not None)


def official_tables(desk: Desk) -> tuple[ProfileTable, ...]:
    """These series with which way they go, and their caveats; empty before a refresh."""
    readings = [item for item in official_readings(desk) if item.value.value is not None]
    if not readings:
        return ()
    sources = (source for item in readings for source in item.value.source_ids)
    return (
        ProfileTable(
            title=TITLE,
            header=HEADER,
            rows=tuple(_row(desk, item) for item in readings),
            note=typography(" ".join(CAVEATS)),
            source_ids=tuple(dict.fromkeys(sources)),
        ),
    )


def _row(desk: Desk, reading: Reading) -> tuple[str, ...]:
    value = reading.value
    return (
        reading.label,
        value.text,
        value.interval_text,
        value.unit,
        reading.nation.text,
        trend_of(desk, reading.indicator_id),
        value.status_text,
        value.period_text,
        value.note,
    )


def trend_of(desk: Desk, indicator_id: str) -> str:
    """Which way a series of the territory, or of its région, goes."""
    territory_id = desk.territory.territory_id
    if indicator_id == FIRST_INSTALLATIONS:
        counts = fetch_territory_series(desk.build, territory_id, indicator_id)
        return count_trend_text(count_trend(counts))
    region_id = desk.catalog.region_of(territory_id) or ""
    rates = fetch_diploma_rates(desk.build)
    return trend_text(rate_trend(rates_of_indicator(rates, indicator_id, region_id)))


def first_installations_text(desk: Desk) -> str:
    """« 24 premières installations en libéral en 2024 (CNAM) »; empty before a refresh."""
    counts = fetch_territory_series(desk.build, desk.territory.territory_id, FIRST_INSTALLATIONS)
    if not counts:
        return ""
    count = plural(round(counts[-1].value), "première installation", "premières installations")
    return typography(f"{count} en libéral en {counts[-1].period} (CNAM)")
