"""What browsers are told to fetch early: pieces of Streamlit's page, outlines of our maps.

Streamlit's page asks for the pieces that draw its elements one after the other, once it knows that
it needs them, then for what these import. Named in the document, they are fetched at once.
"""

from __future__ import annotations

import re
from pathlib import Path

from streamlit.file_util import get_static_dir

from dashboard.core.catalog import BuildInfo
from dashboard.core.registry import (
    COMPARER,
    FIDELISATION,
    INITIATIVES,
    PAGES,
    SUIVI,
)
from dashboard.queries.geometry import GEOMETRY_PATH

# A static import: a dynamic one, which may never be asked for, has a parenthesis.
IMPORT = re.compile(r'\b(?:from|import)"\./([\w.-]+\.js)"')
EVERY_PAGE = ("BidiComponent", "Html", "Selectbox")
# What the first text of a page waits for, beside what every page does. The libraries of the charts
# are left out: of several megabytes, they would delay what is read before them.
OF_PAGE = {
    "": ("PageLink",),
    COMPARER: ("TextInput", "Button"),
    FIDELISATION: ("ButtonGroup",),
    INITIATIVES: ("TextInput",),
    SUIVI: ("ButtonGroup",),
}


def chunk_files(page: str, folder: Path) -> list[str]:
    """Files that draw a page and what they import, in the order a browser meets them.

    Those of Streamlit's document are left out, with what they import. The name of a file ends with
    a digest; a piece that Streamlit has renamed is left out too.
    """
    document = (folder / "index.html").read_text(encoding="utf-8")
    scripts = folder / "static" / "js"
    pieces = (*EVERY_PAGE, *OF_PAGE.get(page, ()))
    waiting = [path.name for piece in pieces for path in scripts.glob(f"{piece}.*.js")]
    found = dict.fromkeys(waiting)
    while waiting:
        imported = IMPORT.findall((scripts / waiting.pop(0)).read_text(encoding="utf-8"))
        new = [name for name in imported if name not in found and name not in document]
        found |= dict.fromkeys(new)
        waiting += new
    return list(found)


CHUNK_LINKS = {
    spec.url_path: "".join(
        f'<link rel="modulepreload" crossorigin href="/static/js/{name}">'
        for name in chunk_files(spec.url_path, Path(get_static_dir()))
    )
    for spec in PAGES
}


def preload_hints(page: str, build: BuildInfo | None) -> str:
    """Links of a page; without a build, no outlines."""
    links = CHUNK_LINKS.get(page, "")
    if build is None:
        return links
    return links + "".join(
        f'<link rel="preload" as="fetch" crossorigin href="{GEOMETRY_PATH}{name}">'
        for name in _outlines(page, build)
    )


def _outlines(page: str, build: BuildInfo) -> tuple[str, ...]:
    """Outlines of the maps, which the tools of every page read, then those under the points."""
    under = (build.areas_file, build.limits_file) if page == INITIATIVES else ()
    return (build.geometry_file, *under)
