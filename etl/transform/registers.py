"""Registers: their declarations, and every line of theirs, published or imported."""

from __future__ import annotations

import datetime
import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import NamedTuple

import pandas as pd

from etl.build import Build
from etl.declared.registers import FOLDER, Declaration, load_declarations
from etl.declared.words import to_families
from etl.errors import RegisterError
from etl.extract.register_figures import LOCATOR, SOURCE, extract_register_figures
from etl.rows.cells import LAST_YEAR, SEPARATOR
from etl.rows.contract import LINE
from etl.rows.convert import Lookup
from etl.rows.places import Places
from etl.transform.imported import line_locator, local_status
from etl.transform.linked import Linked
from etl.warehouse import append, index_lines, reserved_lines
from models.registers.register import Register, Role
from models.registers.words import Stems, families_of, search_text
from models.territories.cells import NATION

OBSERVED = "observed"
RESERVED_FROM = 1_000_000_000
EVERY_STEP = "ensemble"
Fields = Mapping[str, object]


class Origin(NamedTuple):
    """Where a line comes from."""

    status: str
    source_id: str
    locator: str


def build_register_entries(build: Build) -> None:
    """Publish the declared registers and their lines: observed, imported or fictitious."""
    declarations = load_declarations(build.settings.data)
    _check_links(build, declarations)
    append(
        build.connection,
        "pub.register",
        pd.DataFrame(
            {
                "register_id": item.register_id,
                "position": position,
                "label_fr": item.label_fr,
                "description_fr": item.description_fr,
                "declaration_json": json.dumps(asdict(item.register()), ensure_ascii=False),
            }
            for position, item in enumerate(declarations, start=1)
        ),
    )
    build_search(build)
    reader = _Reader(build)
    searched: list[pd.DataFrame] = []
    with reserved_lines(build.connection) as reserved:
        kept_apart: list[pd.DataFrame] = []
        for declared in declarations:
            entries = reader.entries(declared)
            if entries.empty:
                continue
            is_apart = declared.persons & (entries["status"] != OBSERVED)
            for table, part, words in (
                ("pub", entries[~is_apart], searched),
                (reserved, entries[is_apart], kept_apart),
            ):
                lines = part.drop(columns="search_text")
                append(build.connection, f"{table}.register_entry", lines)
                words.append(part[["line_rank", "search_text"]])
            if is_apart.any():
                build_counts(build, declared.register(), entries[is_apart])
        index_words(build, searched)
        index_words(build, kept_apart, reserved)


def build_counts(build: Build, register: Register, entries: pd.DataFrame) -> None:
    """Publish how many persons each département has by step, small numbers withheld.

    A département of which nothing may be told has no row, nor has one without any line.
    """
    own = entries[entries["departement_ids"].map(len) == 1]
    places = own["departement_ids"].map(lambda names: names[0])
    weights = own["quantity"].fillna(1).round().astype(int)
    steps = own["step"].fillna("")
    names = [step.step_id for step in register.steps]
    # A sum that everybody knows: every département is there, with its zeros.
    measures = [*names, *([""] if names and (steps == "").any() else [])]
    counts = {
        name: weights[steps == name].groupby(places[steps == name]).sum() for name in measures
    } | {EVERY_STEP: weights.groupby(places).sum()}
    ids = build.cells.departement_ids
    linked = Linked(build, f"register|{register.register_id}")
    filled = {
        name: {place: int(found.get(place, 0)) for place in ids} for name, found in counts.items()
    }
    for name, by_place in filled.items():
        linked.add(name, by_place, sums=False)
        if name != EVERY_STEP:
            # That a number is small is told: what the others leave must not say more.
            largest = build.threshold - 1
            linked.most(name, {place: largest for place, n in by_place.items() if n <= largest})
    if measures:
        linked.total(EVERY_STEP, measures)
        for name in measures:
            linked.at_most(name, EVERY_STEP)
    public = {name: told for name, (told, _) in linked.published().items()}
    given = {place for told in public.values() for place in told}
    # Beside a small number, one withheld that is not said to be small is at least the threshold.
    mixed = {
        place
        for name, by_place in filled.items()
        for place, count in by_place.items()
        if place not in public[name] and count >= build.threshold
    }
    append(
        build.connection,
        "pub.register_count",
        pd.DataFrame(
            {
                "register_id": register.register_id,
                "territory_id": place,
                "step": None if name == EVERY_STEP else name,
                "entries_n": public[name].get(place),
                "is_small": (
                    place not in public[name] and place not in mixed and count < build.threshold
                ),
                "status": local_status(build),
            }
            for name, by_place in filled.items()
            for place, count in by_place.items()
            if place in given
        ),
    )


