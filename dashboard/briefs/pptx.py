"""The brief as ten slides: charts that can be edited, sources in the notes."""

from __future__ import annotations

from typing import Any

from dashboard.briefs.brief import Brief
from dashboard.briefs.content import (
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
    target_tables,
)
from dashboard.briefs.pdf import LEGEND
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
from dashboard.core.formatting import typography
from dashboard.core.registry import SITE
from dashboard.profile.model import Profile, ProfileValue
from models.stages.maquettes import TOTAL

MORE = "{count} autres lignes : voir le classeur Excel ou la page."
NOTE_ON_SLIDE = 420


def build_pptx(brief: Brief) -> bytes:
    """Make the slides, 16:9; those of sections not chosen are left out."""
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
        _tabled(deck, brief, position_table(profile), [])
    if brief.has("cibles"):
        _targets(deck, brief)
    if brief.has("stages"):
        _stages(deck, brief)
    if brief.has("fidelisation"):
        _tabled(deck, brief, retention_table(profile), _ids(profile))
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
        whole = " (note entière dans les commentaires de cette page)"
        text = f"Note : {' '.join(short.split())}{whole if short != brief.note else ''}"
        add_text(slide, [typography(text)], (0.55, 5.45, 12.2, 1.0), 14)
    add_text(slide, [typography(LEGEND)], (0.55, 6.5, 12.2, 0.5), 11, GREY)


def _figures(deck: Deck, brief: Brief) -> None:
    profile = brief.profile
    rows = [
        [
            f"{item.label} ({item.value.unit})",
            bounded(item.value),
            item.value.status_text,
            item.value.period_text,
            " ; ".join(part for part in (item.finding, beside_nation(item)) if part)
            or (f"à demander : {item.value.ask}" if item.value.ask else ""),
        ]
        for item in profile.key_figures
    ]
    header = ["Chiffre", "Valeur (intervalle)", "Statut", "Période", "Face à la France"]
    found = table("Cinq chiffres", header, rows, (2.2, 1.5, 0.8, 1, 3.4))
    values = [item.value for item in profile.key_figures]
    slide = deck.slide(profile.headline, _notes(brief, [found["title"]], values))
    add_table(slide, found, (0.55, 1.45, 12.23, 4.9), 15, len(rows))


def _tabled(deck: Deck, brief: Brief, found: Table, source_ids: list[str]) -> None:
    values = [line.value for line in brief.profile.spine] if not source_ids else []
    slide = deck.slide(found["title"], _notes(brief, [found["note"]], values, source_ids))
    count = len(found["rows"])
    height = min(5.3, 0.42 * (count + 1))
    left_out = add_table(slide, found, (0.55, 1.4, 12.23, height), 12, 12)
    notes = [found["note"]] if found["note"] else []
    notes += [MORE.format(count=left_out)] if left_out else []
    if notes:
        add_text(slide, notes, (0.55, 6.45, 12.2, 0.5), 12, GREY)


def _targets(deck: Deck, brief: Brief) -> None:
    profile = brief.profile
    by_target = [item for item in profile.targets if item.key.key_id == profile.key.key_id]
    msu = profile.figure("msu").value
    first, _ = target_tables(profile)
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
    labels = [f"{item.target.label_fr} : {item.finding}" for item in by_target]
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
                ("borne basse", [_whole(point.low) for point in trend]),
                ("borne haute", [_whole(point.high) for point in trend]),
            ],
            (7.9, 1.35, 4.9, 5.2),
            title=f"MSU par an ({statuses})",
            words=" ; ".join(f"{point.year} : {round(point.value)}" for point in trend),
        )
    bounds = f"MSU {profile.year} : {bounded(msu)}, {msu.status_text}. "
    add_text(
        slide,
        [typography(f"{bounds}Indéterminé : l’intervalle contient la part de la cible.")],
        (0.55, 6.55, 12.2, 0.4),
        12,
        GREY,
    )


def _stages(deck: Deck, brief: Brief) -> None:
    profile = brief.profile
    found = stage_table(profile)
    values = [value for item in profile.stages for value in (item.need, item.offer)]
    slide = deck.slide(found["title"], _notes(brief, [], values))
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
    add_table(slide, found, (0.55, 4.35, 12.23, 2.4), 12, len(found["rows"]))


