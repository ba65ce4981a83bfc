"""The brief as slides, each under its finding: charts that can be edited, sources in the notes."""

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
    labelled,
    likely,
    peer_table,
    position_table,
    register_tables,
    retention_table,
    stage_table,
    table,
    target_table,
)
from dashboard.briefs.findings import (
    figures_finding,
    followed_finding,
    initiatives_finding,
    peers_finding,
    position_finding,
    requests_finding,
    retention_finding,
    sources_finding,
    targets_finding,
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
from dashboard.core.catalog import COVERAGE
from dashboard.core.files import FICTITIOUS
from dashboard.core.formatting import MISSING, typography
from dashboard.core.registry import SITE
from dashboard.profile.model import KeyFigure, Profile, ProfileValue
from models.stages.maquettes import TOTAL

CHANCES = "Probablement : au moins 8 chances sur 10 ; plutôt : au moins 6 ; sinon indécis."
MORE = "{count} autres lignes : voir le classeur Excel ou la page."
NOTE_ON_SLIDE = 420
MOST_LINES = 14
MOST_PEERS, MOST_QUESTIONS, MOST_SOURCES, MOST_CAVEATS = 13, 6, 14, 8


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
        _position(deck, brief)
    if brief.has("cibles"):
        _targets(deck, brief)
    if brief.has("stages"):
        _stages(deck, brief)
    if brief.has("fidelisation"):
        _retention(deck, brief)
    if brief.has("voisins") or brief.has("carte"):
        _peers(deck, brief)
    if brief.has("initiatives"):
        _initiatives(deck, brief)
        _followed(deck, brief)
    if brief.has("questions"):
        _requests(deck, brief)
    _closing(deck, brief)
    set_language(deck)
    return deck.save()


def _cover(deck: Deck, brief: Brief) -> None:
    profile = brief.profile
    slide = deck.slide(brief.answer, _notes(brief, [*profile.sentences, brief.note]))
    about = f"{brief.title} · {brief.day_text}"
    add_text(slide, [about], (0.55, 1.3, 12.2, 0.5), 18, GREY)
    add_text(slide, [brief.sureness], (0.55, 1.85, 12.2, 0.8), 20, bold=True)
    add_text(slide, profile.sentences, (0.55, 2.75, 12.2, 2.6), 17, bullets=True)
    if brief.note:
        short = brief.note if len(brief.note) <= NOTE_ON_SLIDE else f"{brief.note[:NOTE_ON_SLIDE]}…"
        more = " (note entière dans les commentaires de cette page)"
        text = f"Note : {' '.join(short.split())}{more if short != brief.note else ''}"
        add_text(slide, [typography(text)], (0.55, 5.4, 12.2, 0.95), 14)
    legend = typography(f"Vue : {brief.view_text}. {LEGEND}")
    add_text(slide, [legend], (0.55, 6.4, 12.2, 0.6), 11, GREY)


def _figures(deck: Deck, brief: Brief) -> None:
    profile = brief.profile
    rows = [
        [
            labelled(item.label, "" if item.words else item.value.unit),
            item.words or likely(item.value),
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
    slide = deck.slide(figures_finding(profile), _notes(brief, [profile.headline], values))
    add_table(slide, figures, (0.55, 1.4, 12.23, 5.4), 16, len(rows))


def _said(figure: KeyFigure) -> str:
    """What a figure allows to say, and for words what stands beside them."""
    return figure.context if figure.words else figure.finding


def _position(deck: Deck, brief: Brief) -> None:
    values = [line.value for line in brief.profile.spine]
    content = position_table(brief.profile)
    notes = _notes(brief, [content["note"], *_lines(content)], values)
    _add_table_slide(deck, content, position_finding(brief.profile), notes)


def _retention(deck: Deck, brief: Brief) -> None:
    content = retention_table(brief.profile)
    notes = _notes(brief, [content["note"]], source_ids=_ids(brief.profile))
    _add_table_slide(deck, content, retention_finding(brief.profile), notes)


def _add_table_slide(deck: Deck, content: Table, title: str, notes: str) -> None:
    slide = deck.slide(title, notes)
    height = 4.75 if content["note"] or len(content["rows"]) > MOST_LINES else 5.5
    left_out = add_table(slide, content, (0.55, 1.35, 12.23, height), 14, MOST_LINES)
    below = [content["note"]] if content["note"] else []
    below += [MORE.format(count=left_out)] if left_out else []
    if below:
        add_text(slide, below, (0.55, 6.15, 12.2, 0.85), 12, GREY)


def _targets(deck: Deck, brief: Brief) -> None:
    profile = brief.profile
    by_target = [item for item in profile.targets if item.key.key_id == profile.key.key_id]
    msu = profile.figure("msu").value
    first = target_table(profile)
    ids = [item.target.source_id for item in by_target if item.target.source_id]
    words = " ; ".join(
        f"{item.target.label_fr} : part {item.share_msu}, {item.finding}" for item in by_target
    )
    slide = deck.slide(targets_finding(profile), _notes(brief, [words, *_lines(first)], [msu], ids))
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
        (0.55, 6.5, 12.2, 0.5),
        12,
        GREY,
    )


def _stages(deck: Deck, brief: Brief) -> None:
    profile = brief.profile
    stages = stage_table(profile)
    values = [value for item in profile.stages for value in (item.need, item.offer)]
    slide = deck.slide(profile.sentences[1], _notes(brief, [stages["note"]], values))
    levels = [
        item for item in profile.stages if item.level_id != TOTAL and item.need.value is not None
    ]
    add_chart(
        slide,
        "columns",
        [f"{item.label} : {item.raw.short}" for item in levels],
        [
            ("Besoin (estimé)", [_whole(item.need.value) for item in levels]),
            ("Offre", [_whole(item.offer.value) for item in levels]),
        ],
        (0.55, 1.3, 12.2, 2.6),
        title="Besoin et offre par niveau (places-semestres)",
        words=" ; ".join(f"{i.label} : besoin {i.need.text}, offre {i.offer.text}" for i in levels),
    )
    add_table(slide, stages, (0.55, 3.95, 12.23, 2.6), 12, len(stages["rows"]))
    add_text(slide, [stages["note"]], (0.55, 6.55, 12.2, 0.45), 11, GREY)


def _peers(deck: Deck, brief: Brief) -> None:
    profile = brief.profile
    peers = peer_table(profile)
    rows = profile.peers.rows
    values = [value for row in rows for value in row.values]
    slide = deck.slide(peers_finding(profile), _notes(brief, [brief.map_text], values))
    picture = brief.large_picture if brief.has("carte") else None
    if picture is not None:
        add_picture(slide, render_picture(picture), (0.55, 1.35, 6.0, 5.0), brief.map_text)
    if not brief.has("voisins"):
        return
    first = rows[:MOST_PEERS]
    left, width = (6.8, 6.0) if picture is not None else (0.55, 12.2)
    # A rate: the numbers of territories of other sizes would only rank their sizes.
    add_chart(
        slide,
        "bars",
        [f"{row.label} ({row.value(COVERAGE).status_text})" for row in first],
        [("MSU pour 100 de sa part", [_whole(row.value(COVERAGE).value) for row in first])],
        (left, 1.35, width, 5.1),
        title=f"MSU pour 100 de leur part de la cible, {profile.year}",
        words=" ; ".join(f"{row.label} : {bounded(row.value(COVERAGE))}" for row in first),
    )
    note = (
        "100 : la part est atteinte. Estimations : l’écart entre deux voisins n’est pas un "
        "classement ; intervalles dans les commentaires de cette page et le classeur."
    )
    if len(rows) > len(first):
        note = f"{MORE.format(count=len(rows) - len(first))} {note}"
    add_text(slide, [peers["note"] or note], (0.55, 6.5, 12.2, 0.5), 12, GREY)
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
    slide = deck.slide(initiatives_finding(brief), notes)
    add_text(slide, texts, (0.55, 1.3, 12.2, 1.8), 13)
    if recorded.items:
        _tables(slide, [(items, 3.15, 8)], (3.45,))


def _followed(deck: Deck, brief: Brief) -> None:
    """Registers of the territory, and its action sheets under way."""
    profile = brief.profile
    tables = register_tables(profile)
    if not tables:
        return
    ids = [item for register in profile.registers for item in register.source_ids]
    lines = [line for content in tables for line in _lines(content)]
    notes = _notes(brief, [*(content["note"] for content in tables), *lines], source_ids=ids)
    slide = deck.slide(followed_finding(profile), notes)
    _tables(slide, list(zip(tables, (1.35, 4.5), (8, 4), strict=False)), (3.0, 2.1))


def _tables(slide: Any, placed: list[tuple[Table, float, int]], heights: tuple[float, ...]) -> None:
    """Add tables at their tops (inches), of so many rows at most, then how many are left out."""
    left_out = 0
    for (content, top, most), height in zip(placed, heights, strict=False):
        left_out += add_table(slide, content, (0.55, top, 12.23, height), 12, most)
    if left_out:
        more = f"Lignes non montrées : {left_out}, dans les commentaires de cette page."
        add_text(slide, [typography(more)], (0.55, 6.62, 12.2, 0.38), 11, GREY)


def _lines(content: Table) -> list[str]:
    return [" | ".join(row) for row in [content["header"], *content["rows"]]]


def _requests(deck: Deck, brief: Brief) -> None:
    """The three requests, then the other questions left open."""
    questions = brief.profile.questions
    reasons = [f"{item.text} {item.why} À demander : {item.ask}" for item in questions]
    slide = deck.slide(requests_finding(brief), _notes(brief, reasons))
    texts = [
        typography(f"{rank}. {item.addressee[0].upper()}{item.addressee[1:]} : {item.text}")
        for rank, item in enumerate(brief.requests, start=1)
    ]
    add_text(slide, texts, (0.55, 1.35, 12.2, 2.3), 22, bold=True)
    others = [f"{item.text} → {item.ask}" for item in questions[:MOST_QUESTIONS]]
    add_text(slide, others, (0.55, 3.75, 12.2, 3.2), 14, bullets=True)


def _closing(deck: Deck, brief: Brief) -> None:
    """Reservations, then the sources."""
    profile = brief.profile
    slide = deck.slide(sources_finding(profile), _notes(brief, profile.caveats))
    cited = [f"[{item.number}] {item.source.citation}" for item in profile.sources]
    left_out = len(cited) - MOST_SOURCES
    more = [MORE.format(count=left_out)] if left_out > 0 else []
    caveats = profile.caveats[:MOST_CAVEATS]
    add_text(slide, caveats, (0.55, 1.3, 5.6, 5.2), 12, bullets=True)
    add_text(slide, [*cited[:MOST_SOURCES], *more], (6.4, 1.3, 6.4, 5.2), 11)
    foot = [
        typography("Toutes les réserves : commentaires de cette page."),
        back_text(brief),
        *brief.cuts,
    ]
    add_text(slide, [" ".join(item for item in foot if item)], (0.55, 6.5, 12.2, 0.5), 11, GREY)


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
    return "\n".join(item for item in (*lines, brief.build_text, back_text(brief)) if item)


def _ids(profile: Profile) -> list[str]:
    return [item for content in profile.retention for item in content.source_ids]


def _whole(value: float | None) -> float | None:
    return None if value is None else round(value)