def _check_links(build: Build, declarations: Sequence[Declaration]) -> None:
    """Refuse an indicator that is linked to a published one that does not exist."""
    known = {indicator.indicator_id for indicator in build.registers.indicators}
    for declared in declarations:
        for item in declared.indicators:
            if item.published_id and item.published_id not in known:
                raise RegisterError(
                    str(build.settings.data / FOLDER / f"{declared.register_id}.yml"),
                    item.indicator_id,
                    "published",
                    f"valeur lue « {item.published_id} » ; un identifiant déclaré dans "
                    "indicators.yml est attendu.",
                )


class _Reader:
    """Lines of the registers of a build, as they are published."""

    def __init__(self, build: Build) -> None:
        self.build = build
        self.places = Places(build.territories)
        self.lookup = Lookup(
            build.territories,
            {},
            frozenset(source.source_id for source in build.registers.sources),
            # What a document announces may be to come.
            datetime.date(LAST_YEAR, 12, 31),
        )
        self.inside = _departements_inside(build)
        self.words = SearchWords(build)
        self.ranks = itertools.count()
        # Lines of persons are ranked apart: a gap between ranks would tell how many there are.
        self.reserved_ranks = itertools.count(RESERVED_FROM)

    def entries(self, declared: Declaration) -> pd.DataFrame:
        """Every line of a register: those published, then those of the imports in force."""
        observed = extract_register_figures(
            self.build.settings.data, declared, self.places, self.lookup
        )
        local = self.build.local.of(declared.register_id)
        status = local_status(self.build)
        register = declared.register()
        lines = [
            (fields, Origin(OBSERVED, row[SOURCE], row[LOCATOR]))
            for fields, row in _paired(declared, observed)
        ] + [
            (fields, Origin(status, row[SOURCE], line_locator(row[LINE])))
            for fields, row in _paired(declared, local)
        ]
        return pd.DataFrame([self._entry(register, *line) for line in lines])

    def _rank(self, register: Register, origin: Origin) -> int:
        is_apart = register.persons and origin.status != OBSERVED
        return next(self.reserved_ranks if is_apart else self.ranks)

    def _entry(self, register: Register, fields: Fields, origin: Origin) -> dict[str, object]:
        def played(role: Role) -> object:
            return fields.get(register.roles.get(role, ""))

        start, theme = _text(played("start")), played("theme")
        entry_id, territory_id = str(played("entry")), str(played("territory"))
        partners = _several(played("partners"))
        title = str(played("title") or f"{register.entry_fr[0].capitalize()} {entry_id}")
        places = _several(played("places"))
        return {
            "register_id": register.register_id,
            "entry_id": entry_id,
            "territory_id": territory_id,
            "title_fr": title,
            "step": played("step"),
            "date_start": start,
            "date_due": _text(played("due")),
            "quantity": played("quantity"),
            "fields_json": json.dumps(fields, ensure_ascii=False, separators=(",", ":")),
            "status": origin.status,
            "source_id": origin.source_id,
            "locator": _located(played("locator"), origin),
            "theme": theme,
            "year": int(start[:4]) if start else None,
            "partners": partners,
            "partner_families": self.words.families(partners),
            "departement_ids": places or self.inside[territory_id],
            "step_dates": [_day(fields.get(step.date_field or "")) for step in register.steps],
            "line_rank": self._rank(register, origin),
            "search_text": self.words.text(register, title, fields, [territory_id, *places]),
        }


