"""Sentences of the part « Par région de diplôme ». Pure."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.core.formatting import interval, number, quantity, typography
from dashboard.themes.diploma import CAVEATS, DiplomaRate, Trend, trend_text

NOT_REFRESHED = (
    "**Séries officielles pas encore actualisées.** La DREES tient une matrice des généralistes "
    "par région d’exercice et **région de diplôme** : quelles régions gardent ceux qu’elles "
    "diplôment, d’où viennent ceux qui y exercent, et si cela change d’année en année. Aucune de "
    "ses valeurs n’est reprise ici."
)
SCOPE_NOTE = (
    "Périmètre : **région de diplôme**. Part des généralistes diplômés dans une région qui y "
    "exercent, et, en miroir, part de ceux qui y exercent qui y ont été diplômés. Comptage de "
    "tous les généralistes ; l’intervalle de Wilson à 95 % dit ce que le hasard des petits nombres "
    "peut déplacer, non une erreur de sondage."
)
NO_REGION = (
    "Ce territoire est à cheval sur plusieurs régions : la matrice ne le connaît pas. Le tableau "
    "donne chaque région."
)
ORIGINS_KEY = "« Part » : intervalle de Wilson à 95 %. « Depuis » : écart en points."
MATRIX_TITLE = "D’une région à l’autre"
MATRIX_CORNER = "Diplômés de…"
MATRIX_NOTE = (
    "Chaque ligne se lit : diplômés de cette région, exerçant dans la région de la colonne. En "
    "gras, la région du territoire. « · » : aucun, ou non publié. Des diplômés d’un autre pays "
    "sont en dernière ligne."
)
TREND_ALTERNATIVE = (
    "Part des diplômés qui exercent ici et part de ceux qui exercent ici diplômés ici, par année ; "
    "valeurs dans le fichier"
)
REGIONS_HEADER = (
    "Région",
    "Diplômés ici qui exercent ici",
    "Sur",
    "Évolution",
    "Exercent ici, diplômés ici",
    "Évolution",
    "Statut",
    "Source",
)
DOWNLOAD_RATES = "Télécharger les taux par région (CSV)"
DOWNLOAD_MATRIX = "Télécharger la matrice, toutes années (CSV)"


def caveats_text() -> str:
    """Caveats of the matrix, as a list."""
    return typography("\n".join(f"- {text}" for text in CAVEATS))


def finding(name: str, stayed: DiplomaRate, trained_here: DiplomaRate | None) -> str:
    """Both rates of a région in one sentence; of all of them together without a name."""
    rate = (
        f"Au 1er janvier {stayed.year}, **{quantity(stayed.value, '%')}** "
        f"({interval(stayed.low, stayed.high)}) des généralistes diplômés"
    )
    here = f"dans la région {name}" if name else "en France"
    text = f"{rate} {here} {'y exercent' if name else 'exercent dans leur région de diplôme'}"
    if stayed.whole_n is not None:
        text += f" ({stayed.counts_text})"
    if trained_here is not None:
        text += (
            f" ; **{quantity(trained_here.value, '%')}** "
            f"({interval(trained_here.low, trained_here.high)}) de ceux qui "
            + ("y exercent y ont été diplômés" if name else "exercent ont leur diplôme de là")
        )
        if trained_here.whole_n is not None:
            text += f" ({trained_here.counts_text})"
    return typography(f"{text}.")


def regions_finding(most: tuple[str, DiplomaRate], least: tuple[str, DiplomaRate]) -> str:
    """Which région keeps most of those it trains, and which the fewest."""
    (first, high), (last, low) = most, least
    return typography(
        f"De {quantity(low.value, '%')} ({last}) à {quantity(high.value, '%')} ({first}) des "
        f"diplômés exercent dans leur région de diplôme, au 1er janvier {high.year}."
    )


def trend_sentence(stayed: Trend | None, trained_here: Trend | None) -> str:
    """How both rates moved from the first year to the last one."""
    if stayed is None:
        return typography("Une seule année est publiée : aucune évolution à lire.")
    text = (
        f"De {stayed.first.period[:4]} à {stayed.last.period[:4]} : la part des diplômés restés "
        f"est **{trend_text(stayed)}**"
    )
    if trained_here is not None:
        text += (
            f" ; celle des diplômés d’ici parmi ceux qui exercent, **{trend_text(trained_here)}**"
        )
    return typography(
        f"{text}. « Sans évolution nette » : les intervalles des deux années se recouvrent."
    )


def trend_picture_title(label: str, stayed: DiplomaRate) -> str:
    """Title of the picture of the rates by year."""
    return typography(
        f"{label} : {stayed.rate_text} des diplômés y exercent au 1er janvier {stayed.year}"
    )


def trend_picture_note() -> str:
    """Note of that picture: what it counts, and its caveats."""
    return typography(f"Traits : intervalles de Wilson à 95 %. {' '.join(CAVEATS)}")


def destinations_caption(name: str, year: int) -> str:
    """Caption of the table of where those trained in a région practise."""
    return typography(f"Diplômés de la région {name} : où ils exercent en {year}")


def origins_caption(name: str, year: int) -> str:
    """Caption of the table of where those who practise in a région come from."""
    return typography(f"Exercent en région {name} : où ils ont été diplômés ({year})")


def places_header(what: str, first_year: int) -> tuple[str, str, str, str]:
    """Header of both tables."""
    return (what, "Généralistes", "Part", f"Depuis {first_year}")


def share_text(value: float, low: float, high: float) -> str:
    """« 12 % (11 à 14) »."""
    return typography(f"{quantity(value, '%')} ({interval(low, high)})")


def points_text(change: float | None) -> str:
    """« +2 points », with a decimal: shares of origins are small."""
    return "" if change is None else typography(f"{number(change, 1, signed=True)} pt")


def others_name(count: int) -> str:
    """Name of the line of the places that the table leaves out."""
    return typography(f"{number(count)} autres lieux")


def regions_caption(year: int) -> str:
    """Caption of the table of the régions."""
    return typography(f"Les régions au 1er janvier {year}, de celle qui garde le plus à l’autre")


def matrix_caption(year: int) -> str:
    """Caption of the matrix."""
    return typography(
        f"Généralistes au 1er janvier {year}, par région de diplôme (lignes) et d’exercice "
        "(colonnes)"
    )


PRACTISE_IN, TRAINED_IN = "Région d’exercice", "Lieu de diplôme"


def no_rate(name: str) -> str:
    """Why a région has no rate: no faculty that the source tells apart."""
    return typography(
        f"{name} : n. d. La source ne distingue pas de diplômés de cette région (pas de faculté, "
        "ou réunie à une autre)."
    )


def trend_picture_subtitle(years: Sequence[str]) -> str:
    """Scope and years of the picture of the rates."""
    return typography(f"Région de diplôme, 1er janvier, {' à '.join(years)}, en %")
