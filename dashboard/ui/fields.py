"""Selectors of a value of the selection, or of the view of a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.core.catalog import Catalog
from dashboard.core.formatting import number, number_to_type, typed_number, typography
from dashboard.ui import state

Visibility = Literal["visible", "hidden", "collapsed"]


def choose(
    key: str,
    label: str,
    options: Sequence[str],
    value: str,
    show: Callable[[str], str] = str,
    *,
    on_change: Callable[..., None],
    args: tuple[Any, ...] = (),
    label_visibility: Visibility = "visible",
    width: int | Literal["stretch"] = "stretch",
) -> None:
    """Select one of some options; ``on_change`` takes the new value from the widget."""
    state.seed(key, value)
    st.selectbox(
        label,
        options,
        key=key,
        format_func=show,
        filter_mode=None,
        label_visibility=label_visibility,
        on_change=on_change,
        args=args,
        width=width,
    )


@dataclass(frozen=True)
class Bounds:
    """Numbers that a field accepts, and the decimals it shows; ``decimals`` 0 is whole numbers."""

    low: float
    high: float
    decimals: int = 0

    def problem(self, text: str) -> str:
        """What is wrong in what was typed, in French; '' when nothing is, or nothing is typed."""
        if not text.strip() or self.read(text) is not None:
            return ""
        what = "un nombre" if self.decimals else "un nombre entier"
        low, high = (number(end, 0 if end % 1 == 0 else self.decimals) for end in self._ends)
        return f"{what[:1].upper()}{what[1:]} de {low} à {high} est attendu."

    def read(self, text: str) -> float | None:
        """Number that was typed; None when it is none, or out of bounds."""
        value = typed_number(text)
        if value is None or not self.low <= value <= self.high:
            return None
        return value if self.decimals or value.is_integer() else None

    @property
    def _ends(self) -> tuple[float, float]:
        return self.low, self.high


def type_number(
    label: str,
    key: str,
    bounds: Bounds,
    value: float | None,
    *,
    on_value: Callable[[float | None], None] | None = None,
    placeholder: str = "",
    place: DeltaGenerator | None = None,
    help: str | None = None,
) -> float | None:
    """Type a number in French; return it, or the value in force while what is typed is none.

    ``on_value`` takes the new number, None once the field is emptied; it is not called for what
    cannot be read, which is said under the field and stays there to be corrected.
    """
    typed = state.widget_value(key)
    is_kept = isinstance(typed, str) and (
        bool(bounds.problem(typed)) or bounds.read(typed) == value
    )
    if not is_kept:
        state.seed(key, number_to_type(value, bounds.decimals))

    def take() -> None:
        text = str(state.widget_value(key))
        if on_value is not None and not bounds.problem(text):
            on_value(bounds.read(text))

    container = place or st.container()
    text = container.text_input(
        label, key=key, max_chars=20, placeholder=placeholder, help=help, on_change=take
    )
    if problem := bounds.problem(text):
        container.markdown(f":red[{typography(problem)}]")
        return value
    return bounds.read(text)


def choose_selection(
    catalog: Catalog,
    name: str,
    label: str,
    options: Sequence[str],
    value: str,
    show: Callable[[str], str],
    *,
    label_visibility: Visibility = "visible",
    width: int | Literal["stretch"] = "stretch",
) -> None:
    """Select the value of one field of the selection."""
    choose(
        state.WIDGET_KEYS[name],
        label,
        options,
        value,
        show,
        on_change=state.change_from_widget,
        args=(catalog, name),
        label_visibility=label_visibility,
        width=width,
    )
