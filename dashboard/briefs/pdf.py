"""The brief as a PDF of two A4 pages: vector, tagged, its fonts embedded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dashboard.briefs.brief import MAP_TITLE, Brief
from dashboard.briefs.content import (
    LEGEND,
    action_tables,
    back_text,
    common_texts,
    figure_cards,
    initiative_texts,
    peer_table,
    retention_table,
    stage_table,
    target_table,
)
from dashboard.briefs.typeset import printable, typeset
from dashboard.charts.spine import BRIEF, plot_spine
from dashboard.core.files import FICTITIOUS
from dashboard.core.formatting import typography
from dashboard.core.registry import SITE

TEMPLATE = Path(__file__).parent / "meeting.typ"
SHORT_NOTE = 300
MOST_LINES = 16


def build_pdf(brief: Brief) -> bytes:
    """Typeset a brief; see ``typeset``."""
    return typeset(TEMPLATE, "brief", document(brief))


def document(brief: Brief) -> dict[str, Any]:
    """Texts of the template; empty where a section is left out."""
    profile = brief.profile
    tables = []
    if brief.has("stages"):
        tables.append(stage_table(profile))
    if brief.has("fidelisation"):
        tables.append(retention_table(profile))
    if brief.has("voisins"):
        tables.append(peer_table(profile))
    if brief.has("initiatives"):
        tables += action_tables(brief)
    spine_title = "Chaque indicateur face à la France"
    return {
        **common_texts(brief),
        "title": printable(brief.title),
        "subtitle": f"{profile.territory.label} · {brief.day_text} · {brief.view_text}",
        "headline": brief.answer,
        "note": printable(_joined(brief.note)),
        "note_first": len(brief.note) <= SHORT_NOTE and brief.note.count("\n") <= 3,
        "cards": figure_cards(profile),
        "legend": typography(LEGEND),
        "sentences": profile.sentences,
        "initiatives": initiative_texts(brief) if brief.has("initiatives") else [],
        "map": brief.picture if brief.has("carte") else None,
        "map_title": typography(MAP_TITLE),
        "spine": plot_spine(profile.spine, title=spine_title, layout=BRIEF, demo=profile.is_demo)
        if brief.has("position")
        else None,
        "spine_title": spine_title,
        "spine_alt": spine_words(brief),
        "targets": [target_table(profile)] if brief.has("cibles") else [],
        "tables": tables,
        "questions": [{"text": item.text, "ask": item.ask} for item in profile.questions]
        if brief.has("questions")
        else [],
        "caveats": profile.caveats,
        "sources": [
            {"number": item.number, "text": item.source.citation} for item in profile.sources
        ],
        "cuts": " ; ".join(brief.cuts),
        "link": brief.link,
        "link_text": back_text(brief),
        "footer": f"{SITE} · {brief.day_text} · {brief.build_text}"
        + (f" · {FICTITIOUS}" if profile.is_demo else ""),
    }


def spine_words(brief: Brief) -> str:
    """The spine chart in words, for those who do not see it."""
    return " ; ".join(
        f"{item.label} : {item.value.marked_text}, France {item.nation.text}, "
        f"{item.reserved_verdict}"
        for item in brief.profile.spine
    )


def _joined(note: str) -> str:
    """A note of many short lines in one paragraph: it would not leave room for the rest."""
    lines = [line for line in note.split("\n") if line]
    return note if note.count("\n") < MOST_LINES else " · ".join(lines)
