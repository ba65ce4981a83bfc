"""Section: figures before and after, where the source states them; nothing is computed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard.core.catalog import STATUS_LABELS
from dashboard.core.formatting import typography
from dashboard.queries.register_counts import fetch_filled
from dashboard.ui.tables import Cell, Link, show_table
from dashboard.views.initiatives import words
from dashboard.views.initiatives.page import REGISTER, InitiativePage
from models.registers.register import RegisterEntry

MEASURED = "after_fr"


def show_measures(page: InitiativePage) -> None:
    """Show what was measured, under what it does not prove."""
    rows = measures(fetch_filled(page.build, REGISTER, page.choice, MEASURED))
    if not rows:
        st.info(typography(words.NO_BEFORE_AFTER))
        return
    st.markdown(typography(words.BEFORE_AFTER))
    show_table(words.MEASURES_CAPTION, words.MEASURES_HEADER, [_row(page, item) for item in rows])


@dataclass(frozen=True)
class BeforeAfter:
    """Figures of an initiative before and after, as its source gives them.

    ``before`` and ``after`` are texts; values are None, years empty, when the source gives none.
    """

    entry: RegisterEntry
    what: str
    before: str
    after: str
    before_value: float | None
    after_value: float | None
    before_year: str
    after_year: str

    @property
    def is_drawn(self) -> bool:
        """Whether both ends are numbers of the same thing."""
        return self.before_value is not None and self.after_value is not None


def measures(entries: Sequence[RegisterEntry]) -> tuple[BeforeAfter, ...]:
    """Initiatives that state an after, those that state a before too first; nothing is computed."""
    stated = [_measure(entry) for entry in entries if entry.fields.get("after_fr")]
    return tuple(sorted(stated, key=lambda item: (not item.is_drawn, not item.before)))


def _measure(entry: RegisterEntry) -> BeforeAfter:
    fields = entry.fields
    return BeforeAfter(
        entry=entry,
        what=str(fields.get("measured_fr", "")),
        before=str(fields.get("before_fr", "")),
        after=str(fields["after_fr"]),
        before_value=_number(fields.get("before_value")),
        after_value=_number(fields.get("after_value")),
        before_year=_year(fields.get("before_year")),
        after_year=_year(fields.get("after_year")),
    )


def _number(value: object) -> float | None:
    return float(str(value)) if value not in (None, "") else None


def _year(value: object) -> str:
    return "" if value in (None, "") else str(int(float(str(value))))


def _row(page: InitiativePage, measure: BeforeAfter) -> list[Cell]:
    entry = measure.entry
    status = "" if entry.status == "observed" else f" ({STATUS_LABELS[entry.status]})"
    return [
        Link(entry.title_fr, page.entry_link(entry)),
        words.place_of(entry, page.catalog.territories),
        measure.what,
        _dated(measure.before, measure.before_year) or words.NOT_SAID,
        _dated(measure.after, measure.after_year),
        str(entry.fields.get("reserve_fr", "")),
        f"{page.publisher(entry.source_id)}, {entry.locator}{status}",
    ]


def _dated(text: str, year: str) -> str:
    return f"{text} ({year})" if text and year else text
