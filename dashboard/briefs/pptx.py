"""The brief as ten slides: charts that can be edited, sources in the notes."""

from __future__ import annotations

from typing import Any

from dashboard.briefs.brief import Brief
from dashboard.briefs.content import (
    LEGEND,
    Table,
    back_text,
    beside_nation,
    bounded,
    initiative_table,
    initiative_texts,
    peer_table,
    position_table,
    register_tables,
    retention_table,
    stage_table,
    table,
    target_table,
)
from dashboard.briefs.slides import (
    GREY,
    Deck,
    add_chart,
    add_picture,
    add_table,
    add_text,
    set_language,
)
from dashboard.briefs.typeset import render_picture
from dashboard.core.catalog import MSU
from dashboard.core.files import FICTITIOUS
from dashboard.core.formatting import MISSING, typography
from dashboard.core.registry import SITE
from dashboard.profile.model import KeyFigure, Profile, ProfileValue
from models.stages.maquettes import TOTAL

CHANCES = "Probablement : au moins 8 chances sur 10 ; plutôt : au moins 6 ; sinon indécis."
MORE = "{count} autres lignes : voir le classeur Excel ou la page."
NOTE_ON_SLIDE = 420
MOST_LINES = 14
MOST_PEERS, MOST_QUESTIONS, MOST_SOURCES = 13, 6, 14


def build_pptx(brief: Brief) -> bytes:
    """Make the slides, 16:9; those of sections left out are not there."""
    profile = brief.profile
    mark = FICTITIOUS if profile.is_demo else ""
    foot = f"{SITE} · {profile.territory.label} · {brief.day_text} · {brief.build_text}"
    deck = Deck(f"{foot} · {mark}" if mark else foot, mark)
    properties = deck.file.core_properties
    properties.title, properties.author, properties.language = brief.title, SITE, "fr-FR"
    properties.subject, properties.comments = profile.headline, brief.build_text
    _cover(deck, brief)
    _figures(deck, brief)
    if brief.has("position"):
        _add_table_slide(deck, brief, position_table(profile), [])
    if brief.has("cibles"):
        _targets(deck, brief)
    if brief.has("stages"):
        _stages(deck, brief)
    if brief.has("fidelisation"):
        _add_table_slide(deck, brief, retention_table(profile), _ids(profile))
    if brief.has("voisins") or brief.has("carte"):
        _peers(deck, brief)
    if brief.has("initiatives"):
        _initiatives(deck, brief)
        _followed(deck, brief)
    _closing(deck, brief)
    set_language(deck)
    return deck.save()


def _cover(deck: Deck, brief: Brief) -> None:
    profile = brief.profile
    slide = deck.slide(brief.title, _notes(brief, [*profile.sentences, brief.note]))
    about = f"{profile.territory.label} · {brief.day_text} · {brief.view_text}"
    add_text(slide, [about], (0.55, 1.25, 12.2, 0.45), 16, GREY)
    add_text(slide, [profile.headline], (0.55, 1.8, 12.2, 0.9), 24, bold=True)
    add_text(slide, profile.sentences, (0.55, 2.85, 12.2, 2.4), 17, bullets=True)
    if brief.note:
        short = brief.note if len(brief.note) <= NOTE_ON_SLIDE else f"{brief.note[:NOTE_ON_SLIDE]}…"
        more = " (note entière dans les commentaires de cette page)"
        text = f"Note : {' '.join(short.split())}{more if short != brief.note else ''}"
        add_text(slide, [typography(text)], (0.55, 5.45, 12.2, 1.0), 14)
    add_text(slide, [typography(LEGEND)], (0.55, 6.5, 12.2, 0.5), 11, GREY)


def _figures(deck: Deck, brief: Brief) -> None:
    profile = brief.profile
    rows = [
        [
            item.label if item.words else f"{item.label} ({item.value.unit})",
            item.words or bounded(item.value),
            item.value.status_text,
            item.value.period_text,
            " ; ".join(part for part in (_said(item), beside_nation(item)) if part)
            or (f"à demander : {item.value.ask}" if item.value.ask else ""),
        ]
        for item in profile.key_figures
    ]
    header = ["Chiffre", "Valeur (intervalle)", "Statut", "Période", "Face à la France"]
    figures = table("Cinq chiffres", header, rows, (2.2, 1.5, 0.8, 1, 3.4))
    values = [item.value for item in profile.key_figures]
    slide = deck.slide(profile.headline, _notes(brief, [figures["title"]], values))
    add_table(slide, figures, (0.55, 1.45, 12.23, 4.9), 15, len(rows))


def _said(figure: KeyFigure) -> str:
    """What a figure allows to say, and for words what stands beside them."""
    return figure.context if figure.words else figure.finding


