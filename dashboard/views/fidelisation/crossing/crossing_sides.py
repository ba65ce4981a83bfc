"""The two indicators of the crossing, loaded with what each is compared to."""

from __future__ import annotations

from dashboard.charts.classes import load_spread
from dashboard.core.catalog import COVERAGE, LEVEL_NOUNS, LevelValues
from dashboard.core.formatting import interval, number, period, plural, quantity, typography
from dashboard.queries import cached
from dashboard.queries.retention import SettledLevel
from dashboard.ui.maps import load_values, subtitle
from dashboard.views.fidelisation.crossing.classes import Reference, Side, side_of
from dashboard.views.fidelisation.page import RetentionPage
from dashboard.views.fidelisation.view import SCOPES, SETTLED_RATE
from models.territories.cells import NATION

# Indicators whose reference is a fact of their definition, not a published value.
FIXED = {
    COVERAGE: Reference(100.0, "part de la cible atteinte à 100 %"),
    "evolution_mg_rpps_pct": Reference(0.0, "effectif inchangé, 0 %"),
}


def load_side(page: RetentionPage, indicator_id: str) -> Side | str:
    """One side of the crossing, or why it has no reference, as a sentence."""
    if indicator_id == SETTLED_RATE:
        return _settled_side(page)
    catalog, selection = page.catalog, page.selection
    values = load_values(page.build, catalog, selection, indicator_id)
    indicator = catalog.indicators[indicator_id]
    reference = FIXED.get(indicator_id) or _national(page, values)
    if reference is None:
        when = values.period or str(selection.year)
        return typography(
            f"« {indicator.label_fr} » n’a pas de valeur nationale publiée pour {when} : sans ce "
            "repère, le croisement n’est pas calculé et les deux cartes sont montrées côte à côte."
        )
    spread = load_spread(page.build, catalog, selection, indicator_id)
    return side_of(indicator, values, reference, spread, subtitle(catalog, selection, values))


def load_settled(page: RetentionPage) -> SettledLevel:
    """Rates of the cohort of the view, at the level of the selection."""
    view = page.view
    assert view.cohort is not None  # noqa: S101
    assert view.delay_years is not None  # noqa: S101
    return cached.load_settled_level(
        page.build, page.selection.level, view.scope, view.cohort, view.delay_years
    )


def settled_subtitle(page: RetentionPage) -> str:
    """Cohort, delay and scope of the rates shown."""
    view = page.view
    delay = plural(view.delay_years or 0, "an")
    return f"promotion {view.cohort}, {delay} après, {SCOPES[view.scope]}"


def _national(page: RetentionPage, values: LevelValues) -> Reference | None:
    """The national value of the period shown; None when there is none for that period."""
    indicator = page.catalog.indicators[values.indicator_id]
    known = cached.load_territory_values(
        page.build, NATION, (values.indicator_id,), page.selection.year
    ).get(values.indicator_id)
    if known is None or known.period != values.period:
        return None
    shown = number(known.value, indicator.decimals)
    bounds = interval(known.low, known.high, indicator.decimals)
    label = f"France, {period(known.period)} : {shown}"
    if known.status == "estimated":
        label += f" est. ({bounds})" if bounds else " est."
    return Reference(
        known.value, typography(label), known.source_id, low=known.low, high=known.high
    )


def _settled_side(page: RetentionPage) -> Side | str:
    settled = load_settled(page)
    if settled.pool is None:
        noun = LEVEL_NOUNS[page.selection.level]
        return typography(
            f"Aucun taux de ce périmètre ({settled_subtitle(page)}) n’est publié pour "
            f"{'les ' + noun.many} : choisir un autre niveau, ou un autre périmètre."
        )
    pool = settled.pool
    label = (
        f"ensemble des taux publiés, {quantity(pool.rate_pct, '%')} "
        f"({number(pool.settled_n)} sur {number(pool.trained_n)})"
    )
    return side_of(
        page.catalog.indicators[SETTLED_RATE],
        settled.values,
        Reference(pool.rate_pct, typography(label)),
        settled.spread,
        settled_subtitle(page),
    )
