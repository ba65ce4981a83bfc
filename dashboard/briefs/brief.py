"""Content of a document: a profile, the choices of its reader, a date; one for all formats."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from textwrap import wrap
from urllib.parse import urlencode

from dashboard.briefs.letters import BriefLetter, brief_letters, partners_of
from dashboard.briefs.rows import BriefRow, rows_of
from dashboard.charts.paper_map import LARGE, USUAL, Lettering, plot_paper_map
from dashboard.charts.situation_map import situation_layer
from dashboard.core.catalog import Territory
from dashboard.core.files import dated_name
from dashboard.core.formatting import MISSING, MONTHS, number, typography
from dashboard.core.registry import FICHE
from dashboard.core.selection import changed_parameters
from dashboard.profile.build import build_profile
from dashboard.profile.initiatives import ThemeElsewhere, themes_elsewhere
from dashboard.profile.model import Profile
from dashboard.profile.requests import Request, requests
from dashboard.queries.desk import Desk
from dashboard.queries.geometry import fetch_geometry
from dashboard.themes.answer import msu_answer, sureness
from dashboard.themes.situation import errors_sentence
from foundation.days import today_in_paris

TITLE_LENGTH, NOTE_LENGTH = 120, 2000
MAP_TITLE = "Face à sa part de la cible"
# Letters of a line under the map.
NOTE_WIDTH = 66
SECTIONS: dict[str, str] = {
    "carte": "Carte des territoires voisins ou contenus",
    "position": "Chaque indicateur face à la France",
    "cibles": "MSU face aux cibles et aux clés",
    "stages": "Places de stage par niveau",
    "fidelisation": "Fidélisation et évolution des généralistes",
    "voisins": "Territoires voisins ou contenus",
    "initiatives": "Initiatives recensées et suivi",
    "questions": "Questions à poser aux partenaires",
}
FORMATS: dict[str, str] = {
    "page": "PDF, 1 page",
    "pdf": "PDF, 2 pages",
    "pptx": "Présentation PowerPoint",
    "xlsx": "Classeur Excel",
    "csv": "Table CSV",
    "parquet": "Table Parquet",
    "dmg": "Lettre à la faculté (Word)",
    "ars": "Lettre à l’ARS (Word)",
}
LETTERS = ("dmg", "ars")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# Formats that are not the extension of their file: what its name says of it, its extension.
FILES: dict[str, tuple[str, str]] = {
    "page": ("une-page", "pdf"),
    "dmg": ("lettre-faculte", "docx"),
    "ars": ("lettre-ars", "docx"),
}
MIMES: dict[str, str] = {
    "page": "application/pdf",
    "dmg": WORD,
    "ars": WORD,
    "pdf": "application/pdf",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
}
# Stacked accents beyond what any language writes would run over the lines around.
STACKED = re.compile(
    r"([\u0300-\u036f\u0483-\u0489\u20d0-\u20ff]{2})[\u0300-\u036f\u0483-\u0489\u20d0-\u20ff]+"
)


@dataclass(frozen=True)
class BriefOptions:
    """Choices of the reader: title and note as typed, sections; public address, if there is one."""

    title: str = ""
    note: str = ""
    sections: tuple[str, ...] = tuple(SECTIONS)
    site: str = ""


@dataclass(frozen=True)
class Brief:
    """Content of a document; ``picture`` is None when the outlines are missing.

    ``large_picture`` is the same map with larger letters. ``answer`` says where the territory
    stands in one sentence, ``sureness`` how sure it is. ``link`` is empty without a public address.
    ``elsewhere`` are the themes of similar territories that nothing recorded here has.
    """

    profile: Profile
    day: date
    title: str
    note: str
    cuts: tuple[str, ...]
    sections: tuple[str, ...]
    link: str
    rows: tuple[BriefRow, ...]
    picture: str | None
    map_text: str
    answer: str
    sureness: str
    requests: tuple[Request, ...]
    letters: tuple[BriefLetter, ...]
    large_picture: str | None = None
    elsewhere: tuple[ThemeElsewhere, ...] = ()

    @property
    def day_text(self) -> str:
        """« 25 novembre 2026 », « 1er décembre 2026 »."""
        first = "1er" if self.day.day == 1 else str(self.day.day)
        return f"{first} {MONTHS[self.day.month - 1]} {self.day.year}"

    @property
    def view_text(self) -> str:
        """Year, target and key of the view."""
        profile = self.profile
        return typography(
            f"année {profile.year}, cible « {profile.target.label_fr} », "
            f"clé {profile.key.label_fr.lower()}"
        )

    @property
    def build_text(self) -> str:
        """Data version and build, at the foot of everything."""
        build = self.profile.build
        return f"données {build.data_version}, construction {build.build_id}"

    def has(self, section: str) -> bool:
        """Whether the document has a section."""
        return section in self.sections

    def file_name(self, format_id: str) -> str:
        """« msu_12_aveyron_2024_2026-11-25.pdf »."""
        profile = self.profile
        return document_name(
            profile.territory, profile.year, format_id, is_demo=profile.is_demo, day=self.day
        )


def document_name(
    territory: Territory,
    year: int,
    format_id: str,
    *,
    is_demo: bool = False,
    day: date | None = None,
) -> str:
    """Name that says what the file is: territory, year of the figures, day it was made."""
    level = territory.level if territory.level in ("region", "subdivision") else ""
    demo = "demo" if is_demo else ""
    made_on = (day or today_in_paris()).isoformat()
    what, extension = FILES.get(format_id, ("", format_id))
    parts = ("msu", demo, level, territory.code, territory.name_fr, what, str(year))
    return f"{dated_name(made_on, *parts)}.{extension}"


def make_brief(
    desk: Desk,
    options: BriefOptions,
    day: date | None = None,
) -> Brief:
    """Brief of the territory of a view.

    Raises
    ------
    ValueError
        When the territory is the nation, which has no profile.
    """
    made_on = day or today_in_paris()
    profile = build_profile(desk, made_on)
    title, title_cut = safe_text(options.title, TITLE_LENGTH)
    note, note_cut = safe_text(options.note, NOTE_LENGTH, lines=True)
    cuts = [
        f"{what} : {number(limit)} caractères gardés sur {number(typed)}"
        for what, limit, typed in (
            ("titre coupé", TITLE_LENGTH, title_cut),
            ("note coupée", NOTE_LENGTH, note_cut),
        )
        if typed
    ]
    picture = picture_of(desk, profile)
    return Brief(
        profile=profile,
        day=made_on,
        title=title or typography(f"MSU {_named(profile)} : dossier de réunion"),
        note=note,
        cuts=tuple(typography(item) for item in cuts),
        sections=ordered_sections(options.sections, has_map=picture is not None),
        link=_link(desk, options.site),
        rows=rows_of(desk.catalog, profile),
        picture=picture,
        map_text=_map_text(profile),
        answer=msu_answer(profile.name, profile.situation, profile.target.value_msu, profile.year),
        sureness=sureness(profile.situation),
        requests=requests(profile.questions, partners_of(desk), made_on.year, profile.stage_year),
        letters=brief_letters(desk, made_on, options.site),
        large_picture=picture_of(desk, profile, LARGE),
        elsewhere=themes_elsewhere(desk),
    )


def _named(profile: Profile) -> str:
    """« de la Creuse », « de la subdivision de Limoges »."""
    name = profile.name
    return name.of_whole if profile.territory.level == "subdivision" else name.of


def _link(desk: Desk, site: str) -> str:
    """Public address of the view; empty when the site has none."""
    if not site:
        return ""
    view = urlencode(changed_parameters(desk.selection, desk.catalog))
    return f"{site.rstrip('/')}/{FICHE}?{view}"


def ordered_sections(names: Collection[str], *, has_map: bool = True) -> tuple[str, ...]:
    """Sections in the order of the documents; the map only where it can be drawn."""
    return tuple(item for item in SECTIONS if item in names and (item != "carte" or has_map))


def safe_text(text: str, limit: int, *, lines: bool = False) -> tuple[str, int]:
    """Text of visible characters and line ends, at most ``limit`` of them.

    Control, direction and private characters are dropped, spaces joined; what is beyond the
    limit is replaced by « … ».

    Returns
    -------
    (text, length typed when it was cut, else 0)
    """
    normal = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", " "))
    clean = "".join(char for char in normal if char == "\n" or unicodedata.category(char)[0] != "C")
    clean = STACKED.sub(r"\1", clean)
    clean = re.sub(r" +", " ", clean)
    clean = re.sub(r"\n{3,}", "\n\n", clean) if lines else " ".join(clean.split("\n"))
    clean = clean.strip()
    if len(clean) <= limit:
        return clean, 0
    return f"{clean[: limit - 1].rstrip()}…", len(clean)


def _map_text(profile: Profile) -> str:
    """The map in words, for those who do not see it."""
    names = " ; ".join(
        f"{row.name} : {row.situation.detail if row.situation else MISSING}"
        for row in profile.peers.rows[:12]
    )
    return typography(
        f"Carte : situation face à leur part de la cible {profile.name.of} et des "
        f"territoires voisins ou contenus. {names}."
    )


def picture_of(desk: Desk, profile: Profile, lettering: Lettering = USUAL) -> str | None:
    """Map of the territory with its neighbours or its départements, as SVG; None without outlines.

    It is the only drawing of the outlines on the server: the page draws them in the browser.
    """
    geometry = fetch_geometry(desk.build)
    if geometry is None:
        return None
    here = profile.territory.territory_id
    situations = desk.situations("departement")
    framed = {row.territory_id for row in profile.peers.rows if row.territory_id in situations.ids}
    inside = {here} if here in situations.ids else framed
    shown = situations.among(sorted(framed | inside))
    layer = situation_layer(
        shown,
        typography(f"{MAP_TITLE} : ↓ sous, ↑ au-dessus, chances sur 10"),
        tuple(wrap(errors_sentence(shown), NOTE_WIDTH, break_long_words=False)),
    )
    return plot_paper_map(geometry, layer, framed | inside, inside, lettering, demo=profile.is_demo)
