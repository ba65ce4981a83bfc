"""Where the figures of « Et sans eux ? » come from: citations, and places in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dashboard.views.fidelisation.page import RetentionPage
from dashboard.views.fidelisation.removal.inputs import RemovalInputs, msu_values
from dashboard.views.fidelisation.removal.scenario import EFFECT, Departement, Scenario

INTERNS_LOCATOR = "somme des trois promotions, par subdivision"


@dataclass(frozen=True)
class RemovalSources:
    """Citation of the densities, citations of all that is used, and places in them.

    ``density_locators`` are by département, ``removed_locators`` those of what is removed.
    """

    density: str
    both: str
    density_locators: Mapping[str, str]
    removed_locators: tuple[str, ...]

    def locator(self, one: Departement) -> str:
        """Where the figures of a département are: its density, and what is removed if anything."""
        removed = self.removed_locators if one.is_touched else ()
        found = (self.density_locators.get(one.territory_id, ""), *removed)
        return " ; ".join(dict.fromkeys(text for text in found if text))


def removal_sources(
    page: RetentionPage, inputs: RemovalInputs, scenario: Scenario
) -> RemovalSources:
    """Sources of the densities, and of what is removed as well."""
    cited = page.catalog.sources
    density = inputs.national_density.source_id
    removed = list(_removed(page, inputs, scenario))
    both = dict.fromkeys((density, *(source_id for source_id, _ in removed)))
    return RemovalSources(
        density=cited[density].citation,
        both=" ; ".join(cited[item].citation for item in both),
        density_locators={
            item: locator or ""
            for item, locator in zip(inputs.density.ids, inputs.density.locators, strict=True)
        },
        removed_locators=tuple(locator for _, locator in removed),
    )


def _removed(
    page: RetentionPage, inputs: RemovalInputs, scenario: Scenario
) -> Iterator[tuple[str, str]]:
    """Source and place in it of each figure behind what is removed."""
    if scenario.basis != EFFECT:
        yield from ((one.source_id, one.locator) for one in scenario.cohorts)
        return
    yield from national_sources(inputs)
    if page.view.removed == "internes":
        yield from ((item, INTERNS_LOCATOR) for item in inputs.interns.source_ids)
        return
    for value in msu_values(page, scenario.origin_id) or ():
        yield value.source_id, value.locator


def national_sources(inputs: RemovalInputs) -> tuple[tuple[str, str], ...]:
    """Source and place in it of the average effect, and of the latest settlers."""
    points = (inputs.effect, inputs.settlers[-1])
    return tuple((point.source_id, point.locator) for point in points)
