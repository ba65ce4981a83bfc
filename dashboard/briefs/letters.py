"""Letters of a meeting: to the faculty and to the ARS, with the table to be filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dashboard.core.catalog import MSU, Catalog
from dashboard.core.names import name_of
from dashboard.profile.requests import Partners
from dashboard.queries.campaign import fetch_outlook
from dashboard.queries.desk import Desk
from dashboard.queries.kinds import read_template
from dashboard.themes.campaign import DETAIL, campaign_recipients
from foundation.campaign.letters import Letter, Terms, default_terms, letter
from foundation.campaign.recipients import Recipient

TEMPLATE = "xlsx"


@dataclass(frozen=True)
class BriefLetter:
    """A letter of a meeting: « dmg » or « ars », its recipient, its text and its terms."""

    kind: str
    recipient: Recipient
    text: Letter
    terms: Terms

    @property
    def files(self) -> Mapping[str, bytes]:
        """The letter and the table to be filled in, by name."""
        from foundation.campaign.docx import letter_docx
        from foundation.campaign.files import letter_name, table_name
        from foundation.campaign.template import filled_template

        table = filled_template(read_template(MSU, TEMPLATE), self.recipient, self.terms.counted_on)
        return {
            letter_name(self.recipient): letter_docx(self.text),
            table_name(self.recipient): table,
        }


def brief_letters(desk: Desk, day: date, site: str) -> tuple[BriefLetter, ...]:
    """Letters to the faculties of a territory, that of its largest part first, then to its ARS."""
    terms = default_terms(day, desk.catalog.build.secrecy_threshold, site)
    outlook = fetch_outlook(desk.build, desk.target, desk.selection.key_id)
    recipients = campaign_recipients(desk.catalog)
    letters = []
    for item in faculties_of(desk.catalog, desk.territory.territory_id):
        recipient = recipients[item]
        inside = desk.catalog.departements_in(item, whole=True)
        outcome = outlook.outcome(outlook.rows(recipient, inside, DETAIL)) if outlook else None
        letters.append(BriefLetter("dmg", recipient, letter(recipient, terms, outcome), terms))
    for recipient in _agencies(desk.catalog, desk.territory.territory_id):
        letters.append(BriefLetter("ars", recipient, letter(recipient, terms), terms))
    return tuple(letters)


def partners_of(desk: Desk) -> Partners:
    """Whom the territory asks: its faculties, its ARS, its council."""
    catalog, territory = desk.catalog, desk.territory
    return Partners(
        faculties=tuple(
            name_of(catalog.territories[item]).of
            for item in faculties_of(catalog, territory.territory_id)
        ),
        agencies=tuple(
            catalog.territories[item].name_fr for item in _regions(catalog, territory.territory_id)
        ),
        council=name_of(territory).of if territory.level == "departement" else "",
    )


def faculties_of(catalog: Catalog, territory_id: str) -> tuple[str, ...]:
    """Subdivisions that hold a part of a territory, that of most départements first."""
    territory = catalog.territories[territory_id]
    if territory.level == "subdivision":
        return (territory_id,)
    inside = catalog.departements_in(territory_id)
    weights: dict[str, float] = {}
    for departement in inside:
        for subdivision, weight in catalog.subdivisions_of[departement]:
            weights[subdivision] = weights.get(subdivision, 0.0) + weight
    return tuple(sorted(weights, key=lambda item: (-weights[item], item)))


def _regions(catalog: Catalog, territory_id: str) -> tuple[str, ...]:
    regions = (
        catalog.territories[item].region_id for item in catalog.departements_in(territory_id)
    )
    return tuple(dict.fromkeys(item for item in regions if item))


def _agencies(catalog: Catalog, territory_id: str) -> list[Recipient]:
    """The ARS of each région, asked for the départements of the territory only."""
    inside = catalog.departements_in(territory_id)
    return [
        Recipient(
            region,
            catalog.territories[region].name_fr,
            tuple(
                catalog.territories[item].label
                for item in inside
                if catalog.territories[item].region_id == region
            ),
        )
        for region in _regions(catalog, territory_id)
    ]
