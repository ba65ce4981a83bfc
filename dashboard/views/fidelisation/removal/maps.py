"""Density before and without the doctors removed, on the territory maps."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.charts.palette import DIVERGING, SEQUENTIAL_DOWN, ramp, sequential_breaks
from dashboard.core.catalog import STATUS_LABELS
from dashboard.core.files import decimal, file_name, to_csv
from dashboard.core.formatting import number, period, plural
from dashboard.ui import state
from dashboard.ui.maps import MAP_HEIGHT, geometry_url, map_footer
from dashboard.ui.territory_map import MapLayer, show_territory_map
from dashboard.views.fidelisation.page import REMOVAL_MAP, RetentionPage
from dashboard.views.fidelisation.removal.method import RemovalSources
from dashboard.views.fidelisation.removal.scenario import EFFECT, Departement, Scenario, ZoneLoss
from dashboard.views.fidelisation.removal.table import removal_csv, removal_name
from dashboard.views.fidelisation.removal.words import (
    DENSITY_UNIT,
    VERDICTS,
    bounds,
    cohorts_label,
    counted,
    removed_decimals,
    threshold_label,
)
from models.retention.removal import BELOW, FALLS, METHOD_ID, UNDETERMINED

LOSS_UNIT = "% des MG libéraux de la subdivision"
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
    """Two synchronised maps of the départements, before and after.

    Parameters
    ----------
    when : period of the densities
    """
    _show(page, "departement", removal_layers(page, scenario, when, sources))


def removal_layers(
    page: RetentionPage, scenario: Scenario, when: str, sources: RemovalSources
) -> tuple[MapLayer, MapLayer]:
    """Layers of the published density and of what is left; the same classes for both."""
    departements = scenario.departements
    touched = [one.is_touched for one in departements]

    def layer(name: str, title: str, subtitle: str, **shown: object) -> MapLayer:
        return MapLayer(
            indicator_id=name,
            title=title,
            subtitle=subtitle,
            unit=DENSITY_UNIT,
            decimals=1,
            kind="sequential",
            breaks=tuple(scenario.threshold + step for step in STEPS),
            colors=DIVERGING[::-1],
            source=0,
            name=file_name(
                page.catalog, "carte", name, *removal_name(page.catalog, scenario), when
            ),
            csv=lambda: removal_csv(page.catalog, scenario, sources),
            **shown,  # type: ignore[arg-type]
        )

    return (
        layer(
            "densite_avant",
            "Densité publiée",
            f"{period(when)}, seuil {threshold_label(scenario.threshold)} entre les deux teintes",
            values=[one.before for one in departements],
            low=None,
            high=None,
            status=[one.published_status for one in departements],
            note=None,
            sources=(sources.density,),
        ),
        layer(
            "densite_sans_eux",
            "Densité sans eux",
            _removed_label(page, scenario),
            values=[one.after.value for one in departements],
            low=[one.after.low if yes else None for one, yes in _pairs(departements, touched)],
            high=[one.after.high if yes else None for one, yes in _pairs(departements, touched)],
            status=[one.status for one in departements],
            note=[
                _note(scenario, one) if yes else None for one, yes in _pairs(departements, touched)
            ],
            sources=(sources.both,),
            method=f"méthode {METHOD_ID}",
        ),
    )


def show_loss_map(
    page: RetentionPage, losses: Sequence[ZoneLoss], source: str, locator: str
) -> None:
    """Map of what each subdivision would lose, in % of its liberal GPs."""
    parts = [one.part_pct for one in losses]
    breaks = sequential_breaks([part.value for part in parts if part.value is not None])
    layer = MapLayer(
        indicator_id="perte_par_subdivision",
        title="Généralistes libéraux en moins, internes formés ailleurs",
        subtitle=f"{_promotions(page)}, estimation",
        unit=LOSS_UNIT,
        decimals=1,
        kind="sequential",
        breaks=breaks,
        colors=ramp(SEQUENTIAL_DOWN, len(breaks) + 1),
        values=[part.value for part in parts],
        low=[part.low for part in parts],
        high=[part.high for part in parts],
        status=["estimated"] * len(parts),
        note=[f"environ {number(one.loss.value)} sur {number(one.gps)}" for one in losses],
        source=0,
        sources=(source,),
        method=f"méthode {METHOD_ID}",
        name=file_name(page.catalog, "carte perte sans internes", "subdivision", _promotions(page)),
        csv=lambda: to_csv(
            LOSS_HEADER,
            [loss_row(page, one, source, locator) for one in losses],
            is_demo=page.catalog.build.is_demo,
        ),
    )
    _show(page, "subdivision", (layer,))


def loss_row(page: RetentionPage, one: ZoneLoss, source: str, locator: str) -> tuple[str, ...]:
    """One subdivision as text."""
    territory, build = page.catalog.territories[one.subdivision_id], page.catalog.build
    figures = ((one.part_pct, 1), (one.loss, 1))
    return (
        territory.territory_id,
        territory.name_fr,
        _promotions(page),
        *(
            decimal(end, digits) or "n. d."
            for figure, digits in figures
            for end in (figure.value, figure.low, figure.high)
        ),
        decimal(one.gps, 0),
        f"{LOSS_UNIT} ; médecins",
        STATUS_LABELS["estimated"],
        source,
        locator,
        METHOD_ID,
        build.data_version,
        build.build_id,
    )


def _promotions(page: RetentionPage) -> str:
    return plural(page.view.promotions, "promotion")


def _show(page: RetentionPage, level: str, layers: Sequence[MapLayer]) -> None:
    show_territory_map(
        layers,
        level=level,
        geo_url=geometry_url(page.catalog),
        selected=page.territory.territory_id if page.territory.level == level else None,
        key=REMOVAL_MAP,
        footer=map_footer(page.catalog),
        demo=page.catalog.build.is_demo,
        height=MAP_HEIGHT,
        on_select=lambda: state.change_from_map(page.catalog, REMOVAL_MAP),
    )


def _pairs(
    departements: Sequence[Departement], touched: Sequence[bool]
) -> list[tuple[Departement, bool]]:
    return list(zip(departements, touched, strict=True))


def _removed_label(page: RetentionPage, scenario: Scenario) -> str:
    origin = page.catalog.territories[scenario.origin_id].name_fr
    if scenario.basis == EFFECT:
        return f"{origin}, {plural(scenario.promotions, 'promotion')}, estimation"
    return f"{origin}, {cohorts_label(scenario)}"


def _note(scenario: Scenario, one: Departement) -> str:
    """What is said of a département, the crossing first."""
    said = VERDICTS[one.verdict]
    mark = {FALLS: "▼ ", UNDETERMINED: "? ", BELOW: ""}.get(one.verdict or "", "")
    if scenario.basis == EFFECT:
        digits = removed_decimals(one)
        lost = (
            f"{number(one.removed.value, digits)} MG en moins (est., {bounds(one.removed, digits)})"
        )
    else:
        lost = f"retirés : {counted(one)}"
    return f"{mark}{said} ; {lost}"
