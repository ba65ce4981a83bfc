"""French labels of what every page shows around its content."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.core.selection import ESSENTIAL, EXPERT

MY_TERRITORY = "Mon territoire"
YEAR = "Année du comptage"
LEVEL = "Niveau"
TARGET = "Cible nationale"
KEY = "Clé de répartition de la cible"
FREE_TARGET = "Valeur libre…"
FREE_TARGET_LABEL = "Valeur libre de la cible (MSU)"
MODE = "Présentation"
MODE_NAMES: Mapping[str, str] = {ESSENTIAL: "Essentiel", EXPERT: "Expert"}
MODE_HELP = "« Expert » ouvre les niveaux, les cibles, les clés, les leviers et les longs tableaux."
