"""Initiatives recorded in a territory: silence is not absence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.core.catalog import STATUS_LABELS, Catalog
from dashboard.core.formatting import number, plural, typography
from dashboard.core.names import Name
from dashboard.profile.model import Initiatives, ProfileTable, ProfileValue, RecordedInitiative
from dashboard.queries.desk import Desk
from dashboard.queries.levels import fetch_similar
from dashboard.queries.register_counts import fetch_scope_counts
from dashboard.queries.registers import fetch_entries, fetch_register_sizes, fetch_registers
from dashboard.themes.registers import EntryFilter, Scope, ScopeCount
from models.registers.register import Register, RegisterEntry

REGISTER = "initiatives"
MOST_ENTRIES = 200
NOT_DATED = "année non dite"
SILENCE = "aucune initiative recensée ne veut pas dire aucune initiative"
HEADER = ("Thème", "Ici", "Plus large", "Nation", "Avancement, ici et plus large")
SCOPES: dict[Scope, str] = {
    "own": "dans le territoire seulement",
    "wider": "région ou plusieurs départements, dont ce territoire",
    "national": "nationales ou sans département nommé",
}
LOCAL_WORDS = {"imported": "importées", "demo": "fictives"}


@dataclass(frozen=True)
class ThemeElsewhere:
    """A theme of similar territories, absent here; ``example`` is the latest of the nearest."""

    theme: str
    territories: tuple[str, ...]
    example: RecordedInitiative


def recorded_initiatives(desk: Desk, name: Name) -> Initiatives | None:
    """Initiatives that concern the territory of a desk; None when no register is published."""
    register = fetch_registers(desk.build).get(REGISTER)
    if register is None or REGISTER not in fetch_register_sizes(desk.build):
        return None
    territory_id = desk.territory.territory_id
    counts = fetch_scope_counts(desk.build, REGISTER, territory_id)
    return Initiatives(
        finding=finding(register, counts, name),
        note=typography(register.note_fr or ""),
        census=typography(register.census_fr or ""),
        themes=_themes(register, counts),
        items=_items(desk, register),
        values=_values(counts),
    )


def themes_elsewhere(desk: Desk) -> tuple[ThemeElsewhere, ...]:
    """Themes of the similar territories that nothing here has, those of most of them first."""
    register = fetch_registers(desk.build).get(REGISTER)
    if register is None:
        return ()
    territory = desk.territory
    counts = fetch_scope_counts(desk.build, REGISTER, territory.territory_id)
    here = {item.theme for item in counts if item.scope != "national"}
    peers = fetch_similar(desk.build, territory.level).get(territory.territory_id, ())
    places: dict[str, list[str]] = {}
    examples: dict[str, RegisterEntry] = {}
    for peer in peers:
        there = EntryFilter(peer.territory_id)
        for entry in fetch_entries(desk.build, REGISTER, there, MOST_ENTRIES):
            if entry.theme is None or entry.theme in here:
                continue
            label = desk.catalog.territories[peer.territory_id].label
            if label not in places.setdefault(entry.theme, []):
                places[entry.theme].append(label)
            examples.setdefault(entry.theme, entry)
    rank = _theme_ranks(register)
    order = sorted(places, key=lambda theme: (-len(places[theme]), rank.get(theme, len(rank))))
    return tuple(
        ThemeElsewhere(
            _theme(register, theme),
            tuple(places[theme]),
            _recorded(desk.catalog, register, examples[theme], is_own=False),
        )
        for theme in order
    )


def finding(register: Register, counts: Sequence[ScopeCount], name: Name) -> str:
    """« 2 initiatives recensées dans … (2 en place) ; 5 vont au-delà ; à part, 34 nationales »."""
    total = _totals(counts)
    inside, wider, national = (total[scope] for scope in SCOPES)
    steps = _by_step(register, [item for item in counts if item.scope == "own"])
    local = Counter[str]()
    for item in counts:
        if item.status in LOCAL_WORDS and item.scope != "national":
            local[LOCAL_WORDS[item.status]] += item.entries_n
    parts = []
    if inside:
        recorded = "recensée" if inside < 2 else "recensées"
        parts.append(f"{plural(inside, 'initiative')} {recorded} {name.here} ({steps})")
    else:
        parts.append(f"Aucune initiative recensée {name.here} : {SILENCE}")
    if wider:
        goes = "va" if wider < 2 else "vont"
        parts.append(f"{number(wider)} {goes} au-delà (région ou plusieurs départements)")
    parts += [f"{number(count)} {word} parmi elles" for word, count in local.items()]
    parts.append(f"à part, {number(national)} nationales ou sans département nommé")
    return typography(" ; ".join(parts) + ".")


def _totals(counts: Sequence[ScopeCount]) -> Counter[Scope]:
    total = Counter[Scope]()
    for item in counts:
        total[item.scope] += item.entries_n
    return total


def _by_step(register: Register, counts: Sequence[ScopeCount]) -> str:
    """« 3 en place, 1 en projet », in the order of the steps."""
    by_step = Counter[str]()
    for item in counts:
        by_step[item.step or ""] += item.entries_n
    labels = register.step_labels
    return ", ".join(
        f"{number(by_step[step])} {labels[step][0].lower()}{labels[step][1:]}"
        for step in reversed(labels)
        if by_step[step]
    )


def _themes(register: Register, counts: Sequence[ScopeCount]) -> ProfileTable:
    rank = _theme_ranks(register)
    themes = {item.theme for item in counts if item.theme and item.scope != "national"}
    rows = []
    for theme in sorted(themes, key=lambda item: rank.get(item, len(rank))):
        of_theme = [item for item in counts if item.theme == theme]
        total = _totals(of_theme)
        near = [item for item in of_theme if item.scope != "national"]
        rows.append(
            (
                _theme(register, theme),
                *(number(total[scope]) if total[scope] else "aucune" for scope in SCOPES),
                _by_step(register, near),
            )
        )
    return ProfileTable(
        title="Initiatives recensées, par thème",
        header=HEADER,
        rows=tuple(rows),
        source_ids=tuple(
            dict.fromkeys(item.source_id for item in counts if item.scope != "national")
        ),
    )


def _items(desk: Desk, register: Register) -> tuple[RecordedInitiative, ...]:
    """Initiatives of the territory, then the wider ones; by theme as declared, then the latest."""
    territory_id = desk.territory.territory_id
    inside = fetch_entries(desk.build, REGISTER, EntryFilter(territory_id), MOST_ENTRIES)
    near = EntryFilter(territory_id, with_wider=True)
    around = fetch_entries(desk.build, REGISTER, near, MOST_ENTRIES)
    keys = {(item.source_id, item.entry_id) for item in inside}
    wider = [
        item
        for item in around
        if item.departement_ids and (item.source_id, item.entry_id) not in keys
    ]
    rank = _theme_ranks(register)

    def order(entry: RegisterEntry) -> tuple[int, int]:
        return rank.get(entry.theme or "", len(rank)), -(entry.year or 0)

    return tuple(
        _recorded(desk.catalog, register, entry, is_own=is_own)
        for entries, is_own in ((inside, True), (wider, False))
        for entry in sorted(entries, key=order)
    )


def _recorded(
    catalog: Catalog, register: Register, entry: RegisterEntry, *, is_own: bool
) -> RecordedInitiative:
    return RecordedInitiative(
        title=typography(entry.title_fr),
        place=_place(catalog, register, entry),
        theme=_theme(register, entry.theme or ""),
        step=register.step_labels.get(entry.step or "", ""),
        year=str(entry.year) if entry.year else NOT_DATED,
        reserve=typography(str(entry.fields.get("reserve_fr", ""))),
        is_own=is_own,
        status=entry.status,
        source_id=entry.source_id,
        locator=entry.locator,
    )


def _place(catalog: Catalog, register: Register, entry: RegisterEntry) -> str:
    """Its territory, or how many départements when it names some of them only."""
    if entry.fields.get(register.roles.get("places", "")) and len(entry.departement_ids) > 1:
        return plural(len(entry.departement_ids), "département")
    territory = catalog.territories.get(entry.territory_id)
    return territory.label if territory else entry.territory_id


def _theme_ranks(register: Register) -> dict[str, int]:
    field = register.field_of("theme")
    return {theme: rank for rank, theme in enumerate((field.codes if field else None) or ())}


def _theme(register: Register, theme: str) -> str:
    field = register.field_of("theme")
    return ((field.codes if field else None) or {}).get(theme, theme)


def _values(counts: Sequence[ScopeCount]) -> tuple[ProfileValue, ...]:
    """Number of initiatives of each scope, one value for each status; None when there is none."""
    values = []
    for scope, words in SCOPES.items():
        for status in STATUS_LABELS:
            entries = [item for item in counts if (item.scope, item.status) == (scope, status)]
            total = sum(item.entries_n for item in entries)
            if total or (status == "observed" and not _totals(counts)[scope]):
                values.append(
                    ProfileValue(
                        label="Initiatives recensées",
                        unit="initiatives",
                        decimals=0,
                        value=total or None,
                        status=status if total else None,
                        period=_period(entries),
                        source_ids=tuple(dict.fromkeys(item.source_id for item in entries)),
                        note=words if total else f"{words} ; {SILENCE}",
                    )
                )
    return tuple(values)


def _period(counts: Sequence[ScopeCount]) -> str:
    """Years of some initiatives, as the warehouse writes a period; empty when none has one."""
    years = sorted(year for item in counts for year in (item.first_year, item.last_year) if year)
    if not years:
        return ""
    return str(years[0]) if years[0] == years[-1] else f"{years[0]}/{years[-1]}"
