"""Every initiative of the choice as a file, with its status, its source and its place in it."""

from __future__ import annotations

import re

from dashboard.core.catalog import STATUS_LABELS, plain
from dashboard.core.files import to_csv
from dashboard.queries import cached_registers
from dashboard.ui.downloads import file_name, place_name, show_csv_download
from dashboard.views.initiatives.page import REGISTER, InitiativePage, initiative_key
from dashboard.views.initiatives.words import code_label
from models.registers.register import Register, RegisterEntry, RegisterField

FIRST = ("repere", "titre", "territoire_id", "territoire")
LAST = ("statut", "source", "emplacement", "version_donnees", "construction")


def show_initiative_download(page: InitiativePage) -> None:
    """Button that makes the file of what the filters keep when it is clicked."""
    count = page.facets.total_n
    if not count:
        return
    what = "choix" if page.view.has_filter else ""
    name = file_name(page.catalog, "initiatives", place_name(page.territory), what)
    show_csv_download(
        f"Télécharger la liste ({count})",
        f"{name}.csv",
        initiative_key("csv"),
        lambda: to_csv(
            csv_header(page.register),
            [
                csv_row(page, entry)
                for entry in cached_registers.load_every_entry(
                    page.build, REGISTER, page.chosen, count
                )
            ],
            is_demo=page.catalog.build.is_demo,
        ),
    )


def csv_header(register: Register) -> tuple[str, ...]:
    """Names of the columns."""
    return (*FIRST, *(_column(field) for field in _others(register)), *LAST)


def csv_row(page: InitiativePage, entry: RegisterEntry) -> tuple[str, ...]:
    """One initiative as text, under ``csv_header``; what its source does not say is empty."""
    build = page.catalog.build
    source = page.catalog.sources.get(entry.source_id)
    return (
        entry.entry_id,
        entry.title_fr,
        entry.territory_id,
        page.catalog.territories[entry.territory_id].label,
        *(_field(page.register, entry, field.field_id) for field in _others(page.register)),
        STATUS_LABELS[entry.status],
        source.citation if source else entry.source_id,
        entry.locator,
        build.data_version,
        build.build_id,
    )


def _column(field: RegisterField) -> str:
    """Name of a column: no accent, no space, in lower case."""
    return re.sub(r"[^a-z0-9]+", "_", plain(field.label_fr)).strip("_")


def _others(register: Register) -> list[RegisterField]:
    first = {register.roles[role] for role in ("entry", "title", "territory")}
    return [field for field in register.fields if field.field_id not in first]


def _field(register: Register, entry: RegisterEntry, field_id: str) -> str:
    value = entry.fields.get(field_id, "")
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    return code_label(register, field_id, str(value)) if value != "" else ""
