"""The five key figures of a territory, beside the nation."""

from __future__ import annotations

from dataclasses import replace

from dashboard.core.catalog import COVERAGE, GAP, MSU, SITUATION, STATUS_LABELS, STAYED_RATE
from dashboard.core.formatting import interval, number, quantity
from dashboard.core.values import Measure
from dashboard.profile.model import KeyFigure, ProfileValue, TrendPoint
from dashboard.profile.official import stayed_here, stayed_trend, trend_of
from dashboard.profile.readings import Reading, read, whom_to_ask
from dashboard.profile.stages import read_tension, stage_lines
from dashboard.queries.desk import Desk
from dashboard.queries.retention import fetch_surveys
from dashboard.queries.series import fetch_territory_series
from dashboard.queries.stages import fetch_model, fetch_stage_balances
from dashboard.themes.diploma import SCOPE, DiplomaRate
from dashboard.themes.retention import (
    MEASURED_RATE,
    NOT_MEASURED,
    SETTLED_IN,
    CohortRate,
    SurveyRate,
    measured_rate,
)
from models.stages.maquettes import TOTAL

RATE = "msu_pour_100k"
DENSITY = "densite_mg_liberaux_cnam_pour_100k"


def key_figures(
    desk: Desk, stage_year: int, share_msu: int | None, rate: CohortRate | None
) -> tuple[KeyFigure, ...]:
    """MSU, situation against their share, stage balance, measured retention, density of GPs."""
    trend = _msu_trend(desk)
    return (
        _msu(desk, trend),
        _gap(desk, share_msu, trend),
        _stages(desk, stage_year),
        _retention(desk, rate),
        _figure("densite", DENSITY, read(desk, DENSITY)),
    )


def _figure(
    figure_id: str,
    indicator_id: str | None,
    compared: Reading,
    *,
    value: ProfileValue | None = None,
    finding: str = "",
    trend: tuple[TrendPoint, ...] = (),
    context: str = "",
    words: str = "",
    label: str = "",
) -> KeyFigure:
    main = value or compared.value
    return KeyFigure(
        figure_id=figure_id,
        label=label or main.label,
        indicator_id=indicator_id,
        value=main,
        compared=compared.value,
        nation=compared.nation,
        region=compared.region,
        verdict=compared.verdict,
        better=compared.better,
        rank=compared.rank,
        finding=finding,
        trend=trend,
        context=context,
        words=words,
    )


def _msu(desk: Desk, trend: tuple[TrendPoint, ...]) -> KeyFigure:
    value = replace(read(desk, MSU).value, label="MSU")
    context = earlier_estimate(desk, value)
    return _figure("msu", MSU, read(desk, RATE), value=value, trend=trend, context=context)


def earlier_estimate(desk: Desk, value: ProfileValue) -> str:
    """« estimation de 2024, avec ce comptage : 23 (80 % : 12 à 40) », beside a later count."""
    year = desk.catalog.national_years[-1]
    if value.value is None or value.is_estimate or value.period <= str(year):
        return ""
    before = desk.at(desk.selection.in_year(year)).situation
    if before is None or before.is_counted:
        return ""
    bounds = interval(before.low80, before.high80)
    return f"estimation de {year}, avec ce comptage : {number(before.msu)} (80 % : {bounds})"


def _gap(desk: Desk, share_msu: int | None, trend: tuple[TrendPoint, ...]) -> KeyFigure:
    situation = desk.situation
    told = (situation.chances, situation.missing) if situation else ()
    return _figure(
        "manque",
        SITUATION,
        read(desk, COVERAGE),
        value=read(desk, GAP).value,
        trend=tuple(_gap_point(point, share_msu) for point in trend) if share_msu else (),
        context=" · ".join(text for text in told if text)
        or ("" if share_msu is None else f"part de la cible : {number(share_msu)} MSU"),
        words=situation.words if situation else "",
        label=desk.catalog.indicators[SITUATION].label_fr,
    )


def _gap_point(point: TrendPoint, share_msu: int) -> TrendPoint:
    """Gap of a year; many MSU are a small gap, so the bounds change sides."""
    low = None if point.high is None else share_msu - point.high
    high = None if point.low is None else share_msu - point.low
    return replace(point, value=share_msu - point.value, low=low, high=high)


def _msu_trend(desk: Desk) -> tuple[TrendPoint, ...]:
    series = fetch_territory_series(desk.build, desk.territory.territory_id, MSU)
    points = tuple(
        TrendPoint(**item.parts, year=int(item.period))
        for item in series
        if item.period.isdecimal()
    )
    return points if len(points) > 1 else ()


