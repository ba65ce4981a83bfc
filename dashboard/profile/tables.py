"""The tables of a territory: targets and keys, neighbours or départements, retention."""

from __future__ import annotations

from dashboard.core.catalog import (
    COVERAGE,
    GAP,
    MSU,
    NET_CHANGE,
    STATUS_LABELS,
    Target,
    Territory,
)
from dashboard.core.formatting import interval, number, period, quantity, typography
from dashboard.core.names import Name
from dashboard.profile.model import (
    PeerRow,
    Peers,
    ProfileTable,
    ProfileValue,
    TargetShare,
)
from dashboard.profile.readings import at, read
from dashboard.queries.catalog import fetch_shares
from dashboard.queries.desk import Desk
from dashboard.queries.installations import fetch_installations
from dashboard.queries.retention import fetch_surveys, fetch_territory_rates
from dashboard.themes.installations import ALL_AGES, FIELDS, Movement, figure_words, per_year
from dashboard.themes.retention import (
    MISSING,
    SCOPES,
    SETTLED_IN,
    CohortRate,
    SurveyRate,
    rates_of,
)

PEER_INDICATORS = (
    MSU,
    GAP,
    COVERAGE,
    "densite_mg_liberaux_cnam_pour_100k",
    "part_population_zip_zac_pct",
)
RETENTION_INDICATORS = (
    "solde_mg_rpps",
    NET_CHANGE,
    "part_mg_liberaux_60_ans_et_plus_pct",
)
RETENTION_HEADER = (
    "Indicateur",
    "Valeur",
    "Intervalle",
    "Unité",
    "France",
    "Statut",
    "Période",
    "Précision",
)
SURVEY_HEADER = ("Qui, où, quand", "Taux", "Intervalle", "Répondants", "Délai", "Réserve")
RATE_HEADER = (
    "Formés dans",
    "Installés dans",
    "Promotion",
    "Délai",
    "Formés",
    "Taux",
    "Intervalle",
    "Statut",
)


def target_shares(desk: Desk) -> tuple[TargetShare, ...]:
    """MSU against each target, by each key; the target of the view too when it is a free one."""
    of_view, key_id = desk.target, desk.selection.key_id
    targets = desk.catalog.named_targets | {of_view.target_id: of_view}
    return tuple(
        _share(desk, target, key, is_of_view=(target, key) == (of_view, key_id))
        for target in targets.values()
        for key in desk.catalog.keys
    )


def _share(desk: Desk, target: Target, key_id: str, *, is_of_view: bool) -> TargetShare:
    territory_id, level = desk.territory.territory_id, desk.territory.level
    selection = desk.selection
    # The free value of a view has no name by which it could be chosen.
    if target != desk.target:
        selection = selection.with_value("target_id", target.target_id)
    other = desk.at(selection.with_value("key_id", key_id))
    values = {item: other.values(item, level) for item in (GAP, COVERAGE)}
    index = values[GAP].ids.index(territory_id)
    return TargetShare(
        target=target,
        key=desk.catalog.keys[key_id],
        share_msu=fetch_shares(desk.build, target, key_id)[territory_id],
        gap=at(other, values[GAP], index),
        coverage=at(other, values[COVERAGE], index),
        situation=other.situation,
        is_of_view=is_of_view,
    )


def peers(desk: Desk, name: Name) -> Peers:
    """Neighbours of a département; the départements of a région or of a subdivision."""
    territory, catalog = desk.territory, desk.catalog
    if territory.level == "departement":
        others = [(item, "") for item in catalog.neighbours_of(territory.territory_id)]
        title = f"Départements limitrophes {name.of}"
        note = "" if others else f"{territory.label} n’a pas de département limitrophe."
    else:
        others = _members(desk, territory)
        title = f"Départements {name.of_whole}"
        note = ""
    rows = (
        PeerRow(
            territory.territory_id, territory.label, True, "", _own_values(desk), desk.situation
        ),
        *(_peer(desk, territory_id, part) for territory_id, part in others),
    )
    indicators = tuple(catalog.indicators[item] for item in PEER_INDICATORS)
    return Peers(title, "departement", indicators, rows, note)


def _members(desk: Desk, territory: Territory) -> list[tuple[str, str]]:
    """Départements of a territory; « en partie » when another subdivision has the rest."""
    catalog, territory_id = desk.catalog, territory.territory_id
    whole = catalog.departements_in(territory_id, whole=True)
    return [
        (item, "" if item in whole else "en partie")
        for item in catalog.departements_in(territory_id)
    ]


def _own_values(desk: Desk) -> tuple[ProfileValue, ...]:
    values = (desk.values(item, desk.territory.level) for item in PEER_INDICATORS)
    return tuple(at(desk, item, item.ids.index(desk.territory.territory_id)) for item in values)


def _peer(desk: Desk, territory_id: str, part: str) -> PeerRow:
    values = [desk.values(item, "departement") for item in PEER_INDICATORS]
    return PeerRow(
        territory_id,
        desk.catalog.territories[territory_id].label,
        False,
        part,
        tuple(at(desk, item, item.ids.index(territory_id)) for item in values),
        desk.situations("departement").by_id.get(territory_id),
    )


def territory_rates(desk: Desk) -> tuple[CohortRate, ...]:
    """Rates of the cohorts of the territory, or of the subdivision that holds most of it.

    For each scope and place, the latest cohort after five years, or after the longest delay.
    """
    ids = [desk.territory.territory_id]
    if desk.territory.level == "departement":
        ids.append(desk.catalog.dominant_subdivision(ids[0]))
    latest: dict[tuple[str, str], CohortRate] = {}
    for territory_id in ids:
        rates = fetch_territory_rates(desk.build, territory_id)
        scopes = {(rate.scope, rate.settled_in) for rate in rates} - latest.keys()
        for group in sorted(scopes, key=_order):
            of_group = [rate for rate in rates if (rate.scope, rate.settled_in) == group]
            latest[group] = max(of_group, key=_preference)
    return tuple(latest.values())


