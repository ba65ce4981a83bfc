"""Under-served départements, those without a known count of MSU first."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.core.catalog import GAP, STATUS_LABELS, Catalog
from dashboard.core.files import decimal, file_name, to_csv
from dashboard.core.formatting import interval, number, period, plural, typography
from dashboard.core.selection import Selection
from dashboard.core.values import LevelValues
from dashboard.queries.desk import Desk
from dashboard.queries.stages import fetch_known
from dashboard.ui.downloads import show_csv_download
from dashboard.ui.similar import profile_link
from dashboard.ui.tables import Cell, Link, show_table
from dashboard.views.stages.words import BLANK_ZONES, BLANK_ZONES_FILES
from models.msu.blank_zones import Known, Zone, by_priority, is_blank
from models.territories.cells import NATION

ZIP = "part_population_zip_pct"
ZIP_ZAC = "part_population_zip_zac_pct"
HEADER = (
    "Département",
    "Population en ZIP",
    "Part",
    "ZIP + ZAC",
    "MSU connus",
    "Places offertes connues",
    "Manque face à la cible",
)
CSV_HEADER = (
    "territoire_id",
    "territoire",
    "population_en_zip_hab",
    "part_en_zip_pct",
    "part_en_zip_ou_zac_pct",
    "source_zonage",
    "msu_connus",
    "date_msu",
    "constat_msu",
    "statut_msu",
    "source_msu",
    "emplacement_msu",
    "places_offertes",
    "semestre_places",
    "version_donnees",
    "construction",
)
KNOWLEDGE = {
    "unknown": "aucun comptage connu",
    "withheld": "compté, non publié (petit effectif ou protection)",
    "partial": "comptage partiel",
    "counted": "compté",
}


def show_blank_zones(desk: Desk) -> None:
    """What is not known where, the départements with the most people in a ZIP first."""
    departements = desk.selection.at_level("departement")
    zoning = {item: desk.at(departements).values(item) for item in (ZIP, ZIP_ZAC)}
    gaps = desk.at(departements).values(GAP)
    shown, label = _scope(desk.catalog, desk.selection)
    zones = _zones(desk.catalog, zoning, fetch_known(desk.build), shown)
    listed = by_priority(zones)
    st.markdown(f"{_sentence(zones, label)} {typography(BLANK_ZONES)}")
    if listed:
        show_table(
            f"Zones sous-dotées et MSU connus, {label}",
            HEADER,
            [_row(desk.catalog, departements, zone, gaps) for zone in listed],
        )
        show_csv_download(
            "Télécharger ces zones (CSV)",
            f"{file_name(desk.catalog, 'zones sans msu connu', label)}.csv",
            "stages.zones.csv",
            lambda: zones_csv(desk.catalog, listed, zoning[ZIP]),
        )
    st.caption(typography(f"{_zoning_note(desk.catalog, zoning[ZIP])} {BLANK_ZONES_FILES}"))


def _scope(catalog: Catalog, selection: Selection) -> tuple[tuple[str, ...], str]:
    """Départements shown, and what they are: those of the région of a département."""
    territory = catalog.territories[selection.territory_id]
    whole = territory.territory_id
    if territory.level == "departement" and territory.region_id:
        whole = territory.region_id
    label = "France entière" if whole == NATION else catalog.territories[whole].label
    return catalog.cells.departements_inside(whole), label


def _zones(
    catalog: Catalog,
    zoning: dict[str, LevelValues],
    known: dict[str, Known],
    shown: Sequence[str],
) -> list[Zone]:
    share = {name: dict(zip(item.ids, item.values, strict=True)) for name, item in zoning.items()}
    return [
        Zone(
            item,
            catalog.territories[item].population_hab,
            share[ZIP].get(item),
            share[ZIP_ZAC].get(item),
            known.get(item, Known()),
        )
        for item in shown
    ]


def _sentence(zones: Sequence[Zone], label: str) -> str:
    zoned = [zone for zone in zones if zone.zip_pct]
    untold = sum(zone.zip_pct is None for zone in zones)
    text = f"**{label} : {_finding(zoned)}.**"
    if untold:
        text += f" Zonage non publié ici pour {plural(untold, 'département')}."
    return typography(text)


def _finding(zoned: Sequence[Zone]) -> str:
    if not zoned:
        return "aucune population en ZIP connue"
    verb = "a" if len(zoned) < 2 else "ont"
    head = f"{plural(len(zoned), 'département')} {verb} une population en ZIP"
    blank = [zone for zone in zoned if is_blank(zone)]
    if not blank:
        return f"{head}, tous avec un comptage de MSU"
    people = number(sum(zone.zip_hab or 0 for zone in blank))
    return (
        f"{head}, dont {number(len(blank))} sans comptage complet de MSU connu "
        f"({people} habitants en ZIP)"
    )


def _row(catalog: Catalog, selection: Selection, zone: Zone, gaps: LevelValues) -> list[Cell]:
    return [
        profile_link(catalog, selection, zone.departement_id),
        number(zone.zip_hab),
        f"{number(zone.zip_pct, 1)}\u00a0%",
        f"{number(zone.zip_zac_pct, 1)}\u00a0%",
        _msu(catalog, zone.known),
        _places(zone.known),
        _gap(gaps, zone.departement_id),
    ]


def _msu(catalog: Catalog, known: Known) -> Cell:
    """The latest count, leading to its source; or why there is none."""
    count = known.count
    if count is None:
        return KNOWLEDGE[known.knowledge]
    partial = ", comptage partiel" if count.is_partial else ""
    status = "" if count.status == "observed" else f", {STATUS_LABELS[count.status]}"
    text = f"{number(count.value)} ({period(count.period)}{partial}{status})"
    url = catalog.sources[count.source_id].url
    return Link(text, url, outside=True) if url else text


def _places(known: Known) -> str:
    if known.places is None:
        return number(None)
    status = STATUS_LABELS[known.places.status]
    at_least = "au moins " if known.places.is_at_least else ""
    return f"{at_least}{number(known.places.offered_n)} ({period(known.places.semester)}, {status})"


def _gap(gaps: LevelValues, departement_id: str) -> str:
    """Shortfall against the target shown, with its interval when it is an estimate."""
    index = gaps.ids.index(departement_id)
    value, low, high = gaps.values[index], gaps.low[index], gaps.high[index]
    if value is None or low is None or high is None:
        return number(value, signed=True)
    verdict = " : indéterminé" if low <= 0 <= high else ""
    return f"{number(value, signed=True)} est. ({interval(low, high)}){verdict}"


def _zoning_note(catalog: Catalog, zoning: LevelValues) -> str:
    sources = dict.fromkeys(item for item in zoning.source_ids if item)
    cited = " ; ".join(catalog.sources[item].citation for item in sources)
    return f"Zonage {zoning.period} : {cited}."


def zones_csv(catalog: Catalog, zones: Sequence[Zone], zoning: LevelValues) -> bytes:
    """File of zones, one row each, with the sources of the zoning and of the count."""
    rows = [_csv_row(catalog, zone, zoning) for zone in zones]
    return to_csv(CSV_HEADER, rows, is_demo=catalog.build.is_demo)


def _csv_row(catalog: Catalog, zone: Zone, zoning: LevelValues) -> tuple[str, ...]:
    count, places = zone.known.count, zone.known.places
    source = zoning.source_ids[zoning.ids.index(zone.departement_id)]
    return (
        zone.departement_id,
        catalog.territories[zone.departement_id].name_fr,
        "n. d." if zone.zip_hab is None else str(zone.zip_hab),
        decimal(zone.zip_pct, 1),
        decimal(zone.zip_zac_pct, 1),
        catalog.sources[source].citation if source else "",
        decimal(count.value, 0) if count else "n. d.",
        count.period if count else "",
        KNOWLEDGE[zone.known.knowledge],
        STATUS_LABELS[count.status] if count else "",
        catalog.sources[count.source_id].citation if count else "",
        count.locator if count else "",
        f"{'au moins ' if places.is_at_least else ''}{places.offered_n}" if places else "n. d.",
        places.semester if places else "",
        catalog.build.data_version,
        catalog.build.build_id,
    )
