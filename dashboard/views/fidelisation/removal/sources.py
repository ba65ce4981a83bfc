"""Sources of « Et sans eux ? »: citations, and places in them, of every figure in use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dashboard.views.fidelisation.page import RetentionPage
from dashboard.views.fidelisation.removal.inputs import RemovalInputs, msu_values
from dashboard.views.fidelisation.removal.scenario import EFFECT, RemovalDepartement, Scenario
from dashboard.views.fidelisation.removal.words import INTERNS_LOCATOR


@dataclass(frozen=True)
class RemovalSources:
    """Citation of the densities, citations of all the figures in use, and places in them.

    ``density_locators`` are by département, ``removed_locators`` those of the doctors removed.
    """

    density: str
    both: str
    density_locators: Mapping[str, str]
    removed_locators: tuple[str, ...]

    def locator(self, place: RemovalDepartement) -> str:
        """Places of the figures of a département: its density, and the doctors removed from it."""
        removed = self.removed_locators if place.is_touched else ()
        locators = (self.density_locators.get(place.territory_id, ""), *removed)
        return " ; ".join(dict.fromkeys(text for text in locators if text))


def removal_sources(
    page: RetentionPage, inputs: RemovalInputs, scenario: Scenario
) -> RemovalSources:
    """Sources of the densities and of the doctors removed."""
    sources = page.catalog.sources
    density = inputs.national_density.source_id
    removed = list(_removed(page, inputs, scenario))
    both = dict.fromkeys((density, *(source_id for source_id, _ in removed)))
    return RemovalSources(
        density=sources[density].citation,
        both=" ; ".join(sources[item].citation for item in both),
        density_locators={
            item: locator or ""
            for item, locator in zip(inputs.density.ids, inputs.density.locators, strict=True)
        },
        removed_locators=tuple(locator for _, locator in removed),
    )


def _removed(
    page: RetentionPage, inputs: RemovalInputs, scenario: Scenario
) -> Iterator[tuple[str, str]]:
    """Source and place in it of each figure behind the doctors removed."""
    if scenario.basis != EFFECT:
        yield from ((cohort.source_id, cohort.locator) for cohort in scenario.cohorts)
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
