"""The view a user is looking at, and how it is written in a URL: pure, no Streamlit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dashboard.core.catalog import (
    FREE_TARGET,
    LEVEL_LABELS,
    MAP_LEVELS,
    SITUATION,
    Catalog,
    Target,
)
from dashboard.core.formatting import number

NO_SECOND_MAP = "aucun"
UNKNOWN_PAGE = "page"
DATA_SET = "donnees"
DEMO = "demo"
FREE_TARGET_MIN = 1
FREE_TARGET_MAX = 100_000
DEFAULT_LEVEL = "departement"
DEFAULT_KEY = "population"
ESSENTIAL = "essentiel"
EXPERT = "expert"
MODES = (ESSENTIAL, EXPERT)
TEXT_FIELDS = ("territory_id", "level", "key_id", "indicator_id", "mode")
# What only an expert chooses; the essential view has that of the first one.
EXPERT_FIELDS = ("level", "target_id", "free_target_msu", "key_id", "indicator_id", "second_id")

PARAMETERS = {
    "territory_id": "territoire",
    "level": "niveau",
    "target_id": "cible",
    "key_id": "cle",
    "year": "annee",
    "indicator_id": "indicateur",
    "second_id": "comparer",
    "mode": "mode",
}


@dataclass(frozen=True)
class Selection:
    """Territory, level, target, key, year and indicators of the view.

    ``target_id`` is one of the register, or « libre » with ``free_target_msu``; ``second_id``
    is None when a single map is shown. ``mode`` is « essentiel », or « expert », which opens
    levels, targets, keys and long tables.
    """

    territory_id: str
    level: str
    target_id: str
    free_target_msu: int | None
    key_id: str
    year: int
    indicator_id: str
    second_id: str | None
    mode: str = ESSENTIAL

    @property
    def is_expert(self) -> bool:
        """Whether what only an expert chooses is shown."""
        return self.mode == EXPERT

    def with_value(self, name: str, text: str) -> Selection:
        """Return the selection with one field replaced, from its text in a URL or a widget."""
        if name == "target_id":
            is_free = text.isdecimal()
            return replace(
                self,
                target_id=FREE_TARGET if is_free else text,
                free_target_msu=int(text) if is_free else None,
            )
        if name == "year":
            return replace(self, year=int(text))
        if name == "second_id":
            return replace(self, second_id=None if text == NO_SECOND_MAP else text)
        if name not in TEXT_FIELDS:
            raise ValueError(f"unknown field of the selection: {name}")
        return replace(self, **{name: text})  # type: ignore[arg-type]

    def at_level(self, level: str) -> Selection:
        """Return the same view at another level."""
        return replace(self, level=level)

    def at_territory(self, territory_id: str, catalog: Catalog) -> Selection:
        """Return the same view of another territory.

        A year that was the first one of the territory left gives way to that of the other.
        """
        moved = replace(self, territory_id=territory_id)
        if self.year != catalog.last_year_of(self.territory_id):
            return moved
        return moved.in_year(catalog.last_year_of(territory_id))

    def in_year(self, year: int) -> Selection:
        """Return the same view in another year."""
        return replace(self, year=year)

    def target(self, catalog: Catalog) -> Target:
        """The target of the register, or the free value as a target without source."""
        if self.free_target_msu is None:
            return catalog.named_targets[self.target_id]
        return Target(
            FREE_TARGET,
            f"{number(self.free_target_msu)} MSU (valeur libre)",
            self.free_target_msu,
            "sans échéance",
            "MSU de médecine générale, France entière",
            None,
            "Valeur choisie par l’utilisateur : aucune source ne la porte.",
        )


def default_selection(catalog: Catalog) -> Selection:
    """The first view: where each département stands against its share, in the latest year."""
    return Selection(
        territory_id="FR",
        level=DEFAULT_LEVEL,
        target_id=catalog.default_target,
        free_target_msu=None,
        key_id=DEFAULT_KEY,
        year=catalog.national_years[-1],
        indicator_id=SITUATION,
        second_id=None,
    )


@dataclass(frozen=True)
class Refusal:
    """A parameter that cannot be read: its label, the value, those expected, the one used."""

    label: str
    value: str
    expected: str
    used: str

    @property
    def in_address(self) -> str:
        """Problem of an address, whose page has another view."""
        return (
            f"{self.label} : valeur inconnue dans l’adresse, {self._quoted}. Valeurs possibles : "
            f"{self.expected}. Vue affichée : {self.used}."
        )

    @property
    def in_command(self) -> str:
        """Problem of a command, which stops."""
        return (
            f"{self.label} : valeur inconnue, {self._quoted}. Valeurs possibles : {self.expected}."
        )

    @property
    def _quoted(self) -> str:
        return f"« {self.value[:40]} »" if self.value else "(valeur vide)"


def parse_parameters(
    parameters: Mapping[str, str], catalog: Catalog
) -> tuple[Selection, tuple[str, ...]]:
    """Read a view from URL parameters.

    A value that is unknown, impossible or empty keeps its default and adds a French sentence to
    the problems; parameters of other pages are ignored.

    Returns
    -------
    (selection, problems)
    """
    selection, refusals = read_parameters(parameters, catalog)
    problems = [refusal.in_address for refusal in refusals]
    if UNKNOWN_PAGE in parameters:
        page = parameters[UNKNOWN_PAGE][:40]
        problems.insert(
            0,
            f"Page inconnue : « {page} ». Le menu donne les pages ; voici la vue d’ensemble.",
        )
    return selection, tuple(problems)


def read_parameters(
    parameters: Mapping[str, str], catalog: Catalog
) -> tuple[Selection, tuple[Refusal, ...]]:
    """Read a view from parameters; a value that cannot be read keeps its default.

    Returns
    -------
    (selection, refusals)
    """
    selection = default_selection(catalog)
    refusals = []
    for name, parameter in PARAMETERS.items():
        if parameter not in parameters:
            continue
        text = parameters[parameter].strip()
        value = catalog.find(text) if name == "territory_id" else text
        if value is not None and value in _allowed(name, value, catalog):
            selection = selection.with_value(name, value)
        else:
            refusals.append(_refusal(name, text, catalog, selection))
    # A link to what only an expert chooses is shown as it was sent.
    if not _is_essential(selection, catalog):
        selection = selection.with_value("mode", EXPERT)
    if PARAMETERS["year"] not in parameters:
        selection = selection.in_year(catalog.last_year_of(selection.territory_id))
    return selection, tuple(refusals)


def write_parameters(selection: Selection) -> dict[str, str]:
    """Write the whole view as URL parameters: opening the link shows it again."""
    target = selection.target_id
    if selection.free_target_msu is not None:
        target = str(selection.free_target_msu)
    return {
        "territoire": selection.territory_id,
        "niveau": selection.level,
        "cible": target,
        "cle": selection.key_id,
        "annee": str(selection.year),
        "indicateur": selection.indicator_id,
        "comparer": selection.second_id or NO_SECOND_MAP,
        "mode": selection.mode,
    }


def essential(selection: Selection, catalog: Catalog) -> Selection:
    """Return the essential view of the same territory and year."""
    first = default_selection(catalog)
    return replace(first, territory_id=selection.territory_id, year=selection.year)


def _is_essential(selection: Selection, catalog: Catalog) -> bool:
    first = default_selection(catalog)
    return all(getattr(selection, name) == getattr(first, name) for name in EXPERT_FIELDS)


def changed_parameters(selection: Selection, catalog: Catalog) -> dict[str, str]:
    """Parameters that differ from the first view: enough for a short link to the same view."""
    year = catalog.last_year_of(selection.territory_id)
    first = write_parameters(default_selection(catalog).in_year(year))
    data_set = {DATA_SET: DEMO} if catalog.build.is_demo else {}
    changed = {key: text for key, text in write_parameters(selection).items() if text != first[key]}
    return changed | data_set


def _allowed(name: str, value: str, catalog: Catalog) -> set[str]:
    if name == "target_id" and _is_free_target(value):
        return {value}
    allowed: dict[str, set[str]] = {
        "territory_id": set(catalog.territories),
        "level": set(MAP_LEVELS),
        "target_id": set(catalog.named_targets),
        "key_id": set(catalog.keys),
        "year": {str(year) for year in catalog.years},
        "indicator_id": set(catalog.map_indicators),
        "second_id": {*catalog.map_indicators, NO_SECOND_MAP},
        "mode": set(MODES),
    }
    return allowed[name]


def _is_free_target(text: str) -> bool:
    return (
        text.isascii()
        and text.isdecimal()
        and len(text) <= len(str(FREE_TARGET_MAX))
        and FREE_TARGET_MIN <= int(text) <= FREE_TARGET_MAX
    )


def _refusal(name: str, text: str, catalog: Catalog, selection: Selection) -> Refusal:
    indicators = catalog.indicators
    label, used, expected = {
        "territory_id": lambda: (
            "Territoire",
            "la France entière",
            "un code (12, 2A, 976), un nom ou un identifiant (DEP-12, REG-76, SUB-040)",
        ),
        "level": lambda: (
            "Niveau",
            LEVEL_LABELS[selection.level].lower(),
            ", ".join(MAP_LEVELS),
        ),
        "target_id": lambda: (
            "Cible",
            selection.target(catalog).label_fr,
            f"{', '.join(catalog.named_targets)} ou un nombre de {FREE_TARGET_MIN} à "
            f"{number(FREE_TARGET_MAX)}",
        ),
        "key_id": lambda: (
            "Clé de répartition",
            catalog.keys[selection.key_id].label_fr,
            ", ".join(catalog.keys),
        ),
        "year": lambda: ("Année", str(selection.year), ", ".join(map(str, catalog.years))),
        "indicator_id": lambda: (
            "Indicateur",
            indicators[selection.indicator_id].label_fr,
            ", ".join(catalog.map_indicators),
        ),
        "second_id": lambda: (
            "Deuxième carte",
            indicators[selection.second_id].label_fr if selection.second_id else "aucune",
            ", ".join((*catalog.map_indicators, NO_SECOND_MAP)),
        ),
        "mode": lambda: ("Mode", selection.mode, ", ".join(MODES)),
    }[name]()
    return Refusal(label, text, expected, used)
