"""Why a source was not refreshed, in French, with what to do next."""

from __future__ import annotations

BY_HAND = (
    "télécharger le fichier avec un navigateur, puis lancer "
    "« python -m etl refresh --from DOSSIER »"
)
TELL = "signaler ce changement : la lecture de cette source est à revoir"


class SourceError(Exception):
    """A source cannot be refreshed; the others can, and what is served does not change.

    Parameters
    ----------
    why_fr : str
        French clause, without a final stop.
    remedy_fr : str
        What to do next.
    """

    def __init__(self, why_fr: str, remedy_fr: str = BY_HAND) -> None:
        self.why_fr = why_fr
        self.remedy_fr = remedy_fr
        super().__init__(f"{why_fr}. Que faire : {remedy_fr}.")

    def __reduce__(self) -> tuple[object, ...]:
        """Rebuild from the two clauses: an error may cross a process."""
        return (type(self), (self.why_fr, self.remedy_fr))


class ShapeError(SourceError):
    """A file is not of the shape that its source had: nothing of it is published."""

    def __init__(self, why_fr: str, remedy_fr: str = TELL) -> None:
        super().__init__(why_fr, remedy_fr)


class PassingError(SourceError):
    """A fault of the network that may pass: it is worth another try.

    Parameters
    ----------
    why_fr : str
        French clause.
    wait_seconds : float or None
        How long the site asks to wait, when it does.
    """

    def __init__(self, why_fr: str, wait_seconds: float | None = None) -> None:
        self.wait_seconds = wait_seconds
        super().__init__(why_fr, f"recommencer plus tard, ou {BY_HAND}")

    def __reduce__(self) -> tuple[object, ...]:
        """Rebuild from the clause and the delay: an error may cross a process."""
        return (type(self), (self.why_fr, self.wait_seconds))
