"""Under-served départements, those without a known count of MSU first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard.core.catalog import STATUS_LABELS, Catalog
from dashboard.core.files import decimal, file_name, to_csv
from dashboard.core.formatting import MISSING, number, period, typography
from dashboard.core.values import LevelValues
from dashboard.queries.desk import Desk
from dashboard.queries.stages import fetch_local_counts
from dashboard.themes.situation import Situation, Situations
from dashboard.ui.downloads import show_csv_download
from dashboard.ui.similar import profile_link
from dashboard.ui.tables import Cell, show_table, source_cell
from dashboard.views.stages import words
from models.msu.blank_zones import Known, Places, Zone, by_priority

ZIP = "part_population_zip_pct"
ZIP_ZAC = "part_population_zip_zac_pct"
HEADER = (
    "Département",
    "Population en ZIP",
    "Part",
    "ZIP + ZAC",
    "MSU connus",
    "Places offertes connues",
    words.GAP_TO_TARGET,
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


def show_blank_zones(desk: Desk) -> None:
    """Where no MSU is counted, the départements with the most people in a ZIP first."""
    by_departement = desk.at(desk.selection.at_level("departement"))
    zoning = {item: by_departement.values(item) for item in (ZIP, ZIP_ZAC)}
    situations = by_departement.situations()
    ids, label = _scope(desk)
    zones = _zones(desk.catalog, zoning, fetch_local_counts(desk.build), ids)
    listed = by_priority(zones)
    sentence = words.blank_zones_sentence(zones, label)
    st.markdown(f"{sentence} {typography(words.BLANK_ZONES)}")
    if listed:
        show_table(
            words.blank_zones_table(label),
            HEADER,
            [_row(by_departement, zone, situations) for zone in listed],
        )
        show_csv_download(
            "Télécharger ces zones (CSV)",
            f"{file_name(desk.catalog, 'zones sans msu connu', label)}.csv",
            "stages.zones.csv",
            lambda: zones_csv(desk.catalog, listed, zoning[ZIP]),
        )
    note = _zoning_note(desk.catalog, zoning[ZIP])
    st.caption(typography(f"{note} {words.BLANK_ZONES_FILES}"))


def _scope(desk: Desk) -> tuple[tuple[str, ...], str]:
    """Départements listed and the name of their place: of a département, those of its région."""
    place = desk.territory
    if place.level == "departement" and place.region_id:
        place = desk.catalog.territories[place.region_id]
    return desk.catalog.cells.departements_inside(place.territory_id), place.label


def _zones(
    catalog: Catalog,
    zoning: Mapping[str, LevelValues],
    counts: Mapping[str, Known],
    ids: Sequence[str],
) -> list[Zone]:
    share = {name: dict(zip(item.ids, item.values, strict=True)) for name, item in zoning.items()}
    return [
        Zone(
            item,
            catalog.territories[item].population_hab,
            share[ZIP].get(item),
            share[ZIP_ZAC].get(item),
            counts.get(item, Known()),
        )
        for item in ids
    ]


def _row(desk: Desk, zone: Zone, situations: Situations) -> list[Cell]:
    return [
        profile_link(desk.catalog, desk.selection, zone.departement_id),
        number(zone.zip_hab),
        f"{number(zone.zip_pct, 1)}\u00a0%",
        f"{number(zone.zip_zac_pct, 1)}\u00a0%",
        _msu(desk.catalog, zone.known),
        _places(zone.known.places),
        _situation(situations.by_id.get(zone.departement_id)),
    ]


def _msu(catalog: Catalog, msu: Known) -> Cell:
    """The latest count, leading to its source; or why there is none."""
    count = msu.count
    if count is None:
        return words.COUNT_KNOWLEDGE[msu.knowledge]
    partial = ", comptage partiel" if count.is_partial else ""
    status = "" if count.status == "observed" else f", {STATUS_LABELS[count.status]}"
    text = f"{number(count.value)} ({period(count.period)}{partial}{status})"
    return source_cell(catalog.sources[count.source_id], text)


def _places(places: Places | None) -> str:
    if places is None:
        return number(None)
    status = STATUS_LABELS[places.status]
    at_least = "au moins " if places.is_at_least else ""
    return f"{at_least}{number(places.offered_n)} ({period(places.semester)}, {status})"


def _situation(situation: Situation | None) -> str:
    """Where a département stands against its share, and what it would lack at 80 %."""
    if situation is None:
        return MISSING
    return f"{situation.short} ; {situation.missing}"


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
        words.COUNT_KNOWLEDGE[zone.known.knowledge],
        STATUS_LABELS[count.status] if count else "",
        catalog.sources[count.source_id].citation if count else "",
        count.locator if count else "",
        f"{'au moins ' if places.is_at_least else ''}{places.offered_n}" if places else "n. d.",
        places.semester if places else "",
        catalog.build.data_version,
        catalog.build.build_id,
    )
