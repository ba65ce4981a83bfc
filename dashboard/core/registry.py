"""The pages of the dashboard, in the order of the menu: one line each."""

from __future__ import annotations

from dataclasses import dataclass

ENSEMBLE = "ensemble"
CARTE = "carte"
COMPARER = "comparer"
FICHE = "fiche"
STAGES = "stages"
PLACER = "placer"
FIDELISATION = "fidelisation"
INITIATIVES = "initiatives"
SUIVI = "suivi"
COLLECTE = "collecte"
VOS_DONNEES = "vos_donnees"
DONNEES = "donnees"
REUTILISER = "reutiliser"
SITE = "Observatoire territorial des MSU"
SHARE = ("target_id", "key_id")


@dataclass(frozen=True)
class PageSpec:
    """One page: the folder under ``views`` that is its home, its title, its icon.

    ``selectors`` are the fields of the selection that change what it shows, beside the territory.
    """

    slug: str
    title: str
    icon: str
    selectors: tuple[str, ...] = ()

    @property
    def script(self) -> str:
        """Entry file of the page, from the folder of the dashboard."""
        return f"views/{self.slug}/{self.slug}.py"

    @property
    def url_path(self) -> str:
        """Address of the page; the first of the menu is at the root."""
        return "" if self == PAGES[0] else self.slug.replace("_", "-")


PAGES = (
    PageSpec(ENSEMBLE, "Vue d’ensemble", ":material/dashboard:", ("year", "level", *SHARE)),
    PageSpec(CARTE, "Carte", ":material/map:", ("year", "level", *SHARE)),
    PageSpec(COMPARER, "Comparer", ":material/compare_arrows:", ("year", "level", *SHARE)),
    PageSpec(FICHE, "Fiche territoire", ":material/assignment:", ("year", *SHARE)),
    PageSpec(STAGES, "Stages", ":material/balance:", ("level",)),
    PageSpec(PLACER, "Placer les docteurs juniors", ":material/pin_drop:", ("year", *SHARE)),
    PageSpec(FIDELISATION, "Fidélisation", ":material/home_pin:", ("year", "level", *SHARE)),
    PageSpec(INITIATIVES, "Initiatives", ":material/lightbulb:"),
    PageSpec(SUIVI, "Suivi", ":material/checklist:"),
    PageSpec(COLLECTE, "Collecte", ":material/outgoing_mail:", SHARE),
    PageSpec(VOS_DONNEES, "Vos données", ":material/upload_file:"),
    PageSpec(DONNEES, "Données et méthode", ":material/menu_book:"),
    PageSpec(REUTILISER, "Réutiliser", ":material/share:"),
)


def page_of(slug: str) -> PageSpec:
    """Page whose home is this folder.

    Raises
    ------
    KeyError
        When no page bears this name.
    """
    return {page.slug: page for page in PAGES}[slug]


def page_at(url_path: str) -> PageSpec:
    """Page at this address.

    Raises
    ------
    KeyError
        When no page is there.
    """
    return {page.url_path: page for page in PAGES}[url_path]
