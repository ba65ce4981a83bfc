"""Where an installation keeps its builds, its imports and its journal, whatever keeps them.

The ETL writes there and the dashboard reads there, through one small interface: bytes, names and
digests, no table. :mod:`stores.files` keeps everything in two folders, :mod:`stores.postgres` in
the tables of a database that several servers share.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from foundation.days import PARIS
from foundation.french import day_fr

BUILD_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,99}")
# How long an import waits for its turn before it is told that something holds the others up.
WAIT_SECONDS = 1800.0
# DuckDB's words when another program has a file open, on Linux and macOS, then on Windows.
HELD = re.compile(r"Conflicting lock|used by another process|already open in", re.I)
HOLDER = re.compile(r"\(PID (\d+)\)")


def reserved_path(database: Path) -> Path:
    """File of the lines that stand for persons, beside a database and never handed out with it."""
    return database.parent / "lines" / database.name


def lines_in_progress(building: Path) -> Path:
    """File of the lines that stand for persons, beside a database that is being built."""
    return building.with_name(f"{building.name}.lines")


@dataclass(frozen=True)
class Place:
    """Where an installation keeps its things; the demonstration is a place of its own.

    ``url`` is the address of a database, which may hold a password, empty when the folders hold
    everything; ``warehouse`` and ``raw`` then hold the copies of this machine. ``raw`` is beside
    ``local`` unless it is told.
    """

    warehouse: Path
    local: Path
    url: str = field(default="", repr=False)
    is_demo: bool = False
    raw: Path | None = None


@dataclass(frozen=True)
class BuildFile:
    """A published build: what its file must be, when and in which order it was published.

    ``digest`` is the SHA-256 of the file, empty for a build of a version that took none; ``size``
    in bytes; ``built_at`` a UTC time, ISO to the second; ``number`` counts the publications of the
    installation, 0 when it was not counted; ``outlines`` are the files drawn with the build;
    ``lines`` is the SHA-256 of the file of its lines that stand for persons, empty without any.
    """

    build_id: str
    file: str
    digest: str = ""
    size: int = 0
    built_at: str = ""
    number: int = 0
    outlines: tuple[str, ...] = ()
    lines: str = ""

    @property
    def name_fr(self) -> str:
        """Its day and hour in Paris, « du 30 novembre 2026 à 7 h 57 »; its identifier without."""
        if not self.built_at:
            return f"« {self.build_id} »"
        moment = datetime.fromisoformat(self.built_at).astimezone(PARIS)
        return f"du {day_fr(moment.date())} à {moment.hour} h {moment.minute:02d}"


class StoreError(Exception):
    """What the store could not do, in a French sentence without any path of the server."""


class DamagedBuildError(StoreError):
    """The file of a build is not the one that was published."""


class DamagedPointerError(StoreError):
    """What names the served build cannot be read, or names none."""


class UnreachableStoreError(StoreError):
    """The database does not answer: what is on this machine is served, nothing is written."""

    def __init__(self) -> None:
        super().__init__("la base de données ne répond pas, les imports sont suspendus")


class NothingServedError(StoreError):
    """No build can be served: none was published, or none is sound."""

    def __init__(self, damages: Collection[Damage] = ()) -> None:
        self.damages = tuple(damages)
        what = "Aucune construction n’est saine" if damages else "Aucune donnée n’est publiée"
        # What is wrong with the store itself is nothing that another build would mend.
        whys = [damage.why_fr for damage in damages if damage.build is None]
        super().__init__(f"{what} : {' ; '.join(whys)}." if whys else f"{what}.")


class HeldBuildError(StoreError):
    """Another program has opened the file of a build to write in it, as most do by default.

    ``words`` are those of the reader that could not open it, which may name a process.
    """

    def __init__(self, words: str = "") -> None:
        process = HOLDER.search(words)
        which = f" (PID {process[1]})" if process else ""
        super().__init__(
            f"est ouverte en écriture par un autre programme{which} : le fermer, ou l’y ouvrir en "
            "lecture seule"
        )


def raise_if_held(words: str) -> None:
    """Raise HeldBuildError when DuckDB says that another program has a file open."""
    if HELD.search(words):
        raise HeldBuildError(words)


class BusyStoreError(StoreError):
    """Another process has held the imports longer than anyone waits."""


@dataclass(frozen=True)
class Damage:
    """What was not as it was published: a build, or the pointer when it is None; why in French.

    What ``is_passing`` mends itself: nobody has anything to do on the builds.
    """

    build: BuildFile | None
    why_fr: str
    is_passing: bool = False

    @property
    def message_fr(self) -> str:
        """What is damaged and how, as a clause for anyone: no path of the server."""
        if self.build is None:
            return self.why_fr
        if self.is_passing:
            return f"la construction {self.build.name_fr} {self.why_fr}"
        return f"la construction {self.build.name_fr} est endommagée ({self.why_fr})"


@dataclass(frozen=True)
class Served:
    """The build to serve, its verified file on this machine, and what was found damaged first."""

    build: BuildFile
    path: Path
    damages: tuple[Damage, ...] = ()


# What came of the last look at each official source, and what is published of them.
OFFICIAL_STATE, OFFICIAL_ARCHIVES = "etat.json", "publie"
# Two documents, the archives, and the files of a source by day: a log, or a file that someone drops
# beside them for a refresh, is none of ours, and may name persons.
OFFICIAL_NAME = re.compile(
    rf"[a-z]+\.json|({OFFICIAL_ARCHIVES}|[0-9A-Za-z][\w.-]*/\d{{4}}-\d\d-\d\d)/[0-9A-Za-z][\w.-]*",
    re.ASCII,
)


def official_name(name: str) -> str:
    """A name of what came of the official sources, which leads out of no folder.

    Raises
    ------
    StoreError
        For any other.
    """
    if OFFICIAL_NAME.fullmatch(name) is None:
        raise StoreError("le nom d’un fichier officiel n’en est pas un")
    return name


class Official(Protocol):
    """What came of the official sources: their files, what was read of them, the last look.

    Contents have names of several parts, « publie/ameli-zones.zip »: the first is their folder.
    """

    def names(self, folder: str = "") -> tuple[str, ...]:
        """Names of a folder, or all of them, sorted."""

    def digest(self, name: str) -> str:
        """SHA-256 of a content; empty when there is none."""

    def read(self, name: str) -> bytes | None:
        """A content that is small; None when there is none."""

    def content(self, name: str) -> Iterator[bytes]:
        """A content, in pieces; none of them when it is not there."""

    def path(self, name: str) -> Path | None:
        """The content as a file of this machine; None when there is none, or not whole."""

    def write(self, name: str, pieces: Iterable[bytes]) -> None:
        """Keep a content under a name, whole or not at all."""

    def state(self) -> bytes | None:
        """``OFFICIAL_STATE``: a process that watches asks no network for it."""

    def alone(self) -> AbstractContextManager[None]:
        """Hold the official sources, for a refresh.

        Raises
        ------
        BusyStoreError
            When another refresh does, at once.
        """


class Store(Protocol):
    """What keeps the builds and the imports of an installation.

    Every method that writes is whole or does nothing, even when the process is killed; an OSError
    (a full disk) or a StoreError then says why.
    """

    @property
    def official(self) -> Official:
        """What came of the official sources."""

    def watch(self) -> None:
        """Follow what is published from now on, for a process that lasts; once is enough."""

    # --- builds: what a reader needs

    def anomalies(self) -> tuple[Damage, ...]:
        """What is wrong with the store itself, which can still be read from this machine."""

    def pointer(self) -> BuildFile | None:
        """The build to serve; None when nothing was published.

        Raises
        ------
        StoreError
            When what names it is damaged or out of reach: the builds are then tried in turn.
        """

    def builds(self) -> tuple[BuildFile, ...]:
        """Every published build, newest first: by number, not by clock."""

    def local_path(self, build: BuildFile) -> Path:
        """File of a build on this machine, whose digest was verified once by this process.

        Raises
        ------
        DamagedBuildError
            When the file is missing or is not the one that was published.
        """

    def recheck(self) -> None:
        """Forget which files were verified: reading one has just failed."""

    def content(self, build: BuildFile) -> Iterator[bytes]:
        """Content of a build as the store keeps it, in pieces, whatever this machine has of it."""

    def lines_content(self, build: BuildFile) -> Iterator[bytes]:
        """Content of the file of its lines that stand for persons, in pieces."""

    def outline(self, name: str) -> Path | None:
        """File of outlines of a name, on this machine; None when absent or damaged."""

    # --- builds: what the ETL writes

    def building(self, build_id: str) -> AbstractContextManager[Path]:
        """A file to fill, held so that no other process takes it for a leftover.

        What remains of it when the context ends is deleted.
        """

    def publish(
        self,
        building: Path,
        build_id: str,
        outlines: Collection[str],
        commit: Callable[[], None] = lambda: None,
    ) -> BuildFile:
        """Serve a closed and verified file, which is moved.

        ``commit`` writes what the build was made of (the journal, the manifest) once all that needs
        room is written, just before the pointer changes.
        """

    def adopt(self, building: Path, build: BuildFile) -> None:
        """Keep a build that another store published, as it was, without serving it.

        The file, closed and verified, is moved; its outlines are there.
        """

    def serve(self, build: BuildFile) -> None:
        """Serve a build that the store keeps."""

    def prune(self, kept: int) -> list[str]:
        """Delete what no longer serves and return the names: old builds, outlines, leftovers.

        The served build and the ``kept`` newest sound ones stay, with their outlines.
        """

    def write_outline(self, name: str, content: bytes) -> None:
        """Keep a file of outlines; one that is already there and sound is left alone."""

    # --- what the ETL imports

    def manifest(self) -> bytes | None:
        """The manifest of the imports; None when there is none."""

    def earlier_manifests(self) -> tuple[bytes, ...]:
        """Versions of the manifest before the present one, newest first."""

    def write_manifest(self, content: bytes) -> None:
        """Replace the manifest; the present one becomes an earlier one."""

    def published_facts(self) -> bytes | None:
        """What earlier builds told of imported counts; None before there was any."""

    def write_published_facts(self, content: bytes) -> None:
        """Replace it in one atomic step."""

    def rows(self, import_id: str) -> bytes | None:
        """Rows of an import as they were stored; None when they are not there."""

    def row_ids(self) -> tuple[str, ...]:
        """Imports whose rows are stored, sorted."""

    def write_rows(self, import_id: str, content: bytes) -> None:
        """Store the rows of an import."""

    def keep_rows(self, import_ids: Collection[str]) -> list[str]:
        """Delete the rows of every other import, and leftovers; return the names deleted."""

    def journal(self) -> tuple[str, ...]:
        """Lines of the journal, oldest first."""

    def append_journal(self, line: str) -> None:
        """Add a line at the end of the journal."""

    def exclusive(
        self,
        on_wait: Callable[[int], None] = lambda place: None,
        wait_seconds: float = WAIT_SECONDS,
    ) -> AbstractContextManager[None]:
        """Hold the imports alone, each in its turn.

        ``on_wait`` is called with the place in the queue, 1 for the next, whenever it changes.

        Raises
        ------
        BusyStoreError
            When the turn has not come after ``wait_seconds``.
        """


def find_served(
    store: Store, fault_fr: Callable[[BuildFile, Path], str] = lambda build, path: ""
) -> Served:
    """The build that the pointer names, or else the newest that is sound.

    ``fault_fr`` says in French why a reader cannot use a file that is whole; empty when it can. It
    raises HeldBuildError when the file only waits for another program.

    Raises
    ------
    NothingServedError
        When there is none.
    """
    damages = list(store.anomalies())
    for build in _candidates(store, damages):
        try:
            path = store.local_path(build)
            fault = fault_fr(build, path)
        except DamagedBuildError as error:
            fault = str(error)
        except HeldBuildError as error:
            damages.append(Damage(build, str(error), is_passing=True))
            continue
        if not fault:
            return Served(build, path, tuple(damages))
        damages.append(Damage(build, fault))
    raise NothingServedError(damages)


def _candidates(store: Store, damages: list[Damage]) -> Iterator[BuildFile]:
    """The build that the pointer names, then the others, listed only when they are needed.

    What is wrong with the pointer is added to ``damages``.
    """
    named, is_pointer_sound = None, True
    try:
        named = store.pointer()
    except StoreError as error:
        is_pointer_sound = False
        damages.append(Damage(None, str(error)))
    if named is not None:
        yield named
    builds = store.builds()
    if named is None and builds and is_pointer_sound:
        damages.append(Damage(None, "rien ne désigne la construction à servir"))
    yield from (build for build in builds if build != named)
