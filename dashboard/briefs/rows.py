"""Every value of a brief in one flat list, for the workbook and the tables."""

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
    """One value under its section, its territory, its label and its detail.

    ``sources`` are citations, in the order of ``value.source_ids``.
    """

    section: str
    territory_id: str
    territory: str
    label: str
    detail: str
    value: ProfileValue
    sources: tuple[str, ...]

    @property
    def verdict(self) -> str:
        """Situation of the territory against its share, in words; empty for other values."""
        situation = self.value.situation
        return situation.words if situation else ""

    @property
    def p_below(self) -> float | None:
        """Probability of being below the share, to a hundredth; None where counted."""
        situation = self.value.situation
        if situation is None or situation.p_below is None:
            return None
        return round(situation.p_below, 2)

    @property
    def bounds(self) -> tuple[float | None, float | None, float | None, float | None]:
        """Interval at 80 %, then at 95 %, of what is set against a share and estimated."""
        value = self.value
        if value.low80 is None:
            return None, None, None, None
        ends = (value.low80, value.high80, value.low, value.high)
        low80, high80, low95, high95 = (_rounded(end, value.decimals) for end in ends)
        return low80, high80, low95, high95


def _rounded(value: float | None, decimals: int) -> float | None:
    return None if value is None else round(float(value), decimals)


def rows_of(catalog: Catalog, profile: Profile) -> tuple[BriefRow, ...]:
    """Rows of a profile, section by section, whatever sections the documents have."""
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
    here = profile.territory.territory_id
    for figure in profile.key_figures:
        yield FIGURES, here, figure.words or figure.finding, figure.value
        if figure.compared != figure.value:
            yield FIGURES, here, "comparé à la France", figure.compared
        yield FIGURES, "FR", "", figure.nation
    for line in profile.spine:
        yield POSITION, here, line.holder, line.value
        yield POSITION, "FR", "", line.nation
        if line.region and profile.region:
            yield POSITION, profile.region.territory_id, "", line.region
    yield from _targets(profile, here)
    for stage in profile.stages:
        for value in (stage.need, stage.offer, stage.balance, stage.recruit, stage.tension):
            yield STAGES, here, stage.label, value
    for value, nation in (*profile.official, *profile.practice):
        yield RETENTION, here, "", value
        yield RETENTION, "FR", "", nation
    yield from _surveys(profile)
    yield from _rates(profile)
    for row in profile.peers.rows:
        for value in row.values:
            yield PEERS, row.territory_id, row.part, value
    yield from _actions(profile, here)


def _targets(profile: Profile, here: str) -> Iterator[Placed]:
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
        yield TARGETS, here, detail, part
        yield TARGETS, here, f"{detail} : {share.finding}", share.gap
        yield TARGETS, here, detail, share.coverage


def _actions(profile: Profile, here: str) -> Iterator[Placed]:
    """Totals of the initiatives, each of them as a line worth 1, then the local registers."""
    recorded = profile.initiatives
    for value in recorded.values if recorded else ():
        yield INITIATIVES, here, "total", value
    for item in recorded.items if recorded else ():
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
        yield INITIATIVES, here, f"{item.theme} ; {item.step} ; {item.place}", value
    for register in profile.registers:
        for value in register.values:
            yield FOLLOWED, here, "", value


def _surveys(profile: Profile) -> Iterator[Placed]:
    """Rates of surveys, each on a territory whose interns were asked."""
    for survey in profile.surveys:
        value = ProfileValue(
            **survey.parts,
            label=survey.label_fr,
            unit="% des répondants",
            decimals=0 if survey.value.is_integer() else 1,
        )
        detail = f"{survey.answers_text}, {survey.delay_text} ; {survey.denominator_fr}"
        yield RETENTION, survey.asked_ids[0], detail, value


def _rates(profile: Profile) -> Iterator[Placed]:
    for rate in profile.rates:
        is_missing = rate.value is None
        value = ProfileValue(
            **(rate.parts | ({"status": None, "method_id": None} if is_missing else {})),
            label=f"Installés dans {SETTLED_IN[rate.settled_in]}",
            unit="%",
            decimals=1,
        )
        detail = f"promotion {rate.cohort}, après {rate.delay_years} ans"
        yield RETENTION, rate.territory_id, detail, value
