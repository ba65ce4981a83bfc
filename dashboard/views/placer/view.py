"""View of the page « Placer les docteurs juniors »: November, sort, weights. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dashboard.core.address import Reader, one_of, read_fields, written_fields
from dashboard.core.files import decimal
from dashboard.themes.placement import BY_ID, CRITERIA, WEIGHTS

BY_ORDER, BY_NAME, BY_SITUATION = "ordre", "nom", "manque"
SORTS = (BY_ORDER, BY_NAME, BY_SITUATION, *BY_ID)
FIRST_WEIGHTS = {item.criterion_id: decimal(item.weight, 0) for item in CRITERIA}
PARAMETERS: dict[str, str] = {
    "entry": "rentree",
    "sort": "tri",
    **{name: f"poids_{name}" for name in BY_ID},
}
PLACER_PARAMETERS = frozenset(PARAMETERS.values())
# Always in the address: without it, the back button looks like a page just chosen in the menu.
ALWAYS_WRITTEN = ("entry",)


@dataclass(frozen=True)
class PlacerView:
    """November shown, sort of the table, and weights as they are chosen: « 1 », « 0,5 »."""

    entry: str
    sort: str = BY_ORDER
    zones: str = FIRST_WEIGHTS["zones"]
    apl: str = FIRST_WEIGHTS["apl"]
    chute_apl: str = FIRST_WEIGHTS["chute_apl"]
    age: str = FIRST_WEIGHTS["age"]
    msu: str = FIRST_WEIGHTS["msu"]
    besoin: str = FIRST_WEIGHTS["besoin"]
    departs: str = FIRST_WEIGHTS["departs"]

    @property
    def weights(self) -> dict[str, float]:
        """Weights as numbers, by criterion."""
        return {name: float(getattr(self, name).replace(",", ".")) for name in BY_ID}

    @property
    def changed(self) -> tuple[str, ...]:
        """Criteria whose weight is not the one they start with."""
        return tuple(name for name in BY_ID if getattr(self, name) != FIRST_WEIGHTS[name])

    def with_first_weights(self) -> PlacerView:
        """Return the view with the weights it starts with."""
        return replace(self, **FIRST_WEIGHTS)


def parse(
    parameters: Mapping[str, str], entries: Sequence[int], entry: int
) -> tuple[PlacerView, tuple[str, ...]]:
    """Read the view; what cannot be read keeps its default, with a problem in French.

    Parameters
    ----------
    entries : Novembers that may be shown
    entry : the one of a page opened without one
    """
    first = PlacerView(str(entry))
    return read_fields(first, parameters, PARAMETERS, _readers(entries))


def write(view: PlacerView) -> dict[str, str]:
    """The view as parameters of an address: the November, and what else was changed."""
    first = PlacerView(view.entry)
    return written_fields(view, first, PARAMETERS, ALWAYS_WRITTEN, str)


def _readers(entries: Sequence[int]) -> dict[str, Reader]:
    return {
        "entry": one_of("Rentrée de novembre", tuple(str(item) for item in entries)),
        "sort": one_of("Tri", SORTS),
        **{item.criterion_id: _weight(item.short) for item in CRITERIA},
    }


def _weight(label: str) -> Reader:
    """Reader of a weight, with a decimal comma or point."""
    title, expected, read = one_of(f"Poids de « {label} »", WEIGHTS)
    return title, expected, lambda text: read(text.replace(".", ","))
