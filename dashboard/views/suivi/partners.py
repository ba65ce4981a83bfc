"""Who is around the table: lines against families of partners, and who is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import streamlit as st

from dashboard.core.files import file_name, place_name, to_csv
from dashboard.core.formatting import number, quantity, typography
from dashboard.queries.register_counts import fetch_naming_n, fetch_partner_families
from dashboard.queries.registers import fetch_entries, fetch_facets
from dashboard.themes.registers import (
    EntryFilter,
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
from dashboard.views.suivi.page import FollowUpPage
from models.registers.follow_up import BoolArray, presence
from models.registers.register import RegisterEntry

# The family whose absence is told first.
FACULTY = "universites"
READ, LISTED = 500, 40
PRESENT, ABSENT = "●", "–"


def show_partners(page: FollowUpPage) -> None:
    """Families present in how many lines, an alert when the faculty is missing, the matrix."""
    families = fetch_partner_families(page.build)
    register_id, territory_id = page.view.register_id, page.selection.territory_id
    total, naming = fetch_naming_n(page.build, register_id, territory_id)
    chosen = EntryFilter(territory_id)
    by_family = fetch_facets(page.build, register_id, chosen).by_family
    st.subheader(typography(_finding(page, by_family, families, naming)), anchor=False)
    if not naming or not families:
        st.info(words.NO_PARTNERS if families else words.NO_FAMILIES)
        return
    _show_alert(page, by_family, families, naming)
    if naming < total:
        none = count_lines(page.register, total - naming)
        st.caption(typography(f"{none} sans partenaire nommé : hors de ces nombres."))
    named = sorted(
        (item for item in families if by_family.get(item)), key=lambda item: -by_family[item]
    )
    show_table(
        f"Familles de partenaires, {page.territory.label}",
        ("Famille", "Présente dans", "Absente de", "Part présente"),
        [_family_row(families[item], by_family[item], naming) for item in named],
    )
    never = [label for item, label in families.items() if not by_family.get(item)]
    if never:
        st.caption(typography(f"Jamais nommés : {' ; '.join(never)}."))
    _show_matrix(page, chosen, families)


def _finding(
    page: FollowUpPage, by_family: Mapping[str, int], families: Mapping[str, str], naming: int
) -> str:
    told = f"Partenaires de {count_lines(page.register, naming)}"
    everywhere = [
        label
        for item, label in families.items()
        if item != FACULTY and by_family.get(item) == naming
    ]
    if naming and FACULTY in families:
        told += f" : faculté nommée dans {number(by_family.get(FACULTY, 0))}"
    return f"{told} ; partout : {', '.join(everywhere)}" if naming and everywhere else told


def _show_alert(
    page: FollowUpPage, by_family: Mapping[str, int], families: Mapping[str, str], naming: int
) -> None:
    if FACULTY not in families:
        return
    absent = naming - by_family.get(FACULTY, 0)
    if not absent:
        st.success(typography(words.FACULTY_THERE), icon=":material/check:")
        return
    text = words.FACULTY_MISSING.format(
        count=count_lines(page.register, absent), total=number(naming)
    )
    st.warning(typography(text), icon="⚠️")


def _family_row(label: str, present: int, naming: int) -> tuple[str, ...]:
    share = quantity(100 * present / naming, "%")
    return (label, number(present), number(naming - present), share)


def _show_matrix(page: FollowUpPage, chosen: EntryFilter, families: Mapping[str, str]) -> None:
    read = fetch_entries(page.build, page.view.register_id, chosen, READ)
    entries = [entry for entry in read if entry.partners]
    shown = presence([entry.partner_families for entry in entries], tuple(families))
    order = _without_faculty_first(shown, tuple(families))
    used = [
        rank
        for rank, item in enumerate(families)
        # Its column stands even when it is empty: that is what is looked for.
        if item == FACULTY or shown[:, rank].any()
    ]
    labels = list(families.values())
    show_table(
        "Qui est présent (●) ou absent (–) : les lignes sans la faculté d’abord",
        (page.register.entry_fr[0].capitalize(), "Territoire", *(labels[rank] for rank in used)),
        [
            (
                line_name(page.register, entries[index]),
                place_text(page.catalog, entries[index]),
                *(PRESENT if shown[index, rank] else ABSENT for rank in used),
            )
            for index in order[:LISTED]
        ],
    )
    if len(entries) > LISTED:
        more = number(len(entries) - LISTED)
        st.caption(typography(f"Les {LISTED} premières ; {more} autres dans le fichier CSV."))
    name = file_name(page.catalog, "suivi", page.register.label_fr, "partenaires")
    show_csv_download(
        "Ces lignes et leurs partenaires (CSV)",
        f"{name}_{file_name(page.catalog, place_name(page.territory))}.csv",
        "suivi.partenaires.csv",
        lambda: to_csv(
            ("ligne", "territoire", "etape", *labels, "partenaires", "statut", "source"),
            [_csv_row(page, entries[index], shown[index]) for index in order],
            is_demo=page.catalog.build.is_demo,
        ),
    )


def _without_faculty_first(shown: BoolArray, family_ids: Sequence[str]) -> list[int]:
    if FACULTY not in family_ids:
        return list(range(len(shown)))
    faculty = shown[:, family_ids.index(FACULTY)]
    return [int(index) for index in np.argsort(faculty, kind="stable")]


def _csv_row(page: FollowUpPage, entry: RegisterEntry, present: BoolArray) -> tuple[str, ...]:
    return (
        line_name(page.register, entry),
        place_text(page.catalog, entry),
        step_text(page.register, entry),
        *("oui" if one else "non" for one in present),
        " ; ".join(entry.partners),
        status_text(entry),
        source_text(page.catalog, entry),
    )
