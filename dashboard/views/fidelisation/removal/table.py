"""Départements before and without the doctors removed: a short table, and the whole as a file."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.core.catalog import STATUS_LABELS, Catalog
from dashboard.core.files import decimal, file_name, place_name, to_csv
from dashboard.core.formatting import number, plural, typography
from dashboard.ui.downloads import show_csv_download
from dashboard.ui.tables import show_table
from dashboard.views.fidelisation.page import RetentionPage
from dashboard.views.fidelisation.removal import words
from dashboard.views.fidelisation.removal.scenario import EFFECT, RemovalDepartement, Scenario
from dashboard.views.fidelisation.removal.sources import RemovalSources
from models.retention.removal import BELOW, FALLS, METHOD_ID, UNDETERMINED

ROWS = 12
CSV_HEADER = (
    "territoire_id",
    "code",
    "territoire",
    "fondement",
    "origine",
    "retire",
    "promotions",
    "seuil",
    "generalistes_liberaux",
    "retires",
    "retires_borne_basse",
    "retires_borne_haute",
    "densite_publiee",
    "densite_sans_eux",
    "densite_borne_basse",
    "densite_borne_haute",
    "unite_densite",
    "constat",
    "statut",
    "source",
    "emplacement",
    "methode",
    "note",
    "version_donnees",
    "construction",
)


def show_removal_table(page: RetentionPage, scenario: Scenario) -> None:
    """Show the départements that lose somebody: those that fall, then the nearest to fall."""
    touched = scenario.touched
    estimated = scenario.basis == EFFECT
    more = "" if len(touched) <= ROWS else f", {ROWS} premiers sur {number(len(touched))}"
    show_table(
        typography(f"Départements touchés{more}"),
        (
            "Département",
            "MG libéraux",
            "Retirés (est.)" if estimated else "Retirés",
            "Densité publiée",
            "Densité sans eux (est.)" if estimated else "Densité sans eux",
            "Constat",
        ),
        [
            (
                page.catalog.territories[place.territory_id].label,
                number(place.gps),
                _removed(scenario, place),
                number(place.before, 1),
                _after(scenario, place),
                words.VERDICTS[place.verdict],
            )
            for place in touched[:ROWS]
        ],
    )


def show_region_table(page: RetentionPage, scenarios: Sequence[Scenario]) -> None:
    """Show what each subdivision of a région would lose; nothing where it has one only."""
    if len(scenarios) < 2:
        return
    show_table(
        typography(words.REGION_TABLE),
        (
            "Subdivision",
            "Généralistes de moins",
            "Passent sous le seuil",
            "Peut-être",
            "Déjà dessous",
        ),
        [region_row(page.catalog, scenario) for scenario in scenarios],
    )


def region_row(catalog: Catalog, scenario: Scenario) -> tuple[str, ...]:
    """Subdivision, what it would lose, départements that fall under the threshold, may, or are."""
    total = number(scenario.total.value)
    estimated = f" ({words.bounds(scenario.total)}, est.)"
    return (
        catalog.territories[scenario.origin_id].name_fr,
        f"{total}{estimated if scenario.basis == EFFECT else ''}",
        *(
            ", ".join(
                catalog.territories[place.territory_id].name_fr
                for place in scenario.departements_with(verdict)
            )
            or words.NO_DEPARTEMENT
            for verdict in (FALLS, UNDETERMINED, BELOW)
        ),
    )


def show_removal_download(page: RetentionPage, scenario: Scenario, sources: RemovalSources) -> None:
    """Show the button of the file of every département, with sources, bounds and method."""
    catalog = page.catalog
    name = file_name(catalog, *removal_name(catalog, scenario))
    show_csv_download(
        words.DOWNLOAD,
        f"{name}.csv",
        "fidelisation.sans_eux.csv",
        lambda: removal_csv(catalog, scenario, sources),
    )


def removal_name(catalog: Catalog, scenario: Scenario) -> tuple[str, ...]:
    """Parts of the name of the files: doctors removed, origin, number of cohorts."""
    origin = catalog.territories[scenario.origin_id]
    cohorts = plural(scenario.promotions, "promotion")
    return f"sans {scenario.removed_kind}", place_name(origin), cohorts


def removal_csv(catalog: Catalog, scenario: Scenario, sources: RemovalSources) -> bytes:
    """File of every département, before and without the doctors removed."""
    rows = [csv_row(catalog, scenario, place, sources) for place in scenario.departements]
    return to_csv(CSV_HEADER, rows, is_demo=catalog.build.is_demo)


def csv_row(
    catalog: Catalog, scenario: Scenario, place: RemovalDepartement, sources: RemovalSources
) -> tuple[str, ...]:
    """One département as text."""
    territory = catalog.territories[place.territory_id]
    is_counted = scenario.basis != EFFECT
    return (
        territory.territory_id,
        territory.code,
        territory.name_fr,
        words.BASES[scenario.basis],
        catalog.territories[scenario.origin_id].label,
        "internes" if scenario.removed_kind == "internes" else "MSU",
        words.cohorts_label(scenario) if is_counted else plural(scenario.promotions, "promotion"),
        _csv_number(scenario.threshold, 1),
        _csv_number(place.gps, 0),
        *(decimal(end, 0 if is_counted else 1) for end in place.removed.ends),
        _csv_number(place.before, 1),
        *(decimal(end, 1) for end in place.after.ends),
        words.DENSITY_UNIT,
        words.VERDICTS[place.verdict],
        STATUS_LABELS.get(place.status or "", "non publié"),
        sources.both if place.is_touched else sources.density,
        sources.locator(place),
        METHOD_ID if place.is_touched else "",
        words.PARTIAL_NOTE if place.is_partial else "",
        catalog.build.data_version,
        catalog.build.build_id,
    )


def _removed(scenario: Scenario, place: RemovalDepartement) -> str:
    if scenario.basis == EFFECT:
        digits = words.removed_decimals(place)
        return f"{number(place.removed.value, digits)} ({words.bounds(place.removed, digits)})"
    return words.counted(place)


def _after(scenario: Scenario, place: RemovalDepartement) -> str:
    density = number(place.after.value, 1)
    if scenario.basis == EFFECT:
        return f"{density} ({words.bounds(place.after, 1)})"
    return f"au plus {density}" if place.is_partial else density


def _csv_number(value: float | None, decimals: int) -> str:
    return decimal(value, decimals) or "n. d."