def _order(group: tuple[str, str]) -> tuple[int, int]:
    scope, settled_in = group
    return (list(SCOPES).index(scope), list(SETTLED_IN).index(settled_in))


def _preference(rate: CohortRate) -> tuple[bool, bool, int, int]:
    return (rate.value is not None, rate.delay_years == 5, rate.delay_years, rate.cohort)


def practice_values(desk: Desk) -> tuple[tuple[ProfileValue, ProfileValue], ...]:
    """(here, France) of the indicators of the table of retention, in its order."""
    readings = [read(desk, item) for item in RETENTION_INDICATORS]
    return tuple((item.value, item.nation) for item in readings)


def retention_tables(desk: Desk, rates: tuple[CohortRate, ...]) -> tuple[ProfileTable, ...]:
    """Rates measured by surveys, net change of GPs, then rates of the imported cohorts."""
    readings = [read(desk, item) for item in RETENTION_INDICATORS]
    sources = [source for item in readings for source in item.value.source_ids]
    table = ProfileTable(
        title="Évolution des généralistes",
        header=RETENTION_HEADER,
        rows=tuple(
            (
                item.label,
                item.value.text,
                item.value.interval_text,
                item.value.unit,
                item.nation.text,
                item.value.status_text,
                item.value.period_text,
                item.value.note,
            )
            for item in readings
        ),
        note="Un solde n’est ni des installations ni des départs.",
        source_ids=tuple(dict.fromkeys(sources)),
    )
    surveys = territory_surveys(desk)
    measured = (_survey_table(surveys),) if surveys else ()
    return (*measured, table, _rate_table(desk, rates)) if rates else (*measured, table)


def territory_surveys(desk: Desk) -> tuple[SurveyRate, ...]:
    """Rates measured among the interns of the subdivisions of the territory."""
    territory_id, level = desk.territory.territory_id, desk.territory.level
    inside = (
        (territory_id,) if level == "subdivision" else desk.catalog.subdivisions_in(territory_id)
    )
    return rates_of(fetch_surveys(desk.build), inside)


def _survey_table(surveys: tuple[SurveyRate, ...]) -> ProfileTable:
    return ProfileTable(
        title="Fidélisation mesurée auprès des anciens internes",
        header=SURVEY_HEADER,
        rows=tuple(
            (
                typography(item.label_fr),
                item.rate_text,
                item.interval_text,
                item.answers_text,
                item.delay_text,
                typography(item.note),
            )
            for item in surveys
        ),
        note="Un taux est celui des internes interrogés. Ces mesures ne se comparent que si elles "
        "comptent la même chose.",
        source_ids=tuple(dict.fromkeys(item.source_id for item in surveys)),
    )


def _rate_table(desk: Desk, rates: tuple[CohortRate, ...]) -> ProfileTable:
    return ProfileTable(
        title="Formés ici, installés où ? Cohortes importées",
        header=RATE_HEADER,
        rows=tuple(_rate_row(desk, rate) for rate in rates),
        note="Intervalle de Wilson à 95 %. Ne prouve pas un effet du stage.",
        source_ids=tuple(dict.fromkeys(rate.source_id for rate in rates)),
    )


def _rate_row(desk: Desk, rate: CohortRate) -> tuple[str, ...]:
    is_missing = rate.value is None
    bounds = interval(rate.low, rate.high, 1)
    return (
        f"{desk.catalog.territories[rate.territory_id].name_fr} ({SCOPES[rate.scope]})",
        SETTLED_IN[rate.settled_in],
        period(str(rate.cohort)),
        quantity(rate.delay_years, "an" if rate.delay_years == 1 else "ans"),
        "n. d." if rate.trained is None else quantity(rate.trained, "médecins"),
        MISSING[rate.missing or "unknown"] if is_missing else quantity(rate.value, "%", 1),
        f"{bounds} %" if bounds else "",
        "" if is_missing else STATUS_LABELS[rate.status],
    )


HEADER = ("Champ", "Période", "Entrées par an", "Départs par an", "Solde", "Statut", "Réserve")
NOTE = (
    "Les champs diffèrent et ne s’additionnent pas. Entrées et départs estimés sont un ordre de "
    "grandeur, à ne pas classer ; « n. d. » n’est jamais zéro."
)


def installation_tables(desk: Desk) -> tuple[ProfileTable, ...]:
    """Who came and who left, the latest row of each field; empty when nothing is published."""
    installations = fetch_installations(desk.build, desk.territory.territory_id)
    latest = {row.field_id: row for row in installations.movements if row.age_class == ALL_AGES}
    rows = [latest[field_id] for field_id in FIELDS if field_id in latest]
    if not rows:
        return ()
    return (
        ProfileTable(
            title="Installations et départs de généralistes",
            header=HEADER,
            rows=tuple(_cells(row) for row in rows),
            note=typography(NOTE),
            source_ids=tuple(dict.fromkeys(row.source_id for row in rows)),
        ),
    )


def _cells(row: Movement) -> tuple[str, ...]:
    entries, exits = (
        figure_words(*(per_year(value, row) for value in values))
        for values in (
            (row.entries_n, row.entries_low_n, row.entries_high_n),
            (row.exits_n, row.exits_low_n, row.exits_high_n),
        )
    )
    return (
        FIELDS[row.field_id],
        period(row.period),
        entries,
        exits,
        number(row.net_n, 1 if (row.net_n or 0) % 1 else 0, signed=True),
        STATUS_LABELS[row.status],
        row.note_fr or "",
    )
