"""Stage places of a territory: balance of each level, tension beside the nation."""

from __future__ import annotations

from dataclasses import replace

from dashboard.core.values import Measure
from dashboard.profile.model import ProfileValue, StageLine
from dashboard.profile.readings import Reading, whom_to_ask
from dashboard.queries.desk import Desk
from dashboard.queries.stages import fetch_model, fetch_stage_balances
from dashboard.themes.stages import LEVEL_NAMES, UNIT, Balance
from models.stages.balance import METHOD_ID
from models.stages.maquettes import TOTAL
from models.territories.cells import NATION

TENSION = "tension_stages"
TENSION_LABEL = "Tension des stages de 3e cycle (besoin ÷ offre)"


def read_tension(desk: Desk, year: int) -> Reading:
    """Tension of the third cycle, 100 % when the offer equals the need."""
    level, territory_id = desk.territory.level, desk.territory.territory_id
    ids = desk.catalog.level_ids[level]
    balances = fetch_stage_balances(desk.build, (NATION, *ids), (year,))
    region_id = desk.territory.region_id
    region = None
    if region_id:
        of_region = fetch_stage_balances(desk.build, (region_id,), (year,))
        region = _tension(desk, of_region[(region_id, year, TOTAL)])
    return Reading(
        indicator_id=TENSION,
        label=TENSION_LABEL,
        direction="down",
        value=_tension(desk, balances[(territory_id, year, TOTAL)]),
        nation=_tension(desk, balances[(NATION, year, TOTAL)]),
        region=region,
        values=tuple(balances[(item, year, TOTAL)].tension.value for item in ids),
        index=ids.index(territory_id),
    )


def stage_lines(desk: Desk, year: int) -> tuple[StageLine, ...]:
    """One line per level in force that year, the third cycle as a whole first."""
    territory_id = desk.territory.territory_id
    balances = fetch_stage_balances(desk.build, (territory_id,), (year,))
    in_force = fetch_model(desk.build).levels_of(year)
    return tuple(
        _line(desk, balances[(territory_id, year, level_id)])
        for level_id in LEVEL_NAMES
        if level_id in in_force
    )


def _line(desk: Desk, balance: Balance) -> StageLine:
    fact = balance.fact
    need = (fact.need_source,) if fact and fact.need_source else ()
    offer = (fact.offer_source,) if fact and fact.offer_source else ()
    msu = f"MSU de {fact.msu_year}" if fact and fact.msu_year else ""
    status = fact.status if fact else None
    both = tuple(dict.fromkeys(need + offer))
    return StageLine(
        level_id=balance.level_id,
        label=LEVEL_NAMES[balance.level_id],
        need=_value(desk, "Besoin", UNIT, balance.need, "estimated", balance, need),
        offer=_value(desk, "Offre", UNIT, balance.offer, status, balance, offer, note=msu),
        balance=_value(desk, "Solde", UNIT, balance.balance, status, balance, both, signed=True),
        recruit=_value(desk, "MSU à recruter", "MSU", balance.recruit, status, balance, both),
        tension=_tension(desk, balance),
        finding=balance.detail,
        raw=balance,
    )


def _tension(desk: Desk, balance: Balance) -> ProfileValue:
    fact = balance.fact
    status = fact.status if fact else None
    ids = (fact.need_source, fact.offer_source) if fact else ()
    sources = tuple(dict.fromkeys(item for item in ids if item))
    return _value(desk, TENSION_LABEL, "%", balance.tension, status, balance, sources)


def _value(
    desk: Desk,
    label: str,
    unit: str,
    figure: Measure,
    status: str | None,
    balance: Balance,
    source_ids: tuple[str, ...],
    *,
    signed: bool = False,
    note: str = "",
) -> ProfileValue:
    is_missing = figure.value is None
    measure = replace(
        figure,
        status=None if is_missing else status,
        period=f"{balance.year - 1}/{balance.year}",
        source_ids=source_ids,
        method_id=METHOD_ID,
        note=note,
    )
    return ProfileValue(
        **measure.parts,
        label=label,
        unit=unit,
        decimals=0,
        ask=whom_to_ask(desk.build, "stages") if is_missing else "",
        signed=signed,
    )
