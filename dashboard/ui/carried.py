"""Components whose drawing code is sent once, whatever changes.

Streamlit repeats the JavaScript of an inline component in every message that carries new data.
So two components work together: the code travels in a *carrier* whose message never changes
(Streamlit then sends a reference to it), and the *values* component, a few lines long, receives
the data and hands it to that code.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

if TYPE_CHECKING:
    from streamlit.components.v2.bidi_component import ComponentResult

# The browser receives one module: the statements that hold several together are left out.
IMPORT = re.compile(r'^import \{[^}]*\} from "([^"]+)";\n', re.M)
EXPORT = re.compile(r"^export (?!default)", re.M)


class CarriedComponent:
    """A v2 component which tells one event, ``selected``.

    An event and not a state: a browser sends every state again with each click anywhere, old ones
    too, and a territory chosen elsewhere since would be left for it.

    Create it when its module is imported: registering a name at each run logs a warning.
    """

    def __init__(self, name: str, folder: Path, style: str, entry: str) -> None:
        code = joined_script(folder, style, entry)
        values = (folder / "values.js").read_text(encoding="utf-8")
        self._carrier = st.components.v2.component(f"{name}_code", js=code)
        self._values = st.components.v2.component(name, js=values)

    def mount(
        self,
        *,
        key: str,
        data: dict[str, Any],
        on_select: Callable[[], None],
    ) -> ComponentResult:
        """Mount the component; its callback reads ``st.session_state[key]["selected"]``."""
        # No gap, so that the invisible carrier takes no room on the page.
        with st.container(gap=None):
            self.carry(key)
            return self._values(key=key, data=data, on_selected_change=on_select)

    def carry(self, key: str, data: dict[str, Any] | None = None) -> None:
        """Mount the code and the data that its values share; once for several values."""
        self._carrier(key=f"{key}--code", data=data)

    def show(self, key: str, data: dict[str, Any]) -> None:
        """Mount values without state; ``carry`` mounts the code."""
        self._values(key=key, data=data)


def joined_script(folder: Path, style: str, entry: str) -> str:
    """One module from a style sheet and the modules that the entry imports, those first."""
    css = json.dumps((folder / style).read_text(encoding="utf-8"), ensure_ascii=False)
    parts = [EXPORT.sub("", IMPORT.sub("", text)) for text in _in_order(folder / entry).values()]
    return f"const STYLE = {css};\n" + "\n".join(parts)


def _in_order(module: Path, texts: dict[Path, str] | None = None) -> dict[Path, str]:
    """Texts of a module and of what it imports, however deep, each after what it imports."""
    texts = {} if texts is None else texts
    text = module.read_text(encoding="utf-8")
    for name in IMPORT.findall(text):
        path = (module.parent / name).resolve()
        if path not in texts:
            _in_order(path, texts)
    texts[module.resolve()] = text
    return texts
