"""Density before and without the doctors removed, on the territory maps."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.charts.palette import DIVERGING, SEQUENTIAL_DOWN, ramp, sequential_breaks
from dashboard.core.catalog import STATUS_LABELS
from dashboard.core.files import decimal, file_name, to_csv
from dashboard.core.formatting import number, plural
from dashboard.ui.maps import show_map
from dashboard.ui.territory_map import MapLayer
from dashboard.views.fidelisation.page import RetentionPage
from dashboard.views.fidelisation.removal import words
from dashboard.views.fidelisation.removal.scenario import (
    EFFECT,
    RemovalDepartement,
    Scenario,
    ZoneLoss,
)
from dashboard.views.fidelisation.removal.sources import RemovalSources
from dashboard.views.fidelisation.removal.table import removal_csv, removal_name
from models.retention.removal import FALLS, METHOD_ID, UNDETERMINED

REMOVAL_MAP = "fidelisation.carte_retrait"
LOSS_HEADER = (
    "territoire_id",
    "territoire",
    "promotions",
    "perte_pct",
    "perte_pct_borne_basse",
    "perte_pct_borne_haute",
    "perte",
    "perte_borne_basse",
    "perte_borne_haute",
    "generalistes_liberaux",
    "unite",
    "statut",
    "source",
    "emplacement",
    "methode",
    "version_donnees",
    "construction",
)
# Distances to the threshold, which is the limit between the two hues.
STEPS = (-20.0, -10.0, 0.0, 10.0, 20.0)


def show_removal_maps(
    page: RetentionPage, scenario: Scenario, when: str, sources: RemovalSources
) -> None:
    """Show two synchronised maps of the départements, before and after.

    Parameters
    ----------
    when : period of the densities
    """
    layers = removal_layers(page, scenario, when, sources)
    show_map(page, layers, REMOVAL_MAP, level="departement")


def removal_layers(
    page: RetentionPage, scenario: Scenario, when: str, sources: RemovalSources
) -> tuple[MapLayer, MapLayer]:
    """Layers of the published density and of the density left, in the same classes."""
    departements = scenario.departements

    def layer(name: str, title: str, subtitle: str, **data: object) -> MapLayer:
        return MapLayer(
            indicator_id=name,
            title=title,
            subtitle=subtitle,
            unit=words.DENSITY_UNIT,
            decimals=1,
            kind="sequential",
            breaks=tuple(scenario.threshold + step for step in STEPS),
            colors=DIVERGING[::-1],
            source=0,
            name=file_name(
                page.catalog, "carte", name, *removal_name(page.catalog, scenario), when
            ),
            csv=lambda: removal_csv(page.catalog, scenario, sources),
            **data,  # type: ignore[arg-type]
        )

    return (
        layer(
            "densite_avant",
            "Densité publiée",
            words.density_map_subtitle(when, scenario.threshold),
            values=[place.before for place in departements],
            low=None,
            high=None,
            status=[place.published_status for place in departements],
            note=None,
            sources=(sources.density,),
        ),
        layer(
            "densite_sans_eux",
            "Densité sans eux",
            _removed_label(page, scenario),
            values=[place.after.value for place in departements],
            low=[place.after.low if place.is_touched else None for place in departements],
            high=[place.after.high if place.is_touched else None for place in departements],
            status=[place.status for place in departements],
            note=[_note(scenario, place) if place.is_touched else None for place in departements],
            sources=(sources.both,),
            method=f"méthode {METHOD_ID}",
        ),
    )


def show_loss_map(
    page: RetentionPage, losses: Sequence[ZoneLoss], source: str, locator: str
) -> None:
    """Show what each subdivision would lose, in % of its liberal GPs, on a map."""
    parts = [loss.part_pct for loss in losses]
    breaks = sequential_breaks([part.value for part in parts if part.value is not None])
    layer = MapLayer(
        indicator_id="perte_par_subdivision",
        title=words.LOSS_MAP_TITLE,
        subtitle=f"{_promotions(page)}, estimation",
        unit=words.LOSS_UNIT,
        decimals=1,
        kind="sequential",
        breaks=breaks,
        colors=ramp(SEQUENTIAL_DOWN, len(breaks) + 1),
        values=[part.value for part in parts],
        low=[part.low for part in parts],
        high=[part.high for part in parts],
        status=["estimated"] * len(parts),
        note=[f"environ {number(loss.loss.value)} sur {number(loss.gps)}" for loss in losses],
        source=0,
        sources=(source,),
        method=f"méthode {METHOD_ID}",
        name=file_name(page.catalog, "carte perte sans internes", "subdivision", _promotions(page)),
        csv=lambda: to_csv(
            LOSS_HEADER,
            [loss_row(page, loss, source, locator) for loss in losses],
            is_demo=page.catalog.build.is_demo,
        ),
    )
    show_map(page, (layer,), REMOVAL_MAP, level="subdivision")


def loss_row(page: RetentionPage, loss: ZoneLoss, source: str, locator: str) -> tuple[str, ...]:
    """One subdivision as text."""
    territory, build = page.catalog.territories[loss.subdivision_id], page.catalog.build
    return (
        territory.territory_id,
        territory.name_fr,
        _promotions(page),
        *(
            decimal(end, 1) or "n. d."
            for figure in (loss.part_pct, loss.loss)
            for end in figure.ends
        ),
        decimal(loss.gps, 0),
        f"{words.LOSS_UNIT} ; médecins",
        STATUS_LABELS["estimated"],
        source,
        locator,
        METHOD_ID,
        build.data_version,
        build.build_id,
    )


def _promotions(page: RetentionPage) -> str:
    return plural(page.view.promotions, "promotion")


def _removed_label(page: RetentionPage, scenario: Scenario) -> str:
    origin = page.catalog.territories[scenario.origin_id].name_fr
    if scenario.basis == EFFECT:
        return f"{origin}, {plural(scenario.promotions, 'promotion')}, estimation"
    return f"{origin}, {words.cohorts_label(scenario)}"


def _note(scenario: Scenario, place: RemovalDepartement) -> str:
    """Note of a département: its verdict, then the doctors removed from it."""
    mark = {FALLS: "▼ ", UNDETERMINED: "? "}.get(place.verdict or "", "")
    if scenario.basis == EFFECT:
        digits = words.removed_decimals(place)
        count, bounds = number(place.removed.value, digits), words.bounds(place.removed, digits)
        lost = f"{count} MG en moins (est., {bounds})"
    else:
        lost = f"retirés : {words.counted(place)}"
    return f"{mark}{words.VERDICTS[place.verdict]} ; {lost}"
