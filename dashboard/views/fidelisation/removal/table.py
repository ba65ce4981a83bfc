"""Départements before and without the doctors removed: a short table, and the whole as a file."""

from __future__ import annotations

from dashboard.core.catalog import STATUS_LABELS, Catalog
from dashboard.core.files import file_name, place_name, to_csv
from dashboard.core.formatting import number, plural, typography
from dashboard.ui.downloads import show_csv_download
from dashboard.ui.tables import show_table
from dashboard.views.fidelisation.page import RetentionPage
from dashboard.views.fidelisation.removal.method import RemovalSources
from dashboard.views.fidelisation.removal.scenario import (
    EFFECT,
    FLOWS,
    STAGES,
    Departement,
    Scenario,
)
from dashboard.views.fidelisation.removal.words import (
    DENSITY_UNIT,
    VERDICTS,
    bounds,
    cohorts_label,
    counted,
    removed_decimals,
)
from models.retention.removal import METHOD_ID

ROWS = 12
BASES = {
    EFFECT: "effet moyen publié par l’Insee",
    FLOWS: "flux d’installation importés",
    STAGES: "cohortes de stage importées",
}
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
    """Départements that lose somebody: those that fall first, then the nearest to the threshold."""
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
                page.catalog.territories[one.territory_id].label,
                number(one.gps),
                _removed(scenario, one),
                number(one.before, 1),
                _after(scenario, one),
                VERDICTS[one.verdict],
            )
            for one in touched[:ROWS]
        ],
    )


def show_removal_download(page: RetentionPage, scenario: Scenario, sources: RemovalSources) -> None:
    """Button that gives every département as a file, with sources, bounds and method."""
    catalog = page.catalog
    name = file_name(catalog, *removal_name(catalog, scenario))
    show_csv_download(
        "Télécharger tous les départements (CSV)",
        f"{name}.csv",
        "fidelisation.sans_eux.csv",
        lambda: removal_csv(catalog, scenario, sources),
    )


def removal_name(catalog: Catalog, scenario: Scenario) -> tuple[str, ...]:
    """Parts of the name of the files: who is removed, from where, over how many cohorts."""
    origin = catalog.territories[scenario.origin_id]
    cohorts = plural(scenario.promotions, "promotion")
    return f"sans {scenario.removed_kind}", place_name(origin), cohorts


def removal_csv(catalog: Catalog, scenario: Scenario, sources: RemovalSources) -> bytes:
    """File of every département, before and without those removed."""
    rows = [csv_row(catalog, scenario, one, sources) for one in scenario.departements]
    return to_csv(CSV_HEADER, rows, is_demo=catalog.build.is_demo)


def csv_row(
    catalog: Catalog, scenario: Scenario, one: Departement, sources: RemovalSources
) -> tuple[str, ...]:
    """One département as text."""
    territory = catalog.territories[one.territory_id]
    counted = scenario.basis != EFFECT
    return (
        territory.territory_id,
        territory.code,
        territory.name_fr,
        BASES[scenario.basis],
        catalog.territories[scenario.origin_id].label,
        "internes" if scenario.removed_kind == "internes" else "MSU",
        cohorts_label(scenario) if counted else plural(scenario.promotions, "promotion"),
        _text(scenario.threshold, 1),
        _text(one.gps, 0),
        *(_text(end, 0 if counted else 1, "") for end in _ends(one.removed)),
        _text(one.before, 1),
        *(_text(end, 1, "") for end in _ends(one.after)),
        DENSITY_UNIT,
        VERDICTS[one.verdict],
        STATUS_LABELS.get(one.status or "", "non publié"),
        sources.both if one.is_touched else sources.density,
        sources.locator(one),
        METHOD_ID if one.is_touched else "",
        "effectif masqué : au moins ce nombre" if one.is_partial else "",
        catalog.build.data_version,
        catalog.build.build_id,
    )


def _removed(scenario: Scenario, one: Departement) -> str:
    if scenario.basis == EFFECT:
        digits = removed_decimals(one)
        return f"{number(one.removed.value, digits)} ({bounds(one.removed, digits)})"
    return counted(one)


def _after(scenario: Scenario, one: Departement) -> str:
    shown = number(one.after.value, 1)
    if scenario.basis == EFFECT:
        return f"{shown} ({bounds(one.after, 1)})"
    return f"au plus {shown}" if one.is_partial else shown


def _ends(figure: object) -> tuple[float | None, ...]:
    return figure.value, figure.low, figure.high  # type: ignore[attr-defined]


def _text(value: float | None, decimals: int, missing: str = "n. d.") -> str:
    return missing if value is None else f"{value:.{decimals}f}".replace(".", ",")
