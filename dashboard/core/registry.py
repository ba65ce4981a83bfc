"""The pages of the dashboard, in the order of the menu."""

from __future__ import annotations

from dataclasses import dataclass

DEFINITIONS_PAGE = "donnees"
STAGES_PAGE = "stages"
RETENTION_PAGE = "fidelisation"
COMPARE_PAGE = "comparer"
PROFILE_PAGE = "fiche"
INITIATIVES_PAGE = "initiatives"
FOLLOW_UP_PAGE = "suivi"
SITE = "Observatoire territorial des MSU"


@dataclass(frozen=True)
class PageSpec:
    """One page: its file under ``views``, its title, its address."""

    file: str
    title: str
    icon: str
    url_path: str


PAGES = (
    PageSpec("ensemble", "Vue d’ensemble", ":material/dashboard:", ""),
    PageSpec("carte", "Carte", ":material/map:", "carte"),
    PageSpec("comparer", "Comparer", ":material/compare_arrows:", COMPARE_PAGE),
    PageSpec("fiche", "Fiche territoire", ":material/assignment:", PROFILE_PAGE),
    PageSpec("stages", "Stages", ":material/balance:", STAGES_PAGE),
    PageSpec("fidelisation", "Fidélisation", ":material/home_pin:", RETENTION_PAGE),
    PageSpec("initiatives", "Initiatives", ":material/lightbulb:", INITIATIVES_PAGE),
    PageSpec("suivi", "Suivi", ":material/checklist:", FOLLOW_UP_PAGE),
    PageSpec("vos_donnees", "Vos données", ":material/upload_file:", "vos-donnees"),
    PageSpec("donnees", "Données et méthode", ":material/menu_book:", DEFINITIONS_PAGE),
)
