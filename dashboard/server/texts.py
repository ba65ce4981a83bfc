"""The pages of refusals, in French: plain documents, which need nothing of the server."""

from __future__ import annotations

from html import escape

from starlette.responses import HTMLResponse, PlainTextResponse, Response

from dashboard.core.registry import SITE

BACK = '<a href="/">revenir à l’observatoire</a>'
SIGN_IN_FAILED = (
    "Connexion impossible",
    f"Le fournisseur d’identité n’a pas répondu comme attendu. Que faire : {BACK} et réessayer ; "
    "si cela persiste, prévenir son administrateur.",
)
FAILED = (
    "Page momentanément indisponible",
    "Le serveur n’a pas pu répondre ; la cause est dans son journal. Que faire : réessayer dans un "
    f"instant, ou {BACK} ; si cela persiste, prévenir son administrateur.",
)
FOREIGN_SIGN_OUT = (
    "Demande venue d’un autre site",
    "On se connecte et on se déconnecte depuis l’observatoire lui-même. Que faire : "
    f"{BACK}, puis choisir « Se connecter » ou « Se déconnecter ».",
)
UNKNOWN = "Adresse inconnue."
WRONG_METHOD = "Cette adresse ne se demande pas ainsi."
FOREIGN = "Refusé : la demande vient d’un autre site."
NO_IMPORT = "Refusé : ce dépôt n’est pas ouvert à ce visiteur. Que faire : ouvrir « Vos données »."
NO_READING = "Refusé : la lecture est réservée aux comptes déclarés. Que faire : se connecter."
NOT_A_LENGTH = "Refusé : la taille annoncée n’est pas un nombre."
TOO_LARGE = "Refusé : le fichier dépasse la taille acceptée."
TOO_SLOW = "Refusé : le fichier n’est pas arrivé à temps. Que faire : le déposer de nouveau."
ONE_AT_A_TIME = "Refusé : un dépôt est déjà en cours sur cette page. Que faire : attendre sa fin."
FULL = "Refusé : trop de fichiers sont en cours d’import. Que faire : réessayer dans une minute."
NOT_MADE = (
    "Document impossible à faire. Que faire : cliquer de nouveau ; si cela se répète, prévenir "
    "l’administrateur, qui trouvera la cause dans le journal."
)
REFUSED = "Refusé : le dépôt n’a pas été reçu. Que faire : recharger la page et recommencer."


def too_often(seconds: int) -> str:
    """What is said to whoever asks too often; ``seconds`` is when to ask again."""
    return f"Trop de demandes à la suite. Que faire : réessayer dans {seconds} s."


def page(title_and_text: tuple[str, str], status: int) -> Response:
    """A whole page: a title, then a text that may hold a link."""
    title, text = title_and_text
    return HTMLResponse(
        f'<!DOCTYPE html><html lang="fr"><meta charset="utf-8"><title>{escape(SITE)}</title>'
        '<meta name="viewport" content="width=device-width">'
        '<body style="font:1rem/1.5 sans-serif;max-width:32rem;margin:4rem auto;padding:0 1rem">'
        f"<h1>{escape(title)}</h1><p>{text}</p>",
        status_code=status,
    )


def line(text: str, status: int, **headers: str) -> Response:
    """One line, for what no person reads as a page."""
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return PlainTextResponse(f"{text}\n", status_code=status, headers=names)
