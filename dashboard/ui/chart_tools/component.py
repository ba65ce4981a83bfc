"""Python side of the chart tools: what a picture says travels, its drawing does not."""

from __future__ import annotations

from pathlib import Path

from dashboard.ui.carried import CarriedComponent

HERE = Path(__file__).parent
# One module once joined: each file uses what the files before it define.
ENTRY = "carrier.js"

_component = CarriedComponent("chart_tools", HERE, "tools.css", ENTRY)


def carry_chart_tools(*, footer: str, is_demo: bool) -> None:
    """Send the code of the tools, once per page whatever the number of its charts.

    Parameters
    ----------
    footer : build and data version, at the foot of every picture
    is_demo : writes « DONNÉES FICTIVES » at the head of every picture
    """
    _component.carry("outils", {"footer": footer, "demo": is_demo})


def show_chart_tools(
    key: str,
    *,
    name: str,
    title: str,
    subtitle: str,
    note: str,
    sources: str,
    has_picture: bool = True,
) -> None:
    """Show the buttons of the chart ``key``: texts of its picture, name of its files.

    ``has_picture`` is false for a drawing that is not plotly's: its values and its link are left.
    """
    data: dict[str, str | bool] = {"key": key, "name": name, "title": title, "subtitle": subtitle}
    if not has_picture:
        data["bare"] = True
    optional = {"note": note, "sources": sources}
    data |= {field: text for field, text in optional.items() if text}
    _component.show(f"{key}.outils", data)
