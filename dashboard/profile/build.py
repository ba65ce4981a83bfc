"""Assemble the profile of a région, a département or a subdivision from what is published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from dashboard.core.catalog import SITUATION, STATUS_LABELS, Catalog
from dashboard.core.formatting import typography
from dashboard.core.names import name_of
from dashboard.core.selection import changed_parameters
from dashboard.profile.figures import key_figures
from dashboard.profile.follow_up import actions_under_way, followed_registers
from dashboard.profile.initiatives import recorded_initiatives
from dashboard.profile.model import (
    CitedSource,
    KeyFigure,
    Profile,
    ProfileValue,
    Question,
    SpineLine,
)
from dashboard.profile.official import (
    first_installations_text,
    official_tables,
    official_values,
    stayed_here,
)
from dashboard.profile.questions import Facts, questions
from dashboard.profile.readings import read, topics
from dashboard.profile.sentences import (
    headline,
    msu_sentence,
    practice_sentence,
    stage_sentence,
)
from dashboard.profile.stages import read_tension, stage_lines
from dashboard.profile.tables import (
    installation_tables,
    peers,
    practice_values,
    retention_tables,
    target_shares,
    territory_rates,
    territory_surveys,
)
from dashboard.queries.catalog import fetch_shares
from dashboard.queries.desk import Desk
from dashboard.queries.stages import fetch_model, fetch_places
from dashboard.themes.diploma import stayed_sentence
from dashboard.themes.retention import measured_rate, rate_sentence, survey_sentence
from dashboard.themes.situation import certainty, local_counts_sentence
from foundation.days import today_in_paris
from models.stages.maquettes import TOTAL

OLDER = "part_mg_liberaux_60_ans_et_plus_pct"
ZONING = "part_population_zip_zac_pct"
SUBDIVISION = "subdivision "
STAGE_CAVEAT = (
    "Places de stage : besoin calculé par les maquettes et les postes d’internes, offre calculée à "
    "partir des MSU sauf import ; l’unité est la place-semestre ; bornes "
    "d’hypothèses, non intervalles à 95 %."
)


def build_profile(desk: Desk, day: date | None = None) -> Profile:
    """Profile of the territory of a view: everything its page and its documents show.

    Lines are due or late on ``day``, today in Paris by default.

    Raises
    ------
    ValueError
        When the territory is the nation: it has no profile, the overview is its page.
    """
    territory = desk.territory
    if territory.level == "national":
        raise ValueError("the nation has no profile: choose a région, a département, a subdivision")
    today = day or today_in_paris()
    name = name_of(territory)
    target, key = desk.target, desk.catalog.keys[desk.selection.key_id]
    share_msu = fetch_shares(desk.build, target, key.key_id).get(territory.territory_id)
    stage_year = fetch_model(desk.build).default_year
    rates = territory_rates(desk)
    rate = next((item for item in rates if item.value is not None), None)
    figures = key_figures(desk, stage_year, share_msu, rate)
    spine = spine_lines(desk, stage_year)
    profile = Profile(
        territory=territory,
        name=name,
        region=desk.catalog.territories.get(territory.region_id or ""),
        title=typography(f"Fiche territoire : {territory.label}"),
        headline="",
        build=desk.catalog.build,
        parameters=changed_parameters(desk.selection, desk.catalog),
        year=desk.selection.year,
        target=target,
        key=key,
        share_msu=share_msu,
        situation=desk.situation,
        stage_year=stage_year,
        sentences=(),
        key_figures=figures,
        spine=spine,
        targets=target_shares(desk),
        stages=stage_lines(desk, stage_year),
        retention=(*official_tables(desk), *retention_tables(desk, rates)),
        rate=rate,
        installations=installation_tables(desk),
        peers=peers(desk, name),
        questions=(),
        caveats=_caveats(desk, spine),
        sources=(),
        statuses=(),
        practice=practice_values(desk),
        rates=rates,
        official=official_values(desk),
        surveys=territory_surveys(desk),
        initiatives=recorded_initiatives(desk, name),
        registers=followed_registers(desk, today),
        actions=actions_under_way(desk, today),
    )
    return replace(
        profile,
        headline=headline(
            territory.label,
            target,
            share_msu,
            profile.figure("msu").value,
            profile.situation,
        ),
        sentences=_sentences(desk, profile),
        questions=_questions(desk, profile),
        sources=cited_sources(desk.catalog, profile),
        statuses=statuses_of(profile),
    )


def spine_lines(desk: Desk, stage_year: int) -> tuple[SpineLine, ...]:
    """One line per indicator of the map that is not a sum, and the tension of the stages.

    The chances of being below the share are those of the verdict: the nation has none beside.
    """
    catalog = desk.catalog
    rates = (
        item
        for item in catalog.map_indicators
        if not catalog.indicators[item].additive and item != SITUATION
    )
    return (
        *(read(desk, item).line() for item in rates),
        read_tension(desk, stage_year).line(),
    )


def _sentences(desk: Desk, profile: Profile) -> tuple[str, ...]:
    name, ask = profile.name, profile.figure("fidelisation").value.ask
    measured = ""
    stayed = stayed_here(desk)
    if profile.rate is None and stayed:
        region = desk.catalog.territories[stayed.territory_id]
        measured = f"{stayed_sentence(f'région {region.name_fr}', stayed)}."
    elif profile.rate:
        place = desk.catalog.territories[profile.rate.territory_id]
        measured = rate_sentence(profile.rate, place.name_fr)
    elif survey := measured_rate(desk.catalog, profile.surveys, profile.territory.territory_id):
        measured = survey_sentence(survey)
    total = next(line for line in profile.stages if line.level_id == TOTAL)
    return (
        msu_sentence(
            name,
            profile.year,
            profile.target,
            profile.key,
            profile.share_msu,
            profile.figure("msu").value,
            profile.situation,
            desk.neighbour_situations,
        ),
        stage_sentence(name, total.raw),
        practice_sentence(name, profile.figure("densite"), measured, ask),
    )


def local_counts(desk: Desk, level: str) -> str:
    """What the local counts of a year without national count change at a level, in a sentence."""
    year = desk.selection.year
    if year in desk.catalog.national_years:
        return ""
    names = {
        item: name_of(desk.catalog.territories[item]).alone
        for item in desk.catalog.level_ids[level]
    }
    return local_counts_sentence(level, year, names, desk.situations(level))


def _questions(desk: Desk, profile: Profile) -> tuple[Question, ...]:
    territory_id, level = desk.territory.territory_id, desk.territory.level
    links = desk.catalog.subdivisions_of.get(territory_id, ())
    older = next(line.value for line in profile.spine if line.indicator_id == OLDER)
    zoning = next(line.value for line in profile.spine if line.indicator_id == ZONING)
    facts = Facts(
        level=level,
        msu_status=profile.figure("msu").value.status,
        situation=profile.situation,
        target_fr=profile.target.label_fr,
        has_places=bool(fetch_places(desk.build, territory_id)),
        has_rates=profile.rate is not None,
        has_zoning=zoning.value is not None,
        subdivisions=tuple(name_of(desk.catalog.territories[item]).of for item, _ in links),
        older_text=""
        if older.value is None
        else f"En {older.period_text}, {older.text} {older.unit[0]}",
        first_text=first_installations_text(desk),
    )
    return questions(profile.name, facts, topics(desk.build))


def _caveats(desk: Desk, spine: tuple[SpineLine, ...]) -> tuple[str, ...]:
    """Reservations of the values of the profile, those of the territory first."""
    catalog, territory = desk.catalog, desk.territory
    texts = []
    texts += [f"{line.label} : {line.value.reserve}" for line in spine if line.value.reserve]
    holders = dict.fromkeys(line.holder for line in spine if line.holder)
    holder = next((item for item in holders if item.startswith(SUBDIVISION)), "")
    if holder:
        links = catalog.subdivisions_of[territory.territory_id]
        shared = " (en partie seulement : il en compte plusieurs)" if len(links) > 1 else ""
        texts.append(
            "Ce qui n’est publié que par subdivision est la valeur de celle "
            f"{holder.removeprefix(SUBDIVISION)}{shared}."
        )
    gap = catalog.national_gaps.get(desk.selection.year)
    if gap:
        texts.append(f"En {desk.selection.year}, {gap.reason_fr}.")
    target = desk.selection.target(catalog)
    if target.note_fr:
        texts.append(f"Cible « {target.label_fr} » : {target.note_fr}")
    key = catalog.keys[desk.selection.key_id]
    if key.caveat_fr:
        texts.append(f"Clé « {key.label_fr} » : {key.caveat_fr}")
    texts.append(f"Situations en France : {certainty(desk.situations(territory.level))}")
    indicator_ids = ["msu", SITUATION, *(line.indicator_id for line in spine if line.value.text)]
    for indicator_id in indicator_ids:
        indicator = catalog.indicators.get(indicator_id)
        if indicator and indicator.caveat_fr:
            texts.append(f"{indicator.label_fr} : {indicator.caveat_fr}")
    texts.append(STAGE_CAVEAT)
    return tuple(dict.fromkeys(typography(text.strip()) for text in texts))


def _values(profile: Profile) -> Iterator[ProfileValue]:
    """Every value of a profile, in the order of the page."""
    for figure in profile.key_figures:
        yield from _figure_values(figure)
    for line in profile.spine:
        yield from (line.value, line.nation)
        if line.region:
            yield line.region
    for share in profile.targets:
        yield from (share.gap, share.coverage)
    for stage in profile.stages:
        yield from (stage.need, stage.offer, stage.balance, stage.recruit)
    for row in profile.peers.rows:
        yield from row.values
    for register in profile.registers:
        yield from register.values


def _figure_values(figure: KeyFigure) -> tuple[ProfileValue, ...]:
    return (figure.value, figure.compared, figure.nation)


def cited_sources(catalog: Catalog, profile: Profile) -> tuple[CitedSource, ...]:
    """Sources of a profile, numbered in the order in which they appear."""
    ids = dict.fromkeys(_source_ids(profile))
    cited = [catalog.sources[item] for item in ids if item in catalog.sources]
    return tuple(CitedSource(number, source) for number, source in enumerate(cited, start=1))


def _source_ids(profile: Profile) -> Iterator[str]:
    for value in _values(profile):
        if value.value is not None:
            yield from value.source_ids
    for table in (*profile.retention, *profile.installations):
        yield from table.source_ids
    for share in profile.targets:
        if share.target.source_id:
            yield share.target.source_id
    if profile.initiatives:
        yield from profile.initiatives.source_ids
    for register in profile.registers:
        yield from register.source_ids


def statuses_of(profile: Profile) -> tuple[str, ...]:
    """Statuses of the values of a profile, in the order of the legend."""
    statuses = {value.status for value in _values(profile) if value.value is not None}
    return tuple(status for status in STATUS_LABELS if status in statuses)
