"""Sentences of the page « Vue d’ensemble »; the situation itself is in ``themes.situation``."""

from __future__ import annotations

from dashboard.core.formatting import number, period
from dashboard.core.values import SeriesPoint

TITLE = "Maîtres de stage des universités : où en est-on\u00a0?"
MAP_LINK = "Voir la carte des manques"

# --- Curve ------------------------------------------------------------------------------------

COUNTS = "Comptage CNGE"
DERIVED = "CNGE, déduit d’une différence"
SURVEY = "Enquête DGOS (autre périmètre)"
TARGETS = "Cibles (à leur échéance)"
TREND_ALTERNATIVE = "Courbe des comptages nationaux de MSU, cibles en losanges ; valeurs ci-dessous"
TREND_SUBTITLE = "France entière, MSU de médecine générale"


def trend_title(first: SeriesPoint, last: SeriesPoint) -> str:
    """From the first count to the last one."""
    return (
        f"De {number(first.value)} MSU en {period(first.period)} à {number(last.value)} "
        f"en {period(last.period)} : les comptages nationaux et les cibles"
    )


def trend_note(target: str) -> str:
    """What the marks of the curve mean; ``target`` is the label of the dotted one."""
    return (
        "Cercles vides : années déduites d’une différence publiée. Les comptages du CNGE et "
        "l’enquête de la DGOS ne portent pas sur le même périmètre. Pointillés : "
        f"{target}. Les sources des cibles sont dans le fichier CSV."
    )
