"""Initiatives and registers as the documents show them, in French texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dashboard.briefs.brief import Brief
from dashboard.briefs.content import Table, table
from dashboard.core.formatting import plural, typography
from dashboard.profile.follow_up import follow_up_table
from dashboard.profile.model import FollowedRegister, Profile, ProfileTable, RecordedInitiative

SHARES = (2.6, 1.1, 0.7, 0.9, 0.5)
ELSEWHERE_NAMES, ELSEWHERE_MOST = 3, 4
PAPER_MOST, PAPER_ACTIONS = 4, 3


def action_tables(brief: Brief) -> list[Table]:
    """Initiatives that concern the territory, then its registers, then its action sheets."""
    profile = brief.profile
    listed = profile.initiatives is not None and profile.initiatives.listed
    tables = [*([initiative_table(profile)] if listed else []), *register_tables(profile)]
    return [found | {"spare": True} for found in tables]


def register_tables(profile: Profile) -> list[Table]:
    """Where the registers of the territory stand, then its action sheets under way."""
    tables = []
    if profile.followed:
        cited = tuple(_cited(profile, item) for item in profile.followed)
        found = follow_up_table(cited, profile.build.secrecy_threshold)
        tables.append(_plain(found, (1.3, 0.7, 3, 0.8, 0.7, 0.7)))
    if profile.actions:
        made = _plain(profile.actions, (3.2, 1, 1.6, 0.7)) | {"most": PAPER_ACTIONS}
        numbers = _numbers(profile, profile.actions.source_ids)
        tables.append(made | {"title": f"{profile.actions.title}{numbers}"})
    return tables


def initiative_table(profile: Profile) -> Table:
    """The initiatives, those of the territory first."""
    listed = profile.initiatives.listed if profile.initiatives else ()
    made = table(
        "Initiatives recensées ici, puis plus larges",
        ["Initiative", "Où", "Année", "Avancement", "Source"],
        [_cells(profile, item) for item in listed],
        SHARES,
    )
    return made | {"most": PAPER_MOST}


def initiative_texts(brief: Brief) -> list[str]:
    """How many initiatives are recorded, what similar territories have, how it was recorded."""
    found = brief.profile.initiatives
    if found is None:
        return []
    census = found.note.split(". ")[0].rstrip(".")
    cited = _numbers(brief.profile, found.source_ids)
    texts = [f"{found.finding}{cited}", elsewhere_text(brief), f"{census}." if census else ""]
    return [text for text in texts if text]


def elsewhere_text(brief: Brief) -> str:
    """Themes of similar territories that are not recorded here, in one sentence."""
    themes = [
        f"{item.theme} ({', '.join(item.territories[:ELSEWHERE_NAMES])})"
        for item in brief.elsewhere[:ELSEWHERE_MOST]
    ]
    if not themes:
        return ""
    left_out = len(brief.elsewhere) - len(themes)
    if left_out:
        themes.append(plural(left_out, "autre thème", "autres thèmes"))
    return typography(
        f"Thèmes recensés dans des territoires semblables, et non ici : {' ; '.join(themes)}."
    )


def _cited(profile: Profile, item: FollowedRegister) -> FollowedRegister:
    """A register with the numbers of its sources beside its name."""
    return replace(item, label=f"{item.label}{_numbers(profile, item.source_ids)}")


def _numbers(profile: Profile, source_ids: Sequence[str]) -> str:
    numbers = sorted(filter(None, (profile.number_of(item) for item in source_ids)))
    return "".join(f" [{number}]" for number in numbers)


def _plain(found: ProfileTable, widths: tuple[float, ...]) -> Table:
    return table(
        found.title, list(found.header), [list(row) for row in found.rows], widths, found.note
    )


def _cells(profile: Profile, item: RecordedInitiative) -> list[str]:
    number = profile.number_of(item.source_id)
    reserve = f". Réserve : {item.reserve}" if item.reserve else ""
    return [
        typography(f"{item.title}{reserve}"),
        item.place,
        item.year,
        item.step,
        f"[{number}]" if number else "",
    ]
