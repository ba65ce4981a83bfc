"""View of the page « Collecte »: its fields, and their parameters in the address. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from dashboard.core.address import Reader, one_of, read_fields, written_fields
from dashboard.themes.campaign import DETAIL, WAYS
from dashboard.views.collecte.words import RECIPIENT_EXPECTED
from foundation.campaign.recipients import COUNCIL, FACULTY

PARAMETERS: dict[str, str] = {
    "way": "demande",
    "recipient": "destinataire",
    "weeks": "delai",
    "back": "recul",
    "kind": "liste",
    "step": "etat",
}
VIEW_PARAMETERS = frozenset(PARAMETERS.values())
KINDS = (FACULTY, COUNCIL)
WEEKS = ("4", "6", "8", "12")
# 1 January of this year, or of the one or two before.
YEARS_BACK = ("0", "1", "2")
ANY_STEP = ""
# Always in the address: a page just chosen in the menu has none, the back button has one.
ALWAYS_WRITTEN = ("way",)


@dataclass(frozen=True)
class CampaignView:
    """Way of asking, recipient of the letter, its days, and filters of the list of requests.

    ``recipient`` is empty until one is chosen; ``weeks`` are left to answer, ``back`` the years
    before this one whose 1 January the MSU are counted at; ``step`` empty is every step.
    """

    way: str = DETAIL
    recipient: str = ""
    weeks: str = WEEKS[1]
    back: str = YEARS_BACK[0]
    kind: str = FACULTY
    step: str = ANY_STEP


def parse_view(
    parameters: Mapping[str, str], recipients: Collection[str], steps: Collection[str]
) -> tuple[CampaignView, tuple[str, ...]]:
    """Read the view; what cannot be read keeps its default and is a problem, in French."""
    readers: dict[str, Reader] = {
        "way": one_of("Demande", WAYS),
        "recipient": (
            "Destinataire",
            RECIPIENT_EXPECTED,
            lambda text: text if text in recipients else None,
        ),
        "weeks": one_of("Délai de réponse", WEEKS),
        "back": one_of("Date du comptage", YEARS_BACK),
        "kind": one_of("Liste", KINDS),
        "step": one_of("État", tuple(steps)),
    }
    return read_fields(CampaignView(), parameters, PARAMETERS, readers)


def write_view(view: CampaignView) -> dict[str, str]:
    """Write the way of asking, and what else differs from the first view."""
    return written_fields(view, CampaignView(), PARAMETERS, ALWAYS_WRITTEN, str)
