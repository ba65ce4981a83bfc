"""Errors a user can meet, each with a French message that says what to do next."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from foundation.faults import file_message

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
REFUSED = FULL | {errno.EIO, errno.EROFS, errno.EACCES, errno.EPERM}
# What the system says in English of what is on the disk.
FAULTS_FR = {
    errno.EACCES: "l’accès est refusé",
    errno.EEXIST: "un fichier porte le nom d’un dossier",
    errno.EISDIR: "un dossier porte le nom d’un fichier",
    errno.ELOOP: "un lien mène à lui-même",
    errno.ENOENT: "un fichier ou un dossier est absent",
    errno.ENOTDIR: "un fichier porte le nom d’un dossier",
    errno.ENOTEMPTY: "un dossier porte le nom d’un fichier",
}
REMEDY_FR = "recommencer dans quelques minutes ; si cela se répète, prévenir l’administrateur"
BUILD_FR = "lancer « python -m etl build », qui publie une construction saine"


class EtlError(Exception):
    """Base of every error the ETL explains to its user."""


class DataError(EtlError):
    """A cell, a row or a file of data is not what it should be.

    Parameters
    ----------
    file : str
        File, as the user knows it.
    line : int
        Line in the file, header included; 0 when the fault has no line.
    column : str
        Column, empty when the fault is not in one column.
    value, expected : str
        What was read, and what was expected.
    remedy : str
        What to do next, in French.
    """

    def __init__(
        self, file: str, line: int, column: str, value: str, expected: str, remedy: str
    ) -> None:
        self.file = file
        self.line = line
        self.column = column
        self.value = value
        self.expected = expected
        self.remedy = remedy
        super().__init__(self._message())

    def __reduce__(self) -> tuple[object, ...]:
        """Rebuild from the six fields: an error may cross a process."""
        fields = (self.file, self.line, self.column, self.value, self.expected, self.remedy)
        return (type(self), fields)

    def _message(self) -> str:
        return file_message(
            self.file, "", self.line, self.column, self.value, self.expected, self.remedy
        )


class RegisterError(EtlError):
    """An entry of a register (``data/*.yml``) is not what it should be.

    Parameters
    ----------
    file : str
        Register file.
    entry : str
        Identifier of the entry, or its rank; empty when the whole file is at fault.
    field : str
        Field of the entry; empty when the whole entry is at fault.
    problem : str
        Value seen and value expected, in French.
    """

    def __init__(self, file: str, entry: str, field: str, problem: str) -> None:
        self.file = file
        self.entry = entry
        self.field = field
        self.problem = problem
        super().__init__(self._message())

    def __reduce__(self) -> tuple[object, ...]:
        """Rebuild from the four fields: an error may cross a process."""
        return (type(self), (self.file, self.entry, self.field, self.problem))

    def _message(self) -> str:
        place = [f"Registre {self.file}"]
        if self.entry:
            place.append(f"entrée « {self.entry} »")
        if self.field:
            place.append(f"champ « {self.field} »")
        return f"{', '.join(place)} — {self.problem}"


class NoBuildError(EtlError):
    """Nothing has been published in the warehouse yet.

    Parameters
    ----------
    warehouse : Path
        Folder of the builds.
    problems : list of str
        One French clause for each build that was published and is damaged.
    """

    def __init__(self, warehouse: Path, problems: list[str] | None = None) -> None:
        self.warehouse = warehouse
        self.problems = problems or []
        why = f" ({' ; '.join(self.problems)})" if self.problems else ""
        kind = "sain n’est publié" if self.problems else "publié"
        super().__init__(
            f"Aucun entrepôt {kind} dans {warehouse}{why}. "
            "Que faire : lancer « python -m etl build »."
        )

    def __reduce__(self) -> tuple[object, ...]:
        """Rebuild from the folder and the problems: an error may cross a process."""
        return (type(self), (self.warehouse, self.problems))


class CheckError(EtlError):
    """A build does not pass its checks and is not published.

    Parameters
    ----------
    problems : list of str
        One French sentence for each failed check, with its first offending rows.
    """

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__(
            "Contrôles en échec ; la version servie reste la précédente.\n- "
            + "\n- ".join(problems)
            + "\nQue faire : corriger les lignes citées, dans les fichiers de data/ ou dans le "
            "fichier importé, puis recommencer."
        )

    def __reduce__(self) -> tuple[object, ...]:
        """Rebuild from the problems: an error may cross a process."""
        return (type(self), (self.problems,))


class UnwrittenError(EtlError):
    """The disk refused what was written: nothing changes.

    Parameters
    ----------
    is_full : bool
        Whether it has no room left, as far as the system said.
    """

    def __init__(self, *, is_full: bool = False) -> None:
        self.is_full = is_full
        cause = "le disque est plein" if is_full else "le disque a refusé l’écriture"
        super().__init__(
            f"Écriture impossible : {cause}. Ce que l’observatoire affiche n’a pas été modifié. "
            "Que faire : libérer de la place sur le disque du serveur (une construction demande "
            "une centaine de mégaoctets) ou vérifier ses droits, puis recommencer."
        )

    def __reduce__(self) -> tuple[object, ...]:
        """Rebuild from what was said: an error may cross a process."""
        return (partial(type(self), is_full=self.is_full), ())

    @classmethod
    def of(cls, error: OSError) -> UnwrittenError | None:
        """What an error of the system means for who wrote; None when it is of another kind."""
        if error.errno not in REFUSED:
            return None
        return cls(is_full=error.errno in FULL)


def refused_by_system(error: OSError) -> EtlError:
    """What an error of the system means for who asked: a full disk, rights, what is in the way."""
    why = FAULTS_FR.get(error.errno or 0, "le système l’a refusée")
    return UnwrittenError.of(error) or EtlError(
        f"Lecture ou écriture impossible : {why}. Que faire : vérifier les dossiers de "
        "l’observatoire, leur place et leurs droits ; rien n’a été modifié."
    )


class RefusedByStoreError(EtlError):
    """What keeps the imports did not do what it was asked.

    Parameters
    ----------
    why_fr : str
        A French clause, without any address.
    """

    def __init__(self, why_fr: str) -> None:
        self.why_fr = why_fr
        remedy = "" if "Que faire" in why_fr else f" Que faire : {REMEDY_FR}."
        super().__init__(f"{why_fr[:1].upper()}{why_fr[1:].rstrip('.')}.{remedy}")

    def __reduce__(self) -> tuple[object, ...]:
        """Rebuild from the clause: an error may cross a process."""
        return (type(self), (self.why_fr,))


class DamagedStoreError(EtlError):
    """Something that was published is not sound any more.

    Parameters
    ----------
    problems : list of str
        One French clause for each thing that is damaged.
    remedy_fr : str
        What to do, as a clause.
    """

    def __init__(self, problems: list[str], remedy_fr: str = BUILD_FR) -> None:
        self.problems = problems
        self.remedy_fr = remedy_fr
        listed = "\n- ".join(problems)
        super().__init__(f"Entrepôt endommagé.\n- {listed}\nQue faire : {remedy_fr}.")

    def __reduce__(self) -> tuple[object, ...]:
        """Rebuild from what was found: an error may cross a process."""
        return (type(self), (self.problems, self.remedy_fr))


class HeldStoreError(EtlError):
    """Another program has the build to serve open: nothing is damaged, and it cannot be read.

    Parameters
    ----------
    clause_fr : str
        Which build, by which program, and what to do, as a clause.
    """

    def __init__(self, clause_fr: str) -> None:
        self.clause_fr = clause_fr
        super().__init__(f"{clause_fr[:1].upper()}{clause_fr[1:]}. Rien n’est endommagé.")

    def __reduce__(self) -> tuple[object, ...]:
        """Rebuild from the clause: an error may cross a process."""
        return (type(self), (self.clause_fr,))


class OtherVersionError(EtlError):
    """What is served was published by another version: it is whole, and cannot be read by this one.

    Parameters
    ----------
    name_fr : str
        Its day and hour, as « du 30 novembre 2026 à 7 h 57 ».
    """

    def __init__(self, name_fr: str) -> None:
        self.name_fr = name_fr
        super().__init__(
            f"La construction {name_fr} est entière, mais d’une autre version de l’observatoire, "
            f"que celle-ci ne lit pas. Que faire : {BUILD_FR}."
        )

    def __reduce__(self) -> tuple[object, ...]:
        """Rebuild from the name: an error may cross a process."""
        return (type(self), (self.name_fr,))


class BusyError(EtlError):
    """Another import, undo or build holds the local files."""

    def __init__(self) -> None:
        super().__init__(
            "Un autre import ou une autre construction est en cours. "
            "Que faire : attendre une minute, puis recommencer. Rien n’a été modifié."
        )


class RefreshingError(EtlError):
    """Another process refreshes the official sources."""

    def __init__(self) -> None:
        super().__init__(
            "Une autre actualisation est en cours, rien n’a été modifié. Que faire : attendre "
            "qu’elle se termine."
        )


class CancelledError(EtlError):
    """Whoever asked for a command no longer wants it."""

    def __init__(self) -> None:
        super().__init__("Traitement annulé à votre demande : rien n’a été modifié.")


class ConfirmationError(EtlError):
    """Something of a file was proposed rather than read: the user has to confirm it.

    Parameters
    ----------
    proposals : list of str
        One sentence for each: a header and its column, a value of the file, a way of reading.
    lost : list of str
        One sentence for each value in force that nothing would give any more.
    other_label_fr : str
        A name under which nothing is lost.
    """

    def __init__(
        self, proposals: list[str], lost: Sequence[str] = (), other_label_fr: str = ""
    ) -> None:
        self.proposals = proposals
        self.lost = tuple(lost)
        self.other_label_fr = other_label_fr
        told = [
            "Le fichier n’est pas celui du modèle ; voici comment il serait lu :",
            *(f"- {sentence}" for sentence in proposals),
            "Que faire : relancer avec --confirm si c’est juste, ou choisir avec "
            "--column « en-tête=colonne ».",
        ]
        losses = [
            "Le jeu qu’il remplace donne des valeurs qu’il n’a pas :",
            *(f"- {sentence}" for sentence in self.lost),
            "Que faire : relancer avec --confirm pour les perdre, ou garder les deux jeux avec "
            f'--as "{other_label_fr}".',
        ]
        super().__init__("\n".join((told if proposals else []) + (losses if lost else [])))

    def __reduce__(self) -> tuple[object, ...]:
        """Rebuild from what was to be confirmed: an error may cross a process."""
        return (type(self), (self.proposals, self.lost, self.other_label_fr))


class ImportStateError(EtlError):
    """An import that is unknown, or already undone, was named."""