def _add_table_slide(deck: Deck, brief: Brief, content: Table, source_ids: list[str]) -> None:
    values = [line.value for line in brief.profile.spine] if not source_ids else []
    notes = _notes(brief, [content["note"]], values, source_ids)
    slide = deck.slide(content["title"], notes)
    count = len(content["rows"])
    height = min(5.3, 0.42 * (count + 1))
    size = 12 if count <= MOST_LINES - 2 else 11
    left_out = add_table(slide, content, (0.55, 1.4, 12.23, height), size, MOST_LINES)
    below = [content["note"]] if content["note"] else []
    below += [MORE.format(count=left_out)] if left_out else []
    if below:
        add_text(slide, below, (0.55, 6.45, 12.2, 0.5), 12, GREY)


def _targets(deck: Deck, brief: Brief) -> None:
    profile = brief.profile
    by_target = [item for item in profile.targets if item.key.key_id == profile.key.key_id]
    msu = profile.figure("msu").value
    first = target_table(profile)
    ids = [item.target.source_id for item in by_target if item.target.source_id]
    words = " ; ".join(
        f"{item.target.label_fr} : part {item.share_msu}, {item.finding}" for item in by_target
    )
    slide = deck.slide(first["title"], _notes(brief, [words], [msu], ids))
    series: list[tuple[str, list[float | None]]] = [
        ("Part de la cible", [float(item.share_msu) for item in by_target])
    ]
    if msu.value is not None:
        name = f"MSU {profile.year} ({msu.status_text})"
        series.append((name, [round(msu.value)] * len(by_target)))
    labels = [
        f"{item.target.label_fr} : {item.situation.short if item.situation else MISSING}"
        for item in by_target
    ]
    trend = profile.figure("msu").trend
    width = 7.2 if trend else 12.2
    add_chart(
        slide,
        "bars",
        labels,
        series,
        (0.55, 1.35, width, 5.2),
        title=f"MSU et part de chaque cible (clé {profile.key.label_fr.lower()})",
        words=words,
    )
    if trend:
        statuses = "points estimés sauf mention contraire"
        add_chart(
            slide,
            "line",
            [str(point.year) for point in trend],
            [
                ("MSU", [round(point.value) for point in trend]),
                ("borne basse à 95 %", [_whole(point.low) for point in trend]),
                ("borne haute à 95 %", [_whole(point.high) for point in trend]),
            ],
            (7.9, 1.35, 4.9, 5.2),
            title=f"MSU par an ({statuses})",
            words=" ; ".join(f"{point.year} : {round(point.value)}" for point in trend),
        )
    counted = f"MSU {profile.year} : {msu.marked_text}, {msu.status_text}"
    bounds = f" ({msu.bounds_text})" if msu.bounds_text else ""
    add_text(
        slide,
        [typography(f"{counted}{bounds}. {CHANCES}")],
        (0.55, 6.55, 12.2, 0.4),
        12,
        GREY,
    )


def _stages(deck: Deck, brief: Brief) -> None:
    profile = brief.profile
    stages = stage_table(profile)
    values = [value for item in profile.stages for value in (item.need, item.offer)]
    slide = deck.slide(stages["title"], _notes(brief, [], values))
    levels = [
        item for item in profile.stages if item.level_id != TOTAL and item.need.value is not None
    ]
    add_chart(
        slide,
        "columns",
        [f"{item.label} : {item.finding}" for item in levels],
        [
            ("Besoin (estimé)", [_whole(item.need.value) for item in levels]),
            ("Offre", [_whole(item.offer.value) for item in levels]),
        ],
        (0.55, 1.3, 12.2, 2.95),
        title="Besoin et offre par niveau (places-semestres)",
        words=" ; ".join(f"{i.label} : besoin {i.need.text}, offre {i.offer.text}" for i in levels),
    )
    add_table(slide, stages, (0.55, 4.35, 12.23, 2.4), 12, len(stages["rows"]))


def _peers(deck: Deck, brief: Brief) -> None:
    profile = brief.profile
    peers = peer_table(profile)
    rows = profile.peers.rows
    values = [value for row in rows for value in row.values]
    slide = deck.slide(peers["title"], _notes(brief, [brief.map_text], values))
    picture = brief.picture if brief.has("carte") else None
    if picture is not None:
        add_picture(slide, render_picture(picture), 0.55, 1.35, 5.2, brief.map_text)
    if not brief.has("voisins"):
        return
    first = rows[:MOST_PEERS]
    left, width = (6.8, 6.0) if picture is not None else (0.55, 12.2)
    msu = [indicator.indicator_id for indicator in profile.peers.indicators].index(MSU)
    add_chart(
        slide,
        "bars",
        [f"{row.label} ({row.values[msu].status_text})" for row in first],
        [("MSU", [_whole(row.values[msu].value) for row in first])],
        (left, 1.35, width, 5.1),
        title=f"MSU, {profile.year}",
        words=" ; ".join(f"{row.label} : {bounded(row.value(MSU))}" for row in first),
    )
    note = "Intervalles et autres indicateurs : commentaires de cette page et classeur Excel."
    if len(rows) > len(first):
        note = f"{MORE.format(count=len(rows) - len(first))} {note}"
    add_text(slide, [peers["note"] or note], (0.55, 6.55, 12.2, 0.4), 12, GREY)
    lines = _lines(peers)
    slide.notes_slide.notes_text_frame.text += "\n" + "\n".join(lines)


