"""The spine chart on the page: a wide and a narrow drawing, the one that fits is shown."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import streamlit as st

from dashboard.charts.spine import NARROW, PAPER, WIDE, plot_spine
from dashboard.core.catalog import Catalog
from dashboard.core.files import decimal, file_name, place_name
from dashboard.profile.model import Profile, SpineLine
from dashboard.ui.chart import Caption, Table, show_values
from dashboard.ui.tables import show_table
from dashboard.views.fiche import words
from dashboard.views.fiche.page import FichePage

HERE = Path(__file__).parent
_component = st.components.v2.component(
    "spine_chart",
    html='<div class="frame" lang="fr"></div>',
    css=(HERE / "spine.css").read_text(encoding="utf-8"),
    js=(HERE / "spine.js").read_text(encoding="utf-8"),
)
CSV_HEADER = (
    "territoire_id",
    "indicateur",
    "unite",
    "sens",
    "periode",
    "valeur",
    "borne_basse",
    "borne_haute",
    "statut",
    "france",
    "region",
    "moins_favorable",
    "quartile_1",
    "quartile_3",
    "plus_favorable",
    "constat",
    "rang",
    "sources",
    "methode",
    "note",
    "version_donnees",
    "construction",
)


def show_spine(profile: Profile) -> None:
    """Show the chart; colours and shapes say what the interval allows."""
    title = words.spine_title(profile)
    layouts = {"wide": WIDE, "narrow": NARROW}
    drawn = {
        name: plot_spine(profile.spine, title=title, layout=layout, ink=None, demo=profile.is_demo)
        for name, layout in layouts.items()
    }
    _component(key="fiche.position", data=drawn)


def show_spine_values(page: FichePage) -> None:
    """Show the values of the chart as a table, then its files."""
    _show_table(page.profile)
    _show_files(page.catalog, page.profile)


def _show_files(catalog: Catalog, profile: Profile) -> None:
    """The chart as a picture, its values, and the link to the page."""
    place = place_name(profile.territory)
    name = file_name(catalog, "position", place, str(profile.year))
    with st.container(horizontal=True):
        for extension, make in (("svg", _svg), ("png", _png)):
            st.download_button(
                words.save_chart(extension),
                partial(make, profile),
                file_name=f"{name}.{extension}",
                mime="image/svg+xml" if extension == "svg" else "image/png",
                key=f"fiche.position.{extension}",
                on_click="ignore",
                icon="⬇",
            )
    show_values(
        catalog,
        key="fiche.position",
        caption=Caption(
            profile.title,
            profile.territory.label,
            ("position", place, str(profile.year)),
            tuple(dict.fromkeys(_source_ids(profile))),
        ),
        table=Table(CSV_HEADER, lambda: [_csv_row(profile, item) for item in profile.spine]),
    )


def _source_ids(profile: Profile) -> Iterator[str]:
    for line in profile.spine:
        yield from line.value.source_ids


def _svg(profile: Profile) -> bytes:
    return _paper(profile).encode()


def _png(profile: Profile) -> bytes:
    from dashboard.briefs.typeset import render_picture

    return render_picture(_paper(profile))


def _paper(profile: Profile) -> str:
    return plot_spine(profile.spine, title=profile.title, layout=PAPER, demo=profile.is_demo)


def _show_table(profile: Profile) -> None:
    """The same values as a table."""
    rows = [
        (
            f"{item.label} ({item.value.unit})",
            item.value.text,
            item.value.interval_text,
            item.nation.text,
            item.region.text if item.region else "",
            item.verdict_text,
            item.rank,
            item.value.status_text,
            item.value.period_text,
            item.value.note or words.to_ask(item.value),
        )
        for item in profile.spine
    ]
    show_table(words.spine_caption(profile), words.SPINE_HEADER, rows)


def _csv_row(profile: Profile, item: SpineLine) -> tuple[str, ...]:
    value, spine, decimals = item.value, item.spine, item.value.decimals
    ends = (spine.worst, spine.middle_low, spine.middle_high, spine.best) if spine else (None,) * 4
    return (
        profile.territory.territory_id,
        item.label,
        value.unit,
        item.direction_text,
        value.period,
        decimal(value.value, decimals) or "n. d.",
        decimal(value.low, decimals),
        decimal(value.high, decimals),
        value.status_text,
        decimal(item.nation.value, decimals),
        decimal(item.region.value if item.region else None, decimals),
        *(decimal(end, decimals) for end in ends),
        item.verdict_text,
        item.rank,
        " ; ".join(value.source_ids),
        value.method_id or "",
        value.note,
        profile.build.data_version,
        profile.build.build_id,
    )