def _paired(
    declared: Declaration, rows: pd.DataFrame
) -> list[tuple[dict[str, object], Mapping[str, str]]]:
    """Filled fields of each line, beside the whole line."""
    names = [column.column_id for column in declared.fields if column.column_id in rows.columns]
    pairs = []
    for row in rows.astype(object).to_dict("records"):
        filled = {name: row[name] for name in names if not pd.isna(row[name])}
        pairs.append((filled, row))
    return pairs


def _departements_inside(build: Build) -> dict[str, list[str]]:
    """Départements of each territory; none for the nation, of which no département is apart."""
    cells = build.cells
    inside: dict[str, list[str]] = {name: [name] for name in cells.departement_ids} | {NATION: []}
    for names, ranks in (
        (cells.region_ids, cells.region),
        (cells.subdivision_ids, cells.subdivision),
    ):
        for rank, name in enumerate(names):
            found = {int(item) for item in cells.departement[ranks == rank]}
            inside[name] = [cells.departement_ids[item] for item in sorted(found)]
    return inside


def _located(stated: object, origin: Origin) -> str:
    """Place in the document, and the line of the local file that quotes it."""
    if origin.status == OBSERVED or not stated:
        return origin.locator
    return f"{stated} ({origin.locator})"


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _several(value: object) -> list[str]:
    return str(value).split(SEPARATOR) if value else []


def _day(value: object) -> datetime.date | None:
    """Day a step was reached; None when it is not known."""
    return datetime.date.fromisoformat(str(value)) if value else None


SEARCHED = ("text", "list")
# « Accueil et logement » does not say of one line which of the two it is about.
SEVERAL = " et "


def build_search(build: Build) -> None:
    """Publish the families of partners and the synonyms that a query is widened by."""
    append(
        build.connection,
        "pub.partner_family",
        pd.DataFrame(
            {"family_id": family.family_id, "label_fr": family.label_fr, "position": position}
            for position, family in enumerate(build.partner_families, start=1)
        ),
    )
    append(
        build.connection,
        "pub.search_synonym",
        pd.DataFrame(
            {"stem": stem, "group_id": group_id}
            for stem, group_ids in build.synonyms.in_queries.items()
            for group_id in group_ids
        ),
    )


def index_words(build: Build, searched: Sequence[pd.DataFrame], schema: str = "pub") -> None:
    """Publish the words of the lines beside them.

    Columns of ``searched``: ``line_rank``, and ``search_text`` as ``SearchWords`` makes it.
    """
    if not searched:
        return
    index_lines(build.connection, pd.concat(searched, ignore_index=True), schema)


class SearchWords:
    """Words of the lines of a build; stems are computed once for all of them."""

    def __init__(self, build: Build) -> None:
        self._synonyms = build.synonyms.in_texts
        self._families = to_families(build.partner_families)
        self._names = dict(
            zip(build.territories["territory_id"], build.territories["name_fr"], strict=True)
        )
        self._stems = Stems()

    def families(self, partners: Sequence[str]) -> list[str]:
        """Families of the partners of a line."""
        return list(families_of(partners, self._families, self._stems))

    def text(
        self,
        register: Register,
        title: str,
        fields: Mapping[str, object],
        territory_ids: Sequence[str],
    ) -> str:
        """What is looked for in a line: title, texts, lists, theme, names of its territories."""
        apart = {register.roles.get("title"), register.roles.get("locator")}
        parts = [title]
        for field in register.fields:
            value = fields.get(field.field_id)
            if value is not None and field.type in SEARCHED and field.field_id not in apart:
                parts.append(str(value))
        theme = register.field_of("theme")
        if theme is not None and theme.codes and theme.field_id in fields:
            label = theme.codes[str(fields[theme.field_id])]
            parts += [] if SEVERAL in label else [label]
        names = dict.fromkeys(territory_ids)
        parts += [self._names[name] for name in names if name != NATION]
        return search_text(parts, self._synonyms, self._stems)