def _stages(desk: Desk, year: int) -> KeyFigure:
    total = next(line for line in stage_lines(desk, year) if line.level_id == TOTAL)
    return _figure(
        "stages",
        None,
        read_tension(desk, year),
        value=replace(total.balance, label="Solde des places de stage, 3e cycle"),
        finding=total.finding if total.balance.value is not None else "",
        trend=_balance_trend(desk),
        context=f"besoin {total.need.text}, offre {total.offer.text}",
    )


def _balance_trend(desk: Desk) -> tuple[TrendPoint, ...]:
    years = fetch_model(desk.build).years
    territory_id = desk.territory.territory_id
    balances = fetch_stage_balances(desk.build, (territory_id,), years)
    points = []
    for year in years:
        balance = balances[(territory_id, year, TOTAL)]
        left, fact = balance.balance, balance.fact
        if left.value is not None and fact is not None:
            points.append(TrendPoint(**replace(left, status=fact.status).parts, year=year))
    return tuple(points) if len(points) > 1 else ()


def _retention(desk: Desk, rate: CohortRate | None) -> KeyFigure:
    """The official rate of the région; before a refresh the rate measured among former interns.

    Where nobody measured one, whom to ask.
    """
    survey = measured_rate(desk.catalog, fetch_surveys(desk.build), desk.territory.territory_id)
    stayed = stayed_here(desk)
    if stayed is not None:
        return _stayed(desk, stayed, survey, rate)
    value, context = survey_value(desk, survey), rate_context(rate)
    return KeyFigure(
        figure_id="fidelisation",
        label=value.label,
        indicator_id=MEASURED_RATE,
        value=value,
        compared=value,
        nation=survey_value(desk, None),
        region=None,
        verdict=None,
        better=None,
        rank="",
        finding="" if survey else NOT_MEASURED,
        trend=(),
        context=" ; ".join(text for text in (survey_context(survey), context) if text),
    )


def _stayed(
    desk: Desk, stayed: DiplomaRate, survey: SurveyRate | None, rate: CohortRate | None
) -> KeyFigure:
    """The official rate, what it counts, which way it goes; the survey stands beside it."""
    beside = ""
    if survey is not None:
        # Short: its interval and its answers are in the table of the surveys.
        beside = f"à côté, sans s’y comparer, enquête : {survey.label_fr}, {survey.rate_text}"
    context = (
        f"périmètre : {SCOPE}",
        f"{stayed.counts_text} généralistes" if stayed.whole_n else "",
        trend_of(desk, STAYED_RATE),
        rate_context(rate),
        beside,
    )
    compared = read(desk, STAYED_RATE)
    figure = _figure(
        "fidelisation",
        STAYED_RATE,
        compared,
        trend=stayed_trend(desk, stayed),
        finding=compared.value.note,
        context=" ; ".join(text for text in context if text),
    )
    # The rank of the région is not that of what it holds: it says among what it is one.
    if compared.holder and figure.rank:
        return replace(figure, rank=f"{figure.rank} régions")
    return figure


def survey_value(desk: Desk, survey: SurveyRate | None) -> ProfileValue:
    """A rate of a survey as a value of a profile; without one, whom to ask."""
    indicator = desk.catalog.indicators[MEASURED_RATE]
    measure = survey or Measure(None)
    return ProfileValue(
        **measure.parts,
        label=indicator.label_fr,
        unit=indicator.unit_fr,
        decimals=indicator.decimals if measure.value is None or measure.value.is_integer() else 1,
        ask="" if survey else whom_to_ask(desk.build, indicator.theme),
    )


def survey_context(survey: SurveyRate | None) -> str:
    """Whose rate it is, out of how many answers, after how long, and « répondants »."""
    if survey is None:
        return ""
    return f"{survey.label_fr} : {survey.answers_text}, {survey.delay_text} ; répondants seulement"


def rate_context(rate: CohortRate | None) -> str:
    """The rate of the latest cohort, beside the measured retention; empty when there is none."""
    if rate is None or rate.value is None:
        return ""
    return (
        f"promotion {rate.cohort} ({STATUS_LABELS[rate.status]}) : {quantity(rate.value, '%', 1)} "
        f"installés dans {SETTLED_IN[rate.settled_in]} après {rate.delay_years} ans"
    )
