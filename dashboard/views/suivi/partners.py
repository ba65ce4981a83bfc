"""Who is around the table: families of partners line by line, and those that are missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import streamlit as st

from dashboard.core.files import file_name, place_name, to_csv
from dashboard.core.formatting import number, quantity, typography
from dashboard.queries.register_counts import fetch_partner_families, fetch_presence
from dashboard.queries.registers import fetch_entries
from dashboard.themes.registers import (
    FACULTY,
    EntryFilter,
    Presence,
    count_lines,
    line_name,
    place_text,
    source_text,
    status_text,
    step_text,
)
from dashboard.ui.downloads import show_csv_download
from dashboard.ui.tables import show_table
from dashboard.views.suivi import words
from dashboard.views.suivi.page import RegisterPage
from models.registers.follow_up import BoolArray, partner_matrix
from models.registers.register import RegisterEntry

READ, LISTED = 500, 40
PRESENT, ABSENT = "●", "–"


def show_partners(page: RegisterPage) -> None:
    """Lines that name each family, an alert when the faculty is missing, then the matrix."""
    families = fetch_partner_families(page.build)
    territory = EntryFilter(page.selection.territory_id)
    presence = fetch_presence(page.build, page.view.register_id, territory)
    st.header(typography(_title(page, presence, families)), anchor=False)
    if not presence.named_n or not families:
        st.info(words.NO_PARTNERS if families else words.NO_FAMILIES)
        return
    if FACULTY in families:
        _show_alert(page, presence)
    if presence.named_n < presence.entries_n:
        unnamed = count_lines(page.register, presence.entries_n - presence.named_n)
        st.caption(typography(words.UNNAMED.format(count=unnamed)))
    named = sorted(
        (item for item in families if presence.by_family.get(item)),
        key=lambda item: -presence.by_family[item],
    )
    show_table(
        f"Familles de partenaires, {page.territory.label}",
        ("Famille", "Présente dans", "Absente de", "Part présente"),
        [_family_row(item, families[item], presence) for item in named],
    )
    never = [label for item, label in families.items() if item not in named]
    if never:
        st.caption(typography(f"Jamais nommés : {' ; '.join(never)}."))
    _show_matrix(page, territory, families)


def _title(page: RegisterPage, presence: Presence, families: Mapping[str, str]) -> str:
    everywhere = [
        label for item, label in families.items() if item != FACULTY and not presence.absent_n(item)
    ]
    faculty_n = presence.by_family.get(FACULTY, 0) if FACULTY in families else None
    return words.partners_title(page.register, presence.named_n, faculty_n, everywhere)


def _show_alert(page: RegisterPage, presence: Presence) -> None:
    absent = presence.absent_n(FACULTY)
    if not absent:
        st.success(typography(words.FACULTY_THERE), icon=":material/check:")
        return
    text = words.FACULTY_MISSING.format(
        count=count_lines(page.register, absent), total=number(presence.named_n)
    )
    st.warning(typography(text), icon="⚠️")


def _family_row(family_id: str, label: str, presence: Presence) -> tuple[str, ...]:
    present = presence.by_family[family_id]
    share = quantity(100 * present / presence.named_n, "%")
    return (label, number(present), number(presence.absent_n(family_id)), share)


def _show_matrix(page: RegisterPage, territory: EntryFilter, families: Mapping[str, str]) -> None:
    lines = fetch_entries(page.build, page.view.register_id, territory, READ)
    entries = [entry for entry in lines if entry.partners]
    matrix = partner_matrix([entry.partner_families for entry in entries], tuple(families))
    order = _without_faculty_first(matrix, tuple(families))
    columns = [
        rank
        for rank, item in enumerate(families)
        # The column of the faculty stays when it is empty: its absence is the point.
        if item == FACULTY or matrix[:, rank].any()
    ]
    labels = list(families.values())
    noun = page.register.entry_fr[0].capitalize()
    show_table(
        words.PARTNER_MATRIX,
        (noun, "Territoire", *(labels[rank] for rank in columns)),
        [
            (
                line_name(page.register, entries[index]),
                place_text(page.catalog, entries[index]),
                *(PRESENT if matrix[index, rank] else ABSENT for rank in columns),
            )
            for index in order[:LISTED]
        ],
    )
    remaining = words.remaining_lines(LISTED, len(entries))
    if remaining:
        st.caption(typography(remaining))
    name = file_name(page.catalog, "suivi", page.register.label_fr, "partenaires")
    show_csv_download(
        words.PARTNERS_CSV,
        f"{name}_{file_name(page.catalog, place_name(page.territory))}.csv",
        "suivi.partenaires.csv",
        lambda: to_csv(
            ("ligne", "territoire", "etape", *labels, "partenaires", "statut", "source"),
            [_csv_row(page, entries[index], matrix[index]) for index in order],
            is_demo=page.catalog.build.is_demo,
        ),
    )


def _without_faculty_first(matrix: BoolArray, family_ids: Sequence[str]) -> list[int]:
    """Rows of the matrix, those without the faculty first."""
    if FACULTY not in family_ids:
        return list(range(len(matrix)))
    faculty = matrix[:, family_ids.index(FACULTY)]
    return [int(index) for index in np.argsort(faculty, kind="stable")]


def _csv_row(page: RegisterPage, entry: RegisterEntry, row: BoolArray) -> tuple[str, ...]:
    return (
        line_name(page.register, entry),
        place_text(page.catalog, entry),
        step_text(page.register, entry),
        *("oui" if is_present else "non" for is_present in row),
        " ; ".join(entry.partners),
        status_text(entry),
        source_text(page.catalog, entry),
    )
