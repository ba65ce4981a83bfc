"""View of the page « Comparer »: set, group, reference, indicators; in the address and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dashboard.core.address import Reader, one_of, read_fields, written_fields
from dashboard.core.catalog import COVERAGE, SITUATION, Catalog
from dashboard.core.formatting import plural
from dashboard.core.text import clean_name
from dashboard.views.comparer.words import members_expected

OWN_GROUP = "groupe"
# The régions, whatever the level: what the nation is compared by.
REGIONS = "regions"
SETS = ("region", REGIONS, "subdivision", "voisins", "semblables", "tous", OWN_GROUP)
NATION_REFERENCE, REGION_REFERENCE, TARGET_REFERENCE = "nation", "region", "cible"
REFERENCES = (NATION_REFERENCE, REGION_REFERENCE, TARGET_REFERENCE)
SORTS = ("nom", "valeur")
GROUP_SIZES = (2, 8)
NAME_CHARACTERS = 40
SEPARATOR = ","

PARAMETERS: dict[str, str] = {
    "set_id": "ensemble",
    "members": "groupe",
    "name": "nom",
    "reference_id": "reference",
    "detail_id": "detail",
    "x_id": "abscisse",
    "y_id": "ordonnee",
    "sort": "tri",
}
COMPARE_PARAMETERS = frozenset(PARAMETERS.values())
# Always in the address: without it, the back button looks like a page just chosen in the menu.
ALWAYS_WRITTEN = ("set_id",)


@dataclass(frozen=True)
class CompareView:
    """Set, reference and indicators of the page.

    ``members`` are the ids of the visitor's group, all of one level, kept under another set;
    ``detail_id`` is the indicator of the dots, the ranks and the years.
    """

    set_id: str = "region"
    members: tuple[str, ...] = ()
    name: str = ""
    reference_id: str = NATION_REFERENCE
    detail_id: str = COVERAGE
    x_id: str = "part_mg_liberaux_60_ans_et_plus_pct"
    y_id: str = "densite_mg_liberaux_cnam_pour_100k"
    sort: str = "nom"

    def with_member(self, territory_id: str) -> CompareView:
        """Return the view with one more territory in the group, unless it is full."""
        if territory_id in self.members or len(self.members) >= GROUP_SIZES[1]:
            return self
        return replace(self, members=(*self.members, territory_id))

    def without_member(self, territory_id: str) -> CompareView:
        """Return the view without a territory in its group, which never falls under two."""
        if len(self.members) <= GROUP_SIZES[0]:
            return self
        return replace(self, members=tuple(item for item in self.members if item != territory_id))


@dataclass(frozen=True)
class CompareOptions:
    """What the build lets the page show."""

    catalog: Catalog

    @property
    def indicator_ids(self) -> tuple[str, ...]:
        """Indicators of the dots, the ranks and the years."""
        return self.catalog.map_indicators

    @property
    def rate_ids(self) -> tuple[str, ...]:
        """Indicators that compare territories of all sizes: those of the cloud of points.

        The situation is no scale: it is a verdict with its chances.
        """
        return tuple(
            item
            for item in self.indicator_ids
            if not self.catalog.indicators[item].additive and item != SITUATION
        )

    def allows(self, view: CompareView) -> bool:
        """Whether the build still has what the view shows."""
        return (
            view.detail_id in self.indicator_ids
            and {view.x_id, view.y_id} <= set(self.rate_ids)
            and set(view.members) <= set(self.catalog.territories)
        )


def parse_compare_view(
    parameters: Mapping[str, str], options: CompareOptions
) -> tuple[CompareView, tuple[str, ...]]:
    """Read the view; what cannot be read keeps its default, with a problem in French.

    A group without its members, or the reverse, is understood.
    """
    view, problems = read_fields(CompareView(), parameters, PARAMETERS, _readers(options), _quoted)
    if view.members and PARAMETERS["set_id"] not in parameters:
        view = replace(view, set_id=OWN_GROUP)
    return view, problems


def write_compare_view(view: CompareView) -> dict[str, str]:
    """Write the set, and what else differs from the first view."""
    return written_fields(view, CompareView(), PARAMETERS, ALWAYS_WRITTEN, _text)


def _text(value: object) -> str:
    return SEPARATOR.join(value) if isinstance(value, tuple) else str(value)


def _quoted(text: str) -> str:
    """Start of a value of the address, without what a page would read as markup."""
    start = clean_name(text)[:NAME_CHARACTERS]
    return f"« {''.join(c if c.isalnum() or c in ' -,.’' else '·' for c in start)} »"


def _readers(options: CompareOptions) -> dict[str, Reader]:
    """Label, values expected and reading of each field."""
    return {
        "set_id": one_of("Ensemble", SETS),
        "members": (
            "Groupe",
            members_expected(*GROUP_SIZES),
            lambda text: _members(text, options.catalog),
        ),
        "name": (
            "Nom du groupe",
            f"{plural(NAME_CHARACTERS, 'caractère')} au plus",
            lambda text: _name(text),
        ),
        "reference_id": one_of("Référence", REFERENCES),
        "detail_id": one_of("Indicateur détaillé", options.indicator_ids),
        "x_id": one_of("Indicateur en abscisse", options.rate_ids),
        "y_id": one_of("Indicateur en ordonnée", options.rate_ids),
        "sort": one_of("Tri", SORTS),
    }


def _name(text: str) -> str | None:
    return clean_name(text) if len(text) <= NAME_CHARACTERS else None


def _members(text: str, catalog: Catalog) -> tuple[str, ...] | None:
    """Territories of a group; None unless all exist, of one level, and few enough."""
    parts = text.split(SEPARATOR)
    if not GROUP_SIZES[0] <= len(parts) <= GROUP_SIZES[1]:
        return None
    territories = [catalog.find(part) for part in parts]
    ids = tuple(dict.fromkeys(item for item in territories if item))
    levels = {catalog.territories[item].level for item in ids}
    if None in territories or len(levels) != 1 or "national" in levels or len(ids) < GROUP_SIZES[0]:
        return None
    return ids