def _peers(deck: Deck, brief: Brief) -> None:
    profile = brief.profile
    found = peer_table(profile)
    rows = profile.peers.rows
    values = [value for row in rows for value in row.values]
    slide = deck.slide(found["title"], _notes(brief, [brief.map_text], values))
    has_map = brief.picture is not None and brief.has("carte")
    if has_map:
        assert brief.picture is not None  # noqa: S101
        add_picture(slide, render_picture(brief.picture), 0.55, 1.35, 6.0, brief.map_text)
    if not brief.has("voisins"):
        return
    kept = rows[:13]
    left, width = (6.8, 6.0) if has_map else (0.55, 12.2)
    msu = [indicator.indicator_id for indicator in profile.peers.indicators].index(MSU)
    add_chart(
        slide,
        "bars",
        [f"{row.label} ({row.values[msu].status_text})" for row in kept],
        [("MSU", [_whole(row.values[msu].value) for row in kept])],
        (left, 1.35, width, 5.1),
        title=f"MSU, {profile.year}",
        words=" ; ".join(f"{row.label} : {bounded(row.values[msu])}" for row in kept),
    )
    note = "Intervalles et autres indicateurs : commentaires de cette page et classeur Excel."
    if len(rows) > len(kept):
        note = f"{MORE.format(count=len(rows) - len(kept))} {note}"
    add_text(slide, [found["note"] or note], (0.55, 6.55, 12.2, 0.4), 12, GREY)
    lines = _lines(found)
    slide.notes_slide.notes_text_frame.text += "\n" + "\n".join(lines)


def _initiatives(deck: Deck, brief: Brief) -> None:
    """What is recorded here, around, and in similar territories."""
    found = brief.profile.initiatives
    if found is None:
        return
    texts = initiative_texts(brief)
    listed = initiative_table(brief.profile)
    notes = _notes(brief, [*texts, found.note, *_lines(listed)], source_ids=[*found.source_ids])
    slide = deck.slide("Initiatives recensées", notes)
    add_text(slide, texts, (0.55, 1.3, 12.2, 1.8), 13)
    if found.items:
        _tables(slide, [(listed, 3.1, 8)])


def _followed(deck: Deck, brief: Brief) -> None:
    """Where the registers of the territory stand, and its action sheets under way."""
    profile = brief.profile
    tables = register_tables(profile)
    if not tables:
        return
    ids = [item for found in profile.registers for item in found.source_ids]
    lines = [line for found in tables for line in _lines(found)]
    notes = _notes(brief, [*(found["note"] for found in tables), *lines], source_ids=ids)
    slide = deck.slide("Registres suivis et fiches action", notes)
    _tables(slide, list(zip(tables, (1.35, 5.2), (7, 2), strict=False)))


def _tables(slide: Any, placed: list[tuple[Table, float, int]]) -> None:
    """Tables at their tops (inches), of so many rows at most; what they leave out is said."""
    left_out = 0
    for found, top, most in placed:
        height = 0.36 * (min(len(found["rows"]), most) + 1)
        left_out += add_table(slide, found, (0.55, top, 12.23, height), 11, most)
    if left_out:
        more = f"Lignes non montrées : {left_out}, dans les commentaires de cette page."
        add_text(slide, [typography(more)], (0.55, 6.65, 12.2, 0.35), 11, GREY)


def _lines(found: Table) -> list[str]:
    return [" | ".join(row) for row in [found["header"], *found["rows"]]]


def _closing(deck: Deck, brief: Brief) -> None:
    profile = brief.profile
    asked = brief.has("questions")
    title = "Questions, réserves et sources" if asked else "Réserves et sources"
    whole = [f"{item.text} {item.why} À demander : {item.ask}" for item in profile.questions]
    slide = deck.slide(title, _notes(brief, [*(whole if asked else []), *profile.caveats]))
    if asked:
        kept = [f"{item.text} → {item.ask}" for item in profile.questions[:6]]
        add_text(slide, kept, (0.55, 1.3, 7.4, 5.2), 13, bullets=True)
    cited = [f"[{item.number}] {item.source.citation}" for item in profile.sources]
    right = (8.2, 4.6) if asked else (0.55, 12.2)
    shown = [*cited[:14], *([MORE.format(count=len(cited) - 14)] if len(cited) > 14 else [])]
    add_text(slide, shown, (right[0], 1.3, right[1], 4.9), 9.5)
    back = f"Réserves : commentaires de cette page. Retrouver cette vue : {back_text(brief)}"
    add_text(slide, [typography(back), *brief.cuts], (0.55, 6.5, 12.2, 0.5), 11, GREY)


def _notes(
    brief: Brief,
    texts: list[str] | tuple[str, ...],
    values: list[ProfileValue] | None = None,
    source_ids: list[str] | None = None,
) -> str:
    """Speaker notes: what is said, then where it comes from."""
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
    return [item for found in profile.retention for item in found.source_ids]


def _whole(value: float | None) -> float | None:
    return None if value is None else round(value)
