"""Every value of a brief in one flat list: what the workbook and the tables hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dashboard.core.catalog import Catalog
from dashboard.profile.model import Profile, ProfileValue
from dashboard.themes.retention import SETTLED_IN

FIGURES = "Chiffres clés"
POSITION = "Chaque indicateur face à la France"
TARGETS = "MSU face aux cibles et aux clés"
STAGES = "Places de stage"
RETENTION = "Fidélisation et évolution des généralistes"
PEERS = "Territoires voisins ou contenus"
INITIATIVES = "Initiatives recensées"
FOLLOWED = "Registres suivis"


@dataclass(frozen=True)
class BriefRow:
    """One value: the section, the territory, the label and the detail it is read under.

    ``sources`` are citations, in the order of ``value.source_ids``.
    """

    section: str
    territory_id: str
    territory: str
    label: str
    detail: str
    value: ProfileValue
    sources: tuple[str, ...]


def rows_of(catalog: Catalog, profile: Profile) -> tuple[BriefRow, ...]:
    """Rows of a profile, section by section; the sections do not depend on what is printed."""
    return tuple(
        BriefRow(
            section,
            territory_id,
            catalog.territories[territory_id].label,
            value.label,
            detail,
            value,
            tuple(
                catalog.sources[item].citation
                for item in value.source_ids
                if item in catalog.sources
            ),
        )
        for section, territory_id, detail, value in _values(profile)
    )


Placed = tuple[str, str, str, ProfileValue]


def _values(profile: Profile) -> Iterator[Placed]:
    own = profile.territory.territory_id
    for figure in profile.key_figures:
        yield FIGURES, own, figure.finding, figure.value
        if figure.compared != figure.value:
            yield FIGURES, own, "comparé à la France", figure.compared
        yield FIGURES, "FR", "", figure.nation
    for line in profile.spine:
        holder = f"subdivision {line.holder}" if line.holder else ""
        yield POSITION, own, holder, line.value
        yield POSITION, "FR", "", line.nation
        if line.region and profile.region:
            yield POSITION, profile.region.territory_id, "", line.region
    yield from _targets(profile, own)
    for stage in profile.stages:
        for value in (stage.need, stage.offer, stage.balance, stage.recruit, stage.tension):
            yield STAGES, own, stage.label, value
    for value, nation in profile.practice:
        yield RETENTION, own, "", value
        yield RETENTION, "FR", "", nation
    yield from _rates(profile)
    for row in profile.peers.rows:
        for value in row.values:
            yield PEERS, row.territory_id, row.part, value
    yield from _actions(profile, own)


def _targets(profile: Profile, own: str) -> Iterator[Placed]:
    for share in profile.targets:
        detail = f"{share.target.label_fr}, clé {share.key.label_fr.lower()}"
        # The share is arithmetic on the target: it has the source of the target, no status.
        part = ProfileValue(
            label="Part de la cible",
            unit="MSU",
            decimals=0,
            value=share.share_msu,
            period=share.target.horizon if share.target.horizon.isdecimal() else "",
            source_ids=(share.target.source_id,) if share.target.source_id else (),
            note="calcul : répartition de la cible par la clé",
        )
        yield TARGETS, own, detail, part
        yield TARGETS, own, f"{detail} : {share.finding}", share.gap
        yield TARGETS, own, detail, share.coverage


def _actions(profile: Profile, own: str) -> Iterator[Placed]:
    """Totals of the initiatives, each of them as a line worth 1, then the local registers."""
    found = profile.initiatives
    for value in found.values if found else ():
        yield INITIATIVES, own, "total", value
    for item in found.items if found else ():
        value = ProfileValue(
            label=item.title,
            unit="initiative",
            decimals=0,
            value=1,
            status=item.status,
            period=item.year if item.year.isdecimal() else "",
            source_ids=(item.source_id,),
            locator=item.locator,
            note=item.reserve or ("" if item.year.isdecimal() else item.year),
        )
        yield INITIATIVES, own, f"{item.theme} ; {item.step} ; {item.place}", value
    for register in profile.registers:
        for value in register.values:
            yield FOLLOWED, own, "", value


def _rates(profile: Profile) -> Iterator[Placed]:
    for rate in profile.rates:
        known = rate.rate is not None
        value = ProfileValue(
            label=f"Installés dans {SETTLED_IN[rate.settled_in]}",
            unit="%",
            decimals=1,
            value=rate.rate,
            low=rate.low,
            high=rate.high,
            status=rate.status if known else None,
            period=str(rate.cohort),
            source_ids=(rate.source_id,),
            locator=rate.locator,
            method_id="wilson-v1" if known else None,
        )
        detail = f"promotion {rate.cohort}, après {rate.delay_years} ans"
        yield RETENTION, rate.territory_id, detail, value