def _initiatives(deck: Deck, brief: Brief) -> None:
    """Initiatives recorded here, around, and in similar territories."""
    recorded = brief.profile.initiatives
    if recorded is None:
        return
    texts = initiative_texts(brief)
    items = initiative_table(brief.profile)
    source_ids = [*recorded.source_ids]
    notes = _notes(brief, [*texts, recorded.note, *_lines(items)], source_ids=source_ids)
    slide = deck.slide("Initiatives recensées", notes)
    add_text(slide, texts, (0.55, 1.3, 12.2, 1.8), 13)
    if recorded.items:
        _tables(slide, [(items, 3.1, 8)])


def _followed(deck: Deck, brief: Brief) -> None:
    """Registers of the territory, and its action sheets under way."""
    profile = brief.profile
    tables = register_tables(profile)
    if not tables:
        return
    ids = [item for register in profile.registers for item in register.source_ids]
    lines = [line for content in tables for line in _lines(content)]
    notes = _notes(brief, [*(content["note"] for content in tables), *lines], source_ids=ids)
    slide = deck.slide("Registres suivis et fiches action", notes)
    _tables(slide, list(zip(tables, (1.35, 5.2), (7, 2), strict=False)))


def _tables(slide: Any, placed: list[tuple[Table, float, int]]) -> None:
    """Add tables at their tops (inches), of so many rows at most, then how many are left out."""
    left_out = 0
    for content, top, most in placed:
        height = 0.36 * (min(len(content["rows"]), most) + 1)
        left_out += add_table(slide, content, (0.55, top, 12.23, height), 11, most)
    if left_out:
        more = f"Lignes non montrées : {left_out}, dans les commentaires de cette page."
        add_text(slide, [typography(more)], (0.55, 6.65, 12.2, 0.35), 11, GREY)


def _lines(content: Table) -> list[str]:
    return [" | ".join(row) for row in [content["header"], *content["rows"]]]


def _closing(deck: Deck, brief: Brief) -> None:
    profile = brief.profile
    has_questions = brief.has("questions")
    title = "Questions, réserves et sources" if has_questions else "Réserves et sources"
    questions = profile.questions if has_questions else ()
    reasons = [f"{item.text} {item.why} À demander : {item.ask}" for item in questions]
    slide = deck.slide(title, _notes(brief, [*reasons, *profile.caveats]))
    if questions:
        texts = [f"{item.text} → {item.ask}" for item in questions[:MOST_QUESTIONS]]
        add_text(slide, texts, (0.55, 1.3, 7.4, 5.2), 13, bullets=True)
    cited = [f"[{item.number}] {item.source.citation}" for item in profile.sources]
    right = (8.2, 4.6) if questions else (0.55, 12.2)
    left_out = len(cited) - MOST_SOURCES
    more = [MORE.format(count=left_out)] if left_out > 0 else []
    add_text(slide, [*cited[:MOST_SOURCES], *more], (right[0], 1.3, right[1], 4.9), 9.5)
    back = f"Réserves : commentaires de cette page. Retrouver cette vue : {back_text(brief)}"
    add_text(slide, [typography(back), *brief.cuts], (0.55, 6.5, 12.2, 0.5), 11, GREY)


def _notes(
    brief: Brief,
    texts: list[str] | tuple[str, ...],
    values: list[ProfileValue] | None = None,
    source_ids: list[str] | None = None,
) -> str:
    """Speaker notes: the texts, then their sources."""
    profile = brief.profile
    ids = dict.fromkeys(
        [*(source_ids or []), *(item for value in values or () for item in value.source_ids)]
    )
    cited = [
        f"[{item.number}] {item.source.citation}"
        for item in profile.sources
        if not ids or item.source.source_id in ids
    ]
    demo = [f"{FICTITIOUS} : à ne pas citer."] if profile.is_demo else []
    lines = [*demo, *(text for text in texts if text), "Sources :", *cited]
    return "\n".join([*lines, brief.build_text, back_text(brief)])


def _ids(profile: Profile) -> list[str]:
    return [item for content in profile.retention for item in content.source_ids]


def _whole(value: float | None) -> float | None:
    return None if value is None else round(value)
