"""The view of the page with its register and its numbers; the changes that widgets make to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from dashboard.core.registry import INITIATIVES
from dashboard.core.selection import changed_parameters
from dashboard.queries.cache import ServedBuild
from dashboard.queries.desk import Desk
from dashboard.queries.register_counts import (
    fetch_partner_families,
    fetch_themes,
)
from dashboard.queries.registers import (
    fetch_facets,
    fetch_register_sizes,
    fetch_registers,
    fetch_terms,
)
from dashboard.themes.registers import EntryFilter, Facets
from dashboard.ui import state
from dashboard.views.initiatives.view import (
    INITIATIVE_PARAMETERS,
    InitiativeOptions,
    InitiativeView,
    entry_address,
    parse_initiative_view,
    write_initiative_view,
)
from dashboard.views.initiatives.words import Around, ChoiceCounts
from models.registers.register import Register, RegisterEntry
from models.territories.cells import NATION

REGISTER = "initiatives"
IN_PLACE = ("en_place",)
# How care is organised, beside the subject: nobody is trained or settled by it.
CARE_THEMES = ("delegation_competences", "telemedecine", "permanence_soins", "gcs_cooperation")


@dataclass(frozen=True)
class InitiativePage(Desk):
    """A view of the page: ``choice`` is its filter, ``families`` the labels of the partners."""

    view: InitiativeView
    register: Register
    families: Mapping[str, str]
    choice: EntryFilter

    @property
    def is_nation(self) -> bool:
        """Whether the whole country is shown."""
        return self.selection.territory_id == NATION

    @property
    def facets(self) -> Facets:
        """Numbers of the choice."""
        return self.counted(self.choice)

    @property
    def around(self) -> Around:
        """Numbers of the answer, whatever the filters of the page."""
        here = self.territory.territory_id
        region = self.catalog.region_of(here)
        # The same subjects as the list.
        every = EntryFilter() if self.is_expert else essential_choice(EntryFilter(), [*self.themes])
        every = replace(every, with_wider=False)
        inside = replace(every, territory_id=here)
        around = replace(every, territory_id=region or here)
        themes = fetch_themes(self.build, REGISTER, inside)
        inside_n = self.counted(inside).total_n
        if not themes:
            themes = fetch_themes(self.build, REGISTER, around)
        concerning_n = self.counted(replace(inside, with_wider=True)).total_n
        theme = max(themes, key=lambda item: themes[item], default="")
        return Around(
            here_n=inside_n,
            wider_n=concerning_n - inside_n,
            theme=self.themes.get(theme, theme),
            theme_n=themes.get(theme, 0),
        )

    @property
    def choice_inside(self) -> EntryFilter:
        """The choice without what holds for the région and the nation."""
        return replace(self.choice, with_wider=False)

    @property
    def themes(self) -> Mapping[str, str]:
        """Label of each theme, in the order of the register."""
        field = self.register.field_of("theme")
        return field.codes or {} if field else {}

    @property
    def counts(self) -> ChoiceCounts:
        """Numbers of the title."""
        sizes = fetch_register_sizes(self.build)
        inside_n = self.counted(self.choice_inside).total_n
        return ChoiceCounts(
            inside_n=inside_n,
            wider_n=self.facets.total_n - inside_n,
            total_n=sizes[REGISTER].entries_n if REGISTER in sizes else 0,
            in_place_n=self.facets.by_step.get(IN_PLACE[0], 0)
            if self.view.step in ("", *IN_PLACE)
            else 0,
        )

    def counted(self, choice: EntryFilter) -> Facets:
        """Numbers of a filter."""
        return fetch_facets(self.build, REGISTER, choice)

    def publisher(self, source_id: str) -> str:
        """Publisher of a source; its id when it is not in the catalog."""
        source = self.catalog.sources.get(source_id)
        return source.publisher if source else source_id

    def link(self, view: InitiativeView, territory_id: str | None = None) -> str:
        """Address of this page with another view, perhaps of another territory."""
        there = self.selection
        if territory_id is not None:
            there = there.with_value("territory_id", territory_id)
        parameters = changed_parameters(there, self.catalog) | write_initiative_view(view)
        return f"{INITIATIVES}?{urlencode(parameters)}"

    def entry_link(self, entry: RegisterEntry) -> str:
        """Address of this page with one initiative opened."""
        return self.link(self.view.opened(entry_address(entry.entry_id, entry.source_id)))


def initiative_page() -> tuple[InitiativePage | None, tuple[str, ...]]:
    """Page of this run, None when no register is published, and the problems of its address."""
    desk = state.desk()
    register = fetch_registers(desk.build).get(REGISTER)
    if register is None:
        return None, ()
    families = fetch_partner_families(desk.build)
    field = register.field_of("theme")
    options = InitiativeOptions(
        themes=tuple(field.codes or ()) if field else (),
        steps=tuple(register.step_labels),
        families=tuple(families),
    )
    view, problems = state.begin_page(
        INITIATIVES,
        INITIATIVE_PARAMETERS,
        lambda parameters: parse_initiative_view(parameters, options),
        write_initiative_view,
        options.allows,
    )
    choice = filter_of(desk.build, view, desk.selection.territory_id)
    if not desk.is_expert:
        choice = essential_choice(choice, options.themes)
    page = InitiativePage(
        desk.build, desk.catalog, desk.selection, view, register, families, choice
    )
    return page, problems


def filter_of(build: ServedBuild, view: InitiativeView, territory_id: str) -> EntryFilter:
    """Filter of a view in a territory."""
    year = int(view.year) if view.year else None
    return EntryFilter(
        territory_id=territory_id,
        themes=(view.theme,) if view.theme else (),
        steps=(view.step,) if view.step else (),
        family=view.family,
        years=(year, year) if year else None,
        terms=fetch_terms(build, view.text),
        with_wider=view.is_wider,
    )


def essential_choice(choice: EntryFilter, themes: Sequence[str]) -> EntryFilter:
    """The same choice with what holds for the région and the nation, and without mere care."""
    subjects = choice.themes or tuple(item for item in themes if item not in CARE_THEMES)
    return replace(choice, with_wider=True, themes=subjects)


def initiative_key(name: str) -> str:
    """Key of a widget of the page."""
    return f"initiatives.{name}"


def change_view(change: Callable[[InitiativeView], InitiativeView]) -> None:
    """Change the view of the page."""
    state.change_page(INITIATIVES, change)


def change_filter(name: str, read: Callable[[object], object] = lambda value: value) -> None:
    """Take the new value of the widget of a filter."""
    value = read(state.widget_value(initiative_key(name)))
    change_view(lambda view: view.with_filter(name, value))
