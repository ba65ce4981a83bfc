"""The brief on one A4 page, read from across a table: sentence, map, figures, requests, agenda."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dashboard.briefs.brief import Brief
from dashboard.briefs.content import common_texts
from dashboard.briefs.typeset import printable, typeset
from dashboard.core.catalog import LATER_TARGETS, NEED_TARGET
from dashboard.core.files import FICTITIOUS
from dashboard.core.formatting import number, typography
from dashboard.core.registry import SITE
from dashboard.profile.model import KeyFigure, Profile, ProfileValue

TEMPLATE = Path(__file__).parent / "one_page.typ"
REQUESTS_TITLE, AGENDA_TITLE = "Trois demandes", "Ordre du jour proposé"
MINUTES_TITLE = "Relevé de décisions"
MINUTES_HEADER = ("Décision", "Qui", "Pour quand")
MINUTES_ROWS = 5
SUBJECT_LENGTH = 90


def build_one_page(brief: Brief) -> bytes:
    """Typeset the page; see ``typeset``."""
    return typeset(TEMPLATE, "brief", document(brief))


def document(brief: Brief) -> dict[str, Any]:
    """Texts of the template; the map is None where it cannot be drawn."""
    profile = brief.profile
    return {
        **common_texts(brief),
        "title": printable(f"{brief.title} · {brief.day_text}"),
        "sentence": brief.answer,
        "targets": other_targets(profile),
        "map": brief.large_picture if brief.has("carte") else None,
        "figures": [_figure(item) for item in three_figures(profile)],
        "requests_title": REQUESTS_TITLE,
        "requests": [
            {"to": item.addressee[0].upper() + item.addressee[1:], "text": item.text}
            for item in brief.requests
        ],
        "agenda_title": AGENDA_TITLE,
        "agenda": [printable(item) for item in agenda(brief)],
        "minutes_title": MINUTES_TITLE,
        "minutes_header": MINUTES_HEADER,
        "minutes_rows": MINUTES_ROWS,
        "footer": footer(brief),
    }


def three_figures(profile: Profile) -> tuple[KeyFigure, ...]:
    """MSU, stage places, density of GPs: what is known everywhere."""
    return tuple(profile.figure(item) for item in ("msu", "stages", "densite"))


def _figure(figure: KeyFigure) -> dict[str, Any]:
    value = figure.value
    if figure.figure_id == "msu":
        label, text, lines = "MSU", value.marked_text, [_between(value)]
    elif figure.figure_id == "stages":
        label = "Places de stage, 3e cycle"
        text = figure.finding.partition(" (")[0] or value.marked_text
        lines = [figure.context]
    else:
        label, text = "Généralistes libéraux", value.marked_text
        lines = ["pour 100 000 habitants", f"France : {figure.nation.text}"]
    status = "" if value.value is None else value.status_text
    unit = "places-semestres" if figure.figure_id == "stages" else ""
    small = " · ".join(item for item in (unit, value.period_text, status) if item)
    if value.short_reserve:
        lines.append(f"réserve : {value.short_reserve}")
    return {
        "label": typography(label),
        "value": typography(text),
        "is_text": figure.figure_id == "stages" and value.value is not None,
        "lines": [typography(item) for item in lines if item],
        "small": typography(small or (f"à demander : {value.ask}" if value.ask else "")),
    }


def _between(value: ProfileValue) -> str:
    """« entre 19 et 45 (8 chances sur 10) », or its only interval."""
    if not value.likely_text:
        return value.interval_text
    low, _, high = value.likely_text.partition(" à ")
    return f"entre {low} et {high}, 8 chances sur 10"


def other_targets(profile: Profile) -> str:
    """Where the territory stands against 15 000 and the need of the stages, by the same key."""
    same_key = [item for item in profile.targets if item.key.key_id == profile.key.key_id]
    parts = [
        f"{_target_name(item.target.target_id, item.target.value_msu)} : {item.situation.short}"
        for item in same_key
        if item.situation
        and item.target.target_id in LATER_TARGETS
        and item.target.target_id != profile.target.target_id
    ]
    return typography(f"Autres cibles. {' ; '.join(parts)}.") if parts else ""


def _target_name(target_id: str, value: int) -> str:
    if target_id == NEED_TARGET:
        return f"besoin des stages ({number(value)})"
    return f"{number(value)} MSU"


def agenda(brief: Brief) -> list[str]:
    """Items of the meeting; the note of the reader is the first when there is one."""
    note = " ".join(brief.note.split())
    subject = f"{note[:SUBJECT_LENGTH].rstrip()}…" if len(note) > SUBJECT_LENGTH else note
    items = [
        subject,
        "Combien de MSU, et ce qui reste à compter",
        "Les trois demandes : qui écrit, quand",
        "Recruter, former, placer : qui fait quoi",
        "Décisions, prochaine date",
    ]
    return [typography(item) for item in items if item]


def footer(brief: Brief) -> str:
    """Sources of what the page shows, its view and its data."""
    profile = brief.profile
    ids = dict.fromkeys(
        source_id
        for figure in three_figures(profile)
        for value in (figure.value, figure.nation)
        if value.value is not None
        for source_id in value.source_ids
    )
    cited = [item.source.citation for item in profile.sources if item.source.source_id in ids]
    mark = f" · {FICTITIOUS}" if profile.is_demo else ""
    return typography(
        f"Sources : {' ; '.join(cited)}. « est. », hachures : estimation, avec son intervalle ; "
        "probablement : au moins 8 chances sur 10, plutôt : au moins 6. "
        f"{SITE}, {brief.view_text}, données {profile.build.data_version}{mark}."
    )
